"""OAuth 1.0a signatures, checked with a client nobody here wrote."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any
from urllib.parse import quote

import pytest
import requests
from authlib.integrations.requests_client import OAuth1Auth
from authlib.oauth1.client import ClientAuth
from authlib.oauth1.rfc5849.signature import generate_signature_base_string

from sandbox.magento import Shop, oauth
from sandbox.magento.access import Token
from sandbox.serving import Server
from tests.sandbox.magento.replaying import load, names, standard_order

MODULES, VIEWS = "/rest/V1/modules", "/rest/V1/store/storeViews"
BAD_SIGNATURE = {"message": "The signature is invalid. Verify and try again."}


def hmac_sha256(client: Any, request: Any) -> str:
    key = f"{quote(client.client_secret, safe='')}&{quote(client.token_secret or '', safe='')}"
    text = generate_signature_base_string(request)
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


ClientAuth.register_signature_method("HMAC-SHA256", hmac_sha256)


def signer(mine: Token, **changed: Any) -> OAuth1Auth:
    given = {
        "client_id": mine.consumer_key,
        "client_secret": mine.consumer_secret,
        "token": mine.access_token,
        "token_secret": mine.access_token_secret,
        "signature_method": "HMAC-SHA256",
    }
    return OAuth1Auth(**given | changed)


@pytest.fixture
def token(shop: Shop) -> Token:
    shop.bearer_allowed = False
    return shop.access.grant()


FIELD = "searchCriteria[filter_groups][0][filters][0][field]"
VALUE = "searchCriteria[filter_groups][0][filters][0][value]"


def groups(count: int) -> str:
    name = "searchCriteria[filter_groups][{}][filters][0][{}]"
    fields = ("field", "increment_id"), ("value", "x")
    pairs = [(name.format(number, key), text) for number in range(count) for key, text in fields]
    return "&".join(f"{quote(key)}={quote(text)}" for key, text in pairs)


def filtered(value: str) -> str:
    return f"{quote(FIELD)}=customer_email&{quote(VALUE)}={value}"


ACCEPTED = {  # label in the recorded matrix: query as sent
    "authlib: no query": None,
    "authlib: searchCriteria empty value (searchCriteria=)": "searchCriteria=",
    "authlib: searchCriteria[filter_groups][0]... eq": filtered("x"),
    "authlib: value with space (datetime) -> requests encodes +": filtered("2024-01-01+00:00:00"),
    "authlib: value with literal plus (email tag)": filtered("a%2Bb%40example.com"),
    "authlib: value with % wildcard like": filtered("%25x%25"),
    "authlib: value with comma (in list)": filtered("a%2Cb"),
    "authlib: value with = sign": filtered("a%3Db"),
    "authlib: value with unicode": filtered("%C3%A9"),
    "authlib: fields projection": "searchCriteria=&fields=items%5Bentity_id%5D%2Ctotal_count",
    "authlib: hand percent-encoded: value with space (datetime) -> requests encodes +": filtered(
        "2024-01-01%2000%3A00"
    ),
    "authlib: hand percent-encoded: 11 filter groups": groups(11),
    "authlib: unescaped brackets in url": f"{FIELD}=customer_email&{VALUE}=x",
    "authlib: bare ?searchCriteria without =": "searchCriteria",
    "authlib: bare ?searchCriteria + fields": "searchCriteria&fields=total_count",
}


@pytest.mark.parametrize("label", sorted(ACCEPTED))
def test_accepts_and_refuses_queries_as_recorded(label: str, token: Token, server: Server) -> None:
    recorded = load("oauth", "signature-matrix")["results"][label]
    query = ACCEPTED[label]
    url = server.url + ("/rest/V1/orders?" + query if query else VIEWS)
    answer = requests.get(url, auth=signer(token), timeout=10)
    assert answer.status_code == recorded["status"]
    if recorded["status"] == 401:
        assert answer.json() == BAD_SIGNATURE


def test_ten_groups_need_no_natural_order(token: Token, server: Server) -> None:
    assert requests.get(f"{server.url}/rest/V1/orders?{groups(10)}", auth=signer(token), timeout=10).status_code == 200


def signed_by_hand(token: Token, base_url: str, target: str, **changed: str) -> str:
    """Return an Authorization header over Magento's own base string, or over changed parameters."""
    given = {
        "oauth_consumer_key": token.consumer_key,
        "oauth_nonce": hashlib.sha256(str(time.monotonic_ns()).encode()).hexdigest()[:32],
        "oauth_signature_method": "HMAC-SHA256",
        "oauth_timestamp": str(int(time.time())),
        "oauth_token": token.access_token,
        "oauth_version": "1.0",
    } | changed
    text = oauth.base_string("GET", base_url, target, given)
    given["oauth_signature"] = oauth.signature(text, token.consumer_secret, token.access_token_secret)
    return "OAuth " + ", ".join(f'{name}="{quote(value, safe="")}"' for name, value in given.items())


