"""A database older than the world must not refund twice, answer twice, or forget that somebody wrote."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from connector.domain.case import State
from connector.flow import install
from connector.flow.dues import poll_all
from connector.flow.reconcile import reconcile
from connector.flow.restored import Report, UnknownMoment, restored
from connector.ports.errors import NotConnected, OutcomeUnknown, ReadFailed
from connector.ports.helpdesk import Author
from connector.ports.store import Action, ActionKind, ActionState
from tests.fakes.world import POLICY, TENANT, FakeWorld
from tests.flow.conftest import EMAIL, wants_cancel, wants_refund

UNNAMED = (
    "Bonjour, je voudrais être remboursée de mon bol, il ne me plaît pas, encore emballé. Merci"  # of which order?
)
ROUTES = [("contractpay", "refund"), ("checkmo", "refund"), ("checkmo", "cancel")]


def never(seconds: float) -> None:
    raise AssertionError(f"waits {seconds} s")


class Backup:
    """The database as it was; `restore` puts it back. Shop and helpdesk know what happened since."""

    def __init__(self, world: FakeWorld, directory: Path) -> None:
        self._world, self._copy = world, directory / "backup.db"
        self._path = Path(world.engine.url.database or "")
        with closing(sqlite3.connect(self._path)) as source, closing(sqlite3.connect(self._copy)) as target:
            source.backup(target)

    def restore(self) -> None:
        self._world.engine.dispose()
        for beside in ("-wal", "-shm"):
            Path(f"{self._path}{beside}").unlink(missing_ok=True)
        shutil.copy(self._copy, self._path)


@pytest.fixture
def backup(world: FakeWorld, tmp_path: Path) -> Callable[[], Backup]:
    return lambda: Backup(world, tmp_path)


def run(world: FakeWorld, since: datetime | None = None) -> Report:
    return restored(world.services, never, since)


def ask(world: FakeWorld, payment: str = "contractpay", kind: str = "refund") -> str:
    order = world.shop.place(EMAIL, {"BOL-01": 1}, payment, shipped_days_ago=3 if kind == "refund" else None)
    return world.writes(EMAIL, wants_refund(order) if kind == "refund" else wants_cancel(order))


def worked_before(world: FakeWorld) -> None:
    """Something the backup knows a moment from."""
    ask(world, "checkmo")
    world.work()


def ask_unnamed(world: FakeWorld) -> str:
    """A ticket that Retour answers with a question: nothing in the shop's books shows that it did."""
    ticket = world.writes(EMAIL, UNNAMED)
    world.work()
    assert len(world.desk.replies(ticket)) == 1
    return ticket


def finish(world: FakeWorld) -> None:
    """All that follows, over some days."""
    for _ in range(3):
        world.settle()
    world.wait(days=2)
    world.keep_promises()
    world.settle()


def happened(world: FakeWorld, kind: str, ticket: str) -> tuple[int, int]:
    """(calls that moved money, public replies)."""
    return world.shop.script.calls[kind], len(world.desk.replies(ticket))


MOMENTS = ["unread", "decided", "claimed", "paid", "replying", "told"]


def advance_to(world: FakeWorld, moment: str, kind: str) -> None:
    """Bring the one ticket to where the backup is made."""
    if moment == "unread":
        return
    world.read()
    if moment == "decided":
        return
    if moment == "claimed":
        world.shop.script.fail(kind, OutcomeUnknown("time-out"), done=True)
        world.act()
        return
    if moment == "paid":
        world.desk.script.fail("read_ticket", ReadFailed("503"))
        world.act()
        return
    if moment == "replying":
        world.desk.script.fail("write", OutcomeUnknown("time-out"), done=True)
        world.act()
        return
    world.work()


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("payment", "kind"), ROUTES)
def test_nothing_is_done_twice_wherever_the_backup_was_made(
    world: FakeWorld, backup: Callable[[], Backup], payment: str, kind: str, moment: str
) -> None:
    ticket = ask(world, payment, kind)
    advance_to(world, moment, kind)
    kept = backup()
    world.clock.advance(60)
    finish(world)
    assert happened(world, kind, ticket) == (1, 1)
    kept.restore()
    report = run(world)
    assert report.failed == {}
    finish(world)
    assert happened(world, kind, ticket) == (1, 1)
    assert world.shop.script.calls[kind] == 1


