"""Order numbers, amounts, sizes, quantities and product words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from connector.domain.money import Money
from connector.ports.understanding import Turn, Understanding
from connector.understanding import TicketReader
from connector.understanding.amount import amounts
from connector.understanding.fold import fold
from connector.understanding.language import language
from connector.understanding.order_number import order_numbers
from connector.understanding.wishes import wanted_colour, wanted_size


def read(body: str) -> Understanding:
    return TicketReader(lambda: None).understand("", [Turn(body, by_customer=True)])


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
        ("Auftrag 000 080 334", ["000080334"]),
        ("0000 87760, merci", ["000087760"]),
        ("Numero ordine 000.040.365", ["000040365"]),
        ("DPD has a receipt, nr 05212345678901, for order 000001727", ["000001727"]),
        ("Royal Mail say it is lost, their ref. RM7781202. Order UK-000000277", ["UK-000000277"]),
        ("Hermes (receipt H0029384756)", []),
        ("return reference RMA-5581", []),
        ("Kundennummer 123456789", []),
        ("invoice no. 20240012", []),
        ("numéro de client 000123456", []),
        ("rekening NL12 INGB 0001 2345 67", []),
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
        ("Je voudrais le coussin en bleu marine à la place du beige (000000012)", {"colour": "bleu marine"}),
        ("Das Hemd ist zu eng, bitte in L umtauschen. Bestellnummer 000000012", {"size": "L"}),
    ],
)
def test_reads_what_is_wanted_in_exchange(body: str, want: dict[str, str]) -> None:
    assert read(body).want == want


@pytest.mark.parametrize(
    "body",
    [
        "Please exchange it for L. Martin.",
        "Please exchange it, it was placed for M. Martin.",
        "Please exchange the tee, a gift for L. Thanks",
        "échangez le tee svp, c'est un cadeau pour M. Martin",
        "Je voudrais l'échanger, passée par m. martin",
        "I would like to exchange it, my wife has the L and it fits",
        "I'd like to exchange it. I have an L at home",
        "Please exchange it. It fits like an S",
        "Please exchange it for an L or XL",
        "Please exchange it for anything but a size S",
        "Bitte umtauschen, aber nicht in S",
        "Bitte umtauschen, nicht gegen S",
        "Vorrei cambiarla, non per la taglia S",
        "Quiero cambiarlo, pero no por la talla S",
        "Ik wil ruilen, maar niet voor maat S",
        "I do not want an S, please exchange it",
        "Je ne veux pas de S, merci de l'échanger",
        "Please exchange it for 2 other ones",
        "Je voudrais échanger, commande de S. Martin",
        "Please exchange it. My husband's shirt, size L, fits him",
        "exchange it please, bigger than size L",
        "l'échanger contre une taille plus grande que la taille L",
        "l'échanger sauf contre un S",
        "Please exchange it, not in red",
        "Please exchange it. My wife has the blue one",
        "Surtout pas en rouge, je voudrais échanger",
        "I want M. Martin to get an exchange",
        "I'd like to exchange the M for one bigger than S",
        "exchange it, S is too small",
        "Please exchange it: L fits my wife",
        "the tee is for S. Martin, exchange please",
        "Please send it to L. Martin and exchange it for M. Martin",
        "Please exchange it for the M Martin ordered",
        "Je voudrais échanger. Mon mari porte du L. ",
        "I usually take size L, please exchange it",
        "exchange for a size bigger than L",
        "Je voudrais échanger le tee, la taille S ne va pas",
        "mon fils a la taille S, merci d'échanger",
        "avoid size S please",
        "contre une autre taille, sauf la taille S",
        "I'd like anything except size S",
        "I ordered it for M. Martin and want a size bigger",
        "Cambiar, menos la talla S",
        "cambiarlo por M. Perez",
        "umtauschen für M. Meier",
        "Please exchange it for 1 Large",
        "Commande passée par M. Martin, je voudrais l'échanger",
        "please exchange it, order placed for L. Martin",
        "Bonjour, c'est pour L. Je voudrais l'échanger",
        "Échangez-le contre une taille au-dessus, surtout pas la taille S",
        "Please exchange it for a smaller one, but not for size S please",
        "My wife has size L and it fits her, please exchange mine",
    ],
)
def test_a_name_a_refusal_a_comparison_and_a_story_wish_for_nothing(body: str) -> None:
    assert (wanted_size(body, fold(body)), wanted_colour(body, fold(body))) == (None, None)


@pytest.mark.parametrize(
    "body",
    [
        "Please exchange it for an L.",
        "Please exchange it for an L. Thanks",
        "please exchange it for a size L",
        "can I swap it for an L please",
        "Je voudrais l'échanger contre un L",
        "Je voudrais l'échanger contre un L. Commande 000000012",
        "Je voudrais l'échanger contre une taille L car le M est petit",
        "je voudrais l'échanger en taille L",
        "je voudrais échanger mon tee. Taille L s'il vous plaît",
        "please exchange. Size L please",
        "I would like to have an L instead",
        "Can I have a size L in exchange?",
        "je voudrais la taille L en échange",
        "Bitte umtauschen gegen L",
        "Bitte gegen Größe L umtauschen",
        "Quiero cambiarlo por una L",
        "Quiero cambiarlo por la talla L",
        "vorrei cambiarla con la taglia L",
        "Ik wil graag ruilen voor maat L",
        "It does not fit so I want to exchange it for a size L",
        "il ne me va pas je voudrais l'échanger contre un L",
        "l'échanger contre un L bleu",
        "exchange it for the blue one",
        "exchange it for size L in blue",
        "Please exchange it to size L",
        "swap for XL please",
        "je veux un L à la place",
    ],
)
def test_a_clear_wish_is_read(body: str) -> None:
    wishes = (wanted_size(body, fold(body)), wanted_colour(body, fold(body)))
    assert {wish.value for wish in wishes if wish is not None} & {"L", "XL", "blue"}


@pytest.mark.parametrize("piece", ["for M. ", "not S, ", "exchange ", "size L ", "in red ", "a ", "M", " ", "want to "])
@pytest.mark.timeout(10)  # were it not linear, it would take minutes
def test_a_hostile_text_is_read_to_the_end(piece: str) -> None:
    body = piece * (20_000 // len(piece))
    wanted_size(body, fold(body))
    wanted_colour(body, fold(body))


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


@pytest.mark.parametrize(
    ("body", "items"),
    [
        ("Your manager told me on the phone that it is fine.", ()),
        ("Call my phone number, or write. I was promised it over the phone.", ()),
        ("On me l'a dit au téléphone.", ()),
        ("Me lo dijeron por teléfono. Ihr Kollege sagte es am Handy.", ()),
        ("Men zei het aan de telefoon.", ()),
        ("There is a crack on the phone.", ("phone",)),
        ("Mon téléphone est fendu.", ("téléphone",)),
        ("Il manque la coque au téléphone.", ("téléphone",)),
        ("Ich bin mit dem Handy nicht zufrieden.", ("Handy",)),
    ],
)
def test_a_telephone_that_was_spoken_on_is_no_article(body: str, items: tuple[str, ...]) -> None:
    assert read(body).items == items


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
