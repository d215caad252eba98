"""Cursor pages over a list in memory. A cursor is opaque to the caller; here it holds a position.

As recorded from Zendesk, the last page still carries cursors and a `links.next` (to an empty page): only
`meta.has_more` says whether to go on.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from flask import request

from sandbox.zendesk.account import Json, url
from sandbox.zendesk.refusals import bad_request

T = TypeVar("T")
LARGEST = 100


def encode(position: int) -> str:
    return base64.b64encode(f'{{"o":"id","v":{position}}}'.encode()).decode()


def decode(cursor: str) -> int:
    """Raise a 400 refusal for a cursor that is not ours."""
    try:
        return int(base64.b64decode(cursor, validate=True).decode().split('"v":')[1].rstrip("}"))
    except (ValueError, IndexError) as error:
        raise bad_request("Invalid attribute", "the page cursor is not valid") from error


def page_size(largest: int) -> int:
    size = request.args.get("page[size]", default=largest, type=int)
    if not 1 <= size <= largest:
        raise bad_request("Invalid attribute", f"page[size] must be from 1 to {largest}")
    return size


def link_to(direction: str, cursor: str) -> str:
    kept = {key: value for key, value in request.args.items() if key not in ("page[after]", "page[before]")}
    return url(f"{request.path}?{urlencode(kept | {f'page[{direction}]': cursor})}")


def page(items: Sequence[T], name: str, to_json: Callable[[T], Json], largest: int = LARGEST) -> Json:
    """Return the page the request asks for by `page[size]`, `page[after]` and `page[before]`."""
    size = page_size(largest)
    before = request.args.get("page[before]")
    after = request.args.get("page[after]")
    if before:
        end = decode(before)
        start = max(0, end - size)
    else:
        start = decode(after) if after else 0
        end = start + size
    shown = items[start:end]
    first, last = (encode(start), encode(start + len(shown))) if shown else (None, None)
    return {
        name: [to_json(item) for item in shown],
        "meta": {"has_more": end < len(items), "after_cursor": last, "before_cursor": first},
        "links": {"prev": first and link_to("before", first), "next": last and link_to("after", last)},
    }
