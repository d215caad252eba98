"""The book of what really left the house to customers: mails, and answers in a chat."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sandbox.gorgias.account import Json
from sandbox.gorgias.clock import iso
from sandbox.gorgias.tickets import Message


@dataclass(frozen=True)
class Mail:
    ticket_id: int  # the ticket it was written on; a merge later does not rewrite it
    message_id: int
    to: str
    text: str
    at: datetime

    def as_json(self) -> Json:
        return asdict(self) | {"at": iso(self.at)}


class MailBook:
    """One line per message sent and recipient."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    def post(self, message: Message, at: datetime) -> None:
        to = [*message.source.get("to", []), *message.source.get("cc", []), *message.source.get("bcc", [])]
        for recipient in to:
            mail = Mail(message.ticket_id, message.id, str(recipient["address"]), message.body_text, at)
            self.mails.append(mail)

    def of(self, ticket_id: int) -> list[Mail]:
        return [mail for mail in self.mails if mail.ticket_id == ticket_id]
