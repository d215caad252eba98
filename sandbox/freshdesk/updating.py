"""What a caller may change on a ticket, checked field by field: unknown ones are refused, tags are replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.freshdesk.account import GROUP_ID, Json
from sandbox.freshdesk.people import User
from sandbox.freshdesk.refusals import invalid, missing, unexpected
from sandbox.freshdesk.rich_text import clean_html
from sandbox.freshdesk.tickets import CLOSED, FROM_OUTBOUND, PRIORITY_NAMES, RESOLVED, STATUS_NAMES, Ticket

if TYPE_CHECKING:
    from sandbox.freshdesk.desk import FreshdeskDesk

SOURCES = (1, 2, 3, 7, 9, 10)
FIELDS = frozenset(
    "status priority source type subject description tags custom_fields group_id responder_id requester_id email name "
    "due_by fr_due_by".split()
)
CREATION_FIELDS = FIELDS | {"cc_emails", "phone"}
NOT_COPIED = ("name", "email", "due_by", "fr_due_by", "cc_emails", "phone")


def ticket_changes(desk: FreshdeskDesk, ticket: Ticket | None, given: Json) -> dict[str, Any]:
    """Return values for `Writing.change`; `ticket` None: they are for a new one. Raise a 400 refusal."""
    allowed = CREATION_FIELDS if ticket is None else FIELDS
    if strange := [name for name in given if name not in allowed]:
        raise unexpected(strange)
    if ticket is not None and ticket.source == FROM_OUTBOUND and {"subject", "description"} & set(given):
        raise invalid("subject", "incompatible_field", "Subject and description of outbound tickets cannot change")
    changes = {name: value for name, value in given.items() if name not in NOT_COPIED}
    _one_of("status", given, STATUS_NAMES, desk.switches.custom_statuses)
    _one_of("priority", given, PRIORITY_NAMES)
    _one_of("source", given, SOURCES)
    if "description" in changes:
        changes["html"] = clean_html(str(changes.pop("description")))
    if "tags" in given:
        changes["tags"] = _tags(given["tags"], desk.switches.longest_tag)
    if "custom_fields" in given:
        _check_custom_fields(desk, given["custom_fields"])
    _check_people(desk, given)
    if given.get("email"):
        changes["requester_id"] = _person(desk, str(given["email"]), given.get("name")).id
    _check_required(desk, ticket, given)
    return changes


def _one_of(name: str, given: Json, values: Any, more: Any = ()) -> None:
    known = [*values, *more]
    if name not in given:
        return
    if isinstance(given[name], bool) or not isinstance(given[name], int):
        raise invalid(name, "datatype_mismatch", "Value set is of type String. It should be a/an Integer")
    if given[name] not in known:
        listed = ",".join(str(value) for value in known)
        raise invalid(name, "invalid_value", f"It should be one of these values: '{listed}'")


def _tags(given: Any, longest: int) -> list[str]:
    """Case is kept; a repeat in another case is the same tag."""
    if not isinstance(given, list) or not all(isinstance(tag, str) for tag in given):
        raise invalid("tags", "datatype_mismatch", "Value set is of type String. It should be a/an Array")
    if any(len(tag) > longest or not tag.strip() or "," in tag for tag in given):
        text = f"It should only contain elements that have maximum of {longest} characters, and no comma"
        raise invalid("tags", "invalid_value", text)
    return list({tag.lower(): tag for tag in reversed(given)}.values())[::-1]


def _check_custom_fields(desk: FreshdeskDesk, given: Any) -> None:
    if not isinstance(given, dict):
        raise invalid("custom_fields", "datatype_mismatch", "It should be a/an key/value pair")
    if strange := [name for name in given if name not in desk.fields.custom_names()]:
        raise unexpected(strange)


def _person(desk: FreshdeskDesk, email: str, name: Any) -> User:
    """Whoever has this address; a new contact if nobody has."""
    return desk.people.by_email(email) or desk.people.add(str(name or email.split("@")[0]), email)


def _check_people(desk: FreshdeskDesk, given: Json) -> None:
    responder, group, requester = given.get("responder_id"), given.get("group_id"), given.get("requester_id")
    if requester is not None and not desk.people.knows(requester):
        raise invalid(
            "requester_id", "invalid_value", f"There is no contact matching the given requester_id: {requester}"
        )
    if responder is not None and desk.people.agent(responder) is None:
        raise invalid(
            "responder_id", "invalid_value", f"There is no agent matching the given responder_id: {responder}"
        )
    if group not in (None, GROUP_ID, *desk.switches.other_groups):
        raise invalid("group_id", "invalid_value", f"There is no group matching the given group_id: {group}")


def _check_required(desk: FreshdeskDesk, ticket: Ticket | None, given: Json) -> None:
    """Fields the account asks for before a ticket can be resolved."""
    if ticket is None or given.get("status") not in (RESOLVED, CLOSED):
        return
    filled = ticket.custom_fields | given.get("custom_fields", {})
    for name in desk.switches.required_on_resolve:
        if not filled.get(name):
            raise missing(name)
