"""Mail and web forms from customers: what makes tickets, adds to them, reopens them, or follows up on closed ones."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.zendesk.account import ACCOUNT_ID, ACCOUNT_NAME, SUPPORT_ADDRESS, Json
from sandbox.zendesk.clock import to_second
from sandbox.zendesk.numbers import ulid
from sandbox.zendesk.people import User
from sandbox.zendesk.rich_text import clean_html, cut, html_from_text, plain_from_html
from sandbox.zendesk.tickets import Ticket, normal_tags
from sandbox.zendesk.writing import Origin, Words

if TYPE_CHECKING:
    from sandbox.zendesk.desk import ZendeskDesk

File = str | Mapping[str, Any]


@dataclass(frozen=True)
class Letter:
    """What a customer sent. `flags` and `trusted` are Zendesk's own doubts; None and empty mean it had none."""

    email: str
    name: str
    body: str = ""
    html: str | None = None
    attachments: Sequence[File] = ()
    flags: Sequence[int] = ()
    trusted: bool | None = None
    cc: Sequence[str] = ()
    channel: str = "email"
    extra_via: Json = field(default_factory=dict)


def receive(desk: ZendeskDesk, letter: Letter, subject: str, sender: User, tags: Sequence[str] = ()) -> Ticket:
    """Open a ticket from a first letter."""
    now = desk.clock.now()
    second = to_second(now)
    copied = [_sender(desk, address, address.split("@")[0]).id for address in letter.cc]
    via = _ticket_via(letter)
    ticket = Ticket(desk.numbers.next_ticket(), subject, "", sender.id, sender.id, via, second, second, now)
    ticket.email_cc_ids = copied
    ticket.tags = normal_tags(list(tags))
    words = _words(desk, letter, sender)
    ticket.description = plain_from_html(words.html_body)
    desk.writing.open(ticket, words, Origin(sender, _comment_via(letter), _metadata(letter)))
    return ticket


def answer(desk: ZendeskDesk, ticket: Ticket, letter: Letter, sender: User) -> Ticket:
    """Add a letter to its ticket and reopen it; return that ticket, or the follow-up a closed one gets. Mail to a
    deleted ticket starts a new one.
    """
    if ticket.deleted:
        return receive(desk, letter, ticket.subject, sender)
    if ticket.status == "closed":
        return _follow_up(desk, ticket, letter, sender)
    copied = {_sender(desk, address, address.split("@")[0]).id for address in letter.cc}
    ticket.email_cc_ids += sorted(copied - set(ticket.email_cc_ids))
    changes = {"status": "open"} if ticket.status in ("pending", "hold", "solved") else {}
    desk.writing.change(
        ticket, changes, _words(desk, letter, sender), Origin(sender, _comment_via(letter), _metadata(letter))
    )
    return ticket


def _follow_up(desk: ZendeskDesk, closed: Ticket, letter: Letter, sender: User) -> Ticket:
    source = {"ticket_id": closed.id, "subject": closed.subject, "channel": closed.via["channel"]}
    followed = Letter(**{**vars(letter), "extra_via": source})
    ticket = receive(desk, followed, f"Re: {closed.subject}", sender, closed.tags)
    ticket.custom_fields = dict(closed.custom_fields)
    closed.followup_ids.append(ticket.id)
    desk.writing.touch(closed)
    return ticket


def _sender(desk: ZendeskDesk, email: str, name: str) -> User:
    return desk.people.by_email(email) or desk.people.add(name, email, verified=False)


def _words(desk: ZendeskDesk, letter: Letter, sender: User) -> Words:
    html_body = clean_html(cut(letter.html)) if letter.html else html_from_text(cut(letter.body))
    return Words(sender, html_body, True, [desk.attachments.from_mail(file) for file in letter.attachments])


def _ticket_via(letter: Letter) -> Json:
    """The way in, as the ticket shows it; a follow-up names the ticket it follows."""
    sender: Json = {"address": letter.email, "name": letter.name} if letter.channel == "email" else {}
    target: Json = {"name": ACCOUNT_NAME, "address": SUPPORT_ADDRESS} if letter.channel == "email" else {}
    rel = "follow_up" if letter.extra_via else None
    return {
        "channel": letter.channel,
        "source": {"from": sender | letter.extra_via, "to": target, "rel": rel},
    }


def _comment_via(letter: Letter) -> Json:
    via = _ticket_via(letter)
    if letter.channel == "email":
        via["source"]["from"] |= {"original_recipients": [SUPPORT_ADDRESS, *letter.cc]}
    return via


def _metadata(letter: Letter) -> Json:
    system: Json = {
        "ip_address": "203.0.113.20",
        "location": "Stockholm, AB, Sweden",
        "latitude": 59.3,
        "longitude": 18.0,
    }
    if letter.channel == "email":
        mail = f"{ACCOUNT_ID}/{secrets.token_hex(16)}"
        system = {
            "message_id": f"<{secrets.token_hex(8)}@mail.example.com>",
            "email_id": ulid(),
            "raw_email_identifier": f"{mail}.eml",
            "json_email_identifier": f"{mail}.json",
        } | system
    metadata: Json = {"system": system, "custom": {}}
    if letter.flags or letter.trusted is not None:
        trusted = bool(letter.trusted)
        metadata |= {
            "suspension_type_id": None,
            "flags": list(letter.flags),
            "flags_options": {str(flag): {"trusted": trusted} for flag in letter.flags},
            "trusted": trusted,
        }
    return metadata
