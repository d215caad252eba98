"""A promised date comes once; a payout is marked as made once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from connector.domain.ids import ActionKey
from connector.ports.store import Case, Due, Payout
from connector.storage.session import SqlStore
from tests.storage.conftest import NOW, TODAY, at_once, euros

DAY = timedelta(days=1)
KEY = ActionKey("refund-1")


def payout(case: Case, key: str = "refund-1", due_on: date = TODAY) -> Payout:
    return Payout(ActionKey(key), case.id, "000000501", "77", euros("19.49"), due_on, NOW)


def test_keeps_a_date_once(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        for _ in range(2):
            tx.dues.add(case.id, "payout", TODAY, KEY)
            tx.dues.add(case.id, "bank_shows", TODAY - DAY, None)
        found = tx.dues.of_case(case.id)
    assert [(each.case, each.kind, each.due_on, each.key, each.at) for each in found] == [
        (case.id, "bank_shows", TODAY - DAY, None, None),
        (case.id, "payout", TODAY, KEY, None),
    ]


@pytest.mark.parametrize(("days", "comes"), [(-1, False), (0, True), (1, True)])
def test_a_date_comes_on_its_day(shop: SqlStore, case: Case, days: int, comes: bool) -> None:
    with shop.begin() as tx:
        tx.dues.add(case.id, "payout", TODAY, KEY)
        taken = tx.dues.take(NOW + days * DAY)
    assert (taken is not None) is comes


@pytest.mark.parametrize(("hour", "comes"), [(23, False), (24, True)])
def test_a_day_begins_at_midnight_of_the_zone_it_is_asked_in(
    shop: SqlStore, case: Case, hour: int, comes: bool
) -> None:
    """The shop's zone, not UTC: 23:30 in Paris is still the day before."""
    paris = ZoneInfo("Europe/Paris")
    midnight = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=paris)
    with shop.begin() as tx:
        tx.dues.add(case.id, "payout", TODAY, KEY)
        taken = tx.dues.take(midnight - DAY + timedelta(hours=hour))
    assert (taken is not None) is comes


@pytest.mark.parametrize(
    ("seconds", "comes"), [(-86_400, False), (-1, False), (-0.000001, False), (0, True), (1, True), (86_400, True)]
)
def test_a_moment_comes_to_the_microsecond(shop: SqlStore, case: Case, seconds: float, comes: bool) -> None:
    """Whatever its day says: the day is what the customer was told."""
    moment = NOW + timedelta(hours=3)
    for day in (TODAY - DAY, TODAY, TODAY + DAY):
        with shop.begin() as tx:
            tx.dues.add(case.id, "photo", day, f"photo-{day}", moment)
    with shop.begin() as tx:
        taken = [tx.dues.take(moment + timedelta(seconds=seconds)) for _ in range(4)]
    told = [due.due_on for due in taken if due is not None]
    assert told == ([TODAY - DAY, TODAY, TODAY + DAY] if comes else [])
    assert {due.at for due in taken if due is not None} <= {moment}


def test_a_moment_is_the_same_in_any_zone(shop: SqlStore, case: Case) -> None:
    moment = NOW.astimezone(ZoneInfo("Asia/Tokyo"))
    with shop.begin() as tx:
        tx.dues.add(case.id, "photo", TODAY, "photo-a-1", moment)
        assert tx.dues.take((NOW - timedelta(seconds=1)).astimezone(ZoneInfo("Europe/Paris"))) is None
        taken = tx.dues.take(NOW.astimezone(ZoneInfo("Europe/Paris")))
    assert taken == Due(1, case.id, "photo", TODAY, "photo-a-1", NOW)


def test_a_moment_that_has_not_come_stops_no_day(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        tx.dues.add(case.id, "photo", TODAY - DAY, "photo-a-1", NOW + timedelta(hours=1))
        tx.dues.add(case.id, "payout", TODAY, KEY)
        taken = [tx.dues.take(NOW) for _ in range(2)]
        later = [tx.dues.take(NOW + timedelta(hours=1)) for _ in range(2)]
    assert taken == [Due(2, case.id, "payout", TODAY, KEY), None]
    assert later == [Due(1, case.id, "photo", TODAY - DAY, "photo-a-1", NOW + timedelta(hours=1)), None]


def test_keeps_the_first_moment_of_a_deadline(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        tx.dues.add(case.id, "photo", TODAY, "photo-a-1", NOW)
        tx.dues.add(case.id, "photo", TODAY, "photo-a-1", NOW + DAY)
        assert [(due.key, due.at) for due in tx.dues.of_case(case.id)] == [("photo-a-1", NOW)]


def test_a_date_comes_once_and_the_earliest_first(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        tx.dues.add(case.id, "payout", TODAY, KEY)
        tx.dues.add(case.id, "bank_shows", TODAY - DAY, KEY)
        taken = [tx.dues.take(NOW) for _ in range(3)]
        kept = tx.dues.of_case(case.id)
    assert taken == [
        Due(2, case.id, "bank_shows", TODAY - DAY, KEY),
        Due(1, case.id, "payout", TODAY, KEY),
        None,
    ]
    assert len(kept) == 2  # what was promised stays on record


def test_one_of_eight_takes_a_date(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        tx.dues.add(case.id, "payout", TODAY, KEY)

    def take(_: int) -> Due | None:
        with shop.begin() as tx:
            return tx.dues.take(NOW)

    assert [each.kind for each in at_once(take, 8) if each] == ["payout"]


def test_a_date_is_not_gone_when_its_transaction_fails(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        tx.dues.add(case.id, "payout", TODAY, KEY)

    def fails() -> None:
        with shop.begin() as tx:
            assert tx.dues.take(NOW) is not None
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with shop.begin() as tx:
        assert tx.dues.take(NOW) is not None


def test_keeps_a_payout_once_and_exactly(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        tx.dues.add_payout(payout(case))
        tx.dues.add_payout(replace(payout(case), amount=euros("99.00")))
        assert tx.dues.payout(KEY) == payout(case)
        assert tx.dues.payout(ActionKey("refund-2")) is None
        assert tx.dues.payouts() == [payout(case)]


def test_lists_payouts_soonest_first(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        tx.dues.add_payout(payout(case, "refund-1", TODAY + DAY))
        tx.dues.add_payout(payout(case, "refund-2", TODAY))
        assert [each.key for each in tx.dues.payouts()] == ["refund-2", "refund-1"]


def test_a_payout_is_done_once(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        tx.dues.add_payout(payout(case))
        assert tx.dues.payout_done(KEY, "admin:zoe", NOW) is True
        assert tx.dues.payout_done(KEY, "admin:ben", NOW + DAY) is False
        assert tx.dues.payout_done(ActionKey("refund-2"), "admin:zoe", NOW) is False
        assert tx.dues.payouts() == []
        assert tx.dues.payouts(open_only=False) == [replace(payout(case), done_at=NOW, done_by="admin:zoe")]


def test_one_of_eight_marks_a_payout_as_done(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        tx.dues.add_payout(payout(case))

    def done(number: int) -> bool:
        with shop.begin() as tx:
            return tx.dues.payout_done(KEY, f"admin:{number}", NOW)

    assert sorted(at_once(done, 8)) == [False] * 7 + [True]
