"""What is kept. One transaction is one `Tx`: all of it is committed, or none.

Rows that two workers could touch at once are locked by the method that returns them (PostgreSQL: row locks; SQLite: the
transaction itself is the lock), so that two events on one case, and two money actions on one shop, follow each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from connector.domain.case import State
from connector.domain.errors import RetourError
from connector.domain.ids import ActionKey, CaseId, LineId, OrderId, ReturnId, ShopId, TenantId
from connector.domain.money import Money
from connector.domain.policy import Limit
from connector.domain.request import Option


class KeyClash(RetourError):
    """The same action key with other content: a bug, never overwritten."""


class OverLimit(RetourError):
    """A reservation would pass a limit or reserve a unit twice; somebody else was faster. Decide again."""


class NotKept(RetourError):
    """A delivery may not be durable: it is not acknowledged, so that the vendor sends it again."""


@dataclass(frozen=True, slots=True)
class Installation:
    """One helpdesk account joined to a shop: the tenant."""

    id: TenantId
    helpdesk: str  # a name in HELPDESKS
    account: str  # the vendor's own name of the account, such as a subdomain
    base_url: str
    shop: ShopId
    shop_url: str
    service_user: str  # the vendor's id of the user we write as
    policy_hash: str
    webhook_id: str = ""
    app_installation: str = ""  # the sidebar app's installation id, for its signed URL
    brake: bool = False
    connected: bool = True  # False: uninstalled; records stay, nobody calls it or is let in


@dataclass(frozen=True, slots=True)
class TicketJob:
    """A ticket to be read, claimed by this worker alone. `rows`: the events it answers."""

    tenant: TenantId
    ticket_id: str
    rows: tuple[int, ...]
    attempts: int
    holder: str


@dataclass(frozen=True, slots=True)
class Case:
    """One return matter. `turn` counts the customer's turns that were decided on; `rounds` the questions we asked."""

    id: CaseId
    tenant: TenantId
    shop: ShopId
    ticket_id: str
    state: State
    order: OrderId | None = None
    order_number: str | None = None
    language: str = "en"
    rounds: int = 0
    turn: int = 0
    why: str = ""  # the code of what led to the state
    opened_at: datetime | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """Everything needed to derive a decision again. JSON as `domain.codec` writes it."""

    case: CaseId
    number: int
    at: datetime
    request: str
    facts: str
    policy_hash: str
    engine: str
    decision: str
    step: str
    reading: str  # what was understood, with its evidence
    articles: str = ""  # the lines meant, in the shop's words


class ActionKind(StrEnum):
    """What an outbox row does."""

    MONEY = "money"  # money, credit or goods leave the shop, or the order is changed: one at a time per order
    REPLY = "reply"  # public: the customer is told
    NOTE = "note"  # internal: an agent is told
    COMMENT = "comment"  # on the order in the shop: its staff sees what Retour did there
    TIDY = "tidy"  # a rule that has served its purpose is deleted


TOLD = frozenset({ActionKind.REPLY, ActionKind.NOTE})  # words for the ticket


class ActionState(StrEnum):
    """`claimed`: sent, or about to be; nobody sends it again until `reconcile` knows."""

    PENDING = "pending"
    CLAIMED = "claimed"
    DONE = "done"
    REFUSED = "refused"
    SUPERSEDED = "superseded"  # never sent: something newer took its place
    PERSON = "person"  # its outcome is unknown and a repeat could double it


