"""The body of the two refund routes, read as loosely as Magento reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.magento.money import ZERO, decimal
from sandbox.magento.refusals import Refusal, wrong_type

ITEM_FIELDS = ("order_item_id", "qty", "extension_attributes")
COMMENT_FIELDS = ("comment", "is_visible_on_front", "extension_attributes")
ARGUMENT_FIELDS = ("shipping_amount", "adjustment_positive", "adjustment_negative", "extension_attributes")
MAX_ITEMS = 20  # webapi/validation/complex_array_limit, when a shop switched limits on


@dataclass(frozen=True)
class RefundRequest:
    """What was asked. Amounts are in base currency; None means left out: shipping then means all that is left.

    `units` maps order item ids to quantities, the last of a repeated id wins; empty means every line.
    """

    units: dict[int, Decimal]
    notify: bool
    append_comment: bool
    comment: str | None
    visible: int
    shipping: Decimal | None
    positive: Decimal | None
    negative: Decimal | None
    return_to_stock: tuple[int, ...]
    online: bool


def parse(body: Any, *, limited: bool = False) -> RefundRequest:
    """Unknown top-level keys are ignored; unknown keys further down are refused. Raise Refusal."""
    fields = {_snake(key): value for key, value in body.items()} if isinstance(body, dict) else {}
    rows = fields.get("items") or []
    rows = list(rows.values()) if isinstance(rows, dict) else list(rows)
    if limited and len(rows) > MAX_ITEMS:
        kind = "\\Magento\\Sales\\Api\\Data\\CreditmemoItemCreationInterface"
        raise Refusal(400, 'Maximum items of type "%type" is %max', {"type": kind, "max": MAX_ITEMS})
    units = dict(_unit(row) for row in rows)
    arguments = _known(fields.get("arguments"), ARGUMENT_FIELDS)
    comment = _known(fields.get("comment"), COMMENT_FIELDS)
    extension = arguments.get("extension_attributes") or {}
    return RefundRequest(
        units=units,
        notify=bool(fields.get("notify")),
        append_comment=bool(fields.get("append_comment")),
        comment=comment.get("comment"),
        visible=int(comment.get("is_visible_on_front") or 0),
        shipping=_amount(arguments, "shipping_amount"),
        positive=_amount(arguments, "adjustment_positive"),
        negative=_amount(arguments, "adjustment_negative"),
        return_to_stock=tuple(int(item) for item in extension.get("return_to_stock_items") or []),
        online=bool(fields.get("is_online")),
    )


def _unit(row: Any) -> tuple[int, Decimal]:
    fields = _known(row, ITEM_FIELDS) if isinstance(row, dict) else {}
    if fields.get("order_item_id") is None:
        raise Refusal(400, "An ID is needed. Set the ID and try again.")
    number = _amount(fields, "order_item_id", "int")
    return int(number or 0), _amount(fields, "qty") or ZERO


def _known(value: Any, names: tuple[str, ...]) -> dict[str, Any]:
    fields = {_snake(key): item for key, item in value.items()} if isinstance(value, dict) else {}
    for name in fields:
        if name not in names:
            camel = "".join(part[:1].upper() + part[1:] for part in name.split("_"))
            text = '"%fieldName" is not supported. Correct the field name and try again.'
            raise Refusal(400, text, {"fieldName": camel})
    return fields


def _amount(fields: dict[str, Any], name: str, kind: str = "float") -> Decimal | None:
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not re.fullmatch(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*", str(value)):
        raise wrong_type(name, value, kind)
    return decimal(value)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
