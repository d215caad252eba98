"""Merging tickets, and throwing them away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.gorgias.refusals import said
from sandbox.gorgias.tickets import Ticket

if TYPE_CHECKING:
    from sandbox.gorgias.desk import GorgiasDesk


def merge(desk: GorgiasDesk, ticket: Ticket, into: Ticket) -> None:
    """Move all messages and tags over and trash what is left.

    UNCONFIRMED, all of it: no page says what a merge leaves behind, nor how the API shows it. Here the empty ticket is
    in the trash and nothing in it names the other one.
    """
    if ticket is into:
        raise said(400, "A ticket cannot be merged with itself.")
    for message in ticket.messages:
        message.ticket_id = into.id
    into.messages = sorted([*into.messages, *ticket.messages], key=lambda message: message.created_at)
    ticket.messages = []
    ticket.merged_into = into.id
    now = desk.clock.now()
    into.updated_at = now
    desk.writing.change(into, {"tags": [*into.tags, *ticket.tags]})
    desk.writing.change(ticket, {"trashed_at": now, "status": "closed"})


def trash(desk: GorgiasDesk, ticket: Ticket) -> None:
    """Into the trash: still read by its id, still listed unless `trashed=false`."""
    desk.writing.change(ticket, {"trashed_at": desk.clock.now()})