@dataclass(frozen=True, slots=True)
class Action:
    """One effect, to be made exactly once. `payload` is JSON; `made` the outside's id once it is known."""

    id: int
    key: ActionKey
    tenant: TenantId
    shop: ShopId
    case: CaseId
    ticket_id: str
    kind: ActionKind
    order: OrderId | None
    payload: str
    state: ActionState
    claim: int
    attempts: int
    due_at: datetime
    touched_at: datetime
    created_at: datetime
    made: str | None = None
    error: str = ""
    steps: Mapping[str, str] = field(default_factory=dict)  # of an effect of several calls: step -> what it made
    begun: bool = False  # part of it happened: it is gone on with, never withdrawn


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action as it enters the outbox. `begun`: an earlier part of the same order happened already."""

    key: ActionKey
    case: Case
    kind: ActionKind
    payload: str
    due_at: datetime
    order: OrderId | None = None
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a money action takes from the limits and from the order's units before it is sent. `compensates`: by credit
    or goods, which the shop's own books do not show."""

    key: ActionKey
    shop: ShopId
    order: OrderId
    customer: str  # keyed pseudonym
    day: date  # in the shop's zone
    amount: Money
    units: Mapping[LineId, int]
    compensates: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a case's audit trail; `hash` covers all before it."""

    seq: int
    at: datetime
    actor: str  # customer, policy, system, or agent:<id>
    what: str
    why: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Due:
    """A date that was promised, or a deadline. `kind`: bank_shows, payout, photo, return. `at`: the moment, where the
    day alone is too coarse."""

    id: int
    case: CaseId
    kind: str
    due_on: date
    key: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Payout:
    """Money that a person must transfer: Magento only booked it."""

    key: ActionKey
    case: CaseId
    order_number: str
    memo: str
    amount: Money
    due_on: date
    created_at: datetime
    done_at: datetime | None = None
    done_by: str | None = None


EARLY = timedelta(days=3)  # by which a parcel may be faster than the agreement about it


class ReturnState(StrEnum):
    OPEN = "open"  # agreed; the parcel is awaited
    SETTLED = "settled"  # the parcel came and what was agreed was ordered
    CLOSED = "closed"  # it never came, or a person does something else about it


@dataclass(frozen=True, slots=True)
class Return:
    """Articles that we agreed to take back, and what happens when they are there. JSON as `domain.codec` writes it."""

    rma: ReturnId
    shop: ShopId
    case: CaseId
    order: OrderId
    order_number: str
    option: Option
    decision: int  # the one it was agreed by
    request: str
    facts: str  # as they were then
    accepted: tuple[str, ...]  # codes that an agent saw and accepted; empty: the policy agreed
    by: str  # policy, or agent:<id>
    agreed_at: datetime
    due_on: date  # then a person looks
    held: OrderId | None = None  # the replacement that waits on hold
    held_key: ActionKey | None = None
    state: ReturnState = ReturnState.OPEN


@dataclass(frozen=True, slots=True)
class Scan:
    """What a carrier or the warehouse told of a parcel. `event`: theirs, unique per shop. `lines`: SKU -> units that
    came, per condition; None: the whole parcel as agreed. `stock`: SKU -> units that may be sold, where they know."""

    id: int
    shop: ShopId
    event: str
    by: str  # carrier or warehouse
    at: datetime
    rma: str = ""
    order_number: str = ""
    lines: Mapping[str, Mapping[str, int]] | None = None
    stock: Mapping[str, int] | None = None
    attempts: int = 0
    claim: int = 0
    outcome: str = ""


class Tenants(Protocol):
    def get(self, tenant: TenantId) -> Installation | None: ...

    def all(self) -> Sequence[Installation]: ...

    def put(self, installation: Installation, at: datetime) -> None:
        """Insert or replace by id."""

    def policy(self, policy_hash: str) -> str | None:
        """Return the text of any policy ever used, by content hash."""

    def put_policy(self, policy_hash: str, text: str, at: datetime) -> None: ...


class Inbox(Protocol):
    def add(self, tenant: TenantId, delivery_id: str, ticket_id: str, at: datetime) -> bool:
        """Keep a delivery; False if it was kept before."""

    def claim(self, now: datetime, lease_seconds: float) -> TicketJob | None:
        """Take the ticket that waits longest, for this worker alone until the lease ends."""

    def done(self, job: TicketJob, outcome: str, at: datetime) -> None: ...

    def later(self, job: TicketJob, due_at: datetime, why: str) -> None:
        """Let go of the ticket after a try in vain: it is counted."""

    def postpone(self, job: TicketJob, due_at: datetime) -> None:
        """Let go of the ticket without having tried."""

    def attempts(self, tenant: TenantId, ticket_id: str) -> int:
        """How often the ticket's waiting events were tried in vain."""

    def backlog(self) -> Mapping[str, int]:
        """Counts for health: `waiting`."""

    def newest(self) -> datetime | None:
        """When the last event came in."""


