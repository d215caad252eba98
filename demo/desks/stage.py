"""One helpdesk account on stage: what customers, agents and admins do there, in words that fit every vendor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from connector.bootstrap import Application
from connector.domain.ids import TenantId
from sandbox.faults import Faults
from sandbox.serving import Server


@dataclass(frozen=True)
class Said:
    """One message of a ticket, as the account has it."""

    id: int
    ticket: str
    staff: bool
    public: bool
    text: str
    email: str = ""


class Desk(Protocol):
    """`status` and `shows` speak of: open, pending, solved, shut (takes no more words)."""

    vendor: str  # a name in HELPDESKS
    account: str
    server: Server
    faults: Faults
    pages: str  # where a person looks at tickets

    # --- joining ----------------------------------------------------------------------------------------------------

    def settings(self, directory: Path) -> Mapping[str, str]:
        """What Retour is told of it. Files that settings name are written to `directory`."""

    def consent(self, address: str) -> str:
        """Go through the installation as an admin's browser does; return the text of the last page."""

    def joined(self, retour: Application, tenant: TenantId) -> None:
        """What else an admin sets up afterwards."""

    def for_harness(self) -> None:
        """Before it is joined: no limits, tokens that do not end (workers' clocks run ahead), every event it has."""

    # --- what people do ---------------------------------------------------------------------------------------------

    def writes(
        self, email: str, name: str, subject: str, body: str, *, distrusted: bool = False, picture: bool = False
    ) -> str:
        """A customer's mail; return the ticket's id. `distrusted`: the vendor, where it can, tells that it may be
        forged."""

    def answers(self, ticket: str, body: str, *, picture: bool = False) -> str:
        """The customer writes in the thread; return the ticket it ended on."""

    def tag(self, ticket: str, tag: str) -> None:
        """A colleague tags the ticket."""

    def shut(self, ticket: str) -> None:
        """A colleague brings the ticket to where it takes no more words."""

    def merge(self, ticket: str, into: str) -> None: ...

    # --- deliveries -------------------------------------------------------------------------------------------------

    def hold(self) -> None:
        """Keep events back."""

    def release(self, *, reverse: bool = False) -> None: ...

    def twice(self) -> AbstractContextManager[None]:
        """Deliver every event twice, for a while."""

    def flush(self) -> None:
        """Wait until every event is delivered or given up."""

    # --- looking ----------------------------------------------------------------------------------------------------

    def mails(self, ticket: str) -> Sequence[tuple[int, str]]:
        """Mails that left to the customer: the message's id and text."""

    def mail_count(self) -> int: ...

    def said(self) -> Iterator[Said]:
        """Every message of every ticket."""

    def notes(self, ticket: str) -> Sequence[str]: ...

    def status(self, ticket: str) -> str: ...

    def shows(self, status: str) -> str:
        """What `status` becomes in an account that does not have it."""

    def tags(self, ticket: str) -> set[str]:
        """All tags but those that only carry an operation's key."""

    def carrying(self, ticket: str, key: str) -> Sequence[int]:
        """Ids of messages that carry an operation's key."""

    def close(self) -> None: ...


Stage = Callable[[], AbstractContextManager[Desk]]
