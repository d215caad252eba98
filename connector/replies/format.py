"""Amounts, dates and spaces as a reader of the reply's language expects them."""

from __future__ import annotations

import re
from datetime import date

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency

from connector.domain.money import Money, decimals

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"

_DIGITS = re.compile(r"0(?:\.0+)?")  # the last digit before the point and those behind it, in a CLDR pattern
_CODE_BEFORE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")
_BEFORE_SIGN = re.compile(r"[ \u00a0]+(?=[:;!?»])")
_AFTER_QUOTE = re.compile(r"(?<=«)[ \u00a0]+")


def money(amount: Money, locale: str) -> str:
    """Write an amount to its last minor unit: `19,49 €`, `€19.49`, `¥1,500`, `KWD 1.250` (spaces do not break).

    The digits are ours (ISO 4217): CLDR, meant for shop windows, would round 19.49 RSD to 19.
    """
    places = decimals(amount.currency)
    last_digits = "0." + "0" * places if places else "0"
    pattern = _DIGITS.sub(last_digits, Locale.parse(locale).currency_formats["standard"].pattern)
    text = format_currency(amount.amount, amount.currency, pattern, locale=locale, currency_digits=False)
    return _CODE_BEFORE_DIGIT.sub(NO_BREAK, text)


def day(moment: date, locale: str) -> str:
    """Write weekday, day, month and year: `vendredi 1er mai 2026`, `Friday 1 May 2026`."""
    language = Locale.parse(locale).language
    if language == "en":
        return format_date(moment, "EEEE d MMMM y", locale=locale)  # without the commas that trip a sentence
    text = format_date(moment, "full", locale=locale)
    if language == "fr" and moment.day == 1:  # French alone has an ordinal there; CLDR does not
        return text.replace(" 1 ", " 1er ", 1)
    return text


def spaced(text: str, locale: str) -> str:
    """In French, make the space before `: ; ! ?` and inside « » a narrow one that does not break."""
    if Locale.parse(locale).language != "fr":
        return text
    return _AFTER_QUOTE.sub(NARROW_NO_BREAK, _BEFORE_SIGN.sub(NARROW_NO_BREAK, text))
