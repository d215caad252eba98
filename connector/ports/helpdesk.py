"""One helpdesk account as the flow sees it. The same shape for every vendor; what one cannot do it declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from connector.domain.errors import RetourError
from connector.ports.probe import Probe


def _capability(about: str, without: str) -> Any:
    """`about`: what a vendor that has it can do; `without`: what follows for the merchant where it has not."""
    return field(metadata={"about": about, "without": without})


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a vendor can do. The core asks these, never the vendor's name. `docs/helpdesks.md` is made from this."""

    signed: bool = _capability(
        "deliveries carry a signature over their bytes",
        "a secret in a header or the address proves a delivery; who knew it could make Retour read a ticket, no more",
    )
    delivery_ids: bool = _capability(
        "every delivery has an id that its repeats share", "a repeat makes Retour read the ticket once more, no more"
    )
    sender_verdict: bool = _capability(
        "the vendor says whether it trusts who wrote a message",
        "only money that goes back where it came from moves alone, up to the policy's `caps.unverified`",
    )
    machine_mail: bool = _capability(
        "the vendor tells machine mail from people's",
        "an automatic answer is read like a customer's words; what asks for nothing leads to nothing",
    )
    conflict_check: bool = _capability(
        "a write is refused when the ticket changed since it was read",
        "the ticket is read right before the write; an agent who answers within that second is not noticed",
    )
    key_in_write: bool = _capability(
        "the operation's key travels unseen inside the write",
        "every text ends with a short reference (`Ref. ABCD-2345`), by which it is found again",
    )
    one_call: bool = _capability(
        "message, tags and status travel in one call",
        "tags and status follow the message in calls of their own, again if they fail",
    )
    additive_tags: bool = _capability(
        "a tag is added without touching the others, or a change in between is refused",
        "the list is read and replaced in two calls: a tag that a colleague sets in between is lost",
    )
    consent: bool = _capability(
        "it is installed through the vendor's own consent page", "an agent's API key is pasted into Retour's form"
    )
    framed: bool = _capability("Retour's page stands in the ticket", "cards in the ticket show the case and lead to it")
    proves_agent: bool = _capability(
        "the host proves which agent looks", "agents in the sidebar stay within the automatic caps"
    )


@dataclass(frozen=True, slots=True)
class RawWebhook:
    """A delivery before anything is believed. `headers` has lower-case names; `query` is the address's, decoded."""

    headers: Mapping[str, str]
    body: bytes
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A genuine "look at this ticket". `stale`: genuine but old, a hint to read the ticket again like any other.

    `delivery_id` None: the vendor sends none, so that a repeat cannot be told from a new event. Reading the ticket once
    more does no harm.
    """

    delivery_id: str | None
    ticket_id: str
    stale: bool = False


class Author(StrEnum):
    """Who wrote a message."""

    CUSTOMER = "customer"  # the ticket's requester
    OTHER = "other"  # an end user who is not the requester
    AGENT = "agent"
    US = "us"  # Retour's own user
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Message:
    """One comment. `at` is aware UTC."""

    id: str
    at: datetime
    author: Author
    public: bool
    body: str  # plain text, or HTML when `html`
    html: bool = False
    pictures: int = 0
    automatic: bool = False  # machine mail, as far as the vendor tells
    trusted: bool | None = None  # the vendor's verdict on who wrote it; None where it gives none
    failed: bool = False  # the vendor says that it could not be delivered


class Lifecycle(StrEnum):
    """What can still be done with a ticket."""

    OPEN = "open"  # new, open, pending, on hold
    SOLVED = "solved"  # can still be written to; an answer reopens it
    CLOSED = "closed"  # takes nothing any more; a customer's answer makes a follow-up ticket
    MERGED = "merged"  # closed into another ticket
    DELETED = "deleted"

    @property
    def shut(self) -> bool:
        """Whether it takes no more words."""
        return self in {Lifecycle.CLOSED, Lifecycle.MERGED, Lifecycle.DELETED}


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as read just now."""

    id: str
    subject: str
    lifecycle: Lifecycle
    stamp: str  # opaque: what a conflict check compares
    tags: frozenset[str]
    requester_email: str | None  # None: the vendor has no address of theirs
    requester_name: str
    language: str | None  # ISO 639-1, of the requester's profile
    messages: tuple[Message, ...]  # oldest first
    requester_verified: bool | None = None  # None: the vendor cannot tell
    participants: int = 0  # people in copy besides the requester
    merged_into: str | None = None
    follow_up_of: str | None = None
    address_mismatch: bool = False  # some message came from another address than the requester's


