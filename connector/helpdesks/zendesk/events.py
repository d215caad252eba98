"""Hearing of changes: our webhook, made once and mended, and the export for what the webhook never told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from zenpy.lib.api_objects import Webhook

from connector.helpdesks.zendesk.client import Account
from connector.helpdesks.zendesk.sdk import contained, zenpy_for
from connector.helpdesks.zendesk.webhook import PUBLIC_TEST_SECRET
from connector.ports.errors import NotFound, OutcomeUnknown, ReadFailed, Refused

NAME = "Retour ticket events"
EVENTS = ("zen:event-type:ticket.created", "zen:event-type:ticket.comment_added")
TRIGGER_KIND = "conditional_ticket_events"  # such a webhook can never become one of events
EXPORT_LAG = timedelta(minutes=2)  # the export leaves out the last minute and refuses to start in it
MAX_EXPORT_PAGES = 10  # of up to 1000 tickets; also the account's calls per minute


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


def changed_since(account: Account, since: datetime, now: datetime) -> Sequence[str]:
    """Return ids of tickets changed since, deleted ones included, each once; the last two minutes may be missing.

    Raise ReadFailed rather than leave any out: more than 10,000, or an export that does not move on.
    """
    start = min(since, now - EXPORT_LAG)
    params = {"start_time": str(int(start.timestamp()))}
    found: dict[str, None] = {}
    for _ in range(MAX_EXPORT_PAGES):
        try:
            page = account.read("/api/v2/incremental/tickets/cursor.json", params)
        except NotFound as error:
            raise ReadFailed("no ticket export") from error
        try:
            found |= {str(ticket["id"]): None for ticket in page["tickets"]}
            done, cursor = page["end_of_stream"] is True, page.get("after_cursor")
        except (KeyError, TypeError, AttributeError) as error:
            raise ReadFailed("not an export's page") from error
        if done:
            return list(found)
        if not cursor or params.get("cursor") == cursor:
            raise ReadFailed("the export does not move on")
        params = {"cursor": str(cursor)}
    raise ReadFailed("too many changes for one poll")
