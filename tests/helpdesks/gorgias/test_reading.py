"""What a ticket's JSON says: who wrote, from where, who else is there, and how it can be answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import responses
from responses import matchers

from connector.helpdesks.gorgias.reading import Address, GorgiasTicket, Route, ticket_from
from connector.helpdesks.gorgias.tickets import GorgiasHelpdesk
from connector.ports.errors import NotFound, ReadFailed
from connector.ports.helpdesk import Author, Lifecycle, Message

Sample = Callable[[str], Any]
Json = dict[str, Any]
URL = "https://acme.gorgias.com/api/tickets/86538298"
MAIL = "Hi,\n\nthe mug in order 000000123 arrived broken. Can I get my money back?\n\nJo"
SUPPORT = Address("Acme Support", "support@acme-store.test")


@pytest.fixture
def ticket(sample: Sample) -> Json:
    return dict(sample("ticket_read__mail"))


@pytest.fixture
def mail(ticket: Json) -> Json:
    """The customer's message in `ticket`."""
    return dict(ticket["messages"][0])


def read(ticket: Json, *messages: Json, mailboxes: frozenset[str] = frozenset()) -> GorgiasTicket:
    return ticket_from(ticket, messages or ticket["messages"], mailboxes)


def sources(message: Json, **places: Any) -> Json:
    return message | {"source": message["source"] | places}


def test_reads_the_recorded_ticket(http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json) -> None:
    http.get(URL, json=ticket)
    at = datetime(2026, 11, 2, 9, 14, 3, 120000, tzinfo=UTC)
    assert desk.read_ticket("86538298") == GorgiasTicket(
        id="86538298",
        subject="Order 000000123 arrived broken",
        lifecycle=Lifecycle.OPEN,
        stamp="2026-11-02T09:14:05.500000+00:00",
        tags=frozenset({"retour-auto"}),
        requester_email="jo.harper@example.test",
        requester_name="Jo Harper",
        language="en",
        messages=(Message("208822164", at, Author.CUSTOMER, True, MAIL, pictures=1),),
        route=Route(387705374, SUPPORT, Address("Jo Harper", "jo.harper@example.test")),
    )
    assert len(http.calls) == 1


def test_reads_the_rest_of_a_long_thread_from_its_pages(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json, mail: Json
) -> None:
    later = mail | {"id": 208822165, "created_datetime": "2026-11-02T09:15:00"}
    http.get(URL, json=ticket | {"messages_count": 2})
    first = {"data": [later], "meta": {"next_cursor": "c2"}}
    http.get(f"{URL}/messages", json=first, match=[matchers.query_param_matcher({"limit": "100"})])
    rest = {"data": [mail], "meta": {"next_cursor": None}}
    http.get(f"{URL}/messages", json=rest, match=[matchers.query_param_matcher({"limit": "100", "cursor": "c2"})])
    assert [message.id for message in desk.read_ticket("86538298").messages] == ["208822164", "208822165"]
    assert len(http.calls) == 3


@pytest.mark.parametrize("ticket_id", ["", "abc", "../users/0", "7?x=1", "７"])
def test_asks_for_nothing_that_is_no_ticket(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket_id: str
) -> None:
    with pytest.raises(NotFound):
        desk.read_ticket(ticket_id)
    assert len(http.calls) == 0


def test_says_when_there_is_no_such_ticket(http: responses.RequestsMock, desk: GorgiasHelpdesk, sample: Sample) -> None:
    missing = sample("any__not_found")
    http.get(URL, json=missing["body"], status=missing["status"])
    with pytest.raises(NotFound):
        desk.read_ticket("86538298")


@pytest.mark.parametrize(
    "answer", [[], {}, {"id": 1}, {"id": 1, "status": "open", "created_datetime": "x", "messages": [{}]}, "x", 7]
)
def test_another_answer_is_a_failed_read(http: responses.RequestsMock, desk: GorgiasHelpdesk, answer: Any) -> None:
    http.get(URL, json=answer)
    with pytest.raises(ReadFailed, match="not a ticket"):
        desk.read_ticket("86538298")


