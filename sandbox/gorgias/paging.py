"""Pages by cursor. A cursor names the last item shown, so that what comes in between neither hides nor repeats one."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from flask import request

from sandbox.gorgias.account import Json
from sandbox.gorgias.refusals import Refusal, invalid

T = TypeVar("T")
Place = tuple[Any, int]  # what a list is ordered by (text or number), then the id
DEFAULT, LARGEST = 30, 100
COMMON = frozenset({"cursor", "limit", "order_by"})


def refuse_unknown(allowed: Collection[str]) -> None:
    """Raise a 400 refusal for a query parameter this list has not, e.g. `status` on tickets."""
    unknown = {name: ["Unknown field."] for name in request.args if name not in COMMON and name not in allowed}
    if unknown:
        raise invalid("Invalid query parameters", unknown)


def page(
    items: Sequence[T], to_json: Callable[[T], Json], orders: Mapping[str, Callable[[T], Any]], first: str
) -> Json:
    """Return the page asked for by `cursor`, `limit` and `order_by`. Items have an `id`; `orders` give a text or a
    number; `first` is the order unless asked otherwise, e.g. `created_datetime:desc`.
    """
    name, _, direction = request.args.get("order_by", first).partition(":")
    if name not in orders or direction not in ("", "asc", "desc"):
        raise _wrong("order_by", "Not a valid choice.")
    limit, backwards = _limit(), direction == "desc"
    places = {_place(item, orders[name]): item for item in items}
    ordered = sorted(places, reverse=backwards)
    shown = _cut(ordered, limit, backwards)
    more = bool(shown) and shown[-1] != ordered[-1]
    less = bool(shown) and shown[0] != ordered[0]
    query = request.query_string.decode()
    return {
        "object": "list",
        "uri": f"{request.path.rstrip('/')}{'?' if query else ''}{query}",
        "data": [to_json(places[place]) for place in shown],
        "meta": {
            "prev_cursor": _cursor("prev", shown[0]) if less else None,
            "next_cursor": _cursor("next", shown[-1]) if more else None,
        },
    }


def _place(item: Any, order: Callable[[Any], Any]) -> Place:
    return order(item), item["id"] if isinstance(item, dict) else item.id


def _cut(ordered: Sequence[Place], limit: int, backwards: bool) -> Sequence[Place]:
    cursor = request.args.get("cursor")
    if not cursor:
        return ordered[:limit]
    which, at = _read(cursor)
    if ordered and type(at[0]) is not type(ordered[0][0]):
        raise _wrong("cursor", "Made for another order.")
    if (which == "next") == backwards:
        beyond = [place for place in ordered if place < at]
    else:
        beyond = [place for place in ordered if place > at]
    return beyond[:limit] if which == "next" else beyond[-limit:]


def _limit() -> int:
    limit = request.args.get("limit", default=str(DEFAULT))
    if not limit.isdigit() or not 1 <= int(limit) <= LARGEST:
        raise _wrong("limit", f"Must be between 1 and {LARGEST}.")
    return int(limit)


def _cursor(which: str, place: Place) -> str:
    return base64.urlsafe_b64encode(json.dumps([which, *place]).encode()).decode()


def _read(cursor: str) -> tuple[str, Place]:
    try:
        which, value, ident = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, TypeError) as error:
        raise _wrong("cursor", "Not a valid cursor.") from error
    if which not in ("next", "prev") or not isinstance(ident, int):
        raise _wrong("cursor", "Not a valid cursor.")
    return which, (value, ident)


def _wrong(name: str, complaint: str) -> Refusal:
    return invalid("Invalid query parameters", {name: [complaint]})
