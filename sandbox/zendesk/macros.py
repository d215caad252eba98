"""Macros: stored, shown, and previewed. Applying one writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sandbox.zendesk.account import Json, url
from sandbox.zendesk.clock import iso
from sandbox.zendesk.people import User
from sandbox.zendesk.placeholders import expand
from sandbox.zendesk.refusals import invalid, not_found
from sandbox.zendesk.rich_text import plain_from_html
from sandbox.zendesk.tickets import Ticket

if TYPE_CHECKING:
    from sandbox.zendesk.desk import ZendeskDesk

EDITABLE = ("title", "active", "description", "actions", "restriction")
KNOWN_ACTIONS = frozenset(
    "comment_value comment_value_html comment_mode_is_public status current_tags set_tags remove_tags group_id "
    "assignee_id subject priority type".split()
)
CUSTOM_FIELD = "custom_fields_"


@dataclass
class Macro:
    id: int
    created_at: datetime
    updated_at: datetime
    title: str = ""
    active: bool = True
    description: str | None = None
    actions: list[Json] = field(default_factory=list)
    restriction: Any = None


class Macros:
    def __init__(self) -> None:
        self._macros: dict[int, Macro] = {}

    def add(self, desk: ZendeskDesk, given: Json) -> Macro:
        now = desk.clock.now()
        made = Macro(desk.numbers.next(), now, now)
        if not given.get("title"):
            raise invalid("title", "Title: cannot be blank")
        if not given.get("actions"):
            raise invalid("actions", "Actions: cannot be blank")
        self.edit(desk, made, given)
        self._macros[made.id] = made
        return made

    def edit(self, desk: ZendeskDesk, macro: Macro, given: Json) -> None:
        for action in given.get("actions", []):
            name = str(action.get("field"))
            if name not in KNOWN_ACTIONS and not name.startswith(CUSTOM_FIELD):
                raise invalid("actions", f"Actions: {name} is not valid")
        for name in EDITABLE:
            if name in given:
                setattr(macro, name, given[name])
        macro.updated_at = desk.clock.now()

    def get(self, macro_id: int) -> Macro:
        if macro_id not in self._macros:
            raise not_found()
        return self._macros[macro_id]

    def all(self) -> list[Macro]:
        return list(self._macros.values())

    def remove(self, macro_id: int) -> None:
        self.get(macro_id)
        del self._macros[macro_id]


def preview(desk: ZendeskDesk, macro: Macro, ticket: Ticket | None, actor: User) -> Json:
    """Show what applying would do. Without a ticket its placeholders stay as they are."""
    values = {action["field"]: action["value"] for action in macro.actions}
    changes: Json = {}
    text = str(values.get("comment_value_html") or values.get("comment_value") or "")
    if text:
        if ticket is not None:
            text = expand(text, ticket, desk.people.get(ticket.requester_id), actor)
        plain = plain_from_html(text) if "comment_value_html" in values else text
        public = str(values.get("comment_mode_is_public", "true")) == "true"
        changes["comment"] = {"body": plain, "public": public, "scoped_body": [["channel:all", plain]]}
    for name, value in values.items():
        if name.startswith(CUSTOM_FIELD):
            changes["fields"] = {"id": int(name.removeprefix(CUSTOM_FIELD)), "value": value}
    return {"result": {"ticket": changes}}


def macro_json(macro: Macro) -> Json:
    return {
        "url": url(f"/api/v2/macros/{macro.id}.json"),
        "id": macro.id,
        "title": macro.title,
        "active": macro.active,
        "updated_at": iso(macro.updated_at),
        "created_at": iso(macro.created_at),
        "default": False,
        "position": 10000,
        "description": macro.description,
        "actions": macro.actions,
        "restriction": macro.restriction,
        "raw_title": macro.title,
    }
