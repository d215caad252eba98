"""What the stand-in books is what Magento would, to the cent, in both currencies: checked against exact rationals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from connector.domain.money import Money, decimals
from connector.ports.errors import Refused
from tests.cents.conftest import OpenTill
from tests.cents.exact import Paper, Side
from tests.cents.situations import Bought, Row, Situation, Units, situations
from tests.cents.till import Till, exact, in_base

BOUNDED = settings(
    max_examples=160,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def same_books(record: dict[str, object], papers: dict[str, Paper]) -> None:
    for prefix, paper in papers.items():
        found = {name: exact(record[f"{prefix}{name}"]) for name in ("grand_total", "tax_amount")}
        found["hidden"] = exact(record[f"{prefix}discount_tax_compensation_amount"])
        assert found == {"grand_total": paper.total, "tax_amount": paper.tax, "hidden": paper.hidden}


def never_above_what_was_paid(till: Till) -> None:
    data = till.order.data
    for prefix, side in till.sides.items():
        assert exact(data.get(f"{prefix}total_refunded", 0)) == side.back
        assert side.back <= side.paid


def draw_units(data: st.DataObject, left: Units) -> Units:
    return tuple(data.draw(st.integers(0, most)) for most in left)


@BOUNDED
@given(situations(), st.data())
def test_every_memo_is_the_exact_one_rounded_as_magento_rounds(
    till: OpenTill, given: Situation, data: st.DataObject
) -> None:
    """Any rows, parts of bundles by themselves included, in any order, through any invoice, shipping whole or none."""
    desk = till(given)
    for prefix, side in desk.sides.items():
        assert exact(desk.order.data[f"{prefix}grand_total"]) == side.total
        assert exact(desk.order.data[f"{prefix}total_paid"]) == side.paid
    for _ in range(data.draw(st.integers(1, 4))):
        invoice = data.draw(st.integers(0, len(given.invoices) - 1)) if given.online else None
        units = draw_units(data, desk.left(invoice))
        if not any(units) or desk.order.state == "closed":
            continue
        record, papers = desk.refund(units, shipping=data.draw(st.booleans()), invoice=invoice)
        event(f"memo, {'online' if given.online else 'offline'}")
        same_books(record, papers)
        never_above_what_was_paid(desk)


@BOUNDED
@given(situations(), st.data())
def test_goodwill_is_booked_in_base_currency_and_never_above_what_is_left(
    till: OpenTill, given: Situation, data: st.DataObject
) -> None:
    """An amount in the order's currency, between refunds of units. What is nothing in base currency is not sent."""
    desk = till(given)
    for _ in range(data.draw(st.integers(1, 4))):
        invoice = data.draw(st.integers(0, len(given.invoices) - 1)) if given.online else None
        units, amount, shipping = draw_units(data, desk.left(invoice)), None, False
        if data.draw(st.booleans()):
            amount, units = draw_amount(data, desk), tuple(0 for _ in units)
        if desk.order.state == "closed" or not any(desk.left(invoice)) or (amount is None and not any(units)):
            continue
        left = desk.sides["base_"].paid - desk.sides["base_"].back
        before = len(desk.shop.memos)
        if amount is not None and not in_base(amount, given):
            with pytest.raises(Refused, match="nothing in base currency"):
                desk.refund(units, shipping=shipping, invoice=invoice, goodwill=amount)
            assert len(desk.shop.memos) == before
        elif desk.would_come_to(units, shipping=shipping, invoice=invoice, goodwill=amount) > left:
            with pytest.raises(Refused) as caught:
                desk.refund(units, shipping=shipping, invoice=invoice, goodwill=amount)
            assert (caught.value.code, len(desk.shop.memos)) == ("amount", before)
        else:
            record, papers = desk.refund(units, shipping=shipping, invoice=invoice, goodwill=amount)
            event("goodwill" if amount is not None else "units")
            same_books(record, papers)
        base = desk.sides["base_"]
        assert base.back <= base.paid


def draw_amount(data: st.DataObject, desk: Till) -> Money:
    side, currency = desk.sides[""], desk.given.currency
    most = int((side.paid - side.back) * 10 ** decimals(currency))
    return Money.from_minor(data.draw(st.integers(1, max(most, 1))), currency)


def test_the_oracle_knows_the_recorded_amounts() -> None:
    """Two mugs at 18.00 and a tee at 32.00, 8.25 % on all, shipping 15.00: 89.85; one mug back 19.49, then 19.48."""
    given = recorded()
    side = Side(given, None)
    side.invoice((2, 1))
    first, second = (side.memo((1, 0), shipping=False, adjustment=Fraction(0), invoice=None).total for _ in range(2))
    assert (side.total, first, second) == (Fraction("89.85"), Fraction("19.49"), Fraction("19.48"))
    rest = side.memo((0, 1), shipping=True, adjustment=Fraction(0), invoice=None).total
    assert first + second + rest == side.total


def recorded() -> Situation:
    none, rate = Decimal(0), Decimal("8.25")
    mug = Bought("simple", 2, (Row(Decimal(18), rate),), none, none, none)
    tee = Bought("configurable", 1, (Row(Decimal(32), rate),), none, none, none)
    return Situation(
        base="USD",
        currency="USD",
        rate=Decimal(1),
        lines=(mug, tee),
        cart_off=none,
        shipping=Decimal(15),
        shipping_off=none,
        shipping_tax=rate,
        prices_incl_tax=False,
        shipping_incl_tax=False,
        online=False,
        invoices=((2, 1),),
    )
