"""Endpoints of replies, notes and conversations. A second POST is a second reply: there is no idempotency key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, g, jsonify, request

from sandbox.freshdesk import asking
from sandbox.freshdesk.account import SUPPORT_ADDRESS, Json
from sandbox.freshdesk.api_tickets import writable
from sandbox.freshdesk.attachments import Attachment
from sandbox.freshdesk.clock import to_second
from sandbox.freshdesk.people import User
from sandbox.freshdesk.refusals import invalid, method_not_allowed, missing, not_found, unexpected
from sandbox.freshdesk.rich_text import clean_html
from sandbox.freshdesk.showing import conversation_json, note_json, reply_json
from sandbox.freshdesk.tickets import NOTE, REPLY, Conversation, Ticket

if TYPE_CHECKING:
    from sandbox.freshdesk.desk import FreshdeskDesk

REPLY_FIELDS = ("body", "from_email", "user_id", "cc_emails", "bcc_emails")
NOTE_FIELDS = ("body", "private", "incoming", "notify_emails", "user_id")


def blueprint(desk: FreshdeskDesk) -> Blueprint:
    routes = Blueprint("conversations", __name__)
    _add_saying(routes, desk)
    _add_editing(routes, desk)
    return routes


def _add_saying(routes: Blueprint, desk: FreshdeskDesk) -> None:
    @routes.post("/tickets/<int:ticket_id>/reply")
    def reply(ticket_id: int) -> tuple[Response, int]:
        ticket = writable(desk, ticket_id)
        given = _checked(REPLY_FIELDS)
        said = _said(desk, ticket, given, source=REPLY, private=False)
        if given.get("from_email", SUPPORT_ADDRESS) != SUPPORT_ADDRESS:
            raise invalid("from_email", "invalid_value", "There is no support address matching the given from_email")
        said.from_email = said.support_email = SUPPORT_ADDRESS
        requester = desk.people.get(ticket.requester_id)
        said.to_emails = [requester.email] if requester.email else []
        said.cc_emails, said.bcc_emails = _addresses(given, "cc_emails"), _addresses(given, "bcc_emails")
        desk.writing.say(ticket, said, desk.people.get(said.user_id))
        return jsonify(reply_json(said)), 201

    @routes.post("/tickets/<int:ticket_id>/notes")
    def note(ticket_id: int) -> tuple[Response, int]:
        ticket = writable(desk, ticket_id)
        given = _checked(NOTE_FIELDS)
        said = _said(desk, ticket, given, source=NOTE, private=_flag(given, "private", True))
        said.incoming = _flag(given, "incoming", False)
        said.notified = _addresses(given, "notify_emails")
        desk.writing.say(ticket, said, desk.people.get(said.user_id))
        return jsonify(note_json(said)), 201


def _add_editing(routes: Blueprint, desk: FreshdeskDesk) -> None:
    @routes.put("/conversations/<int:conversation_id>")
    def edit(conversation_id: int) -> Response:
        ticket, said = _find(desk, conversation_id)
        writable(desk, ticket.id)
        if said.source != NOTE:
            raise method_not_allowed("PUT", ["DELETE"])
        said.html = clean_html(str(_checked(("body",))["body"]))
        said.last_edited_at = said.updated_at = to_second(desk.clock.now())
        said.last_edited_user_id = g.user.id
        desk.writing.touch(ticket)
        return jsonify(conversation_json(said))

    @routes.delete("/conversations/<int:conversation_id>")
    def remove(conversation_id: int) -> tuple[str, int]:
        ticket, said = _find(desk, conversation_id)
        writable(desk, ticket.id).conversations.remove(said)
        desk.writing.touch(ticket)
        return "", 204


def _find(desk: FreshdeskDesk, conversation_id: int) -> tuple[Ticket, Conversation]:
    for ticket in desk.tickets.all():
        for said in ticket.conversations:
            if said.id == conversation_id:
                return ticket, said
    raise not_found()


def _checked(fields: tuple[str, ...]) -> Json:
    given = asking.body()
    if strange := [name for name in given if name not in fields]:
        raise unexpected(strange)
    if not given.get("body"):
        raise missing("body")
    if not isinstance(given["body"], str):
        raise invalid("body", "datatype_mismatch", "It should be a/an String")
    return given


def _said(desk: FreshdeskDesk, ticket: Ticket, given: Json, *, source: int, private: bool) -> Conversation:
    author, now = _author(desk, given), to_second(desk.clock.now())
    html = clean_html(given["body"])
    said = Conversation(desk.numbers.next(), ticket.id, author.id, html, False, private, source, now, now)
    said.attachments = _files(desk)
    return said


def _author(desk: FreshdeskDesk, given: Json) -> User:
    """`user_id` writes in another agent's name."""
    if given.get("user_id") is None:
        caller: User = g.user
        return caller
    named = desk.people.agent(int(given["user_id"]))
    if named is None:
        raise invalid("user_id", "invalid_value", f"There is no agent matching the given user_id: {given['user_id']}")
    return named


def _files(desk: FreshdeskDesk) -> list[Attachment]:
    return [
        desk.attachments.add(file.filename or "file", file.read(), file.mimetype)
        for file in request.files.getlist("attachments[]")
    ]


def _addresses(given: Json, name: str) -> list[str]:
    found: Any = given.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, str) and "@" in one for one in found):
        raise invalid(name, "datatype_mismatch", "It should contain valid email addresses only")
    return list(found)


def _flag(given: Json, name: str, default: bool) -> bool:
    found = given.get(name, default)
    if found in ("true", "false"):  # in a form
        return bool(found == "true")
    if not isinstance(found, bool):
        raise invalid(name, "datatype_mismatch", "Value set is of type String. It should be a/an Boolean")
    return found
