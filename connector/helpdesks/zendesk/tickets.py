"""An account's helpdesk port: tickets are read and written directly, each write exactly one call."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import requests

from connector.helpdesks.zendesk.client import Account, Tokens
from connector.helpdesks.zendesk.events import changed_since
from connector.helpdesks.zendesk.reading import ticket_from
from connector.helpdesks.zendesk.writing import find_operation, operation_tag, refusal_from, update_from, written_id
from connector.outbound import decoded
from connector.ports.clock import Clock
from connector.ports.errors import NotFound, OutcomeUnknown, ReadFailed, Refused
from connector.ports.helpdesk import Capabilities, Changes, Ticket, TicketWrite
from connector.ports.throttle import Throttle

CAPABILITIES = Capabilities(
    signed=True,
    delivery_ids=True,
    sender_verdict=True,
    machine_mail=True,
    conflict_check=True,
    key_in_write=True,
    one_call=True,
    additive_tags=True,
    consent=True,
    framed=True,
    proves_agent=True,
)
PAGE_SIZE = "100"
MAX_PAGES = 50  # of comments: 5000 are all a ticket can have


class ZendeskHelpdesk:
    """Implements `Helpdesk`. `service_user_id` is the author of what Retour writes (`install.service_user`)."""

    capabilities: Capabilities = CAPABILITIES

    def __init__(
        self,
        base_url: str,
        tokens: Tokens,
        session: requests.Session,
        service_user_id: str,
        clock: Clock,
        throttle: Throttle | None = None,
    ) -> None:
        if not _is_id(service_user_id):
            raise ValueError("the service user's id is a number")
        self._account = Account(base_url, tokens, session, throttle)
        self._service_user_id = service_user_id
        self._clock = clock

    def read_ticket(self, ticket_id: str) -> Ticket:
        """Ticket first, comments after: what comes in between makes the stamp too old, never too new."""
        path = _path(ticket_id)
        document = self._account.read(path, {"include": "users"})
        pages = self._pages(f"{path}/comments", {"include": "users", "include_inline_images": "true"})
        try:
            users = [*document.get("users", ()), *(user for page in pages for user in page.get("users", ()))]
            comments = [comment for page in pages for comment in page["comments"]]
            return ticket_from(document["ticket"], users, comments, self._service_user_id)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ReadFailed(f"not a ticket as documented: {type(error).__name__}") from error

    def write(self, write: TicketWrite, seen: Ticket) -> str:
        """One PUT: comment, all tags, status. Zendesk mails a public comment again if it is repeated, so it is not."""
        path, body = _path(write.ticket_id), update_from(write, seen, self._service_user_id)
        try:
            answer = self._account.write("PUT", path, body)
        except Refused as error:
            raise refusal_from(error) from error
        document = decoded(answer, OutcomeUnknown)
        try:
            return written_id(document["audit"])
        except (KeyError, TypeError, AttributeError) as error:
            raise OutcomeUnknown("the answer is not an update's") from error

    def complete(self, write: TicketWrite) -> None:
        """The one PUT carried all."""

    def find_write(self, ticket_id: str, key: str) -> str | None:
        """Look for the key's tag on the ticket, then in its audits: a person, or a later write, may have taken it."""
        path, tag = _path(ticket_id), operation_tag(key)
        document = self._account.read(path)
        try:
            if tag in document["ticket"]["tags"]:
                return key
            pages = self._pages(f"{path}/audits", {})
            return find_operation((audit for page in pages for audit in page["audits"]), tag)
        except (KeyError, TypeError, AttributeError) as error:
            raise ReadFailed(f"not audits as documented: {type(error).__name__}") from error

    def changed_since(self, since: datetime) -> Changes:
        """See `events.changed_since`."""
        return changed_since(self._account, since, self._clock())

    def _pages(self, path: str, params: dict[str, str]) -> list[Any]:
        """Read cursor pages to the end. Raise ReadFailed rather than return a part: the newest come last."""
        pages: list[Any] = []
        params = params | {"page[size]": PAGE_SIZE}
        while len(pages) < MAX_PAGES:
            page = self._account.read(path, params)
            pages.append(page)
            meta = page.get("meta") if isinstance(page, dict) else None
            if not isinstance(meta, dict):
                raise ReadFailed("a page without meta")
            if meta.get("has_more") is not True:
                return pages
            if not meta.get("after_cursor"):
                raise ReadFailed("a page that does not name the next")
            params = params | {"page[after]": str(meta["after_cursor"])}
        raise ReadFailed(f"more than {MAX_PAGES} pages", retry_after=3600.0)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _path(ticket_id: str) -> str:
    """Raise NotFound for what can be no ticket's id; it would become part of an address."""
    if not _is_id(ticket_id):
        raise NotFound("no ticket has this id")
    return f"/api/v2/tickets/{ticket_id}"
