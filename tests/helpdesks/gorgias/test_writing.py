"""Writing: one POST, what follows it, every answer an error of the port; and finding it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import requests
import responses
from responses import matchers

from connector.helpdesks.gorgias.reading import GorgiasTicket, Route, ticket_from
from connector.helpdesks.gorgias.tickets import GorgiasHelpdesk
from connector.helpdesks.gorgias.writing import external_id, inert, paragraphs
from connector.ports.errors import (
    NotConnected,
    NotFound,
    NotSent,
    OutcomeUnknown,
    ReadFailed,
    Refused,
    TicketShut,
)
from connector.ports.helpdesk import Lifecycle, Ticket, TicketStatus, TicketWrite

Sample = Callable[[str], Any]
Json = dict[str, Any]
URL = "https://acme.gorgias.com/api/tickets/86538298"
MESSAGES = f"{URL}/messages"
WRITE = TicketWrite(
    ticket_id="86538298",
    key="reply-c1-2",
    text="Hi Jo,\n\nI've sent 18.00 EUR back.\nBye",
    public=True,
    add_tags=frozenset({"retour_done", "vip"}),
    remove_tags=frozenset({"retour-auto", "never-there"}),
    status=TicketStatus.SOLVED,
)
NOTE = TicketWrite("86538298", "note-1", "To decide: <3 {{ticket.id}}", public=False)
OURS: Json = {
    "via": "api",
    "from_agent": True,
    "sender": {"id": 387654480},
    "external_id": "retour:reply-c1-2",
    "body_text": "Hi Jo,\n\nI've sent 18.00 EUR back.\nBye",
    "body_html": "<p>Hi Jo,</p><p>I've sent 18.00 EUR back.<br>Bye</p>",
}


@pytest.fixture
def ticket(sample: Sample) -> Json:
    return dict(sample("ticket_read__mail"))


@pytest.fixture
def seen(ticket: Json) -> GorgiasTicket:
    return ticket_from(ticket, ticket["messages"], frozenset())


def json_is(body: Json) -> list[Any]:
    bearer = {"Authorization": "Bearer token-1"}
    return [matchers.json_params_matcher(body), matchers.header_matcher(bearer)]


# --- the message ------------------------------------------------------------------------------------------------------


def test_answers_by_mail_in_one_call(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, seen: GorgiasTicket, sample: Sample
) -> None:
    body = OURS | {
        "channel": "email",
        "public": True,
        "subject": "Re: Order 000000123 arrived broken",
        "receiver": {"id": 387705374},
        "source": {
            "type": "email",
            "from": {"name": "Acme Support", "address": "support@acme-store.test"},
            "to": [{"name": "Jo Harper", "address": "jo.harper@example.test"}],
        },
    }
    http.post(MESSAGES, json=sample("message_create__answer"), status=201, match=json_is(body))
    assert desk.write(WRITE, seen) == "208841467"
    assert len(http.calls) == 1


def test_a_note_reaches_nobody_outside(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, seen: GorgiasTicket, sample: Sample
) -> None:
    body = OURS | {
        "channel": "internal-note",
        "public": False,
        "external_id": "retour:note-1",
        "body_text": "To decide: <3 { {ticket.id}}",
        "body_html": "<p>To decide: &lt;3 { {ticket.id}}</p>",
    }
    http.post(MESSAGES, json=sample("message_create__answer"), status=201, match=json_is(body))
    desk.write(NOTE, replace(seen, route=Route(0, refusal="channel")))
    assert len(http.calls) == 1


@pytest.mark.parametrize(
    ("subject", "sent"),
    [("RE: mug", "RE: mug"), ("", "Re:"), ("{{ticket.customer.email}}", "Re: { {ticket.customer.email}}")],
)
def test_keeps_the_subject_and_fills_in_nothing(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, seen: GorgiasTicket, sample: Sample, subject: str, sent: str
) -> None:
    matcher = matchers.json_params_matcher({"subject": sent}, strict_match=False)
    http.post(MESSAGES, json=sample("message_create__answer"), status=201, match=[matcher])
    desk.write(WRITE, replace(seen, subject=subject))
    assert len(http.calls) == 1


@pytest.mark.parametrize("reason", ["channel", "no_sender", "no_address"])
def test_what_cannot_be_answered_by_mail_is_refused_before_any_call(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, seen: GorgiasTicket, reason: str
) -> None:
    with pytest.raises(Refused) as caught:
        desk.write(WRITE, replace(seen, route=Route(0, refusal=reason)))
    assert caught.value.code == reason
    assert len(http.calls) == 0


@pytest.mark.parametrize("text", ["", " \n\n\t"])
def test_says_nothing_without_words(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, seen: GorgiasTicket, text: str
) -> None:
    with pytest.raises(Refused, match="empty"):
        desk.write(replace(WRITE, text=text), seen)
    assert len(http.calls) == 0


@pytest.mark.parametrize("lifecycle", [Lifecycle.CLOSED, Lifecycle.MERGED, Lifecycle.DELETED])
def test_writes_to_nothing_shut(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, seen: GorgiasTicket, lifecycle: Lifecycle
) -> None:
    with pytest.raises(TicketShut):
        desk.write(WRITE, replace(seen, lifecycle=lifecycle))
    assert len(http.calls) == 0


def test_never_writes_to_another_ticket_than_was_seen(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, seen: GorgiasTicket
) -> None:
    with pytest.raises(ValueError, match="not the one written to"):
        desk.write(WRITE, replace(seen, id="7"))
    assert len(http.calls) == 0


def test_never_writes_to_a_ticket_that_somebody_else_read(http: responses.RequestsMock, desk: GorgiasHelpdesk) -> None:
    theirs = Ticket("86538298", "", Lifecycle.OPEN, "", frozenset(), "jo.harper@example.test", "Jo", None, ())
    with pytest.raises(TypeError):
        desk.write(WRITE, theirs)
    assert len(http.calls) == 0


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 429, "headers": {"Retry-after": "5"}}, NotSent),
        ({"status": 401}, NotSent),
        ({"status": 403}, NotConnected),
        ({"status": 404, "json": {"error": {"msg": "Resource not found."}}}, TicketShut),
        ({"status": 400, "json": {"error": {"msg": "x", "data": {"channel": ["Missing"]}}}}, Refused),
        ({"status": 409}, Refused),
        ({"status": 302, "headers": {"Location": MESSAGES}}, Refused),
        ({"status": 500}, OutcomeUnknown),
        ({"status": 502, "body": "<html>"}, OutcomeUnknown),
        ({"status": 201, "body": ""}, OutcomeUnknown),
        ({"status": 202, "json": {}}, OutcomeUnknown),
        ({"status": 201, "json": []}, OutcomeUnknown),
        ({"body": requests.ReadTimeout()}, OutcomeUnknown),
        ({"body": requests.ConnectionError("hung up")}, OutcomeUnknown),
    ],
)
def test_says_what_became_of_a_write_and_never_repeats_it(
    http: responses.RequestsMock,
    desk: GorgiasHelpdesk,
    seen: GorgiasTicket,
    answer: dict[str, Any],
    error: type[Exception],
) -> None:
    http.post(MESSAGES, **answer)
    with pytest.raises(error) as caught:
        desk.write(WRITE, seen)
    assert type(caught.value) is error
    assert len(http.calls) == 1


def test_words_are_shown_as_they_are() -> None:
    assert paragraphs("a < b\r\n& c\n\n \n\nd") == "<p>a &lt; b<br>&amp; c</p><p>d</p>"
    assert inert("{{x}} {% y %} {{{z") == "{ {x}} { % y %} { { {z"


@pytest.mark.parametrize("key", ["", "A", "a_b", "a b", "a:b", "a\n"])
def test_a_key_is_nothing_else(key: str) -> None:
    with pytest.raises(ValueError, match="not an operation's key"):
        external_id(key)


# --- finding it again -------------------------------------------------------------------------------------------------


def ours(ticket: Json, at: str = "2026-11-02T09:14:41+00:00", key: str = "reply-c1-2", **more: Any) -> Json:
    message = ticket["messages"][0] | {"id": 208841467, "from_agent": True, "created_datetime": at}
    return dict(message | {"external_id": f"retour:{key}", "via": "api"} | more)


def test_finds_a_write_by_its_key(http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json) -> None:
    ticket["messages"] += [ours(ticket, key="reply-c1-21", id=1), ours(ticket)]
    http.get(URL, json=ticket)
    assert desk.find_write("86538298", "reply-c1-2") == "208841467"
    assert desk.find_write("86538298", "reply-c1-21") == "1"
    assert desk.find_write("86538298", "reply-c1") is None


def test_finds_a_write_that_somebody_deleted_or_threw_away(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json
) -> None:
    ticket["messages"].append(ours(ticket, deleted_datetime="2026-11-02T10:00:00+00:00"))
    http.get(URL, json=ticket | {"trashed_datetime": "2026-11-02T10:00:00+00:00"})
    assert desk.find_write("86538298", "reply-c1-2") == "208841467"


def test_looks_for_a_write_on_every_page(http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json) -> None:
    http.get(URL, json=ticket | {"messages_count": 2})
    http.get(MESSAGES, json={"data": [ticket["messages"][0], ours(ticket)], "meta": {"next_cursor": None}})
    assert desk.find_write("86538298", "reply-c1-2") == "208841467"


@pytest.mark.parametrize(
    ("answer", "error"), [({"status": 404}, NotFound), ({"status": 503}, ReadFailed), ({"json": []}, ReadFailed)]
)
def test_does_not_know_is_not_a_no(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, answer: dict[str, Any], error: type[Exception]
) -> None:
    http.get(URL, **answer)
    with pytest.raises(error):
        desk.find_write("86538298", "reply-c1-2")


# --- tags and status --------------------------------------------------------------------------------------------------


def called(http: responses.RequestsMock) -> list[tuple[str | None, str]]:
    return [(call.request.method, str(call.request.url).removeprefix(URL)) for call in http.calls]


def test_completes_with_tags_and_status(http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json) -> None:
    http.get(URL, json=ticket | {"messages": [*ticket["messages"], ours(ticket)], "messages_count": 2})
    http.post(f"{URL}/tags", status=201, match=json_is({"names": ["retour_done", "vip"]}))
    http.delete(f"{URL}/tags", status=204, match=json_is({"names": ["retour-auto"]}))
    http.put(URL, status=202, match=json_is({"status": "closed"}))
    desk.complete(WRITE)
    assert called(http) == [("GET", ""), ("POST", "/tags"), ("DELETE", "/tags"), ("GET", ""), ("PUT", "")]


def test_completes_only_what_is_missing(http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json) -> None:
    tags = [{"name": "retour_done"}, {"name": "vip"}, {"name": "of somebody else"}]
    http.get(URL, json=ticket | {"tags": tags, "status": "closed"})
    desk.complete(WRITE)
    desk.complete(NOTE)
    assert called(http) == [("GET", ""), ("GET", "")]


@pytest.mark.parametrize(
    ("status", "now", "asked"),
    [
        (TicketStatus.OPEN, "closed", "open"),
        (TicketStatus.PENDING, "open", "closed"),
        (TicketStatus.SOLVED, "open", "closed"),
        (TicketStatus.OPEN, "open", None),
        (TicketStatus.PENDING, "closed", None),
        (None, "open", None),
    ],
)
def test_gorgias_knows_open_and_closed(
    http: responses.RequestsMock,
    desk: GorgiasHelpdesk,
    ticket: Json,
    status: TicketStatus | None,
    now: str,
    asked: str | None,
) -> None:
    http.get(URL, json=ticket | {"messages": [*ticket["messages"], ours(ticket)], "status": now})
    if asked:
        http.put(URL, status=202, match=json_is({"status": asked}))
    desk.complete(replace(WRITE, add_tags=frozenset(), remove_tags=frozenset(), status=status))
    assert len(http.calls) == (2 if asked else 1)


AGENT: Json = {"from_agent": True, "external_id": None}
CC: Json = {"sender": {"id": 99}}
NOTED: Json = AGENT | {"public": False, "channel": "internal-note"}
RULE: Json = AGENT | {"rule_id": 12}
US: Json = {"from_agent": True, "external_id": "retour:note-9"}


def status_only(status: TicketStatus) -> TicketWrite:
    return replace(WRITE, add_tags=frozenset(), remove_tags=frozenset(), status=status)


def said(ticket: Json, message_id: int, changes: Json) -> Json:
    return dict(ticket["messages"][0] | {"id": message_id, "created_datetime": "2026-11-02T09:14:41+00:00"} | changes)


@pytest.mark.parametrize("status", [TicketStatus.PENDING, TicketStatus.SOLVED])
@pytest.mark.parametrize("later", [{}, CC, AGENT], ids=["customer", "in copy", "agent"])
def test_a_ticket_that_somebody_wrote_to_since_is_left_open(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json, later: Json, status: TicketStatus
) -> None:
    answer = said(ticket, 208841468, later)
    http.get(URL, json=ticket | {"messages": [answer, ours(ticket), *ticket["messages"]]})
    desk.complete(status_only(status))
    assert called(http) == [("GET", "")]


@pytest.mark.parametrize("later", [NOTED, RULE, US], ids=["note", "rule", "us"])
def test_what_nobody_said_to_the_customer_does_not_keep_it_open(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json, later: Json
) -> None:
    http.get(URL, json=ticket | {"messages": [*ticket["messages"], ours(ticket), said(ticket, 208841470, later)]})
    http.put(URL, status=202, match=json_is({"status": "closed"}))
    desk.complete(status_only(TicketStatus.SOLVED))
    assert len(http.calls) == 2


def test_what_was_said_before_is_told_by_ids_not_by_times(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json
) -> None:
    ahead = said(ticket, 208822164, {"created_datetime": "2030-01-01T00:00:00+00:00"})
    http.get(URL, json=ticket | {"messages": [ahead, ours(ticket)]})
    http.put(URL, status=202, match=json_is({"status": "closed"}))
    desk.complete(status_only(TicketStatus.SOLVED))
    assert len(http.calls) == 2


def test_does_not_open_again_what_an_agent_answered_since(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json
) -> None:
    agent = said(ticket, 208841470, AGENT)
    http.get(URL, json=ticket | {"messages": [*ticket["messages"], ours(ticket), agent], "status": "closed"})
    desk.complete(status_only(TicketStatus.OPEN))
    assert called(http) == [("GET", "")]


@pytest.mark.parametrize("later", [{}, CC, NOTED], ids=["customer", "in copy", "note"])
def test_opens_what_no_agent_answered(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json, later: Json
) -> None:
    answer = said(ticket, 208841470, later)
    http.get(URL, json=ticket | {"messages": [*ticket["messages"], ours(ticket), answer], "status": "closed"})
    http.put(URL, status=202, match=json_is({"status": "open"}))
    desk.complete(status_only(TicketStatus.OPEN))
    assert len(http.calls) == 2


FAILED: Json = {"failed_datetime": "2026-11-02T09:15:00+00:00", "sent_datetime": None}


@pytest.mark.parametrize("status", list(TicketStatus))
@pytest.mark.parametrize("now", ["open", "closed"])
def test_a_message_that_never_left_closes_nothing(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json, status: TicketStatus, now: str
) -> None:
    http.get(URL, json=ticket | {"messages": [*ticket["messages"], ours(ticket, **FAILED)], "status": now})
    if now == "closed":
        http.put(URL, status=202, match=json_is({"status": "open"}))
    desk.complete(status_only(status))
    assert len(http.calls) == (2 if now == "closed" else 1)


@pytest.mark.parametrize(
    ("meanwhile", "calls"),
    [
        ({"id": 208841470, "created_datetime": "2026-11-02T09:15:00+00:00"}, 4),
        (None, 5),
    ],
    ids=["the customer wrote", "nobody wrote"],
)
def test_looks_again_after_the_tags_before_it_closes(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json, meanwhile: Json | None, calls: int
) -> None:
    messages = [*ticket["messages"], ours(ticket)]
    http.get(URL, json=ticket | {"messages": messages, "messages_count": 2})
    http.post(f"{URL}/tags", status=201)
    http.delete(f"{URL}/tags", status=204)
    if meanwhile:
        messages = [*messages, ticket["messages"][0] | meanwhile]
    http.get(URL, json=ticket | {"messages": messages, "messages_count": len(messages)})
    if not meanwhile:
        http.put(URL, status=202, match=json_is({"status": "closed"}))
    desk.complete(WRITE)
    assert len(http.calls) == calls


@pytest.mark.parametrize("answer", [{"status": 404}, {"json": {"trashed_datetime": "2026-11-02T10:00:00+00:00"}}])
def test_closes_nothing_that_went_while_it_was_tagged(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json, answer: Json
) -> None:
    ticket |= {"messages": [*ticket["messages"], ours(ticket)], "messages_count": 2}
    http.get(URL, json=ticket)
    http.post(f"{URL}/tags", status=201)
    http.delete(f"{URL}/tags", status=204)
    http.get(URL, **({"json": ticket | answer["json"]} if "json" in answer else answer))
    desk.complete(WRITE)
    assert called(http) == [("GET", ""), ("POST", "/tags"), ("DELETE", "/tags"), ("GET", "")]


def test_closes_nothing_that_was_not_answered(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json
) -> None:
    http.get(URL, json=ticket)
    desk.complete(replace(WRITE, add_tags=frozenset(), remove_tags=frozenset()))
    assert called(http) == [("GET", "")]


@pytest.mark.parametrize("answer", [{"status": 404}, {"json": {"trashed_datetime": "2026-11-02T10:00:00+00:00"}}])
def test_there_is_nothing_to_complete_on_a_ticket_that_is_gone(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json, answer: dict[str, Any]
) -> None:
    http.get(URL, **({"json": ticket | answer["json"]} if "json" in answer else answer))
    desk.complete(WRITE)
    assert called(http) == [("GET", "")]


@pytest.mark.parametrize(
    ("answer", "error", "calls"),
    [
        ({"status": 429, "headers": {"Retry-after": "5"}}, NotSent, 2),
        ({"status": 500}, OutcomeUnknown, 2),
        ({"body": requests.ReadTimeout()}, OutcomeUnknown, 2),
    ],
)
def test_what_failed_is_completed_another_time(
    http: responses.RequestsMock,
    desk: GorgiasHelpdesk,
    ticket: Json,
    answer: dict[str, Any],
    error: type[Exception],
    calls: int,
) -> None:
    http.get(URL, json=ticket)
    http.post(f"{URL}/tags", **answer)
    with pytest.raises(error):
        desk.complete(WRITE)
    assert len(http.calls) == calls


def test_what_was_refused_is_told_at_once_and_keeps_nothing_else_back(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json
) -> None:
    http.get(URL, json=ticket | {"status": "closed"})
    http.post(f"{URL}/tags", status=400, json={"error": {"msg": "x"}})
    http.delete(f"{URL}/tags", status=204)
    http.put(URL, status=202, match=json_is({"status": "open"}))
    with pytest.raises(Refused, match="400"):
        desk.complete(replace(WRITE, status=TicketStatus.OPEN))
    assert called(http) == [("GET", ""), ("POST", "/tags"), ("DELETE", "/tags"), ("GET", ""), ("PUT", "")]


def test_a_status_that_was_refused_is_told_at_once(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json
) -> None:
    http.get(URL, json=ticket | {"messages": [*ticket["messages"], ours(ticket)], "messages_count": 2})
    http.put(URL, status=400, json={"error": {"msg": "x"}})
    with pytest.raises(Refused, match="400"):
        desk.complete(status_only(TicketStatus.SOLVED))
    assert len(http.calls) == 2


def test_a_ticket_that_goes_meanwhile_is_no_failure(
    http: responses.RequestsMock, desk: GorgiasHelpdesk, ticket: Json
) -> None:
    http.get(URL, json=ticket)
    http.post(f"{URL}/tags", status=404)
    http.delete(f"{URL}/tags", status=404)
    desk.complete(WRITE)
    assert called(http) == [("GET", ""), ("POST", "/tags"), ("DELETE", "/tags")]


def test_completes_nothing_on_what_it_cannot_read(http: responses.RequestsMock, desk: GorgiasHelpdesk) -> None:
    http.get(URL, json={"id": 86538298, "messages": [], "tags": [{}]})
    with pytest.raises(ReadFailed):
        desk.complete(WRITE)
    assert called(http) == [("GET", "")]
