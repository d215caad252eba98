"""What Freshdesk's JSON says about a ticket, as the port's values. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any

from connector.helpdesks.freshdesk.writing import CLOSED, in_order, our_messages, plain
from connector.ports.helpdesk import Author, Lifecycle, Message, Ticket

Json = Mapping[str, Any]

RESOLVED = 4
# Sources of tickets whose first words are the customer's own: email, portal, feedback widget. What came by phone (3) an
# agent wrote down, a chat's text (7) is both sides', outbound mail (10) an agent's; of the others nobody tells.
CUSTOMERS = frozenset({1, 2, 9})

# The note that Freshdesk leaves on a ticket closed by a merge. Its words are not documented; in other languages than
# these two the ticket stays an ordinary closed one, which takes words. The first mention of a merge decides: the note
# on the other side says "merged into this ticket" and goes on with what a customer wrote.
_MERGED = re.compile(
    r"(?:(?!\bmerged\b|\bfusionn).)*(?:merged|fusionn\w*)\s+(?:into|avec|dans)\s+(?:the\s+|le\s+)?(?:ticket\s+)?"
    r"(?:with\s+)?(?:id\s+|n\s?[°o]\s*)?#?(\d+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class People:
    """Who is who. Ids are text. `address`: the requester's, lower-cased; "" where Freshdesk has none. `ours`: messages
    that Retour wrote."""

    requester_id: str
    address: str
    ours: frozenset[str]


def is_gone(ticket: Json) -> bool:
    """Spam and deleted tickets can still be read for a month, but take nothing any more."""
    return ticket.get("spam") is True or ticket.get("deleted") is True


def ticket_from(ticket: Json, conversations: Sequence[Json], service_user_id: str, archived: bool = False) -> Ticket:
    """Put ticket, requester and all conversations together.

    Raise KeyError, TypeError, ValueError or AttributeError for answers of another shape.
    """
    requester = ticket.get("requester") or {}
    email = str(requester.get("email") or "")
    said = in_order(conversations)
    people = People(str(ticket["requester_id"]), email.casefold(), our_messages(said, service_user_id))
    merged_into = _merged_into(ticket, said)
    return Ticket(
        id=str(ticket["id"]),
        subject=str(ticket.get("subject") or ""),
        lifecycle=_lifecycle(ticket, merged_into, archived),
        stamp=f"{ticket['updated_at']} {said[-1]['id'] if said else ''}".strip(),
        tags=frozenset(str(tag) for tag in ticket.get("tags") or ()),
        requester_email=email or None,
        requester_name=str(requester.get("name") or ""),
        language=None,  # only the contact has it, and that is a call more
        messages=(_first(ticket), *(_message(each, people) for each in said)),
        requester_verified=None,  # anybody may open a ticket for any address (contract, "Who is the requester?")
        participants=len(_others(ticket, said, people)),
        merged_into=merged_into,
        address_mismatch=any(_is_from_elsewhere(each, people) for each in said),
    )


def _lifecycle(ticket: Json, merged_into: str | None, archived: bool) -> Lifecycle:
    """Closed is not shut here: an answer of either side opens the ticket again, until it is archived."""
    if archived or ticket.get("archived") is True:
        return Lifecycle.CLOSED
    if merged_into is not None:
        return Lifecycle.MERGED
    return Lifecycle.SOLVED if ticket["status"] in {RESOLVED, CLOSED} else Lifecycle.OPEN


def _first(ticket: Json) -> Message:
    """The ticket's own text comes before every conversation. Its id can be none of theirs: those are numbers.

    Words that may be an agent's count as an agent's public answer: nothing is decided on them.
    """
    author = Author.CUSTOMER if ticket.get("source") in CUSTOMERS else Author.AGENT
    markup = ticket.get("description")
    text = str(markup or ticket.get("description_text") or "")
    return Message(
        id=f"t{ticket['id']}",
        at=_at(ticket["created_at"]),
        author=author,
        public=True,
        body=text,
        html=bool(markup),
        pictures=_pictures(ticket),
    )


def _message(said: Json, people: People) -> Message:
    markup = said.get("body")
    return Message(
        id=str(said["id"]),
        at=_at(said["created_at"]),
        author=_author(said, people),
        public=said["private"] is False,
        body=str(markup or said.get("body_text") or ""),
        html=bool(markup),
        pictures=_pictures(said),
    )


def _author(said: Json, people: People) -> Author:
    """Copied people and third parties write into the thread as well, as incoming."""
    if said["incoming"] is True:
        return Author.CUSTOMER if str(said["user_id"]) == people.requester_id else Author.OTHER
    return Author.US if str(said["id"]) in people.ours else Author.AGENT


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _pictures(item: Json) -> int:
    files = item.get("attachments") or ()
    return sum(1 for file in files if str(file.get("content_type") or "").lower().startswith("image/"))


def _others(ticket: Json, said: Sequence[Json], people: People) -> set[str]:
    """Addresses of everyone but the requester and the shop who was written to or wrote in the thread.

    Which addresses are the shop's is told for few messages only. Of those that a customer wrote to, one is; more count
    as people: two of the shop's own in one mail are rare, and make a person decide.
    """
    shop = _addresses([ticket.get("support_email"), *(each.get("support_email") for each in said)])
    copied = [name for part in ("cc_emails", "fwd_emails", "reply_cc_emails") for name in ticket.get(part) or ()]
    found = _addresses(copied) | _beyond_the_shop(ticket.get("to_emails") or (), shop, people)
    for each in said:
        if each["private"] is not False:
            continue
        found |= _addresses([*(each.get("cc_emails") or ()), *(each.get("bcc_emails") or ())])
        if each["incoming"] is not True:
            found |= _addresses(each.get("to_emails") or ())
            continue
        found |= _beyond_the_shop(each.get("to_emails") or (), shop, people)
        if str(each["user_id"]) != people.requester_id:
            found |= _addresses([each.get("from_email") or f"user {each['user_id']}"])
    return found - shop - {people.address}


def _beyond_the_shop(to: Iterable[str], shop: set[str], people: People) -> set[str]:
    unknown = sorted(_addresses(to) - shop - {people.address})
    return set(unknown) if _addresses(to) & shop else set(unknown[1:])


def _addresses(names: Iterable[str | None]) -> set[str]:
    """Lower-cased addresses of `Lena <lena@example.com>` and the like; what is no address counts as it stands."""
    return {(parseaddr(name)[1] or name).casefold() for name in names if name}


def _is_from_elsewhere(said: Json, people: People) -> bool:
    """Whether mail that counts as the requester's came from another address than theirs."""
    if said["incoming"] is not True or str(said["user_id"]) != people.requester_id:
        return False
    sender = _addresses([said.get("from_email")])
    return bool(sender) and sender != {people.address}


def _merged_into(ticket: Json, said: Sequence[Json]) -> str | None:
    """Return the ticket that a colleague's private note names on a closed ticket. Customers cannot write that note."""
    if ticket["status"] != CLOSED:
        return None
    for each in reversed(said):
        if each["incoming"] is True or each["private"] is not True:
            continue
        found = _MERGED.match(plain(str(each.get("body") or each.get("body_text") or "")))
        if found and found[1] != str(ticket["id"]):
            return found[1]
    return None
