"""Writing to the customer: a macro filled with facts, in their language; and the working days a promise counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from connector.domain.errors import RetourError
from connector.domain.money import Money

Value = str | int | Money | date
"""What a macro's variable may hold. Money and dates are written in the reply's locale by the renderer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished text. `macro` and `locale` say where it came from."""

    macro: str
    locale: str
    text: str  # plain text, paragraphs parted by an empty line; safe to send: nothing in it is expanded again
    dates: tuple[date, ...] = ()  # every date it promises, so that each gets its due row
    free: tuple[str, ...] = ()  # paragraphs of `text` that hold no value: neither greeting nor signature


class Replies(Protocol):
    """Loaded once; a broken macro stops the start, not the night."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages there are macros in (ISO 639-1)."""

    def render(self, macro: str, language: str, reason: str | None, values: Mapping[str, Value]) -> Reply:
        """Fill `macro` in `language` (ISO 639-1; the shop's default where there is none) with `values`.

        Raises MissingValue when the macro needs a variable that `values` lacks. `{{`, `{%` in values are broken up.
        """


class Rephraser(Protocol):
    def rephrase(self, reply: Reply) -> str:
        """Return the text to send; the reply's own text where nothing better is certain. Never raises.

        It may take seconds: nobody holds a transaction meanwhile. Only `reply.free` may come out otherwise.
        """


class AsWritten:
    """Implements `Rephraser`: what the merchant wrote is sent."""

    def rephrase(self, reply: Reply) -> str:
        return reply.text


class Calendar(Protocol):
    """Working days of a country (ISO 3166-1 alpha-2): Monday to Friday without its public holidays."""

    def add_working_days(self, start: date, days: int, country: str) -> date:
        """Return the `days`-th working day after `start` (which itself never counts). `days` is at least 0.

        Raise UnknownCountry.
        """


class MissingValue(RetourError):
    """A reply cannot be written: a value it needs is absent, empty, of another kind, or without words for it."""


class UnknownCountry(RetourError):
    """No public holidays are known for a country; a date promised from them would be a guess."""


class BrokenMacro(RetourError):
    """Macros that cannot be used, one line per problem, each with its file; or one asked for that does not exist."""
