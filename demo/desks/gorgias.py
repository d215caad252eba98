"""Gorgias' stand-in on stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import requests

from connector.bootstrap import Application
from connector.domain.ids import TenantId
from demo.desks.stage import Desk, Said
from sandbox.desk.gorgias import create_app as screen
from sandbox.faults import Faults
from sandbox.gorgias.account import SUBDOMAIN
from sandbox.gorgias.app import create_app
from sandbox.gorgias.desk import GorgiasDesk
from sandbox.gorgias.oauth import CLIENT_ID, CLIENT_SECRET
from sandbox.gorgias.tickets import Ticket
from sandbox.serving import Server, serve

STATUS = {"open": "open", "closed": "solved"}
PLENTY = 100_000  # calls per window; told in every answer, so that Retour does not hold back either


class GorgiasStage:
    vendor = "gorgias"
    account = SUBDOMAIN

    def __init__(self, desk: GorgiasDesk, server: Server, faults: Faults) -> None:
        self.desk, self.server, self.faults = desk, server, faults
        self.pages = ""

    def settings(self, directory: Path) -> Mapping[str, str]:
        return {
            "gorgias_client_id": CLIENT_ID,
            "gorgias_client_secret": CLIENT_SECRET,
            "gorgias_url": self.server.url,
        }

    def consent(self, address: str) -> str:
        self.desk.switches.auto_approve = True
        return requests.get(address, timeout=20).text

    def joined(self, retour: Application, tenant: TenantId) -> None:
        return None

    def for_harness(self) -> None:
        """Tokens end by the stand-in's own clock, which stays; those who think them old renew them."""
        self.desk.limits.oauth_calls = None

    def writes(
        self, email: str, name: str, subject: str, body: str, *, distrusted: bool = False, picture: bool = False
    ) -> str:
        """A forged mail looks like any other."""
        files = ["photo.jpg"] if picture else []
        return str(self.desk.customer_writes(email=email, name=name, subject=subject, body=body, attachments=files))

    def answers(self, ticket: str, body: str, *, picture: bool = False) -> str:
        files = ["photo.jpg"] if picture else []
        return str(self.desk.customer_replies(int(ticket), body, attachments=files))

    def tag(self, ticket: str, tag: str) -> None:
        self.desk.agent_tags(int(ticket), tag)

    def shut(self, ticket: str) -> None:
        """A closed ticket would take words and open again; one in the trash does not."""
        self.desk.delete_ticket(int(ticket))

    def merge(self, ticket: str, into: str) -> None:
        self.desk.merge(int(ticket), int(into))

    def hold(self) -> None:
        self.desk.deliveries.hold()

    def release(self, *, reverse: bool = False) -> None:
        self.desk.deliveries.release(reverse=reverse)

    @contextmanager
    def twice(self) -> Iterator[None]:
        self.desk.deliveries.twice = True
        try:
            yield
        finally:
            self.desk.deliveries.twice = False

    def flush(self) -> None:
        self.desk.flush()

    def mails(self, ticket: str) -> Sequence[tuple[int, str]]:
        return [(mail.message_id, mail.text) for mail in self.desk.mails.of(int(ticket))]

    def mail_count(self) -> int:
        return len(self.desk.mails.mails)

    def said(self) -> Iterator[Said]:
        for ticket in self.desk.tickets.all():
            for each in list(ticket.messages):
                address = str(each.source.get("from", {}).get("address", ""))
                yield Said(each.id, str(ticket.id), each.from_agent, each.public, each.plain_body, address)

    def notes(self, ticket: str) -> Sequence[str]:
        return [each.plain_body for each in self._ticket(ticket).messages if not each.public]

    def status(self, ticket: str) -> str:
        shown = self._ticket(ticket)
        return "shut" if shown.trashed_at is not None or shown.spam else STATUS[shown.status]

    def shows(self, status: str) -> str:
        """A ticket is open or closed, nothing else."""
        return "solved" if status == "pending" else status

    def tags(self, ticket: str) -> set[str]:
        return set(self._ticket(ticket).tags)

    def carrying(self, ticket: str, key: str) -> Sequence[int]:
        return [each.id for each in self._ticket(ticket).messages if each.external_id == f"retour:{key}"]

    def _ticket(self, ticket: str) -> Ticket:
        return self.desk.tickets.get(int(ticket))

    def close(self) -> None:
        self.desk.close()


@contextmanager
def gorgias() -> Iterator[Desk]:
    desk, faults = GorgiasDesk(retry_scale=0.02), Faults()
    desk.limits.oauth_calls = desk.limits.api_key_calls = PLENTY
    try:
        with serve(create_app(desk, faults)) as server:
            stage = GorgiasStage(desk, server, faults)
            with serve(screen(desk)) as shown:
                stage.pages = f"{shown.url}/desk/tickets"
                yield stage
    finally:
        desk.close()
