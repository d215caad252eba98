"""Cards: to the right secret always an answer that can be drawn; and their links, each of which opens one ticket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from connector.app import create_app
from connector.bootstrap import utc_now
from connector.domain.case import State
from connector.domain.ids import TenantId
from connector.web.auth import LINK_LIFE, Links

OURS, OTHERS = TenantId("acme-1"), TenantId("other-1")
SECRET = "the-secret-of-our-cards"
REFUND = {"decision": 1, "option": "refund", "amount": "19.49 EUR"}
FIELDS = {"status", "order", "asked", "says", "amount", "updated_at", "open_url"}


@pytest.fixture(autouse=True)
def cards_made(desk: Any) -> None:
    desk.install(OURS, "acme", "", helpdesk="gorgias")
    desk.application.services.secrets.put(f"tenant:{OURS}", "cards", {"secret": SECRET})


@pytest.fixture
def card(client: FlaskClient) -> Callable[[str], dict[str, str]]:
    def asked(ticket: str) -> dict[str, str]:
        answer = client.get(f"/sidebar/{OURS}/cards", query_string={"t": SECRET, "ticket_id": ticket})
        assert (answer.status_code, answer.mimetype) == (200, "application/json")
        assert answer.headers["Cache-Control"] == "no-store"
        assert isinstance(answer.json, dict)
        return answer.json

    return asked


def bearer_in(page: str) -> dict[str, str]:
    bearer = page.partition('"bearer": "')[2].partition('"')[0]
    return {"Authorization": f"Bearer {bearer}"}


def test_says_in_a_few_words_what_there_is(desk: Any, card: Callable[[str], dict[str, str]]) -> None:
    desk.put_case(OURS, "35436")

    said = card("35436")

    updated, url = said.pop("updated_at"), said.pop("open_url")
    assert said == {
        "status": "En attente d'un agent (ticket 35436)",
        "order": "000000412",
        "asked": "Remboursement · Changement d'avis · 1 × Brass lamp",
        "says": "Mode assistance : une personne agit",
        "amount": "19.49 EUR",
    }
    assert datetime.fromisoformat(updated).utcoffset() == timedelta(0)
    assert url.startswith(f"{desk.application.services.public_url}/sidebar/{OURS}/open?link=")


@pytest.mark.parametrize("ticket", ["1", "", "a'b", "x" * 41, "{{ticket.id}}"])
def test_answers_the_same_shape_where_there_is_nothing(card: Callable[[str], dict[str, str]], ticket: str) -> None:
    said = card(ticket)

    assert said.keys() == FIELDS
    assert said["status"] == f"Rien pour l'instant (ticket {ticket if ticket == '1' else '–'})"
    assert (said["order"], said["amount"], bool(said["open_url"])) == ("–", "–", ticket == "1")


def test_another_tenants_ticket_is_as_good_as_none(desk: Any, card: Callable[[str], dict[str, str]]) -> None:
    desk.put_case(OTHERS, "35436")

    assert card("35436")["order"] == "–"


@pytest.mark.parametrize(
    ("tenant", "secret"),
    [(OURS, "wrong"), (OURS, ""), (OURS, "é"), (OTHERS, SECRET), (OTHERS, ""), ("nobody", SECRET)],
)
def test_says_nothing_to_a_wrong_secret(client: FlaskClient, desk: Any, tenant: str, secret: str) -> None:
    desk.put_case(OURS, "1")

    answer = client.get(f"/sidebar/{tenant}/cards", query_string={"t": secret, "ticket_id": "1"})

    assert (answer.status_code, answer.json) == (401, {"error": "NotAuthentic"})


def test_its_link_opens_the_page_of_that_ticket_and_frames_nowhere(
    client: FlaskClient, desk: Any, card: Callable[[str], dict[str, str]]
) -> None:
    mine, other = desk.put_case(OURS, "1"), desk.put_case(OURS, "2")
    link = urlsplit(card("1")["open_url"])

    opened = client.get(f"{link.path}?{link.query}")

    assert opened.status_code == 200
    assert "frame-ancestors 'none'" in opened.headers["Content-Security-Policy"]
    assert (opened.headers["Cache-Control"], opened.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert ('"host": "gorgias"' in opened.text, '"ticket": "1"' in opened.text) == (True, True)
    assert 'src="../assets/core/main.js"' in opened.text
    assert (desk.actions(mine), desk.case(mine).state) == ([], State.WAITING_AGENT)  # looking changes nothing
    headers = bearer_in(opened.text)
    assert client.post(f"/sidebar/api/cases/{other}/approve", json=REFUND, headers=headers).status_code == 404
    assert client.post(f"/sidebar/api/cases/{mine}/approve", json=REFUND, headers=headers).status_code == 202


@pytest.mark.parametrize("bad", ["forged", "expired", "of another tenant", "of another key", "a bearer", "missing"])
def test_opens_for_no_bad_link(client: FlaskClient, desk: Any, card: Callable[[str], dict[str, str]], bad: str) -> None:
    desk.put_case(OURS, "1")
    [good] = parse_qs(urlsplit(card("1")["open_url"]).query)["link"]
    links = Links(desk.application.derived_key("sidebar"))
    old = utc_now() - LINK_LIFE - timedelta(seconds=1)
    link = {
        "forged": f"{good[:-4]}AAAA",
        "expired": links.issue(OURS, "1", old),
        "of another tenant": links.issue(OTHERS, "1", utc_now()),
        "of another key": Links("another key").issue(OURS, "1", utc_now()),
        "a bearer": bearer_in(client.get(f"/sidebar/{OURS}/open?link={good}").text)["Authorization"][7:],
        "missing": "",
    }[bad]

    answer = client.get(f"/sidebar/{OURS}/open", query_string={"link": link})

    assert (answer.status_code, "bearer" in answer.text) == (401, False)
    assert "This link is not good any more" in answer.text
    assert "Ce lien n’est plus valable" in answer.text
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_link_is_no_bearer(client: FlaskClient, desk: Any, card: Callable[[str], dict[str, str]]) -> None:
    case = desk.put_case(OURS, "1")
    [link] = parse_qs(urlsplit(card("1")["open_url"]).query)["link"]

    answer = client.post(f"/sidebar/api/cases/{case}/approve", json=REFUND, headers={"Authorization": f"Bearer {link}"})

    assert (answer.status_code, desk.actions(case)) == (401, [])


def test_no_page_opens_by_a_hosts_token_where_the_host_signs_none(client: FlaskClient, desk: Any) -> None:
    """Also where an admin set an app installation by mistake: no such token exists."""
    for helpdesk in ("gorgias", "freshdesk"):
        desk.install(OURS, "acme", "4815162342", helpdesk=helpdesk)
        answer = client.post(f"/sidebar/{OURS}", data={"token": desk.token()})
        assert (answer.status_code, "bearer" in answer.text) == (401, False)


def test_works_while_the_shop_and_the_helpdesk_are_away(desk: Any) -> None:
    def away(*_given: Any) -> Any:
        raise AssertionError("a card called the outside")

    services = replace(desk.application.services, shop=away, helpdesk=away, shop_with=away)
    client = create_app(replace(desk.application, services=services)).test_client()
    desk.put_case(OURS, "1")

    answer = client.get(f"/sidebar/{OURS}/cards", query_string={"t": SECRET, "ticket_id": "1"})

    assert (answer.status_code, answer.json["order"]) == (200, "000000412")
