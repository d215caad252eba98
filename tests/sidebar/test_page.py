"""The page: who may open it, what comes with it, and what its files weigh."""

from __future__ import annotations

import base64
import gzip
import hashlib
import hmac
import json
import re
import struct
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

UI = Path(__file__).parents[2] / "sidebar_ui"
BUDGET = 20_000  # bytes, gzipped: everything one page load fetches
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; "
    "frame-ancestors https://acme.zendesk.com"
)


def encoded(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def with_hs256(desk: Any) -> str:
    """Signed with the app's public key taken for a shared secret."""
    signed = f"{encoded({'alg': 'HS256', 'typ': 'JWT'})}.{desk.token().split('.')[1]}"
    mac = hmac.new(desk.zendesk.app_frame.public_key().encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def with_other_claims(desk: Any) -> str:
    head, _, signature = desk.token().split(".")
    claims = desk.zendesk.app_frame.claims(1, desk.zendesk.clock.now())
    return f"{head}.{encoded(claims | {'sub': 'https://acme.zendesk.com/api/v2/users/1.json'})}.{signature}"


BAD_TOKENS: dict[str, Callable[[Any], str]] = {
    "forged": with_other_claims,
    "HS256": with_hs256,
    "unsigned": lambda desk: f"{encoded({'alg': 'none'})}.{desk.token().split('.')[1]}.",
    "expired": lambda desk: desk.token(iat=1_700_000_000, exp=1_700_000_300),
    "of another account": lambda desk: desk.token(iss="other.zendesk.com"),
    "of another installation": lambda desk: desk.token(
        aud="https://acme.zendesk.com/api/v2/apps/installations/77.json"
    ),
    "missing": lambda _desk: "",
}


@pytest.mark.parametrize("bad", BAD_TOKENS)
def test_opens_for_no_bad_token(client: FlaskClient, desk: Any, bad: str) -> None:
    answer = client.post("/sidebar/acme-1", data={"token": BAD_TOKENS[bad](desk)})

    assert (answer.status_code, answer.json) == (401, None)
    assert ("Retour could not check who opened this page" in answer.text, "bearer" in answer.text) == (True, False)


def test_a_token_is_good_for_its_first_seconds_only(
    client: FlaskClient, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = desk.token()

    first = client.post("/sidebar/acme-1", data={"token": token})
    a_colleague = client.post("/sidebar/acme-1", data={"token": token})  # the same second makes the same token
    monkeypatch.setattr("connector.web.sidebar.SAME_SECOND", timedelta(0))
    later = client.post("/sidebar/acme-1", data={"token": token})

    assert (first.status_code, a_colleague.status_code, later.status_code) == (200, 200, 401)
    assert "bearer" not in later.text


def test_another_tenants_page_does_not_open_with_our_token(client: FlaskClient, desk: Any) -> None:
    assert client.post("/sidebar/other-1", data={"token": desk.token()}).status_code == 401
    assert client.post("/sidebar/nobody", data={"token": desk.token()}).status_code == 404


def test_is_framed_by_its_account_alone_and_sets_no_cookie(client: FlaskClient, desk: Any) -> None:
    answer = client.post("/sidebar/acme-1", data={"token": desk.token()})

    assert answer.headers["Content-Security-Policy"] == CSP
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    assert "X-Frame-Options" not in answer.headers


def test_the_bearer_is_data_and_nothing_in_the_page_is_inline(client: FlaskClient, desk: Any) -> None:
    text = client.post("/sidebar/acme-1", data={"token": desk.token()}).get_data(as_text=True)

    data = re.search(r'<script type="application/json" id="retour">(.*?)</script>', text)
    assert data is not None
    assert json.loads(data[1]).keys() == {"bearer", "host"}
    assert json.loads(data[1])["host"] == "zendesk"
    assert re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", text) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [("core/main.js", "text/javascript"), ("core/style.css", "text/css"), ("hosts/zendesk.js", "text/javascript")],
)
def test_serves_the_pages_files(client: FlaskClient, name: str, kind: str) -> None:
    with client.get(f"/sidebar/assets/{name}") as answer:
        assert (answer.status_code, answer.mimetype) == (200, kind)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.data == (UI / name).read_bytes()


@pytest.mark.parametrize(
    "name",
    ["core/index.html", "zendesk/manifest.json", "../pyproject.toml", "core/..%2f..%2fpyproject.toml", "core/no.js"],
)
def test_serves_nothing_else(client: FlaskClient, name: str) -> None:
    assert client.get(f"/sidebar/assets/{name}").status_code == 404


def test_a_page_load_stays_within_its_budget(client: FlaskClient, desk: Any) -> None:
    page = client.post("/sidebar/acme-1", data={"token": desk.token()}).data
    files = [*UI.glob("core/*.js"), *UI.glob("core/*.css"), *UI.glob("hosts/zendesk.js")]

    weight = len(gzip.compress(page)) + sum(len(gzip.compress(file.read_bytes())) for file in files)

    assert len(files) == 7
    assert weight < BUDGET


def test_the_page_names_every_module_so_that_none_waits_for_another() -> None:
    page = (UI / "core" / "index.html").read_text(encoding="utf-8")

    named = set(re.findall(r'(?:href|src)="__ASSETS__/core/(\w+\.js)"', page))
    assert named == {file.name for file in (UI / "core").glob("*.js")}


def test_no_module_parses_markup() -> None:
    for file in UI.glob("*/*.js"):
        text = file.read_text(encoding="utf-8")
        found = re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text)
        assert (file.name, found) == (file.name, [])


def test_the_manifest_keeps_the_frameworks_rules() -> None:
    manifest = json.loads((UI / "zendesk" / "manifest.json").read_text(encoding="utf-8"))
    english, french = (
        json.loads((UI / "zendesk" / "translations" / f"{name}.json").read_text(encoding="utf-8"))["app"]
        for name in ("en", "fr")
    )

    assert manifest["author"].keys() == {"name", "email", "url"}
    assert (manifest["defaultLocale"], manifest["frameworkVersion"], manifest["signedUrls"]) == ("en", "2.0", True)
    assert [*manifest["location"]["support"]] == ["ticket_sidebar"]
    assert manifest["location"]["support"]["ticket_sidebar"]["url"].startswith("https://")
    parameters = {each["name"] for each in manifest["parameters"]}
    assert parameters == english["parameters"].keys() == french["parameters"].keys()
    assert english.keys() == french.keys()


@pytest.mark.parametrize(("name", "side"), [("logo.png", 320), ("logo-small.png", 128)])
def test_the_logos_have_the_size_asked_for(name: str, side: int) -> None:
    raw = (UI / "zendesk" / "assets" / name).read_bytes()

    assert raw[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", raw[16:24]) == (side, side)
