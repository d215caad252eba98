"""Understand: which messages make up the customer's turn, and what its newest words ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from connector.domain.request import Kind
from connector.ports.helpdesk import Author, Message, Ticket
from connector.ports.understanding import Reader, Turn, Understanding

CONTESTED = Decimal("0.70")  # below the least confidence that a policy may ask for (policy_schema.py)
CLEAR = Decimal("0.80")
ANSWER = "answer"  # a wish told by a bare answer, in the customer's own words: "L", "the red one, thanks"


def agent_answered_at(ticket: Ticket) -> int:
    """The place of the last public answer of an agent among the messages; -1 without one. Stamps know seconds only,
    the order of messages does not lie."""
    places = [n for n, message in enumerate(ticket.messages) if message.author is Author.AGENT and message.public]
    return max(places, default=-1)


def open_messages(ticket: Ticket, handled: frozenset[str]) -> tuple[Message, ...]:
    """The customer's messages that nobody took up: not we, and no agent has publicly answered since."""
    return tuple(
        message
        for message in ticket.messages[agent_answered_at(ticket) + 1 :]
        if message.author is Author.CUSTOMER and message.public and message.id not in handled
    )


def trusted(messages: Sequence[Message]) -> bool | None:
    """The vendor's verdict on a turn is its worst one; without any there is none."""
    verdicts = {message.trusted for message in messages}
    if False in verdicts:
        return False
    return True if verdicts == {True} else None


def understand(
    reader: Reader, ticket: Ticket, turn: Sequence[Message], new: Sequence[Message], earlier: Understanding | None
) -> Understanding:
    """Read the turn. `new`: its messages that nobody read before. `earlier`: what we knew when we asked the question
    that they may answer.

    New words are also read alone: text that is put on top of an earlier demand must repeat it or be a bare answer,
    else it may take the demand back, and a person reads it.
    """
    whole = _read(reader, ticket, turn)
    if earlier is None and len(new) == len(turn):
        return whole
    alone = whole if len(new) == len(turn) else _read(reader, ticket, new)
    read = continued(earlier, alone) if earlier is not None else whole
    kind = earlier.kind if earlier is not None else whole.kind
    if alone.bare or (alone.kind is kind and alone.confidence >= CLEAR):
        return read
    return replace(read, confidence=min(read.confidence, CONTESTED))


def _read(reader: Reader, ticket: Ticket, messages: Sequence[Message]) -> Understanding:
    turns = [Turn(m.body, True, m.html, m.pictures, m.automatic) for m in messages]
    return reader.understand(ticket.subject, turns)


def continued(earlier: Understanding, now: Understanding) -> Understanding:
    """Put an answer on top of what was asked before. It fills in; a new demand in it replaces the old one."""
    if now.bare or now.kind in {Kind.NONE, Kind.UNSPECIFIED}:
        now = replace(now, kind=earlier.kind, kinds=earlier.kinds, confidence=earlier.confidence)
    same = now.kind is earlier.kind
    return replace(
        now,
        reason=now.reason or earlier.reason,
        orders=now.orders or earlier.orders,
        items=now.items or earlier.items,
        skus=now.skus or earlier.skus,
        quantity=now.quantity or earlier.quantity,
        everything=now.everything or (earlier.everything and not now.items),
        want=now.want or ({ANSWER: now.text} if now.bare and earlier.kind is Kind.EXCHANGE else earlier.want),
        amount=now.amount or earlier.amount,
        photo=now.photo or earlier.photo,
        pictures=now.pictures or (earlier.pictures and same),
        lang=earlier.lang if now.bare else now.lang,  # "Voici : 000000012" tells no language
        flags=now.flags | earlier.flags,
    )


def same_matter(before: Understanding, more: Understanding) -> bool:
    """Whether words that came while we were answering ask for nothing that the answer does not cover."""
    if more.orders and not set(more.orders) <= set(before.orders):
        return False
    return more.bare or (more.kind is before.kind and more.confidence >= CLEAR)
