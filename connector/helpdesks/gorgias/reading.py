"""What Gorgias' JSON says about a ticket, as the port's values. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connector.ports.helpdesk import Author, Lifecycle, Message, Ticket

Json = Mapping[str, Any]

KEY_PREFIX = "retour:"  # of the `external_id` of everything we write
NOTE = "internal-note"
EMAIL = "email"
MAILED = frozenset({EMAIL, "contact_form", "contact-form"})  # channels whose customers are answered by mail
SYSTEM_VIA = frozenset({"rule", "system"})
MAILBOXES = frozenset({"email", "gmail", "outlook"})  # types of integrations that receive and send mail
MACHINE_HEADERS = frozenset({"x-autoreply", "x-autorespond", "x-auto-reply"})
MACHINE_PRECEDENCE = frozenset({"auto_reply", "bulk", "junk", "list"})


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    address: str

    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "address": self.address}


@dataclass(frozen=True, slots=True)
class Route:
    """How a public answer reaches the customer. `refusal`: why a person must answer, None where we can."""

    customer_id: int
    sender: Address | None = None
    receiver: Address | None = None
    refusal: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GorgiasTicket(Ticket):
    """A ticket that also knows how to be answered: asking again before each write would cost a call."""

    route: Route


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who is who in a ticket. Addresses are case-folded."""

    customer_id: str
    theirs: frozenset[str]
    ours: frozenset[str]


def ticket_from(ticket: Json, messages: Sequence[Json], mailboxes: frozenset[str]) -> GorgiasTicket:
    """Put a ticket and all its messages together. `mailboxes`: the account's support addresses, as far as we know.

    No address is told for a customer whom we cannot answer: whom we cannot tell, for them nothing shall move alone.
    Raise KeyError, TypeError, ValueError or AttributeError for answers of another shape.
    """
    customer = ticket.get("customer") or {}
    contacts = Contacts(str(customer.get("id")), addresses_of(customer), _ours(ticket, mailboxes))
    there = sorted((each for each in messages if not each.get("deleted_datetime")), key=place_of)
    address = _address_of_customer(customer, there, contacts)
    route = _route(ticket, customer, there, contacts, address)
    return GorgiasTicket(
        id=str(ticket["id"]),
        subject=str(ticket.get("subject") or ""),
        lifecycle=_lifecycle(ticket),
        stamp=str(ticket.get("updated_datetime") or ticket["created_datetime"]),
        tags=tags_of(ticket),
        requester_email=address if route.refusal is None else None,
        requester_name=str(customer.get("name") or ""),
        language=_language(customer.get("language") or ticket.get("language")),
        messages=tuple(_message(each, contacts) for each in there),
        participants=len(_others(there, contacts)),
        address_mismatch=any(_is_from_elsewhere(each, contacts) for each in there),
        route=route,
    )


def author_of(message: Json, customer_id: str) -> Author:
    """Our own key comes first: Gorgias shows our messages as those of the agent who connected us."""
    if message["from_agent"] is True:
        if str(message.get("external_id") or "").startswith(KEY_PREFIX):
            return Author.US
        is_rule = message.get("rule_id") is not None or message.get("via") in SYSTEM_VIA
        return Author.SYSTEM if is_rule else Author.AGENT
    if message.get("via") in SYSTEM_VIA:
        return Author.SYSTEM
    sender = message.get("sender") or {}
    return Author.CUSTOMER if str(sender.get("id")) == customer_id else Author.OTHER


def addresses_of(customer: Json) -> frozenset[str]:
    """Every e-mail address of a customer."""
    channels = [each for each in customer.get("channels") or () if not each.get("deleted_datetime")]
    found = {each.get("address") for each in channels if each.get("type") == EMAIL} | {customer.get("email")}
    return frozenset(str(address).casefold() for address in found if address)


def tags_of(ticket: Json) -> frozenset[str]:
    return frozenset(str(tag["name"]) for tag in ticket.get("tags") or ())


def moment(text: str) -> datetime:
    """Gorgias writes UTC, with a zone or without."""
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def place_of(message: Json) -> int:
    """Where a message stands among the others: ids rise, while `created_datetime` may lie ahead."""
    return int(message["id"])


def is_public(message: Json) -> bool:
    return message["public"] is True and message.get("channel") != NOTE


def is_failed(message: Json) -> bool:
    """Whether Gorgias took it and could not deliver it."""
    return bool(message.get("failed_datetime")) and not message.get("sent_datetime")