@pytest.mark.parametrize("moment", ["decided", "claimed", "paid"])
def test_without_the_command_the_customer_would_be_told_twice(
    world: FakeWorld, backup: Callable[[], Backup], moment: str
) -> None:
    """So the tests above do find something. Money moves once even then: the shop's books are read before every call."""
    ticket = ask(world)
    advance_to(world, moment, "refund")
    kept = backup()
    world.clock.advance(60)
    finish(world)
    kept.restore()
    finish(world)
    assert happened(world, "refund", ticket) == (1, 2)


def test_finds_what_was_sent_and_records_it(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    ticket = ask(world)
    world.read()
    kept = backup()
    world.clock.advance(60)
    world.work()
    kept.restore()
    report = run(world)
    assert [(each.kind, each.state) for each in report.doubted] == [("money", ActionState.PENDING)]
    assert world.states(ticket) == ["money claimed"]
    assert "restored" in world.said(ticket)
    finish(world)
    assert world.states(ticket) == ["money done", "reply done"]
    assert world.ledger() == [("made", "28.80 EUR")]
    assert world.leases() == 0
    assert world.case(ticket).state is State.SETTLED


def test_a_payout_that_was_lost_is_back(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    ask(world, "checkmo")
    world.read()
    kept = backup()
    world.clock.advance(60)
    world.work()
    kept.restore()
    assert world.payouts() == []
    run(world)
    finish(world)
    assert [str(each.amount) for each in world.payouts()] == ["28.80 EUR"]


def test_nobody_sends_before_somebody_looked(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    ticket = ask(world, "checkmo")
    world.read()
    kept = backup()
    kept.restore()
    run(world)
    world.work()
    assert world.shop.script.calls["refund"] == 0
    world.clock.advance(world.services.timing.settle - 5)
    assert reconcile(world.services) is False
    assert world.states(ticket) == ["money claimed"]
    assert world.leases() == 1


def test_what_was_surely_not_sent_follows_the_rules_of_any_silent_row(
    world: FakeWorld, backup: Callable[[], Backup]
) -> None:
    """Where unchanged books prove that nothing happened it is sent; an online refund goes to a person."""
    repeatable, online = ask(world, "checkmo"), ask(world, "contractpay")
    world.read()
    kept = backup()
    kept.restore()
    run(world)
    finish(world)
    assert world.state(repeatable, "money") == "done"
    assert world.state(online, "money") == "person"
    assert world.shop.script.calls["refund"] == 1


def test_who_wrote_in_the_lost_time_is_answered(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    kept = backup()
    world.clock.advance(60)
    ticket = ask(world)  # the event came in, then the machine died
    kept.restore()
    assert world.waiting_tickets() == 0
    report = run(world, world.clock() - timedelta(minutes=2))
    assert (report.tickets, report.answered) == (1, [])
    finish(world)
    assert happened(world, "refund", ticket) == (1, 1)
    assert world.case(ticket).state is State.SETTLED


def test_an_agent_is_told_of_a_ticket_that_was_answered_in_the_lost_time(
    world: FakeWorld, backup: Callable[[], Backup]
) -> None:
    kept = backup()
    world.clock.advance(60)
    ticket = ask(world, "checkmo")
    world.work()
    assert happened(world, "refund", ticket) == (1, 1)
    kept.restore()
    report = run(world, world.clock() - timedelta(minutes=2))
    assert report.answered == [(TENANT, ticket)]
    finish(world)
    assert happened(world, "refund", ticket) == (1, 1)
    (note,) = world.desk.notes(ticket)
    assert note in {
        "Retour · Restored from a backup: check what was answered and paid",
        "Retour · Restauré d'une sauvegarde : vérifier réponses et paiements",
    }
    assert (world.case(ticket).state, world.case(ticket).why) == (State.HANDED_OVER, "restored.answered")


def test_what_the_customer_writes_afterwards_is_read(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    kept = backup()
    world.clock.advance(60)
    ticket = ask(world)
    world.work()
    world.clock.advance(60)
    other = world.shop.place(EMAIL, {"MUG-BL": 1})
    kept.restore()
    run(world, world.clock() - timedelta(minutes=3))
    world.clock.advance(60)
    world.answers(
        ticket,
        f"Bonjour, je souhaite aussi être remboursé du mug, encore emballé, commande {other.number}. Merci",
    )
    finish(world)
    assert world.shop.amounts(other.id) != []
    assert len(world.desk.replies(ticket)) == 2


def test_is_repeatable(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    ticket = ask(world)
    world.read()
    kept = backup()
    world.clock.advance(60)
    world.work()
    kept.restore()
    first = run(world)
    rows, said = world.outbox_rows(), world.said(ticket)
    for _ in range(2):
        again = run(world, first.since)
        assert (again.doubted, again.answered) == ([], [])
    assert (world.outbox_rows(), world.said(ticket)) == (rows, said)
    finish(world)
    assert happened(world, "refund", ticket) == (1, 1)


def test_an_unfinished_run_is_gone_on_with_from_the_same_moment(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    ticket = ask(world)
    world.read()
    kept = backup()
    world.clock.advance(600)
    world.work()
    kept.restore()
    world.desk.script.fail("changed_since", NotConnected("reconnect needed"))
    first = run(world)
    assert first.failed == {TENANT: "reconnect needed"}
    world.clock.advance(3600)  # until somebody connected again
    second = run(world)
    assert (second.since, second.failed, second.tickets) == (first.since, {}, 1)
    assert run(world).since > first.since  # that one is over
    finish(world)
    assert happened(world, "refund", ticket) == (1, 1)


def test_waits_for_a_limit_and_gives_up_in_the_end(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    ask(world)
    waits: list[float] = []
    world.desk.script.fail("changed_since", ReadFailed("rate limit", 7.0), times=2)
    assert restored(world.services, waits.append).failed == {}
    assert waits == [7.0, 7.0]
    world.desk.script.fail("changed_since", ReadFailed("503", 500.0), times=None)
    waits.clear()
    assert restored(world.services, waits.append).failed == {TENANT: "503"}
    assert waits == [60.0] * 5


def test_goes_on_until_it_was_told_of_every_change(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    kept = backup()
    for _ in range(5):
        world.clock.advance(60)
        ask(world)
    since = world.clock() - timedelta(seconds=301)
    kept.restore()
    world.desk.most_changes = 2
    waits: list[float] = []
    world.desk.script.fail("changed_since", ReadFailed("rate limit", 7.0), skip=1)
    report = restored(world.services, waits.append, since)
    assert (report.tickets, report.failed, waits) == (5, {}, [7.0])
    assert world.desk.script.calls["changed_since"] == 5
    assert world.waiting_tickets() == 5


def test_fails_where_the_rest_cannot_be_had(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    kept = backup()
    for _ in range(3):
        world.clock.advance(60)
        ask(world)
    since = world.clock() - timedelta(seconds=181)
    kept.restore()
    world.desk.most_changes = 2
    world.desk.script.fail("changed_since", ReadFailed("503"), times=None, skip=1)
    report = restored(world.services, lambda seconds: None, since)
    assert (report.tickets, report.failed) == (0, {TENANT: "503"})


def test_the_brake_stays_as_it_was(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    install.change(world.services, TENANT, brake=True)
    kept = backup()
    kept.restore()
    run(world, world.clock())
    with world.store.begin() as tx:
        found = tx.tenants.get(TENANT)
    assert found is not None
    assert found.brake is True


# --- from which moment on ---------------------------------------------------------------------------------------------


def test_a_moment_after_the_backup_is_not_believed(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    """As the time of a file that took minutes to write: who was answered meanwhile is not answered again."""
    worked_before(world)
    known = world.clock() + timedelta(seconds=1)
    world.clock.advance(600)
    kept = backup()
    world.clock.advance(60)
    ticket = ask_unnamed(world)
    world.clock.advance(3600)
    kept.restore()
    report = run(world, world.clock())
    assert report.since < known
    assert report.answered == [(TENANT, ticket)]
    finish(world)
    assert len(world.desk.replies(ticket)) == 1


def test_an_earlier_moment_is_believed_and_kept_by_an_unfinished_run(
    world: FakeWorld, backup: Callable[[], Backup]
) -> None:
    worked_before(world)
    kept = backup()
    kept.restore()
    earlier = world.clock() - timedelta(hours=3)
    world.desk.script.fail("changed_since", NotConnected("reconnect needed"), times=2)
    assert run(world, earlier).since == earlier
    assert run(world, world.clock()).since == earlier
    assert run(world).since == earlier


@pytest.mark.parametrize("behind", [5, 300])
def test_a_helpdesk_whose_clock_is_behind_does_not_hide_an_answer(
    world: FakeWorld, backup: Callable[[], Backup], behind: int
) -> None:
    worked_before(world)
    kept = backup()
    ours, theirs = world.clock, lambda: world.clock() - timedelta(seconds=behind)
    world.desk._clock = theirs
    ours.advance(2)
    ticket = ask_unnamed(world)
    ours.advance(3600)
    kept.restore()
    assert run(world).answered == [(TENANT, ticket)]
    finish(world)
    assert len(world.desk.replies(ticket)) == 1


def test_what_an_agent_ordered_in_the_lost_time_is_told_also_where_clocks_differ(
    world: FakeWorld, backup: Callable[[], Backup]
) -> None:
    """The customer's words are known, the answer to them is not."""
    ticket = ask_unnamed(world)
    world.clock.advance(60)
    kept = backup()
    world.desk._say(ticket, Author.US, "Bonjour Camille, c'est fait.", public=True)
    held = world.desk._held[ticket]
    *before, said = held.ticket.messages
    slow = replace(said, at=world.clock() - timedelta(seconds=65))
    held.ticket = replace(held.ticket, messages=(*before, slow))
    kept.restore()
    assert run(world).answered == [(TENANT, ticket)]
    assert world.case(ticket).state is State.HANDED_OVER


def test_an_answer_that_the_backup_knows_is_nothing_to_tell(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    ticket = ask_unnamed(world)
    state, rows = world.case(ticket).state, world.outbox_rows()
    kept = backup()
    kept.restore()
    report = run(world)
    assert (report.tickets, report.answered) == (1, [])
    assert (world.case(ticket).state, world.outbox_rows()) == (state, rows)


def test_words_that_an_agent_answered_long_ago_are_nothing_to_tell(
    world: FakeWorld, backup: Callable[[], Backup]
) -> None:
    """Nobody took them up, and nobody will: what counts is what came after the agent's answer."""
    ticket = world.desk.customer_writes(EMAIL, "Bonjour, ouvrez-vous le dimanche ?")
    world.desk.agent_replies(ticket, "Bonjour, oui.")
    world.answers(ticket, UNNAMED)
    world.work()
    state = world.case(ticket).state
    kept = backup()
    kept.restore()
    assert run(world).answered == []
    assert world.case(ticket).state is state


def test_asks_for_the_moment_where_the_backup_knows_none(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    kept = backup()
    world.clock.advance(3600)
    ticket = ask_unnamed(world)
    world.clock.advance(7200)
    kept.restore()
    with pytest.raises(UnknownMoment, match="--since"):
        run(world)
    assert world.desk.script.calls["changed_since"] == 0
    assert (world.secrets.get("app", "restored"), world.waiting_tickets()) == (None, 0)
    assert run(world, world.clock() - timedelta(hours=4)).answered == [(TENANT, ticket)]
    finish(world)
    assert len(world.desk.replies(ticket)) == 1


def test_an_installation_that_was_off_then_is_looked_through_too(
    world: FakeWorld, backup: Callable[[], Backup]
) -> None:
    worked_before(world)
    world.set_policy(("mode: auto", "mode: off"))
    kept = backup()
    install.set_policy(world.services, TENANT, POLICY)
    world.clock.advance(60)
    ticket = ask_unnamed(world)
    kept.restore()
    assert run(world).answered == [(TENANT, ticket)]
    install.set_policy(world.services, TENANT, POLICY)
    world.clock.advance(300)
    poll_all(world.services)
    finish(world)
    assert len(world.desk.replies(ticket)) == 1


def test_an_uninstalled_account_is_not_called(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    worked_before(world)
    install.uninstall(world.services, TENANT)
    kept = backup()
    kept.restore()
    assert (run(world).failed, world.desk.script.calls["changed_since"]) == ({}, 0)


# --- holds and payouts ------------------------------------------------------------------------------------------------


def money(world: FakeWorld, ticket: str) -> Action:
    (found,) = [each for each in world.actions(ticket) if each.kind is ActionKind.MONEY]
    return found


def test_a_hold_goes_on(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    """Whoever may still undo a decision until nine may do so after a restore, too."""
    world.set_policy(("hold_minutes: 0", "hold_minutes: 60"))
    ticket = ask(world, "checkmo", "cancel")
    world.read()
    held = money(world, ticket)
    kept = backup()
    kept.restore()
    run(world)
    world.settle()
    world.wait(minutes=5)
    now = money(world, ticket)
    assert (held.state, now.state, now.due_at) == (ActionState.PENDING, ActionState.PENDING, held.due_at)
    assert happened(world, "cancel", ticket) == (0, 0)
    world.wait(minutes=60)
    assert world.shop.script.calls["cancel"] == 1
    assert money(world, ticket).state is ActionState.DONE


def test_names_every_payout_that_is_open(world: FakeWorld, backup: Callable[[], Backup]) -> None:
    worked_before(world)
    (payout,) = world.payouts()
    kept = backup()
    with world.store.begin() as tx:
        assert tx.dues.payout_done(payout.key, "bea", world.clock())
    kept.restore()
    assert [each.key for each in run(world).payouts] == [payout.key]
