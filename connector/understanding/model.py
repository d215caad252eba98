"""The first reader: hand-written patterns in six languages. Simple, quick, and modest about what it does not know."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from connector.domain.money import Money
from connector.domain.request import Flag, Kind, Reason
from connector.ports.understanding import Evidence, Turn, Understanding
from connector.understanding.amount import DUE, amounts
from connector.understanding.bare import is_bare
from connector.understanding.cues import Cue
from connector.understanding.fold import unwrap
from connector.understanding.injection import injected
from connector.understanding.items import items, skus
from connector.understanding.kinds import CLEAR, CONTESTED, GUESS, UNKNOWN, Reading, read_kind, reason_cue
from connector.understanding.message import Message, message
from connector.understanding.order_number import blanked, order_numbers
from connector.understanding.wishes import quantity, wanted_colour, wanted_size

MODEL = "patterns-1"
_JUST_THANKS = 60  # characters beside the words of thanks in a note of thanks
_WITH_REASON = frozenset({Kind.REFUND, Kind.EXCHANGE, Kind.STORE_CREDIT, Kind.RESHIP, Kind.CANCEL, Kind.UNSPECIFIED})
_NEEDS_ANCHOR = frozenset({Kind.EXCHANGE, Kind.CANCEL})  # one also exchanges currencies and cancels a subscription
_SHOP_WORD = re.compile(
    r"\b(?:orders?|purchase|parcel|package|items?|product|article|size|commande|achat|colis|produit|taille|modele|"
    r"bestellung|ware|artikel|grose|kauf|pedido|compra|talla|ordine|acquisto|taglia|bestelling|maat)\b"
)
_MONEY_CUES = ("refund", "maybe_refund", "status_refund", "reason_duplicate", "reason_other", "store_credit")


class PatternReader:
    """Implements `connector.ports.understanding.Reader`. Holds no state; safe to share between threads."""

    def understand(self, subject: str, turns: Sequence[Turn]) -> Understanding:
        """Read the customer's newest words. Never raises on text."""
        read = message(subject, turns)
        injection = _injection(read)
        reading = _reading(read, injection=injection is not None)
        given = _reason(read, reading)
        evidence = [] if injection is None else [_at(read, "injection", *injection)]
        evidence += _kind_evidence(read, reading, given)
        orders = _orders(read, evidence)
        names, codes = _things(read, evidence)
        return Understanding(
            kind=reading.kind,
            kinds=reading.kinds,
            reason=given,
            orders=orders,
            items=names,
            skus=codes,
            quantity=_quantity(read, given, evidence),
            everything=_said(read, "everything", evidence),
            want=_want(read, reading.kind, evidence),
            amount=_amount(read, evidence),
            photo=_said(read, "photo", evidence) or read.pictures > 0,
            status_of=reading.status_of,
            lang=read.lang,
            confidence=reading.confidence,
            evidence=tuple(piece for piece in evidence if piece.text),
            flags=_flags(read, reading, orders, injection=injection is not None),
            text=read.text,
            model=MODEL,
            sentiment=_sentiment(read, reading),
            urgent=bool(read.cues.named("urgent") or (read.subject_cues and read.subject_cues.named("urgent"))),
            bare=read.whole and not injection and is_bare(read.text, names),
            pictures=read.pictures > 0,
            notes={} if read.whole else {"partial": "not all of the text could be read"},
        )


def _injection(read: Message) -> tuple[int, int] | None:
    """Return where text aimed at the software stands; an empty span where it is in the subject."""
    return injected(read.folded) or ((0, 0) if injected(read.subject) else None)


def _reading(read: Message, *, injection: bool) -> Reading:
    """Return what is asked. Machine mail asks nothing, and what was not read whole is not clear."""
    if read.automatic:
        return Reading(Kind.NONE, (Kind.NONE,), CLEAR)
    reading = read_kind(read.cues, read.subject_cues, len(read.text))
    if injection and reading.confidence <= GUESS:
        return Reading(Kind.NONE, (Kind.NONE,), UNKNOWN)  # the word "refund" in an order to the software asks nothing
    if reading.kind is Kind.NONE and reading.confidence <= UNKNOWN and _only_thanks(read):
        reading = replace(reading, confidence=CLEAR)
    if not read.whole or (reading.kind in _NEEDS_ANCHOR and not _anchored(read)):
        reading = replace(reading, confidence=min(reading.confidence, CONTESTED))
    return reading


def _only_thanks(read: Message) -> bool:
    """Whether nothing but thanks was written; a number or a question would be something."""
    thanks = read.cues.named("thanks")
    rest = len(read.text) - sum(cue.end - cue.start for cue in thanks)
    return bool(thanks) and rest <= _JUST_THANKS and not any(char.isdigit() or char == "?" for char in read.text)


