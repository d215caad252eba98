"""Mails made to keep a reader busy: known nasties of a given size, and for every regular expression of the reader
strings built from its own parts. For `test_hostile.py`, and for `bench/hostile.py`, which says how long they take."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
from collections.abc import Iterator, Mapping
from typing import Any

import connector.understanding
from connector.understanding.cues import _compiled, _governors
from connector.understanding.language import LANGUAGES

MOST = 40  # times a part is repeated where the pattern sets no end
_TRIED = "a7 @-x\n.<>'\"#\x01é"


def filled(size: int, unit: str, before: str = "", after: str = "") -> str:
    """Return `unit` over and over, `size` characters in all."""
    room = size - len(before) - len(after)
    return before + (unit * (room // len(unit) + 1))[:room] + after


UNITS = {  # repeated as they are
    "nested div": "<div>",
    "dd and li": "<dd><li>",
    "li and dt, closed": "<li><dt></li>",
    "paragraphs": "<p>x",
    "paragraphs closed": "</p>",
    "breaks": "<br>",
    "styled": "<p style='color:#fff;font-size:12px'>x",
    "style attributes": "<i style='",
    "rules": "<style>.a{display:none}</style>",
    "table foster": "<table>x<p>",
    "rows": "<table><tr><td>x</table>",
    "option": "<option><p>",
    "svg": "<svg><tr>",
    "templates": "<template><p></template>",
    "details": "<details>x</details>",
    "block quotes": "<blockquote>x</blockquote>y",
    "gmail quotes": '<div class="gmail_quote"><blockquote>x</blockquote>y</div>',
    "comments": "<!--",
    "CDATA": "<![CDATA[",
    "angles": "<",
    "closing angles": ">",
    "tag starts": "<a ",
    "attribute starts": "<a b='",
    "quoted ends": "='>",
    "entities": "&#",
    "named entities": "&amp",
    "one long line": "a",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "tabs": "\t",
    "zero": "\x00",
    "carriage returns": "\r",
    "blank lines": "\n",
    "short lines": "a\n",
    "colons": "a:\n",
    "quoted lines": "> a\n",
    "quotes and answers": "> a\nb\n",
    "quotes and blanks": "> a\n\n",
    "long quotes": "> " + "a" * 80 + "\nb\n",
    "headings": "On 1 a@b wrote:\n> x\n",
    "unmarked headings": "On 1 May 2025 9:03 A <a@b> wrote:\n",
    "half headings": "On Mon 1\n",
    "half headings with hours": "On Mon 1 9:03,\n",
    "On": "On ",
    "Le": "Le ",
    "wrote": "wrote ",
    "schrieb": "schrieb",
    "senders": "From: a\n",
    "senders on one line": "From: a Sent: ",
    "receivers": "To: a\n",
    "all headers": "Date: 1\nTo: a\nSubject: b\n",
    "rules drawn": "-----\n",
    "rules and blanks": "-----\n\n",
    "underscores": "_",
    "equals": "=",
    "stars": "*",
    "separators": "--- a ",
    "closings": "Regards\n",
    "short closings": "LG\n",
    "closings in a sentence": "x, regards\n",
    "kind": "kind ",
    "notices": "this message is confidential, delete\n\n",
    "footers": "Sent from my iPhone\n",
    "contacts": "Anna\n+44 7700 900123\n",
    "postscripts": "PS\n",
    "digits": "1",
    "digits and blanks": "1 ",
    "dots": ".",
    "zeros and O": "0o",
    "labels": "order no. n° ",
    "IBANs": "de89 3704 ",
    "addresses": "a@a.",
    "at signs": "@",
    "links": "www.",
    "amounts": "$1,",
    "names": "The Aa Bb ",
    "SKUs": "A1-",
    "requests": "i do not want a refund, ",
    "requests and orders": "refund order 000000012 59 EUR size M blue ",
    "questions": "when where how long money ",
    "combining": "e\u0301",
    "only combining": "\u0301",
    "CJK": "退款",
    "emoji": "👩‍👩‍👧",
    "directions": "\u202e",
    "invisible": "\u200b",
    "compatibility": "\ufdfa",
    "surrogates": "\ud800",
}


def known(size: int) -> dict[str, str]:
    """Return the known nasties by name, about `size` characters each."""
    units = {name: filled(size, unit) for name, unit in UNITS.items()}
    numbered = [f"a{n}" for n in range(size // 8)]
    letters = [chr(code) for code in range(32, 0x20000) if not 0xD800 <= code <= 0xDFFF]
    return units | {
        "deep, then words": filled(size, "<div>", after="Please refund order 000000012"),
        "unclosed formatting": filled(size, "<p>x", "<p>" + "".join(f"<b x={n}>" for n in range(400)) + "</p>"),
        "attributes": f"<p {' '.join(numbered)}>x",
        "attributes with quotes": "<p " + " ".join(f"{each}='>'" for each in numbered[: size // 12]) + ">x",
        "attributes behind a quote": f"<p x='>' {' '.join(numbered)}>x",
        "attributes with slashes": f"<p/{'/'.join(numbered)}>x",
        "classes": f"<p class='{' '.join(numbered)}'>x",
        "declarations": filled(size, "a:b;", "<p style='", "'>x"),
        "many rules": "<style>" + "".join(f".c{n}{{opacity:0}}" for n in range(size // 18)) + "</style>",
        "many selectors": "<style>" + ",".join(f".c{n}" for n in range(size // 8)) + "{opacity:0}</style>",
        "open braces": filled(size, "a{", "<style>", "</style>"),
        "open CSS comments": filled(size, "/*", "<style>", "</style>"),
        "in a table": filled(size, "<tr><td>x", "<table>"),
        "in svg": filled(size, "<tr>", "<svg>"),
        "in math": filled(size, "<td>", "<math>"),
        "in select": filled(size, "<option>x", "<select>"),
        "every letter": "".join(letters)[:size],
        "every letter on its line": "\n".join(letters)[:size],
    }


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every regular expression of `connector.understanding`, by module and name."""
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(connector.understanding.__path__, "connector.understanding."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for inner, pattern in _within(value):
                found[f"{module.name.removeprefix('connector.understanding.')}.{name}{inner}"] = pattern
    for language in LANGUAGES:
        found |= {f"patterns.{language}.{name}": pattern for name, pattern in _compiled(language).items()}
        found |= {f"cues.{language}.{n}": pattern for n, pattern in enumerate(_governors(language))}
    return found


def _within(value: object) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern):
        yield "", value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from ((f"[{key}]{inner}", pattern) for inner, pattern in _within(each))
    elif isinstance(value, list | tuple):
        for n, each in enumerate(value):
            yield from ((f"[{n}]{inner}", pattern) for inner, pattern in _within(each))


