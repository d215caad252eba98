"""Reading many tickets: incremental export by change, search export by query."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from operator import eq, ge, gt, le, lt
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from sandbox.zendesk.account import Json, url
from sandbox.zendesk.clock import iso
from sandbox.zendesk.people import People, User
from sandbox.zendesk.refusals import bad_request, invalid
from sandbox.zendesk.tickets import STATUSES, Ticket, ticket_json

if TYPE_CHECKING:
    from sandbox.zendesk.desk import ZendeskDesk

MOST_PER_PAGE = 1000
COMPARISONS = {":": eq, "<": lt, "<=": le, ">": gt, ">=": ge}
TERM = re.compile(r'(-?)(\w+)(:|[<>]=?)("[^"]*"|\S+)')


def generated(ticket: Ticket) -> int:
    return int(ticket.generated_at.timestamp())


def incremental(
    desk: ZendeskDesk, cursor: str | None, start_time: int | None, per_page: int
) -> tuple[Json, list[Ticket]]:
    """Return one page and its tickets. Changed again, a ticket comes again; deleted ones come too."""
    now = desk.clock.now()
    holdback = timedelta(seconds=desk.switches.incremental_holdback)
    if cursor is not None:
        position = _read_cursor(cursor)
    elif start_time is None:
        raise bad_request("Invalid attribute", "start_time or cursor is needed")
    elif datetime.fromtimestamp(start_time, UTC) > now - holdback:
        raise invalid("start_time", "Too recent start_time. Use a start_time older than 1 minute")
    else:
        position = (start_time, 0)
    waiting = sorted(
        (ticket for ticket in desk.tickets.all() if ticket.generated_at <= now - holdback),
        key=lambda ticket: (generated(ticket), ticket.id),
    )
    waiting = [ticket for ticket in waiting if (generated(ticket), ticket.id) > position]
    shown = waiting[: min(per_page, MOST_PER_PAGE)]
    if shown:
        position = (generated(shown[-1]), shown[-1].id)
    after = base64.b64encode(f"{position[0]}||{position[1]}".encode()).decode()
    body = {
        "tickets": [ticket_json(ticket) | {"generated_timestamp": generated(ticket)} for ticket in shown],
        "after_url": url(f"/api/v2/incremental/tickets/cursor.json?cursor={quote(after)}"),
        "after_cursor": after,
        "before_url": None,
        "before_cursor": None,
        "end_of_stream": len(shown) == len(waiting),
    }
    return body, shown


def _read_cursor(cursor: str) -> tuple[int, int]:
    try:
        seconds, _, number = base64.b64decode(cursor, validate=True).decode().partition("||")
        return int(seconds), int(number)
    except ValueError as error:
        raise bad_request("Invalid attribute", "the cursor is not valid") from error


def search(desk: ZendeskDesk, query: str) -> list[Ticket]:
    """Return living tickets that meet every term; raise a 400 refusal for terms this stand-in does not know."""
    rest = TERM.sub("", query).strip()
    if rest:
        raise bad_request("Unsupported here", f"this stand-in searches by name and value only, not for {rest!r}")
    tests = [_term(desk.people, *match.groups()) for match in TERM.finditer(query)]
    newest = desk.clock.now() - timedelta(seconds=desk.switches.search_lag)
    found = [ticket for ticket in desk.tickets.all() if not ticket.deleted and ticket.generated_at <= newest]
    return [ticket for ticket in found if all(test(ticket) for test in tests)]


def _term(people: People, minus: str, name: str, operator: str, value: str) -> Callable[[Ticket], bool]:
    wanted = value.strip('"')

    def holds(ticket: Ticket) -> bool:
        if name == "tags":
            return bool({tag.lower() for tag in re.split(r"[\s,]+", wanted)} & set(ticket.tags))
        if name == "status":
            return _compare(STATUSES.index(ticket.status), operator, STATUSES.index(wanted))
        if name == "requester":
            return _is(people.get(ticket.requester_id), wanted)
        moment = ticket.created_at if name == "created" else ticket.updated_at
        return _compare(iso(moment)[: len(wanted)], operator, wanted)  # a date alone compares days

    if name == "type" and wanted == "ticket":
        return lambda ticket: True
    if name not in ("tags", "status", "requester", "created", "updated"):
        raise bad_request("Unsupported here", f"this stand-in does not search by {name}")
    return (lambda ticket: not holds(ticket)) if minus else holds


def _is(user: User, wanted: str) -> bool:
    return wanted.lower() in [identity.value for identity in user.identities] or wanted == str(user.id)


def _compare(left: Any, operator: str, right: Any) -> bool:
    compare: Callable[[Any, Any], bool] = COMPARISONS[operator]
    return compare(left, right)


def search_page(found: Sequence[Ticket], size: int, start: int, query: str) -> Json:
    shown = found[start : start + size]
    more = start + size < len(found)
    cursor = base64.b64encode(str(start + len(shown)).encode()).decode()
    link = urlencode({"filter[type]": "ticket", "page[after]": cursor, "page[size]": size, "query": query})
    return {
        "results": [ticket_json(ticket) | {"result_type": "ticket"} for ticket in shown],
        "facets": None,
        "meta": {"has_more": more, "after_cursor": cursor},
        "links": {"prev": None, "next": url(f"/api/v2/search/export.json?{link}")},
    }


def search_start(cursor: str | None) -> int:
    try:
        return int(base64.b64decode(cursor, validate=True)) if cursor else 0
    except ValueError as error:
        raise bad_request("Invalid attribute", "page[after] is not valid") from error
