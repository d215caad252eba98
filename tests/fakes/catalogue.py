"""What the fake shop sells, and where to. Prices are with tax, in euros, and hold in every currency by their number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connector.ports.shop import Address

CATALOGUE = {
    "BOL-01": ("Bol en grès", "28.80"),
    "MUG-BL": ("Mug bleu", "21.60"),
    "TAPIS-01": ("Tapis de lin", "54.00"),
    "LAMPE-01": ("Lampe de table", "178.80"),
    "NAPPE-S": ("Nappe fin de série", "36.00"),
    "TEE-S-BLUE": ("Organic Tee Blue S", "36.00"),
    "TEE-M-BLUE": ("Organic Tee Blue M", "36.00"),
    "TEE-L-BLUE": ("Organic Tee Blue L", "36.00"),
    "TEE-XL-BLUE": ("Organic Tee Blue XL", "42.00"),
    "TEE-S-RED": ("Organic Tee Red S", "30.00"),
    "TEE-M-RED": ("Organic Tee Red M", "36.00"),
}
FINAL = frozenset({"NAPPE-S"})
PRODUCT_IDS = {sku: str(number) for number, sku in enumerate(CATALOGUE, start=1001)}
SIZE, COLOUR = "137", "93"  # attribute ids

HOME = Address(
    {
        "address_type": "shipping",
        "entity_id": 5,
        "parent_id": 3,
        "firstname": "Camille",
        "lastname": "Martin",
        "street": ["8 rue des Lilas"],
        "postcode": "75011",
        "city": "Paris",
        "country_id": "FR",
        "telephone": "0102030405",
    }
)


@dataclass(frozen=True, slots=True)
class Configurable:
    """`variants`: SKU of each child -> attribute id -> (value index, label)."""

    name: str
    product_id: str
    variants: Mapping[str, Mapping[str, tuple[int, str]]]


PARENTS = {
    "TEE": Configurable(
        "Organic Tee",
        "2001",
        {
            "TEE-S-BLUE": {SIZE: (4, "S"), COLOUR: (8, "Blue")},
            "TEE-M-BLUE": {SIZE: (5, "M"), COLOUR: (8, "Blue")},
            "TEE-L-BLUE": {SIZE: (6, "L"), COLOUR: (8, "Blue")},
            "TEE-XL-BLUE": {SIZE: (9, "XL"), COLOUR: (8, "Blue")},
            "TEE-S-RED": {SIZE: (4, "S"), COLOUR: (7, "Red")},
            "TEE-M-RED": {SIZE: (5, "M"), COLOUR: (7, "Red")},
        },
    )
}


def parent_of(sku: str) -> str | None:
    """SKU of the configurable article that this one is a variant of."""
    return next((parent for parent, article in PARENTS.items() if sku in article.variants), None)
