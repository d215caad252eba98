"""Requests, facts and policies made up at random: anything the types allow, and the plausible part of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from connector.domain.facts import Facts, InvoiceLeft, Line, Usage, Wish
from connector.domain.ids import LineId, MemoId, OrderId
from connector.domain.money import Money
from connector.domain.policy import Journey, OrderAt, Policy, Settle
from connector.domain.refund import refundable
from connector.domain.request import Flag, Kind, Option, Reason, Request
from tests.domain.conftest import LAMP, PLATE, VASE

IDS = st.sampled_from([LAMP, VASE, PLATE, LineId("unknown")])
DATES = st.dates()
CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])
MONEY = st.builds(Money.from_minor, st.integers(-(10**6), 10**12), CURRENCIES)
COUNTS = st.integers(-2, 5)
NAMES = st.sampled_from(["processing", "complete", "closed", "canceled", "new", "holded", "checkmo", "stripe_payments"])
UNITS = st.dictionaries(IDS, COUNTS, max_size=3)
MAYBE = st.none() | st.booleans()
RATIOS = st.decimals(0, 3, places=4)
WISHES = st.builds(Wish, st.sampled_from(["A", "B", "C"]), MAYBE, st.none() | RATIOS)


def requests() -> st.SearchStrategy[Request]:
    """Anything."""
    return st.builds(
        Request,
        kind=st.sampled_from(Kind),
        reason=st.none() | st.sampled_from(Reason),
        lines=UNITS,
        confidence=st.decimals(0, 1, places=4),
        amount=st.none() | MONEY,
        photo=st.booleans(),
        flags=st.frozensets(st.sampled_from(Flag)),
        language=st.sampled_from(["fr", "en", "xx"]),
    )


def lines() -> st.SearchStrategy[dict[LineId, Line]]:
    """Anything, negative counts and mixed currencies included."""
    one = st.builds(
        Line,
        id=IDS,
        sku=st.sampled_from(["A", "B"]),
        ordered=COUNTS,
        paid=MONEY,
        invoiced=COUNTS,
        shipped=COUNTS,
        refunded=COUNTS,
        canceled=COUNTS,
        promised=COUNTS,
        compensated=COUNTS,
        replaced=COUNTS,
        returned=COUNTS,
        refunded_amount=st.none() | MONEY,
        shipped_on=st.none() | DATES,
        delivered_on=st.none() | DATES,
        plain=st.booleans(),
        virtual=st.booleans(),
        final_sale=MAYBE,
        categories=st.frozensets(st.sampled_from(["7", "23"])),
        reorderable=st.booleans(),
        variants=st.booleans(),
        salable=MAYBE,
        wish=st.none() | WISHES,
    )
    return st.lists(one, max_size=4).map(lambda made: {line.id: line for line in made})


def all_facts() -> st.SearchStrategy[Facts]:
    """Anything."""
    usage = st.builds(Usage, COUNTS, st.lists(MONEY, max_size=2).map(tuple))
    return st.builds(
        Facts,
        today=DATES,
        order=st.none() | st.just(OrderId("501")),
        state=st.none() | NAMES,
        store=st.none() | st.just("1"),
        currency=st.none() | CURRENCIES,
        payment_method=st.none() | NAMES,
        lines=lines(),
        memos=st.lists(st.just(MemoId("70")), max_size=1).map(tuple),
        invoices=st.lists(st.builds(InvoiceLeft, st.just("900"), UNITS), max_size=2).map(tuple),
        paid=st.none() | MONEY,
        refunded=st.none() | MONEY,
        shipping_paid=st.none() | MONEY,
        shipping_refunded=st.none() | MONEY,
        promised=st.booleans(),
        base_currency=st.none() | CURRENCIES,
        agreed_on=st.none() | DATES,
        return_odd=st.booleans(),
        sender_matches_order=MAYBE,
        sender_trusted=MAYBE,
        thread_private=MAYBE,
        by_customer=usage,
        by_shop=usage,
        draw=st.none() | st.integers(0, 9999),
        brake=st.booleans(),
    )


def journeys() -> st.SearchStrategy[Journey]:
    return st.builds(
        Journey,
        options=st.just(tuple(Option)),
        settle=st.sampled_from(Settle),
        order_at=st.sampled_from(OrderAt),
        bonus=st.none() | st.decimals(0, 50, places=1),
    )


def policies(shipped: Policy) -> st.SearchStrategy[Policy]:
    """The shipped policy with journeys, bonus and standard shipping made up."""
    return st.builds(
        lambda each, bonus, shipping: replace(
            shipped, journeys={}, default_journey=each, bonus=bonus, standard_shipping=shipping
        ),
        journeys(),
        st.decimals(0, 50, places=1),
        st.none() | st.builds(Money.from_minor, st.integers(0, 2000), st.sampled_from(["EUR", "JPY"])),
    )


@st.composite
def orders(draw: st.DrawFn) -> Facts:
    """An order whose books are in balance: paid lines on invoices, some of it given back in the shop or by us."""
    currency = draw(CURRENCIES)
    made: dict[LineId, Line] = {}
    held: dict[LineId, list[int]] = {}
    count = draw(st.integers(0, 3))  # of invoices
    for line_id in draw(st.lists(st.sampled_from([LAMP, VASE, PLATE]), min_size=1, max_size=3, unique=True)):
        parts = [draw(st.integers(0, 3)) for _ in range(count)]
        back = [draw(st.integers(0, part)) for part in parts]
        open_, canceled = draw(st.integers(0, 2)), draw(st.integers(0, 1))
        invoiced, ordered = sum(parts), max(sum(parts) + open_ + canceled, 1)
        paid = Money.from_minor(draw(st.integers(0, 20_000)), currency)
        refunded = sum(back)
        rest = invoiced - refunded
        compensated = draw(st.integers(0, rest))
        wish = draw(
            st.none() | st.builds(Wish, st.sampled_from(["A", "C"]), MAYBE, st.none() | st.decimals(0, 2, places=3))
        )
        made[line_id] = Line(
            line_id,
            draw(st.sampled_from(["A", "B"])),
            ordered,
            paid,
            invoiced=invoiced,
            shipped=draw(st.integers(0, invoiced)),
            refunded=refunded,
            canceled=canceled,
            promised=draw(st.integers(0, rest - compensated)),
            compensated=compensated,
            replaced=draw(st.integers(0, compensated)),
            refunded_amount=refundable(paid, refunded, ordered, Money.zero(currency)) if refunded else None,
            shipped_on=date(2026, 11, 10),
            variants=wish is not None,
            wish=wish,
        )
        held[line_id] = [part - gone for part, gone in zip(parts, back, strict=True)]
    invoices = tuple(
        InvoiceLeft(f"{900 + place}", {line: left[place] for line, left in held.items() if left[place]})
        for place in range(count)
    )
    shipping = draw(st.integers(0, 1000))
    return Facts(
        today=date(2026, 11, 21),
        order=OrderId("501"),
        state=draw(st.sampled_from(["processing", "complete"])),
        currency=currency,
        base_currency=draw(st.sampled_from([currency, "USD"])),
        payment_method=draw(st.sampled_from(["stripe_payments", "checkmo", "a_new_one"])),
        lines=made,
        invoices=invoices,
        shipping_paid=Money.from_minor(shipping, currency),
        shipping_refunded=Money.from_minor(draw(st.integers(0, shipping)), currency),
    )


def asked_of(facts: Facts) -> st.SearchStrategy[Request]:
    """A request for some of the order's units, more than there are included."""
    units = st.dictionaries(st.sampled_from(sorted(facts.lines)), st.integers(1, 5), min_size=1)
    return st.builds(
        Request,
        kind=st.sampled_from([Kind.REFUND, Kind.EXCHANGE, Kind.STORE_CREDIT, Kind.RESHIP, Kind.CANCEL]),
        reason=st.none() | st.sampled_from(Reason),
        lines=units,
        confidence=st.just(Decimal("0.95")),
    )
