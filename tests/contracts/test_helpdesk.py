"""What the flow relies on of any helpdesk: the fake it is tested with, and every vendor's adapter, promise the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from connector.ports.errors import Conflict, NotFound, NotSent, OutcomeUnknown, ReadFailed, Refused, TicketShut
from connector.ports.helpdesk import Author, Changes, Lifecycle, TicketStatus, TicketWrite
from tests.contracts.desks import KITS, DeskKit

EMAIL = "camille@example.com"


@pytest.fixture(scope="module", params=sorted(KITS))
def account(request: pytest.FixtureRequest) -> Iterator[DeskKit]:
    with KITS[request.param]() as made:
        yield made


@pytest.fixture
def kit(account: DeskKit) -> Iterator[DeskKit]:
    yield account
    account.calm()


def reply(ticket: str, key: str = "reply-abc-1", text: str = "Bonjour Camille", **more: object) -> TicketWrite:
    return TicketWrite(ticket_id=ticket, key=key, text=text, public=True, **more)  # type: ignore[arg-type]


def write(kit: DeskKit, made: TicketWrite) -> str:
    """As the flow does: read, say, then set what did not travel with the words."""
    said = kit.port.write(made, kit.port.read_ticket(made.ticket_id))
    kit.port.complete(made)
    return said


def is_shut(kit: DeskKit, ticket: str) -> bool:
    """Whether the ticket says that it takes no more words, or cannot be read any more."""
    try:
        return kit.port.read_ticket(ticket).lifecycle.shut
    except NotFound:
        return True


def test_reads_what_the_customer_wrote(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Le bol est cassé")
    read = kit.port.read_ticket(ticket)
    assert (read.id, read.lifecycle, read.requester_email) == (ticket, Lifecycle.OPEN, EMAIL)
    assert (read.requester_name, read.participants, read.address_mismatch) == ("Camille Martin", 0, False)
    message = read.messages[0]
    assert (message.author, message.public, message.automatic, message.pictures) == (Author.CUSTOMER, True, False, 0)
    assert "Le bol est cassé" in message.body
    assert message.trusted is (True if kit.port.capabilities.sender_verdict else None)
    assert message.at.utcoffset() == timedelta(0)


def test_tells_whom_the_vendor_distrusts_or_that_it_gives_no_verdict(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour", trusted=False)
    assert kit.port.read_ticket(ticket).messages[0].trusted is (False if kit.port.capabilities.sender_verdict else None)


def test_tells_machine_mail_where_it_can(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Je suis absent", automatic=True)
    assert kit.port.read_ticket(ticket).messages[0].automatic is kit.port.capabilities.machine_mail


def test_counts_pictures(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Voici la photo", picture=True)
    assert kit.port.read_ticket(ticket).messages[0].pictures == 1


def test_tells_customer_agent_and_ourselves_apart_oldest_first(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    kit.later(2)
    kit.agent_says(ticket, "Je regarde", public=True)
    kit.later(2)
    kit.agent_says(ticket, "Client fidèle", public=False)
    kit.later(2)
    write(kit, reply(ticket))
    kit.later(2)
    kit.answers(ticket, "Merci")
    read = kit.port.read_ticket(ticket)
    assert [(message.author, message.public) for message in read.messages] == [
        (Author.CUSTOMER, True),
        (Author.AGENT, True),
        (Author.AGENT, False),
        (Author.US, True),
        (Author.CUSTOMER, True),
    ]


def test_a_write_carries_text_tags_and_status(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    tags = frozenset({"retour", "retour_settled"})
    written = write(kit, reply(ticket, add_tags=tags, status=TicketStatus.SOLVED))
    read = kit.port.read_ticket(ticket)
    assert written == read.messages[-1].id
    assert "Bonjour Camille" in read.messages[-1].body
    assert tags <= read.tags
    assert read.lifecycle is Lifecycle.SOLVED


def test_the_key_is_seen_only_where_it_cannot_travel_unseen(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    write(kit, reply(ticket))
    shown = kit.port.read_ticket(ticket).messages[-1].body
    assert ("Ref. " in shown) is (not kit.port.capabilities.key_in_write)
    assert "reply-abc-1" not in shown


def test_completing_a_write_again_changes_nothing(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    made = reply(ticket, add_tags=frozenset({"retour_settled"}), status=TicketStatus.SOLVED)
    write(kit, made)
    kit.tagged(ticket, "vip")
    before = kit.port.read_ticket(ticket)
    kit.port.complete(made)
    after = kit.port.read_ticket(ticket)
    assert (after.tags, after.lifecycle, after.messages) == (before.tags, before.lifecycle, before.messages)
    assert {"vip", "retour_settled"} <= after.tags


def test_a_ticket_that_the_customer_answered_meanwhile_is_not_marked_as_solved(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    made = reply(ticket, add_tags=frozenset({"retour_settled"}), status=TicketStatus.SOLVED)
    kit.port.write(made, kit.port.read_ticket(ticket))
    kit.later(2)
    kit.answers(ticket, "Encore une question")
    kit.port.complete(made)
    read = kit.port.read_ticket(ticket)
    assert (read.lifecycle, "retour_settled" in read.tags) == (Lifecycle.OPEN, True)


def test_completing_a_write_on_a_ticket_that_is_gone_does_nothing(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    made = reply(ticket, add_tags=frozenset({"retour_settled"}), status=TicketStatus.SOLVED)
    kit.port.write(made, kit.port.read_ticket(ticket))
    kit.delete(ticket)
    kit.port.complete(made)
    assert is_shut(kit, ticket) is True


def test_a_note_is_not_public(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    write(kit, TicketWrite(ticket_id=ticket, key="note-abc-1", text="À décider", public=False))
    message = kit.port.read_ticket(ticket).messages[-1]
    assert (message.author, message.public) == (Author.US, False)


def test_tags_of_others_stay_and_ours_go(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    kit.tagged(ticket, "vip")
    write(kit, reply(ticket, add_tags=frozenset({"retour_waiting"})))
    write(kit, reply(ticket, "reply-abc-2", add_tags=frozenset({"done"}), remove_tags=frozenset({"retour_waiting"})))
    tags = kit.port.read_ticket(ticket).tags
    assert {"vip", "done"} <= tags
    assert "retour_waiting" not in tags


def test_a_customer_s_answer_opens_a_solved_ticket(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    write(kit, reply(ticket, status=TicketStatus.SOLVED))
    kit.answers(ticket, "Encore une question")
    assert kit.port.read_ticket(ticket).lifecycle is Lifecycle.OPEN


def test_finds_a_write_by_its_key_also_after_later_ones(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    write(kit, reply(ticket, "reply-abc-1"))
    write(kit, reply(ticket, "reply-abc-2"))
    assert kit.port.find_write(ticket, "reply-abc-1") is not None
    assert kit.port.find_write(ticket, "reply-abc-2") is not None


def test_finds_no_write_that_was_not_made(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "reply-abc-1 reply-abc-12")
    write(kit, reply(ticket, "reply-abc-12"))
    assert kit.port.find_write(ticket, "reply-abc-1") is None
    assert kit.port.find_write(ticket, "reply-abc") is None


def test_no_tag_of_a_colleague_is_lost_that_came_after_the_ticket_was_read(kit: DeskKit) -> None:
    """Where the vendor checks, nothing is written at all; where it does not, the words go out beside the tag."""
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    seen = kit.port.read_ticket(ticket)
    kit.tagged(ticket, "vip")
    made = reply(ticket, add_tags=frozenset({"retour"}))
    if kit.port.capabilities.conflict_check:
        with pytest.raises(Conflict):
            kit.port.write(made, seen)
    else:
        kit.port.write(made, seen)
        kit.port.complete(made)
    read = kit.port.read_ticket(ticket)
    said = [] if kit.port.capabilities.conflict_check else [Author.US]
    assert [message.author for message in read.messages] == [Author.CUSTOMER, *said]
    assert "vip" in read.tags
    assert (kit.port.find_write(ticket, "reply-abc-1") is None) is kit.port.capabilities.conflict_check


def test_takes_no_words_once_shut(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    seen = kit.port.read_ticket(ticket)
    kit.shut(ticket)
    with pytest.raises(TicketShut):
        kit.port.write(reply(ticket), seen)
    assert is_shut(kit, ticket) is True
    assert kit.said_by_us(ticket) == 0


def test_a_merged_ticket_takes_no_words(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    seen = kit.port.read_ticket(ticket)
    kit.merge(ticket, kit.writes(EMAIL, "Camille Martin", "Encore moi"))
    assert is_shut(kit, ticket) is True
    with pytest.raises(TicketShut):
        kit.port.write(reply(ticket), replace(seen, lifecycle=Lifecycle.MERGED))
    assert kit.said_by_us(ticket) == 0


def test_a_deleted_ticket_takes_no_words(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    seen = kit.port.read_ticket(ticket)
    kit.delete(ticket)
    assert is_shut(kit, ticket) is True
    with pytest.raises(TicketShut):
        kit.port.write(reply(ticket), seen)
    assert kit.said_by_us(ticket) == 0


def test_does_not_find_what_never_was(kit: DeskKit) -> None:
    with pytest.raises(NotFound):
        kit.port.read_ticket("987654321")


def test_writes_no_empty_message(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    with pytest.raises(Refused):
        write(kit, reply(ticket, text=" \n"))
    assert len(kit.port.read_ticket(ticket).messages) == 1


def test_never_writes_to_another_ticket_than_was_seen(kit: DeskKit) -> None:
    one, two = (kit.writes(EMAIL, "Camille Martin", "Bonjour") for _ in range(2))
    with pytest.raises(ValueError, match="not the one written to"):
        kit.port.write(reply(one), kit.port.read_ticket(two))
    assert [len(kit.port.read_ticket(each).messages) for each in (one, two)] == [1, 1]


def test_a_lost_answer_is_no_failure_and_the_write_is_found(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    seen = kit.port.read_ticket(ticket)
    kit.lose_answer()
    with pytest.raises(OutcomeUnknown):
        kit.port.write(reply(ticket), seen)
    assert kit.port.find_write(ticket, "reply-abc-1") is not None
    assert len(kit.port.read_ticket(ticket).messages) == 2


def test_a_write_that_was_turned_away_did_not_happen(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    seen = kit.port.read_ticket(ticket)
    kit.busy(7)
    with pytest.raises(NotSent) as caught:
        kit.port.write(reply(ticket), seen)
    assert caught.value.retry_after == 7.0
    assert kit.port.find_write(ticket, "reply-abc-1") is None
    assert len(kit.port.read_ticket(ticket).messages) == 1


def test_a_read_that_failed_may_be_made_again(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    kit.away()
    with pytest.raises(ReadFailed):
        kit.port.read_ticket(ticket)
    assert kit.port.read_ticket(ticket).id == ticket


def test_tells_which_tickets_changed_lately(kit: DeskKit) -> None:
    old = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    kit.later(7200)
    since = kit.now()
    kit.later(2)
    new = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    kit.later(300)
    changed = kit.port.changed_since(since)
    assert changed.until is None
    assert new in changed.ids
    assert old not in changed.ids


def test_after_a_limit_the_rest_comes_with_the_next_call(kit: DeskKit, monkeypatch: pytest.MonkeyPatch) -> None:
    kit.later(7200)
    since = kit.now()
    changed: list[tuple[datetime, str]] = []
    for _ in range(5):
        kit.later(10)
        ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
        changed.append((kit.now(), ticket))
    kit.later(300)
    kit.cut_short(monkeypatch)
    first = part_since(kit, since)
    assert (first is not None) is kit.tells_in_parts  # else all or nothing: with the next call, everything comes
    told, start = (list(first.ids), first.until) if first else ([], since)
    assert {ticket for at, ticket in changed if first and first.until and at <= first.until} <= set(told)
    assert not {ticket for _, ticket in changed} <= set(told)
    while start is not None:
        part = kit.port.changed_since(start)
        assert part.until is None or part.until > start
        told, start = [*told, *part.ids], part.until
    assert {ticket for _, ticket in changed} <= set(told)


def part_since(kit: DeskKit, since: datetime) -> Changes | None:
    """What the account tells before its limit; None where it tells all or nothing."""
    try:
        part = kit.port.changed_since(since)
    except ReadFailed:
        return None
    assert part.until is not None
    assert part.until > since
    return part
