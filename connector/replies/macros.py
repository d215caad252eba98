"""Writing a reply: choose the locale, fill the macro, leave plain text that nothing expands again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from connector.ports.replies import BrokenMacro, MissingValue, Reply, Value
from connector.replies.choose import choose_locale
from connector.replies.format import spaced
from connector.replies.library import Texts, load
from connector.replies.macro_file import Macro
from connector.replies.values import UNDERSTOOD, VARIABLES, broken_up, written

LONGEST_REPLY = 4_000  # characters; ours stay under 120 words

_BETWEEN_PARAGRAPHS = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")


class MacroReplies:
    """Implements `Replies` on a folder of macros. Never reads the clock, and nothing from disk after the start."""

    def __init__(self, path: Path, default_language: str) -> None:
        """Load every locale below `path`. Raise BrokenMacro with all problems found, one line each."""
        self.locales = load(path)
        if default_language not in self.locales:
            raise BrokenMacro(f"{path}: no macros for the default language {default_language!r}")
        self.default_language = default_language

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(self.locales)

    def render(self, macro: str, language: str, reason: str | None, values: Mapping[str, Value]) -> Reply:
        """See `Replies.render`. Values that the macro does not need are left aside.

        Also raises BrokenMacro: unknown macro, one not meant for `reason`, or a text above LONGEST_REPLY.
        """
        locale = choose_locale(language, self.locales, self.default_language)
        texts = self.locales[locale]
        if (chosen := texts.macros.get(macro)) is None:
            raise BrokenMacro(f"there is no macro {macro!r}")
        if chosen.reasons is not None and reason not in chosen.reasons:
            raise BrokenMacro(f"{chosen.path}: not meant for the reason {reason!r}")
        try:
            given = _given(chosen, texts, locale, reason, values)
        except MissingValue as error:
            raise MissingValue(f"{chosen.path}: {error}") from error
        text = _plain(chosen.template.render(given), locale)
        if len(text) > LONGEST_REPLY:
            raise BrokenMacro(f"{chosen.path}: {len(text)} characters, at most {LONGEST_REPLY}")
        return Reply(macro, locale, text, _promised(chosen, values), _free(chosen, given, text, locale))


def _given(
    macro: Macro, texts: Texts, locale: str, reason: str | None, values: Mapping[str, Value]
) -> dict[str, str | int | bool]:
    """Return what the template sees: text, numbers and yes or no; never an object with attributes of ours."""
    if missing := macro.needs - values.keys():
        raise MissingValue(f"missing: {', '.join(sorted(missing))}")
    given = {name: written(name, values[name], locale) for name in macro.needs}
    if "because" in given:
        given["because"] = texts.snippets.explanation(str(given["because"]))
    given[UNDERSTOOD] = texts.snippets.understanding(reason)
    return given


def _promised(macro: Macro, values: Mapping[str, Value]) -> tuple[date, ...]:
    dates = [values[name] for name in macro.needs if VARIABLES[name].promised]
    return tuple(sorted(value for value in dates if isinstance(value, date)))


def _free(macro: Macro, given: Mapping[str, str | int | bool], text: str, locale: str) -> tuple[str, ...]:
    """What of the text prints no value. Within an `if` that was not met, a paragraph is not in the text."""
    printed = [_plain(each.render({UNDERSTOOD: given[UNDERSTOOD]}), locale) for each in macro.free]
    there = text.split("\n\n")
    return tuple(each for each in printed if each in there)


def _plain(text: str, locale: str) -> str:
    """One empty line between paragraphs; the language's spaces; braces last, as values meet text and each other."""
    return broken_up(spaced(_BETWEEN_PARAGRAPHS.sub("\n\n", text).strip(), locale))
