"""searchCriteria: read from the query as PHP reads it, applied as the database would."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fnmatch import translate
from typing import Any
from urllib.parse import unquote_plus

from sandbox.magento.money import Record
from sandbox.magento.refusals import InternalError, Refusal, required, wrong_type

DEFAULT_PAGE, MAX_PAGE = 20, 300  # webapi/validation/*, when a shop switched limits on
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Filter:
    field: str
    value: str
    condition: str


@dataclass
class Criteria:
    """Groups are AND, filters in a group OR. `page_size` 0 or None: everything."""

    groups: list[list[Filter]] = field(default_factory=list)
    sorts: list[tuple[str, str]] = field(default_factory=list)
    page_size: int | None = None
    page: int | None = None

    def as_json(self) -> Record:
        record: Record = {
            "filter_groups": [
                {"filters": [{"field": f.field, "value": f.value, "condition_type": f.condition} for f in group]}
                for group in self.groups
            ]
        }
        if self.sorts:
            record["sort_orders"] = [{"field": name, "direction": direction} for name, direction in self.sorts]
        if self.page_size is not None:
            record["page_size"] = self.page_size
        if self.page is not None:
            record["current_page"] = self.page
        return record


def php_query(query_string: str) -> dict[str, Any]:
    """Return the query as nested dicts: a[b][0]=c is {"a": {"b": {"0": "c"}}}; + is a space."""
    tree: dict[str, Any] = {}
    for part in query_string.split("&"):
        if not part:
            continue
        name, _, value = part.partition("=")
        name = unquote_plus(name)
        head, _, rest = name.partition("[")
        keys = [head, *re.findall(r"\[([^\]]*)\]", f"[{rest}")] if rest else [head]
        node = tree
        for key in keys[:-1]:
            child = node.setdefault(key, {})
            if not isinstance(child, dict):
                child = node[key] = {}
            node = child
        node[keys[-1]] = unquote_plus(value)
    return tree


def parse(query: dict[str, Any], *, limited: bool = False) -> Criteria:
    """Read searchCriteria or search_criteria; raise Refusal where it is missing or of the wrong type."""
    raw = _get(query, "search_criteria")
    if raw is None:
        raise required("searchCriteria")
    tree = raw if isinstance(raw, dict) else {}
    criteria = Criteria()
    for group in _rows(_get(tree, "filter_groups")):
        criteria.groups.append([_filter(row) for row in _rows(_get(group, "filters"))])
    for row in _rows(_get(tree, "sort_orders")):
        direction = str(_get(row, "direction") or "DESC").upper()
        if direction not in ("ASC", "DESC"):
            text = "The sort order has to be specified as %1 for ascending order or %2 for descending order."
            raise Refusal(400, text, ["ASC", "DESC"])
        criteria.sorts.append((str(_get(row, "field")), direction))
    criteria.page_size = _integer(tree, "page_size", "pageSize")
    criteria.page = _integer(tree, "current_page", "currentPage")
    if limited:
        if (criteria.page_size or 0) > MAX_PAGE:
            raise Refusal(400, "Maximum SearchCriteria pageSize is %max", {"max": MAX_PAGE})
        criteria.page_size = criteria.page_size or DEFAULT_PAGE
    return criteria


def _get(tree: dict[str, Any], name: str) -> Any:
    """Return a key in snake_case or camelCase."""
    head, *tail = name.split("_")
    return tree.get(name, tree.get(head + "".join(part.title() for part in tail)))


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value.values() if isinstance(row, dict)] if isinstance(value, dict) else []


def _filter(row: dict[str, Any]) -> Filter:
    return Filter(str(_get(row, "field")), str(_get(row, "value") or ""), str(_get(row, "condition_type") or "eq"))


def _integer(tree: dict[str, Any], name: str, shown: str) -> int | None:
    value = _get(tree, name)
    if value is None:
        return None
    if not re.fullmatch(r"\s*-?\d+\s*", str(value)):
        raise wrong_type(shown, value, "int")
    return int(value)


def search(
    rows: Sequence[Record], criteria: Criteria, columns: Collection[str], report: Callable[[], int]
) -> tuple[list[Record], int]:
    """Return a page of rows and the count of all hits; raise InternalError for a column that does not exist."""
    names = [item.field for group in criteria.groups for item in group] + [name for name, _ in criteria.sorts]
    if any(name not in columns for name in names):
        raise InternalError(report())
    hits = [row for row in rows if all(any(_matches(row, item) for item in group) for group in criteria.groups)]
    for name, direction in reversed(criteria.sorts):
        hits.sort(key=lambda row: _sort_key(row.get(name)), reverse=direction == "DESC")
    if not criteria.page_size or criteria.page_size < 0:
        return hits, len(hits)
    start = (max(criteria.page or 1, 1) - 1) * criteria.page_size
    return hits[start : start + criteria.page_size], len(hits)


def _sort_key(value: Any) -> tuple[int, Any]:
    """Nulls first, as in the database; text without regard to case."""
    if value is None:
        return (0, 0)
    return (1, value.casefold() if isinstance(value, str) else value)


def _matches(row: Record, item: Filter) -> bool:
    test = CONDITIONS.get(item.condition)
    if test is None:
        return False  # unknown conditions find nothing and say nothing
    value = row.get(item.field)
    if value is None:
        return item.condition == "null"
    return test(value, item.value)


def _pair(value: Any, text: str) -> tuple[Any, Any]:
    """Return both sides comparable: numbers as numbers, text without regard to case (collation utf8_general_ci)."""
    if isinstance(value, str):
        return value.casefold(), text.casefold()
    try:
        return Decimal(value), Decimal(text)
    except InvalidOperation:
        return Decimal(value), Decimal(0)  # the database reads text as 0


def _equal(value: Any, text: str) -> bool:
    left, right = _pair(value, text)
    return bool(left == right)


def _like(value: Any, text: str) -> bool:
    pattern = text.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]").replace("%", "*").replace("_", "?")
    return re.match(translate(pattern.casefold()), str(value).casefold()) is not None


def _greater(value: Any, text: str) -> bool:
    left, right = _pair(value, text)
    return bool(left > right)


CONDITIONS: dict[str, Callable[[Any, str], bool]] = {
    "eq": _equal,
    "neq": lambda value, text: not _equal(value, text),
    "gt": _greater,
    "gteq": lambda value, text: _greater(value, text) or _equal(value, text),
    "moreq": lambda value, text: _greater(value, text) or _equal(value, text),
    "from": lambda value, text: _greater(value, text) or _equal(value, text),
    "lt": lambda value, text: not (_greater(value, text) or _equal(value, text)),
    "lteq": lambda value, text: not _greater(value, text),
    "to": lambda value, text: not _greater(value, text),
    "like": _like,
    "nlike": lambda value, text: not _like(value, text),
    "in": lambda value, text: any(_equal(value, part) for part in text.split(",")),
    "nin": lambda value, text: not any(_equal(value, part) for part in text.split(",")),
    "finset": lambda value, text: text.casefold() in str(value).casefold().split(","),
    "null": lambda _value, _text: False,
    "notnull": lambda _value, _text: True,
}
