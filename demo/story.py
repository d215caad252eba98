"""A scenario, and what it must come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from demo.world import World


@dataclass(frozen=True)
class Check:
    """One thing that must be so."""

    what: str
    wanted: object
    found: object

    @property
    def holds(self) -> bool:
        return self.wanted == self.found


@dataclass
class Story:
    """What a scenario did, for showing and judging it."""

    tickets: list[str] = field(default_factory=list)
    orders: list[Any] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)

    def check(self, what: str, wanted: object, found: object) -> None:
        self.checks.append(Check(what, wanted, found))

    @property
    def failed(self) -> list[Check]:
        return [check for check in self.checks if not check.holds]


@dataclass(frozen=True)
class Scenario:
    name: str
    title: str
    play: Callable[[World, Story], None]


SCENARIOS: dict[str, Scenario] = {}


def scenario(title: str) -> Callable[[Callable[[World, Story], None]], Callable[[World, Story], None]]:
    """Register a scenario under its function's name."""

    def register(play: Callable[[World, Story], None]) -> Callable[[World, Story], None]:
        SCENARIOS[play.__name__] = Scenario(play.__name__, title, play)
        return play

    return register


def money(w: World, s: Story, order: Any, memos: list[str], gateway: list[str] | None = None) -> None:
    """Check the shop's own books: credit memos, and what the gateway really sent back (the same, if not said)."""
    s.orders.append(order)
    s.check(f"credit memos of order {order.number}", memos, w.memos(order))
    s.check(
        f"money sent back for order {order.number}", memos if gateway is None else gateway, w.gateway_refunds(order)
    )


def told(w: World, s: Story, ticket: str, mails: int, *needles: str, status: str, state: str, why: str = "") -> None:
    """Check what the customer got and how the ticket and the case stand."""
    if ticket not in s.tickets:
        s.tickets.append(ticket)
    sent, case = w.mails(ticket), w.case(ticket)
    s.check("public replies", mails, len(sent))
    for needle in needles:
        s.check(f"the reply says {needle!r}", True, any(needle in mail for mail in sent))
    s.check("ticket", status, w.status(ticket))
    s.check("case", state, case.state.value if case else None)
    if why:
        s.check("because", why, case.why if case else None)


def nothing_happened(w: World, s: Story, ticket: str, status: str) -> None:
    s.tickets.append(ticket)
    s.check("public replies", 0, len(w.mails(ticket)))
    s.check("internal notes", 0, len(w.notes(ticket)))
    s.check("ticket", status, w.status(ticket))
    s.check("tags of ours", set(), w.tags(ticket))