class Intake(Protocol):
    """Where deliveries enter the inbox: like `Inbox.add`, in transactions shared with all who come at the same time."""

    def keep(self, tenant: TenantId, delivery_id: str, ticket_id: str, at: datetime) -> bool:
        """Keep a delivery, durable on return; False if it was kept before. Raise NotKept."""


class Cases(Protocol):
    def open(self, installation: Installation, ticket_id: str, language: str, at: datetime) -> Case: ...

    def get(self, case: CaseId) -> Case: ...

    def find(self, case: CaseId) -> Case | None:
        """Like `get`, for an id that came from outside."""

    def newest(self, tenant: TenantId, ticket_id: str) -> Case | None:
        """The latest case of a ticket, locked."""

    def save(self, case: Case, at: datetime) -> None: ...

    def listed(self, tenant: TenantId | None = None, limit: int = 100) -> Sequence[Case]: ...

    def handled(self, tenant: TenantId, ids: Sequence[str]) -> frozenset[str]:
        """Those of these messages that were taken up, answered or not, on whatever ticket they stood then."""

    def handle(self, tenant: TenantId, ticket_id: str, taken: Sequence[str], case: CaseId | None, at: datetime) -> bool:
        """Mark messages as taken up. False if one of them was already: roll back, the ticket is read anew."""

    def forget(self, case: CaseId) -> None:
        """The messages taken up for this case are nobody's again."""

    def messages(self, case: CaseId) -> frozenset[str]:
        """Ids of the messages taken up for this case."""

    def add_decision(self, decision: StoredDecision) -> None: ...

    def decision(self, case: CaseId, number: int) -> StoredDecision | None: ...

    def decisions(self) -> Sequence[StoredDecision]:
        """All of them, for `retour verify`."""


class Outbox(Protocol):
    def add(self, new: NewAction, at: datetime) -> bool:
        """Insert; False if the same key with the same content is there. Raise KeyClash for other content."""

    def get(self, key: ActionKey) -> Action | None: ...

    def by_made(self, made: str) -> Sequence[Action]:
        """Find the money actions that made this: memos, coupons and orders have numbers of their own each."""

    def of_case(self, case: CaseId) -> Sequence[Action]: ...

    def claim(self, now: datetime) -> Action | None:
        """Take one due row for good, with its order's lease if it moves money. COMMIT before the call.

        Rows whose order is leased, or whose ticket has events nobody has read yet, wait.
        """

    def made(self, action: Action, made: str, now: datetime) -> Action | None:
        """Record the outside's id. None if the claim is no longer this one."""

    def stepped(self, action: Action, steps: Mapping[str, str], now: datetime) -> Action | None:
        """Record how far an effect of several calls came. None if the claim is no longer this one."""

    def release(self, action: Action, due_at: datetime, error: str, now: datetime) -> None:
        """Back to pending: it surely was not sent. Ends the lease."""

    def close(self, action: Action, state: ActionState, error: str, now: datetime) -> bool:
        """Its outcome is known. Ends the lease. False, and nothing done, if the claim is no longer this one."""

    def ask_person(self, action: Action, error: str, now: datetime) -> bool:
        """Its outcome is not known and a repeat could double it. The lease stays until somebody says."""

    def answered(self, action: Action, made: str | None, now: datetime) -> bool:
        """A person said what became of a row that waited for them; ends the lease. False: it did not wait."""

    def silent(self, before: datetime, now: datetime) -> Action | None:
        """Take one claimed row untouched since `before` for reconciling; its claim number rises."""

    def replies(self, tenant: TenantId, ticket_id: str, made: Sequence[str]) -> Sequence[Action]:
        """Replies on this ticket that became these messages."""

    def supersede(self, case: CaseId, now: datetime, but: Sequence[ActionKey] = ()) -> Sequence[Action]:
        """Withdraw what was not sent yet and not begun, `but` these; return it. What the shop is owed afterwards
        (comments, tidying up) stays."""

    def doubt(self, now: datetime, case: CaseId | None = None) -> Sequence[Action]:
        """After a restore: return money and replies without a known outcome, of one case or of all. Those that were
        pending are claimed, with the order's lease, as if a worker had fallen silent: nobody sends them before
        somebody looked."""

    def newest(self) -> datetime | None:
        """When a row was last touched."""

    def unfinished(self) -> int:
        """How many rows are not sent, or sent without a known outcome; those that wait for a person do not count."""

    def waiting(self) -> Sequence[Action]:
        """Rows a person must look at."""


