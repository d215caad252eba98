"""From cues to one reading: which kind, why, how surely. Where cues compete, it stays below what a policy acts on.

The figures are set by hand, by what each kind of evidence was worth on tests/understanding/fixtures. They
say "clear", "probable" or "a guess", and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from connector.domain.request import Flag, Kind, Reason
from connector.understanding.cues import Cue, Cues

CLEAR = Decimal("0.93")  # an explicit request, nothing else asked
PROBABLE = Decimal("0.85")  # one reading, less explicit
CONTESTED = Decimal("0.70")  # explicit, but something else is asked or the text was not wholly read
GUESS = Decimal("0.55")  # the word alone
UNKNOWN = Decimal("0.30")

_SHORT = 240  # characters of a note of thanks
_OPENS_WITHIN = 6  # characters before the condition that opens a sentence: "And if", "Mais si"
_MONEY = {kind.value: kind for kind in (Kind.REFUND, Kind.EXCHANGE, Kind.STORE_CREDIT, Kind.RESHIP, Kind.CANCEL)}
_HAND_BACK = frozenset(
    {Reason.DAMAGED, Reason.DEFECTIVE, Reason.WRONG_ITEM, Reason.NOT_AS_DESCRIBED, Reason.TOO_SMALL, Reason.TOO_LARGE}
    | {Reason.STYLE, Reason.CHANGED_MIND}
)  # the article is there: another one sent is an exchange
_NOTHING_CAME = frozenset({Reason.NOT_RECEIVED, Reason.MISSING_ITEM})
_REASONS = (
    *(Reason.WITHDRAWAL, Reason.DUPLICATE, Reason.WRONG_ITEM, Reason.MISSING_ITEM, Reason.NOT_AS_DESCRIBED),
    *(
        Reason.DAMAGED,
        Reason.DEFECTIVE,
        Reason.TOO_SMALL,
        Reason.TOO_LARGE,
        Reason.LATE,
        Reason.NOT_RECEIVED,
        Reason.STYLE,
    ),
    *(Reason.CHANGED_MIND, Reason.OTHER),
)  # the more telling first
# Our reasons that label sets, and the model trained on them, count under a wider one.
_WIDER = {
    Reason.MISSING_ITEM: Reason.NOT_RECEIVED,
    Reason.WITHDRAWAL: Reason.CHANGED_MIND,
    Reason.STYLE: Reason.CHANGED_MIND,
}


def wider(reason: Reason) -> Reason:
    """Return the reason under which label sets count this one."""
    return _WIDER.get(reason, reason)


@dataclass(frozen=True, slots=True)
class Reading:
    """`cue`: what the kind was read from; None where it is only what is left, or stands in the subject."""

    kind: Kind
    kinds: tuple[Kind, ...]
    confidence: Decimal
    cue: Cue | None = None
    status_of: str | None = None
    flags: frozenset[Flag] = frozenset()


def reason_cue(cues: Cues) -> tuple[Reason, Cue] | None:
    """Return the most telling reason given."""
    for reason in _REASONS:
        if named := cues.named(f"reason_{reason.value}"):
            return reason, named[0]
    return None


def read_kind(body: Cues, subject: Cues | None, length: int) -> Reading:
    """Return the reading of a message. `subject` is None where it is a reply's; `length` is the body's."""
    given = reason_cue(body) or (reason_cue(subject) if subject else None)
    reason = given[0] if given else None
    asks = _asks(body, reason)
    if asks:
        return _conditional(_read_asks(asks, body, subject, reason), body)
    reading = _read_asking(body, reason) or _read_closed(body, length)
    if reading:
        return reading
    if subject and (named := _asks(subject, reason)):
        kinds = _kinds(named)
        return Reading(kinds[0], kinds, CONTESTED, flags=_several(kinds))
    if subject and not reason and (status := subject.named("status_refund", "status_return", "status_order")):
        return Reading(Kind.STATUS, (Kind.STATUS,), CONTESTED, status_of=status[0].name.removeprefix("status_"))
    return _read_hints(body, reason, length)


def _asks(cues: Cues, reason: Reason | None) -> list[tuple[Kind, Cue]]:
    """Return the explicit requests in order of mention, what was taken back left out."""
    withdrawn = max((cue.start for cue in cues.named("retracted")), default=-1)
    found: list[tuple[Kind, Cue]] = []
    for cue in cues.named(*_MONEY, "send_new", "give_back"):
        if cue.start < withdrawn:
            continue
        if cue.name == "send_new":
            found.append((Kind.RESHIP if reason in _NOTHING_CAME else Kind.EXCHANGE, cue))
        elif cue.name == "give_back":
            found.append((Kind.REFUND, cue))
        else:
            found.append((_MONEY[cue.name], cue))
    explicit = [ask for ask in found if ask[1].name != "give_back"]
    if not explicit and reason in _NOTHING_CAME:  # "post me the ladder": nothing is there that could be handed back
        explicit = [(Kind.RESHIP, cue) for cue in cues.named("maybe_reship") if cue.start >= withdrawn]
    return _same_act(_one_each(explicit) or found, reason)


def _one_each(asks: list[tuple[Kind, Cue]]) -> list[tuple[Kind, Cue]]:
    """Fold what the same words were read as twice: "exchange it for a voucher", "send me a new one in exchange"."""
    credits = [cue for kind, cue in asks if kind is Kind.STORE_CREDIT]
    if credits:
        asks = [ask for ask in asks if ask[1] in credits or not any(ask[1].overlaps(other) for other in credits)]
    named = [cue for _, cue in asks if cue.name != "send_new"]
    return [(kind, cue) for kind, cue in asks if cue in named or not any(cue.overlaps(other) for other in named)]


def _same_act(asks: list[tuple[Kind, Cue]], reason: Reason | None) -> list[tuple[Kind, Cue]]:
    """Fold requests that are one: cancel and refund; a parcel sent again, called an exchange or a reshipment."""
    kinds = {kind for kind, _ in asks}
    if Kind.CANCEL in kinds and Kind.REFUND in kinds:
        asks = [ask for ask in asks if ask[0] is not Kind.REFUND]
    if {Kind.EXCHANGE, Kind.RESHIP} <= kinds and reason in _HAND_BACK:
        asks = [(Kind.EXCHANGE if kind is Kind.RESHIP else kind, cue) for kind, cue in asks]
    elif {Kind.EXCHANGE, Kind.RESHIP} <= kinds and reason in _NOTHING_CAME:
        asks = [(Kind.RESHIP if kind is Kind.EXCHANGE else kind, cue) for kind, cue in asks]
    return asks


def _kinds(asks: Sequence[tuple[Kind, Cue]]) -> tuple[Kind, ...]:
    return tuple(dict.fromkeys(kind for kind, _ in asks))


def _several(kinds: Sequence[Kind]) -> frozenset[Flag]:
    return frozenset({Flag.SEVERAL_REQUESTS}) if len(kinds) > 1 else frozenset()


def _read_asks(asks: list[tuple[Kind, Cue]], body: Cues, subject: Cues | None, reason: Reason | None) -> Reading:
    kinds = _kinds(asks)
    kind = Kind.REFUND if Kind.REFUND in kinds and len(kinds) > 1 else kinds[0]
    cue = next(cue for of, cue in asks if of is kind)
    kinds = (kind, *(other for other in kinds if other is not kind))
    flags = _several(kinds)
    status = body.named("status_refund", "status_return", "status_exchange")
    if status:  # chasing one and asking for one: a person tells which
        of = status[0].name.removeprefix("status_")
        if kind is Kind.REFUND and kinds == (kind,) and _within(body, "reported", *body.sentence(cue)):
            return Reading(Kind.STATUS, (Kind.STATUS,), CONTESTED, status[0], of, flags)  # "you wrote that it was made"
        flags |= {Flag.SEVERAL_REQUESTS}
        if kind is Kind.REFUND and kinds == (kind,):
            return Reading(Kind.STATUS, (Kind.STATUS, kind), CONTESTED, status[0], of, flags)
        kinds = (*kinds, Kind.STATUS)
    if any(_kind_of(refused) is kind for refused in body.refused()):
        flags |= {Flag.NEGATED}
    confidence = CLEAR if cue.name in _MONEY else PROBABLE
    if _contested(kind, cue, body, subject, reason) or flags:
        confidence = CONTESTED
    status_of = status[0].name.removeprefix("status_") if status else None
    return Reading(kind, kinds, confidence, cue, status_of, flags)


def _contested(kind: Kind, cue: Cue, body: Cues, subject: Cues | None, reason: Reason | None) -> bool:
    """Whether something else in the text speaks for another reading."""
    hints = body.named("maybe_refund", "maybe_exchange", "maybe_store_credit", "maybe_cancel")
    others = {_kind_of(hint) for hint in hints if not _explained(hint, body)} - {kind}
    if kind is Kind.CANCEL:
        others -= {Kind.REFUND}
    if kind is Kind.RESHIP:
        others -= {Kind.EXCHANGE}
    in_subject = {of for of, _ in _asks(subject, reason)} if subject else set()
    start, end = body.sentence(cue)
    reported = _within(body, "reported", start, end)  # "you told me I would get a refund"
    vague = reason in (None, Reason.OTHER)
    asked = any(vague or question.start < end for question in body.named("question"))
    elsewhere = vague or kind is Kind.CANCEL or cue.name in ("send_new", "maybe_reship")
    aside = body.named("off_topic") if elsewhere else _within(body, "off_topic", start, end)
    taken_back = any(retraction.start > cue.start for retraction in body.named("retracted"))
    unclear_new = cue.name == "send_new" and reason is None
    misplaced = kind is Kind.RESHIP and reason in _HAND_BACK
    if cue.name == "give_back":  # "je vous rends celui-la et vous m'envoyez l'autre"
        unclear_new = bool(body.named("maybe_reship", "send_new"))
    return bool(
        others
        or reported
        or (in_subject and kind not in in_subject)
        or asked
        or aside
        or taken_back
        or body.named("settled")
        or unclear_new
        or misplaced
    )


def _within(cues: Cues, name: str, start: int, end: int) -> bool:
    return any(start <= cue.start < end for cue in cues.named(name))


def _explained(hint: Cue, body: Cues) -> bool:
    """Whether the word belongs to an explicit request or a refusal already counted."""
    return any(
        hint.overlaps(other) for other in body.found if other.name in _MONEY or other.negated or other.contrasted
    )


def _kind_of(cue: Cue) -> Kind | None:
    return _MONEY.get(cue.name.removeprefix("maybe_"))


def _conditional(reading: Reading, body: Cues) -> Reading:
    """Flag "unless it comes by Friday, refund me", whichever demand of several has the condition, and a condition that
    opens a sentence of its own: "Refund me. Unless you can mend it, that is."."""
    demands = {body.sentence(cue) for cue in body.named(*_MONEY, "send_new", "give_back")}
    for condition in body.named("conditional"):
        opens = condition.start <= body.sentence(condition)[0] + _OPENS_WITHIN
        if demands and (opens or body.sentence(condition) in demands):
            confidence = min(reading.confidence, CONTESTED)
            return replace(reading, flags=reading.flags | {Flag.CONDITIONAL}, confidence=confidence)
    return reading


def _read_asking(body: Cues, reason: Reason | None) -> Reading | None:
    """Read a question: about something under way, or about how things work; both: the one asked first."""
    status, question = _read_status(body), _read_question(body, reason)
    if status and question and status.cue and question.cue:
        first = min(status, question, key=lambda reading: reading.cue.start if reading.cue else 0)
        return replace(first, confidence=CONTESTED)
    if question and body.named("retracted", "settled"):
        return replace(question, confidence=CONTESTED)
    return status or question


def _read_status(body: Cues) -> Reading | None:
    status = body.named("status_refund", "status_return", "status_exchange", "status_order")
    if not status:
        return None
    order = ("status_refund", "status_exchange", "status_return", "status_order")
    main = min(status, key=lambda cue: order.index(cue.name))
    off_topic = bool(body.named("off_topic", "retracted"))
    confidence = CONTESTED if off_topic else Decimal("0.90")
    return Reading(Kind.STATUS, (Kind.STATUS,), confidence, main, main.name.removeprefix("status_"))


def _read_closed(body: Cues, length: int) -> Reading | None:
    """Read what needs nothing: thanks, a matter settled, a message taken back."""
    closed = body.named("retracted", "settled")
    if not closed:
        return None
    confidence = CLEAR if length <= _SHORT else CONTESTED
    return Reading(Kind.NONE, (Kind.NONE,), confidence, closed[0])


def _read_question(body: Cues, reason: Reason | None) -> Reading | None:
    if not (questions := body.named("question")):
        return None
    confidence = CONTESTED if reason or body.named("off_topic") else Decimal("0.90")
    return Reading(Kind.RETURN_QUESTION, (Kind.RETURN_QUESTION,), confidence, questions[0])


def _read_hints(body: Cues, reason: Reason | None, length: int) -> Reading:
    """Read a message without an explicit request."""
    hints = body.named("maybe_refund", "maybe_exchange", "maybe_store_credit", "maybe_reship", "maybe_cancel")
    refused = frozenset({Flag.NEGATED}) if body.refused() else frozenset()
    off_topic = body.named("off_topic")
    if hints and off_topic:
        return Reading(Kind.NONE, (Kind.NONE,), GUESS, off_topic[0], flags=refused)
    if hints and not refused:
        kinds = tuple(dict.fromkeys(kind for hint in hints if (kind := _kind_of(hint))))
        return Reading(kinds[0], kinds, GUESS if len(kinds) == 1 else UNKNOWN, hints[0], flags=_several(kinds))
    if off_topic:
        confidence = GUESS if reason and reason is not Reason.OTHER else PROBABLE
        return Reading(Kind.NONE, (Kind.NONE,), confidence, off_topic[0], flags=refused)
    thanks = body.named("thanks")
    if reason:
        vague = (Reason.OTHER, Reason.NOT_AS_DESCRIBED, Reason.WITHDRAWAL)
        confidence = GUESS if refused or reason in vague else PROBABLE
        return Reading(Kind.UNSPECIFIED, (Kind.UNSPECIFIED,), confidence, flags=refused)
    if refused:
        return Reading(Kind.NONE, (Kind.NONE,), GUESS, body.refused()[0], flags=refused)
    return Reading(Kind.NONE, (Kind.NONE,), UNKNOWN, thanks[0] if thanks else None)
