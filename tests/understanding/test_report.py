"""JSON lines in, JSON out."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from connector.domain.request import Reason
from connector.ports.understanding import Turn
from connector.understanding import TicketReader
from connector.understanding.report import as_json, read_line


def test_reports_the_fields_of_a_label_set() -> None:
    ticket = {"id": "t1", "subject": "", "body": "Please refund me 18.50 EUR, the mug of order 000000012 is missing"}
    ticket_id, subject, turns = read_line(json.dumps(ticket))
    report = as_json(ticket_id, TicketReader(lambda: None).understand(subject, turns))
    evidence = report.pop("evidence")
    assert isinstance(evidence, list)
    assert {"field": "orders", "start": 45, "end": 54, "text": "000000012"} in evidence
    assert report == {
        "id": "t1",
        "kind": "refund",
        "kinds": ["refund"],
        "reason": "not_received",
        "reason_exact": "missing_item",
        "reason_told": True,
        "orders": ["000000012"],
        "quoted_order": None,
        "items": ["mug"],
        "skus": [],
        "quantity": None,
        "everything": False,
        "want": None,
        "amount": {"value": 18.5, "currency": "EUR"},
        "photo": False,
        "status_of": None,
        "sentiment": "neu",
        "urgent": False,
        "lang": "en",
        "confidence": 0.93,
        "flags": [],
        "injection": False,
        "actionable": True,
        "text": ticket["body"],
        "model": "patterns-2",
        "advice": None,
    }
    assert json.loads(json.dumps(report)) == report


def test_reports_what_is_only_likely_as_such() -> None:
    body = "Please cancel this one, thanks.\n\n> Thank you for your order 000000838!"
    read = replace(TicketReader(lambda: None).understand("", [Turn(body, True)]), perhaps=Reason.STYLE)
    report = as_json("t1", read)
    assert [report[name] for name in ("reason", "reason_exact", "reason_told")] == ["changed_mind", "style", False]
    assert [report[name] for name in ("orders", "quoted_order", "actionable")] == [["000000838"], "000000838", False]


def test_reads_a_ticket_of_one_body() -> None:
    line = '{"id": 7, "subject": "Hi", "body": "<p>x</p>", "html": true, "pictures": 2}'
    assert read_line(line) == ("7", "Hi", [Turn("<p>x</p>", by_customer=True, html=True, pictures=2)])


def test_reads_a_thread() -> None:
    line = '{"id": "a", "turns": ["one", {"author": "agent", "body": "two"}, {"author": "customer", "body": "three"}]}'
    turns = [Turn("one", by_customer=True), Turn("two", by_customer=False), Turn("three", by_customer=True)]
    assert read_line(line) == ("a", "", turns)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("", "not a JSON line"),
        ("{", "not a JSON line"),
        ("[" * 100_000, "not a JSON line"),
        ("[1]", "a ticket is a JSON object"),
        ('{"body": "x"}', "'id' is missing"),
        ('{"id": null, "body": "x"}', "'id' is missing"),
        ('{"id": "a"}', "neither 'body' nor 'turns'"),
        ('{"id": "a", "body": 3}', "'body' is missing or no text"),
        ('{"id": "a", "subject": 3, "body": "x"}', "'subject' is missing or no text"),
        ('{"id": "a", "turns": []}', "'turns' is not a list of messages"),
        ('{"id": "a", "turns": [3]}', "a turn is a text or an object"),
        ('{"id": "a", "turns": [{"author": "bot", "body": "x"}]}', "'author' is neither customer nor agent"),
        ('{"id": "a", "turns": [{"author": "agent"}]}', "'body' is missing or no text"),
        ('{"id": "a", "body": "x", "html": 1}', "'html' is neither true nor false"),
        ('{"id": "a", "body": "x", "pictures": -1}', "'pictures' is not a count"),
    ],
)
def test_refuses_a_bad_line_and_shows_it(line: str, problem: str) -> None:
    with pytest.raises(ValueError, match="(?s).+") as caught:
        read_line(line)
    assert problem in str(caught.value)
    assert repr(line[:60])[:-1] in str(caught.value)
