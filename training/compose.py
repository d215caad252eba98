"""Tickets composed from clauses: problem, demand, order number, greeting, small talk, and some misspellings."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from connector.domain.request import ASKED_OPTION
from connector.understanding.views import PROBLEM, REFUSED
from training.corpus import Clause, Example, filled

MONEY = tuple(kind.value for kind in ASKED_OPTION)
# How often a composed ticket is of a kind, and how often a demand comes with its reason.
_KINDS = {"refund": 22, "exchange": 14, "store_credit": 9, "reship": 9, "cancel": 9}
_KINDS |= {"return_question": 9, "status": 13, "unspecified": 15, "none": 14}
_WITH_REASON = 0.6
_MISSPELT = 0.15
_LANGS = {"en": 35, "fr": 35, "de": 9, "es": 8, "it": 7, "nl": 7}
_FITTING = {
    "reship": ("not_received", "late", "damaged", "other"),
    "cancel": ("changed_mind", "late", "duplicate", "other"),
    "exchange": ("too_small", "too_large", "damaged", "defective", "wrong_item", "not_as_described", "changed_mind"),
}


def compose(
    bank: dict[str, dict[str, Any]], clauses: Sequence[Clause], number: int, fold: int, seed: int
) -> list[Example]:
    """Return `number` tickets made of `clauses` only; the same for the same seed."""
    dice = random.Random(seed)
    by: dict[tuple[str, str], list[Clause]] = defaultdict(list)
    for clause in clauses:
        by[clause.lang, clause.says].append(clause)
    langs, kinds = list(_LANGS), list(_KINDS)
    made: list[Example] = []
    while len(made) < number:
        lang = dice.choices(langs, [_LANGS[each] for each in langs])[0]
        kind = dice.choices(kinds, [_KINDS[each] for each in kinds])[0]
        if not by[lang, PROBLEM if kind == "unspecified" else kind]:
            continue  # none of these clauses is in this fold
        made.append(_one(bank[lang], by, lang, kind, fold, dice))
    return made


def _one(
    of: dict[str, Any], by: dict[tuple[str, str], list[Clause]], lang: str, kind: str, fold: int, dice: random.Random
) -> Example:
    said, reason = _said(of, by, lang, kind, dice)
    subject = said.pop(0) if len(said) > 1 and dice.random() < 0.15 else ""
    if kind not in ("none", "return_question") and dice.random() < 0.6:
        mention = dice.choice(of["order_mention"])
        if dice.random() < 0.3 and not subject:
            subject = mention
        else:
            said.insert(dice.randrange(len(said) + 1), mention)
    said = _dressed(said, of, dice)
    body = filled(_joined(said, dice), lang, of["items"], dice)
    if dice.random() < _MISSPELT:
        body = misspelt(body, dice)
    return Example(filled(subject, lang, of["items"], dice), body, lang, kind, reason, fold, composed=True)


def _said(
    of: dict[str, Any], by: dict[tuple[str, str], list[Clause]], lang: str, kind: str, dice: random.Random
) -> tuple[list[str], str | None]:
    """Return what the ticket says, and the reason it gives."""
    said: list[str] = []
    reason: str | None = None
    if kind in MONEY:
        if dice.random() < _WITH_REASON and (told := _problem(by[lang, PROBLEM], _FITTING.get(kind), dice)):
            said, reason = [told.text], told.reason
        said.append(dice.choice(by[lang, kind]).text)
        if dice.random() < 0.3:
            dice.shuffle(said)
    elif kind == "unspecified":
        told = dice.choice(by[lang, PROBLEM])
        said, reason = [told.text], told.reason
        if dice.random() < 0.5:
            said.append(dice.choice(of["help"]))
    else:
        said = [dice.choice(by[lang, kind]).text for _ in range(1 + (dice.random() < 0.25))]
    if kind in (*MONEY, "unspecified") and by[lang, REFUSED] and dice.random() < 0.08:
        said.insert(dice.randrange(len(said) + 1), dice.choice(by[lang, REFUSED]).text)
    return said, reason


def _dressed(said: list[str], of: dict[str, Any], dice: random.Random) -> list[str]:
    """Add a photo, a greeting, a closing."""
    photo = [dice.choice(of["photo"])] if dice.random() < 0.12 else []
    greeting = [dice.choice(of["greeting"])] if dice.random() < 0.4 else []
    closing = [dice.choice(of["closing"])] if dice.random() < 0.4 else []
    return [*greeting, *said, *photo, *closing]


def _problem(told: Sequence[Clause], fitting: Sequence[str] | None, dice: random.Random) -> Clause | None:
    fit = [each for each in told if fitting is None or each.reason in fitting]
    return dice.choice(fit) if fit else None


def _joined(said: Sequence[str], dice: random.Random) -> str:
    style = dice.random()
    if style < 0.2:  # chat: no capitals, no full stops
        return dice.choice((", ", " ", "\n")).join(said)
    ended = [each if each[-1:] in ".!?," else each + dice.choice((".", ".", ".", "!")) for each in said]
    return dice.choice((" ", " ", "\n")).join(each[:1].upper() + each[1:] for each in ended)


def misspelt(text: str, dice: random.Random) -> str:
    """Swap, drop or double a letter here and there."""
    chars = list(text)
    for _ in range(max(1, len(chars) // 30)):
        at = dice.randrange(len(chars))
        if not chars[at].isalpha():
            continue
        way = dice.random()
        if way < 0.4:
            chars[at] = ""
        elif way < 0.7 and at + 1 < len(chars) and chars[at + 1].isalpha():
            chars[at], chars[at + 1] = chars[at + 1], chars[at]
        else:
            chars[at] *= 2
    return "".join(chars)
