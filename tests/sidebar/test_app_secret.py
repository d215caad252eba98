"""An app that holds the page itself calls with its installation's secret: what that opens, and what it does not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from connector.bootstrap import utc_now
from connector.domain.case import State
from connector.domain.facts import Facts
from connector.domain.ids import TenantId
from connector.domain.request import Request
from connector.flow.services import UnknownInstallation
from connector.web.auth import UNPROVEN, Bearers, new_app_secret

OURS, OTHERS = TenantId("acme-1"), TenantId("other-1")
REFUND = {"decision": 1, "option": "refund", "amount": "19.49 EUR"}


def with_secret(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_shows_and_orders_for_its_installation_in_the_name_of_nobody(client: FlaskClient, desk: Any) -> None:
    case = desk.put_case(OURS, "35436")
    headers = with_secret(new_app_secret(desk.application.services, OURS))

    view = client.get("/sidebar/api/tickets/35436?language=en", headers=headers)
    ordered = client.post(f"/sidebar/api/cases/{case}/approve?language=en", json=REFUND, headers=headers)

    assert (view.status_code, view.json["case"]["id"]) == (200, case)
    assert (ordered.status_code, ordered.json) == (202, {"key": f"refund-{case}-1"})
    [action] = desk.actions(case)
    assert json.loads(action.payload)["by"] == "agent:unproven"


def test_an_app_stays_within_the_caps(client: FlaskClient, desk: Any, request_made: Request, facts: Facts) -> None:
    lamp = next(iter(request_made.lines))
    dear = replace(facts.lines[lamp], paid=replace(facts.lines[lamp].paid, amount=facts.lines[lamp].paid.amount * 10))
    desk.facts = replace(facts, lines={**facts.lines, lamp: dear})
    case = desk.put_case(OURS, "1")
    headers = with_secret(new_app_secret(desk.application.services, OURS))

    answer = client.post(f"/sidebar/api/cases/{case}/approve", json=REFUND | {"amount": "194.85 EUR"}, headers=headers)

    assert (answer.status_code, answer.json["error"], desk.actions(case)) == (403, "approve.sign_in", [])


def test_a_new_secret_ends_the_one_before_it(client: FlaskClient, desk: Any) -> None:
    case = desk.put_case(OURS, "1")
    old = new_app_secret(desk.application.services, OURS)
    new = new_app_secret(desk.application.services, OURS)

    refused = client.post(f"/sidebar/api/cases/{case}/approve", json=REFUND, headers=with_secret(old))

    assert (refused.status_code, refused.json, desk.actions(case)) == (401, {"error": "NotAuthentic"}, [])
    assert client.get("/sidebar/api/tickets/1", headers=with_secret(new)).status_code == 200


def test_another_tenants_case_is_as_good_as_none(client: FlaskClient, desk: Any) -> None:
    theirs = desk.put_case(OTHERS, "35436")
    headers = with_secret(new_app_secret(desk.application.services, OURS))

    assert client.get("/sidebar/api/tickets/35436", headers=headers).json["case"] is None
    for call, body in (("approve", REFUND), ("undo", {})):
        answer = client.post(f"/sidebar/api/cases/{theirs}/{call}", json=body, headers=headers)
        assert (answer.status_code, answer.json) == (404, {"error": "NotFound"})
    assert desk.actions(theirs) == []
    assert desk.case(theirs).state is State.WAITING_AGENT


def test_a_secret_under_another_tenants_name_opens_nothing(client: FlaskClient, desk: Any) -> None:
    case = desk.put_case(OTHERS, "1")
    mine = new_app_secret(desk.application.services, OURS)
    new_app_secret(desk.application.services, OTHERS)

    forged = f"{OTHERS}.{mine.rpartition('.')[2]}"
    answer = client.post(f"/sidebar/api/cases/{case}/approve", json=REFUND, headers=with_secret(forged))

    assert (answer.status_code, desk.actions(case)) == (401, [])


@pytest.mark.parametrize("secret", ["acme-1.", "acme-1.x", "acme-1", ".x", "nobody.x", "acme-1.é"])
def test_nothing_where_no_secret_was_made(client: FlaskClient, desk: Any, secret: str) -> None:
    case = desk.put_case(OURS, "1")

    answer = client.post(f"/sidebar/api/cases/{case}/approve", json=REFUND, headers=with_secret(secret))

    assert (answer.status_code, answer.json, desk.actions(case)) == (401, {"error": "NotAuthentic"}, [])


def test_only_its_hash_is_kept(desk: Any) -> None:
    secret = new_app_secret(desk.application.services, OURS)

    kept = desk.application.services.secrets.get(f"tenant:{OURS}", "app")

    assert (secret.partition(".")[0], len(secret.rpartition(".")[2])) == (OURS, 43)
    assert list(kept) == ["hash"]
    assert secret.rpartition(".")[2] not in kept["hash"]


def test_no_secret_for_an_installation_that_is_not_there(desk: Any) -> None:
    with pytest.raises(UnknownInstallation):
        new_app_secret(desk.application.services, TenantId("nobody"))

    assert desk.application.services.secrets.get("tenant:nobody", "app") is None


def test_a_bearer_for_one_ticket_ends_at_that_ticket(client: FlaskClient, desk: Any) -> None:
    mine, other = desk.put_case(OURS, "1"), desk.put_case(OURS, "2")
    bearers = Bearers(desk.application.derived_key("sidebar"))
    headers = with_secret(bearers.issue(OURS, UNPROVEN, utc_now(), ticket="1"))

    assert client.get("/sidebar/api/tickets/1", headers=headers).json["case"]["id"] == mine
    assert client.get("/sidebar/api/tickets/2", headers=headers).status_code == 404
    for call, body in (("approve", REFUND), ("undo", {})):
        for case in (other, "nosuchcase"):
            answer = client.post(f"/sidebar/api/cases/{case}/{call}", json=body, headers=headers)
            assert (answer.status_code, answer.json) == (404, {"error": "NotFound"})
    assert desk.actions(other) == []
    assert client.post(f"/sidebar/api/cases/{mine}/approve", json=REFUND, headers=headers).status_code == 202


def test_a_bearer_for_one_ticket_ends_after_half_an_hour_too(client: FlaskClient, desk: Any) -> None:
    case = desk.put_case(OURS, "1")
    bearers = Bearers(desk.application.derived_key("sidebar"))
    old = bearers.issue(OURS, UNPROVEN, utc_now() - timedelta(minutes=31), ticket="1")

    answer = client.post(f"/sidebar/api/cases/{case}/approve", json=REFUND, headers=with_secret(old))

    assert (answer.status_code, desk.actions(case)) == (401, [])
