"""Gorgias: a card drawn from our JSON, its link, and the page that opens in a window of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from connector.app import create_app
from connector.bootstrap import utc_now
from connector.domain.ids import TenantId
from connector.helpdesks.gorgias import integrations, widgets
from connector.web.auth import LINK_LIFE, Links
from sandbox.desk.gorgias import create_app as screen_app
from sandbox.gorgias.account import ADMIN_ID
from sandbox.gorgias.desk import GorgiasDesk
from sandbox.serving import Server, serve

OURS, OTHERS = TenantId("gorgias-acme"), TenantId("other-1")
SECRET = "the-secret-of-our-cards"


@pytest.fixture
def gorgias() -> Iterator[GorgiasDesk]:
    made = GorgiasDesk(retry_scale=0, delivery_timeout=2)
    yield made
    assert made.bugs == []
    made.close()


@pytest.fixture
def retour(socket_enabled: None, desk: Any) -> Iterator[Server]:
    desk.install(OURS, "acme", "", helpdesk="gorgias")
    desk.application.services.secrets.put(f"tenant:{OURS}", "cards", {"secret": SECRET})
    made: list[Any] = []  # the application needs to know the address it is served at
    with serve(lambda environ, start_response: made[0](environ, start_response)) as running:
        services = replace(desk.application.services, public_url=running.url)
        made.append(create_app(replace(desk.application, services=services)))
        yield running
    assert running.bugs == []


@pytest.fixture
def ticket_id(gorgias: GorgiasDesk, retour: Server) -> int:
    """A ticket in an account with our card, as the installer makes it."""
    http = integrations.http_settings(
        "GET",
        widgets.cards_url(f"{retour.url}/hooks/{OURS}"),
        SECRET,
        "&ticket_id={{ticket.id}}",
        widgets.TRIGGERS,
    )
    made = gorgias.integrations.add({"name": widgets.NAME, "type": "http", "http": http}, ADMIN_ID)
    wanted = {"type": "http", "context": "ticket", "integration_id": made.id, "template": widgets.TEMPLATE}
    gorgias.widgets.add({**wanted, "order": 0}, gorgias.integrations, keep_buttons=True)
    return gorgias.customer_writes(
        email="maya.lindqvist@example.com",
        name="Maya Lindqvist",
        subject="Refund please - order 000000412",
        body="Please refund one lamp of order 000000412.",
    )


@pytest.fixture
def screen(gorgias: GorgiasDesk) -> Iterator[Server]:
    with serve(screen_app(gorgias)) as running:
        yield running
    assert running.bugs == []


@pytest.fixture
def draw(page: Any, gorgias: GorgiasDesk, screen: Server, ticket_id: int) -> Callable[[], Any]:
    """Something changes on the ticket, so the card's data is fetched; return the card on the agent's screen."""

    def drawn() -> Any:
        gorgias.agent_tags(ticket_id, "seen")
        gorgias.flush()
        page.goto(f"{screen.url}/desk/tickets/{ticket_id}")
        card = page.locator("#cards .card")
        card.wait_for()
        return card

    return drawn


@pytest.fixture
def follow(page: Any, draw: Callable[[], Any]) -> Callable[[], Any]:
    """Click the card's link; return the window with our page."""

    def followed() -> Any:
        card = draw()
        with page.expect_popup() as opened:
            card.get_by_text("Open in Retour").click()
        opened.value.locator("#app:not([aria-busy]), #empty").first.wait_for()
        return opened.value

    return followed


def test_the_card_says_what_there_is_and_its_link_lets_an_agent_approve(
    desk: Any, draw: Callable[[], Any], follow: Callable[[], Any], ticket_id: int
) -> None:
    case = desk.put_case(OURS, str(ticket_id))

    card = draw()
    assert card.locator("dd").all_inner_texts()[:5] == [
        f"En attente d'un agent (ticket {ticket_id})",
        "000000412",
        "Remboursement · Changement d'avis · 1 × Brass lamp",
        "Mode assistance : une personne agit",
        "19.49 EUR",
    ]
    window = follow()
    assert window.title() == f"Retour · ticket {ticket_id}"
    assert desk.actions(case) == []
    window.locator("#approve-refund").dblclick()
    assert window.locator("#question p").inner_text() == "Refund 19.49 EUR on order 000000412?"
    assert desk.actions(case) == []
    window.locator("#confirm").dblclick()
    window.get_by_text("Ordered. Retour carries it out.").wait_for()

    assert [action.key for action in desk.actions(case)] == [f"refund-{case}-1"]
    window.locator("#headline", has_text="Under way in the shop").wait_for()


def test_a_card_fetched_before_the_case_still_leads_to_it(desk: Any, follow: Callable[[], Any], ticket_id: int) -> None:
    window = follow()
    window.get_by_text("Retour has nothing on this ticket.").wait_for()
    desk.put_case(OURS, str(ticket_id))

    window.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    window.locator("#headline", has_text="Waiting for an agent").wait_for()


def test_the_draft_is_copied_as_text(desk: Any, page: Any, follow: Callable[[], Any], ticket_id: int) -> None:
    desk.put_case(OURS, str(ticket_id))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window = follow()

    window.locator("#draft", has_text="Copy the draft").click()

    window.get_by_text("The draft is copied. Paste it into the reply").wait_for()
    assert window.evaluate("navigator.clipboard.readText()") == "Hello Maya,\n\n19.49 EUR is <on> its way."


@pytest.mark.parametrize("bad", ["forged", "expired", "of another tenant"])
def test_a_bad_link_opens_nothing_and_says_so_in_two_languages(
    desk: Any, page: Any, retour: Server, ticket_id: int, bad: str
) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    links = Links(desk.application.derived_key("sidebar"))
    link = {
        "forged": f"{links.issue(OURS, str(ticket_id), utc_now())[:-4]}AAAA",
        "expired": links.issue(OURS, str(ticket_id), utc_now() - 2 * LINK_LIFE),
        "of another tenant": links.issue(OTHERS, str(ticket_id), utc_now()),
    }[bad]

    answer = page.goto(f"{retour.url}/sidebar/{OURS}/open?link={link}")

    assert answer.status == 401
    assert "This link is not good any more" in page.locator("body").inner_text()
    assert page.locator("[lang=fr]").inner_text().startswith("Ce lien n’est plus valable.")
    assert page.locator("script, button, #app").count() == 0
    assert desk.actions(case) == []


def test_another_tenants_case_on_the_same_ticket_is_not_shown(
    desk: Any, draw: Callable[[], Any], follow: Callable[[], Any], ticket_id: int
) -> None:
    theirs = desk.put_case(OTHERS, str(ticket_id))

    assert draw().locator("dd").all_inner_texts()[0] == f"Rien pour l'instant (ticket {ticket_id})"
    assert follow().locator("#empty").inner_text() == "Retour has nothing on this ticket."
    assert desk.actions(theirs) == []


def test_the_page_keeps_its_bearer_in_memory_only(desk: Any, follow: Callable[[], Any], ticket_id: int) -> None:
    desk.put_case(OURS, str(ticket_id))

    window = follow()

    kept = "[document.cookie, localStorage.length, sessionStorage.length, !document.getElementById('retour')]"
    assert window.evaluate(kept) == ["", 0, 0, True]
    assert window.evaluate("window.opener") is None
