"""Reading a ticket: who wrote what, who else reads it, what can still be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import responses
from responses import matchers

from connector.helpdesks.freshdesk.reading import ticket_from
from connector.helpdesks.freshdesk.tickets import MAX_PAGES, FreshdeskHelpdesk
from connector.ports.errors import NotConnected, NotFound, ReadFailed
from connector.ports.helpdesk import Author, Lifecycle, Ticket

Sample = Callable[[str], Any]
Json = dict[str, Any]
TICKET = "https://acme.freshdesk.com/api/v2/tickets/4211"
TALK = f"{TICKET}/conversations"
ARCHIVED = "https://acme.freshdesk.com/api/v2/tickets/archived/4211"
LENA, OURS, MARA, BROTHER = 43001122334, 43009900001, 43009900077, 43001199999
SHOP = "support@acme-shop.example"
OUR_WORDS = "<p>Hi Lena</p><p>Ref. DRNH-46SF</p>"
AN_AGENTS_ANSWERS = [  # typed in the service user's account
    "Wait, please.<br><br>On 5 October, Acme wrote:<br>&gt; Hi Lena<br>&gt;<br>&gt; Ref. DRNH-46SF",
    "Wait, please.<br>Le 5 octobre, Acme a écrit&nbsp;:<br>Hi Lena<br><br>Ref. DRNH-46SF",
    "<p>Wait, please.</p><p>&gt; Hi Lena</p><p>Ref. DRNH-46SF</p>",
    "<p>&gt; Hi Lena</p><p>&gt; Ref. DRNH-46SF</p><p>Wait, please.</p>",
    "<p>Hi Lena</p><p>Ref. DRNH-46SF</p><p>Wait, please.</p>",
    "<p>Wait, please (Ref. DRNH-46SF).</p>",
    "<p>Wait, please.</p><p>Ref. DRNH-46SF</p>",  # only its being the second one tells
]


class Conversation:
    """The recorded ticket, to be changed by a test and then read."""

    def __init__(self, sample: Sample) -> None:
        self.ticket: Json = sample("ticket_read__open")
        self.said: list[Json] = []

    def say(self, by: int, *, incoming: bool = False, private: bool = False, body: str = "x", **rest: Any) -> None:
        number = len(self.said)
        made = {"id": 43050000100 + number, "body": f"<div>{body}</div>", "user_id": by, "incoming": incoming}
        self.said.append({**made, "private": private, "created_at": f"2026-10-05T10:00:{number:02}Z", **rest})

    def read(self) -> Ticket:
        return ticket_from(self.ticket, self.said, str(OURS))


@pytest.fixture
def talk(sample: Sample) -> Conversation:
    return Conversation(sample)


def announce(http: responses.RequestsMock, document: Json, said: list[Json]) -> None:
    http.get(TICKET, json=document, match=[matchers.query_param_matcher({"include": "requester"})])
    http.get(TALK, json=said, match=[matchers.query_param_matcher({"per_page": "100", "page": "1"})])


def test_reads_the_recorded_ticket(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample, pace: Any
) -> None:
    announce(http, sample("ticket_read__open"), sample("conversations_read__photo_and_note"))
    ticket = desk.read_ticket("4211")
    assert (ticket.id, ticket.subject, ticket.lifecycle) == ("4211", "Broken kettle, refund please", Lifecycle.OPEN)
    assert (ticket.requester_email, ticket.requester_name) == ("lena.hofmann@example.com", "Lena Hofmann")
    assert (ticket.stamp, ticket.tags) == ("2026-10-05T09:22:03Z 43050000002", frozenset({"kettle"}))
    assert (ticket.language, ticket.requester_verified, ticket.participants) == (None, None, 0)
    assert (ticket.merged_into, ticket.follow_up_of, ticket.address_mismatch) == (None, None, False)
    assert [(m.id, m.author, m.public, m.pictures, m.trusted, m.automatic) for m in ticket.messages] == [
        ("t4211", Author.CUSTOMER, True, 0, None, False),
        ("43050000001", Author.CUSTOMER, True, 1, None, False),
        ("43050000002", Author.AGENT, False, 0, None, False),
    ]
    assert ticket.messages[0].at == datetime(2026, 10, 5, 9, 14, 12, tzinfo=UTC)
    assert ticket.messages[0].html is True
    assert "order 000000187" in ticket.messages[0].body
    assert [calls for _, _, calls in pace.taken] == [2, 1]


def test_tells_customer_others_agents_and_ourselves_apart(talk: Conversation) -> None:
    talk.say(LENA, incoming=True)
    talk.say(BROTHER, incoming=True)
    talk.say(MARA)
    talk.say(OURS, body=OUR_WORDS)
    talk.say(OURS, body="typed by a person in this agent's account")
    talk.say(OURS, body=f"Sorry<blockquote>{OUR_WORDS}</blockquote>")
    talk.say(OURS, body="<p>To decide</p><p>Ref. AAAA-2222</p>", private=True)
    talk.say(MARA, body=OUR_WORDS)
    assert [(message.author, message.public) for message in talk.read().messages[1:]] == [
        (Author.CUSTOMER, True),
        (Author.OTHER, True),
        (Author.AGENT, True),
        (Author.US, True),
        (Author.AGENT, True),
        (Author.AGENT, True),
        (Author.US, False),
        (Author.AGENT, True),
    ]


@pytest.mark.parametrize("quote", AN_AGENTS_ANSWERS)
def test_an_agent_who_quotes_us_from_our_account_is_an_agent(talk: Conversation, quote: str) -> None:
    talk.say(OURS, body=OUR_WORDS)
    talk.say(OURS, body=quote)
    assert [message.author for message in talk.read().messages[1:]] == [Author.US, Author.AGENT]


@pytest.mark.parametrize("quote", AN_AGENTS_ANSWERS[:-1])
def test_a_quote_of_us_is_an_agents_also_where_ours_was_deleted(talk: Conversation, quote: str) -> None:
    talk.say(OURS, body=quote)
    assert talk.read().messages[1].author is Author.AGENT


def test_only_the_first_message_with_a_reference_is_ours_in_whatever_order_they_come(talk: Conversation) -> None:
    talk.say(OURS, body=OUR_WORDS, created_at="2026-10-05T11:00:00Z")
    talk.say(OURS, body=OUR_WORDS, created_at="2026-10-05T10:00:00Z")
    assert [(message.id, message.author) for message in talk.read().messages[1:]] == [
        ("43050000101", Author.US),
        ("43050000100", Author.AGENT),
    ]


def test_what_the_server_puts_below_our_words_as_a_quote_leaves_them_ours(talk: Conversation) -> None:
    talk.say(OURS, body=f"{OUR_WORDS}<p>On 4 October, Lena wrote:</p><p>&gt; Hello</p>")
    talk.say(OURS, body="<p>Hi</p><p>Ref. AAAA-2222</p><blockquote>Hello</blockquote>")
    assert [message.author for message in talk.read().messages[1:]] == [Author.US, Author.US]


@pytest.mark.parametrize("source", [1, 2, 9], ids=["email", "portal", "feedback widget"])
def test_a_ticket_that_the_customer_opened_begins_with_the_customer(talk: Conversation, source: int) -> None:
    talk.ticket["source"] = source
    assert talk.read().messages[0].author is Author.CUSTOMER


@pytest.mark.parametrize("source", [3, 5, 7, 10, 11, 13, 101, None, "1"])
def test_a_ticket_that_anybody_else_may_have_written_begins_with_the_agent(talk: Conversation, source: object) -> None:
    talk.ticket["source"] = source
    first = talk.read().messages[0]
    assert (first.author, first.public) == (Author.AGENT, True)


def test_a_ticket_without_a_source_begins_with_the_agent(talk: Conversation) -> None:
    del talk.ticket["source"]
    assert talk.read().messages[0].author is Author.AGENT


def test_puts_messages_in_order_also_within_one_second(talk: Conversation) -> None:
    talk.say(LENA, incoming=True, created_at="2026-10-05T10:00:07Z", id=9)
    talk.say(MARA, created_at="2026-10-05T10:00:07Z", id=10)
    talk.say(LENA, incoming=True, created_at="2026-10-05T10:00:06Z", id=11)
    assert [message.id for message in talk.read().messages] == ["t4211", "11", "9", "10"]


@pytest.mark.parametrize(
    ("status", "lifecycle"),
    [
        (2, Lifecycle.OPEN),
        (3, Lifecycle.OPEN),
        (4, Lifecycle.SOLVED),
        (5, Lifecycle.SOLVED),
        (6, Lifecycle.OPEN),
        (23, Lifecycle.OPEN),
    ],
)
def test_closed_still_takes_words_and_an_accounts_own_status_is_open(
    talk: Conversation, status: int, lifecycle: Lifecycle
) -> None:
    talk.ticket["status"] = status
    assert talk.read().lifecycle is lifecycle


@pytest.mark.parametrize(
    ("note", "lifecycle", "into"),
    [
        ("This ticket is closed and merged into ticket 4300", Lifecycle.MERGED, "4300"),
        ("Merged into <a href='x'>#4300</a>.", Lifecycle.MERGED, "4300"),
        ("Ce ticket est fermé et fusionné avec le ticket n° 4300", Lifecycle.MERGED, "4300"),
        ("Ticket 4211 was merged into ticket 4300", Lifecycle.MERGED, "4300"),
        ("Ticket with ID 4300 is merged into this ticket Mug merged into ticket 9", Lifecycle.SOLVED, None),
        ("See ticket 4300", Lifecycle.SOLVED, None),
        ("merged into ticket 4211", Lifecycle.SOLVED, None),
    ],
)
def test_a_closing_note_tells_of_a_merge(talk: Conversation, note: str, lifecycle: Lifecycle, into: str | None) -> None:
    talk.ticket["status"] = 5
    talk.say(MARA, private=True, body=note)
    talk.say(LENA, incoming=True)
    read = talk.read()
    assert (read.lifecycle, read.merged_into) == (lifecycle, into)


@pytest.mark.parametrize(
    "changed",
    [{"incoming": True, "user_id": LENA}, {"private": False}, {"status": 4}],
    ids=["the customer's words", "public", "not closed"],
)
def test_nothing_else_tells_of_a_merge(talk: Conversation, changed: Json) -> None:
    talk.ticket["status"] = changed.pop("status", 5)
    talk.say(MARA, private=True, body="merged into ticket 4300")
    talk.said[0] |= changed
    assert (talk.read().lifecycle, talk.read().merged_into) == (Lifecycle.SOLVED, None)


@pytest.mark.parametrize(
    ("changed", "count"),
    [
        ({"cc_emails": ["Brother <brother@example.com>"]}, 1),
        ({"cc_emails": ["LENA.Hofmann@example.com"]}, 0),
        ({"cc_emails": ["brother@example.com"], "reply_cc_emails": ["BROTHER@example.com"]}, 1),
        ({"fwd_emails": ["warehouse@example.com"]}, 1),
        ({"to_emails": [SHOP]}, 0),
        ({"to_emails": None}, 0),
        ({"to_emails": [SHOP, "brother@example.com"]}, 1),
        ({"to_emails": [SHOP, "Lena <lena.hofmann@example.com>"]}, 0),
        ({"to_emails": [SHOP, "brother@example.com"], "support_email": SHOP}, 1),
        ({"to_emails": ["brother@example.com"], "support_email": "other@acme-shop.example"}, 0),
    ],
)
def test_counts_who_else_the_ticket_went_to(talk: Conversation, changed: Json, count: int) -> None:
    talk.ticket |= changed
    assert talk.read().participants == count


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ({"by": LENA, "incoming": True, "cc_emails": ["brother@example.com"]}, 1),
        ({"by": LENA, "incoming": True, "to_emails": [SHOP], "support_email": SHOP}, 0),
        ({"by": LENA, "incoming": True, "to_emails": [SHOP, "brother@example.com"], "support_email": SHOP}, 1),
        ({"by": BROTHER, "incoming": True, "from_email": "Brother <brother@example.com>"}, 1),
        ({"by": BROTHER, "incoming": True}, 1),
        ({"by": MARA, "to_emails": ["lena.hofmann@example.com"]}, 0),
        ({"by": MARA, "to_emails": ["lena.hofmann@example.com"], "bcc_emails": ["boss@acme-shop.example"]}, 1),
        ({"by": MARA, "to_emails": ["carrier@example.com"]}, 1),
        ({"by": MARA, "private": True, "to_emails": ["colleague@acme-shop.example"]}, 0),
    ],
)
def test_counts_who_else_is_in_the_thread(talk: Conversation, said: Json, count: int) -> None:
    talk.say(said.pop("by"), **said)
    assert talk.read().participants == count


@pytest.mark.parametrize(
    ("said", "mismatch"),
    [
        ({"by": LENA, "incoming": True, "from_email": "Lena <LENA.hofmann@example.com>"}, False),
        ({"by": LENA, "incoming": True, "from_email": None}, False),
        ({"by": LENA, "incoming": True, "from_email": "Lena Hofmann <lena@work.example>"}, True),
        ({"by": BROTHER, "incoming": True, "from_email": "brother@example.com"}, False),
        ({"by": MARA, "from_email": SHOP}, False),
    ],
)
def test_tells_mail_that_came_from_elsewhere(talk: Conversation, said: Json, mismatch: bool) -> None:
    talk.say(said.pop("by"), **said)
    assert talk.read().address_mismatch is mismatch


@pytest.mark.parametrize("requester", [None, {"id": LENA, "email": None, "name": None}])
def test_a_requester_may_have_no_address(talk: Conversation, requester: Json | None) -> None:
    talk.ticket["requester"] = requester
    read = talk.read()
    assert (read.requester_email, read.requester_name, read.participants) == (None, "", 0)


def test_only_pictures_count_as_such(talk: Conversation) -> None:
    kinds = ["image/jpeg", "IMAGE/PNG", "application/pdf", None]
    talk.ticket["attachments"] = [{"content_type": kind} for kind in kinds]
    talk.say(LENA, incoming=True, attachments=[{"content_type": "image/webp"}])
    assert [message.pictures for message in talk.read().messages] == [2, 1]


@pytest.mark.parametrize("mark", ["spam", "deleted"])
def test_spam_and_deleted_tickets_are_not_found(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample, mark: str
) -> None:
    http.get(TICKET, json=sample("ticket_read__open") | {mark: True})
    with pytest.raises(NotFound, match=mark):
        desk.read_ticket("4211")
    assert len(http.calls) == 1


@pytest.mark.parametrize(
    ("talk", "ids"),
    [({"status": 404}, ["t4211"]), ({}, ["t4211", "43050000100"])],
    ids=["none to be had", "with its conversations"],
)
def test_an_archived_ticket_takes_nothing_any_more(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, talk: Json, ids: list[str], sample: Sample
) -> None:
    thread = Conversation(sample)
    thread.say(LENA, incoming=True)
    http.get(TICKET, status=404)
    http.get(ARCHIVED, json=thread.ticket)
    http.get(f"{ARCHIVED}/conversations", **(talk or {"json": thread.said}))
    read = desk.read_ticket("4211")
    assert (read.lifecycle, [message.id for message in read.messages]) == (Lifecycle.CLOSED, ids)


def test_does_not_find_what_never_was(http: responses.RequestsMock, desk: FreshdeskHelpdesk) -> None:
    http.get(TICKET, status=404)
    http.get(ARCHIVED, status=404)
    with pytest.raises(NotFound):
        desk.read_ticket("4211")


def test_reads_every_conversation(http: responses.RequestsMock, desk: FreshdeskHelpdesk, talk: Conversation) -> None:
    for _ in range(101):
        talk.say(LENA, incoming=True, created_at="2026-10-05T10:00:00Z")
    announce(http, talk.ticket, talk.said[:100])
    http.get(TALK, json=talk.said[100:], match=[matchers.query_param_matcher({"per_page": "100", "page": "2"})])
    assert len(desk.read_ticket("4211").messages) == 102


def test_reads_rather_nothing_than_a_part(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, talk: Conversation
) -> None:
    for _ in range(100):
        talk.say(LENA, incoming=True, created_at="2026-10-05T10:00:00Z")
    http.get(TICKET, json=talk.ticket)
    http.get(TALK, json=talk.said)
    with pytest.raises(ReadFailed, match="more than 50 pages"):
        desk.read_ticket("4211")
    assert len(http.calls) == 1 + MAX_PAGES


@pytest.mark.parametrize(
    "document",
    [[], None, {}, {"id": 4211}, {"id": 4211, "requester_id": 1, "status": 2, "updated_at": "x", "created_at": "x"}],
)
def test_a_ticket_of_another_shape_is_a_failed_read(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, document: Any
) -> None:
    http.get(TICKET, json=document)
    if isinstance(document, dict):
        http.get(TALK, json=[])
    with pytest.raises(ReadFailed):
        desk.read_ticket("4211")


def test_a_ticket_of_a_group_that_is_not_ours_asks_for_a_wider_scope(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk
) -> None:
    http.get(TICKET, status=403)
    with pytest.raises(NotConnected):
        desk.read_ticket("4211")
    assert len(http.calls) == 1
