"""The trade of an activation for keys, on recorded exchanges: proven by three answers, and over within its time."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests
import responses

from connector import outbound
from connector.domain.ids import OrderId
from connector.magento import Handshake, MagentoShop, OAuth1Keys
from connector.magento.handshake import SECONDS
from connector.magento.signing import base_string, signature
from connector.ports.errors import ReadFailed, Refused
from connector.ports.handshake import Activation, Proven
from tests.magento.conftest import FIXTURES

SHOP = "http://shop.example.test/"
REQUEST, ACCESS = "http://shop.example.test/oauth/token/request", "http://shop.example.test/oauth/token/access"
STORES = "http://shop.example.test/rest/V1/store/storeConfigs"
HOLE = re.compile(r"<(?:([a-z_]+):)?32 chars>")


def value(name: str) -> str:
    """What stands for a scrubbed value of 32 characters."""
    return (name.replace("_", "") + "0" * 32)[:32]


def exchange(name: str) -> dict[str, Any]:
    """A recorded exchange with its scrubbed values filled."""
    text = HOLE.sub(lambda match: value(match[1] or "other"), (FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = json.loads(text)
    return found


def replay(web: responses.RequestsMock, name: str, method: str, url: str) -> None:
    recorded = exchange(name)["response"]
    body = recorded["body"] if isinstance(recorded["body"], str) else json.dumps(recorded["body"])
    web.add(method, url, body, status=recorded["status"], content_type=recorded["headers"]["Content-Type"])


POSTED = exchange("oauth/01-activation-post-to-callback")["request"]["body_fields"]
ACTIVATION = Activation(POSTED["oauth_consumer_key"], POSTED["oauth_consumer_secret"], POSTED["oauth_verifier"])


def trade(base_url: str = SHOP, seconds: float = SECONDS, connect: float = 1.5, private: bool = True) -> Proven:
    return Handshake(outbound.make_session(private), seconds, connect)(base_url, ACTIVATION)


def oauth(header: str) -> dict[str, str]:
    return dict(re.findall(r'([a-z_]+)="([^"]*)"', header))


def replay_all(web: responses.RequestsMock) -> None:
    replay(web, "oauth/02-request-token", "POST", REQUEST)
    replay(web, "oauth/03-access-token", "POST", ACCESS)
    replay(web, "store/storeConfigs", "GET", STORES)


def test_trades_an_activation_for_four_keys_that_work(web: responses.RequestsMock) -> None:
    replay_all(web)
    proven = trade()
    assert proven.base_url == "http://shop.example.test/"
    assert proven.credentials == {
        "base_url": SHOP,
        "consumer_key": value("oauth_consumer_key"),
        "consumer_secret": value("oauth_consumer_secret"),
        "access_token": value("access_token"),
        "access_token_secret": value("access_token_secret"),
    }
    assert [call.request.url for call in web.calls] == [REQUEST, ACCESS, STORES]


@pytest.mark.parametrize(
    ("number", "name", "verifier", "secrets"),
    [
        (0, "oauth/02-request-token", "", ("", "")),
        (1, "oauth/03-access-token", value("oauth_verifier"), (value("request_token"), value("request_token_secret"))),
        (2, "oauth/04-signed-call", "", (value("access_token"), value("access_token_secret"))),
    ],
)
def test_signs_each_call_as_recorded(
    web: responses.RequestsMock, number: int, name: str, verifier: str, secrets: tuple[str, str]
) -> None:
    """The same parameters in the header, the right secrets under the signature, and no body."""
    replay_all(web)
    trade()
    request = web.calls[number].request
    given, recorded = (
        oauth(request.headers["Authorization"]),
        oauth(exchange(name)["request"]["headers"]["Authorization"]),
    )
    assert given.keys() == recorded.keys()
    fresh = {"oauth_nonce", "oauth_timestamp", "oauth_signature"}
    assert {k: v for k, v in given.items() if k not in fresh} == {k: v for k, v in recorded.items() if k not in fresh}
    assert given.get("oauth_verifier", "") == verifier
    signed = given.pop("oauth_signature")
    text = base_string(request.method or "", request.url or "", list(given.items()))
    keys = OAuth1Keys(ACTIVATION.consumer_key, ACTIVATION.consumer_secret, *secrets)
    assert signed == signature(text, keys).replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
    assert len(given["oauth_nonce"]) <= 32
    assert request.body is None


@pytest.mark.parametrize(("name", "path"), [("oauth/05-signed-search", "orders"), ("oauth/06-signed-post", "orders/2")])
def test_what_was_traded_signs_searches_and_posts_as_recorded(
    web: responses.RequestsMock, name: str, path: str
) -> None:
    replay_all(web)
    traded = {name: value for name, value in trade().credentials.items() if name != "base_url"}
    shop = MagentoShop(SHOP, OAuth1Keys(**traded), outbound.make_session(allow_private=True))
    if path == "orders":
        web.get(f"{SHOP}rest/V1/orders", json={"items": [], "total_count": 0})
        assert shop.find_order("000000005") is None
    else:
        replay(web, name, "POST", f"{SHOP}rest/V1/orders/2/comments")
        shop.comment(OrderId("2"), "signed")
    header = web.calls[3].request.headers["Authorization"]
    recorded = exchange(name)["request"]["headers"]["Authorization"]
    assert list(oauth(header)) == list(oauth(recorded))
    assert oauth(header)["oauth_token"] == oauth(recorded)["oauth_token"] == value("access_token")


def test_no_nonce_is_used_twice(web: responses.RequestsMock) -> None:
    replay_all(web)
    trade()
    assert len({oauth(call.request.headers["Authorization"])["oauth_nonce"] for call in web.calls}) == 3


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("oauth/20-request-token-hmac-sha1", "refused"),
        ("oauth/21-request-token-plaintext", "refused"),
        ("oauth/22-request-token-hmac-sha512", "refused"),
        ("oauth/23-request-token-bad-secret", "signature"),
        ("oauth/24-request-token-unknown-consumer", "unknown_consumer"),
        ("oauth/25-request-token-short-consumer", "unknown_consumer"),
        ("oauth/26-request-token-no-header", "no_header"),
        ("oauth/29-request-token-twice", "used"),
        ("oauth/30-request-token-future-timestamp", "clock"),
        ("oauth/35-request-token-after-300s", "expired"),
    ],
)
def test_names_why_no_request_token_is_given(web: responses.RequestsMock, name: str, code: str) -> None:
    replay(web, name, "POST", REQUEST)
    with pytest.raises(Refused) as refused:
        trade()
    assert refused.value.code == code
    assert len(web.calls) == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("oauth/31-access-token-bad-verifier", "verifier"),
        ("oauth/32-access-token-no-verifier", "verifier"),
        ("oauth/34-access-token-again", "token"),
    ],
)
def test_names_why_no_access_token_is_given(web: responses.RequestsMock, name: str, code: str) -> None:
    replay(web, "oauth/28-request-token-old-timestamp", "POST", REQUEST)
    replay(web, name, "POST", ACCESS)
    with pytest.raises(Refused) as refused:
        trade()
    assert refused.value.code == code
    assert len(web.calls) == 2


def test_a_token_that_opens_nothing_proves_nothing(web: responses.RequestsMock) -> None:
    replay(web, "oauth/02-request-token", "POST", REQUEST)
    replay(web, "oauth/03-access-token", "POST", ACCESS)
    replay(web, "oauth/33-rest-call-with-request-token", "GET", STORES)
    with pytest.raises(Refused, match="Token is not an access token") as refused:
        trade()
    assert refused.value.code == "not_magento"


def test_names_the_permission_without_which_a_shop_cannot_prove_itself(web: responses.RequestsMock) -> None:
    replay(web, "oauth/02-request-token", "POST", REQUEST)
    replay(web, "oauth/03-access-token", "POST", ACCESS)
    replay(web, "acl/storeviews", "GET", STORES)
    with pytest.raises(Refused, match="lacks Magento_Backend::store") as refused:
        trade()
    assert refused.value.code == "permission"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html>welcome</html>",
        "oauth_token=abc",
        "oauth_token=a&oauth_token=b&oauth_token_secret=c",
        "oauth_token=a%0d%0ab&oauth_token_secret=c",
        f"oauth_token={'a' * 256}&oauth_token_secret=c",
    ],
)
def test_takes_no_token_out_of_an_answer_of_another_form(web: responses.RequestsMock, body: str) -> None:
    web.post(REQUEST, body)
    with pytest.raises(Refused) as refused:
        trade()
    assert refused.value.code == "not_magento"
    assert len(web.calls) == 1


def test_follows_no_redirect(web: responses.RequestsMock) -> None:
    web.post(REQUEST, "", status=302, headers={"Location": "https://elsewhere.example.test/oauth/token/request?x=1"})
    with pytest.raises(Refused, match="redirects to https://elsewhere.example.test/oauth/token/request. ") as refused:
        trade()
    assert refused.value.code == "redirect"
    assert len(web.calls) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_shop_that_is_away_is_no_refusal(web: responses.RequestsMock, status: int) -> None:
    web.post(REQUEST, "<html>away</html>", status=status)
    with pytest.raises(ReadFailed, match=str(status)):
        trade()
    assert len(web.calls) == 1


def test_a_shop_that_cannot_be_reached_is_no_refusal(web: responses.RequestsMock) -> None:
    web.post(REQUEST, body=requests.ConnectTimeout("x"))
    with pytest.raises(ReadFailed, match="ConnectTimeout"):
        trade()


def test_an_answer_without_an_end_is_refused(web: responses.RequestsMock) -> None:
    web.post(REQUEST, "x" * 1_000_001)
    with pytest.raises(Refused, match="too long"):
        trade()


def test_an_address_that_is_none_is_told(web: responses.RequestsMock) -> None:
    with pytest.raises(ValueError, match="must start with http"):
        trade("ftp://shop.example.test/")
    assert len(web.calls) == 0


def test_secrets_show_in_no_repr(web: responses.RequestsMock) -> None:
    replay_all(web)
    shown = repr(ACTIVATION) + repr(trade())
    assert value("oauth_consumer_key") in shown
    for secret in ("oauth_consumer_secret", "oauth_verifier", "access_token", "access_token_secret"):
        assert value(secret) not in shown


# --- against the clock, on real sockets -------------------------------------------------------------------------------


@contextmanager
def listening(answer: bytes, drip: float = 0.0) -> Iterator[str]:
    """A shop on this machine that says `answer`, byte by byte with `drip` seconds between, then says no more."""
    done = threading.Event()
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            connection.recv(65_536)
            for byte in answer:
                if done.wait(drip):
                    return
                try:
                    connection.sendall(bytes([byte]))
                except OSError:
                    return
            done.wait(10)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    finally:
        done.set()
        server.close()
        thread.join(2)


DRIPPING = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n" + b"x" * 500


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("answer", "drip"), [(b"", 0.0), (DRIPPING, 0.05)], ids=["silent", "drop by drop, each in time"]
)
def test_gives_up_in_time_on_a_shop_that_hangs(socket_enabled: None, answer: bytes, drip: float) -> None:
    with listening(answer, drip) as shop:
        began = time.monotonic()
        with pytest.raises(ReadFailed):
            trade(shop, seconds=0.6)
        assert 0.3 < time.monotonic() - began < 1.5


def test_gives_up_in_time_where_a_name_cannot_be_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time-out of a session bounds that."""
    asked, done = threading.Event(), threading.Event()

    def hangs(*_: object, **__: object) -> list[object]:
        asked.set()
        done.wait(10)
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    began = time.monotonic()
    with pytest.raises(ReadFailed, match="in time"):
        trade(seconds=0.4)
    assert time.monotonic() - began < 1.5
    assert asked.is_set()
    done.set()


@pytest.mark.enable_socket
def test_leads_into_no_private_network(socket_enabled: None) -> None:
    with listening(b"HTTP/1.1 200 OK\r\n\r\n") as shop, pytest.raises(Refused) as refused:
        trade(shop, private=False)
    assert refused.value.code == "private_network"


def test_magento_hears_from_us_within_its_five_seconds() -> None:
    assert SECONDS < 4.5
