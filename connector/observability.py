"""Logs: one JSON line an event, constant names, ids as fields; never bodies, addresses, tokens or codes."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

FIELDS = (
    "tenant",
    "ticket",
    "case",
    "key",
    "outcome",
    "why",
    "seconds",
    "count",
    "status",
    "error",
    "path",
    "missing",
    "shop",
    "event",
)  # the only ones that are written: whatever else a caller adds does not reach the log


class JsonLines(logging.Formatter):
    """`{"at": …, "level": …, "event": …, "tenant": …}`. An exception adds its type and place, never its text."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "event": record.msg if isinstance(record.msg, str) else type(record.msg).__name__,
            "logger": record.name,
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            line["trace"] = _places(record.exc_info[2])
        return json.dumps(line, default=str)  # ASCII: no separator or half a character in a value ends or breaks a line


def _places(trace: Any) -> list[str]:
    """Files and lines only: a message may hold what a customer wrote."""
    found = []
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found[-8:]


def set_up_logs(level: str) -> None:
    """Our lines to standard error, other people's from WARNING up. Repeatable."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel("WARNING")
    logging.getLogger("connector").setLevel(level)
