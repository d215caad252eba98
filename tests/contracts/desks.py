"""Helpdesks to hold to the port: each kit plays the people around one account, in that vendor's own way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

import pytest

from connector.helpdesks.freshdesk import events as freshdesk_events
from connector.helpdesks.freshdesk.client import Account as FreshdeskAccount
from connector.helpdesks.freshdesk.tickets import FreshdeskHelpdesk
from connector.helpdesks.gorgias import events as gorgias_events
from connector.helpdesks.gorgias.client import Account as GorgiasAccount
from connector.helpdesks.gorgias.tickets import GorgiasHelpdesk
from connector.helpdesks.zendesk.tickets import ZendeskHelpdesk
from connector.outbound import make_session
from connector.ports.errors import NotSent, OutcomeUnknown, ReadFailed
from connector.ports.helpdesk import Capabilities, Helpdesk, Lifecycle
from connector.ports.throttle import Rate
from sandbox.faults import Fault, Faults
from sandbox.freshdesk import account as freshdesk_account
from sandbox.freshdesk import app as freshdesk_app
from sandbox.freshdesk.desk import FreshdeskDesk
from sandbox.gorgias import account as gorgias_account
from sandbox.gorgias import app as gorgias_app
from sandbox.gorgias.desk import GorgiasDesk
from sandbox.serving import serve
from sandbox.zendesk import exports as zendesk_exports
from sandbox.zendesk.account import SERVICE_USER_ID
from sandbox.zendesk.app import create_app
from sandbox.zendesk.desk import ZendeskDesk
from tests.fakes.clock import MovableClock
from tests.fakes.helpdesk import CAN_ALL, CAN_LITTLE, FakeHelpdesk

AUTOMATIC_MAIL = 4  # Zendesk's flag
SPOOFED = 11  # Zendesk's flag for a sender it cannot vouch for


class DeskKit(Protocol):
    port: Helpdesk
    tells_in_parts: bool  # of what changed, where it may not ask for all at once

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

    def shut(self, ticket: str) -> None:
        """Bring the ticket to where it takes no more words."""

    def said_by_us(self, ticket: str) -> int:
        """How many messages of ours the account holds, whatever became of the ticket."""

    def merge(self, ticket: str, into: str) -> None: ...

    def delete(self, ticket: str) -> None: ...

    def lose_answer(self) -> None:
        """The next write is done; its answer is lost."""

    def busy(self, seconds: int) -> None:
        """The next write is turned away: too many."""

    def away(self) -> None:
        """The next read fails."""

    def cut_short(self, patch: pytest.MonkeyPatch) -> None:
        """The next poll, with few tickets to a page, gets the first page of what changed only."""

    def calm(self) -> None: ...


class FakeDeskKit:
    tells_in_parts = True

    def __init__(self, capabilities: Capabilities) -> None:
        self._clock = MovableClock()
        self._desk = FakeHelpdesk(self._clock, capabilities)
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

    def shut(self, ticket: str) -> None:
        self._desk.shut(ticket)

    def said_by_us(self, ticket: str) -> int:
        return len([write for write in self._desk.written if write.ticket_id == ticket])

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

    def cut_short(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(self._desk, "most_changes", 2)

    def calm(self) -> None:
        self._desk.script.heal()


class Tokens:
    """Fresh ones: the stand-in's time is moved on by hours."""

    def __init__(self, desk: ZendeskDesk | GorgiasDesk) -> None:
        self._desk = desk

    def current(self) -> str:
        return self._desk.token()

    def renew(self, refused: str) -> None:
        raise AssertionError("the stand-in turned a good token down")


