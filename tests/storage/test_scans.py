"""What a carrier or the warehouse tells of a parcel is kept once, dealt with by one, and never lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from connector.domain.ids import OrderId, ReturnId, ShopId
from connector.domain.request import Option
from connector.ports.store import EARLY, Case, Return, Scan
from connector.storage.returns import UNKNOWN_PARCEL
from connector.storage.session import SqlStore
from connector.storage.tables import scans, shops
from tests.storage.conftest import ACME, NOW, TODAY, at_once

SECOND = timedelta(seconds=1)
LEASE = 60.0
TAKEN = NOW + LEASE * SECOND
LINES: Mapping[str, Mapping[str, int]] = {"LAMP-2": {"ok": 1, "damaged": 1}}


def told(event: str = "e-1", number: str = "000000501", shop: ShopId = ACME.shop) -> Scan:
    return Scan(
        id=0,
        shop=shop,
        event=event,
        by="warehouse",
        at=NOW - timedelta(hours=2),
        rma="R-7OK2BIQX",
        order_number=number,
        lines=LINES,
        stock={"LAMP-3": 0},
    )


def add(store: SqlStore, scan: Scan) -> bool:
    with store.begin() as tx:
        return tx.returns.add_scan(scan, NOW)


def claim(store: SqlStore, seconds: float = 0) -> Scan | None:
    with store.begin() as tx:
        return tx.returns.claim_scan(NOW + seconds * SECOND, LEASE)


def claimed(store: SqlStore, seconds: float = 0) -> Scan:
    taken = claim(store, seconds)
    assert taken is not None
    return taken


def done(store: SqlStore, scan: Scan, outcome: str = "parcel.back") -> bool:
    with store.begin() as tx:
        return tx.returns.scan_done(scan, outcome, NOW)


def kept(store: SqlStore) -> list[Scan]:
    with store.begin() as tx:
        return list(tx.returns.scans())


@pytest.fixture
def second_shop(shop: SqlStore) -> ShopId:
    """A shop of somebody else's."""
    with shop.engine.begin() as connection:
        connection.execute(insert(shops).values(id="shop-2", url="https://other.example.test"))
    return ShopId("shop-2")


# --- kept once ---


def test_keeps_a_scan_as_it_was_told(shop: SqlStore) -> None:
    assert add(shop, told()) is True
    assert kept(shop) == [replace(told(), id=1)]


@pytest.mark.parametrize("lines", [None, {}, LINES], ids=["the whole parcel", "nothing", "some of it"])
@pytest.mark.parametrize("stock", [None, {}, {"LAMP-3": 4}])
def test_tells_a_whole_parcel_from_an_empty_one(
    shop: SqlStore, lines: Mapping[str, Mapping[str, int]] | None, stock: Mapping[str, int] | None
) -> None:
    add(shop, replace(told(), lines=lines, stock=stock, rma="", order_number="", by="carrier"))
    mine = claimed(shop)
    assert (mine.lines, mine.stock, mine.rma, mine.order_number, mine.by) == (lines, stock, "", "", "carrier")


def test_the_same_event_is_one_scan_whatever_it_says_the_second_time(shop: SqlStore) -> None:
    assert [add(shop, told()), add(shop, told()), add(shop, replace(told(), lines=None, by="carrier"))] == [
        True,
        False,
        False,
    ]
    assert kept(shop) == [replace(told(), id=1)]


def test_of_eight_that_tell_one_event_at_once_one_is_kept(shop: SqlStore) -> None:
    assert sorted(at_once(lambda _: add(shop, told()), 8)) == [False] * 7 + [True]
    assert len(kept(shop)) == 1


def test_an_event_told_again_after_it_was_dealt_with_is_not_dealt_with_again(shop: SqlStore) -> None:
    add(shop, told())
    done(shop, claimed(shop))
    assert add(shop, told()) is False
    assert claim(shop, 1000) is None


def test_two_shops_may_call_their_events_the_same(shop: SqlStore, second_shop: ShopId) -> None:
    assert [add(shop, told()), add(shop, told(shop=second_shop))] == [True, True]
    assert [each.shop for each in kept(shop)] == [second_shop, ACME.shop]