@pytest.mark.parametrize(
    ("changes", "lifecycle"),
    [
        ({"status": "closed"}, Lifecycle.SOLVED),
        ({"status": "open", "snooze_datetime": "2026-11-03T09:00:00+00:00"}, Lifecycle.OPEN),
        ({"trashed_datetime": "2026-11-03T09:00:00+00:00"}, Lifecycle.DELETED),
        ({"spam": True}, Lifecycle.DELETED),
        ({"status": "closed", "spam": True}, Lifecycle.DELETED),
    ],
)
def test_tells_what_can_still_be_done(ticket: Json, changes: Json, lifecycle: Lifecycle) -> None:
    assert read(ticket | changes).lifecycle is lifecycle


@pytest.mark.parametrize(
    ("changes", "author"),
    [
        ({}, Author.CUSTOMER),
        ({"sender": {"id": 1}}, Author.OTHER),
        ({"sender": None}, Author.OTHER),
        ({"from_agent": True}, Author.AGENT),
        ({"from_agent": True, "external_id": "retour:reply-1"}, Author.US),
        ({"from_agent": True, "external_id": "other-app:reply-1"}, Author.AGENT),
        ({"external_id": "retour:reply-1"}, Author.CUSTOMER),
        ({"from_agent": True, "rule_id": 12}, Author.SYSTEM),
        ({"from_agent": True, "via": "rule"}, Author.SYSTEM),
        ({"via": "system"}, Author.SYSTEM),
        ({"from_agent": True, "rule_id": 12, "external_id": "retour:reply-1"}, Author.US),
    ],
)
def test_tells_who_wrote(ticket: Json, mail: Json, changes: Json, author: Author) -> None:
    message = read(ticket, mail | changes).messages[0]
    assert message.author is author
    assert message.automatic is (author is Author.SYSTEM)


@pytest.mark.parametrize(
    ("changes", "public"),
    [
        ({"public": True}, True),
        ({"public": False}, False),
        ({"public": True, "channel": "internal-note"}, False),
        ({"public": "true"}, False),
    ],
)
def test_tells_what_the_customer_sees(ticket: Json, mail: Json, changes: Json, public: bool) -> None:
    assert read(ticket, mail | changes).messages[0].public is public


@pytest.mark.parametrize(
    ("changes", "body", "html"),
    [
        ({}, MAIL, False),
        ({"stripped_text": None}, f"{MAIL}\n\nSent from my phone", False),
        ({"stripped_text": "", "body_text": ""}, None, True),
        ({"stripped_text": None, "body_text": None, "stripped_html": None, "body_html": "<b>x</b>"}, "<b>x</b>", True),
        ({"stripped_text": None, "body_text": None, "stripped_html": None, "body_html": None}, "", False),
    ],
)
def test_takes_new_words_first_and_markup_last(
    ticket: Json, mail: Json, changes: Json, body: str | None, html: bool
) -> None:
    message = read(ticket, mail | changes).messages[0]
    assert (message.body, message.html) == (mail["stripped_html"] if body is None else body, html)


@pytest.mark.parametrize(
    ("headers", "automatic"),
    [
        ({"Auto-Submitted": "auto-replied"}, True),
        ({"auto-submitted": "Auto-Generated; owner-email=x"}, True),
        ({"Auto-Submitted": "no"}, False),
        ({"Auto-Submitted": "No; reason=x"}, False),
        ({"X-Autoreply": "yes"}, True),
        ({"X-Autorespond": ""}, True),
        ({"Precedence": "Bulk"}, True),
        ({"Precedence": "first-class"}, False),
        ({"Return-Path": "<>"}, True),
        ({"Return-Path": "<jo.harper@example.test>"}, False),
        ({"X-Mailer": "Phone Mail"}, False),
        (None, False),
        ([], False),
    ],
)
def test_tells_machine_mail_by_its_headers(ticket: Json, mail: Json, headers: Any, automatic: bool) -> None:
    assert read(ticket, mail | {"headers": headers}).messages[0].automatic is automatic


def test_counts_pictures_only(ticket: Json, mail: Json) -> None:
    files = [{"content_type": "image/png"}, {"content_type": "IMAGE/JPEG"}, {"content_type": "text/x"}, {}]
    assert read(ticket, mail | {"attachments": files}).messages[0].pictures == 2
    assert read(ticket, mail | {"attachments": None}).messages[0].pictures == 0


