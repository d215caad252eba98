"""`assemble`: what is dated later does not exist, the order of records does not matter, days are the shop's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.domain.facts import (
    BrakeSet,
    Canceled,
    Compensated,
    Delivered,
    Facts,
    Granted,
    Invoiced,
    InvoiceLeft,
    LinePlaced,
    OrderPlaced,
    Paid,
    Promised,
    Record,
    Refunded,
    ReturnAgreed,
    Returned,
    SenderCompared,
    Shipped,
    StateSeen,
    Stocked,
    Usage,
    Wish,
    Wished,
    assemble,
)
from connector.domain.ids import ActionKey, LineId, MemoId, OrderId
from connector.domain.money import Money

PARIS, UTC = ZoneInfo("Europe/Paris"), ZoneInfo("UTC")
LAMP, VASE = LineId("10"), LineId("11")
EURO = Money.parse
NOTHING = Money.zero("EUR")


def at(day: int, hour: int = 9, zone: ZoneInfo = PARIS) -> datetime:
    return datetime(2026, 11, day, hour, 30, tzinfo=zone)


RECORDS: tuple[Record, ...] = (
    OrderPlaced(at(1), OrderId("501"), "1", "EUR", "checkmo", "c-1", EURO("68.87 EUR"), EURO("4.90 EUR")),
    LinePlaced(at(1, 10), LAMP, "LAMP", 2, EURO("38.97 EUR")),
    LinePlaced(at(1, 11), VASE, "VASE", 1, EURO("25.00 EUR"), final_sale=None, categories=frozenset({"7"})),
    StateSeen(at(1, 12), "new"),
    Paid(at(2), EURO("68.87 EUR")),
    Invoiced(at(2, 10), "900", {LAMP: 1, VASE: 1}),
    Invoiced(at(3), "901", {LAMP: 1}),
    StateSeen(at(3, 10), "processing"),
    Shipped(at(4), {LAMP: 1, VASE: 1}),
    Delivered(at(6), frozenset({VASE, LAMP})),
    Shipped(at(7), {LAMP: 1}),
    SenderCompared(at(8), True, None, private=False, draw=5),
    Refunded(at(9), MemoId("70"), EURO("24.39 EUR"), {LAMP: 1}, {LAMP: EURO("19.49 EUR")}, EURO("4.90 EUR"), "900"),
    Granted(at(9, 10), EURO("24.39 EUR"), "customer"),
    Granted(at(9, 11), EURO("24.39 EUR"), "shop"),
    Granted(at(9, 12), EURO("1.00 EUR"), "shop"),
    StateSeen(at(10), "complete"),
    SenderCompared(at(11), True, True, draw=5),
    Promised(at(12), ActionKey("refund-a-1"), EURO("19.48 EUR"), {LAMP: 1}),
    BrakeSet(at(13), True),
    BrakeSet(at(14), False),
    Canceled(at(15), {VASE: 1}),
    Wished(at(16), LAMP, "LAMP-S", False, Decimal(40), Decimal(50)),
    Stocked(at(16, 10), {LAMP: True, VASE: False}),
    ReturnAgreed(at(16, 11), {LAMP: 2}),
    Wished(at(16, 12), LAMP, "LAMP-L", True, Decimal(40), Decimal(30), "Lamp, large"),
    Stocked(at(17), {LAMP: False}),
    Compensated(at(17, 10), ActionKey("reship-a-2"), {LAMP: 1}),
    Returned(at(18), {LAMP: 1}),
    Returned(at(19), {LAMP: 1, VASE: 1}, odd=True),
    ReturnAgreed(at(19, 10), {LAMP: 1}),
)


def test_knows_nothing_before_the_first_record() -> None:
    assert assemble(RECORDS, at(1, 8)) == Facts(today=date(2026, 11, 1))


def test_counts_a_record_at_the_very_moment() -> None:
    facts = assemble(RECORDS, at(1, 9))
    assert (facts.order, facts.lines, facts.state) == ("501", {}, None)


def test_adds_up_what_happened_so_far() -> None:
    facts = assemble(RECORDS, at(20))
    lamp, vase = facts.lines[LAMP], facts.lines[VASE]
    assert (lamp.ordered, lamp.invoiced, lamp.shipped, lamp.refunded, lamp.promised, lamp.canceled) == (
        2,
        2,
        2,
        1,
        1,
        0,
    )
    assert (lamp.refunded_amount, lamp.refundable, lamp.left) == (EURO("19.49 EUR"), 0, 0)
    assert (vase.canceled, vase.refunded_amount, vase.final_sale, vase.categories) == (1, None, None, frozenset({"7"}))
    assert (facts.state, facts.store, facts.currency, facts.payment_method) == ("complete", "1", "EUR", "checkmo")
    assert (facts.placed_on, facts.today) == (date(2026, 11, 1), date(2026, 11, 20))
    assert (facts.memos, facts.memo_dates, facts.memo_amounts) == (
        ("70",),
        (date(2026, 11, 9),),
        (EURO("24.39 EUR"),),
    )
    assert (facts.paid, facts.refunded) == (EURO("68.87 EUR"), EURO("24.39 EUR"))
    assert (facts.shipping_paid, facts.shipping_refunded) == (EURO("4.90 EUR"), EURO("4.90 EUR"))
    assert (facts.by_customer, facts.by_shop) == (
        Usage(1, (EURO("24.39 EUR"),)),
        Usage(2, (EURO("25.39 EUR"),)),
    )
    assert (facts.sender_matches_order, facts.sender_trusted, facts.thread_private, facts.draw) == (True, True, True, 5)
    assert (facts.promised, facts.brake) == (True, False)


def test_at_a_past_moment_the_future_is_not_seen() -> None:
    facts = assemble(RECORDS, at(8, 23))
    assert (facts.state, facts.memos, facts.refunded) == ("processing", (), NOTHING)
    assert (facts.sender_trusted, facts.thread_private) == (None, False)
    assert (facts.lines[LAMP].refunded, facts.lines[LAMP].promised, facts.promised) == (0, 0, False)
    assert facts.by_customer == Usage(0)
    assert assemble(RECORDS, at(13, 23)).brake is True


@given(st.integers(1, 20), st.integers(0, 23), st.permutations(RECORDS))
def test_later_records_and_their_order_change_nothing(day: int, hour: int, shuffled: list[Record]) -> None:
    moment = at(day, hour)
    assert assemble(shuffled, moment) == assemble([r for r in RECORDS if r.at <= moment], moment)


def test_a_memo_lowers_what_its_own_invoice_can_refund() -> None:
    before, after = assemble(RECORDS, at(8)), assemble(RECORDS, at(10))
    assert before.invoices == (InvoiceLeft("900", {LAMP: 1, VASE: 1}), InvoiceLeft("901", {LAMP: 1}))
    assert after.invoices == (InvoiceLeft("900", {VASE: 1}), InvoiceLeft("901", {LAMP: 1}))


def test_an_invoice_that_is_not_known_by_id_can_refund_nothing_online() -> None:
    facts = assemble([*RECORDS[:3], Invoiced(at(2), None, {LAMP: 2})], at(5))
    assert (facts.invoices, facts.lines[LAMP].invoiced) == ((), 2)


def test_a_parcel_that_left_before_midnight_utc_left_the_next_day_in_paris() -> None:
    records = [*RECORDS[:2], Shipped(datetime(2026, 11, 10, 23, 30, tzinfo=UTC), {LAMP: 2})]
    as_of = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    paris = assemble(records, as_of.astimezone(PARIS))
    assert (paris.lines[LAMP].shipped_on, paris.today) == (date(2026, 11, 11), date(2026, 11, 21))
    utc = assemble(records, as_of)
    assert (utc.lines[LAMP].shipped_on, utc.today) == (date(2026, 11, 10), date(2026, 11, 20))


def test_a_delivery_proves_only_parcels_that_had_left() -> None:
    """One lamp came on the 6th, the other left on the 7th: when that one came is not known."""
    assert assemble(RECORDS, at(6, 23)).lines[LAMP].delivered_on == date(2026, 11, 6)
    later = assemble(RECORDS, at(20))
    assert (later.lines[LAMP].shipped_on, later.lines[LAMP].delivered_on) == (date(2026, 11, 7), None)
    assert later.lines[VASE].delivered_on == date(2026, 11, 6)


def test_limits_count_each_currency_by_itself() -> None:
    grants = [Granted(at(day), EURO(text), "customer") for day, text in ((1, "1 JPY"), (2, "2.00 EUR"), (3, "3 JPY"))]
    assert assemble(grants, at(5)).by_customer == Usage(3, (EURO("2.00 EUR"), EURO("4 JPY")))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        assemble(RECORDS, at(5).replace(tzinfo=None))


def test_a_sender_without_an_order_is_known_as_such() -> None:
    facts = assemble([SenderCompared(at(1), None, False)], at(1) + timedelta(hours=1))
    assert (facts.order, facts.sender_matches_order, facts.sender_trusted) == (None, None, False)


# --- credit, goods and parcels ---


def test_adds_up_what_came_back_and_what_was_compensated() -> None:
    facts = assemble(RECORDS, at(20))
    lamp, vase = facts.lines[LAMP], facts.lines[VASE]
    assert (lamp.compensated, lamp.returned, vase.compensated, vase.returned) == (1, 2, 0, 1)
    assert (facts.agreed_on, facts.return_odd) == (date(2026, 11, 19), True)


def test_the_last_wish_and_the_last_look_at_the_stock_count() -> None:
    facts = assemble(RECORDS, at(20))
    assert facts.lines[LAMP].wish == Wish("LAMP-L", True, Decimal("0.75"), "Lamp, large")
    assert (facts.lines[LAMP].salable, facts.lines[VASE].salable) == (False, False)
    assert facts.lines[VASE].wish is None


@pytest.mark.parametrize(
    ("moment", "wish", "salable", "compensated", "returned", "agreed", "odd"),
    [
        (at(15, 23), None, None, 0, 0, None, False),
        (at(16, 9), "LAMP-S", None, 0, 0, None, False),
        (at(16, 10), "LAMP-S", True, 0, 0, None, False),
        (at(16, 11), "LAMP-S", True, 0, 0, 16, False),
        (at(17, 9), "LAMP-L", False, 0, 0, 16, False),
        (at(17, 10), "LAMP-L", False, 1, 0, 16, False),
        (at(18), "LAMP-L", False, 1, 1, 16, False),
        (at(19, 9), "LAMP-L", False, 1, 2, 16, True),
    ],
)
def test_at_a_past_moment_later_parcels_credits_and_stock_are_not_seen(
    moment: datetime,
    wish: str | None,
    salable: bool | None,
    compensated: int,
    returned: int,
    agreed: int | None,
    odd: bool,
) -> None:
    facts = assemble(RECORDS, moment)
    lamp = facts.lines[LAMP]
    assert (lamp.wish.sku if lamp.wish else None, lamp.salable) == (wish, salable)
    assert (lamp.compensated, lamp.returned, facts.return_odd) == (compensated, returned, odd)
    assert facts.agreed_on == (None if agreed is None else date(2026, 11, agreed))


@pytest.mark.parametrize(
    ("own", "other", "ratio"),
    [
        ("40", "50", "1.25"),
        ("40", "40", "1"),
        ("40.00", "30.0", "0.75"),
        ("40", "0", "0"),
        ("0", "40", None),
        (None, "40", None),
        ("40", None, None),
        (None, None, None),
    ],
)
def test_a_wish_knows_prices_by_their_ratio_only(own: str | None, other: str | None, ratio: str | None) -> None:
    def price(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    wished = Wished(at(4), LAMP, "LAMP-L", None, price(own), price(other))
    wish = assemble([*RECORDS[:3], wished], at(5)).lines[LAMP].wish
    assert wish == Wish("LAMP-L", None, price(ratio))


def test_stock_of_a_line_nobody_asked_about_is_not_known() -> None:
    seen = assemble([*RECORDS[:3], Stocked(at(4), {LAMP: True})], at(5))
    assert (seen.lines[LAMP].salable, seen.lines[VASE].salable) == (True, None)


def test_credit_and_goods_of_ours_take_units_from_what_is_left() -> None:
    given = Compensated(at(5), ActionKey("store-credit-a-1"), {LAMP: 1})
    lamp = assemble([*RECORDS[:7], given], at(6)).lines[LAMP]
    assert (lamp.invoiced, lamp.refunded, lamp.refundable, lamp.left) == (2, 0, 1, 1)
    twice = assemble([*RECORDS[:7], given, replace(given, key=ActionKey("store-credit-a-2"), at=at(5, 10))], at(6))
    assert (twice.lines[LAMP].compensated, twice.lines[LAMP].refundable, twice.lines[LAMP].left) == (2, 0, 0)
    assert twice.refunded == NOTHING  # the shop's books do not show it


def test_the_day_of_a_request_is_today_until_a_return_is_agreed() -> None:
    before, after = assemble(RECORDS, at(15)), assemble(RECORDS, at(18))
    assert (before.asked_on, after.asked_on) == (date(2026, 11, 15), date(2026, 11, 16))


def test_a_return_agreed_before_midnight_utc_was_agreed_the_next_day_in_paris() -> None:
    agreed = ReturnAgreed(datetime(2026, 11, 10, 23, 30, tzinfo=UTC), {LAMP: 2})
    as_of = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    assert assemble([*RECORDS[:2], agreed], as_of.astimezone(PARIS)).agreed_on == date(2026, 11, 11)
    assert assemble([*RECORDS[:2], agreed], as_of).agreed_on == date(2026, 11, 10)


@pytest.mark.parametrize(("told", "known"), [("", "EUR"), ("EUR", "EUR"), ("USD", "USD")])
def test_without_a_base_currency_of_its_own_an_order_has_one(told: str, known: str) -> None:
    placed = RECORDS[0]
    assert isinstance(placed, OrderPlaced)
    assert assemble([replace(placed, base_currency=told)], at(5)).base_currency == known
    assert assemble([], at(5)).base_currency is None


def test_a_line_says_whether_it_can_be_ordered_again_and_has_variants() -> None:
    records = [
        RECORDS[0],
        LinePlaced(at(1), LAMP, "LAMP", 2, EURO("38.97 EUR"), reorderable=False, variants=True),
        LinePlaced(at(1), VASE, "VASE", 1, EURO("25.00 EUR")),
    ]
    lines = assemble(records, at(5)).lines
    assert [(line.reorderable, line.variants) for line in lines.values()] == [(False, True), (True, False)]
