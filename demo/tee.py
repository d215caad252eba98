"""The shop's article to choose in size and colour, for exchanges."""

from __future__ import annotations

from decimal import Decimal

from sandbox.magento import Shop

TEES = {  # size and colour of the t-shirt's variants: price without tax
    ("S", "Bleu"): "30.00",
    ("M", "Bleu"): "30.00",
    ("L", "Bleu"): "30.00",
    ("M", "Rouge"): "30.00",
    ("S", "Rouge"): "24.00",
    ("L", "Rouge"): "36.00",
}


def add_tee(shop: Shop) -> None:
    """A t-shirt to choose in size and colour: the red S is cheaper than the others, the red L dearer."""
    size, color = shop.attributes.add("size", "Taille"), shop.attributes.by_code("color")
    if color is None:
        raise LookupError("Magento has an attribute color")
    sizes = {label: shop.attributes.add_value("size", label) for label in ("S", "M", "L")}
    colors = {label: shop.attributes.add_value("color", label) for label in ("Bleu", "Rouge")}
    kept: dict[str, object] = {"final_sale": 0}
    tee = shop.product(
        "TEE", "T-shirt en coton", Decimal(30), Decimal(20), kind="configurable", attributes=kept, categories=[3]
    )
    for (big, hue), price in TEES.items():
        shop.product(
            f"TEE-{big}-{hue.upper()}",
            f"T-shirt en coton {hue} {big}",
            Decimal(price),
            Decimal(20),
            attributes={**kept, "size": sizes[big], "color": colors[hue]},
            parent=tee,
            options=[(str(size.id), sizes[big]), (str(color.id), colors[hue])],
        )
