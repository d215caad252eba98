"""What an API caller may ask of a ticket: parsing, refusals, and the change that follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sandbox.zendesk.account import CUSTOM_STATUSES, Json
from sandbox.zendesk.people import User
from sandbox.zendesk.placeholders import expand
from sandbox.zendesk.refusals import Refusal, bad_request, conflict, invalid
from sandbox.zendesk.rich_text import clean_html, cut, html_from_text
from sandbox.zendesk.tickets import API_VIA, STATUSES, Audit, Ticket, normal_tags
from sandbox.zendesk.writing import Origin, Words

if TYPE_CHECKING:
    from sandbox.zendesk.desk import ZendeskDesk

NULLABLE_NUMBERS = ("assignee_id", "group_id")
TEXTS = ("subject", "priority", "type", "external_id")


def api_metadata(client: str, custom: Any) -> Json:
    return {
        "system": {
            "client": client,
            "ip_address": "198.51.100.7",
            "location": "Dublin, L, Ireland",
            "latitude": 53.3,
            "longitude": -6.2,
        },
        "custom": custom if isinstance(custom, dict) else {},
    }


def refuse_stale(ticket: Ticket, given: Mapping[str, Any]) -> None:
    """Raise the 409 refusal when `safe_update` is asked for and the ticket changed since `updated_stamp`. One second
    is the finest either side knows: two changes within one are not told apart.
    """
    if not given.get("safe_update"):
        return
    try:
        stamp = datetime.fromisoformat(str(given.get("updated_stamp"))).astimezone(UTC)
    except ValueError as error:
        raise bad_request("Invalid attribute", "updated_stamp must be a time when safe_update is set") from error
    if ticket.updated_at > stamp:
        raise conflict()


def refuse_closed(ticket: Ticket) -> None:
    if ticket.status == "closed":
        raise invalid("status", "Status: closed prevents ticket update")


def update(desk: ZendeskDesk, ticket: Ticket, given: Json, actor: User, client: str) -> Audit:
    """Carry out `PUT /tickets/{id}`. Everything is checked before anything changes."""
    refuse_closed(ticket)
    refuse_stale(ticket, given)
    changes = field_changes(ticket, given)
    if (assignee := changes.get("assignee_id")) is not None and assignee not in {user.id for user in desk.people.all()}:
        raise invalid("assignee", "Assignee: is invalid")
    words = words_from(desk, ticket, given.get("comment"), actor)
    origin = Origin(actor, API_VIA, api_metadata(client, given.get("metadata")))
    return desk.writing.change(ticket, changes, words, origin)


def field_changes(ticket: Ticket, given: Json) -> dict[str, Any]:
    """Return the known fields, checked. Unknown ones are ignored, `additional_tags` and `remove_tags` among them."""
    changes: dict[str, Any] = {}
    if "status" in given or "custom_status_id" in given:
        changes["status"] = status_from(given)
    if "tags" in given:
        changes["tags"] = normal_tags(given["tags"])
    if "custom_fields" in given:
        changes["custom_fields"] = custom_fields_from(ticket, given["custom_fields"])
    for name in NULLABLE_NUMBERS:
        if name in given:
            if not isinstance(given[name], int | None):
                raise invalid(name, f"{name}: is invalid")
            changes[name] = given[name]
    changes |= {name: given[name] for name in TEXTS if name in given}
    return changes


def status_from(given: Json) -> str:
    if (wanted := given.get("custom_status_id")) is not None:
        for status, number in CUSTOM_STATUSES.items():
            if number == wanted:
                return status
        raise invalid("custom_status_id", "Custom status: is invalid")
    status = given["status"]
    if status not in STATUSES:
        raise invalid("status", f"Status: {status} is not included in the list")
    return str(status)


def custom_fields_from(ticket: Ticket, given: Any) -> dict[int, Any]:
    pairs = given if isinstance(given, list) else [{"id": number, "value": value} for number, value in given.items()]
    values: dict[int, Any] = {}
    for pair in pairs:
        number = int(pair["id"])
        if number in ticket.custom_fields:  # Zendesk ignores fields it does not know
            values[number] = pair.get("value")
    return values


def words_from(desk: ZendeskDesk, ticket: Ticket, given: Any, actor: User) -> Words | None:
    """Return the comment with placeholders expanded, as Zendesk sends it; None where none is given."""
    if given is None:
        return None
    if not isinstance(given, dict):
        raise invalid("comment", "Comment: is invalid")
    text, markup = given.get("body") or given.get("value") or "", given.get("html_body") or ""
    uploads = given.get("uploads") or []
    if not (text or markup or uploads):
        raise invalid("comment", "Comment: body cannot be blank")
    author = actor
    if (author_id := given.get("author_id")) is not None:
        try:
            author = desk.people.get(author_id)
        except Refusal as error:
            raise invalid("author", "Author: is invalid") from error
    requester = desk.people.get(ticket.requester_id)
    raw = expand(cut(markup or text), ticket, requester, actor)
    html_body = clean_html(raw) if markup else html_from_text(raw)
    attachments = desk.attachments.take_uploads(uploads if isinstance(uploads, list) else [uploads])
    return Words(author, html_body, bool(given.get("public", True)), attachments)


def edit_tags(desk: ZendeskDesk, ticket: Ticket, given: Json, actor: User, client: str, how: str) -> list[str]:
    """Carry out a call below `/tickets/{id}/tags`; `how` is set, add or remove."""
    refuse_closed(ticket)
    refuse_stale(ticket, given)
    named = set(normal_tags(given.get("tags", [])))
    before = set(ticket.tags)
    after = {"set": named, "add": before | named, "remove": before - named}[how]
    origin = Origin(actor, API_VIA, api_metadata(client, None))
    desk.writing.change(ticket, {"tags": sorted(after)}, None, origin)
    return list(ticket.tags)
