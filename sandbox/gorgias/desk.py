"""The stand-in itself: its parts, and the builders by which tests and demos play customers, agents and mishaps."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sandbox.gorgias import cards, customers, lifecycle
from sandbox.gorgias.account import ADMIN_ID, AGENT_ID, Json
from sandbox.gorgias.attachments import Attachments, File
from sandbox.gorgias.clock import Clock
from sandbox.gorgias.customers import Letter
from sandbox.gorgias.delivery import Attempt, Call, Deliveries, call_for
from sandbox.gorgias.events import Events
from sandbox.gorgias.integrations import Integrations
from sandbox.gorgias.limits import Buckets, Limits
from sandbox.gorgias.macros import Macros
from sandbox.gorgias.mailbook import MailBook
from sandbox.gorgias.numbers import Numbers
from sandbox.gorgias.oauth import ALL_SCOPES, OAuth
from sandbox.gorgias.people import People, Person
from sandbox.gorgias.posting import from_screen, post
from sandbox.gorgias.switches import Switches
from sandbox.gorgias.tags import Tags
from sandbox.gorgias.tickets import Message, Ticket, Tickets
from sandbox.gorgias.updating import field_changes
from sandbox.gorgias.views import context_json
from sandbox.gorgias.widgets import Widgets
from sandbox.gorgias.writing import Writing

FAILURES_ALLOWED = 100  # in a row; then an integration is switched off


class GorgiasDesk:
    """Thread-safe. `retry_scale` and `delivery_timeout` (seconds) speed an integration's repeats up for tests."""

    def __init__(self, *, retry_scale: float = 1.0, delivery_timeout: float = 5.0, workers: int = 4) -> None:
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
        self.opened_at = self.clock.now()
        self.buckets = Buckets(self.clock, self.limits)
        self.people = People(self.clock, self.numbers)
        self.attachments, self.tickets, self.tags = Attachments(), Tickets(), Tags(self.numbers)
        self.integrations = Integrations(self.clock, self.numbers)
        self.widgets = Widgets(self.clock, self.numbers)
        self.macros = Macros(self.clock, self.numbers)
        self.events = Events(self.clock, self.numbers)
        self.oauth = OAuth(self.clock)
        self.mails = MailBook()
        self.writing = Writing(self.clock, self.tickets, self.mails, self._tell)
        self.requests: Counter[str] = Counter()
        self.deliveries = Deliveries(
            self.clock, self._allowed, self._heard, workers=workers, timeout=timeout, retry_scale=retry_scale
        )

    @property
    def bugs(self) -> list[Exception]:
        """What the stand-in's own threads raised: then its books say nothing."""
        return self.deliveries.bugs

    def close(self) -> None:
        self.deliveries.close()

    def settle(self) -> None:
        """Send messages that are due, end snoozes, empty the trash. Every request does this, before and after."""
        with self.lock:
            self.writing.settle()

    def flush(self, timeout: float = 30.0) -> None:
        """Wait for all calls of integrations, repeats included."""
        self.settle()
        self.deliveries.flush(timeout)

    def token(self, scope: str = ALL_SCOPES, user_id: int = ADMIN_ID) -> str:
        """Return a fresh access token without the OAuth dance; it lives 24 hours."""
        with self.lock:
            return self.oauth.issue(scope, user_id).access

    def uninstall(self) -> None:
        """An admin removes the app."""
        with self.lock:
            self.oauth.uninstall()

    def person(self, email: str, name: str, *, more_emails: Sequence[str] = (), locale: str = "en") -> Person:
        """Make a customer, or change the one with this address; `more_emails` are further channels of theirs."""
        with self.lock:
            found = self.people.by_channel("email", email) or self.people.add(name, email)
            found.name, found.language = name, locale
            for address in more_emails:
                if self.people.by_channel("email", address) is None:
                    self.people.add_channel(found, "email", address)
            return found

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
        automatic: bool = False,
        cc: Sequence[str] = (),
        tags: Sequence[str] = (),
        channel: str = "email",
        intents: Sequence[str] = (),
    ) -> int:
        """A customer's first message; return the ticket's id. In a channel other than email, `email` is their address
        there. `locale` counts for addresses not known before.
        """
        with self.lock:
            sender = self._customer(email, name, locale, channel)
            letter = Letter(sender, email, body, html, attachments, automatic, cc, channel, intents)
            return customers.receive(self, letter, subject, tags).id

    def customer_replies(
        self,
        ticket_id: int,
        body: str = "",
        *,
        email: str | None = None,
        name: str | None = None,
        html: str | None = None,
        attachments: Sequence[File] = (),
        automatic: bool = False,
        cc: Sequence[str] = (),
        channel: str | None = None,
    ) -> int:
        """A message on a ticket, by its customer unless `email` says otherwise. Return the id of the ticket it ended
        on: another one where the ticket was merged or trashed.
        """
        with self.lock:
            ticket = self.tickets.get(ticket_id)
            way = channel or ticket.channel
            sender = ticket.customer if email is None else self._customer(email, name, None, way)
            address = email or next((one.address for one in sender.channels if one.type == way), "")
            letter = Letter(sender, address, body, html, attachments, automatic, cc, way)
            return customers.answer(self, ticket, letter).id

    def third_party_replies(self, ticket_id: int, body: str, *, email: str, name: str | None = None) -> int:
        """Somebody else answers in the customer's thread."""
        return self.customer_replies(ticket_id, body, email=email, name=name)

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
        """What an agent does on the agent's screen; return the id of the message. `tags` replace all."""
        with self.lock:
            ticket, agent = self.tickets.get(ticket_id), self.people.user(agent_id)
            message = post(self, ticket, from_screen(ticket, agent, body, html, public), agent)
            given: Json = {} if status is None else {"status": status}
            given |= {} if tags is None else {"tags": [{"name": tag} for tag in tags]}
            self.writing.change(ticket, field_changes(self, given))
            self.writing.settle()
            return message.id

    def agent_tags(self, ticket_id: int, tag: str) -> None:
        """An agent adds one tag."""
        with self.lock:
            ticket = self.tickets.get(ticket_id)
            self.writing.change(ticket, {"tags": [*ticket.tags, self.tags.named(tag).name]})

    def agent_changes(self, ticket_id: int, given: Json, agent_id: int = AGENT_ID) -> Ticket:
        """Change fields as the agent's screen does; keys as in `PUT /tickets/{id}`, tags also as plain names."""
        with self.lock:
            self.people.user(agent_id)
            ticket = self.tickets.get(ticket_id)
            named = [tag if isinstance(tag, dict) else {"name": tag} for tag in given.get("tags", [])]
            wanted = given | ({"tags": named} if "tags" in given else {})
            self.writing.change(ticket, field_changes(self, wanted))
            return ticket

    def merge(self, ticket_id: int, into: int) -> None:
        """UNCONFIRMED what a merge leaves behind: see `lifecycle.merge`."""
        with self.lock:
            lifecycle.merge(self, self.tickets.get(ticket_id), self.tickets.get(into))

    def close_ticket(self, ticket_id: int) -> None:
        with self.lock:
            self.writing.change(self.tickets.get(ticket_id), {"status": "closed"})

    def spam_ticket(self, ticket_id: int) -> None:
        with self.lock:
            self.writing.change(self.tickets.get(ticket_id), {"spam": True})

    def delete_ticket(self, ticket_id: int, *, gone: bool = False) -> None:
        """Trash it; `gone`: empty the trash as well, so that the API knows it no longer."""
        with self.lock:
            lifecycle.trash(self, self.tickets.get(ticket_id))
            if gone:
                self.tickets.remove(ticket_id)

    def cards(self, ticket_id: int, agent_id: int = AGENT_ID) -> list[Json]:
        """What the sidebar shows on this ticket: see `cards.drawn`."""
        with self.lock:
            return cards.drawn(self, self.tickets.get(ticket_id), self.people.user(agent_id))

    def press(self, ticket_id: int, button_id: str, given: Json | None = None, agent_id: int = AGENT_ID) -> Json:
        """An agent presses a card's button, `given` being what they typed into its form. Waits for the answer."""
        return cards.press(self, ticket_id, button_id, given or {}, agent_id)

    def _customer(self, address: str, name: str | None, locale: str | None, channel: str) -> Person:
        kind = channel if channel in ("chat", "phone", "sms", "whatsapp") else "email"
        known = self.people.by_channel(kind, address)
        if known is not None:
            return known
        made = self.people.add(
            name or address.split("@")[0], address if kind == "email" else None, language=(locale or "en")[:2]
        )
        if kind != "email":
            self.people.add_channel(made, kind, address)
        return made

    def _tell(self, trigger: str, ticket: Ticket, message: Message | None) -> None:
        """Run every integration that asked for this."""
        for integration in self.integrations.all():
            if integration.runs_on(trigger):
                context = context_json(ticket, message, trigger, self.tags)
                self.deliveries.submit(
                    call_for(
                        integration,
                        context,
                        with_headers=self.switches.custom_headers,
                        lower_booleans=self.switches.lower_booleans,
                    )
                )

    def _allowed(self, call: Call) -> bool:
        with self.lock:
            integration = self.integrations.find(call.integration_id)
            return integration is not None and integration.deactivated_at is None

    def _heard(self, call: Call, attempt: Attempt) -> None:
        """Keep a GET's data on the customer; switch an integration off that failed too often in a row."""
        with self.lock:
            integration = self.integrations.find(call.integration_id)
            if integration is None:
                return
            if not attempt.ok:
                integration.failures += 1
                if integration.failures >= FAILURES_ALLOWED and integration.deactivated_at is None:
                    integration.deactivated_at = self.clock.now()
                    self.events.add("integration-deactivated", "Integration", integration.id)
                return
            integration.failures = 0
            data = _object(attempt.answer) if call.method == "GET" else None
            if data is not None:
                kept = {"__integration_type__": "http", **data}
                self.people.customer(call.customer_id).integrations[str(integration.id)] = kept


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
