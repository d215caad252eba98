"""Triggers: the conditions and the one action our own triggers use. Others are stored and never met."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sandbox.zendesk.account import Json, url
from sandbox.zendesk.clock import iso
from sandbox.zendesk.placeholders import expand
from sandbox.zendesk.refusals import invalid, not_found
from sandbox.zendesk.tickets import STATUSES
from sandbox.zendesk.webhooks import FOR_TRIGGERS
from sandbox.zendesk.writing import Happened

if TYPE_CHECKING:
    from sandbox.zendesk.desk import ZendeskDesk

LONGEST_PAYLOAD = 16_000
CATEGORY_ID = "38231160009001"


@dataclass
class Trigger:
    id: int
    position: int
    created_at: datetime
    updated_at: datetime
    title: str
    active: bool = True
    description: str | None = None
    conditions: Json = field(default_factory=lambda: {"all": [], "any": []})
    actions: list[Json] = field(default_factory=list)


class Triggers:
    def __init__(self) -> None:
        self._triggers: dict[int, Trigger] = {}

    def add(self, desk: ZendeskDesk, given: Json) -> Trigger:
        if not given.get("title") or not given.get("actions"):
            raise invalid("base", "Title and actions: cannot be blank")
        now = desk.clock.now()
        made = Trigger(desk.numbers.next(), len(self._triggers) + 1, now, now, str(given["title"]))
        self.edit(desk, made, given)
        self._triggers[made.id] = made
        return made

    def edit(self, desk: ZendeskDesk, trigger: Trigger, given: Json) -> None:
        """`conditions` and `actions` replace what was there."""
        for action in given.get("actions", []):
            if action["field"] == "notification_webhook":
                webhook = desk.webhooks.get(action["value"][0])
                if webhook.subscriptions != FOR_TRIGGERS:
                    raise invalid("actions", "Actions: the webhook is not subscribed to conditional ticket events")
        for name in ("title", "active", "description", "conditions", "actions"):
            if name in given:
                setattr(trigger, name, given[name])
        trigger.updated_at = desk.clock.now()

    def get(self, trigger_id: int) -> Trigger:
        if trigger_id not in self._triggers:
            raise not_found()
        return self._triggers[trigger_id]

    def all(self) -> list[Trigger]:
        return list(self._triggers.values())

    def remove(self, trigger_id: int) -> None:
        self.get(trigger_id)
        del self._triggers[trigger_id]


def fire(desk: ZendeskDesk, happened: Happened) -> None:
    """Send what every met trigger wants sent. Placeholders become raw text: quotes in them break the JSON."""
    for trigger in desk.triggers.all():
        if not trigger.active or not _met(trigger.conditions, happened):
            continue
        for action in trigger.actions:
            if action["field"] == "notification_webhook":
                webhook_id, template = action["value"]
                webhook = desk.webhooks.find(webhook_id)
                if webhook is None:  # deleted since: the trigger stays and does nothing
                    continue
                requester = desk.people.get(happened.ticket.requester_id)
                body = expand(template, happened.ticket, requester, happened.actor)[:LONGEST_PAYLOAD]
                desk.deliveries.submit(webhook, body.encode())


def _met(conditions: Json, happened: Happened) -> bool:
    needed, options = conditions.get("all") or [], conditions.get("any") or []
    return all(_holds(one, happened) for one in needed) and (
        not options or any(_holds(one, happened) for one in options)
    )


def _holds(condition: Json, happened: Happened) -> bool:
    """A condition this stand-in does not know never holds."""
    name, operator, value = condition["field"], condition["operator"], str(condition["value"])
    ticket, comment = happened.ticket, happened.comment
    if name == "update_type":
        return value == ("Create" if happened.created else "Change")
    if name == "comment_is_public":
        return {"not_relevant": comment is not None}.get(value, comment is not None and comment.public)
    if name == "role":
        return happened.actor.role == {"end_user": "end-user"}.get(value, value)
    if name == "current_tags":
        shared = bool(set(value.split()) & set(ticket.tags))
        return shared if operator == "includes" else not shared
    if name == "status":
        now, wanted = STATUSES.index(ticket.status), STATUSES.index(value)
        return {"is": now == wanted, "is_not": now != wanted, "less_than": now < wanted, "greater_than": now > wanted}[
            operator
        ]
    return False


def trigger_json(trigger: Trigger) -> Json:
    return {
        "url": url(f"/api/v2/triggers/{trigger.id}.json"),
        "id": trigger.id,
        "title": trigger.title,
        "active": trigger.active,
        "updated_at": iso(trigger.updated_at),
        "created_at": iso(trigger.created_at),
        "default": False,
        "actions": trigger.actions,
        "conditions": trigger.conditions,
        "description": trigger.description,
        "position": trigger.position,
        "raw_title": trigger.title,
        "category_id": CATEGORY_ID,
    }