def test_eleven_groups_sorted_naturally_are_accepted(token: Token, server: Server) -> None:
    target = f"/rest/V1/orders?{groups(25)}"
    header = signed_by_hand(token, server.url, target)
    answer = requests.get(server.url + target, headers={"Authorization": header}, timeout=10)
    assert answer.status_code == 200


REFUSED = {  # recorded refusal: what is wrong with the signature
    "43-call-bad-token": {"token": "x" * 32},
    "44-call-short-token": {"token": "short"},
    "45-call-sha1": {"signature_method": "HMAC-SHA1"},
    "46-call-bad-secret": {"token_secret": "wrong"},
}
PARTLY = {"oauth/signature-matrix": "sent as authlib does; requests-oauthlib and httpx are not installed"}
OTHERWISE = ("04-signed-call", "05-signed-search", "06-signed-post", "40-call-plus-in-query", "41-call-11-groups")
OTHERWISE += ("42-nonce-replay", "47-call-forbidden", "signature-matrix")


def test_every_recorded_signed_call_is_replayed() -> None:
    numbered = [
        name for name in names("oauth") if name.startswith(("04", "05", "06", "4")) and not name.startswith("48")
    ]
    assert sorted([*REFUSED, *OTHERWISE]) == [*numbered, "signature-matrix"]


@pytest.mark.parametrize("name", ["40-call-plus-in-query", "41-call-11-groups"])
def test_refuses_a_query_signed_as_the_standard_says_as_recorded(name: str, token: Token, server: Server) -> None:
    recorded = load("oauth", name)
    query = [tuple(pair) for pair in recorded["request"]["query"]]
    answer = requests.get(f"{server.url}/rest/V1/orders", params=query, auth=signer(token), timeout=10)
    assert (answer.status_code, answer.json()) == (401, recorded["response"]["body"])


def test_names_all_that_a_signed_call_lacks(server: Server) -> None:
    answer = requests.get(server.url + VIEWS, headers={"Authorization": 'OAuth oauth_version="1.0"'}, timeout=10)
    missing = [problem["parameters"]["fieldName"] for problem in answer.json()["errors"]]
    assert answer.status_code == 400
    assert missing == [*oauth.NEEDED, "oauth_token"]


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_refuses_as_recorded(name: str, token: Token, server: Server) -> None:
    recorded = load("oauth", name)["response"]
    answer = requests.get(server.url + VIEWS, auth=signer(token, **REFUSED[name]), timeout=10)
    assert (answer.status_code, answer.json()) == (recorded["status"], recorded["body"])


def test_refuses_a_nonce_used_before_even_with_a_new_timestamp(token: Token, server: Server) -> None:
    recorded = load("oauth", "42-nonce-replay")["response"]
    answers = []
    for stamp in ("1700000000", "1700000001"):
        header = signed_by_hand(token, server.url, VIEWS, oauth_nonce="once", oauth_timestamp=stamp)
        answers.append(requests.get(server.url + VIEWS, headers={"Authorization": header}, timeout=10))
    assert [answer.status_code for answer in answers] == [200, 401]
    assert answers[1].json() == recorded["body"] | {"parameters": [str(token.consumer_id)]}


