"""The stand-in itself: its parts, and the builders by which tests and demos play customers, agents and mishaps."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.zendesk import customers, events, lifecycle, triggers
from sandbox.zendesk.account import AGENT_ID, SERVICE_USER_ID, Json
from sandbox.zendesk.app_frame import AppFrame
from sandbox.zendesk.attachments import Attachments
from sandbox.zendesk.clock import Clock
from sandbox.zendesk.creating import IdempotencyKeys
from sandbox.zendesk.customers import File, Letter
from sandbox.zendesk.delivery import Deliveries
from sandbox.zendesk.limits import Limits, Windows
from sandbox.zendesk.macros import Macros
from sandbox.zendesk.mailbook import MailBook
from sandbox.zendesk.numbers import Numbers
from sandbox.zendesk.oauth import OAuth
from sandbox.zendesk.people import People, User
from sandbox.zendesk.tickets import Audit, Tickets
from sandbox.zendesk.triggers import Triggers
from sandbox.zendesk.updating import api_metadata, field_changes, words_from
from sandbox.zendesk.webhooks import Webhooks
from sandbox.zendesk.writing import Happened, Origin, Writing

ALL_SCOPES = "read write"


@dataclass
class Switches:
    """Where Zendesk's behaviour is a setting, or not known for sure."""

    auto_approve: bool = False  # the consent page redirects at once
    consenting_user: int = SERVICE_USER_ID  # whose token an authorisation yields
    comment_on_create: bool = False  # ticket.created is accompanied by comment_added for the first message
    exports_need_read: bool = False  # search and incremental exports refuse tickets:read alone
    incremental_holdback: int = 60  # seconds the incremental export leaves out
    search_lag: int = 0  # seconds until a change can be searched for


