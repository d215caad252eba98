"""Enrich: the order, and everything the policy will ask about it, as dated records without personal data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from connector.domain.facts import (
    BrakeSet,
    Canceled,
    Facts,
    Granted,
    Invoiced,
    LinePlaced,
    OrderPlaced,
    Paid,
    Promised,
    Record,
    Refunded,
    SenderCompared,
    Shipped,
    StateSeen,
    assemble,
)
from connector.domain.ids import LineId
from connector.domain.policy import Policy
from connector.flow.services import Services, local
from connector.ports.helpdesk import Ticket
from connector.ports.shop import Invoice, Memo, Product, Shipment, Shop, ShopOrder
from connector.ports.store import Installation, Tx

PLAIN_TYPES = frozenset({"simple", "configurable", "virtual", "downloadable", "grouped"})
YES = frozenset({"1", "true", "yes", "oui"})


@dataclass(frozen=True, slots=True)
class Known:
    """What was read in the shop. `order` None: no such number."""

    order: ShopOrder | None
    memos: Sequence[Memo] = ()
    invoices: Sequence[Invoice] = ()
    shipments: Sequence[Shipment] = ()
    products: Mapping[str, Product] | None = None  # None: the policy asks nothing about articles


def look_up(shop: Shop, number: str, policy: Policy) -> Known:
    """Read the order and what belongs to it, with the fewest calls its state and the policy need."""
    order = shop.find_order(number)
    if order is None:
        return Known(None)
    invoiced = any(line.invoiced for line in order.lines)
    online = order.payment_method in policy.online_methods
    attributes = [policy.final_sale.attribute] if policy.final_sale.attribute else []
    skus = [line.sku for line in order.lines]
    return Known(
        order,
        memos=shop.memos(order.id) if order.anything_refunded else (),
        invoices=shop.invoices(order.id) if invoiced and online else (),
        shipments=shop.shipments(order.id) if any(line.shipped for line in order.lines) else (),
        products=shop.products(skus, attributes) if attributes or asks_categories(policy) else None,
    )


def _units(parts: Mapping[LineId, Decimal]) -> dict[LineId, int]:
    return {line: int(units) for line, units in parts.items() if units}


def order_records(known: Known, seen_at: datetime, policy: Policy, customer: str) -> list[Record]:
    """What the shop showed, each dated by the document it comes from, else by the moment it was seen."""
    order = known.order
    if order is None:
        return []
    records: list[Record] = [
        OrderPlaced(
            order.placed_at,
            order.id,
            order.store,
            order.currency,
            order.payment_method,
            customer,
            order.total,
            order.shipping_paid,
        ),
        StateSeen(seen_at, order.state if all(each.paid for each in known.invoices) else "invoice_open"),
        Paid(seen_at, order.total_paid),
    ]
    for line in order.lines:
        whole = all(each == int(each) for each in (line.ordered, line.invoiced, line.shipped, line.refunded))
        final, categories = _article(line.sku, known.products, policy)
        records.append(
            LinePlaced(
                order.placed_at,
                line.id,
                line.sku,
                int(line.ordered),
                line.paid,
                plain=whole and line.product_type in PLAIN_TYPES,
                virtual=line.virtual,
                final_sale=final,
                categories=categories,
            )
        )
    canceled = _units({line.id: line.canceled for line in order.lines})
    if canceled:
        records.append(Canceled(order.updated_at, canceled))
    records += [Invoiced(each.at, each.id, _units(each.lines)) for each in known.invoices]
    if not known.invoices and any(line.invoiced for line in order.lines):
        records.append(Invoiced(order.placed_at, None, _units({line.id: line.invoiced for line in order.lines})))
    records += [Shipped(each.at, _units(each.lines)) for each in known.shipments]
    records += [
        Refunded(m.at, m.id, m.amount, _units(m.lines), m.line_amounts, m.shipping, m.invoice_id) for m in known.memos
    ]
    return records


def _article(sku: str, products: Mapping[str, Product] | None, policy: Policy) -> tuple[bool | None, frozenset[str]]:
    """Whether an article is final sale by its attribute (None: not told), and its categories."""
    if products is None:
        return False, frozenset()
    product = products.get(sku)
    if product is None:
        return None, frozenset()
    if policy.final_sale.attribute is None:
        return (None if asks_categories(policy) and not product.categories else False), product.categories
    value = product.attributes.get(policy.final_sale.attribute)
    # Magento leaves an attribute without a value out, and a misspelt one too: that is unknown, not no.
    if value is None or (asks_categories(policy) and not product.categories):
        return None, product.categories  # a child of a configurable has no categories of its own: unknown, too
    return value.strip().casefold() in YES, product.categories


def asks_categories(policy: Policy) -> bool:
    return bool(policy.final_sale.categories or any(each.categories for each in policy.legal_exceptions))


def same_address(one: str | None, other: str) -> bool:
    return one is not None and one.strip().casefold() == other.strip().casefold() != ""


def pseudonym_of(services: Services, email: str) -> str:
    """The same address, however it is written, is the same customer."""
    return services.pseudonym(email.strip().casefold())


def sender_record(
    services: Services, ticket: Ticket, verdict: bool | None, order: ShopOrder | None, now: datetime
) -> SenderCompared:
    """Compare who wrote with whose order it is. A mismatch of addresses or an unverified profile is distrust."""
    if ticket.address_mismatch or (verdict is not None and ticket.requester_verified is False):
        verdict = False
    email = ticket.requester_email
    draw = int(pseudonym_of(services, email)[:8], 16) % 10_000 if email else None
    matches = same_address(email, order.email) if order else None
    return SenderCompared(now, matches, verdict, private=ticket.participants == 0, draw=draw)


def own_records(
    tx: Tx, installation: Installation, known: Known, customer: str | None, policy: Policy, now: datetime
) -> list[Record]:
    """What we promised on this order and gave lately, out of our own ledger, and the brake."""
    today = local(now, policy).date()
    since = today - timedelta(days=policy.customer_limit.days - 1)
    records: list[Record] = [BrakeSet(now, installation.brake)]
    if known.order is not None:
        promised = tx.ledger.promised(installation.shop, known.order.id)
        records += [Promised(now, each.key, each.amount, each.units) for each in promised]
    if customer is not None:
        records += [Granted(now, each, "customer") for _, each in tx.ledger.granted(installation.shop, customer, since)]
    records += [Granted(now, each, "shop") for _, each in tx.ledger.granted(installation.shop, None, today)]
    return records


def facts_at(records: Sequence[Record], now: datetime, policy: Policy) -> Facts:
    """What the shop shows now is known now, even where its clock is ahead of ours."""
    as_of = local(now, policy)
    return assemble([replace(record, at=min(record.at, now)) for record in records], as_of)
