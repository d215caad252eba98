"""A merchant's rules, typed. `policy_text.py` reads them from YAML; every field says what it means to a merchant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from connector.domain.money import Money
from connector.domain.request import FAULTS, Option, Reason

NOT_THERE = frozenset({Reason.NOT_RECEIVED, Reason.MISSING_ITEM})  # the customer has nothing that could be sent


class Mode(StrEnum):
    """How far Retour goes. `shadow` is where every installation starts."""

    OFF = "off"  # tickets are not read
    SHADOW = "shadow"  # everything is decided and recorded, nothing leaves
    ASSIST = "assist"  # a note with facts and a draft; a person acts
    AUTO = "auto"  # clear cases are settled alone


class Proof(StrEnum):
    """What a claim needs before it counts."""

    NONE = "none"
    PHOTO = "photo"
    PERSON = "person"  # a person always looks


class Settle(StrEnum):
    """When money moves."""

    AT_ONCE = "at_once"
    CARRIER_SCAN = "carrier_scan"
    WAREHOUSE_SCAN = "warehouse_scan"


class OrderAt(StrEnum):
    """When the replacement of an exchange is ordered, where the article has to come back first."""

    ACCEPTANCE = "acceptance"  # at once and put on hold, so that the unit is reserved; the scan lets go of it
    SCAN = "scan"  # stock is looked at when the parcel is back


class Refusals(StrEnum):
    """Who tells a customer no."""

    AGENT = "agent"  # a person sends the drafted answer
    SEND = "send"  # Retour does, with a way to a person


@dataclass(frozen=True, slots=True)
class Journey:
    """What happens for one reason. `options` in the order in which they are offered."""

    options: tuple[Option, ...] = (Option.EXCHANGE, Option.STORE_CREDIT, Option.REFUND)
    proof: Proof = Proof.NONE
    proof_hours: int = 48  # for the photo; then a person
    settle: Settle = Settle.AT_ONCE
    order_at: OrderAt = OrderAt.SCAN
    bonus: Decimal | None = None  # percent on top of store credit; None: the shop's

    def needs_return(self, option: Option) -> bool:
        """Whether the article has to be back before this option is settled."""
        return self.settle is not Settle.AT_ONCE and option in COMES_BACK


COMES_BACK = frozenset({Option.REFUND, Option.EXCHANGE, Option.STORE_CREDIT})
GENEROUS = frozenset({Option.REFUND, Option.RESHIP, Option.KEEP_ITEM})  # money, or goods without any coming back
_SOONEST = tuple(Settle)  # in the order in which money moves


@dataclass(frozen=True, slots=True)
class Returns:
    """How articles come back. `address` as it stands on a parcel, one line each."""

    address: tuple[str, ...]
    send_within: int = 14  # days in which the customer sends the parcel, the last one included
    arrive_within: int = 14  # more days until it has surely arrived: then a person looks


@dataclass(frozen=True, slots=True)
class Rollout:
    """`None` for reasons, languages, stores: all of them."""

    mode: Mode = Mode.SHADOW
    share: Decimal = Decimal(100)  # percent of customers; the same customer always falls on the same side
    reasons: frozenset[Reason] | None = None
    languages: frozenset[str] | None = None
    stores: frozenset[str] | None = None  # Magento store ids


@dataclass(frozen=True, slots=True)
class LegalException:
    """Goods outside the right of withdrawal, by name (EU directive 2011/83, art. 16)."""

    name: str
    categories: frozenset[str]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` money actions and `amount` within `days` calendar days, today included."""

    days: int
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class FinalSale:
    """An article is final sale when any of these says so."""

    attribute: str | None = None  # a product attribute that is 1, true or yes
    categories: frozenset[str] = frozenset()
    skus: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Policy:
    """All of it. `hash` is the SHA-256 of what it says, whatever its layout or comments."""

    hash: str
    shop: str  # the name customers know
    language: str  # ISO 639-1, used where the customer's is not spoken
    country: str  # ISO 3166-1: whose working days a promise counts
    timezone: str
    window: int  # days after arrival in which articles may come back, the last one included
    max_transit: int | None  # days after which a parcel has surely arrived; None: never sure
    withdrawal: int  # days of the statutory right
    refund_cap: Money
    cancel_cap: Money
    unverified_cap: Money  # where the helpdesk gives no verdict on the sender
    customer_limit: Limit
    shop_limit: Limit
    online_methods: frozenset[str]
    offline_methods: frozenset[str]
    online_days: int  # working days until the customer's bank shows a refund, at the latest
    offline_days: int  # working days within which we transfer
    answer_days: int  # working days within which a person answers what was handed over
    rollout: Rollout = Rollout()
    confidence: Decimal = Decimal("0.80")
    hold_minutes: int = 0
    bonus: Decimal = Decimal(0)  # percent on top of store credit
    credit_days: int = 365  # of a store credit, the last one included
    returns: Returns | None = None  # None: no journey waits for a parcel
    standard_shipping: Money | None = None  # the cheapest way of shipping: what a withdrawal gives back at most
    refusals: Refusals = Refusals.AGENT
    final_sale: FinalSale = FinalSale()
    legal_exceptions: tuple[LegalException, ...] = ()
    below_floor: str | None = None  # the name under which a window below the statutory floor was accepted
    journeys: Mapping[Reason, Journey] = field(default_factory=dict)
    default_journey: Journey = Journey()

    def journey(self, reason: Reason | None) -> Journey:
        """The reason's own, else the default one; an unstated reason counts as a change of mind."""
        return self.journeys.get(reason or Reason.CHANGED_MIND, self.default_journey)

    def waits(self, reason: Reason | None, option: Option) -> bool:
        """Whether this option is settled with the parcel, and there can be one."""
        return reason not in NOT_THERE and self.journey(reason).needs_return(option)

    def bonus_of(self, reason: Reason | None) -> Decimal:
        """Percent on top of store credit for this reason."""
        own = self.journey(reason).bonus
        return self.bonus if own is None else own

    def proof(self, reason: Reason | None) -> Proof:
        """A reason read from a text is a claim. One that blames the shop, or opens a journey more generous than that of
        a changed mind, never counts unproven: where the policy asks for nothing, a person looks."""
        asked = self.journey(reason).proof
        claims = reason in FAULTS or self.more_generous(reason)
        return Proof.PERSON if claims and asked is Proof.NONE else asked

    def more_generous(self, reason: Reason | None) -> bool:
        """Whether this reason's journey gives sooner, more, or with less to show for it than that of a changed mind."""
        own, base = self.journey(reason), self.journey(Reason.CHANGED_MIND)
        more = frozenset(own.options) - frozenset(base.options)
        if reason is Reason.WITHDRAWAL:  # a refund is its right, whatever else is offered
            more -= {Option.REFUND}
        return (
            _SOONEST.index(own.settle) < _SOONEST.index(base.settle)
            or self.bonus_of(reason) > self.bonus_of(Reason.CHANGED_MIND)
            or bool(more & GENEROUS)
            or (own.proof is Proof.NONE and base.proof is not Proof.NONE)
        )
