"""An account's helpdesk port: tickets are read and written directly, each message exactly one call."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from connector.helpdesks.freshdesk.client import Account
from connector.helpdesks.freshdesk.events import changed_since
from connector.helpdesks.freshdesk.reading import is_gone, ticket_from
from connector.helpdesks.freshdesk.writing import changes, find_message, is_about_tags, message_from, refusal_from
from connector.outbound import decoded
from connector.ports.errors import NotConnected, NotFound, OutcomeUnknown, ReadFailed, Refused
from connector.ports.helpdesk import Capabilities, Changes, Ticket, TicketWrite

log = logging.getLogger(__name__)

CAPABILITIES = Capabilities(
    signed=False,
    delivery_ids=False,
    sender_verdict=False,
    machine_mail=False,
    conflict_check=False,
    key_in_write=False,
    one_call=False,
    additive_tags=False,
    consent=False,
    framed=True,
    proves_agent=False,
)
PAGE = 100  # conversations; the most there are on one
MAX_PAGES = 50

Json = Mapping[str, Any]


class FreshdeskHelpdesk:
    """Implements `Helpdesk`. `service_user_id` is the agent whose key we hold (`install.service_user`)."""

    capabilities: Capabilities = CAPABILITIES

    def __init__(self, account: Account, service_user_id: str) -> None:
        if not _is_id(service_user_id):
            raise ValueError("the service user's id is a number")
        self._account = account
        self._service_user_id = service_user_id

    def read_ticket(self, ticket_id: str) -> Ticket:
        """Ticket first, conversations after: what comes in between makes the stamp too old, never too new.

        Spam counts as not found, like what was deleted.
        """
        path = _path(ticket_id)
        try:
            ticket = self._account.read(path, {"include": "requester"}, calls=2)
        except NotFound:
            return self._read_archived(f"/api/v2/tickets/archived/{ticket_id}")
        self._refuse_gone(ticket)
        return self._put_together(ticket, self._conversations(path))

    def write(self, write: TicketWrite, seen: Ticket) -> str:
        """One POST. Freshdesk mails a reply again if it is repeated, and has nothing against it: so it is not."""
        what, body = message_from(write, seen)
        try:
            answer = self._account.write("POST", f"{_path(write.ticket_id)}/{what}", body)
        except Refused as error:
            raise refusal_from(error) from error
        document = decoded(answer, OutcomeUnknown)
        try:
            return str(document["id"])
        except (KeyError, TypeError) as error:
            raise OutcomeUnknown("the answer is not a message's") from error

    def complete(self, write: TicketWrite) -> None:
        """One PUT at most, of what the ticket has otherwise. The list of tags is replaced whole, and nothing tells of a
        colleague's tag set since the ticket was read. So that is read last: one read and one write are left open.

        Raise Refused as well, where the agent's role may not change tickets.
        """
        path = _path(write.ticket_id)
        try:
            conversations = self._conversations(path) if write.status is not None else []
            ticket = self._account.read(path)
            if is_gone(ticket):
                return
            changed = changes(write, ticket, conversations, self._service_user_id)
        except NotFound:
            return
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ReadFailed(f"not a ticket as documented: {type(error).__name__}") from error
        self._update(path, changed, write)

    def find_write(self, ticket_id: str, key: str) -> str | None:
        """Look through all conversations, of which Freshdesk includes only the ten oldest with a ticket."""
        try:
            return find_message(self._conversations(_path(ticket_id)), self._service_user_id, key)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ReadFailed(f"not conversations as documented: {type(error).__name__}") from error

    def changed_since(self, since: datetime) -> Changes:
        """See `events.changed_since`."""
        return changed_since(self._account, since)

    def _read_archived(self, path: str) -> Ticket:
        """Whether its conversations can be read is not documented; nothing is decided on it either way."""
        ticket = self._account.read(path)
        try:
            conversations = self._conversations(path)
        except NotFound:
            conversations = []
        return self._put_together(ticket, conversations, archived=True)

    def _update(self, path: str, changed: dict[str, Any], write: TicketWrite) -> None:
        """A status that the account's own form refuses is left alone, and so is a ticket that takes nothing more.

        A role without the right to change tickets is Refused: it does not come back by itself, and the key holds.
        """
        if not changed:
            return
        try:
            self._account.write("PUT", path, changed)
        except NotConnected as error:
            if str(error) != "403":
                raise
            raise Refused("403", "the agent's role may not change tickets") from error
        except Refused as error:
            if error.code in {"404", "405"}:
                return
            fields = {"ticket": write.ticket_id, "key": write.key, "why": error.code}
            log.warning("completion_refused", extra=fields)
            if "status" in changed and "tags" in changed and not is_about_tags(error):
                self.complete(replace(write, status=None))  # tags as they are by now

    def _refuse_gone(self, ticket: Any) -> None:
        if not isinstance(ticket, dict):
            raise ReadFailed("not a ticket as documented")
        if is_gone(ticket):
            raise NotFound("spam" if ticket.get("spam") is True else "deleted")

    def _put_together(self, ticket: Any, conversations: Sequence[Json], archived: bool = False) -> Ticket:
        try:
            return ticket_from(ticket, conversations, self._service_user_id, archived)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ReadFailed(f"not a ticket as documented: {type(error).__name__}") from error

    def _conversations(self, path: str) -> list[Json]:
        """Read pages to the end. Raise ReadFailed rather than return a part: the newest come last."""
        found: list[Json] = []
        for number in range(1, MAX_PAGES + 1):
            page = self._account.read(f"{path}/conversations", {"per_page": str(PAGE), "page": str(number)})
            if not isinstance(page, list):
                raise ReadFailed("not conversations as documented")
            found += page
            if len(page) < PAGE:
                return found
        raise ReadFailed(f"more than {MAX_PAGES} pages", retry_after=3600.0)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _path(ticket_id: str) -> str:
    """Raise NotFound for what can be no ticket's id; it would become part of an address."""
    if not _is_id(ticket_id):
        raise NotFound("no ticket has this id")
    return f"/api/v2/tickets/{ticket_id}"
