"""What the customer wants, why, about which lines, how surely. Text chooses what is asked, never how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from connector.domain.ids import LineId
from connector.domain.money import Money


class Kind(StrEnum):
    """What is asked."""

    REFUND = "refund"
    EXCHANGE = "exchange"
    STORE_CREDIT = "store_credit"
    RESHIP = "reship"
    CANCEL = "cancel"
    STATUS = "status"  # where is my refund, return, order?
    RETURN_QUESTION = "return_question"  # how do returns work? nothing is claimed yet
    UNSPECIFIED = "unspecified"  # a problem without a demand: most real complaints
    NONE = "none"


class Reason(StrEnum):
    """Why. Read from text it is a claim, not a fact."""

    DAMAGED = "damaged"
    DEFECTIVE = "defective"
    WRONG_ITEM = "wrong_item"
    MISSING_ITEM = "missing_item"
    NOT_RECEIVED = "not_received"
    LATE = "late"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NOT_AS_DESCRIBED = "not_as_described"
    STYLE = "style"
    CHANGED_MIND = "changed_mind"
    WITHDRAWAL = "withdrawal"  # the statutory right, declared: "je me rétracte"
    DUPLICATE = "duplicate"
    OTHER = "other"


FAULTS = frozenset(
    {
        Reason.DAMAGED,
        Reason.DEFECTIVE,
        Reason.WRONG_ITEM,
        Reason.MISSING_ITEM,
        Reason.NOT_RECEIVED,
    }
)  # the seller's side: window and final sale give at most REVIEW


class Option(StrEnum):
    """What can be done about one line."""

    REFUND = "refund"
    EXCHANGE = "exchange"
    STORE_CREDIT = "store_credit"
    RESHIP = "reship"
    CANCEL = "cancel"
    KEEP_ITEM = "keep_item"  # refunded or credited without sending the article back


ASKED_OPTION = {
    Kind.REFUND: Option.REFUND,
    Kind.EXCHANGE: Option.EXCHANGE,
    Kind.STORE_CREDIT: Option.STORE_CREDIT,
    Kind.RESHIP: Option.RESHIP,
    Kind.CANCEL: Option.CANCEL,
}  # the kinds that would start an action


class Flag(StrEnum):
    """Something in the text that a person should see before anything moves."""

    AUTOMATIC = "automatic"  # an auto-reply or other machine mail
    INJECTION = "injection"  # text aimed at the software rather than at a person
    SEVERAL_REQUESTS = "several_requests"
    SEVERAL_ORDERS = "several_orders"
    QUOTED_ONLY = "quoted_only"  # all there is to read is quoted history
    QUOTED_ORDER = "quoted_order"  # only quoted history names the order, or it names another one
    NEGATED = "negated"  # "I do not want a refund"
    IMPLICIT = "implicit"  # not plain enough to act on: model and patterns disagree, or two stories are told
    CONDITIONAL = "conditional"  # "unless it comes by Friday, refund me"


@dataclass(frozen=True, slots=True)
class Request:
    """One matter about one order. `lines` says how many units of which line; empty: the line is not known.

    `amount` is what the text asks for. It can only ever lower what is granted.
    """

    kind: Kind
    reason: Reason | None
    lines: Mapping[LineId, int]
    confidence: Decimal  # 0 to 1
    amount: Money | None = None
    photo: bool = False  # a picture is attached, not merely mentioned
    flags: frozenset[Flag] = field(default_factory=frozenset)
    language: str = "en"  # ISO 639-1 of the customer's newest words
    status_of: str | None = None  # refund, return, exchange or order, for kind status

    def __post_init__(self) -> None:
        if not (self.confidence.is_finite() and 0 <= self.confidence <= 1):
            raise ValueError(f"a confidence lies between 0 and 1: {self.confidence}")
