"""Logs name events and ids. What a customer wrote, an address or a token never reaches them."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from connector.observability import FIELDS, JsonLines, set_up_logs

SECRET = "lea@example.test wrote: give me my money, token-123"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What a logger of ours writes, as it would stand on standard error."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("connector.probe")
    logger.addHandler(handler)
    logger.setLevel("DEBUG")
    logger.propagate = False
    yield stream
    logger.removeHandler(handler)
    logger.propagate = True


log = logging.getLogger("connector.probe")


def only(stream: io.StringIO) -> dict[str, Any]:
    (line,) = stream.getvalue().splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_writes_an_event_with_its_ids(lines: io.StringIO) -> None:
    log.info("refund_requested", extra={"tenant": "zendesk-acme", "case": "abc", "key": "refund-abc-1", "count": 2})
    line = only(lines)
    assert datetime.fromisoformat(line.pop("at")).utcoffset() is not None
    assert line == {
        "level": "INFO",
        "event": "refund_requested",
        "logger": "connector.probe",
        "tenant": "zendesk-acme",
        "case": "abc",
        "key": "refund-abc-1",
        "count": 2,
    }


def test_drops_every_field_that_is_not_listed(lines: io.StringIO) -> None:
    log.info(
        "ticket_read", extra={"ticket": "7001", "body": SECRET, "email": SECRET, "headers": SECRET, "token": SECRET}
    )
    assert only(lines).keys() == {"at", "level", "event", "logger", "ticket"}
    assert "token-123" not in lines.getvalue()


def test_writes_every_listed_field(lines: io.StringIO) -> None:
    log.info("all_of_them", extra=dict.fromkeys(FIELDS, "x"))
    assert only(lines).keys() == {"at", "level", "event", "logger", *FIELDS}
    assert not {"body", "text", "email", "token", "code", "headers", "name", "address"} & set(FIELDS)


def test_never_writes_what_an_exception_says(lines: io.StringIO) -> None:
    def fails() -> None:
        try:
            raise ValueError(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error

    try:
        fails()
    except RuntimeError:
        log.exception("action_failed", extra={"case": "abc"})
    line = only(lines)
    assert (line["event"], line["exception"], line["case"]) == ("action_failed", "RuntimeError", "abc")
    assert "fails" in line["trace"][-1]
    assert "test_observability.py:" in line["trace"][-1]
    assert "lea@" not in lines.getvalue()
    assert "token-123" not in lines.getvalue()


def test_never_writes_an_exception_that_was_logged_as_the_event(lines: io.StringIO) -> None:
    log.warning(ValueError(SECRET))
    assert only(lines)["event"] == "ValueError"
    assert "lea@" not in lines.getvalue()


def test_never_fills_in_what_others_put_into_their_messages(lines: io.StringIO) -> None:
    log.warning("Connection to %s failed", SECRET)
    assert only(lines)["event"] == "Connection to %s failed"


def test_an_event_is_one_line_whatever_is_in_it(lines: io.StringIO) -> None:
    log.info("ticket_later", extra={"why": 'a\nb"\u2028é\ud800', "seconds": 1.5})
    assert lines.getvalue().count("\n") == 1
    assert only(lines)["why"] == 'a\nb"\u2028é\ud800'


def test_our_lines_count_from_the_level_and_others_from_warning_up(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, ours = logging.getLogger(), logging.getLogger("connector")
    monkeypatch.setattr(root, "handlers", list(root.handlers))
    before = root.level, ours.level
    try:
        for _ in range(2):  # repeatable: no line twice
            set_up_logs("INFO")
        logging.getLogger("connector.flow.run").debug("too_fine")
        logging.getLogger("connector.flow.run").info("ticket_read")
        logging.getLogger("urllib3").info("somebody_elses")
        logging.getLogger("urllib3").warning("somebody_warns")
    finally:
        root.setLevel(before[0])
        ours.setLevel(before[1])
    events = [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()]
    assert events == ["ticket_read", "somebody_warns"]
