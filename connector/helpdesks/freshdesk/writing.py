"""The one POST that carries a message, and how it is found again by the reference in its text. Pure."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from connector.ports.errors import Refused, TicketShut
from connector.ports.helpdesk import Ticket, TicketStatus, TicketWrite

STATUSES = {TicketStatus.OPEN: 2, TicketStatus.PENDING: 3, TicketStatus.SOLVED: 4}
CLOSED = 5

_KEY = re.compile(r"[a-z0-9-]+")
_PLACEHOLDER = re.compile(r"\{(?=[{%])")
_QUOTE = re.compile(r"<blockquote|<div[^<>]*freshdesk_quote", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_LINE_END = re.compile(r"</?(?:p|div|br|li|ul|ol|tr|table|h\d|pre|hr)\b[^<>]*>", re.IGNORECASE)
_REFERENCE = re.compile(r"(?<!\S)Ref\. [A-Z2-7]{4}-[A-Z2-7]{4}(?!\S)")
# Where plain text begins to quote: a line with a mark, or "On 5 October, Acme wrote:" and its like.
_QUOTE_LINE = re.compile(
    r">|(?:.*\W)?(?:wrote|a écrit|schrieb\b.{0,80}|escribió|ha scritto|schreef\b.{0,80}) ?:$", re.IGNORECASE
)


def reference(key: str) -> str:
    """Return the line that carries `key`: Freshdesk keeps nothing unseen with a message. 40 bits, within one ticket."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"not an operation's key: {key!r}")
    short = base64.b32encode(hashlib.sha256(key.encode()).digest())[:8].decode()
    return f"Ref. {short[:4]}-{short[4:]}"


def plain(markup: str) -> str:
    """A message's words on one line, tags gone. Freshdesk rewrites HTML, so that nothing is compared byte by byte."""
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())


def references(markup: str) -> frozenset[str]:
    """Return our references in a message's own words. What stands in a quote below them was said before."""
    return frozenset(_REFERENCE.findall(plain(_QUOTE.split(markup, maxsplit=1)[0])))


def signature(markup: str) -> str | None:
    """Return the reference that a message's own words end with, if they do: Retour's always do.

    None for an agent who quotes one of ours below their own words, in whatever way, and for one who writes below it.
    """
    own: list[str] = []
    for line in _lines(_QUOTE.split(markup, maxsplit=1)[0]):
        if _QUOTE_LINE.match(line):
            break
        own.append(line)
    words = " ".join(own).rstrip()
    return next((each[0] for each in _REFERENCE.finditer(words) if each.end() == len(words)), None)


def _lines(markup: str) -> list[str]:
    """A message's words line by line, as they are shown: line ends in the markup itself are blanks."""
    shown = _LINE_END.sub("\n", " ".join(markup.split()))
    return [plain(line) for line in shown.split("\n")]


def inert(text: str) -> str:
    """Break up `{{` and `{%`: whether Freshdesk expands them in a message is not known. A space, since invisible
    characters may be dropped and entities decoded before it looks.
    """
    return _PLACEHOLDER.sub("{ ", text)


def paragraphs(text: str) -> str:
    """Plain text as HTML: an empty line ends a paragraph."""
    parts = [part.strip("\n") for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))]
    shown = [html.escape(part, quote=False).replace("\n", "<br>") for part in parts if part.strip()]
    return "".join(f"<p>{part}</p>" for part in shown)


def message_from(write: TicketWrite, seen: Ticket) -> tuple[str, dict[str, Any]]:
    """Return what follows the ticket's path, and the POST's body. Raise TicketShut or Refused, before any call.

    Freshdesk would answer a closed ticket and open it again: only what is shut for good is refused here.
    """
    if seen.id != write.ticket_id:
        raise ValueError("the ticket seen is not the one written to")
    if seen.lifecycle.shut:
        raise TicketShut(seen.lifecycle.value)
    body = paragraphs(inert(write.text))
    if not body:
        raise Refused("empty", "a write needs words")
    body += f"<p>{reference(write.key)}</p>"
    return ("reply", {"body": body}) if write.public else ("notes", {"body": body, "private": True})


