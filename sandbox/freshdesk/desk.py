"""The stand-in itself: its parts, and the builders by which tests and demos play customers, agents and mishaps."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.freshdesk import customers, lifecycle, rules
from sandbox.freshdesk.account import AGENT_ID, SERVICE_USER_ID, SUPPORT_ADDRESS, Json
from sandbox.freshdesk.attachments import Attachments, File
from sandbox.freshdesk.canned import CannedResponses
from sandbox.freshdesk.clock import Clock, to_second
from sandbox.freshdesk.customers import Letter
from sandbox.freshdesk.delivery import Deliveries
from sandbox.freshdesk.fields import TicketFields
from sandbox.freshdesk.limits import HOUR, Limits, Windows
from sandbox.freshdesk.mailbook import MailBook
from sandbox.freshdesk.numbers import Numbers
from sandbox.freshdesk.people import People, User
from sandbox.freshdesk.rich_text import clean_html, html_from_text
from sandbox.freshdesk.rules import Rules
from sandbox.freshdesk.tickets import NOTE, REPLY, Conversation, Ticket, Tickets
from sandbox.freshdesk.updating import ticket_changes
from sandbox.freshdesk.writing import Happened, Writing

AUTOMATIC = "Automatic reply: "  # Freshdesk tells machine mail by nothing but its words


@dataclass
class Switches:
    """Where Freshdesk's behaviour is a setting, or not known for sure."""

    first_match_only: bool = False  # of creation rules, only the first one that is met runs
    others_are_requesters: bool = True  # people in copy count as performer "requester"
    escape_placeholders: bool = True  # values are escaped for JSON
    rules_as_array: bool = False  # the list of rules is an array instead of {rules, meta}
    automations_in_plan: bool = True
    search_lag: int = 60  # seconds until a change can be searched for
    longest_tag: int = 32  # characters; not in the reference
    custom_statuses: tuple[int, ...] = ()  # 6 and above
    other_groups: tuple[int, ...] = ()
    required_on_resolve: tuple[str, ...] = ()  # custom fields without which a ticket cannot be resolved


