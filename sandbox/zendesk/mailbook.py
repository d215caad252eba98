"""The book of mails that would have left the house to customers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sandbox.zendesk.account import Json
from sandbox.zendesk.clock import iso
from sandbox.zendesk.people import People
from sandbox.zendesk.tickets import Comment, Ticket


@dataclass(frozen=True)
class Mail:
    ticket_id: int
    comment_id: int
    to: str
    text: str  # after placeholders were expanded
    at: datetime

    def as_json(self) -> Json:
        return asdict(self) | {"at": iso(self.at)}


class MailBook:
    """One mail per public comment by staff and recipient (requester and copied people with an address)."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.mails: list[Mail] = []

    def post(self, ticket: Ticket, comment: Comment) -> None:
        if not comment.public or not self._people.get(comment.author_id).is_staff:
            return
        for user_id in (ticket.requester_id, *ticket.email_cc_ids):
            user = self._people.get(user_id)
            if user.email is not None and not user.suspended:
                self.mails.append(Mail(ticket.id, comment.id, user.email, comment.plain_body, comment.created_at))

    def of(self, ticket_id: int) -> list[Mail]:
        return [mail for mail in self.mails if mail.ticket_id == ticket_id]
