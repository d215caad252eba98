"""Automation rules: stored, shown, and fired as webhooks."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sandbox.freshdesk.account import Json
from sandbox.freshdesk.clock import iso
from sandbox.freshdesk.delivery import Message
from sandbox.freshdesk.people import User
from sandbox.freshdesk.placeholders import expand, values_of
from sandbox.freshdesk.refusals import internal_error, invalid, missing, not_found, unexpected
from sandbox.freshdesk.rule_matching import conditions_met, event_met, performed_by, runs_for, triggered_event
from sandbox.freshdesk.writing import Happened

if TYPE_CHECKING:
    from sandbox.freshdesk.desk import FreshdeskDesk

ON_CREATION, HOURLY, ON_UPDATE = 1, 3, 4
KINDS = (ON_CREATION, HOURLY, ON_UPDATE)
EDITABLE = ("name", "description", "position", "active", "performer", "events", "conditions", "operator", "actions")
WEBHOOK = "trigger_webhook"
WEBHOOK_KEYS = ("request_type", "content_type", "content_layout", "url", "content")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CREATED = "{ticket_action:created}"


@dataclass
class Rule:
    id: int
    kind: int
    position: int
    updated_by: int
    created_at: datetime
    updated_at: datetime
    given: Json = field(default_factory=dict)

    @property
    def active(self) -> bool:
        return bool(self.given.get("active", True))

    @property
    def webhooks(self) -> list[Json]:
        return [action for action in self.given["actions"] if action.get("field_name") == WEBHOOK]


class Rules:
    def __init__(self) -> None:
        self._rules: dict[int, Rule] = {}

    def add(self, desk: FreshdeskDesk, kind: int, given: Json, by: User) -> Rule:
        now = desk.clock.now()
        made = Rule(desk.numbers.next(), kind, len(self.all(kind)) + 1, by.id, now, now)
        for name in ("name", "conditions", "actions", *(("events", "performer") if kind == ON_UPDATE else ())):
            if not given.get(name):
                raise missing(name)
        self.edit(desk, made, given, by)
        self._rules[made.id] = made
        return made

    def edit(self, desk: FreshdeskDesk, rule: Rule, given: Json, by: User) -> None:
        """Fields replace what was there."""
        if strange := [name for name in given if name not in EDITABLE]:
            raise unexpected(strange)
        if "events" in given and rule.kind != ON_UPDATE:
            raise unexpected(["events"])
        for name in ("conditions", "actions", "events"):
            if not isinstance(given.get(name, []), list):
                raise invalid(name, "datatype_mismatch", "Value set is of type String. It should be a/an Array")
        for action in given.get("actions", []):
            _check_action(action)
        rule.given |= given
        rule.updated_at, rule.updated_by = desk.clock.now(), by.id

    def get(self, kind: int, rule_id: int) -> Rule:
        rule = self._rules.get(rule_id)
        if rule is None or rule.kind != kind:
            raise not_found()
        return rule

    def all(self, kind: int) -> list[Rule]:
        """In the order in which they run."""
        found = [rule for rule in self._rules.values() if rule.kind == kind]
        return sorted(found, key=lambda rule: (int(rule.given.get("position", rule.position)), rule.id))

    def remove(self, kind: int, rule_id: int) -> None:
        del self._rules[self.get(kind, rule_id).id]

    def exists(self, rule_id: int) -> bool:
        return rule_id in self._rules


def _check_action(action: Any) -> None:
    """A webhook with a key left out is a bare 500, as others found out the hard way."""
    if not isinstance(action, dict) or not action.get("field_name"):
        raise missing("actions")
    if action["field_name"] != WEBHOOK:
        return
    if any(key not in action for key in WEBHOOK_KEYS) or not isinstance(action["content"], dict):
        raise internal_error()
    if action["request_type"] not in METHODS:
        raise invalid("actions", "invalid_value", f"It should be one of these values: '{','.join(METHODS)}'")
    if action["content_layout"] != "2" or action["content_type"] != "JSON":
        raise invalid("actions", "invalid_value", "this stand-in sends advanced JSON content only")


def fire(desk: FreshdeskDesk, happened: Happened) -> None:
    """Send the webhooks of every rule that one write meets."""
    if not runs_for(desk.people.get(happened.ticket.requester_id), happened.ticket):
        return
    for rule in desk.rules.all(ON_CREATION if happened.created else ON_UPDATE):
        event = _event(desk, rule, happened)
        if event is None or not rule.active:
            continue
        for action in rule.webhooks:
            desk.deliveries.submit(message(desk, rule, action, happened, event))
        if happened.created and desk.switches.first_match_only:
            return


def _event(desk: FreshdeskDesk, rule: Rule, happened: Happened) -> str | None:
    """Return the event as placeholders show it, None if the rule is not met."""
    given = rule.given
    if not conditions_met(given["conditions"], happened.ticket, given.get("operator")):
        return None
    if happened.created:
        return CREATED
    others = desk.switches.others_are_requesters
    if not performed_by(given["performer"], happened, others_are_requesters=others):
        return None
    met = [event for event in happened.events if any(event_met(wanted, event) for wanted in given["events"])]
    return triggered_event(met[0]) if met else None


def message(desk: FreshdeskDesk, rule: Rule, action: Json, happened: Happened, event: str) -> Message:
    ticket = happened.ticket
    agent = desk.people.agent(ticket.responder_id) if ticket.responder_id else None
    values = values_of(ticket, desk.people.get(ticket.requester_id), agent, event)
    body = expand(action["content"], values, escape=desk.switches.escape_placeholders)
    headers = {"Content-Type": "application/json", "User-Agent": "Freshdesk"}
    headers |= {str(name): str(value) for name, value in (action.get("custom_headers") or {}).items()}
    if auth := action.get("auth_header"):
        pair = f"{auth.get('username', '')}:{auth.get('password', '')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    raw = b"" if action["request_type"] == "GET" else body.encode()
    return Message(rule.id, ticket.id, action["request_type"], str(action["url"]), headers, raw, desk.clock.now())


def rule_json(desk: FreshdeskDesk, rule: Rule) -> Json:
    alike = desk.rules.all(rule.kind)
    shown: Json = {
        "id": rule.id,
        "name": rule.given["name"],
        "position": rule.given.get("position", rule.position),
        "active": rule.active,
        "outdated": False,
        "last_updated_by": rule.updated_by,
        "affected_tickets_count": None,
    }
    optional = ("description", "performer", "events", "operator")
    shown |= {name: rule.given[name] for name in optional if name in rule.given}
    return shown | {
        "conditions": rule.given["conditions"],
        "actions": rule.given["actions"],
        "summary": {"performer": "", "events": [], "conditions": {}, "actions": []},
        "created_at": iso(rule.created_at),
        "updated_at": iso(rule.updated_at),
        "meta": {"total_active_count": sum(one.active for one in alike), "total_count": len(alike)},
    }
