"""Messages from outside: what makes tickets, adds to them and reopens them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.gorgias.account import EMAIL_INTEGRATION_ID, SUPPORT_ADDRESS, SUPPORT_NAME, Json
from sandbox.gorgias.attachments import File
from sandbox.gorgias.people import Person
from sandbox.gorgias.text import html_from_text, stripped, text_from_html
from sandbox.gorgias.tickets import Message, Ticket

if TYPE_CHECKING:
    from sandbox.gorgias.desk import GorgiasDesk

AUTOMATIC_HEADERS = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", "Precedence": "bulk"}


@dataclass(frozen=True)
class Letter:
    """What somebody outside sent. `automatic`: a machine wrote it, and only its mail headers say so."""

    sender: Person
    address: str  # where it came from: one of the sender's channels
    body: str = ""
    html: str | None = None
    attachments: Sequence[File] = ()
    automatic: bool = False
    cc: Sequence[str] = ()
    channel: str = "email"
    intents: Sequence[str] = ()


def receive(desk: GorgiasDesk, letter: Letter, subject: str, tags: Sequence[str] = ()) -> Ticket:
    """Open a ticket from a first message."""
    now, sender = desk.clock.now(), letter.sender
    ticket = Ticket(
        desk.numbers.next("ticket"), subject, letter.channel, _via(letter), sender, now, now, language=sender.language
    )
    ticket.tags = [desk.tags.named(tag).name for tag in tags]
    if letter.channel == "chat":
        ticket.meta = {"chat": {"conversation_id": letter.address}}
    desk.writing.open(ticket, _message(desk, ticket, letter))
    return ticket


def answer(desk: GorgiasDesk, ticket: Ticket, letter: Letter) -> Ticket:
    """Add a message to its thread and reopen it. UNCONFIRMED: mail to a merged ticket goes to where it was merged, mail
    to a trashed one opens a new ticket.
    """
    while ticket.merged_into is not None:
        ticket = desk.tickets.get(ticket.merged_into)
    if ticket.trashed_at is not None:
        return receive(desk, letter, ticket.subject)
    desk.writing.add(ticket, _message(desk, ticket, letter))
    return ticket


def _via(letter: Letter) -> str:
    return {"chat": "gorgias_chat", "contact-form": "contact_form"}.get(letter.channel, letter.channel)


def _message(desk: GorgiasDesk, ticket: Ticket, letter: Letter) -> Message:
    now = desk.clock.now()
    text = letter.body or text_from_html(letter.html or "")
    own, signature = stripped(text)
    mailed = letter.channel == "email"
    return Message(
        id=desk.numbers.next("message"),
        ticket_id=ticket.id,
        channel=letter.channel,
        via=_via(letter),
        public=True,
        from_agent=False,
        sender=letter.sender,
        receiver=None,
        source=_source(letter),
        subject=ticket.subject,
        body_text=text,
        body_html=letter.html or html_from_text(text),
        created_at=now,
        stripped_text=own,
        stripped_signature=signature,
        integration_id=EMAIL_INTEGRATION_ID if mailed else None,
        mail_id=f"<{secrets.token_hex(8)}@mail.example>" if mailed else None,
        attachments=[desk.attachments.from_mail(file) for file in letter.attachments],
        intents=list(letter.intents),
        headers=_headers(letter) if mailed else None,
        sent_at=now,
    )


def _headers(letter: Letter) -> dict[str, str]:
    return {"X-Mailer": "Phone Mail"} | (AUTOMATIC_HEADERS if letter.automatic else {})


def _source(letter: Letter) -> Json:
    to = [{"name": SUPPORT_NAME, "address": SUPPORT_ADDRESS}] if letter.channel == "email" else []
    return {
        "type": letter.channel,
        "from": {"name": letter.sender.name, "address": letter.address},
        "to": to,
        "cc": [{"name": "", "address": address} for address in letter.cc],
        "bcc": [],
        "extra": {"include_thread": False},
    }