def test_oldest_first_and_what_was_deleted_is_gone(ticket: Json, mail: Json) -> None:
    early = mail | {"id": 9, "created_datetime": "2026-11-02T09:14:03.110000"}
    same = mail | {"id": 208822163}
    deleted = mail | {"id": 1, "deleted_datetime": "2026-11-02T10:00:00+00:00"}
    assert [each.id for each in read(ticket, mail, same, early, deleted).messages] == ["9", "208822163", "208822164"]


def test_a_time_that_lies_ahead_puts_no_message_behind_later_ones(ticket: Json, mail: Json) -> None:
    ahead = mail | {"created_datetime": "2030-01-01T00:00:00+00:00"}
    agent = mail | {"id": 208822170, "from_agent": True}
    assert [each.id for each in read(ticket, agent, ahead).messages] == ["208822164", "208822170"]


@pytest.mark.parametrize(
    ("changes", "failed"),
    [
        ({}, True),
        ({"sent_datetime": "2026-11-02T09:20:00+00:00"}, False),
        ({"failed_datetime": None}, False),
        ({"external_id": None}, False),
        ({"from_agent": False}, False),
    ],
)
def test_tells_which_of_our_messages_never_left(ticket: Json, mail: Json, changes: Json, failed: bool) -> None:
    ours = mail | {"from_agent": True, "external_id": "retour:reply-1", "sent_datetime": None}
    ours |= {"failed_datetime": "2026-11-02T09:20:00+00:00"}
    assert read(ticket, ours | changes).messages[0].failed is failed


def test_times_without_a_zone_are_utc(ticket: Json, mail: Json) -> None:
    naive = read(ticket, mail | {"created_datetime": "2026-11-02T09:14:03.5"}).messages[0].at
    zoned = read(ticket, mail | {"created_datetime": "2026-11-02T10:14:03.5+01:00"}).messages[0].at
    assert naive == zoned == datetime(2026, 11, 2, 9, 14, 3, 500000, tzinfo=UTC)
    assert (naive.tzinfo, zoned.tzinfo) == (UTC, UTC)


def test_answers_the_address_last_written_from(ticket: Json, mail: Json) -> None:
    later = sources(mail, **{"from": {"name": "Jo", "address": "Jo.Work@example.test"}})
    later |= {"id": 208822165, "created_datetime": "2026-11-03T09:00:00+00:00"}
    got = read(ticket, mail, later)
    assert (got.requester_email, got.address_mismatch) == ("Jo.Work@example.test", False)
    assert got.route.receiver == Address("Jo Harper", "Jo.Work@example.test")


def test_an_address_that_is_none_of_theirs_is_told_and_not_answered(ticket: Json, mail: Json) -> None:
    got = read(ticket, sources(mail, **{"from": {"name": "Jo Harper", "address": "jo.harper@evil.test"}}))
    assert (got.requester_email, got.address_mismatch) == ("jo.harper@example.test", True)
    assert got.route.receiver == Address("Jo Harper", "jo.harper@example.test")


def test_an_address_taken_off_the_customer_is_none_of_theirs(ticket: Json, mail: Json) -> None:
    ticket["customer"]["channels"][1]["deleted_datetime"] = "2026-10-01T00:00:00+00:00"
    got = read(ticket, sources(mail, **{"from": {"address": "jo.work@example.test"}}))
    assert (got.requester_email, got.address_mismatch) == ("jo.harper@example.test", True)


def test_what_an_agent_sent_from_elsewhere_is_no_mismatch(ticket: Json, mail: Json) -> None:
    assert read(ticket, mail | {"from_agent": True}).address_mismatch is False


@pytest.mark.parametrize(
    ("places", "count"),
    [
        ({"cc": [{"address": "friend@example.test"}]}, 1),
        ({"cc": [{"address": "friend@example.test"}, {"address": "FRIEND@example.test"}]}, 1),
        ({"cc": [{"address": "Support@acme-store.test"}, {"address": "jo.work@example.test"}]}, 0),
        ({"to": [{"address": "support@acme-store.test"}, {"address": "shop@elsewhere.test"}]}, 1),
        ({"bcc": [{"address": "friend@example.test"}]}, 0),
        ({"cc": None, "to": {"address": "support@acme-store.test"}}, 0),
    ],
)
def test_counts_who_else_reads_along(ticket: Json, mail: Json, places: Json, count: int) -> None:
    assert read(ticket, sources(mail, **places)).participants == count


