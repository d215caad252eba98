"""Zendesk's stand-in on stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import requests

from connector.bootstrap import Application
from connector.domain.ids import TenantId
from connector.flow import install
from demo.desks.stage import Desk, Said
from sandbox.faults import Faults
from sandbox.serving import Server, serve
from sandbox.zendesk.account import SUBDOMAIN
from sandbox.zendesk.app import create_app
from sandbox.zendesk.desk import ZendeskDesk
from sandbox.zendesk.oauth import Client

CLIENT_ID, CLIENT_SECRET = "zdg-retour", "client-secret-shown-once"  # seeded in the stand-in
SPOOFED, UNVERIFIED = 14, 21  # flags of mail that it cannot vouch for
OPERATION = "retour_op_"
PLENTY = 100_000  # calls a minute; told in every answer, so that Retour does not hold back either
STATUS = {"new": "open", "open": "open", "pending": "pending", "solved": "solved", "closed": "shut"}


class ZendeskStage:
    vendor = "zendesk"
    account = SUBDOMAIN

    def __init__(self, desk: ZendeskDesk, server: Server, faults: Faults) -> None:
        self.desk, self.server, self.faults = desk, server, faults
        self.pages = f"{server.url}/agent/tickets"

    def settings(self, directory: Path) -> Mapping[str, str]:
        key = directory / "app.pem"
        key.write_text(self.desk.app_frame.public_key(), encoding="ascii")
        return {
            "zendesk_client_id": CLIENT_ID,
            "zendesk_client_secret": CLIENT_SECRET,
            "zendesk_app_key": str(key),
            "zendesk_url": self.server.url,
            "zendesk_frame_ancestors": self.server.url,
        }

    def consent(self, address: str) -> str:
        self.desk.switches.auto_approve = True
        return requests.get(address, timeout=20).text

    def joined(self, retour: Application, tenant: TenantId) -> None:
        frame = self.desk.app_frame
        frame.url = f"{retour.services.public_url}/sidebar/{tenant}"
        install.change(retour.services, tenant, app_installation=str(frame.installation_id))

    def for_harness(self) -> None:
        self.desk.limits.account_per_minute = self.desk.limits.updates_per_minute = None
        self.desk.oauth.register(Client(CLIENT_ID, CLIENT_SECRET, expiring=False))
        self.desk.switches.comment_on_create = True

    def writes(
        self, email: str, name: str, subject: str, body: str, *, distrusted: bool = False, picture: bool = False
    ) -> str:
        ticket = self.desk.customer_writes(
            email=email,
            name=name,
            subject=subject,
            body=body,
            flags=[SPOOFED, UNVERIFIED] if distrusted else [],
            trusted=False if distrusted else None,
            attachments=["photo.jpg"] if picture else [],
        )
        return str(ticket)

    def answers(self, ticket: str, body: str, *, picture: bool = False) -> str:
        files = ["photo.jpg"] if picture else []
        return str(self.desk.customer_replies(int(ticket), body, attachments=files))

    def tag(self, ticket: str, tag: str) -> None:
        self.desk.agent_changes(int(ticket), {"tags": [*self.desk.tickets.get(int(ticket)).tags, tag]})

    def shut(self, ticket: str) -> None:
        self.desk.close_ticket(int(ticket))

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
        for ticket in self.desk.tickets.all():
            for comment in list(ticket.comments):
                author = self.desk.people.get(comment.author_id)
                text = comment.plain_body
                yield Said(comment.id, str(ticket.id), author.is_staff, comment.public, text, author.email or "")

    def notes(self, ticket: str) -> Sequence[str]:
        return [c.plain_body for c in self.desk.tickets.get(int(ticket)).comments if not c.public]

    def status(self, ticket: str) -> str:
        return STATUS[str(self.desk.tickets.get(int(ticket)).status)]

    def shows(self, status: str) -> str:
        return status

    def tags(self, ticket: str) -> set[str]:
        return {tag for tag in self.desk.tickets.get(int(ticket)).tags if not tag.startswith(OPERATION)}

    def carrying(self, ticket: str, key: str) -> Sequence[int]:
        """Of the audit that set the key's tag, whoever took it off since."""
        tag = OPERATION + key.replace("-", "_")
        found: list[int] = []
        for audit in self.desk.tickets.get(int(ticket)).audits:
            tags = {each for event in audit.events if event.get("field_name") == "tags" for each in event["value"]}
            if tag in tags:
                found += [event["id"] for event in audit.events if event["type"] == "Comment"]
        return found

    def close(self) -> None:
        self.desk.close()


@contextmanager
def zendesk() -> Iterator[Desk]:
    desk, faults = ZendeskDesk(retry_scale=0.02), Faults()
    desk.limits.account_per_minute, desk.limits.updates_per_minute = PLENTY, None
    try:
        with serve(create_app(desk, faults)) as server:
            yield ZendeskStage(desk, server, faults)
    finally:
        desk.close()
