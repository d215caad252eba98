"""Mail and forms from customers: what makes tickets, adds to them, reopens them, or starts new ones.

Where a letter on a merged ticket or on one in spam goes is UNCONFIRMED: here to the ticket it was merged into, and to
the spam ticket without a word to anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sandbox.freshdesk.account import SUPPORT_ADDRESS
from sandbox.freshdesk.attachments import File
from sandbox.freshdesk.clock import to_second
from sandbox.freshdesk.people import User
from sandbox.freshdesk.rich_text import clean_html, html_from_text
from sandbox.freshdesk.tickets import (
    CLOSED,
    FROM_EMAIL,
    FROM_PORTAL,
    FROM_WIDGET,
    OPEN,
    PENDING,
    REPLY,
    RESOLVED,
    Conversation,
    Ticket,
)

if TYPE_CHECKING:
    from sandbox.freshdesk.desk import FreshdeskDesk

CHANNELS = {"email": FROM_EMAIL, "portal": FROM_PORTAL, "widget": FROM_WIDGET}
FIRST_ANSWER_DUE = timedelta(days=1)
DUE = timedelta(days=3)


@dataclass(frozen=True)
class Letter:
    """What a customer sent. Nothing about it says whether the sender is who the address claims."""

    email: str
    name: str
    body: str = ""
    html: str | None = None
    attachments: Sequence[File] = ()
    cc: Sequence[str] = ()
    channel: str = "email"

    @property
    def markup(self) -> str:
        return clean_html(self.html) if self.html else html_from_text(self.body)


def new_ticket(desk: FreshdeskDesk, subject: str, html: str, requester: User) -> Ticket:
    """Make a ticket that is not stored yet."""
    now = to_second(desk.clock.now())
    number = desk.numbers.next_ticket()
    return Ticket(number, subject, html, requester.id, now, now, now + DUE, now + FIRST_ANSWER_DUE)


def receive(desk: FreshdeskDesk, letter: Letter, subject: str, sender: User, tags: Sequence[str] = ()) -> Ticket:
    """Open a ticket from a first letter."""
    ticket = new_ticket(desk, subject, letter.markup, sender)
    ticket.source = CHANNELS[letter.channel]
    ticket.cc_emails = list(letter.cc)
    ticket.tags = list(tags)
    ticket.attachments = [desk.attachments.from_mail(file) for file in letter.attachments]
    desk.writing.open(ticket, sender)
    return ticket


def answer(desk: FreshdeskDesk, ticket: Ticket, letter: Letter, sender: User) -> Ticket:
    """Add a letter to its ticket and reopen it. One on a ticket in the trash or the archive starts a new ticket."""
    while ticket.merged_into is not None:
        ticket = desk.tickets.get(ticket.merged_into)
    if ticket.deleted or ticket.archived:
        return receive(desk, letter, f"Re: {ticket.subject}", sender)
    now = to_second(desk.clock.now())
    said = Conversation(desk.numbers.next(), ticket.id, sender.id, letter.markup, True, False, REPLY, now, now)
    said.from_email = f"{letter.name} <{letter.email}>"
    said.support_email, said.to_emails, said.cc_emails = SUPPORT_ADDRESS, [SUPPORT_ADDRESS], list(letter.cc)
    said.attachments = [desk.attachments.from_mail(file) for file in letter.attachments]
    reopened = ticket.status in (PENDING, RESOLVED, CLOSED) and not ticket.spam
    desk.writing.say(ticket, said, sender, {"status": OPEN} if reopened else {})
    return ticket
