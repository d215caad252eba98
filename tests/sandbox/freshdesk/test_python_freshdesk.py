"""python-freshdesk, a client nobody here wrote, reads and writes the stand-in: its shapes are Freshdesk's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from freshdesk.v2.api import API
from freshdesk.v2.errors import (
    FreshdeskAccessDenied,
    FreshdeskBadRequest,
    FreshdeskError,
    FreshdeskNotFound,
    FreshdeskRateLimited,
    FreshdeskUnauthorized,
)

from sandbox.faults import Fault
from sandbox.freshdesk.account import API_KEY, SERVICE_USER_ID


@pytest.fixture
def freshdesk(server: Any) -> Iterator[Any]:
    made = API("acme.freshdesk.com", API_KEY)
    made._api_prefix = f"{server.url}/api/v2/"  # it takes no other host, and no http
    yield made
    made._session.close()


def test_reads_a_ticket(freshdesk: Any, desk: Any, ticket_id: int) -> None:
    desk.customer_replies(ticket_id, "Photo attached.")

    ticket = freshdesk.tickets.get_ticket(ticket_id, "conversations", "requester", "stats")

    assert (ticket.id, ticket.subject) == (ticket_id, "Broken kettle, refund please")
    assert (ticket.status, ticket.priority, ticket.source, ticket.tags) == ("open", "low", "email", ["kettle"])
    assert ticket.requester["email"] == "lena.hofmann@example.com"
    assert [said["body_text"] for said in ticket.conversations] == ["Photo attached."]
    assert ticket.created_at.tzinfo is not None


def test_creates_updates_and_deletes_a_ticket(freshdesk: Any, desk: Any, capsys: pytest.CaptureFixture[str]) -> None:
    made = freshdesk.tickets.create_ticket("Mug", email="maya@example.com", description="It broke", tags=["one"])

    changed = freshdesk.tickets.update_ticket(made.id, status=4, tags=["two"])
    freshdesk.tickets.delete_ticket(made.id)

    assert (made.source, changed.status, changed.tags) == ("portal", "resolved", ["two"])
    assert desk.tickets.get(made.id).deleted is True
    assert [ticket.id for ticket in freshdesk.tickets.list_deleted_tickets()] == [made.id]
    assert capsys.readouterr().out == "<Response [204]>\n"  # it prints


def test_lists_over_pages(freshdesk: Any, desk: Any) -> None:
    for number in range(5):
        desk.customer_writes(email="a@example.com", subject=str(number))

    listed = freshdesk.tickets.list_tickets(filter_name=None, updated_since="2020-01-01T00:00:00Z", per_page=2)

    assert [ticket.subject for ticket in listed] == ["4", "3", "2", "1", "0"]


def test_its_plain_list_is_new_and_my_open_only(freshdesk: Any, desk: Any, ticket_id: int) -> None:
    solved = desk.customer_writes(email="a@example.com", subject="s")
    desk.agent_changes(solved, {"status": 4})

    assert [ticket.id for ticket in freshdesk.tickets.list_tickets()] == [ticket_id]
    assert [ticket.id for ticket in freshdesk.tickets.list_tickets(filter_name=None)] == [solved, ticket_id]


def test_searches(freshdesk: Any, desk: Any, ticket_id: int) -> None:
    desk.clock.advance(120)

    found = freshdesk.tickets.filter_tickets("status:2 AND tag:'kettle'")

    assert [ticket.id for ticket in found] == [ticket_id]


def test_replies_and_notes(freshdesk: Any, desk: Any, ticket_id: int) -> None:
    reply = freshdesk.comments.create_reply(ticket_id, "<p>On its way</p>")
    freshdesk.comments.create_note(ticket_id, "Order found.", private=True)

    said = freshdesk.comments.list_comments(ticket_id)

    assert (reply.replied_to, str(reply)) == (["lena.hofmann@example.com"], "On its way")
    assert [(one.source, one.private, one.user_id) for one in said] == [
        ("reply", False, SERVICE_USER_ID),
        ("note", True, SERVICE_USER_ID),
    ]
    assert [mail.text for mail in desk.mails.of(ticket_id)] == ["On its way"]


def test_conversations_over_pages(freshdesk: Any, desk: Any, ticket_id: int) -> None:
    for number in range(105):
        desk.customer_replies(ticket_id, f"more {number}")

    bodies = [str(said) for said in freshdesk.comments.list_comments(ticket_id)]

    assert bodies == [f"more {number}" for number in range(105)]


def test_contacts_and_agents(freshdesk: Any) -> None:
    made = freshdesk.contacts.create_contact(name="Lena", email="lena@example.com")
    changed = freshdesk.contacts.update_contact(made.id, phone="+49 30 5550101")

    assert (changed.phone, freshdesk.contacts.get_contact(made.id).email) == ("+49 30 5550101", "lena@example.com")
    assert [contact.id for contact in freshdesk.contacts.list_contacts(email="lena@example.com")] == [made.id]
    assert freshdesk.agents.currently_authenticated_agent().contact["email"] == "retour-bot@acme-shop.example"
    assert [field.name for field in freshdesk.ticket_fields.list_ticket_fields()][-1] == "cf_retour_state"


def test_refusals_become_its_errors(freshdesk: Any, desk: Any, ticket_id: int) -> None:
    with pytest.raises(FreshdeskBadRequest, match="Validation failed"):
        freshdesk.tickets.update_ticket(ticket_id, retour=1)
    with pytest.raises(FreshdeskNotFound):
        freshdesk.tickets.get_ticket(1)
    desk.people.agent(SERVICE_USER_ID).admin = False
    with pytest.raises(FreshdeskAccessDenied):
        freshdesk.agents.list_agents()
    freshdesk._session.auth = ("wrong", "X")
    with pytest.raises(FreshdeskUnauthorized, match="logged in"):
        freshdesk.tickets.get_ticket(ticket_id)

    assert desk.tickets.get(ticket_id).status == 2


def test_a_write_to_spam_is_only_its_general_error(freshdesk: Any, desk: Any, ticket_id: int) -> None:
    desk.spam_ticket(ticket_id)

    with pytest.raises(FreshdeskError) as caught:
        freshdesk.comments.create_reply(ticket_id, "b")

    assert (type(caught.value), caught.value.response) == (FreshdeskError, None)
    assert desk.mails.of(ticket_id) == []


def test_it_raises_at_once_where_it_should_wait(freshdesk: Any, desk: Any, ticket_id: int) -> None:
    desk.limits.account_per_minute = 1
    freshdesk.tickets.get_ticket(ticket_id)

    with pytest.raises(FreshdeskRateLimited, match=r"until (5\d|60) seconds"):
        freshdesk.comments.create_reply(ticket_id, "b")

    assert desk.mails.of(ticket_id) == []
    assert desk.requests["POST /api/v2/tickets/<int:ticket_id>/reply"] == 1


def test_it_does_not_know_every_source(freshdesk: Any, desk: Any) -> None:
    ticket = freshdesk.tickets.get_ticket(desk.customer_writes(email="a@example.com", subject="s", channel="widget"))

    with pytest.raises(KeyError, match="9"):
        _ = ticket.source


def test_it_repeats_nothing(freshdesk: Any, desk: Any, ticket_id: int, faults: Any) -> None:
    """The reply is out, its answer lost: whoever sends again mails twice."""
    faults.add(Fault("drop", method="POST", path_regex="/reply$"))
    with pytest.raises(requests.ConnectionError):
        freshdesk.comments.create_reply(ticket_id, "Refunded")

    freshdesk.comments.create_reply(ticket_id, "Refunded")

    assert [mail.text for mail in desk.mails.of(ticket_id)] == ["Refunded", "Refunded"]
