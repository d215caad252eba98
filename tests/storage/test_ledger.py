"""No limit is passed and no unit given back twice, however many ask at the same moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from connector.domain.ids import ActionKey, OrderId, ShopId
from connector.domain.money import Money
from connector.domain.policy import Limit
from connector.ports.store import OverLimit, Reservation
from connector.storage.session import SqlStore
from connector.storage.tables import ledger
from tests.storage.conftest import ACME, LINE, TODAY, at_once, euros, limit, reservation

WIDE = limit(1000, "100000.00")
LEFT = {LINE: 2}
DAY = timedelta(days=1)


def reserve(
    store: SqlStore,
    wanted: Reservation,
    customer: Limit = WIDE,
    shop: Limit = WIDE,
    given: int = 0,
    but: str | None = None,
) -> bool:
    """Whether it was reserved."""
    try:
        with store.begin() as tx:
            tx.ledger.reserve(wanted, customer, shop, LEFT, {LINE: given}, ActionKey(but) if but else None)
    except OverLimit:
        return False
    return True


def keys(store: SqlStore) -> list[str]:
    with store.engine.begin() as connection:
        return list(connection.scalars(select(ledger.c.key).order_by(ledger.c.key)))


def granted(store: SqlStore, customer: str | None = None, since: date = TODAY) -> list[tuple[date, Money]]:
    with store.begin() as tx:
        return list(tx.ledger.granted(ACME.shop, customer, since))


def make(store: SqlStore, key: str, amount: str) -> None:
    with store.begin() as tx:
        tx.ledger.make(ActionKey(key), euros(amount))


def void(store: SqlStore, key: str) -> None:
    with store.begin() as tx:
        tx.ledger.void(ActionKey(key))


def take_back(store: SqlStore, key: str) -> None:
    with store.begin() as tx:
        tx.ledger.take_back(ActionKey(key))


def promised(store: SqlStore, order: str = "501") -> list[Reservation]:
    with store.begin() as tx:
        return list(tx.ledger.promised(ACME.shop, OrderId(order)))


def compensated(store: SqlStore, order: str = "501") -> list[Reservation]:
    with store.begin() as tx:
        return list(tx.ledger.compensated(ACME.shop, OrderId(order)))


def test_keeps_a_reservation_as_it_was_given(shop: SqlStore) -> None:
    wanted = reservation("refund-1", "19.49", units=2)
    assert reserve(shop, wanted) is True
    with shop.begin() as tx:
        assert tx.ledger.promised(ACME.shop, OrderId("501")) == [wanted]
        assert tx.ledger.promised(ACME.shop, OrderId("502")) == []
        assert tx.ledger.promised(ShopId("shop-2"), OrderId("501")) == []


@pytest.mark.parametrize(("text", "currency"), [("500", "JPY"), ("1.234", "KWD"), ("0.01", "EUR"), ("0", "EUR")])
def test_keeps_amounts_exactly(shop: SqlStore, text: str, currency: str) -> None:
    amount = Money(Decimal(text), currency)
    wide = Limit(days=1, count=9, amount=Money(Decimal(100000), currency))
    assert reserve(shop, replace(reservation("refund-1"), amount=amount), wide, wide) is True
    assert granted(shop) == [(TODAY, amount)]


def test_takes_the_last_unit_and_no_more(shop: SqlStore) -> None:
    assert reserve(shop, reservation("refund-1", units=3)) is False
    assert keys(shop) == []
    assert reserve(shop, reservation("refund-1", units=2)) is True


def test_refuses_a_line_that_has_nothing_left(shop: SqlStore) -> None:
    with pytest.raises(OverLimit), shop.begin() as tx:
        tx.ledger.reserve(reservation("refund-1"), WIDE, WIDE, {}, {})
    assert keys(shop) == []


def test_refuses_a_second_action_on_an_order_until_the_first_is_known(shop: SqlStore) -> None:
    reserve(shop, reservation("refund-1"))
    assert reserve(shop, reservation("refund-2", units=1)) is False
    assert reserve(shop, reservation("refund-3", order="502")) is True
    make(shop, "refund-1", "10.00")
    assert reserve(shop, reservation("refund-2")) is True


def test_what_is_void_counts_no_more(shop: SqlStore) -> None:
    last = limit(1, "10.00")
    assert reserve(shop, reservation("refund-1"), last, last) is True
    assert reserve(shop, reservation("refund-2", order="502"), last, last) is False
    void(shop, "refund-1")
    assert granted(shop) == []
    assert reserve(shop, reservation("refund-2", order="502"), last, last) is True


def test_what_was_made_counts_with_what_it_came_to_and_cannot_be_void(shop: SqlStore) -> None:
    reserve(shop, reservation("refund-1", "10.00"))
    make(shop, "refund-1", "9.99")
    void(shop, "refund-1")
    assert granted(shop) == [(TODAY, euros("9.99"))]
    with shop.begin() as tx:
        assert tx.ledger.promised(ACME.shop, OrderId("501")) == []


def test_credit_and_goods_count_as_compensated_once_they_are_made(shop: SqlStore) -> None:
    money, credit = reservation("refund-1"), replace(reservation("store-credit-2"), compensates=True)
    assert reserve(shop, credit) is True
    assert promised(shop) == [credit]
    assert compensated(shop) == []
    make(shop, "store-credit-2", "10.50")
    assert (promised(shop), compensated(shop)) == ([], [replace(credit, amount=euros("10.50"))])
    assert reserve(shop, money) is False  # decided before the credit was given
    assert reserve(shop, money, but="store-credit-2") is True
    void(shop, "refund-1")
    money = replace(money, key=ActionKey("refund-3"))
    assert reserve(shop, money, given=1) is True
    make(shop, "refund-3", "10.00")
    assert [each.key for each in compensated(shop)] == ["store-credit-2"]  # a memo shows in the shop's own books
    assert sorted(granted(shop)) == [(TODAY, euros("10.00")), (TODAY, euros("10.50"))]


def test_what_was_compensated_is_told_by_shop_and_order_in_the_order_of_keys(shop: SqlStore) -> None:
    for key, order in (("reship-3", "501"), ("exchange-1", "501"), ("reship-2", "502")):
        assert reserve(shop, replace(reservation(key, order=order), compensates=True), given=1)
        make(shop, key, "10.00")
    assert [each.key for each in compensated(shop)] == ["exchange-1", "reship-3"]
    assert [each.key for each in compensated(shop, "502")] == ["reship-2"]
    with shop.begin() as tx:
        assert tx.ledger.compensated(ShopId("shop-2"), OrderId("501")) == []


def test_what_is_taken_back_counts_no_more_though_it_was_made(shop: SqlStore) -> None:
    last = limit(1, "10.00")
    assert reserve(shop, replace(reservation("exchange-1"), compensates=True), last, last) is True
    make(shop, "exchange-1", "10.00")
    void(shop, "exchange-1")
    assert [each.key for each in compensated(shop)] == ["exchange-1"]  # what was made is not void
    assert reserve(shop, reservation("refund-2"), last, last) is False
    take_back(shop, "exchange-1")
    assert (compensated(shop), granted(shop), promised(shop)) == ([], [], [])
    assert reserve(shop, reservation("refund-2"), last, last) is True


def test_what_was_only_reserved_can_be_taken_back_as_well_and_twice(shop: SqlStore) -> None:
    reserve(shop, replace(reservation("exchange-1"), compensates=True))
    take_back(shop, "exchange-1")
    take_back(shop, "exchange-1")
    assert (promised(shop), compensated(shop), granted(shop)) == ([], [], [])
    assert reserve(shop, reservation("refund-2")) is True


def test_takes_back_that_one_only(shop: SqlStore) -> None:
    for key, order in (("exchange-1", "501"), ("exchange-2", "502")):
        reserve(shop, replace(reservation(key, order=order), compensates=True))
        make(shop, key, "10.00")
    take_back(shop, "exchange-1")
    take_back(shop, "exchange-9")
    assert [each.key for each in compensated(shop, "502")] == ["exchange-2"]
    assert granted(shop) == [(TODAY, euros("10.00"))]


def test_a_key_is_reserved_once(shop: SqlStore) -> None:
    reserve(shop, reservation("refund-1"))
    make(shop, "refund-1", "10.00")
    with pytest.raises(IntegrityError):
        reserve(shop, reservation("refund-1", "5.00"))
    assert granted(shop) == [(TODAY, euros("10.00"))]


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [("59.99", "40.01", True), ("60.00", "40.01", False), ("0.01", "99.99", True), ("0.01", "100.00", False)],
)
def test_an_amount_is_reached_but_not_passed(shop: SqlStore, first: str, second: str, both: bool) -> None:
    most = limit(10, "100.00")
    assert reserve(shop, reservation("refund-1", first), most) is True
    assert reserve(shop, reservation("refund-2", second, order="502"), most) is both
    assert len(keys(shop)) == (2 if both else 1)


def test_limits_one_customer_without_touching_another(shop: SqlStore) -> None:
    once = limit(1, "1000.00")
    assert reserve(shop, reservation("refund-1"), customer=once) is True
    assert reserve(shop, reservation("refund-2", order="502"), customer=once) is False
    assert reserve(shop, reservation("refund-3", order="503", customer="d" * 32), customer=once) is True
    assert keys(shop) == ["refund-1", "refund-3"]


def test_limits_the_shop_whoever_the_customers_are(shop: SqlStore) -> None:
    twice = limit(2, "1000.00")
    answers = [
        reserve(shop, reservation(f"refund-{n}", order=f"50{n}", customer=f"{n}" * 32), shop=twice) for n in range(3)
    ]
    assert answers == [True, True, False]


def test_refuses_to_compare_currencies(shop: SqlStore) -> None:
    yen = Limit(days=1, count=9, amount=Money(Decimal(100000), "JPY"))
    assert reserve(shop, reservation("refund-1"), customer=yen) is False
    assert reserve(shop, reservation("refund-1"), shop=yen) is False
    assert keys(shop) == []
    assert reserve(shop, replace(reservation("refund-1"), amount=yen.amount), yen, yen) is True
    assert reserve(shop, reservation("refund-2", order="502")) is False  # the day holds yen already


def test_days_count_back_from_today_with_today_in_them(shop: SqlStore) -> None:
    """Three days: today, yesterday, the day before."""
    one_in_three = limit(1, "1000.00", days=3)
    reserve(shop, reservation("refund-1", day=TODAY))
    for days, free in ((0, False), (1, False), (2, False), (3, True)):
        wanted = reservation(f"later-{days}", order=f"60{days}", day=TODAY + days * DAY)
        assert reserve(shop, wanted, customer=one_in_three) is free
    assert keys(shop) == ["later-3", "refund-1"]


def test_tells_what_was_granted_since_a_day(shop: SqlStore) -> None:
    reserve(shop, reservation("refund-1", "1.00", day=TODAY - DAY))
    reserve(shop, reservation("refund-2", "2.00", order="502", customer="d" * 32))
    assert granted(shop, since=TODAY) == [(TODAY, euros("2.00"))]
    assert sorted(granted(shop, since=TODAY - DAY)) == [(TODAY - DAY, euros("1.00")), (TODAY, euros("2.00"))]
    assert granted(shop, "c" * 32, TODAY - DAY) == [(TODAY - DAY, euros("1.00"))]
    assert granted(shop, "e" * 32, TODAY - DAY) == []


def test_one_of_eight_gets_the_last_unit(shop: SqlStore) -> None:
    """Eight cases on one order: the reservation that came first bars the others until its outcome is known."""
    answers = at_once(lambda n: reserve(shop, reservation(f"refund-{n}", units=2)), 8)
    assert sorted(answers) == [False] * 7 + [True]
    assert len(keys(shop)) == 1


def test_one_of_eight_gets_the_last_euro_of_the_shops_day(shop: SqlStore) -> None:
    reserve(shop, reservation("before", "99.00", order="500", customer="d" * 32))
    most = limit(1000, "100.00")

    def last_euro(n: int) -> bool:
        wanted = reservation(f"refund-{n}", "1.00", order=f"60{n}", customer=f"{n}" * 32)
        return reserve(shop, wanted, shop=most)

    assert sorted(at_once(last_euro, 8)) == [False] * 7 + [True]
    assert sum((amount.amount for _, amount in granted(shop)), Decimal(0)) == Decimal("100.00")


def test_one_of_eight_gets_a_customers_last_action(shop: SqlStore) -> None:
    once = limit(1, "1000.00", days=90)
    answers = at_once(lambda n: reserve(shop, reservation(f"refund-{n}", order=f"60{n}"), customer=once), 8)
    assert sorted(answers) == [False] * 7 + [True]
    assert len(keys(shop)) == 1
