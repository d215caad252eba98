"""`POST /tickets`: the only write with an idempotency key."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sandbox.zendesk.account import Json
from sandbox.zendesk.clock import Clock, to_second
from sandbox.zendesk.people import User
from sandbox.zendesk.refusals import Refusal, invalid
from sandbox.zendesk.rich_text import plain_from_html
from sandbox.zendesk.tickets import API_VIA, Audit, Ticket
from sandbox.zendesk.updating import api_metadata, field_changes, words_from
from sandbox.zendesk.writing import Origin

if TYPE_CHECKING:
    from sandbox.zendesk.desk import ZendeskDesk

KEY_LIFE = timedelta(hours=2)
LONGEST_KEY = 255


@dataclass(frozen=True)
class Remembered:
    body_hash: str
    ticket_id: int
    at: datetime


class IdempotencyKeys:
    """Keys of the last two hours."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._keys: dict[str, Remembered] = {}

    def find(self, key: str, body: Any) -> int | None:
        """Return the ticket made under this key; raise a 400 refusal when it was another request."""
        if len(key) > LONGEST_KEY:
            raise _misused("Idempotency-Key is too long")
        known = self._keys.get(key)
        if known is None or known.at + KEY_LIFE <= self._clock.now():
            return None
        if known.body_hash != _hash(body):
            raise _misused("Idempotency-Key was already used with different request parameters")
        return known.ticket_id

    def keep(self, key: str, body: Any, ticket_id: int) -> None:
        self._keys[key] = Remembered(_hash(body), ticket_id, self._clock.now())


def _hash(body: Any) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _misused(text: str) -> Refusal:
    return Refusal(400, {"error": "IdempotentRequestError", "description": text})


def create(desk: ZendeskDesk, given: Json, actor: User, client: str) -> tuple[Ticket, Audit]:
    """Make a ticket for `requester`, `requester_id`, or the caller. Its first comment is the description."""
    requester = _requester(desk, given, actor)
    now = desk.clock.now()
    second = to_second(now)
    ticket = Ticket(
        desk.numbers.next_ticket(),
        str(given.get("subject") or given.get("raw_subject") or ""),
        "",
        requester.id,
        actor.id,
        API_VIA,
        second,
        second,
        now,
    )
    for name, value in field_changes(ticket, given).items():
        if name == "custom_fields":
            ticket.custom_fields |= value
        else:
            setattr(ticket, name, value)
    comment = given.get("comment") or ({"body": given["description"]} if given.get("description") else None)
    words = words_from(desk, ticket, comment, actor)
    if words is None:
        raise invalid("base", "Description: cannot be blank")
    ticket.description = plain_from_html(words.html_body)
    origin = Origin(actor, API_VIA, api_metadata(client, given.get("metadata")))
    return ticket, desk.writing.open(ticket, words, origin)


def _requester(desk: ZendeskDesk, given: Json, actor: User) -> User:
    if (user_id := given.get("requester_id")) is not None:
        try:
            return desk.people.get(user_id)
        except Refusal as error:
            raise invalid("requester", "Requester: is invalid") from error
    if requester := given.get("requester"):
        email = str(requester.get("email") or "")
        if "@" not in email:
            raise invalid("requester", "Requester: Email: is not properly formatted")
        return desk.people.by_email(email) or desk.people.add(
            str(requester.get("name") or email), email, verified=False
        )
    return actor