def _message(message: Json, contacts: Contacts) -> Message:
    author = author_of(message, contacts.customer_id)
    plain = message.get("stripped_text") or message.get("body_text")
    markup = None if plain else message.get("stripped_html") or message.get("body_html")
    return Message(
        id=str(message["id"]),
        at=moment(message["created_datetime"]),
        author=author,
        public=is_public(message),
        body=str(plain or markup or ""),
        html=bool(markup),
        pictures=sum(1 for file in message.get("attachments") or () if _is_picture(file)),
        automatic=author is Author.SYSTEM or _is_machine_mail(message.get("headers")),
        trusted=None,
        failed=author is Author.US and is_failed(message),
    )


def _is_picture(file: Json) -> bool:
    return str(file.get("content_type") or "").lower().startswith("image/")


def _is_machine_mail(headers: object) -> bool:
    """RFC 3834, and what was common before it."""
    if not isinstance(headers, Mapping):
        return False
    said = {str(name).lower(): str(value).strip().lower() for name, value in headers.items()}
    if said.get("auto-submitted", "no").partition(";")[0].strip() != "no":
        return True
    return (
        bool(MACHINE_HEADERS & said.keys())
        or said.get("precedence") in MACHINE_PRECEDENCE
        or said.get("return-path") == "<>"
    )


def _lifecycle(ticket: Json) -> Lifecycle:
    if ticket.get("trashed_datetime") or ticket.get("spam") is True:
        return Lifecycle.DELETED
    return Lifecycle.SOLVED if ticket["status"] == "closed" else Lifecycle.OPEN


def _language(locale: object) -> str | None:
    match = re.match(r"([a-z]{2})(?:[-_]|$)", str(locale or "").lower())
    return match[1] if match else None


def _ours(ticket: Json, mailboxes: frozenset[str]) -> frozenset[str]:
    named = [each for each in ticket.get("integrations") or () if each.get("type") in MAILBOXES]
    return mailboxes | {str(each["address"]).casefold() for each in named if each.get("address")}


def _places(message: Json, *kinds: str) -> list[Address]:
    source = message.get("source") or {}
    listed = [each for kind in kinds for each in _listed(source.get(kind))]
    return [Address(str(each.get("name") or ""), str(each["address"])) for each in listed if each.get("address")]


def _listed(value: Any) -> Sequence[Json]:
    return value if isinstance(value, list) else [value] if value else []


def _is_mail(message: Json) -> bool:
    return message.get("channel") in MAILED


def _is_from_elsewhere(message: Json, contacts: Contacts) -> bool:
    """Whether mail that counts as the customer's came from an address that is none of theirs."""
    if not _is_mail(message) or author_of(message, contacts.customer_id) is not Author.CUSTOMER:
        return False
    return any(each.address.casefold() not in contacts.theirs for each in _places(message, "from"))


def _others(messages: Sequence[Json], contacts: Contacts) -> set[str]:
    """People in the thread besides the customer and us. Bcc is between the sender and whom they hid."""
    known, found = contacts.theirs | contacts.ours, set[str]()
    for message in messages:
        author = author_of(message, contacts.customer_id)
        if message.get("channel") == NOTE:
            continue
        if author is Author.OTHER:
            found.add(str((message.get("sender") or {}).get("id")))
        elif _is_mail(message):
            found |= {each.address.casefold() for each in _places(message, "to", "cc")} - known
    return found


def _last_of_customer(messages: Sequence[Json], contacts: Contacts) -> Json | None:
    theirs = [each for each in messages if author_of(each, contacts.customer_id) is Author.CUSTOMER]
    return theirs[-1] if theirs else None


def _address_of_customer(customer: Json, messages: Sequence[Json], contacts: Contacts) -> str | None:
    """The address they last wrote from, where it is one of theirs; a customer may have several."""
    last = _last_of_customer(messages, contacts)
    used = [each.address for each in _places(last, "from")] if last is not None and _is_mail(last) else []
    if used and used[0].casefold() in contacts.theirs:
        return used[0]
    return str(customer["email"]) if customer.get("email") else None


def _route(ticket: Json, customer: Json, messages: Sequence[Json], contacts: Contacts, address: str | None) -> Route:
    """Answer from the address they wrote to, where the account can send from it, else from its only one."""
    last = _last_of_customer(messages, contacts)
    if last is None or not _is_mail(last) or not _is_answerable(ticket):
        return Route(0, refusal="channel")
    if address is None:
        return Route(0, refusal="no_address")
    written_to = [each for each in _places(last, "to", "cc") if each.address.casefold() in contacts.ours]
    only = [Address("", each) for each in contacts.ours] if len(contacts.ours) == 1 else []
    senders = written_to or only
    if not senders:
        return Route(0, refusal="no_sender")
    return Route(int(customer["id"]), senders[0], Address(str(customer.get("name") or ""), address))


def _is_answerable(ticket: Json) -> bool:
    option = (ticket.get("reply_options") or {}).get(EMAIL) or {}
    return option.get("answerable") is not False
