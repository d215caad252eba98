"""What Zendesk's JSON says about a ticket, as the port's values. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connector.ports.helpdesk import Author, Lifecycle, Message, Ticket

Json = Mapping[str, Any]

AUTOMATIC_MAIL = "4"
# Flags that do not touch who wrote it (contract, section 4): automatic mail, file too big, name cut, private comment,
# CC limit. All others documented do (0 2 3 11 14 20 21 22); one we have never heard of may.
HARMLESS_FLAGS = frozenset({AUTOMATIC_MAIL, "5", "16", "17", "18"})
SYSTEM_CHANNELS = frozenset({"rule", "system"})
SYSTEM_AUTHOR = "-1"
BY_HAND = frozenset({"web", "mobile", "email"})  # never how Retour writes
MERGED_TAG = "closed_by_merge"
LIFECYCLES = {"solved": Lifecycle.SOLVED, "closed": Lifecycle.CLOSED, "deleted": Lifecycle.DELETED}

_MERGED_WORDS = re.compile(r"merged into (?:request|ticket) #(\d+)")
_ANY_TICKET = re.compile(r"#(\d+)")


@dataclass(frozen=True, slots=True)
class People:
    """Everyone the answers told of. Ids are text."""

    users: Mapping[str, Json]
    requester_id: str
    service_user_id: str

    @property
    def requester(self) -> Json:
        return self.users.get(self.requester_id, {})

    def is_staff(self, user_id: str) -> bool:
        return self.users.get(user_id, {}).get("role") in {"agent", "admin"}


def ticket_from(ticket: Json, users: Sequence[Json], comments: Sequence[Json], service_user_id: str) -> Ticket:
    """Put ticket, sideloaded users and all comments together.

    Raise KeyError, TypeError, ValueError or AttributeError for answers of another shape.
    """
    by_id = {str(user["id"]): user for user in users}
    people = People(by_id, str(ticket["requester_id"]), service_user_id)
    messages = sorted((_message(comment, people) for comment in comments), key=lambda m: (m.at, int(m.id)))
    requester, tags = people.requester, frozenset(str(tag) for tag in ticket.get("tags") or ())
    merged_into = _merged_into(comments, people) if _is_merged(ticket, tags) else None
    return Ticket(
        id=str(ticket["id"]),
        subject=str(ticket.get("subject") or ""),
        lifecycle=Lifecycle.MERGED if _is_merged(ticket, tags) else LIFECYCLES.get(ticket["status"], Lifecycle.OPEN),
        stamp=str(ticket["updated_at"]),
        tags=tags,
        requester_email=str(requester["email"]) if requester.get("email") else None,
        requester_name=str(requester.get("name") or ""),
        language=_language(requester.get("locale")),
        messages=tuple(messages),
        requester_verified=_is_verified(requester) if requester else None,
        participants=len(_in_copy(ticket) - {people.requester_id}),
        merged_into=merged_into if merged_into != str(ticket["id"]) else None,
        follow_up_of=_follow_up_of(ticket),
        address_mismatch=any(_is_from_elsewhere(item, people) for item in (ticket, *comments)),
    )


def _message(comment: Json, people: People) -> Message:
    author = _author(comment, people)
    markup = comment.get("html_body")
    flags = _flags(comment)
    return Message(
        id=str(comment["id"]),
        at=datetime.fromisoformat(comment["created_at"]).astimezone(UTC),
        author=author,
        public=comment["public"] is True,
        body=str(markup or comment.get("plain_body") or comment.get("body") or ""),
        html=bool(markup),
        pictures=sum(1 for file in comment.get("attachments") or () if _is_picture(file)),
        automatic=author is Author.SYSTEM or AUTOMATIC_MAIL in flags,
        trusted=_is_trusted(comment, flags),
    )


def _author(comment: Json, people: People) -> Author:
    """The service user may be a person's own account: what was typed in Zendesk or mailed is that person's."""
    author_id, channel = str(comment["author_id"]), _via(comment).get("channel")
    if author_id == SYSTEM_AUTHOR or channel in SYSTEM_CHANNELS:
        return Author.SYSTEM
    if author_id == people.service_user_id:
        return Author.AGENT if channel in BY_HAND else Author.US
    if author_id == people.requester_id:
        return Author.CUSTOMER
    return Author.AGENT if people.is_staff(author_id) else Author.OTHER


def _flags(comment: Json) -> frozenset[str]:
    return frozenset(str(flag) for flag in _metadata(comment).get("flags") or ())


def _is_trusted(comment: Json, flags: frozenset[str]) -> bool:
    """Zendesk leaves all of this out when nothing is wrong. A suspension type: a person let it out of the queue."""
    metadata = _metadata(comment)
    if metadata.get("trusted") is False or metadata.get("suspension_type_id") is not None:
        return False
    return flags <= HARMLESS_FLAGS


def _is_picture(file: Json) -> bool:
    """Unscanned ones count: the scan lags. Nothing is fetched here."""
    if file.get("deleted") or file.get("malware_scan_result") == "malware_found":
        return False
    return str(file.get("content_type") or "").lower().startswith("image/")


def _is_verified(user: Json) -> bool:
    return user.get("verified") is True and user.get("suspended") is not True and user.get("active") is not False


def _language(locale: object) -> str | None:
    match = re.match(r"([a-z]{2})(?:[-_]|$)", str(locale or "").lower())
    return match[1] if match else None


def _in_copy(ticket: Json) -> set[str]:
    """Collaborators are copied people and followers together; followers are staff."""
    copied = {str(user) for user in ticket.get("email_cc_ids") or ()}
    collaborators = {str(user) for user in ticket.get("collaborator_ids") or ()}
    return copied | (collaborators - {str(user) for user in ticket.get("follower_ids") or ()})


def _is_from_elsewhere(item: Json, people: People) -> bool:
    """Whether mail that counts as the requester's came from another address than theirs. The ticket itself counts."""
    author = item.get("author_id", item.get("requester_id"))
    address = (_source(item).get("from") or {}).get("address")
    if not address or str(author) != people.requester_id:
        return False
    return str(address).casefold() != str(people.requester.get("email") or "").casefold()


def _follow_up_of(ticket: Json) -> str | None:
    source = _source(ticket)
    ticket_id = (source.get("from") or {}).get("ticket_id")
    return str(ticket_id) if source.get("rel") == "follow_up" and ticket_id else None


def _is_merged(ticket: Json, tags: frozenset[str]) -> bool:
    """A follow-up inherits the tag, but is not closed."""
    return ticket["status"] == "closed" and MERGED_TAG in tags


def _merged_into(comments: Sequence[Json], people: People) -> str | None:
    """Return the ticket that Zendesk's closing comment names. None where that is not plain: other languages, two ids.

    Customers cannot write that comment, so theirs are not looked at.
    """
    for comment in reversed(comments):
        author_id = str(comment["author_id"])
        if not (people.is_staff(author_id) or author_id == SYSTEM_AUTHOR):
            continue
        text = str(comment.get("plain_body") or comment.get("body") or "")
        named = set(_MERGED_WORDS.findall(text))
        if not named and _source(comment).get("rel") == "merge":
            named = set(_ANY_TICKET.findall(text))
        if named:
            return named.pop() if len(named) == 1 else None
    return None


def _via(item: Json) -> Json:
    return item.get("via") or {}


def _source(item: Json) -> Json:
    return _via(item).get("source") or {}


def _metadata(comment: Json) -> Json:
    return comment.get("metadata") or {}
