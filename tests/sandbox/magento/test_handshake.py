"""Activate, the two token exchanges and Reauthorize, as recorded; signed by a client nobody here wrote."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import pytest
import requests
from authlib.integrations.requests_client import OAuth1Auth

from sandbox.magento import Shop
from sandbox.serving import Answer, Server, serve
from tests.sandbox.magento.replaying import load
from tests.sandbox.magento.test_oauth import VIEWS

NAME = "Retour"
CREDENTIALS = ("oauth_consumer_key", "oauth_consumer_secret", "store_base_url", "oauth_verifier")


@dataclass
class Callback:
    """What listens at the integration's callback URL: it notes what came, and answers as told."""

    status: str = "200 OK"
    delay: float = 0.0
    headers: list[tuple[str, str]] = field(default_factory=list)
    seen: list[dict[str, Any]] = field(default_factory=list)
    answered: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        self.seen.append({"environ": environ, "body": body, "fields": dict(parse_qsl(body))})
        time.sleep(self.delay)
        self.answered.set()
        return Answer(self.status, self.headers, b"whatever").replay(start_response)

    @property
    def fields(self) -> dict[str, str]:
        last: dict[str, str] = self.seen[-1]["fields"]
        return last


@pytest.fixture
def callback(shop: Shop) -> Iterator[Callback]:
    shop.bearer_allowed = False
    made = Callback()
    with serve(made) as running:
        made.url = f"{running.url}/magento/callback?shop=7"
        yield made


def signer(fields: dict[str, str], **more: Any) -> OAuth1Auth:
    key, secret = fields["oauth_consumer_key"], fields["oauth_consumer_secret"]
    return OAuth1Auth(**{"client_id": key, "client_secret": secret, "signature_method": "HMAC-SHA256"} | more)


def exchange(server: Server, step: str, auth: OAuth1Auth | None) -> requests.Response:
    return requests.post(
        f"{server.url}/oauth/token/{step}", headers={"Accept": "application/json"}, auth=auth, timeout=10
    )


def pair(answer: requests.Response) -> dict[str, str]:
    """Return a token and its secret in the words of the signing library."""
    assert answer.status_code == 200, answer.text
    fields = {name: values[0] for name, values in parse_qs(answer.text, strict_parsing=True).items()}
    return {"token": fields["oauth_token"], "token_secret": fields["oauth_token_secret"]}


@pytest.fixture
def activated(shop: Shop, callback: Callback) -> dict[str, str]:
    assert shop.activate(NAME, callback.url).delivered is True
    return callback.fields


@pytest.fixture
def requested(activated: dict[str, str], server: Server) -> dict[str, str]:
    return pair(exchange(server, "request", signer(activated)))


def connect(fields: dict[str, str], server: Server) -> dict[str, str]:
    token = pair(exchange(server, "request", signer(fields)))
    return pair(exchange(server, "access", signer(fields, **token, verifier=fields["oauth_verifier"])))


def views(server: Server, fields: dict[str, str], token: dict[str, str]) -> requests.Response:
    return requests.get(server.url + VIEWS, auth=signer(fields, **token), timeout=10)


def test_posts_the_credentials_as_recorded(shop: Shop, activated: dict[str, str], callback: Callback) -> None:
    recorded = load("oauth", "01-activation-post-to-callback")["request"]
    seen = callback.seen[0]["environ"]
    assert [name for name, _ in parse_qsl(callback.seen[0]["body"])] == list(recorded["body_fields"]) == [*CREDENTIALS]
    assert activated["store_base_url"] == recorded["body_fields"]["store_base_url"] == f"{shop.base_url}/"
    assert [len(activated[name]) for name in CREDENTIALS if name != "store_base_url"] == [32, 32, 32]
    headers = recorded["headers"]
    assert (seen["CONTENT_TYPE"], seen["HTTP_USER_AGENT"]) == (headers["Content-Type"], headers["User-Agent"])
    assert (seen["REQUEST_METHOD"], seen["HTTP_ACCEPT"]) == (recorded["method"], headers["Accept"])
    assert seen["QUERY_STRING"] == "shop=7"
    host, _, port = headers["Host"].partition(":")
    assert headers[host] == port
    host, _, port = seen["HTTP_HOST"].partition(":")
    assert seen[f"HTTP_{host}"] == port
    assert "HTTP_AUTHORIZATION" not in seen


@pytest.mark.parametrize("status", ["500 Internal Server Error", "302 Found", "404 Not Found"])
def test_does_not_care_what_the_callback_answers(status: str, shop: Shop, callback: Callback) -> None:
    callback.status, callback.headers = status, [("Location", callback.url)]
    assert shop.activate(NAME, callback.url).delivered is True
    assert len(callback.seen) == 1  # no redirect is followed


def test_reports_a_failure_when_the_callback_takes_too_long(shop: Shop, callback: Callback) -> None:
    assert shop.integrations.patience == 5.0
    shop.integrations.patience, callback.delay = 0.2, 0.8
    result = shop.activate(NAME, callback.url)
    assert result.delivered is False
    assert 0.2 <= result.seconds < 0.8
    assert callback.answered.wait(5)
    assert len(callback.seen) == 1