def test_a_scan_of_a_shop_nobody_knows_is_refused(shop: SqlStore) -> None:
    with pytest.raises(IntegrityError):
        add(shop, told(shop=ShopId("shop-9")))
    assert kept(shop) == []


def test_only_carriers_and_warehouses_tell_of_parcels(shop: SqlStore) -> None:
    add(shop, told())
    with pytest.raises(IntegrityError), shop.engine.begin() as connection:
        connection.execute(update(scans).values(told_by="customer"))
    assert [each.by for each in kept(shop)] == ["warehouse"]


def test_tells_the_newest_first_and_no_more_than_asked(shop: SqlStore) -> None:
    for number in range(3):
        add(shop, told(f"e-{number}"))
    with shop.begin() as tx:
        assert [each.event for each in tx.returns.scans(2)] == ["e-2", "e-1"]


# --- dealt with by one ---


def test_one_takes_a_scan_until_its_lease_ends(shop: SqlStore) -> None:
    add(shop, told())
    mine = claimed(shop)
    assert mine == replace(told(), id=1, attempts=1, claim=1)
    assert claim(shop) is None
    assert claim(shop, LEASE - 0.001) is None
    again = claimed(shop, LEASE)
    assert (again.attempts, again.claim) == (2, 2)


def test_one_of_eight_takes_a_scan(shop: SqlStore) -> None:
    add(shop, told())
    assert [each.claim for each in at_once(lambda _: claim(shop), 8) if each] == [1]


def test_eight_take_eight_scans(shop: SqlStore) -> None:
    for number in range(8):
        add(shop, told(f"e-{number}"))
    taken: list[str] = []
    while len(taken) < 8:  # on SQLite some wait so long that they come away with nothing
        more = [each.event for each in at_once(lambda _: claim(shop), 8) if each]
        assert more
        taken += more
    assert sorted(taken) == [f"e-{number}" for number in range(8)]


def test_takes_the_one_that_waited_longest(shop: SqlStore) -> None:
    for number, seconds in ((1, 2), (2, 0), (3, 1)):
        with shop.begin() as tx:
            tx.returns.add_scan(told(f"e-{number}"), NOW + seconds * SECOND)
    assert claim(shop, -1) is None
    assert [claimed(shop, 5).event for _ in range(3)] == ["e-2", "e-3", "e-1"]


def test_it_is_done_once_and_by_the_newest_claim_only(shop: SqlStore) -> None:
    add(shop, told())
    slow = claimed(shop)
    newer = claimed(shop, LEASE)
    assert done(shop, slow, "parcel.odd") is False
    assert kept(shop)[0].outcome == ""
    assert done(shop, newer, "parcel.back") is True
    assert done(shop, newer, "parcel.odd") is False
    assert done(shop, slow, "parcel.odd") is False
    assert [each.outcome for each in kept(shop)] == ["parcel.back"]
    assert claim(shop, 100_000) is None


def test_an_outcome_is_cut_to_what_fits(shop: SqlStore) -> None:
    add(shop, told())
    assert done(shop, claimed(shop), "x" * 300) is True
    assert kept(shop)[0].outcome == "x" * 80


def test_later_is_the_newest_claims_word_as_well(shop: SqlStore) -> None:
    add(shop, told())
    slow = claimed(shop)
    with shop.begin() as tx:
        tx.returns.scan_later(slow, NOW + 10 * SECOND)
    assert claim(shop, 9) is None
    newer = claimed(shop, 10)
    with shop.begin() as tx:
        tx.returns.scan_later(slow, NOW)  # it knows nothing of the newer claim
    assert claim(shop, 11) is None
    assert done(shop, newer) is True


def test_a_scan_is_not_gone_when_its_transaction_fails(shop: SqlStore) -> None:
    add(shop, told())

    def fails() -> None:
        with shop.begin() as tx:
            assert tx.returns.claim_scan(NOW, LEASE) is not None
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert claimed(shop).claim == 1


