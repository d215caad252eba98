"""Credit memos as Magento tells them, read into `Memo`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from connector.domain.ids import LineId, MemoId
from connector.domain.money import total
from connector.magento.payable import Places
from connector.magento.values import Record, identifier, moment, money, number, records, text
from connector.ports.shop import Memo

MEMO_FIELDS = (
    "entity_id,increment_id,created_at,order_currency_code,invoice_id,transaction_id,grand_total,discount_amount,"
    "shipping_amount,shipping_tax_amount,shipping_discount_tax_compensation_amount,comments[comment],"
    "items[order_item_id,qty,row_total,tax_amount,discount_amount,discount_tax_compensation_amount]"
)


def memo_from(memo: Record, currency: str) -> Memo:
    """Read one memo, whole or projected to `MEMO_FIELDS`; `currency` is its order's. Raise ReadFailed."""
    items = [item for item in records(memo, "items") if carries_amount(item)]
    return Memo(
        id=MemoId(identifier(memo, "entity_id")),
        number=text(memo, "increment_id"),
        at=moment(memo, "created_at"),
        amount=money(number(memo, "grand_total"), currency),
        lines=units(items),
        line_amounts={line_of(item): money(_line_amount(item), currency) for item in items if number(item, "qty")},
        shipping=money(_shipping(memo, items), currency),
        invoice_id=identifier(memo, "invoice_id") if memo.get("invoice_id") else None,
        comments=tuple(text(comment, "comment") for comment in records(memo, "comments")),
        transaction=text(memo, "transaction_id") or None,
    )


def payable_memos(memos: Sequence[Record], places: Places) -> dict[MemoId, Memo]:
    """Read all memos of an order whose currency is coarser than the books: see `payable.py`. Keys are in no order."""
    read: dict[MemoId, Memo] = {}
    for memo in sorted(memos, key=lambda each: int(identifier(each, "entity_id"))):
        items = [item for item in records(memo, "items") if carries_amount(item) and number(item, "qty")]
        exact = {line_of(item): _line_amount(item) for item in items}
        lines = {line: places.line(line).take(amount) for line, amount in exact.items()}
        of_shipping = _shipping(memo, items)
        shipping = places.shipping.take(of_shipping)
        rest = places.rest.take(number(memo, "grand_total") - sum(exact.values(), of_shipping))
        amount = total([*lines.values(), shipping, rest], places.currency)
        plain = memo_from(memo, places.currency)
        read[plain.id] = replace(plain, amount=amount, line_amounts=lines, shipping=shipping)
    return read


def carries_amount(item: Record) -> bool:
    """False for a configurable's child and a dynamic bundle's parent, which memos and invoices list without totals."""
    return item.get("row_total") is not None


def line_of(item: Record) -> LineId:
    return LineId(identifier(item, "order_item_id"))


def units(items: list[Record]) -> dict[LineId, Decimal]:
    """Units per order line; lines with none are left out."""
    return {line_of(item): number(item, "qty") for item in items if number(item, "qty")}


def _line_amount(item: Record) -> Decimal:
    """After discount, with tax. Memos, unlike orders, give `row_total` and `row_total_incl_tax` before discount."""
    tax = number(item, "tax_amount") + number(item, "discount_tax_compensation_amount")
    return number(item, "row_total") + tax - number(item, "discount_amount")


def _shipping(memo: Record, items: list[Record]) -> Decimal:
    """With tax, after discount: the memo's discount (negative there) less that of its items is shipping's share."""
    tax = number(memo, "shipping_tax_amount") + number(memo, "shipping_discount_tax_compensation_amount")
    of_items = sum((number(item, "discount_amount") for item in items), Decimal(0))
    return number(memo, "shipping_amount") + tax - (abs(number(memo, "discount_amount")) - of_items)
