from __future__ import annotations

import re
from datetime import date

import pytest

from connector.domain.money import DECIMALS_OTHER, Money, decimals
from connector.replies.format import day, money, spaced


@pytest.mark.parametrize(
    ("amount", "locale", "text"),
    [
        ("19.49 EUR", "fr", "19,49\u00a0€"),
        ("1234.50 EUR", "fr", "1\u202f234,50\u00a0€"),
        ("0.01 EUR", "fr", "0,01\u00a0€"),
        ("1500 JPY", "fr", "1\u202f500\u00a0JPY"),
        ("1.250 KWD", "fr", "1,250\u00a0KWD"),
        ("19.49 EUR", "en", "€19.49"),
        ("1234.50 GBP", "en", "£1,234.50"),
        ("1500 JPY", "en", "¥1,500"),
        ("1.250 KWD", "en", "KWD\u00a01.250"),
        ("19.49 CHF", "en", "CHF\u00a019.49"),
        ("1234.50 EUR", "de", "1.234,50\u00a0€"),
    ],
)
def test_writes_money_in_the_locale(amount: str, locale: str, text: str) -> None:
    assert money(Money.parse(amount), locale) == text


@pytest.mark.parametrize("currency", sorted({*DECIMALS_OTHER, "EUR", "RSD", "HUF", "IQD", "LBP", "ISK", "XYZ"}))
@pytest.mark.parametrize(("locale", "point"), [("fr", ","), ("en", ".")])
def test_writes_every_minor_unit_even_where_cldr_would_round(currency: str, locale: str, point: str) -> None:
    amount = Money.from_minor(1_234_567, currency)
    digits = re.sub(r"[^\d" + point + "]", "", money(amount, locale).replace("F.", ""))
    whole, _, fraction = digits.strip(point).partition(point)
    assert (whole.replace(",", ""), len(fraction)) == (str(int(amount.amount)), decimals(currency))
    assert whole.replace(",", "") + fraction == "1234567"


@pytest.mark.parametrize(
    ("moment", "locale", "text"),
    [
        (date(2026, 12, 1), "fr", "mardi 1er décembre 2026"),
        (date(2026, 12, 11), "fr", "vendredi 11 décembre 2026"),
        (date(2024, 2, 29), "fr", "jeudi 29 février 2024"),
        (date(2026, 12, 1), "en", "Tuesday 1 December 2026"),
        (date(2027, 1, 1), "en", "Friday 1 January 2027"),
        (date(2026, 12, 1), "de", "Dienstag, 1. Dezember 2026"),
    ],
)
def test_writes_dates_with_weekday_and_year(moment: date, locale: str, text: str) -> None:
    assert day(moment, locale) == text


def test_french_spaces_do_not_break_before_signs_and_inside_quotes() -> None:
    assert spaced("Vraiment ? Oui : « oui » ; bien !", "fr") == (
        "Vraiment\u202f? Oui\u202f: «\u202foui\u202f»\u202f; bien\u202f!"
    )


def test_leaves_addresses_times_and_other_languages_alone() -> None:
    assert spaced("10:30 https://a.example/?b", "fr") == "10:30 https://a.example/?b"
    assert spaced("Odd : « this »", "en") == "Odd : « this »"