def traps(pattern: re.Pattern[str], size: int) -> list[str]:
    """Return texts that nearly match, again and again: what the pattern says, at full length and with its end cut off,
    and all its words."""
    parsed: Any = re._parser.parse(pattern.pattern, pattern.flags)  # type: ignore[attr-defined]
    draw = random.Random(pattern.pattern)
    samples = [_sample(parsed, draw) for _ in range(3)]
    words = " ".join(dict.fromkeys(re.findall(r"[a-zé@€#'-]{2,}", re.sub(r"\\[a-zA-Z]", " ", pattern.pattern))))
    longest = max(samples, key=len) or "a"
    units = [longest, f"{longest[:-1]}\x01", f"{longest[: len(longest) // 2]} ", f"{words} ", f"{longest}\n"]
    return [filled(size, unit) for unit in units]


def _sample(parsed: Any, draw: random.Random) -> str:
    """Return a text that the parsed pattern is likely to match, repeated parts as often as they may be."""
    return "".join(_piece(str(operation), argument, draw) for operation, argument in parsed)


def _piece(operation: str, argument: Any, draw: random.Random) -> str:
    if operation == "LITERAL":
        return chr(argument)
    if operation == "ANY":
        return "a"
    if operation == "NOT_LITERAL":
        return "a" if chr(argument) != "a" else "b"
    if operation == "IN":
        return draw.choice(_allowed(argument) or ["a"])
    if operation == "BRANCH":
        return _sample(draw.choice(argument[1]), draw)
    if operation == "SUBPATTERN":
        return _sample(argument[-1], draw)
    if operation in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return "".join(_sample(argument[2], draw) for _ in range(min(int(argument[1]), MOST)))
    if operation == "ATOMIC_GROUP":
        return _sample(argument, draw)
    return ""  # AT, ASSERT, ASSERT_NOT, GROUPREF take no room


def _allowed(options: Any) -> list[str]:
    if str(options[0][0]) == "NEGATE":
        return [char for char in _TRIED if not any(_is_in(char, option) for option in options[1:])]
    literal = [chr(value if isinstance(value, int) else value[0]) for kind, value in options if str(kind) != "CATEGORY"]
    return literal + [char for char in _TRIED if any(_is_in(char, option) for option in options)]


def _is_in(char: str, option: Any) -> bool:
    kind, value = str(option[0]), option[1]
    if kind == "LITERAL":
        return bool(ord(char) == value)
    if kind == "RANGE":
        return bool(value[0] <= ord(char) <= value[1])
    classes = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}
    classes |= {name.replace("_", "_NOT_", 1): each.upper() for name, each in classes.items()}
    return re.match(classes[str(value)], char) is not None
