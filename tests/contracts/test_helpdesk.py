"""What the flow relies on of any helpdesk: the fake it is tested with, and every vendor's adapter, promise the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from connector.ports.errors import Conflict, NotFound, NotSent, OutcomeUnknown, ReadFailed, Refused, TicketShut
from connector.ports.helpdesk import Author, Lifecycle, TicketStatus, TicketWrite
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
    return kit.port.write(made, kit.port.read_ticket(made.ticket_id))


def test_reads_what_the_customer_wrote(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Le bol est cassé")
    read = kit.port.read_ticket(ticket)
    assert (read.id, read.lifecycle, read.requester_email) == (ticket, Lifecycle.OPEN, EMAIL)
    assert (read.requester_name, read.participants, read.address_mismatch) == ("Camille Martin", 0, False)
    message = read.messages[0]
    assert (message.author, message.public, message.automatic, message.pictures) == (Author.CUSTOMER, True, False, 0)
    assert "Le bol est cassé" in message.body
    assert message.trusted is True
    assert message.at.utcoffset() == timedelta(0)


def test_tells_whom_the_vendor_distrusts(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour", trusted=False)
    assert kit.port.read_ticket(ticket).messages[0].trusted is False


def test_tells_machine_mail(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Je suis absent", automatic=True)
    assert kit.port.read_ticket(ticket).messages[0].automatic is True


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


def test_refuses_a_write_on_a_ticket_that_changed_since_it_was_read(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    seen = kit.port.read_ticket(ticket)
    kit.tagged(ticket, "vip")
    with pytest.raises(Conflict):
        kit.port.write(reply(ticket), seen)
    read = kit.port.read_ticket(ticket)
    assert [message.author for message in read.messages] == [Author.CUSTOMER]
    assert "vip" in read.tags
    assert kit.port.find_write(ticket, "reply-abc-1") is None


def test_takes_no_words_once_closed(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    seen = kit.port.read_ticket(ticket)
    kit.close(ticket)
    with pytest.raises(TicketShut):
        kit.port.write(reply(ticket), seen)
    read = kit.port.read_ticket(ticket)
    assert (read.lifecycle, len(read.messages)) == (Lifecycle.CLOSED, 1)
    with pytest.raises(TicketShut):
        kit.port.write(reply(ticket), read)


def test_a_merged_ticket_says_so_and_takes_no_words(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    kit.merge(ticket, kit.writes(EMAIL, "Camille Martin", "Encore moi"))
    read = kit.port.read_ticket(ticket)
    assert read.lifecycle is Lifecycle.MERGED
    with pytest.raises(TicketShut):
        kit.port.write(reply(ticket), read)
    assert kit.port.find_write(ticket, "reply-abc-1") is None


def test_a_deleted_ticket_is_not_found_and_takes_no_words(kit: DeskKit) -> None:
    ticket = kit.writes(EMAIL, "Camille Martin", "Bonjour")
    seen = kit.port.read_ticket(ticket)
    kit.delete(ticket)
    with pytest.raises(NotFound):
        kit.port.read_ticket(ticket)
    with pytest.raises(TicketShut):
        kit.port.write(reply(ticket), seen)
    with pytest.raises(NotFound):
        kit.port.find_write(ticket, "reply-abc-1")


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
    assert new in changed
    assert old not in changed
