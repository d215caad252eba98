"""The reader: patterns find what is said and where, the model judges what is meant.

A demand for money counts as made in so many words only where both agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from connector.domain.money import Money
from connector.domain.request import ASKED_OPTION, Flag, Kind, Reason
from connector.ports.understanding import Evidence, Turn, Understanding
from connector.understanding.amount import DUE, Amount, amounts
from connector.understanding.bare import is_bare
from connector.understanding.contested import SURE_BESIDE, contested, is_told
from connector.understanding.extent import units, whole_order
from connector.understanding.fold import unwrap
from connector.understanding.injection import injected
from connector.understanding.items import items, skus
from connector.understanding.kinds import (
    CLEAR,
    CONTESTED,
    GUESS,
    PROBABLE,
    UNKNOWN,
    Reading,
    read_kind,
    reason_cue,
    wider,
)
from connector.understanding.message import Message, message
from connector.understanding.misfit import misfit
from connector.understanding.model import Judged, Model, load_model
from connector.understanding.order_number import blanked, order_numbers
from connector.understanding.sizes import sizes
from connector.understanding.steady import judged_with_parts
from connector.understanding.wishes import wanted_colour, wanted_size

PATTERNS_ALONE = "patterns-2"  # the name of what reads where no model is asked
MOST_SURE = Decimal("0.99")  # nothing read from words is surer
LEAST_REASON = 0.2  # probability from which the reason of a complaint counts
PROBABLY_NONE, SURELY_NONE = 0.65, 0.97  # probability that no reason is given, above which none is read
_LIKELIER_NONE = 0.5
_JUST_THANKS = 60  # characters beside the words of thanks in a note of thanks
_WITH_REASON = frozenset({Kind.REFUND, Kind.EXCHANGE, Kind.STORE_CREDIT, Kind.RESHIP, Kind.CANCEL, Kind.UNSPECIFIED})
_OF_FIT = frozenset({None, Reason.TOO_SMALL, Reason.TOO_LARGE})  # what two sizes tell better than words
_NEEDS_ANCHOR = frozenset({Kind.EXCHANGE, Kind.CANCEL})  # one also exchanges currencies and cancels a subscription
_SHOP_WORD = re.compile(
    r"\b(?:orders?|purchase|parcel|package|items?|product|article|size|commande|achat|colis|produit|taille|modele|"
    r"bestellung|ware|artikel|grose|kauf|pedido|compra|talla|ordine|acquisto|taglia|bestelling|maat)\b"
)
_OF_A_BANK = re.compile(  # whose refunds are not ours
    r"\b(?:banks?|banking|atms?|debit|transactions?|transfer\w*|statement|pin|top-?ups?|restaurant|payments?|card|app|"
    r"accounts?|fraud\w*|stole\w*|charged?|charges|banque|virement|distributeur|prelevements?|releve|konto|uberweisung|"
    r"banco|tarjeta|transferencia|banca|bonifico|rekening|pinautomaat|cancel my (?:flight|reservation|subscription))\b"
)
_MONEY_CUES = ("refund", "maybe_refund", "status_refund", "reason_duplicate", "reason_other", "store_credit")


class TicketReader:
    """Implements `connector.ports.understanding.Reader`. Holds no state; safe to share between threads."""

    def __init__(self, model: Callable[[], Model | None] = load_model) -> None:
        """`model` is asked for when the first ticket is read. None: patterns alone, which say "clear" or "a guess"
        rather than how probable a reading is."""
        self._model = model

    def understand(self, subject: str, turns: Sequence[Turn]) -> Understanding:
        """Read the customer's newest words. Never raises on text."""
        read = message(subject, turns)
        injection = _injection(read)
        reading = _reading(read, injection=injection is not None)
        model = self._model()
        verdicts = None
        if model is not None and not read.automatic:
            verdicts = judged_with_parts(model, read, reading, acts=_asks(reading))
        judged, heard = None, list[Judged]()
        if verdicts is not None:
            reading = _agreed(reading, verdicts.whole, verdicts.parts, whole=read.whole)
            judged = _loudest_reason(verdicts.whole, verdicts.parts)
            beside = [each for each in verdicts.unreasoned if each.reason_confidence >= SURE_BESIDE]
            heard = [*(verdicts.parts or [verdicts.whole]), *beside]
        due, given = _due(read), _reason(read, reading, judged)
        if contested(read, reading.kind, given, heard, due):
            reading = _doubted(reading)
        evidence = [] if injection is None else [_at(read, "injection", *injection)]
        evidence += _kind_evidence(read, reading, given, judged)
        perhaps = None if given else _perhaps(read, reading, verdicts.whole if verdicts else None, evidence)
        evidence += _flag_evidence(read, reading)
        thanks = reading.kind is Kind.NONE and _only_thanks(read)
        orders = _orders(read, evidence, thanks=thanks)
        names, codes = _things(read, evidence)
        above = read.subject_cues
        urgent = _said(read, "urgent", evidence) or bool(above is not None and above.named("urgent"))
        sentiment = _sentiment(read, reading, evidence)
        return Understanding(
            kind=reading.kind,
            kinds=reading.kinds,
            reason=given,
            orders=orders,
            items=names,
            skus=codes,
            perhaps=perhaps,
            quoted_order=None if orders or thanks else _quoted_order(read),
            quantity=_quantity(read, given, evidence),
            everything=_everything(read, evidence),
            want=_want(read, reading.kind, evidence),
            amount=_amount(read, due, evidence),
            photo=_said(read, "photo", evidence) or read.pictures > 0,
            status_of=_status_of(read, reading),
            lang=read.lang,
            confidence=reading.confidence,
            evidence=tuple(piece for piece in evidence if piece.text),
            flags=_flags(read, reading, orders, injection=injection is not None),
            text=read.text,
            model=PATTERNS_ALONE if model is None else model.name,
            sentiment=sentiment,
            urgent=urgent,
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
    foreign = _OF_A_BANK.search(read.folded) and not _of_a_shop(read)
    if not read.whole or foreign or (reading.kind in _NEEDS_ANCHOR and not _anchored(read)):
        reading = replace(reading, confidence=min(reading.confidence, CONTESTED))
    return reading


def _asks(reading: Reading) -> bool:
    """Whether the patterns hear a demand for money, be it contested."""
    return reading.kind in ASKED_OPTION and reading.confidence >= CONTESTED


def _loudest_reason(judged: Judged, parts: Sequence[Judged]) -> Judged:
    """Take the reason that is told most surely in any part, if one tells any: no other words must drown it."""
    if not parts:
        return judged
    told = [each for each in parts if is_told(each)]
    loudest = max(told, key=lambda each: each.reason_confidence) if told else replace(parts[0], told=False)
    return replace(
        judged,
        reason=loudest.reason,
        reason_confidence=loudest.reason_confidence,
        no_reason=loudest.no_reason,
        told=loudest.told,
        reason_at=loudest.reason_at,
    )


def _agreed(reading: Reading, judged: Judged, parts: Sequence[Judged], *, whole: bool) -> Reading:
    """Put both together. Kind and confidence are the model's word, less where it did not see all; of a demand made in
    so many words, the least that it says of any part. One that is clear stands where the model hears another one; a
    person looks at it. What the patterns heard besides stays."""
    every = parts or [judged]
    agreed = all(each.kind is reading.kind for each in every)
    if parts:
        least = min(each.confidence for each in every)
        judged = (
            replace(judged, kind=reading.kind, confidence=least)
            if agreed
            else replace(judged, confidence=min(judged.confidence, least))
        )
    several = Flag.SEVERAL_REQUESTS in reading.flags and judged.kind in reading.kinds
    stands = parts and reading.confidence >= CLEAR and judged.kind in ASKED_OPTION
    surely = MOST_SURE if whole and not (stands and judged.kind is not reading.kind) else CONTESTED
    confidence = min(Decimal(f"{judged.confidence:.2f}"), surely)
    kind = reading.kind if several or stands else judged.kind  # of several demands the first to be looked at
    same = reading.kind is kind
    flags = reading.flags
    if kind in ASKED_OPTION and not (same and agreed and reading.confidence >= PROBABLE):
        flags |= {Flag.IMPLICIT}
    if same:
        return replace(reading, confidence=confidence, flags=flags)
    others = [kind for kind in reading.kinds if kind in ASKED_OPTION and kind is not judged.kind]
    kinds = (judged.kind, *others) if Flag.SEVERAL_REQUESTS in flags else (judged.kind,)
    return Reading(judged.kind, kinds, confidence, None, reading.status_of, flags)


def _doubted(reading: Reading) -> Reading:
    """A person looks at it before anything moves."""
    if reading.kind not in ASKED_OPTION:
        return reading
    return replace(reading, flags=reading.flags | {Flag.IMPLICIT})


def _only_thanks(read: Message) -> bool:
    """Whether nothing but thanks was written; a number or a question would be something."""
    thanks = read.cues.named("thanks")
    rest = len(read.text) - sum(cue.end - cue.start for cue in thanks)
    return bool(thanks) and rest <= _JUST_THANKS and not any(char.isdigit() or char == "?" for char in read.text)


def _anchored(read: Message) -> bool:
    """Whether the text speaks of something bought: a number, an article, a size, a reason, an order."""
    return bool(
        _of_a_shop(read)
        or items(read.text, read.folded, read.lang)
        or wanted_size(read.text, read.folded)
        or reason_cue(read.cues)
    )


def _of_a_shop(read: Message) -> bool:
    """Whether text or subject name an order, by its number or in words, or something bought."""
    return any(_SHOP_WORD.search(words) or order_numbers(words) for words in (read.folded, read.subject))


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


def _status_of(read: Message, reading: Reading) -> str | None:
    """Return what is asked after, as the patterns heard it, else by the word that was said: at last, the order."""
    if reading.kind is not Kind.STATUS or reading.status_of is not None:
        return reading.status_of
    for name, of in (("maybe_refund", "refund"), ("maybe_exchange", "exchange"), ("give_back", "return")):
        if read.cues.named(name):
            return of
    return "order"


def _reason(read: Message, reading: Reading, judged: Judged | None) -> Reason | None:
    """Return the model's reason, in the patterns' finer words where they mean the same; withdrawal is theirs alone."""
    if reading.kind not in _WITH_REASON:
        return None
    given = reason_cue(read.cues) or (reason_cue(read.subject_cues) if read.subject_cues else None)
    heard = given[0] if given else None
    if judged is None or heard is Reason.WITHDRAWAL or (heard is not None and judged.reason == wider(heard)):
        return heard
    # Who tells of a problem says which. With a demand, the patterns' word stands where no sentence tells of another.
    complaint = reading.kind is Kind.UNSPECIFIED
    faint = judged.reason_confidence < LEAST_REASON if complaint else not judged.told
    silent = faint or judged.no_reason > (SURELY_NONE if complaint else PROBABLY_NONE)
    told = heard if silent else Reason(judged.reason)
    return _by_sizes(read, reading) or told if told in _OF_FIT else told


def _perhaps(read: Message, reading: Reading, whole: Judged | None, evidence: list[Evidence]) -> Reason | None:
    """Return the likeliest reason of all words together, where one is likelier than none."""
    if whole is None or reading.kind not in _WITH_REASON or whole.no_reason > _LIKELIER_NONE:
        return None
    if whole.reason_at is not None:
        evidence.append(_at(read, "perhaps", *whole.reason_at))
    return Reason(whole.reason)


def _by_sizes(read: Message, reading: Reading) -> Reason | None:
    """Return what the size that is there must be, where another is asked for."""
    if reading.kind is not Kind.EXCHANGE:
        return None
    visible = unwrap(blanked(read.folded))
    wished = wanted_size(read.text, visible)
    return None if wished is None else misfit(wished.value, (each.value for each in sizes(visible)))


def _at(read: Message, field: str, start: int, end: int) -> Evidence:
    return Evidence(field, start, end, read.text[start:end])


def _kind_evidence(read: Message, reading: Reading, given: Reason | None, judged: Judged | None) -> list[Evidence]:
    """Where kind and reason were read: the patterns' few words, else the sentence that the model went by."""
    found: list[Evidence] = []
    if reading.cue is not None:
        found.append(_at(read, "kind", reading.cue.start, reading.cue.end))
    elif judged is not None and judged.kind_at is not None:
        found.append(_at(read, "kind", *judged.kind_at))
    if reading.status_of is not None:
        named = read.cues.named(f"status_{reading.status_of}")[:1]
        found += [_at(read, "status_of", cue.start, cue.end) for cue in named]
    in_body = reason_cue(read.cues)
    if given is not None and in_body is not None and in_body[0] is given:
        found.append(_at(read, "reason", in_body[1].start, in_body[1].end))
    elif given is not None and judged is not None and judged.reason_at is not None:
        found.append(_at(read, "reason", *judged.reason_at))
    return found


def _flag_evidence(read: Message, reading: Reading) -> list[Evidence]:
    """Where a demand is refused or hangs on a condition."""
    told = ((Flag.NEGATED, read.cues.refused()), (Flag.CONDITIONAL, read.cues.named("conditional")))
    return [_at(read, flag.value, cues[0].start, cues[0].end) for flag, cues in told if flag in reading.flags and cues]


def _said(read: Message, name: str, evidence: list[Evidence], field: str | None = None) -> bool:
    """Whether the text says so; its first words for that are evidence for `field`."""
    cues = read.cues.named(name)
    evidence.extend(_at(read, field or name, cue.start, cue.end) for cue in cues[:1])
    return bool(cues)


def _orders(read: Message, evidence: list[Evidence], *, thanks: bool) -> tuple[str, ...]:
    """Return all order numbers, the body's first: who names two means one of them, and a person tells which. Thanks
    alone are about none, whatever the subject they answer."""
    found = order_numbers(read.folded)
    evidence.extend(_at(read, "orders", number.start, number.end) for number in found)
    above = [] if thanks else order_numbers(read.subject)
    return tuple(dict.fromkeys(number.value for number in [*found, *above]))


def _quoted_order(read: Message) -> str | None:
    """Return the order of the mail that is answered, where that names one alone."""
    named = {number.value for number in order_numbers(read.history)}
    return named.pop() if len(named) == 1 else None


def _things(read: Message, evidence: list[Evidence]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return product words and SKUs; what was blanked out for the order numbers is no SKU either."""
    taken = [(piece.start, piece.end) for piece in evidence if piece.field == "orders"]
    visible = blanked(read.folded)
    taken += [(i, i + 1) for i, char in enumerate(read.folded) if char != visible[i]]
    codes = skus(read.text, taken)
    names = items(read.text, read.folded, read.lang)
    evidence.extend(_at(read, "skus", code.start, code.end) for code in codes)
    evidence.extend(_at(read, "items", name.start, name.end) for name in names)
    if not names and read.subject_cues and not injected(read.subject):
        names = items(read.subject, read.subject, read.lang)
    return tuple(name.text for name in names), tuple(code.text for code in codes)


def _quantity(read: Message, given: Reason | None, evidence: list[Evidence]) -> int | None:
    found = units(read, missing=given in (Reason.MISSING_ITEM, Reason.NOT_RECEIVED))
    if found is None:
        return None
    evidence.append(_at(read, "quantity", found.start, found.end))
    return found.units


def _everything(read: Message, evidence: list[Evidence]) -> bool:
    if (place := whole_order(read)) is not None:
        evidence.append(_at(read, "everything", *place))
    return place is not None


def _want(read: Message, kind: Kind, evidence: list[Evidence]) -> dict[str, str] | None:
    spoken_of = kind in _WITH_REASON and read.cues.named("exchange", "maybe_exchange")
    if kind is not Kind.EXCHANGE and not spoken_of:
        return None
    visible = unwrap(blanked(read.folded))
    wishes = {"size": wanted_size(read.text, visible), "colour": wanted_colour(read.text, visible)}
    said = {name: wish for name, wish in wishes.items() if wish is not None}
    evidence.extend(_at(read, "want", wish.start, wish.end) for wish in said.values())
    return {name: wish.value for name, wish in said.items()} or None


def _due(read: Message) -> list[Amount]:
    """Return the sums that stand in a sentence about money due."""
    spans = [read.cues.sentence(cue) for cue in read.cues.named(*_MONEY_CUES)]
    spans += [span for span in read.cues.sentence_spans if DUE.search(read.folded, *span)]
    return [each for each in amounts(read.folded) if any(start <= each.start < end for start, end in spans)]


def _amount(read: Message, due: Sequence[Amount], evidence: list[Evidence]) -> Money | None:
    """Return the lowest sum due: it is a cap, and more words must never lift it."""
    if not due:
        return None
    least = min(due, key=lambda each: each.money.amount)
    evidence.append(_at(read, "amount", least.start, least.end))
    return least.money


def _sentiment(read: Message, reading: Reading, evidence: list[Evidence]) -> str:
    if _said(read, "negative", evidence, "sentiment") or (read.subject_cues and read.subject_cues.named("negative")):
        return "neg"
    thanked = reading.kind is Kind.NONE and read.cues.named("thanks") and not read.automatic
    return "pos" if thanked and reading.confidence >= Decimal("0.9") else "neu"
