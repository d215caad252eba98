"""Hearing of changes: two automation rules, made once and mended, and the ticket list for what they never told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from connector.helpdesks.freshdesk.client import Account
from connector.helpdesks.freshdesk.webhook import SECRET_HEADER
from connector.outbound import decoded
from connector.ports.errors import NotFound, OutcomeUnknown, ReadFailed, Refused, Transient
from connector.ports.helpdesk import Changes

CREATED, UPDATED = 1, 4  # kinds of rules: when a ticket is made, when it is updated (contract, section 2)
NAMES = {CREATED: "Retour: new ticket", UPDATED: "Retour: customer replied"}
REQUESTER = 2  # who does it, in a rule on updates

PAGE = 100  # tickets; the most there are on one
LAST_PAGE = 300  # Freshdesk refuses those after it
MAX_PAGES = 1000  # of one poll


@dataclass(frozen=True, slots=True)
class EventSource:
    """Our two rules. `secret` is the header that they send."""

    rule_ids: tuple[str, str]
    secret: str = field(repr=False)


def ensure_rules(account: Account, endpoint: str, secret: str) -> EventSource:
    """Make our rules for `endpoint`, or mend what is there of them; both send `secret` from now on.

    Safe to repeat, also after OutcomeUnknown: it looks first, and further ones of ours go. Raise Transient, Refused or
    OutcomeUnknown.
    """
    created, updated = (_ensure(account, kind, endpoint, secret) for kind in (CREATED, UPDATED))
    return EventSource((created, updated), secret)


def remove_rules(account: Account, endpoint: str) -> int:
    """Delete what we made for `endpoint`; return how many there were. Raise Transient, Refused or OutcomeUnknown."""
    removed = 0
    for kind in (CREATED, UPDATED):
        for rule_id in _ours(account, kind, endpoint):
            _delete(account, kind, rule_id)
            removed += 1
    return removed


def _ensure(account: Account, kind: int, endpoint: str, secret: str) -> str:
    ours, wanted = _ours(account, kind, endpoint), rule(kind, endpoint, secret)
    if not ours:
        answer = decoded(account.write("POST", _path(kind), wanted), OutcomeUnknown)
        try:
            return str(answer["id"])
        except (KeyError, TypeError) as error:
            raise OutcomeUnknown("the answer is not a rule") from error
    account.write("PUT", f"{_path(kind)}/{ours[0]}", wanted)
    for further in ours[1:]:
        _delete(account, kind, further)
    return ours[0]


def rule(kind: int, endpoint: str, secret: str) -> dict[str, Any]:
    """A rule's body: ids alone are sent, since whether texts arrive as valid JSON is not known.

    Keys left out are answered with 500, not 400 (contract, section 2).
    """
    document: dict[str, Any] = {
        "name": NAMES[kind],
        "description": "Sends the ticket id to Retour.",
        "active": True,
        "conditions": [
            {
                "name": "condition_set_1",
                "match_type": "any",
                "properties": [
                    {"resource_type": "ticket", "field_name": "priority", "operator": "in", "value": [1, 2, 3, 4]}
                ],
            }
        ],
        "actions": [
            {
                "field_name": "trigger_webhook",
                "request_type": "POST",
                "content_type": "JSON",
                "content_layout": "2",
                "url": endpoint,
                "content": {"ticket_id": "{{ticket.id}}", "event": "{{triggered_event}}"},
                "custom_headers": {SECRET_HEADER: secret},
            }
        ],
    }
    if kind == UPDATED:
        document |= {"performer": {"type": REQUESTER}, "events": [{"field_name": "reply_sent"}]}
    return document


def _ours(account: Account, kind: int, endpoint: str) -> list[str]:
    """Ids of the rules with our name and address. The list is documented as an object and was seen as an array."""
    try:
        answer = account.read(_path(kind))
    except NotFound as error:
        raise ReadFailed("no automation rules") from error
    try:
        rules = answer["rules"] if isinstance(answer, dict) else answer
        return [str(each["id"]) for each in rules if each["name"] == NAMES[kind] and _calls(each, endpoint)]
    except (KeyError, TypeError, AttributeError) as error:
        raise ReadFailed("not a list of rules") from error


def _calls(found: dict[str, Any], endpoint: str) -> bool:
    return any(action.get("url") == endpoint for action in found.get("actions") or ())


def _delete(account: Account, kind: int, rule_id: str) -> None:
    try:
        account.write("DELETE", f"{_path(kind)}/{rule_id}")
    except Refused as error:
        if error.code != "404":  # somebody was faster
            raise


def _path(kind: int) -> str:
    return f"/api/v2/automations/{kind}/rules"


def changed_since(account: Account, since: datetime) -> Changes:
    """Return tickets changed since; deleted ones and spam are not among them.

    The list goes from the oldest change to the newest: where it breaks off, most often at the limit of ticket lists,
    what was read counts. Raise Transient where that is nothing, or nothing beyond `since`.
    """
    found: dict[str, None] = {}
    until = since
    try:
        for ids, complete in _listed(account, since):
            found |= dict.fromkeys(ids)
            until = complete
    except Transient:
        if until <= since:
            raise
        return Changes(tuple(found), until)
    return Changes(tuple(found))


def _listed(account: Account, since: datetime) -> Iterator[tuple[list[str], datetime]]:
    """Yield each page's ids, and up to when nothing is missing any more.

    After each full page the list begins anew at that page's last change: a ticket that changes meanwhile moves to the
    end and would push another one over the page's edge, and page 301 is refused. Only within one second it turns pages.
    """
    start, number = _second_before(since), 1
    for _ in range(MAX_PAGES):
        page = _page(account, start, number)
        try:
            ids = [str(ticket["id"]) for ticket in page]
            last = _second_before(datetime.fromisoformat(page[-1]["updated_at"])) if page else start
        except (KeyError, TypeError, ValueError) as error:
            raise ReadFailed("not a ticket list's page") from error
        yield ids, last
        if len(page) < PAGE:
            return
        if last > start:
            start, number = last, 1
        elif number < LAST_PAGE:
            number += 1
        else:
            raise ReadFailed("the ticket list does not move on")
    raise ReadFailed("too many changes for one poll")


def _page(account: Account, start: datetime, number: int) -> list[Any]:
    asked = {"updated_since": f"{start:%Y-%m-%dT%H:%M:%SZ}", "order_by": "updated_at", "order_type": "asc"}
    try:
        page = account.list_tickets({**asked, "per_page": str(PAGE), "page": str(number)})
    except NotFound as error:
        raise ReadFailed("no ticket list") from error
    if not isinstance(page, list):
        raise ReadFailed("not a ticket list")
    return page


def _second_before(at: datetime) -> datetime:
    """Stamps are whole seconds: `at`'s own may go on after the page, and whether `updated_since` takes in its own is
    not documented."""
    return at.astimezone(UTC).replace(microsecond=0) - timedelta(seconds=1)
