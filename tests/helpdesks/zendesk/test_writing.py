"""Writing: one PUT, no tag lost, placeholders inert, every answer an error of the port; and finding it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import requests
import responses
from responses import matchers

from connector.helpdesks.zendesk.tickets import ZendeskHelpdesk
from connector.helpdesks.zendesk.writing import MAX_COMMENT, inert, operation_tag, paragraphs, tags_after
from connector.ports.errors import (
    Conflict,
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
URL = "https://acme.zendesk.com/api/v2/tickets/35436"
SEEN = Ticket(
    id="35436",
    subject="Mug",
    lifecycle=Lifecycle.OPEN,
    stamp="2026-11-12T09:15:09Z",
    tags=frozenset({"storefront_eu", "retour_pending", "retour_op_reply_c1_1"}),
    requester_email="maya.lindqvist@example.com",
    requester_name="Maya Lindqvist",
    language="en",
    messages=(),
)
WRITE = TicketWrite(
    ticket_id="35436",
    key="reply-c1-2",
    text="Hi Maya,\n\nI've sent 18.00 EUR back.\nBye",
    public=True,
    add_tags=frozenset({"retour_done"}),
    remove_tags=frozenset({"retour_pending"}),
    status=TicketStatus.SOLVED,
)
AUDITS = {"page[size]": "100"}


def test_writes_comment_tags_and_status_in_one_call(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample
) -> None:
    body = {
        "ticket": {
            "comment": {
                "html_body": "<p>Hi Maya,</p><p>I've sent 18.00 EUR back.<br>Bye</p>",
                "public": True,
                "author_id": 38231140009950,
            },
            "status": "solved",
            "tags": ["retour_done", "retour_op_reply_c1_2", "storefront_eu"],
            "safe_update": True,
            "updated_stamp": "2026-11-12T09:15:09Z",
        }
    }
    asked = [matchers.json_params_matcher(body), matchers.header_matcher({"Authorization": "Bearer token-1"})]
    http.put(URL, json=sample("ticket_update__answer"), match=asked)
    assert desk.write(WRITE, SEEN) == "38231150000401"
    assert len(http.calls) == 1


def test_leaves_the_status_alone_where_none_is_asked_for(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample
) -> None:
    comment = {"html_body": "<p>A note</p>", "public": False, "author_id": 38231140009950}
    tags = ["retour_op_note_1", "retour_pending", "storefront_eu"]
    ticket = {"comment": comment, "tags": tags, "safe_update": True, "updated_stamp": "2026-11-12T09:15:09Z"}
    http.put(URL, json=sample("ticket_update__answer"), match=[matchers.json_params_matcher({"ticket": ticket})])
    desk.write(TicketWrite("35436", "note-1", "A note", public=False), SEEN)
    assert len(http.calls) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 429, "headers": {"Retry-After": "41"}}, NotSent),
        ({"status": 401}, NotSent),
        ({"status": 403}, NotConnected),
        ({"status": 404, "json": {"error": "RecordNotFound", "description": "Not found"}}, TicketShut),
        ({"status": 400, "json": {"error": {"title": "Invalid attribute", "message": "x"}}}, Refused),
        ({"status": 422, "json": {"error": "RecordInvalid", "details": {"base": [{"description": "x"}]}}}, Refused),
        ({"status": 422, "body": "odd"}, Refused),
        ({"status": 422, "json": []}, Refused),
        ({"status": 302, "headers": {"Location": URL}}, Refused),
        ({"status": 500}, OutcomeUnknown),
        ({"status": 502, "body": "<html>"}, OutcomeUnknown),
        ({"status": 200, "body": "<html>"}, OutcomeUnknown),
        ({"status": 200, "json": {"ticket": {}}}, OutcomeUnknown),
        ({"status": 200, "json": []}, OutcomeUnknown),
        ({"body": requests.ReadTimeout()}, OutcomeUnknown),
        ({"body": requests.ConnectionError("hung up")}, OutcomeUnknown),
    ],
)
def test_says_what_became_of_a_write_and_never_repeats_it(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, answer: dict[str, Any], error: type[Exception]
) -> None:
    http.put(URL, **answer)
    with pytest.raises(error) as caught:
        desk.write(WRITE, SEEN)
    assert type(caught.value) is error
    assert len(http.calls) == 1


def test_waits_as_long_as_zendesk_asks(http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample) -> None:
    limit = sample("any__rate_limit")
    http.put(URL, json=limit["body"], status=limit["status"], headers={"Retry-After": limit["headers"]["retry-after"]})
    with pytest.raises(NotSent) as caught:
        desk.write(WRITE, SEEN)
    assert caught.value.retry_after == 41.0
    assert len(http.calls) == 1


def test_renews_a_turned_down_token_for_the_next_attempt(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, tokens: Any, sample: Sample
) -> None:
    http.put(URL, status=401, match=[matchers.header_matcher({"Authorization": "Bearer token-1"})])
    http.put(
        URL,
        json=sample("ticket_update__answer"),
        match=[matchers.header_matcher({"Authorization": "Bearer token-2"})],
    )
    with pytest.raises(NotSent):
        desk.write(WRITE, SEEN)
    assert tokens.renewed == ["token-1"]
    assert desk.write(WRITE, SEEN) == "38231150000401"
    assert len(http.calls) == 2


def test_a_changed_ticket_is_a_conflict(http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample) -> None:
    recorded = sample("ticket_update__conflict")
    http.put(URL, json=recorded["body"], status=recorded["status"])
    with pytest.raises(Conflict):
        desk.write(WRITE, SEEN)
    assert len(http.calls) == 1


@pytest.mark.parametrize("words", ["Status: closed prevents ticket update", "Statut : clos"])
def test_a_ticket_closed_meanwhile_is_shut_in_any_language(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample, words: str
) -> None:
    document = sample("ticket_update__closed")
    document["details"]["status"][0]["description"] = words
    http.put(URL, json=document, status=422)
    with pytest.raises(TicketShut):
        desk.write(WRITE, SEEN)
    assert len(http.calls) == 1


def test_keeps_zendesks_words_about_another_refusal(http: responses.RequestsMock, desk: ZendeskHelpdesk) -> None:
    http.put(URL, json={"error": "RecordInvalid", "details": {"base": [{"description": "Needs a reason"}]}}, status=422)
    with pytest.raises(Refused) as caught:
        desk.write(WRITE, SEEN)
    assert caught.value.code == "422"
    assert "Needs a reason" in caught.value.detail


@pytest.mark.parametrize("lifecycle", [Lifecycle.CLOSED, Lifecycle.MERGED, Lifecycle.DELETED])
def test_makes_no_call_for_a_ticket_known_to_be_shut(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, lifecycle: Lifecycle
) -> None:
    with pytest.raises(TicketShut):
        desk.write(WRITE, replace(SEEN, lifecycle=lifecycle))
    assert len(http.calls) == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty"), (" \n\n ", "empty"), ("é" * (MAX_COMMENT // 2), "too_long"), ("<" * 16_000, "too_long")],
    ids=["nothing", "blank", "bytes not letters", "after escaping"],
)
def test_refuses_here_what_zendesk_would_refuse_or_cut(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, text: str, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        desk.write(replace(WRITE, text=text), SEEN)
    assert caught.value.code == code
    assert len(http.calls) == 0


def test_sends_the_longest_text_zendesk_keeps(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample
) -> None:
    http.put(URL, json=sample("ticket_update__answer"))
    desk.write(replace(WRITE, text="x" * (MAX_COMMENT - len("<p></p>"))), SEEN)
    assert len(http.calls) == 1


def test_never_writes_to_another_ticket_than_the_one_seen(http: responses.RequestsMock, desk: ZendeskHelpdesk) -> None:
    with pytest.raises(ValueError, match="not the one written to"):
        desk.write(replace(WRITE, ticket_id="35437"), SEEN)
    assert len(http.calls) == 0


@pytest.mark.parametrize(
    "text",
    [
        "{{ticket.requester.email}}",
        "{% for c in ticket.comments %}",
        "{{{ticket.requester.email}}}",
        "{{{{ticket.id}}}}",
        "{{%x%}}",
        "{{-ticket.id-}}",
        "{{dc.secret}}",
        "{&#123;ticket.id}}",
        "{\u200b{ticket.id}}",
    ],
)
def test_customers_words_stay_words(text: str) -> None:
    shown = paragraphs(inert(text))
    assert "{{" not in shown
    assert "{%" not in shown
    assert "&#123;" not in shown.replace("&amp;", "")  # an entity would become a brace again
    assert inert(inert(text)) == inert(text)


def test_a_placeholder_in_a_write_leaves_broken_up(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample
) -> None:
    http.put(URL, json=sample("ticket_update__answer"))
    desk.write(replace(WRITE, text="Dear {{ticket.requester.email}} <script>alert(1)</script> & co"), SEEN)
    sent = bytes(http.calls[0].request.body or b"").decode()
    assert "<p>Dear { {ticket.requester.email}} &lt;script&gt;alert(1)&lt;/script&gt; &amp; co</p>" in sent


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one", "<p>one</p>"),
        ("one\ntwo", "<p>one<br>two</p>"),
        ("one\r\n\r\ntwo", "<p>one</p><p>two</p>"),
        ("\n\none\n\n\n\ntwo\n \nthree\n", "<p>one</p><p>two</p><p>three</p>"),
    ],
)
def test_makes_paragraphs_of_plain_text(text: str, shown: str) -> None:
    assert paragraphs(text) == shown


def test_no_tag_is_lost() -> None:
    seen = frozenset({"vip", "storefront_eu", "retour_pending", "retour_op_a", "retour_op_b", "retour_other"})
    write = TicketWrite(
        "1",
        "k-1",
        "x",
        public=True,
        add_tags=frozenset({"new", "both"}),
        remove_tags=frozenset({"retour_pending", "both"}),
    )
    assert tags_after(write, seen) == ["both", "new", "retour_op_k_1", "retour_other", "storefront_eu", "vip"]


def test_each_key_has_a_tag_of_its_own_that_lower_casing_keeps() -> None:
    keys = ["a-b", "ab", "a-b-", "a--b", "refund-c1-d2"]
    tags = [operation_tag(key) for key in keys]
    assert tags == [tag.lower() for tag in tags]
    assert [tag.removeprefix("retour_op_").replace("_", "-") for tag in tags] == keys


@pytest.mark.parametrize("key", ["", "A", "a_b", "a b", "a,b", "é"])
def test_refuses_keys_whose_tag_would_not_come_back(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        operation_tag(key)


def test_finds_a_write_by_its_tag(http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample) -> None:
    http.get(URL, json=sample("ticket_update__answer"))
    assert desk.find_write("35436", "01jcx0000000000000000000") == "01jcx0000000000000000000"
    assert len(http.calls) == 1


def test_finds_a_write_whose_tag_somebody_took_off(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample
) -> None:
    http.get(URL, json=sample("ticket_read__new"))
    page = sample("audits_read__refund_reply")
    empty = {"audits": [], "meta": {"has_more": True, "after_cursor": "c"}}
    http.get(f"{URL}/audits", json=empty, match=[matchers.query_param_matcher(AUDITS)])
    http.get(f"{URL}/audits", json=page, match=[matchers.query_param_matcher(AUDITS | {"page[after]": "c"})])
    assert desk.find_write("35436", "01jcx0000000000000000000") == "38231150000401"
    assert len(http.calls) == 3


def test_finds_nothing_where_nothing_was_written(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample
) -> None:
    http.get(URL, json=sample("ticket_read__new"))
    http.get(f"{URL}/audits", json=sample("audits_read__refund_reply"))
    assert desk.find_write("35436", "01jcx000000000000000000") is None  # one letter less


def test_names_the_audit_that_set_the_tag_not_a_later_one(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample
) -> None:
    def change(audit_id: int, before: list[str], after: list[str]) -> dict[str, Any]:
        event = {"id": 1, "type": "Change", "field_name": "tags", "value": after, "previous_value": before}
        return {"id": audit_id, "events": [event]}

    later = change(30, ["retour_op_k", "a"], ["retour_op_k"])
    earlier = change(20, ["a"], ["retour_op_k", "a"])
    http.get(URL, json=sample("ticket_read__new"))
    http.get(f"{URL}/audits", json={"audits": [later, earlier], "meta": {"has_more": False}})
    assert desk.find_write("35436", "k") == "20"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 500}, ReadFailed),
        ({"status": 429}, ReadFailed),
        ({"status": 403}, NotConnected),
        ({"status": 404}, NotFound),
        ({"json": {"ticket": {}}}, ReadFailed),
        ({"body": requests.ReadTimeout()}, ReadFailed),
    ],
)
def test_never_says_not_found_when_it_could_not_look(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, answer: dict[str, Any], error: type[Exception]
) -> None:
    http.get(URL, **answer)
    with pytest.raises(error):
        desk.find_write("35436", "key")
    assert len(http.calls) == 1


def test_never_says_not_found_when_it_could_not_see_the_audits(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample
) -> None:
    http.get(URL, json=sample("ticket_read__new"))
    http.get(f"{URL}/audits", status=500)
    with pytest.raises(ReadFailed):
        desk.find_write("35436", "key")


def test_needs_a_numeric_service_user(session: requests.Session, tokens: Any, clock: Any) -> None:
    with pytest.raises(ValueError, match="number"):
        ZendeskHelpdesk("https://acme.zendesk.com", tokens, session, "me", clock)
