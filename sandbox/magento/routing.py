"""What a route is: verb, path, the resource it needs, its handler; and the search that many handlers share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.magento import search
from sandbox.magento.money import Record
from sandbox.magento.refusals import Refusal

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop


@dataclass(frozen=True)
class Call:
    """One request: `args` from the path, `query` as PHP nests it, `body` decoded ({} without one).

    `store`: the store view's code in the path (/rest/eu/V1/...), None without one or for `all`.
    """

    args: tuple[str, ...]
    query: dict[str, Any]
    body: Any
    store: str | None = None

    @property
    def id(self) -> int:
        """Return the path's id, cast as PHP casts it: 000000005 is 5."""
        if not re.fullmatch(r"-?\d+", self.args[0]):
            text = f'The "{self.args[0]}" value\'s type is invalid. The "int" type was expected. Verify and try again.'
            raise Refusal(400, text)
        return int(self.args[0])


Handler = Callable[["Shop", Call], Any]


@dataclass(frozen=True)
class Route:
    method: str
    template: str
    resource: str
    handler: Handler

    def match(self, method: str, path: str) -> tuple[str, ...] | None:
        found = re.fullmatch(re.sub(r"\{\w+\}", "([^/]+)", self.template), path)
        return found.groups() if found is not None and method == self.method else None


def found(
    shop: Shop,
    call: Call,
    rows: Sequence[Record],
    names: Iterable[str],
    show: Callable[[Record], Record] = lambda row: row,
) -> Record:
    """Return the answer to a search; `names` are the columns it may name, `show` makes a row's JSON."""
    criteria = search.parse(call.query, limited=shop.input_limits)
    hits, count = search.search(rows, criteria, set(names), lambda: next(shop.reports))
    items = [show(row) for row in hits]
    return {"items": items, "search_criteria": criteria.as_json(), "total_count": count}