def test_refuses_a_long_nonce(token: Token, server: Server) -> None:
    refused_for_its_nonce(signed_by_hand(token, server.url, VIEWS, oauth_nonce="n" * 33), server)


def test_refuses_a_future_time(token: Token, server: Server) -> None:
    ahead = str(int(time.time()) + 2 * oauth.FUTURE)
    refused_for_its_nonce(signed_by_hand(token, server.url, VIEWS, oauth_timestamp=ahead), server)


def refused_for_its_nonce(header: str, server: Server) -> None:
    answer = requests.get(server.url + VIEWS, headers={"Authorization": header}, timeout=10)
    assert (answer.status_code, answer.json()) == (401, {"message": "An error occurred validating the nonce"})


def test_reads_as_recorded(token: Token, server: Server) -> None:
    recorded = load("oauth", "04-signed-call")["response"]
    answer = requests.get(server.url + VIEWS, auth=signer(token), timeout=10)
    assert sorted(answer.json(), key=str) == sorted(recorded["body"], key=str)


def test_searches_as_recorded(shop: Shop, token: Token, server: Server) -> None:
    for _ in range(5):
        standard_order(shop)
    recorded = load("oauth", "05-signed-search")
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in recorded["request"]["query"])
    answer = requests.get(f"{server.url}/rest/V1/orders?{query}", auth=signer(token), timeout=10)
    assert answer.json() == recorded["response"]["body"]


def test_does_not_sign_a_json_body(shop: Shop, token: Token, server: Server) -> None:
    order = standard_order(shop)
    body = load("oauth", "06-signed-post")["request"]["body"]
    url = f"{server.url}/rest/V1/orders/{order.id}/comments"
    answer = requests.post(url, json=body, auth=signer(token), timeout=10)
    assert (answer.json(), [row["comment"] for row in order.histories]) == (True, ["signed"])


def test_a_signed_call_still_needs_the_resource(shop: Shop, token: Token, server: Server) -> None:
    order = standard_order(shop)
    shop.invoice(order)
    limited = shop.access.grant(["Magento_Sales::actions_view"])
    recorded = load("oauth", "47-call-forbidden")["response"]
    url = f"{server.url}/rest/V1/order/{order.id}/refund"
    answer = requests.post(url, json={}, auth=signer(limited), timeout=10)
    assert (answer.status_code, answer.json(), shop.memos) == (401, recorded["body"], [])


def test_a_signature_in_the_query_is_an_anonymous_call(token: Token, server: Server) -> None:
    recorded = load("oauth", "signature-matrix")["results"]["authlib signature in query"]
    answer = requests.get(server.url + VIEWS, auth=signer(token, signature_type="QUERY"), timeout=10)
    assert (answer.status_code, answer.text.replace(" ", "")) == (401, recorded["body"].replace(" ", ""))


def test_the_authlib_of_others_signs_bodies_too(shop: Shop, token: Token, server: Server) -> None:
    order = standard_order(shop)
    body = {"statusHistory": {"comment": "with a body hash"}}
    url = f"{server.url}/rest/V1/orders/{order.id}/comments"
    answer = requests.post(url, json=body, auth=signer(token, force_include_body=True), timeout=10)
    assert (answer.status_code, len(order.histories)) == (200, 1)


def test_decodes_nine_characters_of_the_path_before_signing(token: Token) -> None:
    given = {"oauth_nonce": "n"}
    signed = oauth.base_string("GET", "http://shop", "/rest/V1/products/A%2FB%2B%20%25", given)
    assert signed.split("&")[1] == quote("http://shop/rest/V1/products/A/B+%20%25", safe="")
