"""The calls of the page's script: what a bearer opens, what one click does, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from connector.app import create_app
from connector.bootstrap import Application, utc_now
from connector.domain.case import State
from connector.domain.facts import Facts
from connector.domain.ids import TenantId
from connector.domain.request import Flag, Request
from connector.ports.helpdesk import Agent
from connector.ports.store import ActionState
from connector.web.auth import LIFE, Bearers

OURS, OTHERS = TenantId("acme-1"), TenantId("other-1")
Headers = dict[str, str]
REFUND = {"decision": 1, "option": "refund", "amount": "19.49 EUR"}


def bearer(application: Application, age: timedelta = timedelta(0)) -> Headers:
    bearers = Bearers(application.derived_key("sidebar"))
    return {"Authorization": f"Bearer {bearers.issue(OURS, Agent('7', verified=True), utc_now() - age)}"}


def options(view: Any) -> dict[str, Any]:
    return {each["option"]: each for each in view["options"]}


def test_shows_the_case_of_a_ticket(client: FlaskClient, desk: Any, headers: Headers) -> None:
    case = desk.put_case(OURS, "35436")

    answer = client.get("/sidebar/api/tickets/35436?language=en", headers=headers)

    view = answer.json
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert (view["case"]["id"], view["case"]["decision"], view["case"]["state"]) == (case, 1, "waiting_agent")
    assert view["headline"] == "Waiting for an agent: Assist mode: a person acts"
    assert (view["order"]["number"], view["order"]["sender_is_owner"]) == ("000000412", True)
    assert view["asked"] == {"kind": "Refund", "reason": "Changed mind", "articles": "1 × Brass lamp"}
    refund = options(view)["refund"]
    assert (refund["amount"], refund["goods"], refund["approvable"]) == ("19.49 EUR", False, True)
    assert (options(view)["exchange"]["amount"], options(view)["exchange"]["goods"]) == ("19.49 EUR", True)
    assert view["draft"] == "Hello Maya,\n\n19.49 EUR is <on> its way."


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        ("fr", "En attente d'un agent\u00a0: Mode assistance : une personne agit"),
        ("en", "Waiting for an agent: Assist mode: a person acts"),
        ("xx", "En attente d'un agent\u00a0: Mode assistance : une personne agit"),
    ],
)
def test_speaks_the_agents_language_or_the_shops(
    client: FlaskClient, desk: Any, headers: Headers, language: str, headline: str
) -> None:
    desk.put_case(OURS, "1")

    assert client.get(f"/sidebar/api/tickets/1?language={language}", headers=headers).json["headline"] == headline


def test_a_ticket_without_a_case_has_nothing_on_it(client: FlaskClient, headers: Headers) -> None:
    view = client.get("/sidebar/api/tickets/35436", headers=headers).json

    assert view == {"case": None, "language": "fr", "mode": "assist"}


def test_says_what_is_odd_in_the_text(client: FlaskClient, desk: Any, headers: Headers, request_made: Request) -> None:
    desk.request_made = replace(request_made, flags=frozenset({Flag.CONDITIONAL}))
    desk.put_case(OURS, "1")

    view = client.get("/sidebar/api/tickets/1?language=en", headers=headers).json

    assert view["reading"]["flags"] == [{"code": "conditional", "label": "The customer sets a condition"}]


def test_one_click_orders_once_however_often_it_is_clicked(client: FlaskClient, desk: Any, headers: Headers) -> None:
    case = desk.put_case(OURS, "1")

    answers = [client.post(f"/sidebar/api/cases/{case}/approve", json=REFUND, headers=headers) for _ in range(3)]

    assert [(each.status_code, each.json) for each in answers] == [(202, {"key": f"refund-{case}-1"})] * 3
    [action] = desk.actions(case)
    assert (action.key, action.state) == (f"refund-{case}-1", ActionState.PENDING)
    assert desk.case(case).state is State.ACTING


def test_another_amount_than_the_one_shown_orders_nothing(client: FlaskClient, desk: Any, headers: Headers) -> None:
    case = desk.put_case(OURS, "1")

    answer = client.post(f"/sidebar/api/cases/{case}/approve", json=REFUND | {"amount": "38.97 EUR"}, headers=headers)

    assert (answer.status_code, answer.json["error"]) == (409, "Stale")
    assert desk.actions(case) == []
    assert desk.case(case).state is State.WAITING_AGENT


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"option": "exchange"}, 403),
        ({"option": "cancel", "amount": "19.49 EUR"}, 403),
        ({"option": "free_money"}, 400),
        ({"decision": "first"}, 400),
        ({"decision": 2}, 404),
        ({"amount": "19.49"}, 400),
        ({"amount": None}, 400),
        ({"amount": 19.49}, 400),
    ],
)
def test_orders_nothing_but_what_was_offered(
    client: FlaskClient, desk: Any, headers: Headers, change: dict[str, Any], status: int
) -> None:
    case = desk.put_case(OURS, "1")

    answer = client.post(f"/sidebar/api/cases/{case}/approve", json=REFUND | change, headers=headers)

    assert answer.status_code == status
    assert desk.actions(case) == []
    assert desk.case(case).state is State.WAITING_AGENT


@pytest.mark.parametrize("body", ["", "[]", '"refund"', "{", "null"])
def test_refuses_a_body_that_is_no_object(client: FlaskClient, desk: Any, headers: Headers, body: str) -> None:
    case = desk.put_case(OURS, "1")

    answer = client.post(
        f"/sidebar/api/cases/{case}/approve", data=body, content_type="application/json", headers=headers
    )

    assert answer.status_code == 400
    assert desk.actions(case) == []


@pytest.mark.parametrize("setting", [{"mode": "shadow"}, {"mode": "off"}], ids=lambda setting: setting["mode"])
def test_shadow_and_off_show_but_do_not_order(client: FlaskClient, desk: Any, headers: Headers, setting: Any) -> None:
    case = desk.put_case(OURS, "1")

    view = client.get("/sidebar/api/tickets/1", headers=headers).json
    answer = client.post(f"/sidebar/api/cases/{case}/approve", json=REFUND, headers=headers)

    assert view["mode"] == setting["mode"]
    assert [each["option"] for each in view["options"] if each["approvable"]] == []
    assert (answer.status_code, answer.json["error"]) == (403, f"rollout.{setting['mode']}")
    assert desk.actions(case) == []


def test_an_agent_whom_nobody_proves_stays_within_the_caps(
    client: FlaskClient, desk: Any, headers: Headers, request_made: Request, facts: Facts
) -> None:
    lamp = next(iter(request_made.lines))
    dear = replace(facts.lines[lamp], paid=replace(facts.lines[lamp].paid, amount=facts.lines[lamp].paid.amount * 10))
    desk.facts = replace(facts, lines={**facts.lines, lamp: dear})
    case = desk.put_case(OURS, "1")
    refund = REFUND | {"amount": "194.85 EUR"}

    unproven = client.post(f"/sidebar/api/cases/{case}/approve", json=refund, headers=headers)
    assert (unproven.status_code, unproven.json["error"], desk.actions(case)) == (403, "approve.sign_in", [])

    proven = client.post(f"/sidebar/api/cases/{case}/approve", json=refund, headers=bearer(desk.application))
    assert (proven.status_code, len(desk.actions(case))) == (202, 1)


@pytest.mark.parametrize("setting", [{"hold_minutes": 10}])
def test_undo_takes_back_what_was_not_sent_and_it_is_not_offered_again(
    client: FlaskClient, desk: Any, headers: Headers
) -> None:
    case = desk.put_case(OURS, "1")
    client.post(f"/sidebar/api/cases/{case}/approve", json=REFUND, headers=headers)

    answer = client.post(f"/sidebar/api/cases/{case}/undo", json={}, headers=headers)

    assert f"refund-{case}-1" in answer.json["undone"]
    assert [action.state for action in desk.actions(case)] == [ActionState.SUPERSEDED]
    assert desk.case(case).state is State.WAITING_AGENT
    refund = options(client.get("/sidebar/api/tickets/1", headers=headers).json)["refund"]
    assert (refund["approvable"], refund["why_not"] is None) == (False, False)
    again = client.post(f"/sidebar/api/cases/{case}/approve", json=REFUND, headers=headers)
    assert (again.status_code, len(desk.actions(case))) == (409, 1)


def test_undo_after_the_money_left_changes_nothing(client: FlaskClient, desk: Any, headers: Headers) -> None:
    case = desk.put_case(OURS, "1")
    client.post(f"/sidebar/api/cases/{case}/approve", json=REFUND, headers=headers)
    with desk.application.services.store.begin() as tx:
        while tx.outbox.claim(utc_now()):
            pass

    answer = client.post(f"/sidebar/api/cases/{case}/undo", json={}, headers=headers)

    assert (answer.status_code, answer.json) == (200, {"undone": []})
    assert [action.state for action in desk.actions(case)] == [ActionState.CLAIMED]
    assert desk.case(case).state is State.ACTING


def test_another_tenants_case_does_not_exist(client: FlaskClient, desk: Any, headers: Headers) -> None:
    theirs = desk.put_case(OTHERS, "35436")

    assert client.get("/sidebar/api/tickets/35436", headers=headers).json["case"] is None
    for call, body in (("approve", REFUND), ("undo", {})):
        answer = client.post(f"/sidebar/api/cases/{theirs}/{call}", json=body, headers=headers)
        assert (answer.status_code, answer.json) == (404, {"error": "NotFound"})
    assert desk.actions(theirs) == []
    assert desk.case(theirs).state is State.WAITING_AGENT


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer x", "Basic x", "Bearer e30.x"])
def test_nothing_without_a_bearer_of_ours(client: FlaskClient, desk: Any, header: str | None) -> None:
    case = desk.put_case(OURS, "1")
    headers = {} if header is None else {"Authorization": header}

    answers = [
        client.get("/sidebar/api/tickets/1", headers=headers),
        client.post(f"/sidebar/api/cases/{case}/approve", json=REFUND, headers=headers),
        client.post(f"/sidebar/api/cases/{case}/undo", json={}, headers=headers),
    ]

    assert [(each.status_code, each.json) for each in answers] == [(401, {"error": "NotAuthentic"})] * 3
    assert desk.actions(case) == []


def test_a_bearer_ends_after_half_an_hour(client: FlaskClient, desk: Any) -> None:
    case = desk.put_case(OURS, "1")

    old = bearer(desk.application, LIFE + timedelta(minutes=1))
    answer = client.post(f"/sidebar/api/cases/{case}/approve", json=REFUND, headers=old)

    assert (answer.status_code, desk.actions(case)) == (401, [])


def test_a_bearer_of_another_key_opens_nothing(client: FlaskClient, desk: Any) -> None:
    forged = Bearers("another key").issue(OURS, Agent("7", verified=True), utc_now())

    answer = client.get("/sidebar/api/tickets/1", headers={"Authorization": f"Bearer {forged}"})

    assert answer.status_code == 401


@pytest.mark.parametrize("ticket", ["a'b", "1%2F..", "x" * 41])
def test_refuses_what_is_no_tickets_id(client: FlaskClient, headers: Headers, ticket: str) -> None:
    assert client.get(f"/sidebar/api/tickets/{ticket}", headers=headers).status_code in {400, 404}


def test_works_while_the_shop_and_the_helpdesk_are_away(desk: Any) -> None:
    def away(*_given: Any) -> Any:
        raise AssertionError("the sidebar called the outside")

    services = replace(desk.application.services, shop=away, helpdesk=away, shop_with=away)
    client = create_app(replace(desk.application, services=services)).test_client()
    case, headers = desk.put_case(OURS, "1"), bearer(desk.application)

    assert client.get("/sidebar/api/tickets/1", headers=headers).status_code == 200
    assert client.post(f"/sidebar/api/cases/{case}/approve", json=REFUND, headers=headers).status_code == 202
