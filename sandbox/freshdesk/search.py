"""The search of tickets: few fields, 300 hits at most, some minutes behind, and neither requester nor address."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sandbox.freshdesk.refusals import invalid
from sandbox.freshdesk.tickets import Ticket

if TYPE_CHECKING:
    from sandbox.freshdesk.desk import FreshdeskDesk

LONGEST_QUERY = 512
TOKEN = re.compile(r"\s*(?:(\()|(\))|(AND|OR)\b|([\w]+):([<>]?)\s*('[^']*'|[^\s()]+))")
DATES = ("created_at", "updated_at", "due_by", "fr_due_by")
NUMBERS = {"agent_id": "responder_id", "group_id": "group_id", "priority": "priority", "status": "status"}


def found(desk: FreshdeskDesk, query: str) -> list[Ticket]:
    """Return what the index knows, newest first. Raise a 400 refusal for a query it does not understand."""
    if len(query) < 3 or query[0] != '"' or query[-1] != '"' or len(query) - 2 > LONGEST_QUERY:
        raise _wrong("it should be in double quotes, 512 characters at most")
    terms = _Query(query[1:-1], desk.fields.custom_names())
    indexed = desk.clock.now() - timedelta(seconds=desk.switches.search_lag)
    alive = [
        ticket
        for ticket in desk.tickets.all()
        if not (ticket.archived or ticket.spam or ticket.deleted) and ticket.updated_at <= indexed
    ]
    return [ticket for ticket in reversed(alive) if terms.match(ticket)]


class _Query:
    """`status:2 AND (tag:'a' OR priority:4)`; AND binds tighter than OR."""

    def __init__(self, text: str, custom_fields: list[str]) -> None:
        self._custom = custom_fields
        self._tokens = self._split(text)
        self._at = 0
        self.match = self._either()
        if self._at < len(self._tokens):
            raise _wrong("unexpected end")

    def _split(self, text: str) -> list[tuple[str, ...]]:
        tokens, at = [], 0
        while at < len(text.rstrip()):
            token = TOKEN.match(text, at)
            if token is None:
                raise _wrong(f"at {text[at : at + 20]!r}")
            tokens.append(tuple(part or "" for part in token.groups()))
            at = token.end()
        return tokens

    def _next(self, word: str) -> bool:
        """Take the next token if it is this bracket or word."""
        if self._at < len(self._tokens) and word in self._tokens[self._at][:3]:
            self._at += 1
            return True
        return False

    def _either(self) -> Any:
        parts = [self._both()]
        while self._next("OR"):
            parts.append(self._both())
        return lambda ticket: any(part(ticket) for part in parts)

    def _both(self) -> Any:
        parts = [self._one()]
        while self._next("AND"):
            parts.append(self._one())
        return lambda ticket: all(part(ticket) for part in parts)

    def _one(self) -> Any:
        if self._next("("):
            inner = self._either()
            if not self._next(")"):
                raise _wrong("a bracket is missing")
            return inner
        if self._at >= len(self._tokens) or not self._tokens[self._at][3]:
            raise _wrong("a condition is missing")
        name, sign, value = self._tokens[self._at][3:]
        self._at += 1
        return self._condition(name, sign, value.strip("'"))

    def _condition(self, name: str, sign: str, value: str) -> Any:
        if name in DATES:
            return lambda ticket: _compared(getattr(ticket, name).date().isoformat(), sign, value)
        if name in NUMBERS:
            wanted = _number(value)
            return lambda ticket: _compared(getattr(ticket, NUMBERS[name]), sign, wanted)
        if name == "tag":
            return lambda ticket: value.lower() in [tag.lower() for tag in ticket.tags]
        if name == "type":
            return lambda ticket: ticket.type == value
        if name in self._custom:
            return lambda ticket: str(ticket.custom_fields.get(name)) == value
        raise invalid(name, "invalid_field", "Unexpected/invalid field in request")


def _compared(actual: Any, sign: str, value: Any) -> bool:
    if actual is None or value is None:
        return actual is value
    return bool(actual >= value) if sign == ">" else bool(actual <= value) if sign == "<" else bool(actual == value)


def _number(value: str) -> int | None:
    if value == "null":
        return None
    if not value.isdigit():
        raise _wrong(f"{value!r} is no number")
    return int(value)


def _wrong(what: str) -> Exception:
    return invalid("query", "invalid_value", f"Given query is invalid: {what}")
