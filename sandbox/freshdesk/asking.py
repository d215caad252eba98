"""What a request says: its JSON or form, its page, its files. Refusals where that makes no sense."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from flask import Response, g, jsonify, request

from sandbox.freshdesk.account import Json, url
from sandbox.freshdesk.refusals import access_denied, invalid, invalid_json

Item = TypeVar("Item")
MOST_PER_PAGE = 100
LAST_PAGE = 300


def body() -> Json:
    """Return the JSON object sent; of a form (multipart, with files) the fields, `name[]` ones as lists."""
    if request.mimetype in ("multipart/form-data", "application/x-www-form-urlencoded"):
        fields: Json = {}
        for name, values in request.form.lists():
            fields[name.removesuffix("[]")] = values if name.endswith("[]") else values[0]
        return fields
    sent = request.get_json(silent=True, force=True)
    if not isinstance(sent, dict):
        raise invalid_json()
    return sent


def number(name: str, default: int, most: int) -> int:
    """Return a query parameter between 1 and `most`; raise a 400 refusal for anything else."""
    text = request.args.get(name, str(default))
    if not text.isdigit():
        raise invalid(name, "datatype_mismatch", "Value set is of type String. It should be a/an Positive Integer")
    if not 1 <= int(text) <= most:
        raise invalid(name, "invalid_value", f"It should be a Positive Integer less than or equal to {most}")
    return int(text)


def page(items: Sequence[Item], show: Callable[[Item], Json]) -> Response:
    """Answer one page; `Link` names the next one, where there is one."""
    size, at = number("per_page", 30, MOST_PER_PAGE), number("page", 1, LAST_PAGE)
    answer = jsonify([show(item) for item in items[(at - 1) * size : at * size]])
    if len(items) > at * size:
        query = urlencode({**request.args, "page": str(at + 1)})
        link = url(f"{request.path}?{query}")
        answer.headers["Link"] = f'<{link}>;rel="next"'
    return answer


def includes() -> list[str]:
    return [name for name in request.args.get("include", "").split(",") if name]


def admins_only() -> None:
    if not g.user.admin:
        raise access_denied()
