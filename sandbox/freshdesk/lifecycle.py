"""Merging tickets, and what becomes of them besides: closed, spam, trash, archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sandbox.freshdesk.clock import to_second
from sandbox.freshdesk.people import User
from sandbox.freshdesk.refusals import invalid
from sandbox.freshdesk.rich_text import html_from_text
from sandbox.freshdesk.tickets import CLOSED, NOTE, Conversation, Ticket

if TYPE_CHECKING:
    from sandbox.freshdesk.desk import FreshdeskDesk


def merge(desk: FreshdeskDesk, primary: Ticket, secondaries: Sequence[Ticket], actor: User) -> None:
    """Close `secondaries` in favour of `primary`; a private note on both sides says so, and nothing else shows it.

    The notes' wording is the agent screen's default (UNCONFIRMED).
    """
    for ticket in (primary, *secondaries):
        if ticket.merged_into is not None or ticket.deleted or ticket.spam or ticket.archived:
            raise invalid("ticket_ids", "invalid_value", f"There are no records matching the ids: '{ticket.id}'")
    if primary in secondaries or not secondaries:
        raise invalid("ticket_ids", "invalid_value", "A ticket cannot be merged with itself")
    for secondary in secondaries:
        secondary.merged_into = primary.id
        _note(desk, secondary, actor, f"This ticket is closed and merged into ticket {primary.id}", close=True)
        text = f"Ticket with ID {secondary.id} is merged into this ticket\n{secondary.subject}\n{secondary.plain_body}"
        _note(desk, primary, actor, text)


def _note(desk: FreshdeskDesk, ticket: Ticket, actor: User, text: str, *, close: bool = False) -> None:
    now = to_second(desk.clock.now())
    said = Conversation(desk.numbers.next(), ticket.id, actor.id, html_from_text(text), False, True, NOTE, now, now)
    desk.writing.say(ticket, said, actor, {"status": CLOSED} if close else {})


def put_away(desk: FreshdeskDesk, ticket: Ticket, *, into: str) -> None:
    """`into`: spam, deleted (the trash) or archived. Archiving moves no `updated_at`: the ticket was long idle."""
    setattr(ticket, into, True)
    if into == "archived":
        ticket.status = CLOSED
    else:
        desk.writing.touch(ticket)
