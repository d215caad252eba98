"""What stands in the outbox: words for the ticket (a macro with its values, or a note) and orders to the shop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from connector.domain.case import State
from connector.domain.ids import ActionKey, OrderId, ReturnId
from connector.domain.money import Money
from connector.domain.plan import MoneyAction, Route
from connector.ports.helpdesk import TicketStatus, TicketWrite
from connector.ports.replies import Value

TAG = "retour"
TAGS = {
    State.WAITING_CUSTOMER: "retour_waiting",
    State.WAITING_RETURN: "retour_return",
    State.WAITING_AGENT: "retour_agent",
    State.SETTLED: "retour_settled",
    State.HANDED_OVER: "retour_agent",
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A macro to be filled when it is sent: the customer's name is read from the ticket then, never stored here.

    `secrets`: variables that are worth money (a coupon's code), each with the action whose encrypted secret it is.
    """

    macro: str
    language: str
    reason: str | None
    texts: Mapping[str, str] = field(default_factory=dict)
    amounts: Mapping[str, Money] = field(default_factory=dict)
    dates: Mapping[str, date] = field(default_factory=dict)
    switches: Mapping[str, bool] = field(default_factory=dict)
    secrets: Mapping[str, ActionKey] = field(default_factory=dict)

    def values(self, name: str) -> Mapping[str, Value]:
        return {"name": name, **self.texts, **self.amounts, **self.dates, **self.switches}


@dataclass(frozen=True, slots=True)
class Words:
    """One write to the ticket. `note` or `spoken` is set, never both. `then`: the state it leads to once it is out."""

    then: State
    why: str
    messages: tuple[str, ...]  # ids of the customer's messages it answers
    status: TicketStatus | None = None
    spoken: Spoken | None = None
    note: str | None = None
    money: ActionKey | None = None  # it speaks of this action: it is never withdrawn for a newer message
    by: str = "policy"  # policy, or agent:<id>: who ordered what it says

    @property
    def public(self) -> bool:
        return self.spoken is not None

    def on_ticket(self, ticket_id: str, key: ActionKey, text: str = "") -> TicketWrite:
        """The write that carries these words, with Retour's tags and the status they lead to."""
        tag = TAGS.get(self.then)
        return TicketWrite(
            ticket_id=ticket_id,
            key=key,
            text=text,
            public=self.public,
            add_tags=frozenset({TAG, tag} if tag else {TAG}),
            remove_tags=frozenset(TAGS.values()) - {tag},
            status=self.status,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One effect of an order that was made: what the shop calls it, and what it came to."""

    key: ActionKey
    route: Route
    id: str
    amount: Money
    shipping: bool = False  # part of it is shipping


@dataclass(frozen=True, slots=True)
class ShopWrite:
    """What is written into the shop besides effects: a comment on an order, or a rule that is deleted."""

    order: OrderId | None = None
    text: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class MoneyOrder:
    """One effect in the shop, with what the reply about it needs. `messages`: the turn it answers.

    What was ordered may take several effects: `made` are those before this one, `then` those after it.
    """

    action: MoneyAction
    articles: str
    messages: tuple[str, ...]
    by: str = "policy"  # policy, or agent:<id>
    then: tuple[MoneyAction, ...] = ()
    made: tuple[Part, ...] = ()
    rma: ReturnId | None = None  # the return it belongs to
    goods: str = ""  # the articles that leave, in words

    @property
    def reserved(self) -> ActionKey:
        """The key under which the ledger holds the whole order."""
        return self.made[0].key if self.made else self.action.key


def first_name(full: str) -> str:
    """The first word of a requester's name; the renderer drops what cannot be a name."""
    return full.split()[0] if full.split() else ""
