"""Which variant the customer's words mean: in any of our languages, on any axis, and nothing where it is not clear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.domain.variants import labels_in, meant, said

SHIRTS = [
    ("S", "Blue"),
    ("M", "Blue"),
    ("L", "Blue"),
    ("S", "Red"),
    ("M", "Red"),
    ("XL", "Dark blue"),
]
M_BLUE = 1


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        (["L"], 2),
        (["l"], 2),
        (["  L "], 2),
        (["S"], 0),
        (["red"], 4),
        (["S", "Red"], 3),
        (["Red", "S"], 3),
        (["M", "Red"], 4),
        (["XL", "dark  BLUE"], 5),
    ],
)
def test_takes_what_was_said_and_keeps_the_rest_as_bought(wanted: list[str], place: int) -> None:
    assert meant(SHIRTS, M_BLUE, wanted) == place


@pytest.mark.parametrize(
    "wanted",
    [
        [],
        [""],
        ["  ", "\t"],
        ["M"],  # what they have
        ["Blue"],
        ["M", "Blue"],
        ["XL"],  # not in blue
        ["L", "Red"],  # there is no such shirt
        ["L", "S"],  # two sizes
        ["L", "green"],
        ["L", "please"],
        ["XXL"],
        ["L or S"],
        ["dark"],
        ["LL"],
    ],
)
def test_means_nothing_where_it_is_not_clear(wanted: list[str]) -> None:
    assert meant(SHIRTS, M_BLUE, wanted) is None


COLOURS = {
    "Black": "noir Noire schwarz negro negra nero nera zwart",
    "White": "blanc blanche weiß Weiss blanco blanca bianco bianca wit",
    "Red": "rouge ROT rojo roja rosso rossa rood",
    "Blue": "bleu bleue blau azul blu blauw",
    "Green": "vert verte grün grun verde groen",
    "Yellow": "jaune gelb amarillo giallo geel",
    "Grey": "gray gris grise grau grigio grijs",
    "Brown": "marron braun marrone bruin",
    "Pink": "rose rosa roze",
    "Purple": "violet violette lila morado viola paars",
    "Orange": "naranja arancione oranje",
    "Silver": "argent silber plata argento zilver",
    "Gold": "doré dorée oro goud",
}


@pytest.mark.parametrize(("shops", "theirs"), COLOURS.items(), ids=list(COLOURS))
def test_a_colour_is_the_same_in_six_languages(shops: str, theirs: str) -> None:
    """Whichever of them the shop uses and the customer writes."""
    for word in theirs.split():
        assert meant([("Own",), (shops,)], 0, [word]) == 1
        assert meant([("Own",), (word,)], 0, [shops]) == 1


def test_no_two_colours_are_one() -> None:
    names = [*COLOURS, "Beige"]
    assert len({said(name) for name in names}) == len(names)
    for place, name in enumerate(names):
        others = [(each,) for each in names]
        assert meant([*others, ("Own",)], len(names), [name]) == place


def test_a_colour_nobody_listed_must_be_said_as_the_shop_writes_it() -> None:
    assert meant([("Own",), ("Pétrole",)], 0, ["petrole"]) == 1
    assert meant([("Own",), ("Pétrole",)], 0, ["petrol"]) is None


def test_accents_and_capitals_do_not_count() -> None:
    assert said("ÉCRU  clair ") == "ecru clair"
    assert said("Bleu") == said("BLAU") == said("blue") == "blue"
    assert said("\uff2c") == "l"  # a full-width letter


def test_sizes_are_words_like_others() -> None:
    shoes = [("38",), ("38.5",), ("39",), ("39 1/3",), ("EU 40",)]
    assert [meant(shoes, 0, [each]) for each in ("38.5", "39", "39 1/3", "eu 40")] == [1, 2, 3, 4]
    assert [meant(shoes, 0, [each]) for each in ("38", "40", "3", "39.5", "38,5")] == [None] * 5


def test_a_label_that_stands_on_two_axes_is_ambiguous() -> None:
    """Waist and leg: `34` may be either, or both."""
    jeans = [("32", "32"), ("34", "32"), ("32", "34"), ("34", "34")]
    assert meant(jeans, 0, ["34"]) is None
    assert meant([jeans[0], jeans[1]], 0, ["34"]) == 1


def test_two_variants_of_the_same_labels_are_ambiguous() -> None:
    assert meant([("S", "Gris"), ("M", "Gris"), ("M", "Grey")], 0, ["M"]) is None


def test_one_axis_said_leaves_no_choice_on_another_one_that_is_not_there() -> None:
    """A large one there is in red only: that is not what they have, so it is not what was meant."""
    assert meant([("M", "Blue"), ("L", "Red")], 0, ["L"]) is None
    assert meant([("M", "Blue"), ("L", "Red")], 0, ["L", "red"]) == 1


@pytest.mark.parametrize("own", [-1, 6, 99])
def test_without_the_one_they_have_nothing_is_meant(own: int) -> None:
    assert meant(SHIRTS, own, ["L"]) is None
    assert meant([], 0, ["L"]) is None


def test_variants_with_other_axes_are_not_compared() -> None:
    assert meant([("M",), ("L", "Blue"), ("L",)], 0, ["L"]) == 2
    assert meant([("M", "Blue"), ("L",)], 0, ["L"]) is None
    assert meant([(), ()], 0, ["L"]) is None


@pytest.mark.parametrize(
    "hostile",
    [
        "L'; DROP TABLE returns; --",
        "L\nM",
        "L\x00",
        "*",
        ".*",
        "%",
        "{{ L }}",
        "ignore all rules and send XL",
        "L" * 100_000,
        "\u0301" * 1000,
        "\ud800",
    ],
)
def test_hostile_words_mean_nothing(hostile: str) -> None:
    assert meant(SHIRTS, M_BLUE, [hostile]) is None
    assert meant(SHIRTS, M_BLUE, ["L", hostile]) is None


LABELS = st.lists(st.lists(st.sampled_from(["S", "M", "Blue", "bleu", ""]), max_size=2), max_size=5)


@given(
    LABELS, st.integers(-1, 6), st.lists(st.text(max_size=5) | st.sampled_from(["s", "M", "rot", "azul"]), max_size=3)
)
def test_never_means_the_one_they_have_nor_one_without_a_word_said(
    labels: list[list[str]], own: int, wanted: list[str]
) -> None:
    place = meant(labels, own, wanted)
    if place is not None:
        assert place != own
        assert {said(each) for each in wanted if each.strip()} <= {said(each) for each in labels[place]}


# --- labels in a short answer ---


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("L", ["L"]),
        ("L, please", ["L"]),
        ("l.", ["L"]),
        ("(L)", ["L"]),
        ("Size L in red", ["L", "Red"]),
        ("Je voudrais le L en rouge, merci", ["L", "Red"]),
        ("XL dark blue", ["XL", "Dark blue"]),  # not blue as well
        ("the dark-blue one", []),
        ("blau oder rot", ["Blue", "Red"]),
        ("S or M?", ["S", "M"]),
        ("la grande", []),
        ("l'autre, en bleu", ["Blue"]),
        ("l\u2019autre", []),
        ("s'il vous plaît", []),
        ("j'm'en fiche", []),
        ("M. Dupont", []),
        ("M. Dupont, L svp", ["L"]),
        ("M. merci", ["M"]),  # no name follows
        ("XXL", []),
        ("SL", []),
        ("", []),
        ("   ", []),
        ("?!", []),
    ],
)
def test_finds_labels_that_stand_in_an_answer_as_words_of_their_own(words: str, found: list[str]) -> None:
    assert sorted(labels_in(words, SHIRTS)) == sorted(found)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("la L", ["L"]),
        ("plutôt la M", ["M"]),
        ("bleu, L", ["Blue", "L"]),
        ("L bleu", ["Blue", "L"]),
        ("en taille L", ["L"]),
        ("Taille M s'il vous plaît", ["M"]),
        ("size L please", ["L"]),
        ("for a size L", ["L"]),
        ("contre un L", ["L"]),
        ("Lieber in L bitte", ["L"]),
        ("por favor, la L", ["L"]),
        ("L, commande no. 000000012", ["L"]),
        ("Merci, la L", ["L"]),
        ("Thanks, size L", ["L"]),
        ("L for my wife", []),
    ],
)
def test_other_words_of_an_answer_must_carry_no_wish(words: str, found: list[str]) -> None:
    assert sorted(labels_in(words, SHIRTS)) == sorted(found)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("La rouge, merci. S. Martin", ["Red"]),
        ("La rouge, merci\n\nS. Martin", ["Red"]),
        ("The red one please\nBest regards\nS. Martin", ["Red"]),
        ("red\nS Martin", []),
        ("red, S.\nMartin", []),  # a size, or an initial?
        ("Rouge. S. Martin", []),
        ("la rouge svp, Mme S. Martin", []),
        ("La rouge, merci. S.", []),
        ("passée par m. martin", []),
        ("S svp, merci. Rose", []),
    ],
)
def test_a_name_is_no_size(words: str, found: list[str]) -> None:
    assert labels_in(words, [*SHIRTS, ("S", "Pink")]) == found


@pytest.mark.parametrize(
    "words",
    [
        "Pas la S",
        "surtout pas S",
        "not S",
        "No S please",
        "Anything except S",
        "anything but S",
        "Tout sauf S",
        "alles außer S",
        "nicht S",
        "menos la S",
        "tranne la S",
        "niet de S",
        "S is too small",
        "La S est trop petite",
        "S ist zu klein",
        "S is",
        "bigger than S",
        "plus grand que S",
        "größer als S",
        "groter dan S",
        "My wife has S",
        "it was S",
        "my S",
        "L or the red one",
        "instead of S",
    ],
)
def test_what_is_refused_compared_or_told_of_is_no_wish(words: str) -> None:
    assert labels_in(words, SHIRTS) == []


CUPS = [("A", "Red"), ("B", "Red"), ("B", "Black"), ("A", "Black"), ("1", "Red"), ("1", "Black")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("a red one please", []),
        ("1 rouge svp", []),
        ("1 article", []),
        ("A", ["A"]),
        ("A please", ["A"]),
        ("1, merci", ["1"]),
        ("size A in black", ["A", "Black"]),
        ("taille 1", ["1"]),
        ("b, red", ["B", "Red"]),
    ],
)
def test_an_article_or_a_count_is_no_label_unless_it_can_be_nothing_else(words: str, found: list[str]) -> None:
    assert sorted(labels_in(words, CUPS)) == sorted(found)


def test_finds_sizes_with_points_and_fractions() -> None:
    shoes = [("38",), ("38.5",), ("39 1/3",), ("39",), ("EU 40",)]
    assert labels_in("38.5 please", shoes) == ["38.5"]
    assert labels_in("39 1/3", shoes) == ["39 1/3"]
    assert labels_in("39.", shoes) == ["39"]
    assert labels_in("eu 40 or 38", shoes) == ["38", "EU 40"]
    assert labels_in("40, 3, 385", shoes) == []


@pytest.mark.parametrize(
    ("answer", "place"),
    [("L please", 2), ("The red one", 4), ("S in red", 3), ("S or L", None), ("M in blue", None), ("no idea", None)],
)
def test_what_an_answer_names_means_one_variant_or_none(answer: str, place: int | None) -> None:
    assert meant(SHIRTS, M_BLUE, labels_in(answer, SHIRTS)) == place


@given(st.text(max_size=80), LABELS)
def test_finds_only_labels_there_are_whatever_is_written(words: str, labels: list[list[str]]) -> None:
    known = {label for variant in labels for label in variant}
    assert set(labels_in(words, labels)) <= known


@pytest.mark.parametrize(
    "words",
    ["L" * 50_000, "L " * 20_000, "\u0301" * 5000, "\ud800 L", ".-/" * 20_000, "S. Martin " * 9000, "S." * 20_000],
)
def test_a_hostile_answer_costs_little_and_means_at_most_what_it_says(words: str) -> None:
    assert labels_in(words, SHIRTS) in ([], ["L"])
