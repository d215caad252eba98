"""Hearing of changes: our webhook, made once and mended, and the export for what the webhook never told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from zenpy.lib.api_objects import Webhook

from connector.helpdesks.zendesk.client import Account
from connector.helpdesks.zendesk.sdk import contained, zenpy_for
from connector.helpdesks.zendesk.webhook import PUBLIC_TEST_SECRET
from connector.ports.errors import NotFound, OutcomeUnknown, ReadFailed, Refused, Transient
from connector.ports.helpdesk import Changes

NAME = "Retour ticket events"
EVENTS = ("zen:event-type:ticket.created", "zen:event-type:ticket.comment_added")
TRIGGER_KIND = "conditional_ticket_events"  # such a webhook can never become one of events
EXPORT_LAG = timedelta(minutes=2)  # the export leaves out the last minute and refuses to start in it
MAX_EXPORT_PAGES = 8  # of up to 1000 tickets; also our share of the account's calls per minute (limits.EXPORT)


@dataclass(frozen=True, slots=True)
class EventSource:
    """Our webhook. `secret` signs its deliveries."""

    webhook_id: str
    secret: str = field(repr=False)


def ensure_webhook(account: Account, endpoint: str) -> EventSource:
    """Return our webhook for `endpoint`, made if there is none, mended if somebody changed or paused it.

    Safe to repeat, also after OutcomeUnknown: it looks first. Raise Transient, Refused or OutcomeUnknown.
    """
    ours = _ours(account, endpoint)
    found = next((hook for hook in ours if hook.status == "active"), ours[0] if ours else None)
    api = zenpy_for(account).webhooks
    if found is None:
        with contained(OutcomeUnknown):
            webhook_id = str(api.create(_wanted(endpoint)).id)
    else:
        webhook_id = str(found.id)
        if found.status != "active" or set(found.subscriptions) != set(EVENTS):
            with contained(OutcomeUnknown):
                api.update(webhook_id, _wanted(endpoint))
    return EventSource(webhook_id, _secret(account, webhook_id))


def remove_webhooks(account: Account, endpoint: str) -> int:
    """Delete what we made for `endpoint`; return how many there were. Raise Transient, Refused or OutcomeUnknown."""
    ours = _ours(account, endpoint)
    api = zenpy_for(account).webhooks
    for hook in ours:
        try:
            with contained(OutcomeUnknown):
                api.delete(hook)
        except Refused as error:
            if error.code != "404":  # somebody was faster
                raise
    return len(ours)


def _wanted(endpoint: str) -> Webhook:
    return Webhook(
        name=NAME,
        description="Sends ticket activity to Retour",
        endpoint=endpoint,
        http_method="POST",
        request_format="json",
        status="active",
        subscriptions=list(EVENTS),
    )


def _ours(account: Account, endpoint: str) -> list[Any]:
    with contained(ReadFailed):
        hooks = list(zenpy_for(account).webhooks.list(page_size=100))
        same = [hook for hook in hooks if hook.name == NAME and hook.endpoint == endpoint]
        return [hook for hook in same if TRIGGER_KIND not in (hook.subscriptions or ())]


def _secret(account: Account, webhook_id: str) -> str:
    with contained(ReadFailed):
        secret = zenpy_for(account).webhooks.show_secret(webhook_id).secret
    if not isinstance(secret, str) or not secret or secret == PUBLIC_TEST_SECRET:
        raise ReadFailed("the webhook has no secret of its own")
    return secret


def changed_since(account: Account, since: datetime, now: datetime) -> Changes:
    """Return tickets changed since, deleted ones included; the last two minutes may be missing.

    The export goes from the oldest change to the newest: where it breaks off, or after 8,000, what was read counts.
    Raise Transient where that is nothing, or nothing beyond `since`.
    """
    found: dict[str, None] = {}
    until: datetime | None = None
    try:
        for ids, complete in _exported(account, min(since, now - EXPORT_LAG)):
            found |= dict.fromkeys(ids)
            until = complete or until
    except Transient:
        if until is None or until <= since:
            raise
        return Changes(tuple(found), until)
    return Changes(tuple(found))


def _exported(account: Account, start: datetime) -> Iterator[tuple[list[str], datetime | None]]:
    """Yield each page's ids, and up to when nothing is missing any more."""
    params = {"start_time": str(int(start.timestamp()))}
    for _ in range(MAX_EXPORT_PAGES):
        try:
            page = account.read("/api/v2/incremental/tickets/cursor.json", params)
        except NotFound as error:
            raise ReadFailed("no ticket export") from error
        try:
            ids, complete = [str(ticket["id"]) for ticket in page["tickets"]], _complete(page["tickets"])
            done, cursor = page["end_of_stream"] is True, page.get("after_cursor")
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
            raise ReadFailed("not an export's page") from error
        yield ids, complete
        if done:
            return
        if not cursor or params.get("cursor") == cursor:
            raise ReadFailed("the export does not move on")
        params = {"cursor": str(cursor)}
    raise ReadFailed("too many changes for one poll")


def _complete(tickets: list[Any]) -> datetime | None:
    """The export compares and orders by `generated_timestamp`, whole seconds; the last one may go on after the page."""
    stamp = tickets[-1].get("generated_timestamp") if tickets else None
    return datetime.fromtimestamp(stamp - 1, UTC) if isinstance(stamp, int) else None
