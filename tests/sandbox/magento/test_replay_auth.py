"""Authentication, permissions and what is wrong with a request before its route, as recorded."""

from __future__ import annotations

import base64
import json
import re
from datetime import timedelta

import pytest

from sandbox.magento import Shop
from tests.sandbox.magento.replaying import Client, load, names, peek, standard_order

ANONYMOUS, GRANTED, LIMITED = "", "granted", "limited"
CASES = {  # name: what to send as Authorization
    "02-admin-token-bad-password": ANONYMOUS,
    "03-admin-token-missing-field": ANONYMOUS,
    "04-admin-token-empty-body": ANONYMOUS,
    "05-no-authorization-header": ANONYMOUS,
    "06-bearer-garbage": "Bearer garbage",
    "07-bearer-unknown-32": "Bearer " + "a" * 32,
    "08-bearer-tampered-jwt": "Bearer aaa.bbb.ccc",
    "09-bearer-expired-jwt": "Bearer aaa.bbb.ccc",
    "10-integration-bearer-off": GRANTED,
    "11-integration-bearer-on": GRANTED,
    "12-basic-auth": "Basic YWRtaW46YWRtaW4=",
    "13-anonymous-order": ANONYMOUS,
    "14-unknown-route": GRANTED,
    "15-wrong-method": GRANTED,
    "16-malformed-json": GRANTED,
    "17-wrong-content-type": GRANTED,
    "18-no-content-type": GRANTED,
    "19-accept-text-html": GRANTED,
    "20-accept-star": GRANTED,
    "21-accept-xml": GRANTED,
    "22-maintenance-mode": GRANTED,
}
ACL_LEFT_OUT = {"countries-anonymous": "nobody asks for countries"}
PARTLY = {"acl/modules": "the stand-in names fewer modules, none but those recorded"}
ACL = [name for name in names("acl") if name not in (*ACL_LEFT_OUT, "modules")]


def test_every_recording_is_replayed_or_left_out_for_a_reason() -> None:
    assert sorted([*CASES, "01-admin-token"]) == names("auth")
    assert sorted([*ACL, *ACL_LEFT_OUT, "modules"]) == names("acl")


@pytest.mark.parametrize("name", sorted(CASES))
def test_answers_as_recorded(name: str, shop: Shop, client: Client) -> None:
    order = standard_order(shop)
    before = order.as_json()
    shop.bearer_allowed = name != "10-integration-bearer-off"
    shop.maintenance = name == "22-maintenance-mode"
    given = CASES[name]
    recorded = load("auth", name)
    request, body = recorded["request"], recorded["request"]["body"]
    headers = {key: value for key, value in request["headers"].items() if key in ("Accept", "Content-Type")}
    headers["Authorization"] = client.authorization if given == GRANTED else given

    answer = client.send(request["method"], request["path"], request["query"], body, headers)

    assert answer.status_code == recorded["response"]["status"]
    expected = recorded["response"]["body"]
    kind = recorded["response"]["headers"]["Content-Type"].partition(";")[0]
    assert answer.headers["Content-Type"].partition(";")[0] == kind
    if kind == "application/json":
        in_order = sorted(expected, key=str) if isinstance(expected, list) else expected
        answered = sorted(answer.json(), key=str) if isinstance(expected, list) else answer.json()
        assert answered == in_order
    elif kind == "text/html":
        assert re.findall("<title>.*</title>", answer.text) == re.findall("<title>.*</title>", expected)
    else:
        assert sorted(re.findall("<code>.*</code>", answer.text)) == sorted(re.findall("<code>.*</code>", expected))
    assert order.as_json() == before


@pytest.mark.parametrize("name", ACL)
def test_a_limited_token_may_do_what_was_recorded(name: str, shop: Shop, client: Client) -> None:
    order = standard_order(shop)
    shop.invoice(order)
    before = order.as_json()
    token = shop.access.grant(["Magento_Sales::actions_view"])
    client.authorization = f"Bearer {token.access_token}"
    recorded = load("acl", name)
    answer = client.replay(recorded)
    assert (answer.status_code, answer.json()) == (recorded["response"]["status"], recorded["response"]["body"])
    assert order.as_json() == before


def test_signs_an_admin_in_for_an_hour(shop: Shop, client: Client) -> None:
    recorded = load("auth", "01-admin-token")
    shop.admins, shop.bearer_allowed = {"admin": "s3cret"}, False
    body = recorded["request"]["body"] | {"password": "s3cret"}
    answer = client.send("POST", recorded["request"]["path"], body=body, headers={"Content-Type": "application/json"})
    token = answer.json()
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert (answer.status_code, len(token.split("."))) == (200, len(recorded["response"]["body"].split(".")))
    assert claims["exp"] - claims["iat"] == 3600

    client.authorization = f"Bearer {token}"
    assert client.send("GET", "/rest/V1/store/storeViews").status_code == 200
    start = shop.clock()
    shop.clock = lambda: start + timedelta(hours=1)
    assert client.send("GET", "/rest/V1/store/storeViews").status_code == 401


def test_another_shops_admin_is_nobody_here(client: Client) -> None:
    other = Shop()
    client.authorization = "Bearer " + other.admin_tokens.issue({"username": "admin", "password": "p"}, {"admin": "p"})
    assert client.send("GET", "/rest/V1/modules").status_code == 401


def test_any_token_reads_the_modules(shop: Shop, client: Client) -> None:
    token = shop.access.grant([])
    client.authorization = f"Bearer {token.access_token}"
    recorded = load("acl", "modules")
    answer = client.replay(recorded)
    assert (answer.status_code, "Magento_Sales" in answer.json()) == (200, True)
    assert set(answer.json()) <= set(recorded["response"]["body"])


def test_a_revoked_token_is_nobody(shop: Shop, client: Client) -> None:
    token = shop.access.grant()
    shop.access.revoke(token)
    client.authorization = f"Bearer {token.access_token}"
    answer = client.replay(peek("acl", "modules"))
    expected = {
        "message": "The consumer isn't authorized to access %resources.",
        "parameters": {"resources": "Magento_Backend::admin"},
    }
    assert (answer.status_code, answer.json()) == (401, expected)
