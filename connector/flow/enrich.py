"""Enrich: the order, and everything the policy will ask about it, as dated records without personal data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from connector.domain.facts import (
    BrakeSet,
    Canceled,
    Compensated,
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
    Stocked,
    assemble,
)
from connector.domain.ids import ActionKey, LineId, OrderId
from connector.domain.money import total
from connector.domain.plan import sends_goods
from connector.domain.policy import Policy
from connector.flow.offers import Offers, asks_variants, offers
from connector.flow.services import Services, local
from connector.ports.helpdesk import Ticket
from connector.ports.shop import Invoice, Memo, Product, Shipment, Shop, ShopLine, ShopOrder
from connector.ports.store import Installation, Tx
from connector.ports.understanding import Understanding

PLAIN_TYPES = frozenset({"simple", "configurable", "virtual", "downloadable", "grouped"})
YES = frozenset({"1", "true", "yes", "oui"})


@dataclass(frozen=True, slots=True)
class Known:
    """What was read in the shop. `order` None: no such number. `offers`: what could be sent again or instead."""

    order: ShopOrder | None
    memos: Sequence[Memo] = ()
    invoices: Sequence[Invoice] = ()
    shipments: Sequence[Shipment] = ()
    products: Mapping[str, Product] | None = None  # None: neither the policy nor the request asks about articles
    offers: Offers = Offers()


def look_up(shop: Shop, number: str, policy: Policy, read: Understanding) -> Known:
    """Read the order and what belongs to it, with the fewest calls its state, the policy and the request need."""
    order = shop.find_order(number)
    return Known(None) if order is None else _known(shop, order, policy, read)


def look_up_again(shop: Shop, order: OrderId, policy: Policy) -> Known:
    """The same for an order we know: a parcel came back for it."""
    return _known(shop, shop.order(order), policy, None)


def _known(shop: Shop, order: ShopOrder, policy: Policy, read: Understanding | None) -> Known:
    invoiced = any(line.invoiced for line in order.lines)
    online = order.payment_method in policy.online_methods
    attributes = [policy.final_sale.attribute] if policy.final_sale.attribute else []
    asks = bool(attributes) or asks_categories(policy) or (read is not None and asks_variants(order, read))
    products = shop.products(order.lines, attributes) if asks else None
    return Known(
        order,
        memos=shop.memos(order.id) if order.anything_refunded else (),
        invoices=shop.invoices(order.id) if invoiced and online else (),
        shipments=shop.shipments(order.id) if any(line.shipped for line in order.lines) else (),
        products=products,
        offers=offers(shop, order, read, products or {}) if read is not None else Offers(),
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
            order.base_currency,
        ),
        StateSeen(seen_at, order.state if all(each.paid for each in known.invoices) else "invoice_open"),
        Paid(seen_at, order.total_paid),
    ]
    kits = [line for line in order.lines if line.parts]
    apart = _apart(known.memos, kits)
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
                plain=whole
                and line.whole
                and line.id not in apart
                and (line.product_type in PLAIN_TYPES or bool(line.parts)),
                virtual=line.virtual,
                final_sale=final,
                categories=categories,
                reorderable=not line.customised and not line.parts and line.product_type != "bundle",
                variants=bool(line.choices),
            )
        )
    canceled = _units({line.id: line.canceled for line in order.lines})
    if canceled:
        records.append(Canceled(order.updated_at, canceled))
    records += [Invoiced(each.at, each.id, _units(in_kits(each.lines, kits))) for each in known.invoices]
    if not known.invoices and any(line.invoiced for line in order.lines):
        records.append(Invoiced(order.placed_at, None, _units({line.id: line.invoiced for line in order.lines})))
    records += [Shipped(each.at, _units(in_kits(each.lines, kits))) for each in known.shipments]
    records += _refunded(known, kits)
    if known.offers.salable:
        records.append(Stocked(seen_at, known.offers.salable))
    return [*records, *(replace(each, at=seen_at) for each in known.offers.wished)]


def in_kits(parts: Mapping[LineId, Decimal], kits: Sequence[ShopLine]) -> Mapping[LineId, Decimal]:
    """Documents name a bundle's parts where it is priced by them; we count whole kits, as the customer does."""
    counted = dict(parts)
    for kit in kits:
        told = [counted.pop(part, Decimal(0)) / each for part, each in kit.parts.items()]
        if any(told):
            counted[kit.id] = max(counted.get(kit.id, Decimal(0)), min(told))
    return counted


