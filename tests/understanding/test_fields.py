"""Order numbers, amounts, sizes, quantities and product words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from connector.domain.money import Money
from connector.ports.understanding import Turn, Understanding
from connector.understanding import PatternReader
from connector.understanding.amount import amounts
from connector.understanding.fold import fold
from connector.understanding.language import language
from connector.understanding.order_number import order_numbers


def read(body: str) -> Understanding:
    return PatternReader().understand("", [Turn(body, by_customer=True)])


def numbers(text: str) -> list[str]:
    return [number.value for number in order_numbers(fold(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("order 000000012", ["000000012"]),
        ("Order #000000012.", ["000000012"]),
        ("#000000012", ["000000012"]),
        ("commande n°000000012", ["000000012"]),
        ("cmd 0000OO915", ["000000915"]),
        ("ordr no. 0000OO904", ["000000904"]),
        ("Bestellnummer: 2000000001", ["2000000001"]),
        ("order 12345", ["12345"]),
        ("FR-000000012", ["FR-000000012"]),
        ("000000012-1", ["000000012-1"]),
        ("000000012 and 000000013, again 000000012", ["000000012", "000000013"]),
        ("12345", []),
        ("+44 7700 900123", []),
        ("06 12 34 56 78", []),
        ("Tel 020 7946 0958", []),
        ("1Z12345E0205271688", []),
        ("RR123456789FR", []),
        ("tracking number 123456789012", []),
        ("IBAN DE89370400440532013000", []),
        ("FR76 3000 6000 0112 3456 7890 189", []),
        ("see https://shop.example/a/000000012", []),
        ("me.000000012@example.com", []),
        ("it cost 123456789 €", []),
        ("on 12/05/2025", []),
    ],
)
def test_finds_order_numbers_and_nothing_like_them(text: str, expected: list[str]) -> None:
    assert numbers(text) == expected


def test_order_numbers_know_where_they_stand() -> None:
    found = order_numbers(fold("Été : commande 0000OO915"))
    assert [(number.start, number.end) for number in found] == [(15, 24)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18,50 €", "18.50 EUR"),
        ("€18.50", "18.50 EUR"),
        ("18€50", "18.50 EUR"),
        ("$1,234.56", "1234.56 USD"),
        ("1.234,56 EUR", "1234.56 EUR"),
        ("1 234,56 €", "1234.56 EUR"),
        ("CHF 1'200.-", "1200.00 CHF"),
        ("£129", "129.00 GBP"),
        ("10 euros", "10.00 EUR"),
        ("500 JPY", "500 JPY"),
        ("1,200 eur", "1200.00 EUR"),
    ],
)
def test_reads_amounts_by_their_currency(text: str, expected: str) -> None:
    assert [amount.money for amount in amounts(fold(text))] == [Money.parse(expected)]


@pytest.mark.parametrize("text", ["000000012", "free above 50 euros", "offerte dès 50 euros", "5.5 JPY", "0 EUR", "42"])
def test_reads_no_amount_where_none_is_asked(text: str) -> None:
    assert amounts(fold(text)) == []


def test_takes_the_amount_asked_for_not_the_price_in_passing() -> None:
    body = "I paid $200 in March. Please refund me 18.50 EUR for order 000000012."
    assert read(body).amount == Money(Decimal("18.50"), "EUR")


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Can I exchange the jacket M for L in purple? Too tight. #000000012", {"size": "L", "colour": "purple"}),
        ("la bague glisse, je peux avoir du 52 au lieu du 54 ? commande 000000012", {"size": "52"}),
        ("I'd rather have the navy cushion than the beige one (000000012). Possible to switch?", {"colour": "navy"}),
        ("Je préférerais le coussin bleu marine au beige (000000012)", {"colour": "bleu marine"}),
        ("Das Hemd ist zu eng, bitte in L umtauschen. Bestellnummer 000000012", {"size": "L"}),
    ],
)
def test_reads_what_is_wanted_in_exchange(body: str, want: dict[str, str]) -> None:
    assert read(body).want == want


@pytest.mark.parametrize(
    ("body", "units"),
    [
        ("One of the two mugs is cracked", 1),
        ("1 of the 2 mugs is cracked", 1),
        ("Un des deux verres est cassé", 1),
        ("Only one of the three shirts was in the parcel", 2),
        ("Un seul des trois t-shirts était dans le colis", 2),
        ("Both mugs are cracked", 2),
        ("Les 2 verres sont cassés", 2),
        ("The mug is cracked", None),
        ("Don't bother", None),
    ],
)
def test_reads_how_many_units_are_meant(body: str, units: int | None) -> None:
    assert read(body).quantity == units


@pytest.mark.parametrize(
    ("body", "everything"),
    [
        ("I want to return the whole order 000000012", True),
        ("Je souhaite retourner toute la commande 000000012", True),
        ("Bitte die ganze Bestellung stornieren", True),
        ("Everything is fine now", False),
        ("Tout est remboursé", False),
    ],
)
def test_reads_that_the_whole_order_is_meant(body: str, everything: bool) -> None:
    assert read(body).everything is everything


def test_keeps_product_words_and_skus_as_written() -> None:
    understanding = read("The Proteus Fitness Jackshirt (MJ12-M-Blue) rides up, order 000000012")
    assert understanding.items == ("Proteus Fitness Jackshirt",)
    assert understanding.skus == ("MJ12-M-Blue",)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Where is my order?", "en"),
        ("Où est ma commande ?", "fr"),
        ("Wo ist meine Bestellung?", "de"),
        ("¿Dónde está mi pedido?", "es"),
        ("Dov'è il mio ordine?", "it"),
        ("Waar is mijn bestelling?", "nl"),
    ],
)
def test_tells_the_language(text: str, lang: str) -> None:
    assert language(text, fold(text)) == (lang, True)


def test_says_that_a_bare_number_has_no_language() -> None:
    assert language("000000012", "000000012") == ("en", False)


def test_folding_keeps_every_offset() -> None:
    text = "ÉTÉ œuvre Straße ﬁn Ⅷ ½ ’“” İ 日本\u00a0x\n"
    assert len(fold(text)) == len(text)
    assert fold("Déjà l’ÉTÉ") == "deja l'ete"