class ZendeskKit:
    tells_in_parts = True

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

    def shut(self, ticket: str) -> None:
        self._desk.close_ticket(int(ticket))

    def said_by_us(self, ticket: str) -> int:
        said = self._desk.tickets.even_deleted(int(ticket)).comments
        return sum(each.author_id == SERVICE_USER_ID for each in said)

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

    def cut_short(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(zendesk_exports, "MOST_PER_PAGE", 2)
        self._faults.add(Fault("refuse", method="GET", path_regex="/incremental/", status=429, skip=1))

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


class NoThrottle:
    """The stand-in's own limits are what holds here."""

    def take(self, pool: str, rate: Rate, calls: int = 1) -> float:
        return 0.0

    def learned(self, pool: str, rate: Rate) -> None: ...

    def hold(self, pool: str, seconds: float) -> None: ...


class FreshdeskKit:
    """`shut` is the archive, since one may write on what is merely closed."""

    tells_in_parts = True

    def __init__(self, desk: FreshdeskDesk, faults: Faults, url: str) -> None:
        self._desk, self._faults = desk, faults
        account = FreshdeskAccount(url, "acme", desk.key, make_session(allow_private=True), NoThrottle())
        self.port: Helpdesk = FreshdeskHelpdesk(account, str(freshdesk_account.SERVICE_USER_ID))

    def now(self) -> datetime:
        return self._desk.clock.now()

    def later(self, seconds: float) -> None:
        self._desk.clock.advance(seconds)

    def writes(
        self, email: str, name: str, body: str, *, trusted: bool = True, automatic: bool = False, picture: bool = False
    ) -> str:
        files = ["photo.jpg"] if picture else []
        ticket = self._desk.customer_writes(
            email=email, name=name, subject="", body=body, attachments=files, automatic=automatic
        )
        return str(ticket)

    def answers(self, ticket: str, body: str) -> None:
        self._desk.customer_replies(int(ticket), body)

    def agent_says(self, ticket: str, body: str, *, public: bool) -> None:
        self._desk.agent_replies(int(ticket), body, public=public)

    def tagged(self, ticket: str, tag: str) -> None:
        self._desk.agent_tags(int(ticket), tag)

    def shut(self, ticket: str) -> None:
        self._desk.archive_ticket(int(ticket))

    def said_by_us(self, ticket: str) -> int:
        said = self._desk.tickets.get(int(ticket)).conversations
        return sum(1 for each in said if each.user_id == freshdesk_account.SERVICE_USER_ID)

    def merge(self, ticket: str, into: str) -> None:
        self._desk.merge(int(ticket), int(into))

    def delete(self, ticket: str) -> None:
        self._desk.delete_ticket(int(ticket))

    def lose_answer(self) -> None:
        self._faults.add(Fault("drop", method="POST"))

    def busy(self, seconds: int) -> None:
        self._faults.add(Fault("refuse", method="POST", status=429, retry_after=seconds))

    def away(self) -> None:
        self._faults.add(Fault("refuse", method="GET", status=503))

    def cut_short(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(freshdesk_events, "PAGE", 2)
        self._faults.add(Fault("refuse", method="GET", path_regex="/tickets$", status=429, skip=1))

    def calm(self) -> None:
        self._faults.clear()


@contextmanager
def freshdesk() -> Iterator[DeskKit]:
    desk, faults = FreshdeskDesk(), Faults()
    desk.limits.account_per_minute = desk.limits.ticket_lists_per_minute = None
    try:
        with serve(freshdesk_app.create_app(desk, faults)) as server:
            yield FreshdeskKit(desk, faults, server.url)
    finally:
        desk.close()


class GorgiasKit:
    """Gorgias trusts and distrusts nobody, shuts nothing but what is deleted, and shows a merged ticket as trash."""

    tells_in_parts = False

    def __init__(self, desk: GorgiasDesk, faults: Faults, url: str) -> None:
        self._desk, self._faults = desk, faults
        account = GorgiasAccount(url, "acme", Tokens(desk), make_session(allow_private=True), NoThrottle())
        self.port: Helpdesk = GorgiasHelpdesk(account, str(gorgias_account.ADMIN_ID), frozenset)

    def now(self) -> datetime:
        return self._desk.clock.now()

    def later(self, seconds: float) -> None:
        self._desk.clock.advance(seconds)

    def writes(
        self, email: str, name: str, body: str, *, trusted: bool = True, automatic: bool = False, picture: bool = False
    ) -> str:
        files = ["photo.jpg"] if picture else []
        ticket = self._desk.customer_writes(
            email=email, name=name, subject="", body=body, attachments=files, automatic=automatic
        )
        return str(ticket)

    def answers(self, ticket: str, body: str) -> None:
        self._desk.customer_replies(int(ticket), body)

    def agent_says(self, ticket: str, body: str, *, public: bool) -> None:
        self._desk.agent_replies(int(ticket), body, public=public)

    def tagged(self, ticket: str, tag: str) -> None:
        self._desk.agent_tags(int(ticket), tag)

    def shut(self, ticket: str) -> None:
        self._desk.delete_ticket(int(ticket), gone=True)

    def said_by_us(self, ticket: str) -> int:
        kept = [each for each in self._desk.tickets.all() if each.id == int(ticket)]
        return sum(str(said.external_id).startswith("retour:") for each in kept for said in each.messages)

    def merge(self, ticket: str, into: str) -> None:
        self._desk.merge(int(ticket), int(into))

    def delete(self, ticket: str) -> None:
        self._desk.delete_ticket(int(ticket), gone=True)

    def lose_answer(self) -> None:
        self._faults.add(Fault("drop", method="POST"))

    def busy(self, seconds: int) -> None:
        self._faults.add(Fault("refuse", method="POST", status=429, retry_after=seconds))

    def away(self) -> None:
        self._faults.add(Fault("refuse", method="GET", status=503))

    def cut_short(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(gorgias_events, "PAGE_SIZE", "2")
        self._faults.add(Fault("refuse", method="GET", path_regex="/tickets$", status=429, skip=1))

    def calm(self) -> None:
        self._faults.clear()


@contextmanager
def gorgias() -> Iterator[DeskKit]:
    desk, faults = GorgiasDesk(), Faults()
    desk.limits.oauth_calls = None
    try:
        with serve(gorgias_app.create_app(desk, faults)) as server:
            yield GorgiasKit(desk, faults, server.url)
    finally:
        desk.close()


@contextmanager
def fake() -> Iterator[DeskKit]:
    yield FakeDeskKit(CAN_ALL)


@contextmanager
def fake_with_little() -> Iterator[DeskKit]:
    yield FakeDeskKit(CAN_LITTLE)


KITS = {
    "fake": fake,
    "fake_with_little": fake_with_little,
    "zendesk": zendesk,
    "freshdesk": freshdesk,
    "gorgias": gorgias,
}