def _moved(memo: Memo, known: Known) -> bool:
    """Whether the gateway sent it back. "Refund offline" on an invoice makes a memo that moves nothing; some gateways
    name no transaction: then the order's own sum tells, if it covers all such memos."""
    if memo.invoice_id is None or memo.transaction is not None or known.order is None:
        return memo.transaction is not None
    online = known.order.refunded_online
    through = [each.amount for each in known.memos if each.invoice_id is not None]
    return online is not None and online >= total(through, memo.amount.currency)


def _refunded(known: Known, kits: Sequence[ShopLine]) -> list[Refunded]:
    """A kit counts as given back once any of its parts is, whichever memo tells of it: never too little."""
    records, before = [], dict.fromkeys((kit.id for kit in kits), 0)
    for place, memo in enumerate(known.memos):
        amounts, lines = dict(memo.line_amounts), dict(memo.lines)
        for kit in kits:
            back = [amounts.pop(part) for part in kit.parts if part in amounts]
            if back:
                amounts[kit.id] = total(back, memo.amount.currency)
            whole, so_far = lines.pop(kit.id, Decimal(0)), _begun(kit, known.memos[: place + 1])
            lines[kit.id] = max(whole, Decimal(so_far - before[kit.id]))
            before[kit.id] = so_far
            lines = {line: units for line, units in lines.items() if line not in kit.parts}
        online = _moved(memo, known)
        records.append(
            Refunded(memo.at, memo.id, memo.amount, _units(lines), amounts, memo.shipping, memo.invoice_id, online)
        )
    return records


def _parts_back(kit: ShopLine, memos: Sequence[Memo]) -> list[Decimal]:
    """Of how many kits each part went back."""
    return [sum((memo.lines.get(part, Decimal(0)) for memo in memos), Decimal(0)) / n for part, n in kit.parts.items()]


def _begun(kit: ShopLine, memos: Sequence[Memo]) -> int:
    """Kits of which at least a part went back."""
    return int(max(_parts_back(kit, memos)).to_integral_value(ROUND_CEILING))


def _apart(memos: Sequence[Memo], kits: Sequence[ShopLine]) -> frozenset[LineId]:
    """Kits that were not given back whole, by each of their invoices: what is left of them a person tells."""
    ways = {memo.invoice_id: [each for each in memos if each.invoice_id == memo.invoice_id] for memo in memos}
    return frozenset(
        kit.id
        for kit in kits
        for through in ways.values()
        if len(set(back := _parts_back(kit, through))) > 1 or any(each != int(each) for each in back)
    )


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
    tx: Tx,
    installation: Installation,
    known: Known,
    customer: str | None,
    policy: Policy,
    now: datetime,
    but: ActionKey | None = None,
) -> list[Record]:
    """What we promised on this order and gave lately, out of our own ledger, and the brake. `but`: what was ordered for
    the very units that are decided about, and waits for them."""
    today = local(now, policy).date()
    since = today - timedelta(days=policy.customer_limit.days - 1)
    records: list[Record] = [BrakeSet(now, installation.brake)]
    if known.order is not None:
        promised = tx.ledger.promised(installation.shop, known.order.id)
        records += [Promised(now, each.key, each.amount, each.units) for each in promised]
        given = tx.ledger.compensated(installation.shop, known.order.id)
        records += [
            Compensated(now, each.key, each.units, goods=sends_goods(each.key)) for each in given if each.key != but
        ]
    if customer is not None:
        records += [Granted(now, each, "customer") for _, each in tx.ledger.granted(installation.shop, customer, since)]
    records += [Granted(now, each, "shop") for _, each in tx.ledger.granted(installation.shop, None, today)]
    return records


def facts_at(records: Sequence[Record], now: datetime, policy: Policy) -> Facts:
    """What the shop shows now is known now, even where its clock is ahead of ours."""
    as_of = local(now, policy)
    return assemble([replace(record, at=min(record.at, now)) for record in records], as_of)