class TicketStatus(StrEnum):
    """Where a write leaves the ticket, in words every vendor has."""

    OPEN = "open"  # a person has to look
    PENDING = "pending"  # waits for the customer
    SOLVED = "solved"


@dataclass(frozen=True, slots=True)
class TicketWrite:
    """One message with tags and status, in one call where the vendor has one. `key` travels inside the message."""

    ticket_id: str
    key: str  # [a-z0-9-]
    text: str  # plain text; the adapter escapes it
    public: bool
    add_tags: frozenset[str] = field(default_factory=frozenset)
    remove_tags: frozenset[str] = field(default_factory=frozenset)
    status: TicketStatus | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """Who looks at the sidebar. `verified`: the host proves it is them, not merely somebody of the account."""

    id: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """Tickets that changed, each once. Every change up to `until` is among them; None: up to now."""

    ids: tuple[str, ...]
    until: datetime | None = None


class Helpdesk(Protocol):
    """One installation's account. Reads raise NotFound or a Transient; writes NotSent, Refused or OutcomeUnknown."""

    capabilities: Capabilities

    def read_ticket(self, ticket_id: str) -> Ticket:
        """Read ticket, requester and every message anew; nothing is cached."""

    def write(self, write: TicketWrite, seen: Ticket) -> str:
        """Send the message once; return the vendor's id of it. `seen` is the ticket read right before.

        Tags and status go along where one call carries all. Raise Conflict when the vendor saw that the ticket changed
        since, TicketShut when it takes no more words.
        """

    def complete(self, write: TicketWrite) -> None:
        """Set the tags and the status of a write whose message is out, where they did not travel with it.

        Safe to repeat: it brings the ticket to what it shall be. A ticket that the customer answered since is not
        marked as waiting or solved. Nothing to do where one call carried all, and on a ticket that is gone.
        Raise Transient or OutcomeUnknown: the same again does no harm; Refused: the vendor will not have it.
        """

    def find_write(self, ticket_id: str, key: str) -> str | None:
        """Return the vendor's id (or the key) of a write that carried `key`, None if there is none. Raise Transient."""

    def changed_since(self, since: datetime) -> Changes:
        """Return tickets changed since, for events that never came.

        Where a limit or a failure came before the end, `until` is later than `since`: ask again from there. Raise
        Transient where nothing was gained.
        """


class Plugin(Protocol):
    """What a vendor brings besides an account's port: verifying deliveries and the sidebar's host token."""

    name: str
    capabilities: Capabilities

    def authenticate(self, hook: RawWebhook, secrets: Sequence[str], now: datetime) -> Delivery:
        """Raise NotAuthentic unless the vendor sent these bytes, Malformed if they name no ticket."""

    def agent(
        self,
        token: str,
        account: str,
        installation_id: str,
        public_key: str,
        now: datetime,
    ) -> Agent:
        """Check the host's token for this installation. Raise NotAuthentic."""


@dataclass(frozen=True, slots=True)
class Connected:
    """What connecting an account brought."""

    base_url: str
    service_user: str  # the vendor's id of the user we write as
    webhook_id: str
    hook_secret: str


class Installer(Protocol):
    """How an account is joined: a consent page, then a code that comes back to us.

    Without `Capabilities.consent` the page is our own form, and the code is an agent's API key.
    """

    def authorize_url(self, account: str, redirect_uri: str, state: str, verifier: str) -> str:
        """Return the consent page's address. Raise InvalidAccount for a name that cannot be one."""

    def connect(
        self, tenant: str, account: str, code: str, redirect_uri: str, verifier: str, endpoint: str
    ) -> Connected:
        """Exchange the code, store the tokens, find out who we are, set up the event source at `endpoint`.

        Repeating it with a new code mends the connection and makes no second event source. Raise Transient, Refused.
        """

    def probe(self, tenant: str, account: str) -> Probe:
        """Call each kind of endpoint once. Never raises."""

    def publish(self, tenant: str, account: str, templates: Sequence[Template]) -> int:
        """Make or mend the account's own templates; return how many there are. Safe to repeat."""

    def disconnect(self, tenant: str, account: str, endpoint: str) -> None:
        """Remove our event source and end our token."""


@dataclass(frozen=True, slots=True)
class Template:
    """A text that agents send by hand. Placeholders in it are the vendor's own and wanted: the agent sees it filled."""

    title: str  # unique; found again by it
    text: str  # plain, paragraphs parted by an empty line
    tags: frozenset[str] = field(default_factory=frozenset)


class InvalidAccount(RetourError):
    """Not a name an account of this vendor can have."""
