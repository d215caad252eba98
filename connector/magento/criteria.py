"""Query strings: searchCriteria and percent-encoding.

A space goes out as `%20`: with `+`, which requests would send, Magento finds our signature invalid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

PAGE_SIZE = 100  # shops may refuse more (`webapi/validation`), and without a size Magento sends everything

Query = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Filter:
    field: str
    value: str
    condition: str = "eq"  # Magento answers an unknown condition with 200 and no results


def encode(query: Query) -> str:
    """Percent-encode names and values in full; every name gets its `=`, which Magento's signature check needs."""
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in query)


def search(any_of: Sequence[Filter], fields: str, page: int = 1, size: int = PAGE_SIZE, newest_by: str = "") -> Query:
    """Ask for records that match at least one filter (one group: OR), holding only `fields` of each. `newest_by`: the
    field to sort by, highest first; Magento answers 500 for one that it does not have."""
    query: list[tuple[str, str]] = []
    for index, wanted in enumerate(any_of):
        prefix = f"searchCriteria[filter_groups][0][filters][{index}]"
        query += [
            (f"{prefix}[field]", wanted.field),
            (f"{prefix}[value]", wanted.value),
            (f"{prefix}[condition_type]", wanted.condition),
        ]
    if newest_by:
        query += [("searchCriteria[sortOrders][0][field]", newest_by)]
        query += [("searchCriteria[sortOrders][0][direction]", "DESC")]
    query += [("searchCriteria[pageSize]", str(size)), ("searchCriteria[currentPage]", str(page))]
    return [*query, ("fields", f"items[{fields}],total_count")]