class Ledger(Protocol):
    def reserve(
        self,
        reservation: Reservation,
        customer: Limit,
        shop: Limit,
        left: Mapping[LineId, int],
        given: Mapping[LineId, int],
        but: ActionKey | None = None,
    ) -> None:
        """Under the shop's lock. `left`: units of each line that may still go back; `given`: units that the facts knew
        to be compensated by credit or goods, which no credit memo shows. `but`: what was ordered for these very units
        and is part of it, or gives way to it. Raise OverLimit, also where more was given since."""

    def make(self, key: ActionKey, amount: Money) -> None:
        """The action was made, for `amount`."""

    def void(self, key: ActionKey) -> None:
        """The action will not be made."""

    def take_back(self, key: ActionKey) -> None:
        """What was made is undone: it counts no more."""

    def promised(self, shop: ShopId, order: OrderId) -> Sequence[Reservation]:
        """Reservations on this order that are neither made nor void."""

    def compensated(self, shop: ShopId, order: OrderId) -> Sequence[Reservation]:
        """What was made on this order in credit or goods."""

    def granted(self, shop: ShopId, customer: str | None, since: date) -> Sequence[tuple[date, Money]]:
        """What was reserved or made since, of one customer or of all."""


class Audit(Protocol):
    def append(self, case: CaseId, actor: str, what: str, why: Mapping[str, Any], at: datetime) -> None: ...

    def trail(self, case: CaseId) -> Sequence[Entry]: ...

    def broken(self) -> Sequence[str]:
        """Say where a chain does not hold; empty if all do."""


class Dues(Protocol):
    def add(self, case: CaseId, kind: str, due_on: date, key: str | None, at: datetime | None = None) -> None: ...

    def of_case(self, case: CaseId) -> Sequence[Due]: ...

    def take(self, now: datetime) -> Due | None:
        """Take one row whose day or moment has come; it is done with this transaction."""

    def add_payout(self, payout: Payout) -> None: ...

    def payouts(self, open_only: bool = True) -> Sequence[Payout]: ...

    def payout(self, key: ActionKey) -> Payout | None: ...

    def payout_done(self, key: ActionKey, by: str, at: datetime) -> bool: ...


class Returns(Protocol):
    def open(self, agreed: Return) -> None:
        """Keep a return. Scans of its order that nobody knew what to do with are looked at again, but for those made
        longer before than `EARLY`."""

    def new_number(self) -> ReturnId:
        """An RMA number nobody has: short enough to be written on a parcel."""

    def get(self, rma: str) -> Return | None:
        """Locked; however it is written (case, spaces, dashes)."""

    def of_case(self, case: CaseId) -> Return | None:
        """The case's open return."""

    def of_order(self, shop: ShopId, number: str) -> Sequence[Return]:
        """All returns of an order, newest first."""

    def save(self, changed: Return) -> None: ...

    def listed(self, open_only: bool = True) -> Sequence[Return]: ...

    def add_scan(self, scan: Scan, received_at: datetime) -> bool:
        """Keep what was told; False if the shop told this event before."""

    def claim_scan(self, now: datetime, lease_seconds: float) -> Scan | None:
        """Take one scan nobody dealt with yet, alone until the lease ends."""

    def scan_done(self, scan: Scan, outcome: str, now: datetime) -> bool:
        """False if the claim is no longer this one."""

    def scan_later(self, scan: Scan, due_at: datetime) -> None: ...

    def scan_again(self, shop: ShopId, event: str, due_at: datetime) -> None:
        """Look at an event that was dealt with once more: what it set going was withdrawn."""

    def scans(self, limit: int = 100) -> Sequence[Scan]:
        """The newest first."""


@dataclass(frozen=True, slots=True)
class Tx:
    """One transaction."""

    tenants: Tenants
    inbox: Inbox
    cases: Cases
    outbox: Outbox
    ledger: Ledger
    audit: Audit
    dues: Dues
    returns: Returns


class Store(Protocol):
    def begin(self) -> AbstractContextManager[Tx]:
        """Open a transaction: committed when the block ends, rolled back when it raises."""
