"""What was read, as plain JSON; and tickets read from JSON lines."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from connector.domain.request import Flag
from connector.ports.understanding import Turn, Understanding
from connector.understanding.kinds import wider


def as_json(ticket_id: str, understanding: Understanding) -> dict[str, object]:
    """Return the fields as JSON values. `amount.value` is a number of the currency's main unit, for reading only;
    `reason_told` false: the reason is only the likeliest and decides nothing; `quoted_order`: it is in `orders` too.
    """
    read = understanding
    amount, likeliest = read.amount, read.reason or read.perhaps
    return {
        "id": ticket_id,
        "kind": read.kind.value,
        "kinds": [kind.value for kind in read.kinds],
        "reason": None if likeliest is None else wider(likeliest).value,
        "reason_exact": None if likeliest is None else likeliest.value,
        "reason_told": read.reason is not None,
        "orders": list(read.orders) or ([read.quoted_order] if read.quoted_order else []),
        "quoted_order": read.quoted_order,
        "items": list(read.items),
        "skus": list(read.skus),
        "quantity": read.quantity,
        "everything": read.everything,
        "want": None if read.want is None else dict(read.want),
        "amount": None if amount is None else {"value": float(amount.amount), "currency": amount.currency},
        "photo": read.photo,
        "status_of": read.status_of,
        "sentiment": read.sentiment,
        "urgent": read.urgent,
        "lang": read.lang,
        "confidence": float(read.confidence),
        "evidence": [
            {"field": piece.field, "start": piece.start, "end": piece.end, "text": piece.text}
            for piece in read.evidence
        ],
        "flags": sorted(flag.value for flag in read.flags),
        "injection": Flag.INJECTION in read.flags,
        "actionable": read.actionable,
        "text": read.text,
        "model": read.model,
        "advice": None if read.advice is None else asdict(read.advice),
    }


def read_line(line: str) -> tuple[str, str, list[Turn]]:
    """Read `{"id", "subject", "body"}` or `{"id", "subject", "turns": [text or {"author", "body"}]}`.

    Return (id, subject, turns). Raise ValueError naming the line and what is wrong with it.
    """
    try:
        ticket = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"not a JSON line ({error}): {_shown(line)}") from error
    if not isinstance(ticket, dict):
        raise ValueError(f"a ticket is a JSON object: {_shown(line)}")
    if not isinstance(ticket.get("id"), str | int) or isinstance(ticket["id"], bool):
        raise ValueError(f"'id' is missing or no text: {_shown(line)}")
    subject = _text(ticket.get("subject", ""), "subject", line)
    if "turns" not in ticket:
        if "body" not in ticket:
            raise ValueError(f"neither 'body' nor 'turns': {_shown(line)}")
        return str(ticket["id"]), subject, [_turn(ticket, line)]
    if not isinstance(ticket["turns"], list) or not ticket["turns"]:
        raise ValueError(f"'turns' is not a list of messages: {_shown(line)}")
    return str(ticket["id"]), subject, [_turn(turn, line) for turn in ticket["turns"]]


def _turn(turn: Any, line: str) -> Turn:
    """Read one message; a bare text is the customer's."""
    if isinstance(turn, str):
        return Turn(turn, by_customer=True)
    if not isinstance(turn, dict):
        raise ValueError(f"a turn is a text or an object with 'author' and 'body': {_shown(line)}")
    author = turn.get("author", "customer")
    if author not in ("customer", "agent"):
        raise ValueError(f"'author' is neither customer nor agent: {_shown(line)}")
    html = turn.get("html", False)
    pictures = turn.get("pictures", 0)
    if not isinstance(html, bool):
        raise ValueError(f"'html' is neither true nor false: {_shown(line)}")
    if not isinstance(pictures, int) or isinstance(pictures, bool) or pictures < 0:
        raise ValueError(f"'pictures' is not a count: {_shown(line)}")
    return Turn(_text(turn.get("body"), "body", line), by_customer=author == "customer", html=html, pictures=pictures)


def _text(value: Any, name: str, line: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"'{name}' is missing or no text: {_shown(line)}")
    return value


def _shown(line: str) -> str:
    return repr(line if len(line) <= 80 else f"{line[:77]}...")
