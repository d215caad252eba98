"""What was agreed about a parcel is found however its number is written, and a case waits for one parcel at a time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, timedelta, timezone

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from connector.domain.ids import ActionKey, OrderId, ReturnId, ShopId
from connector.domain.request import Option
from connector.ports.store import Case, Return, ReturnState
from connector.storage.returns import plain_number
from connector.storage.session import SqlStore
from connector.storage.tables import returns
from tests.storage.conftest import ACME, NOW, TODAY, at_once

DAY = timedelta(days=1)
RMA = "R-7OK2BIQX"


def agreed(case: Case, rma: str = RMA, number: str = "000000501") -> Return:
    return Return(
        rma=ReturnId(rma),
        shop=case.shop,
        case=case.id,
        order=OrderId("501"),
        order_number=number,
        option=Option.EXCHANGE,
        decision=2,
        request='{"kind": "exchange"}',
        facts='{"name": "Müller \u2709"}',
        accepted=("cap.above", "proof.person"),
        by="agent:41",
        agreed_at=NOW,
        due_on=TODAY + 28 * DAY,
    )


def open_(store: SqlStore, wanted: Return) -> None:
    with store.begin() as tx:
        tx.returns.open(wanted)


def found(store: SqlStore, written: str) -> Return | None:
    with store.begin() as tx:
        return tx.returns.get(written)


def test_keeps_a_return_as_it_was_agreed(shop: SqlStore, case: Case) -> None:
    open_(shop, agreed(case))
    assert found(shop, RMA) == agreed(case)
    with shop.begin() as tx:
        assert tx.returns.of_case(case.id) == agreed(case)
        assert tx.returns.of_order(ACME.shop, "000000501") == [agreed(case)]
        assert tx.returns.listed() == [agreed(case)]


def test_keeps_the_replacement_that_waits_on_hold(shop: SqlStore, case: Case) -> None:
    held = replace(agreed(case), held=OrderId("777"), held_key=ActionKey("exchange-a-2"), accepted=(), by="policy")
    open_(shop, held)
    assert found(shop, RMA) == held


def test_keeps_the_moment_whatever_zone_it_was_told_in(shop: SqlStore, case: Case) -> None:
    open_(shop, replace(agreed(case), agreed_at=NOW.astimezone(timezone(timedelta(hours=9)))))
    kept = found(shop, RMA)
    assert kept is not None
    assert (kept.agreed_at, kept.agreed_at.tzinfo) == (NOW, UTC)


@pytest.mark.parametrize(
    "written",
    [
        "R-7OK2BIQX",
        "r-7ok2biqx",
        "R7OK2BIQX",
        " R - 7OK2 BIQX ",
        "R-7OK2-BIQX",
        "r_7ok2.biqx",
        "R-70K2BIQX",  # 0 for O
        "R-7OK281QX",  # 8 for B, 1 for I
        "r 70k2 81qx",
        "R\u20107OK2BIQX",  # another dash
        "\u200bR-7OK2BIQX\n",
        "#R-7OK2BIQX",
    ],
)
def test_finds_a_return_however_its_number_is_written(shop: SqlStore, case: Case, written: str) -> None:
    open_(shop, agreed(case))
    kept = found(shop, written)
    assert kept is not None
    assert kept.rma == RMA


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "R-",
        "R-7OK2BIQ",
        "R-7OK2BIQXA",
        "7OK2BIQX",
        "R-7OK2BIQY",
        "X-7OK2BIQX",
        "RR-7OK2BIQX",
        "R-7OK2BIQX R-7OK2BIQX",
        "%",
        "R-7OK2BI%%",
        "R-________",
        "' OR 1=1 --",
        "R" * 100_000,
        "\x00R-7OK2BIQ",
        "Ｒ-７ＯＫ２ＢＩＱＸ",
    ],
)
def test_finds_none_for_a_number_that_is_none_of_ours(shop: SqlStore, case: Case, written: str) -> None:
    open_(shop, agreed(case))
    assert found(shop, written) is None


def test_a_number_that_begins_with_an_r_of_its_own_is_found(shop: SqlStore, case: Case) -> None:
    open_(shop, agreed(case, "R-RRRRRRRR"))
    assert plain_number("rrrrrrrrr") == "R-RRRRRRRR"
    assert found(shop, "RRRR RRRRR") == agreed(case, "R-RRRRRRRR")
    assert found(shop, "RRRRRRRR") is None


def test_a_new_number_is_short_unlike_any_other_and_written_as_it_is_read(shop: SqlStore) -> None:
    with shop.begin() as tx:
        numbers = [tx.returns.new_number() for _ in range(500)]
    assert len(set(numbers)) == 500
    for number in numbers:
        assert re.fullmatch(r"R-[A-Z2-7]{8}", number)
        assert plain_number(number) == number


def test_a_number_is_given_once(shop: SqlStore, case: Case, sisters_case: Case) -> None:
    open_(shop, agreed(case))
    with pytest.raises(IntegrityError):
        open_(shop, agreed(sisters_case))
    assert found(shop, RMA) == agreed(case)


# --- one open return per case ---


def test_a_case_has_one_open_return_and_the_database_sees_to_it(shop: SqlStore, case: Case, sisters_case: Case) -> None:
    open_(shop, agreed(case))
    with pytest.raises(IntegrityError):
        open_(shop, agreed(case, "R-AAAAAAAA"))
    assert found(shop, "R-AAAAAAAA") is None
    open_(shop, agreed(sisters_case, "R-BBBBBBBB"))  # of the same order: two tickets about it


@pytest.mark.parametrize("state", [ReturnState.SETTLED, ReturnState.CLOSED])
def test_a_return_that_is_over_makes_room_for_the_next(shop: SqlStore, case: Case, state: ReturnState) -> None:
    open_(shop, agreed(case))
    with shop.begin() as tx:
        tx.returns.save(replace(agreed(case), state=state))
        assert tx.returns.of_case(case.id) is None
    second = replace(agreed(case, "R-AAAAAAAA"), agreed_at=NOW + DAY)
    open_(shop, second)
    with shop.begin() as tx:
        assert tx.returns.of_case(case.id) == second
    with pytest.raises(IntegrityError), shop.begin() as tx:
        tx.returns.save(agreed(case))  # open again, beside the other
    kept = found(shop, RMA)
    assert kept is not None
    assert kept.state is state


def test_of_eight_that_open_a_return_for_one_case_one_does(shop: SqlStore, case: Case) -> None:
    def opens(number: int) -> bool:
        try:
            open_(shop, agreed(case, f"R-AAAAAAA{'ABCDEFGH'[number]}"))
        except IntegrityError:
            return False
        return True

    assert sorted(at_once(opens, 8)) == [False] * 7 + [True]
    with shop.begin() as tx:
        assert len(tx.returns.listed(open_only=False)) == 1


def test_no_other_state_gets_into_the_table(shop: SqlStore, case: Case) -> None:
    open_(shop, agreed(case))
    with pytest.raises(IntegrityError), shop.engine.begin() as connection:
        connection.execute(update(returns).values(state="lost"))
    kept = found(shop, RMA)
    assert kept is not None
    assert kept.state is ReturnState.OPEN


# --- saving and listing ---


def test_save_changes_state_and_what_is_held_and_nothing_that_was_agreed(
    shop: SqlStore, case: Case, sisters_case: Case
) -> None:
    other = agreed(sisters_case, "R-AAAAAAAA")
    open_(shop, agreed(case))
    open_(shop, other)
    held = replace(agreed(case), held=OrderId("777"), held_key=ActionKey("exchange-a-2"), state=ReturnState.SETTLED)
    with shop.begin() as tx:
        tx.returns.save(replace(held, option=Option.REFUND, request="{}", due_on=TODAY))
    assert found(shop, RMA) == held
    assert found(shop, other.rma) == other


def test_tells_the_returns_of_an_order_newest_first_those_that_are_over_too(
    shop: SqlStore, case: Case, sisters_case: Case
) -> None:
    old = replace(agreed(case), state=ReturnState.SETTLED)
    new = replace(agreed(case, "R-AAAAAAAA"), agreed_at=NOW + DAY)
    sisters = replace(agreed(sisters_case, "R-BBBBBBBB"), agreed_at=NOW + 2 * DAY)
    for each in (old, new, sisters, agreed_elsewhere(sisters_case)):
        open_(shop, each)
    with shop.begin() as tx:
        assert [each.rma for each in tx.returns.of_order(ACME.shop, "000000501")] == [sisters.rma, new.rma, old.rma]
        assert tx.returns.of_order(ShopId("shop-2"), "000000501") == []
        assert tx.returns.of_order(ACME.shop, "501") == []


def agreed_elsewhere(case: Case) -> Return:
    return replace(agreed(case, "R-CCCCCCCC", "000000502"), state=ReturnState.CLOSED)


def test_lists_the_open_ones_by_the_day_a_person_looks(shop: SqlStore, case: Case, sisters_case: Case) -> None:
    later = agreed(case)
    sooner = replace(agreed(sisters_case, "R-AAAAAAAA"), due_on=TODAY)
    over = replace(agreed_elsewhere(case), due_on=TODAY - DAY)
    for each in (later, sooner, over):
        open_(shop, each)
    with shop.begin() as tx:
        assert [each.rma for each in tx.returns.listed()] == [sooner.rma, later.rma]
        assert [each.rma for each in tx.returns.listed(open_only=False)] == [over.rma, sooner.rma, later.rma]


def test_a_return_is_gone_with_the_transaction_that_failed(shop: SqlStore, case: Case) -> None:
    def fails() -> None:
        with shop.begin() as tx:
            tx.returns.open(agreed(case))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with shop.engine.begin() as connection:
        assert connection.scalar(select(func.count()).select_from(returns)) == 0
