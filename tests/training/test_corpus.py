"""What the model learns from: labels it knows, no ticket it is measured by, the same tickets for the same seed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connector.understanding.views import KINDS, REASONS, SAYS
from training.compose import compose
from training.corpus import FOLDS, Example, bank, clauses, other_matters, tickets
from training.evaluate import HELD_OUT
from training.wishes import DATA, choices, texts

LANGS = {"en", "fr", "de", "es", "it", "nl"}


def plain(text: str) -> str:
    return " ".join(text.casefold().split())


def test_tickets_have_labels_that_the_model_knows() -> None:
    found = tickets()
    assert len(found) > 4_000
    for each in found:
        assert each.kind in KINDS, each
        assert each.reason is None or each.reason in REASONS[:-1], each
        assert each.lang in LANGS, each
    assert {each.fold for each in found} == set(range(FOLDS))
    assert len({plain(each.body) for each in found}) > 0.99 * len(found)


def test_sentences_have_labels_that_the_model_knows() -> None:
    said = [*clauses(bank()), *other_matters()]
    assert {each.says for each in said} == set(SAYS)
    assert {each.reason for each in said} == {*REASONS[:-1], None}
    assert {each.lang for each in said} == LANGS


@pytest.mark.parametrize("path", sorted(HELD_OUT.glob("*.jsonl")), ids=lambda path: path.stem)
def test_nothing_that_it_is_measured_by_was_learnt(path: Path) -> None:
    learnt = {plain(each.body) for each in tickets()} | {plain(each.text) for each in other_matters()}
    measured = [json.loads(line)["body"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(measured) >= 150
    shared = [body for body in measured if plain(body) in learnt]
    assert [body for body in shared if len(body.split()) > 2] == []  # "refund???" is anybody's


def test_the_same_seed_composes_the_same_tickets() -> None:
    of = bank()
    told = [each for each in clauses(of) if each.fold != 0]

    def made(seed: int) -> list[Example]:
        return compose(of, told, 200, fold=1, seed=seed)

    assert made(7) == made(7)
    assert made(7) != made(8)
    assert {each.kind for each in made(7)} == set(KINDS)
    assert all(each.composed and each.fold == 1 for each in made(7))
    assert not [each for each in made(7) if "{" in each.body + each.subject], "a slot was left open"


def test_every_wish_names_a_size_or_colour_that_can_be_found() -> None:
    written = [json.loads(line) for line in (DATA / "wishes.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(written) >= 1_200
    assert {each["lang"] for each in written} == LANGS
    assert sum(not each["want"] for each in written) > len(written) / 3
    missed = [text.body for text in texts() for choice in choices(text, {}) if choice.missed]
    assert len(missed) <= 10


def test_no_wish_that_the_reader_is_tested_by_was_learnt() -> None:
    fixture = Path(__file__).parents[1] / "understanding" / "fixtures" / "wishes.jsonl"
    tested = {plain(json.loads(line)["body"]) for line in fixture.read_text(encoding="utf-8").splitlines()}
    measured = {
        plain(json.loads(line)["body"])
        for path in HELD_OUT.glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    assert not {plain(text.body) for text in texts()} & (tested | measured)