class ZendeskDesk:
    """Thread-safe. `retry_scale` and `delivery_timeout` (seconds) speed webhook repeats up for tests."""

    def __init__(self, *, retry_scale: float = 1.0, delivery_timeout: float = 12.0, workers: int = 4) -> None:
        self.lock = threading.RLock()
        self._delivery = (retry_scale, delivery_timeout, workers)
        self._begin()

    def reset(self) -> None:
        """Forget everything; held and repeating deliveries too."""
        with self.lock:
            self.deliveries.close()
            self._begin()

    def _begin(self) -> None:
        retry_scale, timeout, workers = self._delivery
        self.clock, self.numbers, self.switches, self.limits = Clock(), Numbers(), Switches(), Limits()
        self.windows = Windows(self.clock)
        self.people = People(self.clock, self.numbers)
        self.attachments = Attachments(self.clock, self.numbers)
        self.tickets, self.macros, self.triggers = Tickets(), Macros(), Triggers()
        self.webhooks = Webhooks(self.clock)
        self.oauth = OAuth(self.clock, self.numbers)
        self.idempotency = IdempotencyKeys(self.clock)
        self.mails = MailBook(self.people)
        self.writing = Writing(self.clock, self.numbers, self.tickets, self.mails, self._tell)
        self.app_frame = AppFrame()
        self.jobs: dict[str, Json] = {}
        self.requests: Counter[str] = Counter()
        self.deliveries = Deliveries(self.clock, workers=workers, timeout=timeout, retry_scale=retry_scale)

    def close(self) -> None:
        self.deliveries.close()

    def flush(self, timeout: float = 30.0) -> None:
        """Wait for all webhook deliveries, repeats included."""
        self.deliveries.flush(timeout)

    def token(self, scope: str = ALL_SCOPES, user_id: int = SERVICE_USER_ID) -> str:
        """Return a fresh access token without the OAuth dance; it lives 30 minutes."""
        with self.lock:
            return self.oauth.issue(scope, user_id).access

    def person(
        self,
        email: str,
        name: str,
        *,
        role: str = "end-user",
        verified: bool = True,
        suspended: bool = False,
        locale: str = "en-US",
    ) -> User:
        """Make a user, or change the one with this address."""
        with self.lock:
            user = self.people.by_email(email) or self.people.add(name, email, role=role, locale=locale)
            user.name, user.role, user.locale, user.suspended = name, role, locale, suspended
            self.people.set_verified(user, verified)
            return user

    def customer_writes(
        self,
        *,
        email: str,
        subject: str,
        body: str = "",
        name: str | None = None,
        locale: str | None = None,
        html: str | None = None,
        attachments: Sequence[File] = (),
        flags: Sequence[int] = (),
        trusted: bool | None = None,
        cc: Sequence[str] = (),
        tags: Sequence[str] = (),
        channel: str = "email",
        verified: bool = True,
    ) -> int:
        """A customer's first message; return the ticket's id. `verified` and `locale` count for addresses not known
        before.
        """
        with self.lock:
            sender = self._customer(email, name, locale, verified=verified)
            letter = Letter(email, name or sender.name, body, html, attachments, flags, trusted, cc, channel)
            return customers.receive(self, letter, subject, sender, tags).id

    def customer_replies(
        self,
        ticket_id: int,
        body: str = "",
        *,
        email: str | None = None,
        name: str | None = None,
        html: str | None = None,
        attachments: Sequence[File] = (),
        flags: Sequence[int] = (),
        trusted: bool | None = None,
        cc: Sequence[str] = (),
        channel: str = "email",
    ) -> int:
        """A message on a ticket, by its requester unless `email` says otherwise. Return the id of the ticket it ended
        on: another one where the ticket was closed or deleted.
        """
        with self.lock:
            ticket = self.tickets.even_deleted(ticket_id)
            requester = self.people.get(ticket.requester_id)
            sender = requester if email is None else self._customer(email, name, None, verified=False)
            address = email or requester.email or ""
            letter = Letter(address, name or sender.name, body, html, attachments, flags, trusted, cc, channel)
            return customers.answer(self, ticket, letter, sender).id

    def agent_replies(
        self,
        ticket_id: int,
        body: str = "",
        *,
        html: str | None = None,
        public: bool = True,
        status: str | None = None,
        tags: Sequence[str] | None = None,
        agent_id: int = AGENT_ID,
    ) -> int:
        """What an agent does on the agent's screen; return the id of the audit."""
        given: Json = {"comment": {"html_body": html, "body": body, "public": public}} if body or html else {}
        given |= {} if status is None else {"status": status}
        given |= {} if tags is None else {"tags": list(tags)}
        return self.agent_changes(ticket_id, given, agent_id).id

    def agent_changes(self, ticket_id: int, given: Json, agent_id: int = AGENT_ID) -> Audit:
        """Change fields as the agent's screen does; keys as in an API update."""
        with self.lock:
            ticket, actor = self.tickets.get(ticket_id), self.people.get(agent_id)
            words = words_from(self, ticket, given.get("comment"), actor)
            self.windows.note("updates")  # the agent's screen uses up the same limits
            self.windows.note(("update", actor.id, ticket.id))
            via: Json = {"channel": "web", "source": {"from": {}, "to": {}, "rel": None}}
            origin = Origin(actor, via, api_metadata("Mozilla/5.0", None))
            return self.writing.change(ticket, field_changes(ticket, given), words, origin)

    def merge(self, source_id: int, target_id: int, agent_id: int = AGENT_ID) -> None:
        with self.lock:
            source, target = self.tickets.get(source_id), self.tickets.get(target_id)
            lifecycle.merge(self, target, [source], self.people.get(agent_id))

    def close_ticket(self, ticket_id: int) -> None:
        with self.lock:
            lifecycle.close(self, self.tickets.get(ticket_id))

    def delete_ticket(self, ticket_id: int) -> None:
        with self.lock:
            self.writing.delete(self.tickets.get(ticket_id))

    def _customer(self, email: str, name: str | None, locale: str | None, *, verified: bool) -> User:
        known = self.people.by_email(email)
        if known is not None:
            return known
        shown = name or email.split("@")[0]
        return self.people.add(shown, email, locale=locale or "en-US", verified=verified)

    def _tell(self, happened: Happened) -> None:
        made = events.events_of(happened, self.people, self.clock, comment_on_create=self.switches.comment_on_create)
        for webhook in self.webhooks.all():
            for event in made:
                if webhook.active and event["type"] in webhook.subscriptions:
                    self.deliveries.submit(webhook, events.raw(event))
        triggers.fire(self, happened)
