"""The agent's pages."""

from __future__ import annotations

from typing import Any

import requests


def test_lists_tickets_but_none_put_away(server: Any, desk: Any, ticket_id: int) -> None:
    desk.spam_ticket(desk.customer_writes(email="a@example.com", subject="You have won"))

    page = requests.get(f"{server.url}/agent/tickets", timeout=10).text

    assert (f"/agent/tickets/{ticket_id}" in page, "You have won" in page) == (True, False)


def test_a_ticket_shows_what_was_said_and_no_markup_of_strangers(server: Any, desk: Any, ticket_id: int) -> None:
    desk.customer_replies(ticket_id, html="<b>now</b><script>steal()</script>", name="<i>Lena</i>")

    page = requests.get(f"{server.url}/agent/tickets/{ticket_id}", timeout=10).text

    assert ("cracked lid" in page, "<b>now</b>" in page, "steal()" in page) == (True, True, False)


def test_an_agent_answers(server: Any, desk: Any, ticket_id: int) -> None:
    form = {"body": "On its way", "public": "true", "status": "4"}

    answer = requests.post(f"{server.url}/agent/tickets/{ticket_id}/reply", data=form, timeout=10)

    assert (answer.status_code, "On its way" in answer.text) == (200, True)
    assert ([mail.text for mail in desk.mails.of(ticket_id)], desk.tickets.get(ticket_id).status) == (["On its way"], 4)


def test_scripts_can_read_what_the_page_shows(server: Any, desk: Any, ticket_id: int) -> None:
    desk.agent_replies(ticket_id, "a note", public=False)

    data = requests.get(f"{server.url}/agent/tickets/{ticket_id}/data", timeout=10).json()

    assert (data["ticket"]["id"], data["requester"]["name"]) == (ticket_id, "Lena Hofmann")
    assert [(said["body_text"], said["private"]) for said in data["conversations"]] == [("a note", True)]
