"""Understand: which messages make up the customer's turn, and what its newest words ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from connector.domain.money import Money
from connector.domain.request import ASKED_OPTION, FAULTS, Flag, Kind
from connector.domain.small_words import SMALL_WORDS
from connector.domain.variants import said
from connector.ports.helpdesk import Author, Message, Ticket
from connector.ports.understanding import Reader, Turn, Understanding

CONTESTED = Decimal("0.70")  # below the least confidence that a policy may ask for (policy_schema.py)
CLEAR = Decimal("0.80")
NO_DEMAND = frozenset({Kind.NONE, Kind.UNSPECIFIED})
_ASKED_FOR = frozenset({"orders", "items", "skus", "photo"})  # what our other questions ask for: fields of evidence
_WORD = re.compile(r"\w+(?:'\w+)?")
ANSWER = "answer"  # a wish told by an answer, in the customer's own words: "L", "the red one, thanks"


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
    else it may take the demand back, and a person reads it, whatever both come to together. The subject is none of
    them: it was read with the first.
    """
    whole = _read(reader, ticket.subject if earlier is None else "", turn)
    if earlier is None and len(new) == len(turn):
        return whole
    alone = whole if len(new) == len(turn) else _read(reader, "", new)
    read = continued(earlier, alone) if earlier is not None else whole
    kind = earlier.kind if earlier is not None else whole.kind
    repeats = alone.kind is kind and alone.confidence >= CLEAR
    if repeats and earlier is None and not alone.bare:
        before = _read(reader, ticket.subject, [message for message in turn if message not in new])
        repeats = before.kind is kind or before.kind not in ASKED_OPTION
    if alone.bare or repeats:
        return read
    return replace(read, confidence=min(read.confidence, CONTESTED))


def _read(reader: Reader, subject: str, messages: Sequence[Message]) -> Understanding:
    turns = [Turn(m.body, True, m.html, m.pictures, m.automatic) for m in messages]
    return reader.understand(subject, turns)


def continued(earlier: Understanding, now: Understanding) -> Understanding:
    """Put an answer on top of what was asked before. It fills in; a new demand in it replaces the old one."""
    answers = now.bare or now.kind in NO_DEMAND  # it demands nothing itself
    as_before = (now.bare or not answers) and not now.items  # nothing is said of how much is meant
    if answers:  # advice that says so as well is none about what was asked before
        advice = now.advice if now.advice is not None and now.advice.kind not in NO_DEMAND else None
        told = tuple(each for each in now.evidence if each.field != "kind")  # it was told before, not here
        now = replace(
            now,
            kind=earlier.kind,
            kinds=earlier.kinds,
            confidence=earlier.confidence,
            advice=advice,
            evidence=told,
        )
    same = now.kind is earlier.kind
    reason = (earlier.reason or now.reason) if now.bare else (now.reason or earlier.reason)
    before = earlier.flags - {Flag.QUOTED_ORDER} if now.orders else earlier.flags
    return replace(
        now,
        reason=reason,
        perhaps=None if reason is not None else (now.perhaps or earlier.perhaps),
        evidence=tuple(each for each in now.evidence if reason is None or each.field != "perhaps"),
        orders=now.orders or earlier.orders,
        quoted_order=None if now.orders or earlier.orders else (now.quoted_order or earlier.quoted_order),
        items=now.items or earlier.items,
        skus=now.skus or earlier.skus,
        quantity=now.quantity or earlier.quantity,
        everything=now.everything or (earlier.everything and as_before),
        want=now.want or _answered(earlier, now),
        amount=_least(now.amount, earlier.amount),
        photo=now.photo or earlier.photo,
        pictures=now.pictures or (earlier.pictures and same),
        lang=earlier.lang if now.bare else now.lang,  # "Voici : 000000012" tells no language
        flags=(now.flags - {Flag.IMPLICIT} if answers else now.flags) | before | _another_claim(earlier, now),
    )


def _another_claim(earlier: Understanding, now: Understanding) -> frozenset[Flag]:
    """Another reason than before, or a fault told only when we ask which article it is: a person looks at it first."""
    new = not now.bare and now.reason is not None and now.reason is not earlier.reason
    return frozenset({Flag.IMPLICIT}) if new and (earlier.reason or now.reason in FAULTS) else frozenset()


def _least(one: Money | None, other: Money | None) -> Money | None:
    """A sum is a cap: more words never lift it. In another currency than before, the first one holds."""
    if one is None or other is None or one.currency != other.currency:
        return other or one
    return min(one, other, key=lambda each: each.amount)


def _answered(earlier: Understanding, now: Understanding) -> Mapping[str, str] | None:
    """An answer may name the variant; where it names something else, what was wished for before still holds. What came
    with a fault is exchanged for the same, where the answer holds nothing but what was asked for."""
    if earlier.kind is not Kind.EXCHANGE or not (now.bare or earlier.want):
        return earlier.want
    if earlier.reason in FAULTS and not earlier.want and _only_answers(now):
        return None
    return {**(earlier.want or {}), ANSWER: now.text}


def _only_answers(now: Understanding) -> bool:
    """Whether nothing stands in it beside order numbers, articles, a photo and small words: no size, no colour."""
    rest = now.text
    for each in now.evidence:
        if each.field in _ASKED_FOR:
            rest = rest[: each.start] + " " * (each.end - each.start) + rest[each.end :]
    return all(said(word) in SMALL_WORDS for word in _WORD.findall(rest.replace("’", "'")))


def about_order(read: Understanding, own: str | None, *, quoted: bool) -> Understanding:
    """Say which order words are about that name none. `own`: the ticket's own matter, whose sender is compared again;
    `quoted`: that one was known from a quote alone. Else the one that these words quote. A person looks at what only
    a quote names, for anybody may have written it, and where another order is quoted."""
    number = own or read.quoted_order
    if read.orders or number is None:
        return read
    doubt = {Flag.QUOTED_ORDER} if quoted or read.quoted_order not in (None, own) or own is None else set()
    return replace(read, orders=(number,), flags=read.flags | doubt)


def without_foreign_quote(read: Understanding, sender_matches: bool | None) -> Understanding:
    """Leave out the order that only a quote names, where it is none of the sender's own."""
    if Flag.QUOTED_ORDER not in read.flags or sender_matches:
        return read
    return replace(read, orders=(), flags=read.flags - {Flag.QUOTED_ORDER})


def same_matter(before: Understanding, more: Understanding) -> bool:
    """Whether words that came while we were answering ask for nothing that the answer does not cover."""
    if more.orders and not set(more.orders) <= set(before.orders):
        return False
    return more.bare or (more.kind is before.kind and more.confidence >= CLEAR)