def refusal_from(error: Refused) -> Refused:
    """Say which of the port's refusals Freshdesk's status means: 405 is a ticket that is spam or deleted."""
    return TicketShut(error.detail) if error.code in {"404", "405"} else error


def find_message(conversations: Iterable[Mapping[str, Any]], service_user_id: str, key: str) -> str | None:
    """Return the id of our message that carries `key`. Incoming ones may quote it and are not looked at.

    The oldest that has the reference anywhere in its words, whatever an account puts around them: nobody knew it before
    that one was sent.
    """
    sought = reference(key)
    for said in in_order(conversations):
        if _by(said, service_user_id) and sought in references(str(said.get("body") or "")):
            return str(said["id"])
    return None


def our_messages(conversations: Iterable[Mapping[str, Any]], service_user_id: str) -> frozenset[str]:
    """Return ids of what Retour wrote. A person may use the same agent's account: theirs is what does not end with a
    reference, and what ends with one that was there before, since they copied it.
    """
    ours: set[str] = set()
    known: set[str] = set()
    for said in in_order(conversations):
        if not _by(said, service_user_id):
            continue
        markup = str(said.get("body") or "")
        signed = signature(markup)
        if signed is not None and signed not in known:
            ours.add(str(said["id"]))
        known |= references(markup)
    return frozenset(ours)


def _by(said: Mapping[str, Any], service_user_id: str) -> bool:
    return said.get("incoming") is False and str(said.get("user_id")) == service_user_id


def changes(
    write: TicketWrite, ticket: Mapping[str, Any], conversations: Iterable[Mapping[str, Any]], service_user_id: str
) -> dict[str, Any]:
    """Return what a PUT has to set: all tags and the status, each only where the ticket has it otherwise.

    The status of a ticket that anybody answered since stays, and so does that of one whose message is not there (a
    person deleted it). "A person has to look" stands all the same, unless an agent answered and so did look.
    """
    changed: dict[str, Any] = {}
    there = {str(tag) for tag in ticket.get("tags") or ()}
    tags = (there - write.remove_tags) | write.add_tags
    if tags != there:
        changed["tags"] = sorted(tags)
    if write.status is None or _stands_at(write.status, ticket["status"]):
        return changed
    said = in_order(conversations)
    later = _from_ours_on(write.key, said, service_user_id)
    agents_turn = _agent_spoke(later, our_messages(said, service_user_id))
    waits = bool(later) and not any(each.get("incoming") is True for each in later)
    if not agents_turn and (waits or write.status is TicketStatus.OPEN):
        changed["status"] = STATUSES[write.status]
    return changed


def _stands_at(wanted: TicketStatus, now: object) -> bool:
    """What a person closed since is solved as well."""
    return now == STATUSES[wanted] or (wanted is TicketStatus.SOLVED and now == CLOSED)


def in_order(conversations: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Oldest first; ids tell apart what came within one second."""
    return sorted(conversations, key=lambda said: (str(said["created_at"]), int(said["id"])))


def _from_ours_on(key: str, said: Sequence[Mapping[str, Any]], service_user_id: str) -> Sequence[Mapping[str, Any]]:
    """Our message and what was said since; nothing where it is not there."""
    ours = find_message(said, service_user_id, key)
    places = [place for place, each in enumerate(said) if str(each["id"]) == ours]
    return said[places[0] :] if places else ()


def _agent_spoke(said: Iterable[Mapping[str, Any]], ours: frozenset[str]) -> bool:
    """Whether a person of the shop, in whoever's account, said something that the customer reads."""
    return any(
        each.get("incoming") is not True and each.get("private") is False and str(each["id"]) not in ours
        for each in said
    )


def is_about_tags(error: Refused) -> bool:
    """Whether a refused update complains of the tags. Everything else is about the status: an account's own fields
    that must be filled in before a ticket may be solved are named one by one (contract, section 3, "Update").
    """
    try:
        errors = json.loads(error.detail).get("errors")
        return any(each.get("field") == "tags" for each in errors)
    except (ValueError, TypeError, AttributeError):
        return False
