"""An effect stands in the outbox once, one worker gets it, and only who holds its newest claim may say what became of
it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from connector.domain.ids import ActionKey, OrderId
from connector.ports.store import Action, ActionKind, ActionState, Case, KeyClash
from connector.storage.session import SqlStore
from connector.storage.tables import leases, outbox
from tests.storage.conftest import ACME, NOW, ORDER, action, at_once

SECOND = timedelta(seconds=1)
LATER = NOW + timedelta(minutes=5)


def add(store: SqlStore, case: Case, key: str, kind: ActionKind = ActionKind.REPLY, payload: str = "{}") -> bool:
    with store.begin() as tx:
        return tx.outbox.add(action(case, key, kind, payload), NOW)


def claim(store: SqlStore) -> Action | None:
    with store.begin() as tx:
        return tx.outbox.claim(NOW)


def claimed(store: SqlStore) -> Action:
    taken = claim(store)
    assert taken is not None
    return taken


def stored(store: SqlStore, key: str) -> Action:
    with store.begin() as tx:
        found = tx.outbox.get(ActionKey(key))
    assert found is not None
    return found


def leased(store: SqlStore) -> int:
    with store.engine.begin() as connection:
        return connection.scalar(select(func.count()).select_from(leases)) or 0


def taken_over(store: SqlStore) -> tuple[Action, Action]:
    """A money action that a worker fell silent with, and the same in the hands of who reconciles."""
    slow = claimed(store)
    with store.begin() as tx:
        newer = tx.outbox.silent(LATER, LATER)
    assert newer is not None
    return slow, newer


def test_keeps_an_action_as_it_was_given(shop: SqlStore, case: Case) -> None:
    assert add(shop, case, "refund-1", ActionKind.MONEY, '{"amount": "19.49 EUR"}') is True
    assert stored(shop, "refund-1") == Action(
        id=1,
        key=ActionKey("refund-1"),
        tenant=ACME.id,
        shop=ACME.shop,
        case=case.id,
        ticket_id="7001",
        kind=ActionKind.MONEY,
        order=ORDER,
        payload='{"amount": "19.49 EUR"}',
        state=ActionState.PENDING,
        claim=0,
        attempts=0,
        due_at=NOW,
        touched_at=NOW,
        created_at=NOW,
    )


def test_the_same_key_with_the_same_content_is_one_action(shop: SqlStore, case: Case) -> None:
    assert add(shop, case, "refund-1", payload="{}") is True
    assert add(shop, case, "refund-1", payload="{}") is False
    with shop.begin() as tx:
        assert tx.outbox.unfinished() == 1


def test_refuses_the_same_key_with_other_content(shop: SqlStore, case: Case, sisters_case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY, "one")
    original = action(case, "refund-1", ActionKind.MONEY, "one")
    others = (
        replace(original, payload="two"),
        replace(original, case=sisters_case),
        replace(original, kind=ActionKind.NOTE),
        replace(original, order=OrderId("502")),
    )
    for other in others:
        with pytest.raises(KeyClash), shop.begin() as tx:
            tx.outbox.add(other, NOW)
    assert stored(shop, "refund-1").payload == "one"
    with shop.begin() as tx:
        assert len(tx.outbox.of_case(case.id)) == 1
        assert tx.outbox.of_case(sisters_case.id) == []


def test_eight_adding_one_action_at_once_add_it_once(shop: SqlStore, case: Case) -> None:
    answers = at_once(lambda _: add(shop, case, "refund-1"), 8)
    assert sorted(answers) == [False] * 7 + [True]


def test_one_of_eight_workers_gets_the_action(shop: SqlStore, case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    taken = [each for each in at_once(lambda _: claim(shop), 8) if each]
    assert [(each.key, each.state, each.claim) for each in taken] == [("refund-1", ActionState.CLAIMED, 1)]
    assert claim(shop) is None


def test_eight_workers_get_eight_actions(shop: SqlStore, case: Case) -> None:
    for number in range(8):
        add(shop, case, f"reply-{number}")
    taken = [each.key for each in at_once(lambda _: claim(shop), 8) if each]
    assert sorted(taken) == [f"reply-{number}" for number in range(8)]


def test_nothing_is_sent_before_it_is_due(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        tx.outbox.add(replace(action(case, "refund-1"), due_at=NOW + SECOND), NOW)
        assert tx.outbox.claim(NOW) is None
        assert tx.outbox.claim(NOW + SECOND) is not None


def test_a_money_action_waits_while_its_ticket_has_unread_events(shop: SqlStore, case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    with shop.begin() as tx:
        tx.inbox.add(case.tenant, "d-1", case.ticket_id, NOW)
    assert claim(shop) is None
    with shop.begin() as tx:
        job = tx.inbox.claim(NOW, 60)
        assert job is not None
        assert tx.outbox.claim(NOW) is None  # being read is not read
        tx.inbox.done(job, "nothing_new", NOW)
    assert claimed(shop).key == "refund-1"


def test_words_go_out_though_their_ticket_has_unread_events(shop: SqlStore, case: Case) -> None:
    """The sender itself looks at the ticket right before it writes."""
    add(shop, case, "reply-1", ActionKind.REPLY)
    with shop.begin() as tx:
        tx.inbox.add(case.tenant, "d-1", case.ticket_id, NOW)
    assert claimed(shop).key == "reply-1"


def test_one_money_action_on_an_order_at_a_time_though_two_installations_share_the_shop(
    shop: SqlStore, case: Case, sisters_case: Case
) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    add(shop, sisters_case, "refund-2", ActionKind.MONEY)
    first = claimed(shop)
    assert claim(shop) is None
    with shop.begin() as tx:
        assert tx.outbox.close(first, ActionState.DONE, "", NOW) is True
    assert {first.key, claimed(shop).key} == {"refund-1", "refund-2"}


def test_of_two_at_once_on_one_order_one_gets_the_lease(shop: SqlStore, case: Case, sisters_case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    add(shop, sisters_case, "refund-2", ActionKind.MONEY)
    taken = [each for each in at_once(lambda _: claim(shop), 8) if each]
    assert len(taken) == 1
    assert leased(shop) == 1
    with shop.begin() as tx:
        states = {each.state for mine in (case, sisters_case) for each in tx.outbox.of_case(mine.id)}
    assert states == {ActionState.CLAIMED, ActionState.PENDING}


def test_another_order_does_not_wait(shop: SqlStore, case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    with shop.begin() as tx:
        tx.outbox.add(replace(action(case, "refund-2", ActionKind.MONEY), order=OrderId("502")), NOW)
    assert {claimed(shop).key, claimed(shop).key} == {"refund-1", "refund-2"}
    assert leased(shop) == 2


def test_a_waiting_money_action_does_not_stop_what_is_behind_it(shop: SqlStore, case: Case, sisters_case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    claimed(shop)
    add(shop, sisters_case, "refund-2", ActionKind.MONEY)
    add(shop, sisters_case, "reply-2")
    assert claimed(shop).key == "reply-2"


def test_what_was_made_is_recorded_for_the_holder_of_the_claim(shop: SqlStore, case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    mine = claimed(shop)
    with shop.begin() as tx:
        recorded = tx.outbox.made(mine, "memo-7", LATER)
        assert tx.outbox.by_made("memo-7") == [recorded]
        assert tx.outbox.by_made("memo-8") == []
    assert recorded == replace(mine, made="memo-7", touched_at=LATER)
    assert leased(shop) == 1  # the customer was not told yet: the outcome is not closed


def test_only_a_money_action_is_found_by_what_it_made(shop: SqlStore, case: Case) -> None:
    add(shop, case, "reply-1")
    mine = claimed(shop)
    with shop.begin() as tx:
        tx.outbox.made(mine, "77", NOW)
        assert tx.outbox.by_made("77") == []


def test_release_gives_back_action_and_lease(shop: SqlStore, case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    mine = claimed(shop)
    with shop.begin() as tx:
        tx.outbox.release(mine, LATER, "e" * 300, NOW)
    assert claim(shop) is None
    assert leased(shop) == 0
    again = stored(shop, "refund-1")
    assert (again.state, again.due_at, again.attempts, again.error) == (ActionState.PENDING, LATER, 1, "e" * 200)
    with shop.begin() as tx:
        second = tx.outbox.claim(LATER)
    assert second is not None
    assert second.claim == 2


@pytest.mark.parametrize("state", [ActionState.DONE, ActionState.REFUSED, ActionState.SUPERSEDED])
def test_close_ends_the_lease_and_is_final(shop: SqlStore, case: Case, state: ActionState) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    mine = claimed(shop)
    with shop.begin() as tx:
        assert tx.outbox.close(mine, state, "said no", NOW) is True
        assert tx.outbox.close(mine, ActionState.DONE, "", NOW) is False
        assert tx.outbox.unfinished() == 0
    assert leased(shop) == 0
    assert (stored(shop, "refund-1").state, stored(shop, "refund-1").error) == (state, "said no")
    assert claim(shop) is None


def test_silent_takes_what_nobody_touched_for_long_enough(shop: SqlStore, case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    with shop.begin() as tx:
        assert tx.outbox.silent(LATER, LATER) is None  # nobody claimed it yet
    mine = claimed(shop)
    with shop.begin() as tx:
        assert tx.outbox.silent(NOW, LATER) is None  # touched at that very moment
        newer = tx.outbox.silent(NOW + SECOND, LATER)
        assert newer == replace(mine, claim=2, touched_at=LATER)
        assert tx.outbox.silent(LATER, LATER) is None
    assert leased(shop) == 1


def test_one_of_eight_takes_a_silent_action_over(shop: SqlStore, case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    claimed(shop)

    def take(_: int) -> Action | None:
        with shop.begin() as tx:
            return tx.outbox.silent(LATER, LATER)

    taken = [each for each in at_once(take, 8) if each]
    assert [each.claim for each in taken] == [2]


def test_the_holder_of_an_old_claim_cannot_write(shop: SqlStore, case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    slow, newer = taken_over(shop)
    with shop.begin() as tx:
        assert tx.outbox.made(slow, "memo-7", LATER) is None
        assert tx.outbox.close(slow, ActionState.DONE, "", LATER) is False
        assert tx.outbox.ask_person(slow, "unknown", LATER) is False
        tx.outbox.release(slow, NOW, "not sent", LATER)
    assert stored(shop, "refund-1") == newer
    assert leased(shop) == 1


def test_asking_a_person_keeps_the_order_locked(shop: SqlStore, case: Case, sisters_case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    mine = claimed(shop)
    with shop.begin() as tx:
        assert tx.outbox.ask_person(mine, "unknown.money", NOW) is True
        assert [each.key for each in tx.outbox.waiting()] == ["refund-1"]
        assert tx.outbox.unfinished() == 0
        assert tx.outbox.silent(LATER, LATER) is None
    add(shop, sisters_case, "refund-2", ActionKind.MONEY)
    assert claim(shop) is None
    assert leased(shop) == 1


def test_a_person_says_what_it_made(shop: SqlStore, case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    mine = claimed(shop)
    with shop.begin() as tx:
        tx.outbox.ask_person(mine, "unknown.money", NOW)
        assert tx.outbox.answered(mine, "memo-7", LATER) is True
        assert tx.outbox.answered(mine, "memo-8", LATER) is False
        assert tx.outbox.waiting() == []
    found = stored(shop, "refund-1")
    assert (found.state, found.made, found.touched_at) == (ActionState.CLAIMED, "memo-7", LATER)
    assert leased(shop) == 1  # until the rest is done, like any other
    with shop.begin() as tx:
        assert tx.outbox.close(mine, ActionState.DONE, "", LATER) is False  # who asked no longer holds it
        resumed = tx.outbox.silent(LATER + SECOND, LATER + SECOND)
        assert resumed is not None
        assert tx.outbox.close(resumed, ActionState.DONE, "", LATER) is True
    assert leased(shop) == 0


def test_a_person_says_that_nothing_was_made(shop: SqlStore, case: Case, sisters_case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    mine = claimed(shop)
    with shop.begin() as tx:
        tx.outbox.ask_person(mine, "unknown.money", NOW)
        assert tx.outbox.answered(mine, None, LATER) is True
    assert stored(shop, "refund-1").state is ActionState.REFUSED
    assert leased(shop) == 0
    add(shop, sisters_case, "refund-2", ActionKind.MONEY)
    assert claimed(shop).key == "refund-2"


def test_nobody_answers_for_an_action_that_does_not_wait(shop: SqlStore, case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    mine = claimed(shop)
    with shop.begin() as tx:
        assert tx.outbox.answered(mine, "memo-7", LATER) is False
    assert stored(shop, "refund-1") == mine


def test_supersede_withdraws_what_was_not_sent(shop: SqlStore, case: Case, sisters_case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    sent = claimed(shop)
    add(shop, case, "reply-1")
    add(shop, case, "note-1", ActionKind.NOTE)
    add(shop, sisters_case, "reply-2")
    with shop.begin() as tx:
        taken = tx.outbox.supersede(case.id, LATER)
        assert {each.key for each in taken} == {"reply-1", "note-1"}
        assert {each.state for each in taken} == {ActionState.SUPERSEDED}
        assert tx.outbox.supersede(case.id, LATER) == []
    assert stored(shop, "refund-1") == sent
    assert claimed(shop).key == "reply-2"
    assert claim(shop) is None


def test_an_action_is_either_claimed_or_withdrawn(shop: SqlStore, case: Case) -> None:
    for round_ in range(10):
        add(shop, case, f"reply-{round_}")

        def race(number: int) -> bool:
            with shop.begin() as tx:
                return bool(tx.outbox.claim(NOW) if number else tx.outbox.supersede(case.id, NOW))

        assert sorted(at_once(race, 2)) == [False, True]


def test_counts_what_is_not_finished(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        assert tx.outbox.unfinished() == 0
    add(shop, case, "reply-1")
    add(shop, case, "reply-2")
    mine = claimed(shop)
    with shop.begin() as tx:
        assert tx.outbox.unfinished() == 2
        tx.outbox.close(mine, ActionState.DONE, "", NOW)
        assert tx.outbox.unfinished() == 1


# --- effects of several calls ---

LATEST = LATER + timedelta(minutes=5)


def stepped(store: SqlStore, mine: Action, steps: dict[str, str]) -> Action | None:
    with store.begin() as tx:
        return tx.outbox.stepped(mine, steps, LATER)


def unread(store: SqlStore, case: Case) -> None:
    with store.begin() as tx:
        tx.inbox.add(case.tenant, "d-1", case.ticket_id, NOW)


def release(store: SqlStore, mine: Action) -> None:
    with store.begin() as tx:
        tx.outbox.release(mine, NOW, "not sent", NOW)


def test_records_how_far_the_holder_of_the_claim_came(shop: SqlStore, case: Case) -> None:
    add(shop, case, "exchange-1", ActionKind.MONEY)
    mine = claimed(shop)
    assert (mine.steps, mine.begun) == ({}, False)
    first = stepped(shop, mine, {"rule": "17"})
    assert first == replace(mine, steps={"rule": "17"}, begun=True, touched_at=LATER)
    both = stepped(shop, mine, {"rule": "17", "code": "\u2709 é"})
    assert both is not None
    assert both.steps == {"rule": "17", "code": "\u2709 é"}
    assert stored(shop, "exchange-1") == both
    assert leased(shop) == 1


def test_the_holder_of_an_old_claim_records_no_step(shop: SqlStore, case: Case) -> None:
    add(shop, case, "exchange-1", ActionKind.MONEY)
    slow, newer = taken_over(shop)
    assert stepped(shop, newer, {"rule": "17"}) is not None
    assert stepped(shop, slow, {"rule": "18"}) is None
    assert stored(shop, "exchange-1").steps == {"rule": "17"}


@pytest.mark.parametrize("state", [ActionState.DONE, ActionState.REFUSED])
def test_a_closed_action_records_no_step(shop: SqlStore, case: Case, state: ActionState) -> None:
    add(shop, case, "exchange-1", ActionKind.MONEY)
    mine = claimed(shop)
    with shop.begin() as tx:
        tx.outbox.close(mine, state, "", NOW)
    assert stepped(shop, mine, {"rule": "17"}) is None
    assert (stored(shop, "exchange-1").steps, stored(shop, "exchange-1").begun) == ({}, False)


def test_steps_that_came_to_nothing_leave_an_action_that_may_be_withdrawn(shop: SqlStore, case: Case) -> None:
    """The rule was made and deleted again: nothing of it is left in the shop."""
    add(shop, case, "exchange-1", ActionKind.MONEY)
    mine = claimed(shop)
    stepped(shop, mine, {"rule": "17"})
    stepped(shop, mine, {})
    assert stored(shop, "exchange-1").begun is False


def test_what_is_begun_is_gone_on_with_by_whoever_claims_it_next(shop: SqlStore, case: Case) -> None:
    add(shop, case, "exchange-1", ActionKind.MONEY)
    mine = claimed(shop)
    stepped(shop, mine, {"rule": "17"})
    release(shop, mine)
    again = claimed(shop)
    assert (again.claim, again.steps, again.begun) == (2, {"rule": "17"}, True)
    stepped(shop, again, {"rule": "17", "cart": "88"})
    with shop.begin() as tx:
        silent = tx.outbox.silent(LATEST, LATEST)
    assert silent is not None
    assert (silent.claim, silent.steps) == (3, {"rule": "17", "cart": "88"})


def test_what_is_begun_does_not_wait_for_unread_events(shop: SqlStore, case: Case) -> None:
    add(shop, case, "exchange-1", ActionKind.MONEY)
    mine = claimed(shop)
    release(shop, mine)
    unread(shop, case)
    assert claim(shop) is None  # not begun: the customer may have changed their mind
    with shop.begin() as tx:
        job = tx.inbox.claim(NOW, 60)
        assert job is not None
        tx.inbox.done(job, "nothing_new", NOW)
    mine = claimed(shop)
    stepped(shop, mine, {"rule": "17"})
    release(shop, mine)
    with shop.begin() as tx:
        tx.inbox.add(case.tenant, "d-2", case.ticket_id, NOW)
    assert claimed(shop).steps == {"rule": "17"}


def test_a_part_that_follows_a_made_one_is_begun_from_the_start(shop: SqlStore, case: Case) -> None:
    """The article left: its difference goes back whatever the customer writes meanwhile."""
    rest = replace(action(case, "exchange-1-2", ActionKind.MONEY), begun=True)
    with shop.begin() as tx:
        assert tx.outbox.add(rest, NOW) is True
        assert tx.outbox.add(rest, NOW) is False
        assert tx.outbox.supersede(case.id, NOW) == []
    unread(shop, case)
    mine = claimed(shop)
    assert (mine.key, mine.begun, mine.steps) == ("exchange-1-2", True, {})


def test_what_is_begun_still_waits_for_the_lease_of_its_order(shop: SqlStore, case: Case, sisters_case: Case) -> None:
    add(shop, sisters_case, "refund-1", ActionKind.MONEY)
    claimed(shop)
    with shop.begin() as tx:
        tx.outbox.add(replace(action(case, "exchange-1-2", ActionKind.MONEY), begun=True), NOW)
    assert claim(shop) is None
    assert leased(shop) == 1


def test_what_is_begun_is_never_withdrawn(shop: SqlStore, case: Case) -> None:
    add(shop, case, "exchange-1", ActionKind.MONEY)
    mine = claimed(shop)
    stepped(shop, mine, {"rule": "17"})
    release(shop, mine)
    add(shop, case, "reply-1")
    with shop.begin() as tx:
        assert [each.key for each in tx.outbox.supersede(case.id, LATER)] == ["reply-1"]
    left = stored(shop, "exchange-1")
    assert (left.state, left.touched_at, left.steps) == (ActionState.PENDING, NOW, {"rule": "17"})


# --- what the shop is owed afterwards ---


@pytest.mark.parametrize("kind", [ActionKind.COMMENT, ActionKind.TIDY])
def test_comments_and_tidying_up_are_never_withdrawn(shop: SqlStore, case: Case, kind: ActionKind) -> None:
    add(shop, case, "after-1", kind)
    add(shop, case, "note-1", ActionKind.NOTE)
    with shop.begin() as tx:
        assert [each.key for each in tx.outbox.supersede(case.id, LATER)] == ["note-1"]
        assert tx.outbox.supersede(case.id, LATER) == []
    assert stored(shop, "after-1").state is ActionState.PENDING
    assert claimed(shop).key == "after-1"


@pytest.mark.parametrize("kind", [ActionKind.COMMENT, ActionKind.TIDY])
def test_comments_and_tidying_up_take_no_lease_and_wait_for_none(shop: SqlStore, case: Case, kind: ActionKind) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    claimed(shop)
    with shop.begin() as tx:
        tx.outbox.add(replace(action(case, "after-1", kind), order=ORDER), NOW)
    unread(shop, case)
    assert claimed(shop).key == "after-1"
    assert leased(shop) == 1


@pytest.mark.parametrize("kind", [ActionKind.COMMENT, ActionKind.TIDY])
def test_after_a_restore_comments_and_tidying_up_are_no_doubt(shop: SqlStore, case: Case, kind: ActionKind) -> None:
    add(shop, case, "after-1", kind)
    add(shop, case, "reply-1")
    with shop.begin() as tx:
        assert [each.key for each in tx.outbox.doubt(LATER)] == ["reply-1"]
    assert stored(shop, "after-1").state is ActionState.PENDING


def test_no_other_kind_gets_into_the_outbox(shop: SqlStore, case: Case) -> None:
    add(shop, case, "reply-1")
    with pytest.raises(IntegrityError), shop.engine.begin() as connection:
        connection.execute(update(outbox).values(kind="present"))
    assert stored(shop, "reply-1").kind is ActionKind.REPLY
