"""zenpy, a client nobody here wrote, reads and writes the stand-in: proof that its shapes are Zendesk's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from requests.adapters import HTTPAdapter
from zenpy import Zenpy
from zenpy.lib.api_objects import Comment, Macro, Ticket, User, Webhook
from zenpy.lib.exception import APIException, RecordNotFoundException

from sandbox.faults import Fault


@pytest.fixture
def zendesk(server: Any, desk: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("ZENPY_FORCE_SCHEME", "http")
    monkeypatch.setenv("ZENPY_FORCE_NETLOC", server.url.removeprefix("http://"))
    made = Zenpy(subdomain="acme", oauth_token=desk.token(), disable_cache=True)
    # zenpy gives its own adapter, which repeats writes, to https alone; the stand-in speaks http
    made.users.session.mount("http://", HTTPAdapter(**Zenpy.http_adapter_kwargs()))
    yield made
    made.users.session.close()


def test_creates_and_reads_a_ticket(zendesk: Any, desk: Any) -> None:
    requester = User(name="Maya Lindqvist", email="maya@example.com")
    audit = zendesk.tickets.create(
        Ticket(subject="Mug", comment=Comment(body="It broke"), requester=requester, tags=["One", "one"])
    )

    read = zendesk.tickets(id=audit.ticket.id)

    assert (read.subject, read.description, read.tags, read.status) == ("Mug", "It broke", ["one"], "new")
    assert (read.requester.email, read.requester.verified) == ("maya@example.com", False)
    assert isinstance(read.created, datetime)


def test_comments_and_audits(zendesk: Any, ticket_id: int) -> None:
    ticket = zendesk.tickets(id=ticket_id)
    ticket.comment = Comment(html_body="<p>On its way</p>", public=False)
    ticket.status = "pending"

    zendesk.tickets.update(ticket)

    comments = list(zendesk.tickets.comments(ticket=ticket_id))
    assert [(comment.public, comment.author.role) for comment in comments] == [(True, "end-user"), (False, "admin")]
    assert comments[0].attachments[0].file_name == "mug.png"
    events = [event["type"] for audit in zendesk.tickets.audits(ticket=ticket_id) for event in audit.events]
    assert events == ["Comment", "Create", "Create", "Create", "Create", "Comment", "Change"]


def test_comments_over_several_pages(zendesk: Any, desk: Any, ticket_id: int) -> None:
    for number in range(120):
        desk.customer_replies(ticket_id, f"more {number}")

    bodies = [comment.body for comment in zendesk.tickets.comments(ticket=ticket_id)]

    assert len(bodies) == 121
    assert (bodies[1], bodies[-1]) == ("more 0", "more 119")


def test_users(zendesk: Any, ticket_id: int) -> None:
    user = zendesk.tickets(id=ticket_id).requester

    assert zendesk.users.me().email == "retour-service@acme.example"
    assert [identity.verified for identity in zendesk.users.identities(id=user.id)] == [True]
    with pytest.raises(RecordNotFoundException):
        zendesk.users(id=1)


def test_tags(zendesk: Any, ticket_id: int) -> None:
    zendesk.tickets.add_tags(ticket_id, ["urgent"])
    zendesk.tickets.delete_tags(ticket_id, ["storefront_eu"])

    assert [str(tag) for tag in zendesk.tickets.tags(ticket_id)] == ["urgent"]


def test_macros(zendesk: Any, ticket_id: int) -> None:
    actions = [{"field": "comment_value", "value": "Hi {{ticket.requester.first_name}}"}]
    made = zendesk.macros.create(Macro(title="Retour::Hi", actions=actions))

    assert [macro.title for macro in zendesk.macros()] == ["Retour::Hi"]
    made.title = "Retour::Hello"
    assert zendesk.macros.update(made).title == "Retour::Hello"
    assert zendesk.tickets.show_macro_effect(ticket_id, made).ticket.comment.body == "Hi Maya"
    zendesk.macros.delete(made)
    assert list(zendesk.macros()) == []


def test_webhooks(zendesk: Any, receiver: Any, desk: Any) -> None:
    made = zendesk.webhooks.create(
        Webhook(
            name="ours",
            endpoint=receiver.url,
            http_method="POST",
            request_format="json",
            status="active",
            subscriptions=["zen:event-type:ticket.created"],
            authentication={"type": "bearer_token", "data": {"token": "t"}, "add_position": "header"},
        )
    )
    desk.customer_writes(email="a@example.com", subject="s", body="b")
    desk.flush()

    assert [webhook.name for webhook in zendesk.webhooks.list()] == ["ours"]
    secret = zendesk.webhooks.show_secret(made).secret
    assert zendesk.webhooks.reset_secret(made).secret != secret
    [invocation] = zendesk.webhooks.invocations(made)
    [attempt] = zendesk.webhooks.invocation_attempts(made.id, invocation.id)
    assert (invocation.status, attempt.status_code) == ("success", 202)
    zendesk.webhooks.delete(made)
    assert list(zendesk.webhooks.list()) == []


def test_safe_update_refuses_a_stale_ticket(zendesk: Any, desk: Any, ticket_id: int) -> None:
    ticket = zendesk.tickets(id=ticket_id)
    desk.clock.advance(2)
    desk.agent_replies(ticket_id, status="pending")
    ticket.status = "solved"
    ticket.safe_update = True
    ticket.updated_stamp = ticket.updated_at

    with pytest.raises(APIException) as caught:
        zendesk.tickets.update(ticket)

    assert caught.value.response.status_code == 409
    assert desk.tickets.get(ticket_id).status == "pending"


def test_merges_and_deletes(zendesk: Any, desk: Any, ticket_id: int) -> None:
    source = desk.customer_writes(email="maya@example.com", subject="again", body="b")

    job = zendesk.tickets.merge(target=ticket_id, source=source)

    assert (job.status, zendesk.tickets(id=source).status) == ("completed", "closed")
    zendesk.tickets.delete(zendesk.tickets(id=ticket_id))
    with pytest.raises(RecordNotFoundException):
        zendesk.tickets(id=ticket_id)


def test_exports(zendesk: Any, desk: Any, ticket_id: int) -> None:
    desk.clock.advance(120)

    found = [ticket.id for ticket in zendesk.search_export(type="ticket", tags="storefront_eu")]
    changed = [ticket.id for ticket in zendesk.tickets.incremental(start_time=datetime(2026, 1, 1, tzinfo=UTC))]

    assert (found, changed) == ([ticket_id], [ticket_id])


def test_its_own_retry_doubles_a_public_reply(zendesk: Any, desk: Any, ticket_id: int, faults: Any) -> None:
    """The work is done, the answer lost twice: zenpy repeats the PUT by itself, and the customer has three mails."""
    ticket = zendesk.tickets(id=ticket_id)
    ticket.comment = Comment(body="Refunded", public=True)
    faults.add(Fault("drop", method="PUT", path_regex=r"/tickets/\d+", times=2))

    zendesk.tickets.update(ticket)

    assert [mail.text for mail in desk.mails.of(ticket_id)] == ["Refunded"] * 3
    assert desk.requests["PUT /api/v2/tickets/<int:ticket_id>"] == 3


def test_an_answer_lost_before_the_work_sends_one_mail(zendesk: Any, desk: Any, ticket_id: int, faults: Any) -> None:
    ticket = zendesk.tickets(id=ticket_id)
    ticket.comment = Comment(body="Refunded", public=True)
    faults.add(Fault("drop_before", method="PUT", path_regex=r"/tickets/\d+"))

    zendesk.tickets.update(ticket)

    assert [mail.text for mail in desk.mails.of(ticket_id)] == ["Refunded"]
