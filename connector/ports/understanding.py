"""Reading a ticket: what the newest words ask for. Text in, an Understanding out; nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from connector.domain.money import Money
from connector.domain.request import ASKED_OPTION, Flag, Kind, Reason


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a ticket. `body` is plain text or HTML as the helpdesk gave it."""

    body: str
    by_customer: bool
    html: bool = False
    pictures: int = 0  # pictures attached
    automatic: bool = False  # headers or the helpdesk mark it as machine mail


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a field was read: [start, end) in `Understanding.text`, the customer's new words."""

    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What a language model read in the same words, each piece proven by a quote of them. It is shown to people and
    changes nothing but confidence and flags, downwards."""

    model: str
    kind: Kind
    reason: Reason | None
    orders: tuple[str, ...]  # these, items and wishes as written
    items: tuple[str, ...]
    want: Mapping[str, str] | None
    evidence: tuple[Evidence, ...]  # places in `Understanding.text`


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was read. Every field that text supports has its evidence."""

    kind: Kind
    kinds: tuple[Kind, ...]  # all of them, main one first
    reason: Reason | None
    orders: tuple[str, ...]  # increment ids as the shop would hold them, in order of mention
    items: tuple[str, ...]  # product words as written
    skus: tuple[str, ...]
    quantity: int | None  # units asked about ("one of the two"), if said
    everything: bool  # the whole order is meant, in so many words
    want: Mapping[str, str] | None  # {"size": "M", "colour": "blue"}
    amount: Money | None  # a cap at most
    photo: bool  # a photo is attached or said to be
    status_of: str | None  # refund, return, exchange or order, for kind status
    lang: str  # ISO 639-1: en fr de es it nl
    confidence: Decimal  # 0 to 1
    evidence: tuple[Evidence, ...]
    flags: frozenset[Flag]
    text: str  # the newest words only: no quotes, signature or hidden text
    model: str  # name and version of what read it, so that corrections can be set against it
    sentiment: str = "neu"  # neg, neu, pos
    urgent: bool = False
    bare: bool = False  # nothing but an answer: a number, an article, a quantity, a greeting, thanks
    perhaps: Reason | None = None  # where no reason is told surely enough to decide by, the likeliest: for people
    quoted_order: str | None = None  # where the words name no order, the only one that what they quote names
    pictures: bool = False  # a picture is attached, here or to the words that these answer a question about
    notes: Mapping[str, str] = field(default_factory=dict)
    advice: Advice | None = None  # beside what was read, never in its place

    @property
    def actionable(self) -> bool:
        """Whether the text alone would let a proposal be made; the policy still decides."""
        stops = {
            Flag.AUTOMATIC,
            Flag.INJECTION,
            Flag.SEVERAL_REQUESTS,
            Flag.SEVERAL_ORDERS,
            Flag.NEGATED,
            Flag.IMPLICIT,
            Flag.CONDITIONAL,
            Flag.QUOTED_ONLY,
            Flag.QUOTED_ORDER,
        }
        return self.kind in ASKED_OPTION and not (self.flags & stops) and self.quoted_order is None


class Reader(Protocol):
    """Pure: the same turns give the same Understanding. Never raises on text, however hostile."""

    def understand(self, subject: str, turns: Sequence[Turn]) -> Understanding:
        """Read the newest words of the customer: those of the last consecutive customer turns, oldest first.

        A single turn is a ticket's first message. The subject counts where it is no reply's ("Re:").
        """
