"""Helpdesks to hold to the port: each kit plays the people around one account, in that vendor's own way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from connector.helpdesks.zendesk.tickets import ZendeskHelpdesk
from connector.outbound import make_session
from connector.ports.errors import NotSent, OutcomeUnknown, ReadFailed
from connector.ports.helpdesk import Helpdesk, Lifecycle
from sandbox.faults import Fault, Faults
from sandbox.serving import serve
from sandbox.zendesk.account import SERVICE_USER_ID
from sandbox.zendesk.app import create_app
from sandbox.zendesk.desk import ZendeskDesk
from tests.fakes.clock import MovableClock
from tests.fakes.helpdesk import FakeHelpdesk

AUTOMATIC_MAIL = 4  # Zendesk's flag
SPOOFED = 11  # Zendesk's flag for a sender it cannot vouch for


class DeskKit(Protocol):
    port: Helpdesk

    def now(self) -> datetime: ...

    def later(self, seconds: float) -> None:
        """Let time go by."""

    def writes(
        self, email: str, name: str, body: str, *, trusted: bool = True, automatic: bool = False, picture: bool = False
    ) -> str: ...

    def answers(self, ticket: str, body: str) -> None: ...

    def agent_says(self, ticket: str, body: str, *, public: bool) -> None: ...

    def tagged(self, ticket: str, tag: str) -> None:
        """A colleague tags the ticket, a moment after what happened before."""

    def close(self, ticket: str) -> None: ...

    def merge(self, ticket: str, into: str) -> None: ...

    def delete(self, ticket: str) -> None: ...

    def lose_answer(self) -> None:
        """The next write is done; its answer is lost."""

    def busy(self, seconds: int) -> None:
        """The next write is turned away: too many."""

    def away(self) -> None:
        """The next read fails."""

    def calm(self) -> None: ...


class FakeDeskKit:
    def __init__(self) -> None:
        self._clock = MovableClock()
        self._desk = FakeHelpdesk(self._clock)
        self.port: Helpdesk = self._desk

    def now(self) -> datetime:
        return self._clock()

    def later(self, seconds: float) -> None:
        self._clock.advance(seconds)

    def writes(
        self, email: str, name: str, body: str, *, trusted: bool = True, automatic: bool = False, picture: bool = False
    ) -> str:
        return self._desk.customer_writes(
            email, body, name=name, trusted=trusted, automatic=automatic, pictures=int(picture)
        )

    def answers(self, ticket: str, body: str) -> None:
        self._desk.customer_replies(ticket, body)

    def agent_says(self, ticket: str, body: str, *, public: bool) -> None:
        self._desk.agent_replies(ticket, body, public=public)

    def tagged(self, ticket: str, tag: str) -> None:
        self._desk.tag(ticket, tag)

    def close(self, ticket: str) -> None:
        self._desk.shut(ticket)

    def merge(self, ticket: str, into: str) -> None:
        self._desk.shut(ticket, Lifecycle.MERGED)

    def delete(self, ticket: str) -> None:
        self._desk.erase(ticket)

    def lose_answer(self) -> None:
        self._desk.script.fail("write", OutcomeUnknown("lost"), done=True)

    def busy(self, seconds: int) -> None:
        self._desk.script.fail("write", NotSent("429", float(seconds)))

    def away(self) -> None:
        self._desk.script.fail("read_ticket", ReadFailed("503"))

    def calm(self) -> None:
        self._desk.script.heal()


class Tokens:
    """Fresh ones: the stand-in's time is moved on by hours."""

    def __init__(self, desk: ZendeskDesk) -> None:
        self._desk = desk

    def current(self) -> str:
        return self._desk.token()

    def renew(self, refused: str) -> None:
        raise AssertionError("the stand-in turned a good token down")


class ZendeskKit:
    def __init__(self, desk: ZendeskDesk, faults: Faults, url: str) -> None:
        self._desk, self._faults = desk, faults
        session = make_session(allow_private=True)
        self.port: Helpdesk = ZendeskHelpdesk(url, Tokens(desk), session, str(SERVICE_USER_ID), desk.clock.now)

    def now(self) -> datetime:
        return self._desk.clock.now()

    def later(self, seconds: float) -> None:
        self._desk.clock.advance(seconds)

    def writes(
        self, email: str, name: str, body: str, *, trusted: bool = True, automatic: bool = False, picture: bool = False
    ) -> str:
        flags = [SPOOFED] * (not trusted) + [AUTOMATIC_MAIL] * automatic
        ticket = self._desk.customer_writes(
            email=email,
            name=name,
            subject="",
            body=body,
            flags=flags,
            trusted=False if not trusted else None,
            attachments=["photo.jpg"] if picture else [],
        )
        return str(ticket)

    def answers(self, ticket: str, body: str) -> None:
        self._desk.customer_replies(int(ticket), body)

    def agent_says(self, ticket: str, body: str, *, public: bool) -> None:
        self._desk.agent_replies(int(ticket), body, public=public)

    def tagged(self, ticket: str, tag: str) -> None:
        self._desk.clock.advance(1)  # stamps know whole seconds
        self._desk.agent_changes(int(ticket), {"tags": [*self._desk.tickets.get(int(ticket)).tags, tag]})

    def close(self, ticket: str) -> None:
        self._desk.close_ticket(int(ticket))

    def merge(self, ticket: str, into: str) -> None:
        self._desk.merge(int(ticket), int(into))

    def delete(self, ticket: str) -> None:
        self._desk.delete_ticket(int(ticket))

    def lose_answer(self) -> None:
        self._faults.add(Fault("drop", method="PUT"))

    def busy(self, seconds: int) -> None:
        self._faults.add(Fault("refuse", method="PUT", status=429, retry_after=seconds))

    def away(self) -> None:
        self._faults.add(Fault("refuse", method="GET", status=503))

    def calm(self) -> None:
        self._faults.clear()


@contextmanager
def zendesk() -> Iterator[DeskKit]:
    desk, faults = ZendeskDesk(), Faults()
    desk.limits.updates_per_minute = None
    try:
        with serve(create_app(desk, faults)) as server:
            yield ZendeskKit(desk, faults, server.url)
    finally:
        desk.close()


@contextmanager
def fake() -> Iterator[DeskKit]:
    yield FakeDeskKit()


KITS = {"fake": fake, "zendesk": zendesk}
