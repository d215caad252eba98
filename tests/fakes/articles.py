"""The fake shop's articles: what it tells about them, and how many of each can be sold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from connector.ports.errors import NotFound
from connector.ports.shop import Product, ShopLine, Variant
from tests.fakes.catalogue import CATALOGUE, FINAL, PARENTS
from tests.fakes.script import Script

PLENTY = 1000


class FakeArticles:
    """`stock`: units of each SKU that can be sold; placing and cancelling move it. `disabled`: SKUs taken off sale;
    `special`: SKUs with a special price; `recommends`: what the shop links to an article; `stores`: id -> currency."""

    script: Script

    def __init__(self) -> None:
        self.stock: dict[str, int] = dict.fromkeys(CATALOGUE, PLENTY)
        self.disabled: set[str] = set()
        self.special: set[str] = set()
        self.recommends: dict[str, tuple[str, ...]] = {}
        self.stores: dict[str, str] = {"1": "EUR"}

    def products(self, lines: Sequence[ShopLine], attributes: Sequence[str]) -> Mapping[str, Product]:
        def read() -> dict[str, Product]:
            known = {line.sku: line for line in lines if line.sku in CATALOGUE}
            told = {"final_sale"} & set(attributes)
            return {
                sku: Product(
                    sku,
                    dict.fromkeys(told, "1" if sku in FINAL else "0"),
                    frozenset({"3"}),
                    parent=next((key for key, each in PARENTS.items() if each.product_id == line.product_id), None),
                )
                for sku, line in known.items()
            }

        return self.script.run("products", read)

    def variants(self, line: ShopLine, parent: str, store: str) -> Sequence[Variant]:
        return self.script.run("variants", lambda: self._variants(line, parent, store))

    def _variants(self, line: ShopLine, parent: str, store: str) -> tuple[Variant, ...]:
        if store not in self.stores or parent not in {*PARENTS, *CATALOGUE}:
            raise NotFound(parent)
        if parent not in PARENTS:
            return ()
        return tuple(
            Variant(
                sku,
                CATALOGUE[sku][0],
                tuple(values[attribute][1] for attribute in line.choices),
                None if sku in self.special else Decimal(CATALOGUE[sku][1]),
                sku not in self.disabled,
            )
            for sku, values in PARENTS[parent].variants.items()
        )

    def salable(self, units: Mapping[str, int], store: str) -> Mapping[str, bool]:
        return self.script.run("salable", lambda: {sku: self._can_sell(sku, wanted) for sku, wanted in units.items()})

    def related(self, sku: str) -> Sequence[str]:
        def read() -> Sequence[str]:
            if sku not in {*PARENTS, *CATALOGUE}:
                raise NotFound(sku)
            return self.recommends.get(sku, ())

        return self.script.run("related", read)

    def _can_sell(self, sku: str, units: int) -> bool:
        return sku not in self.disabled and self.stock.get(sku, 0) >= units

    def _back_to_stock(self, units: Mapping[str, int]) -> None:
        for sku, returned in units.items():
            self.stock[sku] = self.stock.get(sku, 0) + returned