class FreshdeskDesk:
    """Thread-safe. `retry_scale` and `delivery_timeout` (seconds) speed webhook repeats up for tests."""

    def __init__(self, *, retry_scale: float = 1.0, delivery_timeout: float = 12.0, workers: int = 4) -> None:
        self.lock = threading.RLock()
        self._delivery = (retry_scale, delivery_timeout, workers)
        self.bugs: list[Exception] = []  # what went wrong in the background
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
        self.fields = TicketFields(self.clock, self.numbers)
        self.tickets, self.canned, self.rules = Tickets(), CannedResponses(), Rules()
        self.mails = MailBook()
        self.writing = Writing(self.clock, self.tickets, self.mails, self._tell)
        self.requests: Counter[str] = Counter()
        self.deliveries = Deliveries(
            self.clock, self._turn, self.bugs, workers=workers, timeout=timeout, retry_scale=retry_scale
        )

    def close(self) -> None:
        self.deliveries.close()

    def flush(self, timeout: float = 30.0) -> None:
        """Wait for all webhook deliveries, repeats included."""
        self.deliveries.flush(timeout)

    def key(self, user_id: int = SERVICE_USER_ID) -> str:
        """Return the agent's API key."""
        with self.lock:
            return self.people.key_of(user_id)

    def person(
        self,
        email: str,
        name: str,
        *,
        staff: bool = False,
        admin: bool = False,
        active: bool = False,
        language: str = "en",
        other_emails: Sequence[str] = (),
    ) -> User:
        """Make a contact or an agent, or change the one with this address."""
        with self.lock:
            user = self.people.by_email(email) or self.people.add(name, email, staff=staff)
            user.name, user.is_staff, user.admin = name, staff, admin
            user.active, user.language, user.other_emails = active, language, list(other_emails)
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
        cc: Sequence[str] = (),
        tags: Sequence[str] = (),
        channel: str = "email",
        verified: bool = False,
        automatic: bool = False,
    ) -> int:
        """A customer's first message; return the ticket's id. `verified` and `locale` count for addresses not known
        before.
        """
        with self.lock:
            sender = self._customer(email, name, locale, verified=verified)
            letter = Letter(email, name or sender.name, body, html, attachments, cc, channel)
            return customers.receive(self, letter, f"{AUTOMATIC * automatic}{subject}", sender, tags).id

    def customer_replies(
        self,
        ticket_id: int,
        body: str = "",
        *,
        email: str | None = None,
        name: str | None = None,
        html: str | None = None,
        attachments: Sequence[File] = (),
        cc: Sequence[str] = (),
    ) -> int:
        """A message on a ticket, by its requester unless `email` says otherwise. Return the id of the ticket it ended
        on: another one where the ticket was merged, deleted or archived.
        """
        with self.lock:
            ticket = self.tickets.get(ticket_id)
            requester = self.people.get(ticket.requester_id)
            sender = requester if email is None else self._customer(email, name, None, verified=False)
            address = email or requester.email or ""
            letter = Letter(address, name or sender.name, body, html, attachments, cc)
            return customers.answer(self, ticket, letter, sender).id

    def third_party_replies(self, ticket_id: int, body: str, *, email: str, name: str | None = None) -> int:
        """Somebody else writes into the thread: an `incoming` conversation by another user than the requester."""
        with self.lock:
            ticket = self.tickets.get(ticket_id)
            if email not in ticket.cc_emails:
                ticket.cc_emails.append(email)
            return self.customer_replies(ticket_id, body, email=email, name=name)

    def agent_replies(
        self,
        ticket_id: int,
        body: str = "",
        *,
        html: str | None = None,
        public: bool = True,
        status: int | None = None,
        tags: Sequence[str] | None = None,
        agent_id: int = AGENT_ID,
    ) -> int:
        """What an agent does on the agent's screen; return the conversation's id, 0 without words."""
        given: Json = {} if status is None else {"status": status}
        given |= {} if tags is None else {"tags": list(tags)}
        with self.lock:
            ticket = self.tickets.get(ticket_id)
            said = 0
            if body or html:
                markup = clean_html(html) if html else html_from_text(body)
                said = self.add_words(ticket, markup, self.people.get(agent_id), public=public).id
            if given:
                self.agent_changes(ticket_id, given, agent_id)
            return said

    def add_words(self, ticket: Ticket, html: str, agent: User, *, public: bool) -> Conversation:
        """A reply to the requester, or a private note."""
        now = to_second(self.clock.now())
        source = REPLY if public else NOTE
        said = Conversation(self.numbers.next(), ticket.id, agent.id, html, False, not public, source, now, now)
        requester = self.people.get(ticket.requester_id)
        if public:
            said.from_email = said.support_email = SUPPORT_ADDRESS
            said.to_emails = [requester.email] if requester.email else []
        self.writing.say(ticket, said, agent)
        return said

    def agent_changes(self, ticket_id: int, given: Json, agent_id: int = AGENT_ID) -> None:
        """Change fields as the agent's screen does; keys as in an API update."""
        with self.lock:
            ticket = self.tickets.get(ticket_id)
            self.writing.change(ticket, ticket_changes(self, ticket, given), self.people.get(agent_id))

    def agent_tags(self, ticket_id: int, tag: str, agent_id: int = AGENT_ID) -> None:
        with self.lock:
            self.agent_changes(ticket_id, {"tags": [*self.tickets.get(ticket_id).tags, tag]}, agent_id)

    def merge(self, source_id: int, target_id: int, agent_id: int = AGENT_ID) -> None:
        with self.lock:
            source, target = self.tickets.get(source_id), self.tickets.get(target_id)
            lifecycle.merge(self, target, [source], self.people.get(agent_id))

    def close_ticket(self, ticket_id: int) -> None:
        """Status 5: read and written as before, and a customer's answer reopens it."""
        self.agent_changes(ticket_id, {"status": 5})

    def delete_ticket(self, ticket_id: int) -> None:
        self._put_away(ticket_id, "deleted")

    def spam_ticket(self, ticket_id: int) -> None:
        self._put_away(ticket_id, "spam")

    def archive_ticket(self, ticket_id: int) -> None:
        """What Freshdesk does to tickets closed and idle for 120 days."""
        self._put_away(ticket_id, "archived")

    def _put_away(self, ticket_id: int, into: str) -> None:
        with self.lock:
            lifecycle.put_away(self, self.tickets.get(ticket_id), into=into)

    def _customer(self, email: str, name: str | None, locale: str | None, *, verified: bool) -> User:
        known = self.people.by_email(email)
        if known is not None:
            return known
        return self.people.add(name or email.split("@")[0], email, language=locale or "en", active=verified)

    def _tell(self, happened: Happened) -> None:
        rules.fire(self, happened)

    def _turn(self) -> float:
        """Count one webhook; return the seconds until it is its turn."""
        with self.lock:
            limit = self.limits.webhooks_per_hour
            wait = 0.0 if limit is None else self.windows.wait("webhooks", limit, HOUR)
            self.windows.note("webhooks")
            if self.limits.webhooks_count:
                self.windows.note("account")
            return wait
