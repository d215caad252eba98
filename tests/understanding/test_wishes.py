"""Sizes and colours wished for, in six languages; and what only looks like a wish.

A model tells them, so some of these tests hold a rate, on texts it has not learnt from. What is clear-cut must hold
always.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from connector.understanding.fold import fold, unwrap
from connector.understanding.model import WEIGHTS
from connector.understanding.order_number import blanked
from connector.understanding.sizes import sizes
from connector.understanding.surroundings import surroundings
from connector.understanding.wishes import wanted_colour, wanted_size
from training.corpus import DATA, data_hash
from training.wishes import FILES

HELD_BACK = Path(__file__).parent / "fixtures" / "wishes.jsonl"  # written for this test; the model has not seen them
LEARNT = DATA / "wishes.jsonl"


def wishes(body: str) -> dict[str, str]:
    folded = unwrap(blanked(fold(body)))
    found = {"size": wanted_size(body, folded), "colour": wanted_colour(body, folded)}
    return {name: wish.value for name, wish in found.items() if wish is not None}


@dataclass(frozen=True, slots=True)
class Rates:
    precision: float
    recall: float
    made_up: float  # share of the texts without a wish in which one is read


def rates(texts: Iterable[dict[str, Any]]) -> Rates:
    wished = read = right = without = made_up = 0
    for text in texts:
        want, found = text["want"] or {}, wishes(text["body"])
        wished += len(want)
        read += len(found)
        right += sum(fold(want.get(kind, "")) == fold(value) for kind, value in found.items())
        without += not want
        made_up += not want and bool(found)
    return Rates(right / read, right / wished, made_up / without)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_of_what_it_has_not_seen_it_reads_most_and_little_that_is_not_wished() -> None:
    """Half of these are written to mislead; a size or colour refused, told of, had, received or a name is no wish."""
    held_back = rates(lines(HELD_BACK))
    assert held_back.precision >= 0.95
    assert held_back.recall >= 0.75
    assert held_back.made_up <= 0.02


def test_it_keeps_what_it_has_learnt() -> None:
    learnt = rates(lines(LEARNT))
    assert learnt.precision >= 0.99
    assert learnt.recall >= 0.95
    assert learnt.made_up <= 0.002


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("The M is too tight, please send me an L.", {"size": "L"}),
        ("I ordered a 38 but I need a 40.", {"size": "40"}),
        ("Could I swap the blue one for the green one?", {"colour": "green"}),
        ("I received 42 but ordered 43, please send the right pair.", {"size": "43"}),
        ("Can I have it in black, size 12, instead?", {"size": "12", "colour": "black"}),
        ("Please exchange from S to M.", {"size": "M"}),
        ("Le M est trop petit, je voudrais un L.", {"size": "L"}),
        ("Pouvez-vous l'échanger contre un 40 ?", {"size": "40"}),
        ("Je préférerais la verte plutôt que la bleue.", {"colour": "verte"}),
        ("J'ai commandé du 43 et j'ai reçu du 42.", {"size": "43"}),
        ("M ist zu eng, bitte schicken Sie mir L.", {"size": "L"}),
        ("Kann ich die 38 gegen eine 40 tauschen?", {"size": "40"}),
        ("Ich hätte es lieber in grün.", {"colour": "grün"}),
        ("La M me queda pequeña, necesito la L.", {"size": "L"}),
        ("¿Puedo cambiarla por la 40?", {"size": "40"}),
        ("Lo prefiero en verde.", {"colour": "verde"}),
        ("La M è troppo piccola, vorrei la L.", {"size": "L"}),
        ("Posso cambiarla con la 40?", {"size": "40"}),
        ("Lo preferirei verde.", {"colour": "verde"}),
        ("De M is te klein, ik wil graag de L.", {"size": "L"}),
        ("Kan ik hem ruilen voor maat 40?", {"size": "40"}),
        ("Ik heb hem liever in het groen.", {"colour": "groen"}),
    ],
)
def test_reads_a_plain_wish(text: str, want: dict[str, str]) -> None:
    assert wishes(text) == want


@pytest.mark.parametrize(
    "text",
    [
        "I usually take a 39 but these are tiny. Could I exchange them?",
        "I can't decide between an S and an M, which would you suggest?",
        "Could I have it in grey or in navy?",
        "The M is sold out, so what else could I exchange it for?",
        "Please exchange it, but not for a black one.",
        "Anything but purple, please. I'd like to exchange.",
        "My brother has the XL and it fits him. Mine is faulty, please exchange.",
        "I ordered a 42 and the heel came off. Please exchange.",
        "I received size L, which is far too wide. How do I exchange it?",
        "Is the 10 any longer than the 8? I may exchange.",
        "I would like my money back, the 38 does not fit.",
        "Please exchange my red kettle, it leaks.",
        "D'habitude je prends du 40, mais là c'est minuscule. Je voudrais échanger.",
        "J'hésite entre le S et le M, que me conseillez-vous pour l'échange ?",
        "En gris ou en bleu, je ne sais pas encore.",
        "Le M n'est plus disponible, contre quoi puis-je l'échanger ?",
        "Tout sauf du violet, merci d'échanger.",
        "Ma sœur porte le 38 et il lui va. Le mien est troué, je voudrais l'échanger.",
        "J'ai reçu du L, c'est beaucoup trop large. Comment l'échanger ?",
        "Merci d'échanger ma bouilloire rouge, elle fuit.",
        "Sonst trage ich 40, aber die sind winzig. Ich möchte umtauschen.",
        "Ich schwanke zwischen S und M, was raten Sie mir?",
        "M ist ausverkauft, wogegen kann ich tauschen?",
        "Bitte nicht in schwarz. Ich möchte tauschen.",
        "Meine Jacke in L hat ein Loch, bitte umtauschen.",
        "Normalmente uso la 40 pero esta es diminuta. Quiero cambiarla.",
        "Dudo entre la S y la M, ¿qué me aconsejáis?",
        "Cualquier color menos negro, quiero cambiarlo.",
        "Mi tetera roja gotea, quiero cambiarla.",
        "Di solito porto la 40 ma questa è minuscola. Vorrei cambiarla.",
        "Sono indecisa tra S e M, cosa mi consigliate?",
        "Il mio bollitore rosso perde, vorrei cambiarlo.",
        "Normaal draag ik 40 maar deze is piepklein. Ik wil ruilen.",
        "Ik twijfel tussen S en M, wat raadt u aan?",
        "Mijn rode waterkoker lekt, ik wil hem ruilen.",
        "Please exchange it. Best wishes, M. Carter",
        "Merci de l'échanger. Cordialement, L. Moreau",
        "Could you exchange 2 of the 3 mugs?",
        "Please send it to 14 Black Lane, I'd like to exchange it.",
    ],
)
def test_reads_no_wish_where_there_clearly_is_none(text: str) -> None:
    assert wishes(text) == {}


def test_a_wish_points_at_its_words() -> None:
    text = "I ordered 38 by mistake. Please send 40, yes, 40."
    wish = wanted_size(text, fold(text))
    assert wish is not None
    assert (wish.value, wish.start, wish.end) == ("40", text.rindex("40"), text.rindex("40") + 2)


def test_a_list_of_sizes_is_no_wish() -> None:
    assert wishes("I would like " + ", ".join(str(size) for size in range(20, 60))) == {}


def test_the_model_is_the_one_that_the_data_makes() -> None:
    about = json.loads((WEIGHTS / "wishes.json").read_text(encoding="utf-8"))
    assert about["data"] == data_hash(FILES), "run `python -m training.wishes`"


def test_a_value_is_told_by_what_stands_around_it_and_not_by_itself() -> None:
    def features(text: str) -> list[set[str]]:
        return list(surroundings(text, sizes(text), [], {}).values())

    assert features("i have an m and need an l") == features("i have an s and need an m")
    assert "l1 an" in features("i need an l")[0]
    assert "r1 not" in features("send l not m")[0]
    assert "l1 not" in features("send l not m")[1]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("xs, 3xl and m/l", ["XS", "3XL", "M/L"]),
        ("38, 42,5, 42 2/3 and 38.5", ["38", "42,5", "42 2/3", "38.5"]),
        ("75c, w32 l34, 34/32", ["75C", "W32 L34", "34/32"]),
        ("6-8 ans, 98/104, 2 ans", ["6-8 ANS", "98/104", "2 ANS"]),
        ("eu 40, uk 8, us 9.5, t2", ["EU 40", "UK 8", "US 9.5", "T2"]),
        ("90x200, 140 x 200 cm", ["90X200", "140 X 200 CM"]),
        ("the large, a small one", ["L", "S"]),
        ("a large parcel, 14 june, 3 weeks, 40 eur, 12.05.2025, l'offre", []),
    ],
)
def test_finds_sizes_in_every_notation(text: str, values: list[str]) -> None:
    assert [size.value for size in sizes(text)] == values


@pytest.mark.parametrize(
    "piece", ["L or ", "M ", "12 ", "(M", "M)", "dark ", "vert sapin ", "would be ", "x", "wrong a "]
)
@pytest.mark.timeout(10)  # were it not linear, it would take minutes
def test_a_hostile_text_is_read_to_the_end(piece: str) -> None:
    wishes(piece * (20_000 // len(piece)))


def test_the_newest_of_several_messages_counts_where_they_differ() -> None:
    first, second = "Bonjour, je voudrais l'échanger contre un L. Merci", "Bonjour, finalement je voudrais un S."
    assert wishes(f"{first}\n\n{second}") == {"size": "S"}
    assert wishes(f"{first}\n\nJe voudrais un S.") == {}
