"""Magento's callback and the page it opens: from bytes to kept keys, and nothing kept, called or told otherwise."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
import responses
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from connector.app import create_app
from connector.bootstrap import Application
from connector.flow.handshake import announce
from connector.flow.install import CREDENTIALS, connect_shop, shop_id
from connector.magento import Handshake
from connector.observability import JsonLines
from connector.outbound import make_session
from connector.ports.errors import ReadFailed
from connector.ports.handshake import Proven
from connector.ports.probe import Probe
from connector.ports.shop import Shop
from tests.web.conftest import Clock

SHOP = "https://shop.example.test/"
KEY, SECRET, VERIFIER = "k" * 32, "s" * 32, "v" * 32
FORM = {
    "oauth_consumer_key": KEY,
    "oauth_consumer_secret": SECRET,
    "store_base_url": SHOP,
    "oauth_verifier": VERIFIER,
}
BACK = f"{SHOP}admin/integration/loginSuccessCallback/"


@pytest.fixture
def web() -> Iterator[responses.RequestsMock]:
    """Everything outside; a call that no test expects fails."""
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def token(application: Application) -> str:
    return urlsplit(announce(application.services, SHOP).callback).path.rsplit("/", 1)[1]


def shop_answers(web: responses.RequestsMock, number: int = 1, own: str = SHOP) -> None:
    """One whole handshake."""
    web.post(f"{SHOP}oauth/token/request", "oauth_token=r&oauth_token_secret=rs")
    web.post(f"{SHOP}oauth/token/access", f"oauth_token=access-{number}&oauth_token_secret=access-secret-{number}")
    web.get(f"{SHOP}rest/V1/store/storeConfigs", json=[{"id": 1, "base_url": own}])


def post(client: FlaskClient, token: str, form: dict[str, str] = FORM, **more: Any) -> TestResponse:
    return client.post(f"/magento/callback/{token}", data=form, **more)


def kept(application: Application) -> list[str]:
    """The owners of everything that is kept of shops."""
    with application.engine.begin() as connection:
        owners = [row.owner for row in connection.exec_driver_sql("SELECT owner FROM secrets")]
    return sorted(each for each in owners if each.startswith(("shop:", "url:")))


def remembered(application: Application) -> int:
    with application.engine.begin() as connection:
        return len(connection.exec_driver_sql("SELECT name FROM locks WHERE name LIKE 'activation:%%'").all())


def test_an_activation_connects_the_announced_shop(
    client: FlaskClient, application: Application, web: responses.RequestsMock, token: str
) -> None:
    shop_answers(web)
    answer = post(client, token)
    assert (answer.status_code, answer.text) == (200, "connected\n")
    assert application.box.get(f"shop:{shop_id(SHOP)}", CREDENTIALS) == {
        "base_url": SHOP,
        "consumer_key": KEY,
        "consumer_secret": SECRET,
        "access_token": "access-1",
        "access_token_secret": "access-secret-1",
    }
    assert len(web.calls) == 3


def test_what_is_kept_is_encrypted(
    client: FlaskClient, application: Application, web: responses.RequestsMock, token: str
) -> None:
    shop_answers(web)
    post(client, token)
    with application.engine.begin() as connection:
        values = [str(row.value) for row in connection.exec_driver_sql("SELECT value FROM secrets")]
    assert len(values) >= 3
    assert [each for each in values if SECRET in each or "access-1" in each or token in each] == []


def test_the_address_that_the_admin_enters_is_the_one_that_works(
    client: FlaskClient, application: Application, web: responses.RequestsMock
) -> None:
    shop_answers(web)
    addresses = announce(application.services, SHOP)
    assert addresses.callback.startswith("https://retour.example.test/magento/callback/")
    assert client.post(urlsplit(addresses.callback).path, data=FORM).status_code == 200
    query = {"oauth_consumer_key": KEY, "success_call_back": BACK}
    answer = client.get(urlsplit(addresses.identity).path, query_string=query)
    assert (answer.status_code, answer.headers["Location"]) == (302, BACK)
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_anybody_may_post_and_nothing_happens(
    client: FlaskClient, application: Application, web: responses.RequestsMock, token: str
) -> None:
    before = kept(application)
    for path in ("guessed", token[:-1], token + "x", "%00"):
        assert post(client, path).status_code == 404
    assert client.get("/magento/identity/guessed").status_code == 404
    assert client.get(f"/magento/callback/{token}").status_code == 405
    assert (kept(application), remembered(application), len(web.calls)) == (before, 0, 0)


def test_an_announcement_ends_after_a_day(
    client: FlaskClient, application: Application, web: responses.RequestsMock, token: str, clock: Clock
) -> None:
    clock.now += timedelta(days=1, microseconds=1)
    assert post(client, token).status_code == 404
    assert (kept(application), len(web.calls)) == ([], 0)


@pytest.mark.parametrize(
    "more",
    [
        {"data": {**FORM, "oauth_verifier": ""}},
        {"data": {**FORM, "filler": "x" * 5000}},
        {"json": FORM},
        {"data": b"\xff\xfe", "content_type": "application/x-www-form-urlencoded"},
        {"data": b""},
    ],
    ids=["lacks the verifier", "too long", "JSON", "bytes", "empty"],
)
def test_what_magento_never_posts_is_a_bad_request(
    client: FlaskClient, application: Application, web: responses.RequestsMock, token: str, more: dict[str, Any]
) -> None:
    answer = client.post(f"/magento/callback/{token}", **more)
    assert (answer.status_code, answer.get_json()["error"]) == (400, "Malformed")
    assert (kept(application), len(web.calls)) == ([], 0)


def test_a_query_proves_nothing(
    client: FlaskClient, application: Application, web: responses.RequestsMock, token: str
) -> None:
    assert client.post(f"/magento/callback/{token}", query_string=FORM).status_code == 400
    assert (kept(application), len(web.calls)) == ([], 0)


def test_an_unproven_shop_replaces_no_credentials(
    client: FlaskClient, application: Application, web: responses.RequestsMock
) -> None:
    """A shop of somebody's own, announced by mistake, that says it is the victim."""
    shop_answers(web)
    assert post(client, announce(application.services, SHOP).callback.rsplit("/", 1)[1]).status_code == 200
    before = application.box.get(f"shop:{shop_id(SHOP)}", CREDENTIALS)
    evil = "https://evil.example.test/"
    token = announce(application.services, evil).callback.rsplit("/", 1)[1]
    web.post(f"{evil}oauth/token/request", "oauth_token=r&oauth_token_secret=rs")
    web.post(f"{evil}oauth/token/access", "oauth_token=e&oauth_token_secret=es")
    web.get(f"{evil}rest/V1/store/storeConfigs", json=[{"id": 1, "base_url": SHOP}])
    answer = post(client, token, {**FORM, "store_base_url": evil})
    assert (answer.status_code, answer.get_json()["error"]) == (400, "other_base_url")
    assert application.box.get(f"shop:{shop_id(SHOP)}", CREDENTIALS) == before
    assert kept(application) == [f"shop:{shop_id(SHOP)}", f"url:{shop_id(SHOP)}"]