def _anchored(read: Message) -> bool:
    """Whether the text speaks of something bought: a number, an article, a size, a reason, an order."""
    return bool(
        _SHOP_WORD.search(read.folded)
        or _SHOP_WORD.search(read.subject)
        or order_numbers(read.folded)
        or order_numbers(read.subject)
        or items(read.text, read.folded, read.langs)
        or wanted_size(read.text, read.folded)
        or reason_cue(read.cues)
    )


def _flags(read: Message, reading: Reading, orders: tuple[str, ...], *, injection: bool) -> frozenset[Flag]:
    flags = set(reading.flags)
    if injection:
        flags.add(Flag.INJECTION)
    if read.automatic:
        flags.add(Flag.AUTOMATIC)
    if len(orders) > 1:
        flags.add(Flag.SEVERAL_ORDERS)
    if not read.text and read.quoted:
        flags.add(Flag.QUOTED_ONLY)
    return frozenset(flags)


def _reason(read: Message, reading: Reading) -> Reason | None:
    if reading.kind not in _WITH_REASON:
        return None
    given = reason_cue(read.cues) or (reason_cue(read.subject_cues) if read.subject_cues else None)
    return given[0] if given else None


def _at(read: Message, field: str, start: int, end: int) -> Evidence:
    return Evidence(field, start, end, read.text[start:end])


def _kind_evidence(read: Message, reading: Reading, given: Reason | None) -> list[Evidence]:
    cues: list[tuple[str, Cue]] = []
    if reading.cue is not None:
        cues.append(("kind", reading.cue))
    if reading.status_of is not None:
        cues += [("status_of", cue) for cue in read.cues.named(f"status_{reading.status_of}")[:1]]
    if given is not None and (in_body := reason_cue(read.cues)):
        cues.append(("reason", in_body[1]))
    return [_at(read, field, cue.start, cue.end) for field, cue in cues]


def _said(read: Message, name: str, evidence: list[Evidence]) -> bool:
    cues = read.cues.named(name)
    evidence.extend(_at(read, name, cue.start, cue.end) for cue in cues[:1])
    return bool(cues)


def _orders(read: Message, evidence: list[Evidence]) -> tuple[str, ...]:
    """Return the body's order numbers; the subject's only where the body has none."""
    found = order_numbers(read.folded)
    evidence.extend(_at(read, "orders", number.start, number.end) for number in found)
    return tuple(number.value for number in found or order_numbers(read.subject))


def _things(read: Message, evidence: list[Evidence]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return product words and SKUs; what was blanked out for the order numbers is no SKU either."""
    taken = [(piece.start, piece.end) for piece in evidence if piece.field == "orders"]
    visible = blanked(read.folded)
    taken += [(i, i + 1) for i, char in enumerate(read.folded) if char != visible[i]]
    codes = skus(read.text, taken)
    names = items(read.text, read.folded, read.langs)
    evidence.extend(_at(read, "skus", code.start, code.end) for code in codes)
    evidence.extend(_at(read, "items", name.start, name.end) for name in names)
    if not names and read.subject_cues:
        names = items(read.subject, read.subject, read.langs)
    return tuple(name.text for name in names), tuple(code.text for code in codes)


def _quantity(read: Message, given: Reason | None, evidence: list[Evidence]) -> int | None:
    found = quantity(unwrap(read.folded), missing=given in (Reason.MISSING_ITEM, Reason.NOT_RECEIVED))
    if found is None:
        return None
    evidence.append(_at(read, "quantity", found.start, found.end))
    return found.units


def _want(read: Message, kind: Kind, evidence: list[Evidence]) -> dict[str, str] | None:
    if kind is not Kind.EXCHANGE:
        return None
    visible = unwrap(blanked(read.folded))
    wishes = {"size": wanted_size(read.text, visible), "colour": wanted_colour(read.text, visible)}
    said = {name: wish for name, wish in wishes.items() if wish is not None}
    evidence.extend(_at(read, "want", wish.start, wish.end) for wish in said.values())
    return {name: wish.value for name, wish in said.items()} or None


def _amount(read: Message, evidence: list[Evidence]) -> Money | None:
    """Return the first sum that stands in a sentence about money due."""
    spans = [read.cues.sentence(cue) for cue in read.cues.named(*_MONEY_CUES)]
    spans += [span for span in read.cues.sentence_spans if DUE.search(read.folded, *span)]
    for amount in amounts(read.folded):
        if any(start <= amount.start < end for start, end in spans):
            evidence.append(_at(read, "amount", amount.start, amount.end))
            return amount.money
    return None


def _sentiment(read: Message, reading: Reading) -> str:
    if read.cues.named("negative") or (read.subject_cues and read.subject_cues.named("negative")):
        return "neg"
    thanked = reading.kind is Kind.NONE and read.cues.named("thanks") and not read.automatic
    return "pos" if thanked and reading.confidence >= Decimal("0.9") else "neu"
