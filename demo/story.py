"""A scenario, and what it must come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from connector.domain.money import Money
from connector.domain.policy import Policy
from connector.domain.policy_text import read_policy
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


REFERENCE = "Ref. "  # where a key cannot travel unseen, a short reference ends every text


def vouched_for(w: World, s: Story, ticket: str, order: Any, amount: str) -> bool:
    """Whether `amount` may go alone to a sender of whom nothing speaks badly. Where the helpdesk gives no verdict on
    who writes, only small sums that go back where they came from do: else check that an agent has it."""
    cap = policy_of(w).unverified_cap
    if w.can.sender_verdict or Money.parse(amount).amount <= cap.amount:
        return True
    money(w, s, order, [])
    told(w, s, ticket, 0, status="open", state="waiting_agent", why="sender.unverified")
    return False


def policy_of(w: World) -> Policy:
    return read_policy(w.policy)


def money(w: World, s: Story, order: Any, memos: list[str], gateway: list[str] | None = None) -> None:
    """Check the shop's own books: credit memos, and what the gateway really sent back (the same, if not said)."""
    s.orders.append(order)
    s.check(f"credit memos of order {order.number}", memos, w.memos(order))
    s.check(
        f"money sent back for order {order.number}", memos if gateway is None else gateway, w.gateway_refunds(order)
    )


def told(w: World, s: Story, ticket: str, mails: int, *needles: str, status: str, state: str, why: str = "") -> None:
    """Check what the customer got and how the ticket and the case stand."""
    if not w.can.key_in_write and mails:
        needles = (*needles, REFERENCE)
    if ticket not in s.tickets:
        s.tickets.append(ticket)
    sent, case = w.mails(ticket), w.case(ticket)
    s.check("public replies", mails, len(sent))
    for needle in needles:
        s.check(f"the reply says {needle!r}", True, any(needle in mail for mail in sent))
    s.check("ticket", w.desk.shows(status), w.status(ticket))
    s.check("case", state, case.state.value if case else None)
    if why:
        s.check("because", why, case.why if case else None)


def nothing_happened(w: World, s: Story, ticket: str) -> None:
    s.tickets.append(ticket)
    s.check("public replies", 0, len(w.mails(ticket)))
    s.check("internal notes", 0, len(w.notes(ticket)))
    s.check("ticket", "open", w.status(ticket))
    s.check("tags of ours", set(), w.tags(ticket))