def test_a_refused_trade_is_a_bad_request_with_what_to_do(
    client: FlaskClient, application: Application, web: responses.RequestsMock, token: str
) -> None:
    web.post(f"{SHOP}oauth/token/request", "oauth_problem=Consumer+key+has+expired", status=401)
    answer = post(client, token)
    assert (answer.status_code, answer.get_json()) == (
        400,
        {"error": "expired", "message": "expired: more than 300 seconds since it was activated: press Activate again"},
    )
    assert (kept(application), len(web.calls)) == ([], 1)


def test_a_silent_shop_is_a_try_again(client: FlaskClient, application: Application, token: str) -> None:
    def silent(*_: object) -> Proven:
        raise ReadFailed("the shop did not answer in time")

    services = replace(application.services, prove=silent)
    client = create_app(replace(application, services=services)).test_client()
    assert post(client, token).status_code == 503
    assert kept(application) == []


def test_a_shop_that_hangs_is_answered_for_before_magento_stops_waiting(
    client: FlaskClient, application: Application
) -> None:
    """A real one, that takes the call and says nothing; the whole callback against the clock."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        shop = f"http://127.0.0.1:{server.getsockname()[1]}/"
        services = replace(application.services, prove=Handshake(make_session(allow_private=True)))
        token = announce(services, shop).callback.rsplit("/", 1)[1]
        client = create_app(replace(application, services=services)).test_client()
        began = time.monotonic()
        answer = post(client, token, {**FORM, "store_base_url": shop})
        took = time.monotonic() - began
    assert answer.status_code == 503
    assert 3.5 < took < 4.5
    assert kept(application) == []


def test_one_try_in_five_seconds(
    client: FlaskClient, application: Application, web: responses.RequestsMock, token: str, clock: Clock
) -> None:
    shop_answers(web)
    assert post(client, token).status_code == 200
    clock.now += timedelta(seconds=4.9)
    again = post(client, token)
    assert (again.status_code, again.get_json()["error"], len(web.calls)) == (429, "TooSoon", 3)
    clock.now += timedelta(seconds=0.2)
    assert post(client, token).status_code == 200
    assert (len(web.calls), remembered(application)) == (6, 1)


def test_reauthorize_replaces_the_token_of_a_connected_shop(
    client: FlaskClient, application: Application, web: responses.RequestsMock, token: str, clock: Clock
) -> None:
    shop_answers(web)
    post(client, token)
    clock.now += timedelta(days=90)
    web.replace("POST", f"{SHOP}oauth/token/access", "oauth_token=access-2&oauth_token_secret=access-secret-2")
    assert post(client, token, {**FORM, "oauth_verifier": "w" * 32}).status_code == 200
    found = application.box.get(f"shop:{shop_id(SHOP)}", CREDENTIALS)
    assert found is not None
    assert found["access_token"] == "access-2"


class Pasted:
    """A shop that pasted keys work at."""

    def probe(self) -> Probe:
        return Probe(True, "fine")

    def base_url(self) -> str:
        return SHOP


def test_keys_that_were_pasted_are_replaced_by_a_proven_activation(
    client: FlaskClient, application: Application, web: responses.RequestsMock, token: str
) -> None:
    services = replace(application.services, shop_with=lambda _: cast(Shop, Pasted()))
    connect_shop(services, {"base_url": SHOP, "token": "pasted"})
    shop_answers(web)
    assert post(client, token).status_code == 200
    found = application.box.get(f"shop:{shop_id(SHOP)}", CREDENTIALS)
    assert found is not None
    assert ("token" in found, found["access_token"]) == (False, "access-1")


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_says_that_nothing_is_connected_yet(client: FlaskClient, token: str) -> None:
    answer = client.get(f"/magento/identity/{token}?oauth_consumer_key={KEY}&success_call_back={BACK}")
    assert answer.status_code == 200
    assert "Retour is not connected by this integration" in answer.text
    assert "Location" not in answer.headers


@pytest.mark.parametrize("target", ["", "https://evil.example.test/", "//evil.example.test", "javascript:alert(1)"])
def test_the_page_sends_nobody_elsewhere_and_shows_nothing_that_was_given(
    client: FlaskClient, web: responses.RequestsMock, token: str, target: str
) -> None:
    shop_answers(web)
    post(client, token)
    answer = client.get(
        f"/magento/identity/{token}", query_string={"oauth_consumer_key": KEY, "success_call_back": target}
    )
    assert answer.status_code == 200
    assert "Retour is connected to this shop" in answer.text
    assert "Location" not in answer.headers
    assert "evil" not in answer.text + str(answer.headers)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"


# --- logs -------------------------------------------------------------------------------------------------------------


def test_logs_say_why_and_name_no_secret(
    client: FlaskClient,
    application: Application,
    web: responses.RequestsMock,
    token: str,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "connector")
    post(client, token + "x")
    post(client, token, {**FORM, "store_base_url": "https://evil.example.test/"})
    web.post(f"{SHOP}oauth/token/request", "oauth_problem=The+signature+is+invalid.", status=401)
    post(client, token)
    clock.now += timedelta(seconds=6)
    web.reset()
    shop_answers(web)
    post(client, token)
    lines = [JsonLines().format(record) for record in caplog.records]
    events = [(line["event"], line.get("why") or line.get("error")) for line in map(json.loads, lines)]
    assert events == [
        ("refused", "NotFound"),
        ("shop_not_proven", "other_shop"),
        ("refused", "NotProven"),
        ("shop_not_proven", "signature"),
        ("refused", "NotProven"),
        ("shop_connected", None),
    ]
    assert {json.loads(line).get("path") for line in lines} == {None, "/magento/callback/<token>"}
    for secret in (token, KEY, SECRET, VERIFIER, "access-1", "access-secret-1", "evil.example.test"):
        assert secret not in "\n".join(lines)


def test_a_bug_tells_no_token_either(application: Application, token: str, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object) -> Proven:
        raise RuntimeError(SECRET)

    services = replace(application.services, prove=broken)
    answer = post(create_app(replace(application, services=services)).test_client(), token)
    assert (answer.status_code, answer.get_json()) == (500, {"error": "internal"})
    told = "\n".join(JsonLines().format(record) for record in caplog.records)
    assert '"bug"' in told
    assert token not in told
    assert SECRET not in told
