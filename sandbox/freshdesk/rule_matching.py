"""Which automation rules meet which writes: performers, events, and the conditions our own rules use.

Conditions on other fields are stored and never met.
"""

from __future__ import annotations

from sandbox.freshdesk.account import Json
from sandbox.freshdesk.people import User
from sandbox.freshdesk.tickets import Ticket
from sandbox.freshdesk.writing import Happened

AGENT, REQUESTER, EITHER, SYSTEM = 1, 2, 3, 4  # kinds of performers
ANY = "--"
COMPARED_FIELDS = ("priority", "status", "source", "ticket_type", "group_id", "responder_id", "subject", "tag_names")


def performed_by(performer: Json, happened: Happened, *, others_are_requesters: bool) -> bool:
    """`others_are_requesters`: whether people in copy count as the requester (UNCONFIRMED)."""
    actor, kind = happened.actor, performer.get("type")
    if actor is None:
        return kind == SYSTEM
    if actor.is_staff:
        members = performer.get("members")
        return kind in (AGENT, EITHER) and (not members or actor.id in members)
    asked = actor.id == happened.ticket.requester_id or others_are_requesters
    return asked and kind in (REQUESTER, EITHER)


def event_met(wanted: Json, event: Json) -> bool:
    if wanted.get("field_name") != event["field_name"]:
        return False
    names = [name for name in ("value", "from", "to") if name in wanted]
    return all(wanted[name] == ANY or wanted[name] == event.get(name) for name in names)


def triggered_event(event: Json) -> str:
    """Like `{status:{from:4,to:6}}`: no JSON. The form for a reply is UNCONFIRMED."""
    name = event["field_name"]
    if "from" in event:
        return f"{{{name}:{{from:{event['from']},to:{event['to']}}}}}"
    return f"{{{name}:{event.get('value', 'sent')}}}"


def conditions_met(conditions: list[Json], ticket: Ticket, operator: str | None) -> bool:
    """No conditions at all are met by every ticket."""
    met = [_set_met(one, ticket) for one in conditions]
    return any(met) if operator and " or " in operator else all(met)


def _set_met(conditions: Json, ticket: Ticket) -> bool:
    met = [_met(one, ticket) for one in conditions.get("properties", [])]
    return any(met) if conditions.get("match_type") == "any" else all(met)


def _met(condition: Json, ticket: Ticket) -> bool:
    name, wanted = condition.get("field_name"), condition.get("value")
    if condition.get("resource_type", "ticket") != "ticket" or name not in COMPARED_FIELDS:
        return False
    actual = {"ticket_type": ticket.type, "tag_names": ticket.tags}.get(str(name), getattr(ticket, str(name), None))
    operator = condition.get("operator")
    if operator in ("in", "not_in") and isinstance(wanted, list):
        found = any(one in wanted for one in actual) if isinstance(actual, list) else actual in wanted
        return found if operator == "in" else not found
    if operator in ("is", "is_not"):
        return (actual == wanted) is (operator == "is")
    if operator == "contains":
        return str(wanted).lower() in str(actual).lower()
    return False


def runs_for(requester: User, ticket: Ticket) -> bool:
    """No rule runs for an agent's own ticket, nor in the archive, the trash or spam."""
    return not (requester.is_staff or ticket.archived or ticket.deleted or ticket.spam)