def test_counts_whom_an_agent_copied_and_who_else_wrote(ticket: Json, mail: Json) -> None:
    agent = sources(mail, cc=[{"address": "depot@example.test"}]) | {"id": 2, "from_agent": True}
    note = sources(mail, to=[{"address": "maya@acme-store.test"}]) | {"id": 3, "channel": "internal-note"}
    other = mail | {"id": 4, "sender": {"id": 99}}
    assert read(ticket, mail, agent).participants == 1
    assert read(ticket, mail, note).participants == 0
    assert read(ticket, mail, other).participants == 1


def test_knows_the_mailboxes_found_when_it_was_connected(ticket: Json, mail: Json) -> None:
    message = sources(mail, to=[{"name": "Help", "address": "HELP@acme-store.test"}])
    known = read(ticket | {"integrations": None}, message, mailboxes=frozenset({"help@acme-store.test"}))
    assert (known.participants, known.route.sender) == (0, Address("Help", "HELP@acme-store.test"))


def test_answers_from_the_only_mailbox_where_another_was_written_to(ticket: Json, mail: Json) -> None:
    message = sources(mail, to=[{"name": "", "address": "alias@acme-store.test"}])
    assert read(ticket, message).route.sender == Address("", "support@acme-store.test")
    two = read(ticket, message, mailboxes=frozenset({"sales@acme-store.test"}))
    assert (two.route, two.requester_email) == (Route(0, refusal="no_sender"), None)


def test_a_mailbox_of_another_kind_sends_no_mail(ticket: Json) -> None:
    ticket["integrations"][0]["type"] = "facebook"
    got = read(ticket)
    assert (got.route, got.requester_email) == (Route(0, refusal="no_sender"), None)


@pytest.mark.parametrize("channel", ["chat", "sms", "facebook", "help-center", "internal-note", None])
def test_only_mail_can_be_answered(ticket: Json, mail: Json, channel: str | None) -> None:
    got = read(ticket, mail | {"channel": channel})
    assert (got.route, got.requester_email) == (Route(0, refusal="channel"), None)


@pytest.mark.parametrize("channel", ["contact_form", "contact-form"])
def test_a_form_on_the_shop_s_page_is_answered_by_mail(ticket: Json, mail: Json, channel: str) -> None:
    form = sources(mail, to=[]) | {"channel": channel, "via": "contact_form"}
    sender = Address("", "support@acme-store.test")
    assert read(ticket, form).route == Route(387705374, sender, Address("Jo Harper", "jo.harper@example.test"))


def test_the_customer_s_last_message_decides_how_they_are_answered(ticket: Json, mail: Json) -> None:
    chat = mail | {"id": 208822165, "channel": "chat", "created_datetime": "2026-11-03T09:00:00+00:00"}
    assert read(ticket, mail, chat).route.refusal == "channel"
    assert read(ticket, mail, chat | {"from_agent": True}).route.refusal is None


def test_what_gorgias_calls_unanswerable_is_not_answered(ticket: Json) -> None:
    ticket["reply_options"]["email"]["answerable"] = False
    got = read(ticket)
    assert (got.route, got.requester_email) == (Route(0, refusal="channel"), None)


def test_a_customer_without_an_address_is_not_answered(ticket: Json) -> None:
    ticket["customer"] |= {"email": None, "channels": []}
    got = read(ticket)
    assert (got.requester_email, got.route) == (None, Route(0, refusal="no_address"))


def test_a_ticket_without_customer_or_messages_is_still_read(ticket: Json) -> None:
    got = ticket_from(ticket | {"customer": None, "tags": None}, [], frozenset())
    assert (got.requester_email, got.requester_name, got.messages, got.tags) == (None, "", (), frozenset())


@pytest.mark.parametrize(
    ("customers", "tickets", "language"),
    [("fr", "en", "fr"), ("pt-BR", "en", "pt"), (None, "de", "de"), (None, "", None)],
)
def test_knows_the_language(ticket: Json, customers: str | None, tickets: str, language: str | None) -> None:
    ticket["customer"]["language"] = customers
    assert read(ticket | {"language": tickets}).language == language
