"""Product attributes: ids, codes, labels, and the numbered values of those that are chosen from a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sandbox.magento.money import Record
from sandbox.magento.numbers import Numbers

COLOR = 93  # comes with Magento, without values
FIRST_OWN, FIRST_VALUE = 137, 4  # what came before is Magento's own
SYSTEM_CODES = frozenset(
    """
    name sku description short_description price special_price special_from_date special_to_date cost weight
    manufacturer meta_title meta_keyword meta_description image small_image thumbnail swatch_image media_gallery
    old_id tier_price color news_from_date news_to_date gallery status minimal_price visibility custom_design
    custom_design_from custom_design_to custom_layout_update page_layout category_ids options_container
    required_options has_options image_label small_image_label thumbnail_label created_at updated_at
    country_of_manufacture quantity_and_stock_status custom_layout custom_layout_update_file url_key url_path msrp
    msrp_display_actual_price_type price_type sku_type weight_type price_view shipment_type links_purchased_separately
    samples_title links_title links_exist gift_message_available tax_class_id
    """.split()
)


@dataclass
class Attribute:
    """One attribute; `values` maps a value's number to its label."""

    id: int
    code: str
    label: str
    input: str = "select"
    values: dict[int, str] = field(default_factory=dict)

    def options(self) -> list[Record]:
        """Return what to choose from; the first one is nothing."""
        empty: Record = {"label": " ", "value": ""}
        return [empty, *({"label": label, "value": str(number)} for number, label in self.values.items())]

    def record(self) -> Record:
        return {
            "attribute_id": self.id,
            "attribute_code": self.code,
            "frontend_input": self.input,
            "entity_type_id": "4",
            "is_required": False,
            "is_user_defined": self.id != COLOR,
            "options": self.options() if self.input in ("select", "multiselect") else [],
            "default_frontend_label": self.label,
            "frontend_labels": [],
        }


class Attributes:
    """The shop's attributes as far as they are not Magento's own fields; `color` is always there."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._all = {"color": Attribute(COLOR, "color", "Color")}

    def add(self, code: str, label: str, values: Sequence[str] = (), *, kind: str = "select") -> Attribute:
        """Add an attribute with these value labels; `kind` is its input (select, text, boolean, …)."""
        made = Attribute(FIRST_OWN - 1 + self._numbers.id("attribute"), code, label, kind)
        self._all[code] = made
        for value in values:
            self.add_value(code, value)
        return made

    def add_value(self, code: str, label: str) -> int:
        """Add a value to choose; return its number. Raise KeyError for an unknown attribute."""
        number = FIRST_VALUE - 1 + self._numbers.id("attribute_value")
        self._all[code].values[number] = label
        return number

    def by_code(self, code: str) -> Attribute | None:
        return self._all.get(code)

    def by_id(self, number: str) -> Attribute | None:
        return next((attribute for attribute in self._all.values() if str(attribute.id) == number), None)

    def knows(self, code: str) -> bool:
        return code in self._all or code in SYSTEM_CODES

    def records(self) -> list[Record]:
        return [attribute.record() for attribute in self._all.values()]

    def codes(self) -> set[str]:
        return set(self._all)
