"""A helpdesk account in memory: it keeps the promises of `ports.helpdesk.Helpdesk`, as `tests/contracts` proves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from itertools import count

from connector.ports.errors import Conflict, NotFound, ReadFailed, Refused, TicketShut
from connector.ports.helpdesk import (
    Author,
    Capabilities,
    Changes,
    Lifecycle,
    Message,
    Ticket,
    TicketStatus,
    TicketWrite,
)
from tests.fakes.script import Script

SHUT = frozenset({Lifecycle.CLOSED, Lifecycle.MERGED, Lifecycle.DELETED})


CAN_ALL = Capabilities(*[True] * len(fields(Capabilities)))
CAN_LITTLE = replace(CAN_ALL, sender_verdict=False, conflict_check=False, one_call=False)


@dataclass
class Held:
    """A ticket as the account holds it."""

    ticket: Ticket
    changed_at: datetime
    status: TicketStatus | None = None
    keys: dict[str, str] = field(default_factory=dict)  # operation's key -> id of what it wrote


class FakeHelpdesk:
    """`written`: every write that was taken, oldest first. `most_changes`: as many as it tells of at once."""

    capabilities = CAN_ALL

    def __init__(self, clock: Callable[[], datetime], capabilities: Capabilities = CAN_ALL) -> None:
        self.capabilities = capabilities
        self._clock = clock
        self._numbers = count(1)
        self._held: dict[str, Held] = {}
        self.script = Script()
        self.written: list[TicketWrite] = []
        self.most_changes: int | None = None

    # --- what people do ----------------------------------------------------------------------------------------------

    def customer_writes(
        self,
        email: str,
        body: str,
        *,
        name: str = "Camille Martin",
        subject: str = "",
        trusted: bool | None = True,
        automatic: bool = False,
        pictures: int = 0,
    ) -> str:
        """A first message; return the ticket's id."""
        ticket_id = str(next(self._numbers) + 7000)
        empty = Ticket(
            ticket_id, subject, Lifecycle.OPEN, "0", frozenset(), email, name, None, (), requester_verified=True
        )
        self._held[ticket_id] = Held(empty, self._clock())
        return self.customer_replies(ticket_id, body, trusted=trusted, automatic=automatic, pictures=pictures)

    def customer_replies(
        self,
        ticket_id: str,
        body: str,
        *,
        trusted: bool | None = True,
        automatic: bool = False,
        pictures: int = 0,
    ) -> str:
        """The requester writes in the thread; a solved ticket is open again. Return the ticket's id."""
        self._say(
            ticket_id,
            Author.CUSTOMER,
            body,
            public=True,
            trusted=trusted,
            automatic=automatic,
            pictures=pictures,
        )
        held = self._held[ticket_id]
        if held.ticket.lifecycle is Lifecycle.SOLVED:
            held.ticket = replace(held.ticket, lifecycle=Lifecycle.OPEN)
        return ticket_id

    def agent_replies(self, ticket_id: str, body: str, *, public: bool = True) -> None:
        self._say(ticket_id, Author.AGENT, body, public=public)

    def tag(self, ticket_id: str, tag: str) -> None:
        """Somebody sets a tag: the ticket is another one than was read."""
        held = self._held[ticket_id]
        held.ticket = replace(held.ticket, tags=held.ticket.tags | {tag})
        self._touch(held)

    def change(self, ticket_id: str, **changes: object) -> None:
        """Let a ticket be another one: `participants`, `requester_email` …"""
        held = self._held[ticket_id]
        held.ticket = replace(held.ticket, **changes)  # type: ignore[arg-type]
        self._touch(held)

    def bounce(self, ticket_id: str, message_id: str | None = None) -> None:
        """A message of ours, the last one if none is named, could not be delivered."""
        held = self._held[ticket_id]
        ours = [message.id for message in held.ticket.messages if message.author is Author.US]
        said = [replace(each, failed=each.id == (message_id or ours[-1])) for each in held.ticket.messages]
        held.ticket = replace(held.ticket, messages=tuple(said))

    def move(self, ticket_id: str, to: str) -> None:
        """Merge, as where the messages go along with their ids."""
        held, other = self._held[ticket_id], self._held[to]
        both = sorted((*held.ticket.messages, *other.ticket.messages), key=lambda message: int(message.id))
        other.ticket = replace(other.ticket, messages=tuple(both))
        del self._held[ticket_id]

    def shut(self, ticket_id: str, lifecycle: Lifecycle = Lifecycle.CLOSED) -> None:
        """Closed, merged, deleted: moves no stamp, so that only the account itself knows."""
        held = self._held[ticket_id]
        held.ticket = replace(held.ticket, lifecycle=lifecycle)

    def erase(self, ticket_id: str) -> None:
        """Gone for good: it cannot even be read."""
        del self._held[ticket_id]

    # --- looking -----------------------------------------------------------------------------------------------------

    def replies(self, ticket_id: str) -> list[str]:
        """Texts that went to the customer."""
        return [write.text for write in self.written if write.ticket_id == ticket_id and write.public]

    def notes(self, ticket_id: str) -> list[str]:
        return [write.text for write in self.written if write.ticket_id == ticket_id and not write.public]

    def status(self, ticket_id: str) -> TicketStatus | None:
        """Where our last write left it; None if no write set it."""
        return self._held[ticket_id].status

    # --- the port ----------------------------------------------------------------------------------------------------

    def read_ticket(self, ticket_id: str) -> Ticket:
        return self.script.run("read_ticket", lambda: self._get(ticket_id).ticket)

    def write(self, write: TicketWrite, seen: Ticket) -> str:
        if seen.id != write.ticket_id:
            raise ValueError("the ticket seen is not the one written to")
        return self.script.run("write", lambda: self._write(write, seen))

    def complete(self, write: TicketWrite) -> None:
        """Nothing where the write carried all."""
        if not self.capabilities.one_call:
            self.script.run("complete", lambda: self._complete(write))

    def _complete(self, write: TicketWrite) -> None:
        held = self._held.get(write.ticket_id)
        if held is None or held.ticket.lifecycle in SHUT:
            return
        authors = [message.author for message in held.ticket.messages]
        answered = Author.CUSTOMER in authors[len(authors) - authors[::-1].index(Author.US) :]
        self._set(held, write, answered)

    def find_write(self, ticket_id: str, key: str) -> str | None:
        return self.script.run("find_write", lambda: self._get(ticket_id).keys.get(key))

    def changed_since(self, since: datetime) -> Changes:
        return self.script.run("changed_since", lambda: self._changes(since))

    def _changes(self, since: datetime) -> Changes:
        later = [(held.changed_at, ticket_id) for ticket_id, held in self._held.items() if held.changed_at >= since]
        told = sorted(later)[: self.most_changes]
        ids = tuple(ticket_id for _, ticket_id in told)
        if len(told) == len(later):
            return Changes(ids)
        until = told[-1][0] - timedelta(seconds=1)  # others may have changed at the same moment as the last one
        if until <= since:
            raise ReadFailed("rate limit", 60.0)
        return Changes(ids, until)

    def _write(self, write: TicketWrite, seen: Ticket) -> str:
        held = self._held.get(write.ticket_id)
        if held is None or SHUT & {held.ticket.lifecycle, seen.lifecycle}:
            raise TicketShut(held.ticket.lifecycle if held else Lifecycle.DELETED)
        if self.capabilities.conflict_check and seen.stamp != held.ticket.stamp:
            raise Conflict("changed since it was read")
        if not write.text.strip():
            raise Refused("empty", "a write needs words")
        made = self._say(write.ticket_id, Author.US, write.text, public=write.public)
        if self.capabilities.one_call:
            self._set(held, write)
        held.keys.setdefault(write.key, made)
        self.written.append(write)
        return made

    def _set(self, held: Held, write: TicketWrite, answered: bool = False) -> None:
        tags = (held.ticket.tags - write.remove_tags) | write.add_tags
        lifecycle = held.ticket.lifecycle
        if write.status is not None and not answered:
            held.status = write.status
            lifecycle = Lifecycle.SOLVED if write.status is TicketStatus.SOLVED else Lifecycle.OPEN
        held.ticket = replace(held.ticket, tags=tags, lifecycle=lifecycle)

    def _get(self, ticket_id: str) -> Held:
        if ticket_id not in self._held:
            raise NotFound(ticket_id)
        return self._held[ticket_id]

    def _say(
        self,
        ticket_id: str,
        author: Author,
        body: str,
        *,
        public: bool,
        trusted: bool | None = None,
        automatic: bool = False,
        pictures: int = 0,
    ) -> str:
        held = self._get(ticket_id)
        if author is not Author.US and not self.capabilities.sender_verdict:
            trusted = None
        number = str(next(self._numbers) + 9000)
        message = Message(
            number, self._clock(), author, public, body, pictures=pictures, automatic=automatic, trusted=trusted
        )
        held.ticket = replace(held.ticket, messages=(*held.ticket.messages, message))
        self._touch(held)
        return number

    def _touch(self, held: Held) -> None:
        held.ticket = replace(held.ticket, stamp=str(int(held.ticket.stamp) + 1))
        held.changed_at = self._clock()
