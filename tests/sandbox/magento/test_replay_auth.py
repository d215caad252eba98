"""Authentication, permissions and what is wrong with a request before its route, as recorded."""

from __future__ import annotations

import re

import pytest

from sandbox.magento import Shop
from tests.sandbox.magento.replaying import Client, load, names, standard_order

NOT_SERVED = "the stand-in does not serve this call"
LEFT_OUT = {
    "01-admin-token": NOT_SERVED,
    "02-admin-token-bad-password": NOT_SERVED,
    "03-admin-token-missing-field": NOT_SERVED,
    "04-admin-token-empty-body": NOT_SERVED,
}
ANONYMOUS, GRANTED, LIMITED = "", "granted", "limited"
CASES = {  # name: what to send as Authorization
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
ACL_LEFT_OUT = dict.fromkeys(
    (
        "cart-forbidden",
        "countries-anonymous",
        "coupon-forbidden",
        "customers-forbidden",
        "products-forbidden",
        "salable-forbidden",
        "source-items-forbidden",
        "stock-forbidden",
    ),
    NOT_SERVED,
)
ACL = [name for name in names("acl") if name not in (*ACL_LEFT_OUT, "modules")]


def test_every_recording_is_replayed_or_left_out_for_a_reason() -> None:
    assert sorted([*CASES, *LEFT_OUT]) == names("auth")
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


def test_any_token_reads_the_modules(shop: Shop, client: Client) -> None:
    token = shop.access.grant([])
    client.authorization = f"Bearer {token.access_token}"
    assert client.replay(load("acl", "modules")).status_code == 200


def test_a_revoked_token_is_nobody(shop: Shop, client: Client) -> None:
    token = shop.access.grant()
    shop.access.revoke(token)
    client.authorization = f"Bearer {token.access_token}"
    answer = client.replay(load("acl", "modules"))
    expected = {
        "message": "The consumer isn't authorized to access %resources.",
        "parameters": {"resources": "Magento_Backend::admin"},
    }
    assert (answer.status_code, answer.json()) == (401, expected)