def test_reports_a_failure_when_nobody_listens_and_sends_the_same_verifier_again(
    shop: Shop, callback: Callback, server: Server
) -> None:
    shop.integrations.patience, callback.delay = 0.1, 0.4
    assert shop.activate(NAME, callback.url).delivered is False
    assert callback.answered.wait(5)
    assert shop.activate(NAME, "http://127.0.0.1:1/callback").delivered is False
    callback.delay = 0.0
    shop.integrations.patience = 5.0
    assert shop.activate(NAME, callback.url).delivered is True
    assert callback.seen[0]["fields"] == callback.seen[1]["fields"]
    assert views(server, callback.fields, connect(callback.fields, server)).status_code == 200


def test_exchanges_tokens_as_recorded(activated: dict[str, str], server: Server) -> None:
    first = exchange(server, "request", signer(activated))
    token = pair(first)
    second = exchange(server, "access", signer(activated, **token, verifier=activated["oauth_verifier"]))
    for answer, name in ((first, "02-request-token"), (second, "03-access-token")):
        recorded = load("oauth", name)["response"]
        assert answer.status_code == recorded["status"]
        assert answer.headers["Content-Type"] == recorded["headers"]["Content-Type"]
        assert list(parse_qs(answer.text)) == list(parse_qs(recorded["body"]))
    assert [len(value) for value in (*token.values(), *pair(second).values())] == [32, 32, 32, 32]
    assert views(server, activated, pair(second)).status_code == 200


def test_connects_from_inside_the_callback(shop: Shop, server: Server, callback: Callback) -> None:
    connected: list[int] = []

    def answer(environ: Any, start_response: Any) -> Any:
        answered = callback(environ, start_response)
        connected.append(views(server, callback.fields, connect(callback.fields, server)).status_code)
        return answered

    with serve(answer) as running:
        assert shop.activate(NAME, running.url).delivered is True
    assert connected == [200]


BAD_REQUESTS: dict[str, dict[str, Any]] = {  # recorded refusal: what is wrong with the first exchange
    "20-request-token-hmac-sha1": {"signature_method": "HMAC-SHA1"},
    "21-request-token-plaintext": {"signature_method": "PLAINTEXT"},
    "22-request-token-hmac-sha512": {"signature_method": "HMAC-SHA512"},
    "23-request-token-bad-secret": {"client_secret": "wrong"},
    "24-request-token-unknown-consumer": {"client_id": "x" * 32},
    "25-request-token-short-consumer": {"client_id": "short"},
}


def refused(answer: requests.Response, name: str) -> bool:
    recorded = load("oauth", name)["response"]
    kind = recorded["headers"]["Content-Type"]
    expected = (recorded["status"], kind, recorded["body"])
    return (answer.status_code, answer.headers["Content-Type"], answer.text) == expected


@pytest.mark.parametrize("name", sorted(BAD_REQUESTS))
def test_refuses_a_bad_first_exchange_as_recorded(name: str, activated: dict[str, str], server: Server) -> None:
    changed = dict(BAD_REQUESTS[name])
    if changed.get("signature_method") == "HMAC-SHA512":  # the library does not know it: what counts is the name
        header = f'OAuth oauth_consumer_key="{activated["oauth_consumer_key"]}", oauth_nonce="n", oauth_signature="x", '
        header += 'oauth_signature_method="HMAC-SHA512", oauth_timestamp="1795288251"'
        url = f"{server.url}/oauth/token/request"
        answer = requests.post(url, headers={"Authorization": header}, timeout=10)
    else:
        answer = exchange(server, "request", signer(activated, **changed))
    assert refused(answer, name)
    assert pair(exchange(server, "request", signer(activated)))["token"] != ""  # the verifier is still good


def test_refuses_a_first_exchange_without_a_header_as_recorded(activated: dict[str, str], server: Server) -> None:
    assert refused(exchange(server, "request", None), "26-request-token-no-header")


def at(seconds: int) -> type[OAuth1Auth]:
    """Return a signer whose clock is off by so many seconds."""

    class Off(OAuth1Auth):  # type: ignore[misc]  # the library is untyped
        def get_oauth_params(self, nonce: str, _timestamp: str) -> Any:
            return super().get_oauth_params(nonce, str(int(time.time()) + seconds))

    return Off


@pytest.mark.parametrize(
    ("name", "seconds"), [("28-request-token-old-timestamp", -86_400), ("30-request-token-future-timestamp", 1200)]
)
def test_takes_an_old_timestamp_but_none_of_the_future(
    name: str, seconds: int, activated: dict[str, str], server: Server
) -> None:
    key, secret = activated["oauth_consumer_key"], activated["oauth_consumer_secret"]
    answer = exchange(server, "request", at(seconds)(key, secret, signature_method="HMAC-SHA256"))
    recorded = load("oauth", name)["response"]
    if recorded["status"] == 200:
        assert len(pair(answer)["token"]) == 32
    else:
        assert refused(answer, name)


