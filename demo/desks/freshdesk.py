"""Freshdesk's stand-in on stage."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import requests

from connector.app import sidebar_assets
from connector.bootstrap import Application
from connector.domain.ids import TenantId
from connector.helpdesks.freshdesk.package import app_files, packed
from connector.helpdesks.freshdesk.writing import reference
from connector.web.auth import new_app_secret
from demo.desks.stage import Desk, Said
from sandbox.desk.freshdesk import create_app as screen
from sandbox.desk.marketplace import InstalledApp
from sandbox.faults import Faults
from sandbox.freshdesk.account import SERVICE_USER_ID, SUBDOMAIN
from sandbox.freshdesk.app import create_app
from sandbox.freshdesk.desk import FreshdeskDesk
from sandbox.freshdesk.tickets import Ticket
from sandbox.serving import Server, serve

STATUS = {2: "open", 3: "pending", 4: "solved", 5: "solved"}
PLENTY = 2_900  # calls a minute; told in every answer, so that Retour does not hold back either

_STATE = re.compile(r'name=state value="([^"]*)"')


class FreshdeskStage:
    vendor = "freshdesk"
    account = SUBDOMAIN

    def __init__(self, desk: FreshdeskDesk, server: Server, faults: Faults) -> None:
        self.desk, self.server, self.faults = desk, server, faults
        self.pages = ""
        self.app: InstalledApp | None = None

    def settings(self, directory: Path) -> Mapping[str, str]:
        return {"freshdesk_url": self.server.url}

    def consent(self, address: str) -> str:
        """Freshdesk has no consent page: the admin pastes an agent's key into Retour's form."""
        form = requests.get(address, timeout=20).text
        state = _STATE.search(form)
        if state is None:
            return form
        callback = address.partition("?")[0].rpartition("/")[0] + "/callback"
        sent = {"state": html.unescape(state[1]), "code": self.desk.key()}
        return requests.post(callback, data=sent, timeout=20).text

    def joined(self, retour: Application, tenant: TenantId) -> None:
        """Install the sidebar's app, with the secret that an admin copies from Retour."""
        iparams = {"retour_host": "retour.example", "retour_secret": new_app_secret(retour.services, tenant)}
        outside = {"https://retour.example": retour.services.public_url}
        self.app = InstalledApp(packed(app_files(sidebar_assets())), iparams, outside)

    def for_harness(self) -> None:
        """The key has no end."""
        limits = self.desk.limits
        limits.account_per_minute = limits.updates_per_minute = limits.webhooks_per_hour = None

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
        """A closed ticket would take words and open again; one marked as spam does not."""
        self.desk.spam_ticket(int(ticket))

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
        return [(mail.comment_id, mail.text) for mail in self.desk.mails.of(int(ticket))]

    def mail_count(self) -> int:
        return len(self.desk.mails.mails)

    def said(self) -> Iterator[Said]:
        """The description is said as well; it has the ticket's own number."""
        for ticket in self.desk.tickets.all():
            requester = self.desk.people.get(ticket.requester_id)
            yield Said(ticket.id, str(ticket.id), False, True, ticket.plain_body, requester.email or "")
            for each in list(ticket.conversations):
                author = self.desk.people.get(each.user_id)
                yield Said(each.id, str(ticket.id), not each.incoming, each.public, each.plain_body, author.email or "")

    def notes(self, ticket: str) -> Sequence[str]:
        """Without what Freshdesk itself notes about a merge."""
        return [each.plain_body for each in self._ticket(ticket).conversations if each.private]

    def status(self, ticket: str) -> str:
        shown = self._ticket(ticket)
        if shown.spam or shown.deleted or shown.archived or shown.merged_into is not None:
            return "shut"
        return STATUS.get(shown.status, "open")

    def shows(self, status: str) -> str:
        return status

    def tags(self, ticket: str) -> set[str]:
        return set(self._ticket(ticket).tags)

    def carrying(self, ticket: str, key: str) -> Sequence[int]:
        """What our agent said with the key's reference in it."""
        line = reference(key)
        ours = [each for each in self._ticket(ticket).conversations if each.user_id == SERVICE_USER_ID]
        return [each.id for each in ours if not each.incoming and line in each.plain_body]

    def _ticket(self, ticket: str) -> Ticket:
        return self.desk.tickets.get(int(ticket))

    def close(self) -> None:
        self.desk.close()


@contextmanager
def freshdesk() -> Iterator[Desk]:
    desk, faults = FreshdeskDesk(retry_scale=0.0001), Faults()
    limits = desk.limits
    limits.account_per_minute = limits.updates_per_minute = limits.creates_per_minute = PLENTY
    limits.ticket_lists_per_minute = limits.contact_lists_per_minute = limits.webhooks_per_hour = PLENTY
    try:
        with serve(create_app(desk, faults)) as server:
            stage = FreshdeskStage(desk, server, faults)
            with serve(screen(desk, lambda: stage.app)) as shown:
                stage.pages = f"{shown.url}/desk/tickets"
                yield stage
    finally:
        desk.close()
