"""What a macro may speak of, and how a value becomes text that nothing expands, breaks out of or hides in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from connector.domain.money import Money
from connector.ports.replies import MissingValue, Value
from connector.replies.format import day, money


@dataclass(frozen=True, slots=True)
class Variable:
    """`longest` in characters, for text; `optional` text may be empty; `promised` dates are kept by a due row."""

    kind: type[str | int | bool | Money | date]
    longest: int = 0
    optional: bool = False
    promised: bool = False


VARIABLES: Mapping[str, Variable] = {
    "name": Variable(str, longest=40, optional=True),  # the customer's first name
    "shop": Variable(str, longest=80),
    "order": Variable(str, longest=50),  # increment id
    "articles": Variable(str, longest=400),  # "1 × Mug bleu, 2 × Bol"
    "goods": Variable(str, longest=400),  # the articles that leave instead, or again
    "choices": Variable(str, longest=400),  # "M / Blue, L / Blue"
    "rma": Variable(str, longest=20),
    "address": Variable(str, longest=660),  # where parcels go: eight lines of eighty, joined
    "code": Variable(str, longest=40),  # of a store credit: money
    "until": Variable(date),  # the last day on which that code opens the credit
    "amount": Variable(Money),
    "by": Variable(date, promised=True),  # the last day on which what is promised has happened
    "made_on": Variable(date),  # the day of the refund spoken of, or on which the withdrawal was declared
    "shipping_included": Variable(bool),  # whether `amount` contains the outbound shipping
    "bonus_included": Variable(bool),  # whether `amount` contains more than was paid
    "question_count": Variable(int),
    "because": Variable(str, longest=80),  # a finding's code; the macro gets its explanation from the snippets
}

UNDERSTOOD = "understood"  # given to every macro by the renderer: the sentence for the reason

_OPENER = re.compile(r"\{(?=[{%])")


def broken_up(text: str) -> str:
    """Part `{{` and `{%`: Zendesk expands placeholders and Liquid inside a comment's text."""
    return _OPENER.sub("{ ", text)


def written(name: str, value: Value, locale: str) -> str | int | bool:
    """Return `value` as a macro prints it. Raise MissingValue where it is empty or not what `name` holds."""
    variable = VARIABLES[name]
    if not _is(value, variable.kind):
        raise MissingValue(f"{name!r} is {type(value).__name__}, not {variable.kind.__name__}")
    if isinstance(value, Money):
        return money(value, locale)
    if isinstance(value, date):
        return day(value, locale)
    if isinstance(value, int):
        return value
    text = _one_line(value, variable.longest)
    if name == "name":
        text = text if _is_person(text) else ""  # "Win at evil.example" would be mailed in our name: no name
    if not text and not variable.optional:
        raise MissingValue(f"{name!r} is empty")
    return text


def _is(value: object, kind: type) -> bool:
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, kind) and not isinstance(value, datetime)  # a moment has a zone, a promised day has none


def _is_person(text: str) -> bool:
    """Whether these are words made of letters alone; a point only as in "J. R."."""
    words = text.removesuffix("…").replace(". ", " ").removesuffix(".")
    return all(char.isalpha() or unicodedata.category(char).startswith("M") or char in " '’-" for char in words)


def _one_line(text: str, longest: int) -> str:
    """Flatten line ends and controls to spaces, drop invisible characters (bidi, zero width), cut with an ellipsis."""
    visible = "".join(
        " " if (category := unicodedata.category(char)) == "Cc" else "" if category in {"Cf", "Cs", "Cn"} else char
        for char in text
    )
    flat = " ".join(visible.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"
