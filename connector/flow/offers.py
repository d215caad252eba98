"""What could leave again: stock of what is to be sent once more, and the variants an exchange can choose between."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import zip_longest

from connector.domain.facts import Wished
from connector.domain.ids import LineId
from connector.domain.request import FAULTS, Kind
from connector.domain.variants import labels_in, meant, said
from connector.flow.lines import choose
from connector.flow.understand import ANSWER
from connector.ports.shop import Product, Shop, ShopLine, ShopOrder, Variant
from connector.ports.understanding import Understanding

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)  # `order_records` says when it was seen
_WORD = re.compile(r"\w+")
MOST_CHOICES = 12  # that fit into a sentence


@dataclass(frozen=True, slots=True)
class Offers:
    """`salable`: per line, whether it can be sent again. `wished`: the variants the words clearly mean. `choices`: what
    there is to choose between, in words; empty where nothing was asked or nothing is in stock."""

    salable: Mapping[LineId, bool] = field(default_factory=dict)
    wished: tuple[Wished, ...] = ()
    choices: str = ""


def asks_variants(order: ShopOrder, read: Understanding) -> bool:
    """Whether the words are about an article that has variants, and want another one."""
    if read.kind is not Kind.EXCHANGE or (read.reason in FAULTS and not read.want):
        return False
    lines = choose(order, read)
    return any(line.choices for line in order.lines if line.id in lines)


def offers(shop: Shop, order: ShopOrder, read: Understanding, products: Mapping[str, Product]) -> Offers:
    """Read stock, once for everything that could leave, and only where the customer asks for goods."""
    units = choose(order, read)
    lines = [line for line in order.lines if line.id in units]
    if read.kind is Kind.RESHIP:
        return _same_again(shop, order, lines, units)
    if read.kind is Kind.EXCHANGE and read.reason in FAULTS and not read.want:
        return _same_again(shop, order, lines, units)
    if not asks_variants(order, read):
        return Offers()
    return _exchange(shop, order, lines, units, read, products)


def _same_again(shop: Shop, order: ShopOrder, lines: Sequence[ShopLine], units: Mapping[LineId, int]) -> Offers:
    """Stock of the very articles that were bought."""
    wanted: dict[str, int] = {}
    for line in lines:
        wanted[line.sku] = wanted.get(line.sku, 0) + units[line.id]
    found = shop.salable(wanted, order.store) if wanted else {}
    return Offers(salable={line.id: found[line.sku] for line in lines if line.sku in found})


def _exchange(
    shop: Shop,
    order: ShopOrder,
    lines: Sequence[ShopLine],
    units: Mapping[LineId, int],
    read: Understanding,
    products: Mapping[str, Product],
) -> Offers:
    known: dict[LineId, Sequence[Variant]] = {}
    for line in lines:
        parent = products[line.sku].parent if line.sku in products else None
        if parent is not None and line.choices:
            variants = shop.variants(line, parent, order.store)
            known[line.id] = [each for each in variants if each.enabled or each.sku == line.sku]
    wanted: dict[str, int] = {}
    for line_id, variants in known.items():
        for each in variants:
            wanted[each.sku] = wanted.get(each.sku, 0) + units[line_id]
    salable = shop.salable(wanted, order.store) if wanted else {}
    found = [_wished(line, known[line.id], read.want or {}, salable) for line in lines if line.id in known]
    choices = _choices([line for line in lines if line.id in known], known, salable)
    return Offers(wished=tuple(each for each in found if each is not None), choices=choices)


def _wished(
    line: ShopLine, variants: Sequence[Variant], want: Mapping[str, str], salable: Mapping[str, bool]
) -> Wished | None:
    skus = [each.sku for each in variants]
    own = skus.index(line.sku) if line.sku in skus else -1
    labels = [each.labels for each in variants]
    place = meant(labels, own, _wishes(want, labels))
    if place is None:
        return None
    chosen = variants[place]
    return Wished(UNDATED, line.id, chosen.sku, salable.get(chosen.sku), variants[own].price, chosen.price, chosen.name)


def _wishes(want: Mapping[str, str], labels: Sequence[Sequence[str]]) -> list[str]:
    """What was wished for before our question holds, but where the answer names another size, or another colour. An
    answer that speaks of a variant and does not clearly wish for it leaves all in doubt."""
    answer = want.get(ANSWER, "")
    answered = labels_in(answer, labels)
    spoken = {said(word) for word in _WORD.findall(answer)} & {said(label) for axes in labels for label in axes}
    if not answered and spoken:
        return []
    axes = [{said(label) for label in axis} for axis in zip_longest(*labels, fillvalue="")]
    replaced: set[str] = set().union(*(axis for axis in axes if axis & {said(label) for label in answered}))
    kept = [words for name, words in want.items() if name != ANSWER and said(words) not in replaced]
    return [*kept, *answered]


def _choices(lines: Sequence[ShopLine], known: Mapping[LineId, Sequence[Variant]], salable: Mapping[str, bool]) -> str:
    """The variants in stock of the one article asked about: `S / Blue, M / Blue`."""
    if len(lines) != 1:
        return ""
    line = lines[0]
    there = [each for each in known[line.id] if salable.get(each.sku) and each.sku != line.sku]
    return ", ".join(" / ".join(each.labels) for each in there[:MOST_CHOICES])


def still_salable(shop: Shop, goods: Mapping[str, int], store: str, told: Mapping[str, int] | None) -> bool:
    """Whether all of it can leave now: by the warehouse's own count where it told one, else by Magento."""
    counted = {sku.casefold(): units for sku, units in (told or {}).items()}
    asked = {sku: units for sku, units in goods.items() if sku.casefold() not in counted}
    if any(counted.get(sku.casefold(), units) < units for sku, units in goods.items()):
        return False
    if not asked:
        return True
    found = shop.salable(asked, store)
    return all(found.get(sku, False) for sku in asked)
