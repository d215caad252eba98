"""Sizes and colours wished for, in six languages; and what only looks like a wish."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connector.understanding.fold import fold, unwrap
from connector.understanding.order_number import blanked
from connector.understanding.sizes import sizes
from connector.understanding.wishes import wanted_colour, wanted_size

WISHES = Path(__file__).parent / "fixtures" / "wishes.jsonl"  # written for this test


def wishes(body: str) -> dict[str, str]:
    folded = unwrap(blanked(fold(body)))
    found = {"size": wanted_size(body, folded), "colour": wanted_colour(body, folded)}
    return {name: wish.value for name, wish in found.items() if wish is not None}


@pytest.mark.parametrize("line", WISHES.read_text(encoding="utf-8").splitlines())
def test_reads_what_is_wished_for_and_nothing_else(line: str) -> None:
    """A size or colour that is refused, told of, had, received or a name is no wish."""
    ticket = json.loads(line)
    assert wishes(ticket["body"]) == ticket["want"]


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
