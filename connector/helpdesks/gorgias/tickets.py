"""An account's helpdesk port: a write is exactly one call, tags and status follow it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from connector.helpdesks.gorgias.client import Account
from connector.helpdesks.gorgias.events import changed_since
from connector.helpdesks.gorgias.reading import GorgiasTicket, Json, ticket_from
from connector.helpdesks.gorgias.writing import Missing, find_message, message_from, missing_from
from connector.outbound import decoded
from connector.ports.errors import NotFound, OutcomeUnknown, ReadFailed, Refused, TicketShut
from connector.ports.helpdesk import Capabilities, Changes, Ticket, TicketWrite

CAPABILITIES = Capabilities(
    signed=False,
    delivery_ids=False,
    sender_verdict=False,
    machine_mail=True,
    conflict_check=False,
    key_in_write=True,
    one_call=False,
    additive_tags=True,
    consent=True,
    framed=False,
    proves_agent=False,
)

_ODD = (KeyError, TypeError, ValueError, AttributeError)


class GorgiasHelpdesk:
    """Implements `Helpdesk`. `service_user_id` is the author of what Retour writes, `mailboxes` tells the account's
    support addresses (`install.mailboxes`)."""

    capabilities: Capabilities = CAPABILITIES

    def __init__(self, account: Account, service_user_id: str, mailboxes: Callable[[], frozenset[str]]) -> None:
        if not _is_id(service_user_id):
            raise ValueError("the service user's id is a number")
        self._account = account
        self._service_user_id = service_user_id
        self._mailboxes = mailboxes

    def read_ticket(self, ticket_id: str) -> Ticket:
        ticket, messages = self._read(ticket_id)
        return self._ticket(ticket, messages)

    def write(self, write: TicketWrite, seen: Ticket) -> str:
        """One POST: the message alone. Gorgias mails a public one again if it is repeated, so it is not."""
        if not isinstance(seen, GorgiasTicket):
            raise TypeError("a ticket that this account did not read")
        body = message_from(write, seen, self._service_user_id)
        try:
            answer = self._account.write("POST", f"{_path(write.ticket_id)}/messages", body)
        except Refused as error:
            raise (TicketShut(error.detail) if error.code == "404" else error) from error
        document = decoded(answer, OutcomeUnknown)
        if not isinstance(document, dict) or not document.get("id"):
            raise OutcomeUnknown("the answer is not a message")
        return str(document["id"])

    def complete(self, write: TicketWrite) -> None:
        """Tags on, tags off, status: up to three calls, each only where it changes something. Between tags and status
        the ticket is read again: calls that had to wait leave time for an answer.

        A tag that is refused keeps nothing else back. Raise Transient or OutcomeUnknown: the same again does no harm;
        Refused: the same again would be refused as well.
        """
        missing = self._missing(write)
        if missing == Missing():
            return
        path, tags = _path(write.ticket_id), {"POST": missing.to_add, "DELETE": missing.to_remove}
        answers = [self._change(method, f"{path}/tags", {"names": names}) for method, names in tags.items() if names]
        if missing.status is not None and answers:
            missing = self._missing(write)
        if missing.status is not None:
            answers.append(self._change("PUT", path, {"status": missing.status}))
        if refused := [answer for answer in answers if answer is not None]:
            raise refused[0]

    def find_write(self, ticket_id: str, key: str) -> str | None:
        _, messages = self._read(ticket_id)
        try:
            found = find_message(messages, key)
            return str(found["id"]) if found is not None else None
        except (KeyError, TypeError, AttributeError) as error:
            raise ReadFailed(f"not messages as documented: {type(error).__name__}") from error

    def changed_since(self, since: datetime) -> Changes:
        """See `events.changed_since`."""
        return changed_since(self._account, since)

    def _missing(self, write: TicketWrite) -> Missing:
        try:
            ticket, messages = self._read(write.ticket_id)
        except NotFound:
            return Missing()
        try:
            return missing_from(write, ticket, messages)
        except _ODD as error:
            raise ReadFailed(f"not a ticket as documented: {type(error).__name__}") from error

    def _change(self, method: str, path: str, body: object) -> Refused | None:
        """Return the refusal, None where it was done, or where the ticket is gone since it was read."""
        try:
            self._account.write(method, path, body)
        except Refused as error:
            return None if error.code == "404" else error
        return None

    def _read(self, ticket_id: str) -> tuple[Json, Sequence[Json]]:
        """The ticket brings its thread; where that is not all of it, the pages of its messages do."""
        path = _path(ticket_id)
        ticket: Any = self._account.read(path)
        try:
            messages = ticket.get("messages") or []
            if len(messages) < int(ticket.get("messages_count") or 0):
                messages = self._account.pages(f"{path}/messages")
        except _ODD as error:
            raise ReadFailed(f"not a ticket as documented: {type(error).__name__}") from error
        return ticket, messages

    def _ticket(self, ticket: Json, messages: Sequence[Json]) -> GorgiasTicket:
        mailboxes = self._mailboxes()
        try:
            return ticket_from(ticket, messages, mailboxes)
        except _ODD as error:
            raise ReadFailed(f"not a ticket as documented: {type(error).__name__}") from error


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _path(ticket_id: str) -> str:
    """Raise NotFound for what can be no ticket's id; it would become part of an address."""
    if not _is_id(ticket_id):
        raise NotFound("no ticket has this id")
    return f"/api/tickets/{ticket_id}"