def test_gives_one_request_token_per_verifier_as_recorded(
    activated: dict[str, str], requested: dict[str, str], server: Server
) -> None:
    assert refused(exchange(server, "request", signer(activated)), "29-request-token-twice")
    access = exchange(server, "access", signer(activated, **requested, verifier=activated["oauth_verifier"]))
    assert views(server, activated, pair(access)).status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(300, 200), (301, 401)])
def test_the_credentials_expire_as_recorded(
    seconds: int, status: int, shop: Shop, activated: dict[str, str], server: Server
) -> None:
    start = shop.clock()
    shop.clock = lambda: start + timedelta(seconds=seconds)
    answer = exchange(server, "request", signer(activated))
    assert answer.status_code == status
    assert refused(answer, "35-request-token-after-300s") is (status == 401)


@pytest.mark.parametrize(
    ("name", "verifier"), [("31-access-token-bad-verifier", "y" * 32), ("32-access-token-no-verifier", None)]
)
def test_refuses_a_bad_second_exchange_as_recorded(
    name: str, verifier: str | None, activated: dict[str, str], requested: dict[str, str], server: Server
) -> None:
    assert refused(exchange(server, "access", signer(activated, **requested, verifier=verifier)), name)
    good = exchange(server, "access", signer(activated, **requested, verifier=activated["oauth_verifier"]))
    assert len(pair(good)["token"]) == 32


def test_refuses_the_second_exchange_with_another_consumers_token(
    shop: Shop, activated: dict[str, str], requested: dict[str, str], callback: Callback, server: Server
) -> None:
    assert shop.activate("Another", callback.url).delivered is True
    other = callback.fields
    answer = exchange(server, "access", signer(other, **requested, verifier=activated["oauth_verifier"]))
    assert (answer.status_code, answer.text.replace("+", " ")) == (
        401,
        "oauth_problem=Request token is not associated with the specified consumer",
    )


def test_a_request_token_is_no_access_token_as_recorded(
    activated: dict[str, str], requested: dict[str, str], server: Server
) -> None:
    recorded = load("oauth", "33-rest-call-with-request-token")["response"]
    answer = views(server, activated, requested)
    assert (answer.status_code, answer.json()) == (recorded["status"], recorded["body"])


def test_a_request_token_is_exchanged_once_as_recorded(
    activated: dict[str, str], requested: dict[str, str], server: Server
) -> None:
    auth = {"verifier": activated["oauth_verifier"], **requested}
    token = pair(exchange(server, "access", signer(activated, **auth)))
    assert refused(exchange(server, "access", signer(activated, **auth)), "34-access-token-again")
    assert views(server, activated, token).status_code == 200


def test_reauthorize_kills_the_old_token_and_keeps_the_consumer(
    shop: Shop, activated: dict[str, str], callback: Callback, server: Server
) -> None:
    old = connect(activated, server)
    assert shop.activate(NAME, callback.url).delivered is True
    again = callback.fields
    assert {name: activated[name] == again[name] for name in CREDENTIALS} == {
        "oauth_consumer_key": True,
        "oauth_consumer_secret": True,
        "store_base_url": True,
        "oauth_verifier": False,
    }
    recorded = load("oauth", "48-old-token-after-reauthorize")["response"]
    answer = views(server, again, old)
    assert (answer.status_code, answer.json()) == (recorded["status"], recorded["body"])
    new = connect(again, server)
    assert (new["token"] != old["token"], views(server, again, new).status_code) == (True, 200)


def test_the_integration_has_the_resources_it_was_given(shop: Shop, callback: Callback, server: Server) -> None:
    assert shop.activate(NAME, callback.url, ["Magento_Sales::actions_view"]).delivered is True
    token = connect(callback.fields, server)
    asked = "Magento_Backend::store"
    answer = views(server, callback.fields, token)
    assert (answer.status_code, answer.json()["parameters"]) == (401, {"resources": asked})
    orders = requests.get(
        f"{server.url}/rest/V1/orders?searchCriteria=", auth=signer(callback.fields, **token), timeout=10
    )
    assert orders.status_code == 200


def test_another_process_presses_the_button_too(shop: Shop, callback: Callback, server: Server) -> None:
    settings = {"base_url": server.url, "bearer_allowed": False}
    requests.put(f"{server.url}/_sandbox/settings", json=settings, timeout=10)
    body = {"name": NAME, "callback_url": callback.url, "resources": None}
    answer = requests.post(f"{server.url}/_sandbox/activate", json=body, timeout=10).json()
    assert (answer["delivered"], answer["consumer_key"]) == (True, callback.fields["oauth_consumer_key"])
    assert callback.fields["store_base_url"] == f"{server.url}/"
    assert views(server, callback.fields, connect(callback.fields, server)).status_code == 200
