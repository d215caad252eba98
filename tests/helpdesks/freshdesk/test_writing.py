"""The POST that carries a message, the reference in it, and what follows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
import responses
from responses import matchers

from connector.helpdesks.freshdesk.tickets import FreshdeskHelpdesk
from connector.helpdesks.freshdesk.writing import reference, references
from connector.ports.errors import NotConnected, NotFound, NotSent, OutcomeUnknown, ReadFailed, Refused, TicketShut
from connector.ports.helpdesk import Lifecycle, Ticket, TicketStatus, TicketWrite

Sample = Callable[[str], Any]
Json = dict[str, Any]
TICKET = "https://acme.freshdesk.com/api/v2/tickets/4211"
TALK = f"{TICKET}/conversations"
LENA, OURS, MARA = 43001122334, 43009900001, 43009900077
KEY = "reply-abc-1"
REF = "Ref. DRNH-46SF"


def seen(lifecycle: Lifecycle = Lifecycle.OPEN, ticket_id: str = "4211") -> Ticket:
    return Ticket(ticket_id, "", lifecycle, "", frozenset(), None, "", None, ())


def words(text: str = "Hi Lena,\n\nit is on its way.", **more: Any) -> TicketWrite:
    return TicketWrite(**{"ticket_id": "4211", "key": KEY, "text": text, "public": True, **more})


def said(number: int, body: str, by: int = OURS, incoming: bool = False, **more: Any) -> Json:
    at = f"2026-10-05T10:00:{number % 60:02}Z"
    made = {"id": 43050000000 + number, "body": body, "user_id": by, "incoming": incoming, "private": False}
    return made | {"created_at": at} | more


def ours(number: int = 1, key: str = KEY) -> Json:
    return said(number, f"<div><p>Hi</p><p>{reference(key)}</p></div>")


# --- the message ------------------------------------------------------------------------------------------------------


def test_a_reference_is_short_and_of_its_key_alone() -> None:
    assert reference(KEY) == REF
    assert reference("reply-abc-12") != REF
    with pytest.raises(ValueError, match="not an operation's key"):
        reference("Reply_1")


def test_a_reply_is_one_post_with_its_reference(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample
) -> None:
    body = {"body": f"<p>Hi Lena,</p><p>it is on its way.</p><p>{REF}</p>"}
    answer = sample("reply_create__answer")
    http.post(f"{TICKET}/reply", json=answer, status=201, match=[matchers.json_params_matcher(body)])
    assert desk.write(words(add_tags=frozenset({"x"}), status=TicketStatus.SOLVED), seen()) == "43050000003"
    assert len(http.calls) == 1


def test_a_note_is_one_post_and_private(http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample) -> None:
    body = {"body": f"<p>To decide</p><p>{REF}</p>", "private": True}
    answer = sample("note_create__answer")
    http.post(f"{TICKET}/notes", json=answer, status=201, match=[matchers.json_params_matcher(body)])
    assert desk.write(words("To decide", public=False), seen()) == "43050000002"
    assert len(http.calls) == 1


def test_markup_and_placeholders_are_words(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample
) -> None:
    http.post(f"{TICKET}/reply", json=sample("reply_create__answer"), status=201)
    desk.write(words("<b>{{ticket.requester.email}} {%x%}\n1 & 2"), seen())
    body = b"<p>&lt;b&gt;{ {ticket.requester.email}} { %x%}<br>1 &amp; 2</p>"
    assert body in (http.calls[0].request.body or b"")


@pytest.mark.parametrize("lifecycle", [Lifecycle.CLOSED, Lifecycle.MERGED, Lifecycle.DELETED])
def test_writes_nothing_to_a_shut_ticket(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, lifecycle: Lifecycle
) -> None:
    with pytest.raises(TicketShut):
        desk.write(words(), seen(lifecycle))
    assert len(http.calls) == 0


def test_writes_neither_nothing_nor_to_another_ticket(http: responses.RequestsMock, desk: FreshdeskHelpdesk) -> None:
    with pytest.raises(Refused, match="words"):
        desk.write(words(" \n\n "), seen())
    with pytest.raises(ValueError, match="not the one written to"):
        desk.write(words(), seen(ticket_id="4212"))
    assert len(http.calls) == 0


def test_an_id_that_is_none_never_becomes_an_address(http: responses.RequestsMock, desk: FreshdeskHelpdesk) -> None:
    for attempt in (
        lambda: desk.read_ticket("../agents/me"),
        lambda: desk.find_write("4211/../1", KEY),
        lambda: desk.write(words(ticket_id="²"), seen(ticket_id="²")),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert len(http.calls) == 0


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 404}, TicketShut),
        ({"status": 400, "json": {"description": "Validation failed"}}, Refused),
        ({"status": 429, "headers": {"Retry-After": "34"}}, NotSent),
        ({"status": 403}, NotConnected),
        ({"status": 500}, OutcomeUnknown),
        ({"status": 201, "body": "<html>"}, OutcomeUnknown),
        ({"status": 201, "json": []}, OutcomeUnknown),
        ({"body": requests.ReadTimeout()}, OutcomeUnknown),
    ],
)
def test_never_sends_a_message_twice(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, answer: Json, error: type[Exception]
) -> None:
    http.post(f"{TICKET}/reply", **answer)
    with pytest.raises(error):
        desk.write(words(), seen())
    assert len(http.calls) == 1


def test_spam_takes_no_words(http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample) -> None:
    recorded = sample("ticket_update__spam_or_deleted")
    http.post(f"{TICKET}/reply", status=recorded["status"], json=recorded["body"])
    with pytest.raises(TicketShut):
        desk.write(words(), seen())


# --- finding it again -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        f"<p>Hi</p><p>{REF}</p>",
        f'<div style="x"><div>Hi<br />\n&nbsp;{REF}&nbsp;</div></div>',
        f"<div>Hi {REF}</div><div><br></div>",
        "<p>Ref.&nbsp;DRNH-46SF</p>",
    ],
)
def test_finds_the_reference_however_html_was_rewritten(body: str) -> None:
    assert references(body) == {REF}


@pytest.mark.parametrize(
    "body",
    [
        "Ref. DRNH-46S",
        "Ref. DRNH-46SFX",
        "xRef. DRNH-46SF",
        "Ref. drnh-46sf",
        f"<p>Sorry</p><blockquote>{REF}</blockquote>",
        f'<p>Sorry</p><div class="freshdesk_quote"><p>{REF}</p></div>',
    ],
)
def test_takes_nothing_else_for_a_reference(body: str) -> None:
    assert references(body) == frozenset()


def test_finds_a_write_on_a_later_page(http: responses.RequestsMock, desk: FreshdeskHelpdesk) -> None:
    first = [said(number, "<p>x</p>", MARA) for number in range(100)]
    first_page, second_page = ({"per_page": "100", "page": number} for number in ("1", "2"))
    http.get(TALK, json=first, match=[matchers.query_param_matcher(first_page)])
    http.get(TALK, json=[ours(100), ours(101, "reply-2")], match=[matchers.query_param_matcher(second_page)])
    assert desk.find_write("4211", KEY) == "43050000100"


@pytest.mark.parametrize(
    "body",
    [
        f"<div><p>Hi</p><p>{REF}</p></div>",
        f'<div dir="ltr">Hi<br>&gt; what stands in our own words<br>\n<br>\n&nbsp;{REF}<br></div>',
        f"<div><div>Lena wrote:</div><div>broken</div><div>{REF}</div></div>",
        f"<div><p>Hi</p><p>{REF}</p><p>Sent with Acme</p></div>",
    ],
    ids=["as sent", "flattened", "with words like a quote's", "with a footer of the account's"],
)
def test_finds_what_was_sent_whatever_stands_around_its_reference(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, body: str
) -> None:
    http.get(TALK, json=[said(3, f"<p>Hi again</p><p>{REF}</p>"), said(2, body)])
    assert desk.find_write("4211", KEY) == "43050000002"


@pytest.mark.parametrize(
    "talk",
    [
        [],
        [said(1, f"<p>{REF}</p>", LENA, incoming=True)],
        [said(1, f"<p>{REF}</p>", incoming=True)],
        [said(1, f"<p>{REF}</p>", MARA)],
        [ours(1, "reply-abc-12")],
    ],
    ids=["nothing", "quoted by the customer", "incoming in our name", "typed by an agent", "another key"],
)
def test_finds_no_write_that_was_not_made(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, talk: list[Json]
) -> None:
    http.get(TALK, json=talk)
    assert desk.find_write("4211", KEY) is None


@pytest.mark.parametrize(
    "document",
    [
        {},
        [1],
        [{"incoming": False, "user_id": OURS, "body": REF}],
        [{"incoming": False, "user_id": OURS, "body": REF, "created_at": "x", "id": "y"}],
    ],
)
def test_conversations_of_another_shape_are_a_failed_read(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, document: Any
) -> None:
    http.get(TALK, json=document)
    with pytest.raises(ReadFailed):
        desk.find_write("4211", KEY)


# --- tags and status --------------------------------------------------------------------------------------------------

DONE = {"add_tags": frozenset({"retour_settled"}), "remove_tags": frozenset({"retour_waiting"})}


def ticket(sample: Sample, **changed: Any) -> Json:
    return {**sample("ticket_read__open"), "tags": ["kettle", "retour_waiting"], **changed}


def announce(http: responses.RequestsMock, document: Json, talk: list[Json] | None) -> None:
    http.get(TICKET, json=document)
    if talk is not None:
        http.get(TALK, json=talk)


def puts(http: responses.RequestsMock) -> int:
    return sum(1 for call in http.calls if call.request.method == "PUT")


@pytest.mark.parametrize(("wanted", "number"), [(TicketStatus.PENDING, 3), (TicketStatus.SOLVED, 4)])
def test_completes_with_one_put_of_all_tags_and_the_status(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample, wanted: TicketStatus, number: int
) -> None:
    announce(http, ticket(sample), [said(0, "Photo", LENA, incoming=True), ours(1)])
    body = {"tags": ["kettle", "retour_settled"], "status": number}
    answer = sample("ticket_update__answer")
    http.put(TICKET, json=answer, match=[matchers.json_params_matcher(body)])
    desk.complete(words(status=wanted, **DONE))
    assert len(http.calls) == 3


def test_reads_the_ticket_last_so_that_a_tag_set_meanwhile_stays(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample
) -> None:
    http.get(TALK, json=[ours()])
    http.get(TICKET, json=ticket(sample))
    http.put(TICKET, json={})
    desk.complete(words(status=TicketStatus.SOLVED, **DONE))
    asked = [(call.request.method, str(call.request.url).partition("?")[0]) for call in http.calls]
    assert asked == [("GET", TALK), ("GET", TICKET), ("PUT", TICKET)]


def test_tags_alone_need_no_conversations(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample
) -> None:
    announce(http, ticket(sample), None)
    http.put(TICKET, json={}, match=[matchers.json_params_matcher({"tags": ["kettle", "retour_settled"]})])
    desk.complete(words(**DONE))
    assert len(http.calls) == 2


@pytest.mark.parametrize(
    "talk",
    [
        [ours(1)],
        [ours(1), said(2, "Wait!", LENA, incoming=True)],
        [ours(1), said(2, "I look at it", MARA, private=True)],
        [said(1, "Hello", MARA), ours(2)],
        [ours(1), ours(2, "reply-2")],
        [],
    ],
    ids=["ours", "the customer answered", "noted by an agent", "an agent before", "ours again", "ours is gone"],
)
def test_a_person_has_to_look_unless_an_agent_spoke_since(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample, talk: list[Json]
) -> None:
    announce(http, ticket(sample, status=3), talk)
    body = {"tags": ["kettle", "retour_waiting", "x"], "status": 2}
    http.put(TICKET, json={}, match=[matchers.json_params_matcher(body)])
    desk.complete(words(status=TicketStatus.OPEN, add_tags=frozenset({"x"})))
    assert puts(http) == 1


AN_AGENT_SPOKE = [
    [ours(1), said(2, "It is done", MARA)],
    [said(3, "It is done", MARA), ours(1)],
    [ours(1), said(2, "It is done", OURS)],
    [ours(1), said(2, f"<p>It is done</p><p>{REF}</p>", OURS)],
    [said(1, f"<p>It is done</p><p>Acme wrote:</p><p>{REF}</p>", OURS)],
]


@pytest.mark.parametrize(
    "talk", AN_AGENT_SPOKE, ids=["spoke", "not in order", "our account", "copied ours", "ours is gone, but quoted"]
)
@pytest.mark.parametrize("wanted", [TicketStatus.OPEN, TicketStatus.PENDING, TicketStatus.SOLVED])
def test_leaves_the_status_to_an_agent_who_answered_since(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample, talk: list[Json], wanted: TicketStatus
) -> None:
    announce(http, ticket(sample, status=6), talk)
    http.put(TICKET, json={}, match=[matchers.json_params_matcher({"tags": ["kettle", "retour_settled"]})])
    desk.complete(words(status=wanted, **DONE))
    assert puts(http) == 1


@pytest.mark.parametrize(
    "talk",
    [
        [ours(1), said(2, "Wait!", LENA, incoming=True)],
        [ours(1), said(1, "Wait!", LENA, incoming=True, id=43050000002)],
        [said(3, "Wait!", LENA, incoming=True), ours(1)],
        [ours(1), said(2, "About my brother's order", 43001199999, incoming=True)],
        [said(1, "<p>deleted ours</p>", MARA)],
    ],
    ids=["answered", "in the same second", "not in order", "somebody else wrote", "ours is gone"],
)
def test_leaves_the_status_of_a_ticket_that_was_answered(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample, talk: list[Json]
) -> None:
    announce(http, ticket(sample), talk)
    http.put(TICKET, json={}, match=[matchers.json_params_matcher({"tags": ["kettle", "retour_settled"]})])
    desk.complete(words(status=TicketStatus.SOLVED, **DONE))
    assert puts(http) == 1


@pytest.mark.parametrize("status", [4, 5], ids=["resolved", "closed by a person since"])
def test_changes_nothing_that_is_so_already(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample, status: int
) -> None:
    announce(http, ticket(sample, tags=["retour_settled", "kettle"], status=status), [ours()])
    desk.complete(words(status=TicketStatus.SOLVED, **DONE))
    assert puts(http) == 0


@pytest.mark.parametrize("mark", ["spam", "deleted"])
def test_has_nothing_to_complete_on_a_ticket_that_is_gone(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample, mark: str
) -> None:
    announce(http, ticket(sample, **{mark: True}), [ours()])
    desk.complete(words(status=TicketStatus.SOLVED, **DONE))
    assert (len(http.calls), puts(http)) == (2, 0)


@pytest.mark.parametrize("status", [404, 405])
def test_a_ticket_gone_at_the_last_moment_is_no_failure(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample, status: int
) -> None:
    announce(http, ticket(sample), [ours()])
    http.put(TICKET, status=status)
    desk.complete(words(status=TicketStatus.SOLVED, **DONE))
    assert puts(http) == 1


@pytest.mark.parametrize("status", [TicketStatus.SOLVED, None])
def test_a_ticket_not_found_has_nothing_to_complete(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, status: TicketStatus | None
) -> None:
    http.get(TALK if status else TICKET, status=404)
    desk.complete(words(status=status, **DONE))
    assert len(http.calls) == 1


def test_sets_the_tags_alone_where_a_form_refuses_the_status(
    http: responses.RequestsMock,
    desk: FreshdeskHelpdesk,
    sample: Sample,
    caplog: pytest.LogCaptureFixture,
) -> None:
    announce(http, ticket(sample), [ours()])
    missing = {"field": "cf_order_number", "message": "It should be a/an String", "code": "missing_field"}
    both = {"tags": ["kettle", "retour_settled"], "status": 4}
    http.put(
        TICKET,
        status=400,
        json={"description": "Validation failed", "errors": [missing]},
        match=[matchers.json_params_matcher(both)],
    )
    http.put(TICKET, json={}, match=[matchers.json_params_matcher({"tags": ["kettle", "retour_settled"]})])
    desk.complete(words(status=TicketStatus.SOLVED, **DONE))
    assert [call.request.method for call in http.calls] == ["GET", "GET", "PUT", "GET", "PUT"]
    assert [record.message for record in caplog.records] == ["completion_refused"]


def test_sets_the_tags_alone_after_the_recorded_refusal(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample
) -> None:
    announce(http, ticket(sample), [ours()])
    http.put(TICKET, status=400, json=sample("ticket_update__invalid")["body"])
    http.put(TICKET, json={}, match=[matchers.json_params_matcher({"tags": ["kettle", "retour_settled"]})])
    desk.complete(words(status=TicketStatus.SOLVED, **DONE))
    assert puts(http) == 2


def test_refused_tags_end_it(http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample) -> None:
    announce(http, ticket(sample), [ours()])
    http.put(TICKET, status=400, json={"errors": [{"field": "tags", "code": "invalid_value"}]})
    desk.complete(words(status=TicketStatus.SOLVED, **DONE))
    assert puts(http) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 429, "headers": {"Retry-After": "34"}}, NotSent),
        ({"status": 401}, NotConnected),
        ({"status": 500}, OutcomeUnknown),
    ],
)
def test_a_completion_that_failed_may_be_made_again(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample, answer: Json, error: type[Exception]
) -> None:
    announce(http, ticket(sample), [ours()])
    http.put(TICKET, **answer)
    with pytest.raises(error):
        desk.complete(words(status=TicketStatus.SOLVED, **DONE))
    assert puts(http) == 1


def test_a_role_that_may_not_change_tickets_is_refused_for_good(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample
) -> None:
    announce(http, ticket(sample), [ours()])
    http.put(TICKET, status=403)
    with pytest.raises(Refused) as caught:
        desk.complete(words(status=TicketStatus.SOLVED, **DONE))
    assert (caught.value.code, puts(http)) == ("403", 1)


def test_a_ticket_of_another_shape_is_a_failed_read(http: responses.RequestsMock, desk: FreshdeskHelpdesk) -> None:
    http.get(TALK, json=[])
    http.get(TICKET, json=[])
    with pytest.raises(ReadFailed):
        desk.complete(words(status=TicketStatus.OPEN))
    assert len(http.calls) == 2
