"""Magento's words, with their placeholders filled."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from connector.magento.refusals import filled, told

Recorded = Callable[[str], Any]


@pytest.mark.parametrize(
    ("message", "parameters", "words"),
    [
        ('item "%1".', ["Mug"], 'item "Mug".'),
        ("%2 before %1", ["a", "b"], "b before a"),
        ("%1 and %10", [str(n) for n in range(1, 11)], "1 and 10"),
        ("%1 is %2", ["%2", "x"], "%2 is x"),  # a value is not filled again
        ("%1 and %2", ["a"], "a and %2"),
        ("%fieldName = %fieldValue", {"fieldName": "id", "fieldValue": 5}, "id = 5"),
        ("Maximum is %max", {"max": 300}, "Maximum is 300"),
        ("100 % of %1", None, "100 % of %1"),
    ],
)
def test_fills_placeholders_from_a_list_or_an_object(message: str, parameters: object, words: str) -> None:
    assert filled(message, parameters) == words


def test_several_problems_become_several_lines(recorded: Recorded) -> None:
    body = recorded("auth/04-admin-token-empty-body")["response"]["body"]
    assert told(json.dumps(body)).splitlines() == [
        "One or more input exceptions have occurred.",
        '"username" is required. Enter and try again.',
        '"password" is required. Enter and try again.',
    ]


@pytest.mark.parametrize("body", ["<html>", "", "[]", "null", '{"error": 1}', '{"message": 1}'])
def test_a_body_that_is_not_magentos_is_passed_on(body: str) -> None:
    assert told(body) == body