# --- parcels that were quicker than we ---


def agreed(case: Case, number: str = "000000501") -> Return:
    return Return(
        rma=ReturnId("R-AAAAAAAA"),
        shop=case.shop,
        case=case.id,
        order=OrderId("501"),
        order_number=number,
        option=Option.REFUND,
        decision=1,
        request="{}",
        facts="{}",
        accepted=(),
        by="policy",
        agreed_at=NOW + 100 * SECOND,
        due_on=TODAY,
    )


def open_(store: SqlStore, wanted: Return) -> None:
    with store.begin() as tx:
        tx.returns.open(wanted)


def test_a_parcel_nobody_knew_is_looked_at_again_once_its_return_is_agreed(shop: SqlStore, case: Case) -> None:
    add(shop, told())
    done(shop, claimed(shop), UNKNOWN_PARCEL)
    assert claim(shop, 99_999) is None
    open_(shop, agreed(case))
    assert claim(shop, 99) is None
    again = claimed(shop, 100)
    assert (again.event, again.claim, again.outcome) == ("e-1", 2, "")
    assert done(shop, again, "parcel.back") is True
    assert kept(shop)[0].outcome == "parcel.back"


@pytest.mark.parametrize("outcome", ["parcel.back", "parcel.late", "settled_before", "away", "on_its_way"])
def test_what_was_dealt_with_is_not_looked_at_again(shop: SqlStore, case: Case, outcome: str) -> None:
    add(shop, told())
    done(shop, claimed(shop), outcome)
    open_(shop, agreed(case))
    assert claim(shop, 99_999) is None
    assert kept(shop)[0].outcome == outcome


def test_parcels_of_other_orders_and_other_shops_stay_unknown(shop: SqlStore, second_shop: ShopId, case: Case) -> None:
    for scan in (told("e-1", "000000502"), told("e-2", ""), told("e-3", shop=second_shop)):
        add(shop, scan)
        done(shop, claimed(shop), UNKNOWN_PARCEL)
    open_(shop, agreed(case))
    assert claim(shop, 99_999) is None
    assert {each.outcome for each in kept(shop)} == {UNKNOWN_PARCEL}


def test_a_scan_in_somebodys_hands_is_left_there(shop: SqlStore, case: Case) -> None:
    """It has no outcome yet: whoever holds it finds the return that was just agreed."""
    add(shop, told())
    mine = claimed(shop)
    open_(shop, agreed(case))
    assert claim(shop, LEASE - 1) is None
    assert done(shop, mine) is True


@pytest.mark.parametrize(("before", "again"), [(EARLY, True), (EARLY + timedelta(seconds=1), False)])
def test_only_a_parcel_scanned_shortly_before_is_looked_at_again(
    shop: SqlStore, case: Case, before: timedelta, again: bool
) -> None:
    wanted = agreed(case)
    add(shop, replace(told(), at=wanted.agreed_at - before))
    done(shop, claimed(shop), UNKNOWN_PARCEL)
    open_(shop, wanted)
    assert (claim(shop, 100) is not None) is again
    assert kept(shop)[0].outcome == ("" if again else UNKNOWN_PARCEL)


def test_what_a_scan_set_going_and_was_withdrawn_is_looked_at_again(shop: SqlStore, second_shop: ShopId) -> None:
    for scan in (told("e-1"), told("e-2"), told("e-1", shop=second_shop)):
        add(shop, scan)
        done(shop, claimed(shop), "parcel.back")
    with shop.begin() as tx:
        tx.returns.scan_again(ACME.shop, "e-1", NOW + 100 * SECOND)
    assert claim(shop, 99) is None
    again = claimed(shop, 100)
    assert (again.event, again.shop, again.claim) == ("e-1", ACME.shop, 2)
    assert claim(shop, 100) is None


def test_a_scan_nobody_dealt_with_yet_keeps_its_place(shop: SqlStore) -> None:
    add(shop, told())
    with shop.begin() as tx:
        tx.returns.scan_again(ACME.shop, "e-1", NOW + 100 * SECOND)
    assert claimed(shop).claim == 1
