"""The book of mails that would have left the house to customers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sandbox.freshdesk.account import Json
from sandbox.freshdesk.clock import iso
from sandbox.freshdesk.tickets import Conversation


@dataclass(frozen=True)
class Mail:
    ticket_id: int
    comment_id: int
    to: str
    text: str
    at: datetime

    def as_json(self) -> Json:
        return asdict(self) | {"at": iso(self.at)}


class MailBook:
    """One mail per reply and recipient, and per address a note notifies. Nothing is recognised as a repeat."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    def post(self, said: Conversation) -> None:
        if said.incoming:
            return
        for address in (*said.to_emails, *said.cc_emails, *said.bcc_emails, *said.notified):
            self.mails.append(Mail(said.ticket_id, said.id, address, said.plain_body, said.created_at))

    def of(self, ticket_id: int) -> list[Mail]:
        return [mail for mail in self.mails if mail.ticket_id == ticket_id]
