"""A message written by API, or by an agent on the agent's screen: checked, stored, and sent a moment later."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sandbox.gorgias.account import EMAIL_INTEGRATION_ID, SUPPORT_ADDRESS, SUPPORT_NAME, Json
from sandbox.gorgias.people import Person
from sandbox.gorgias.refusals import MISSING, Refusal, invalid
from sandbox.gorgias.text import html_from_text, stripped, text_from_html
from sandbox.gorgias.tickets import Message, Ticket

if TYPE_CHECKING:
    from sandbox.gorgias.desk import GorgiasDesk

REQUIRED = ("channel", "via", "from_agent")
NOTE = "internal-note"
CHANNELS = frozenset(
    "aircall api chat contact_form email facebook facebook-mention facebook-messenger facebook-recommendations "
    "help-center instagram-ad-comment instagram-comment instagram-direct-message instagram-mention internal-note phone "
    "sms twitter twitter-direct-message whatsapp yotpo-review contact-form".split()
)
LONGEST_EXTERNAL_ID = 255
FAILED = "Failed to create message"


def post(desk: GorgiasDesk, ticket: Ticket, given: Json, actor: Person) -> Message:
    """Carry out `POST /tickets/{id}/messages`. Raise a 400 refusal with a complaint per field.

    The same call again writes, and mails, again: `external_id` is a label, not a lock. With `sent_datetime` the message
    is imported as sent already, and nothing leaves.
    """
    faults = _faults(given)
    if faults:
        raise invalid(FAILED, faults)
    message = _message(desk, ticket, given, actor)
    desk.writing.add(ticket, message)
    leaves = message.from_agent and message.public
    if leaves and message.sent_at is None:
        desk.writing.send(message, desk.switches.send_lag, desk.switches.sending_error)
    return message


def _faults(given: Json) -> Json:
    faults: Json = {name: [MISSING] for name in REQUIRED if given.get(name) is None}
    if given.get("channel") is not None and given["channel"] not in CHANNELS:
        faults["channel"] = ["Not a valid channel."]
    if "from_agent" in given and not isinstance(given["from_agent"], bool):
        faults["from_agent"] = ["Not a valid boolean."]
    external_id = given.get("external_id")
    if external_id is not None and (not isinstance(external_id, str) or len(external_id) > LONGEST_EXTERNAL_ID):
        faults["external_id"] = ["Longer than maximum length 255."]
    if not (given.get("body_text") or given.get("body_html")):
        faults["body_text"] = [MISSING]
    if not faults and given["from_agent"] and _is_public(given):
        faults |= _source_faults(given)
    return faults


def _source_faults(given: Json) -> Json:
    """A mail leaves from a connected mailbox, a chat answer goes to the visitor."""
    source = given.get("source") or {}
    complaints: Json = {}
    recipients = source.get("to") or []
    if given["channel"] == "email" and str((source.get("from") or {}).get("address")).lower() != SUPPORT_ADDRESS:
        complaints["from"] = {"address": ["Not the address of a connected email integration."]}
    if not recipients or not all(isinstance(one, dict) and one.get("address") for one in recipients):
        complaints["to"] = [MISSING]
    return {"source": complaints} if complaints else {}


def _is_public(given: Json) -> bool:
    return given["channel"] != NOTE and given.get("public") is not False


def _message(desk: GorgiasDesk, ticket: Ticket, given: Json, actor: Person) -> Message:
    from_agent = bool(given["from_agent"])
    text = given.get("body_text") or text_from_html(given["body_html"])
    own, signature = (None, None) if from_agent else stripped(text)
    public = _is_public(given)
    return Message(
        id=desk.numbers.next("message"),
        ticket_id=ticket.id,
        channel=given["channel"],
        via=given["via"],
        public=public,
        from_agent=from_agent,
        sender=_sender(desk, ticket, given, actor),
        receiver=_person(desk, given.get("receiver"), "receiver"),
        source=_source(given),
        subject=given.get("subject") or ticket.subject,
        body_text=text,
        body_html=given.get("body_html") or html_from_text(text),
        created_at=desk.clock.now(),
        stripped_text=own,
        stripped_signature=signature,
        external_id=given.get("external_id"),
        integration_id=EMAIL_INTEGRATION_ID if given["channel"] == "email" else None,
        mention_ids=list(given.get("mention_ids") or []),
        meta=given.get("meta"),
        sent_at=_moment(given.get("sent_datetime")) if public else desk.clock.now(),
    )


def _sender(desk: GorgiasDesk, ticket: Ticket, given: Json, actor: Person) -> Person:
    """UNCONFIRMED: whether a token may write as any agent; `switches.any_sender` off makes it write as its own user."""
    named = _person(desk, given.get("sender"), "sender")
    if not given["from_agent"]:
        return named or ticket.customer
    if named is not None and not named.is_staff:
        raise invalid(FAILED, {"sender": ["Not a user of this account."]})
    return named if named is not None and desk.switches.any_sender else actor


def _person(desk: GorgiasDesk, given: Any, name: str) -> Person | None:
    """Take {"id": …}, or for a customer {"email": …}."""
    if not given:
        return None
    if "id" not in given and (known := desk.people.by_channel("email", str(given.get("email")))) is not None:
        return known
    try:
        return desk.people.get(int(given["id"]))
    except (Refusal, KeyError, TypeError, ValueError) as error:
        raise invalid(FAILED, {name: ["Unknown user or customer."]}) from error


def _source(given: Json) -> Json:
    source = given.get("source") or {}
    return {
        "type": source.get("type") or given["channel"],
        "from": source.get("from") or {},
        "to": list(source.get("to") or []),
        "cc": list(source.get("cc") or []),
        "bcc": list(source.get("bcc") or []),
        "extra": source.get("extra") or {"include_thread": False},
    }


def _moment(given: Any) -> datetime | None:
    if given is None:
        return None
    try:
        return datetime.fromisoformat(given)
    except (TypeError, ValueError) as error:
        raise invalid(FAILED, {"sent_datetime": ["Not a valid datetime."]}) from error


def from_screen(ticket: Ticket, agent: Person, body: str, html: str | None, public: bool) -> Json:
    """A message as the agent's screen posts it: by the customer's last address, from the connected mailbox."""
    given: Json = {"via": "helpdesk", "from_agent": True, "public": public, "body_text": body, "body_html": html}
    given |= {"sender": {"id": agent.id}, "channel": ticket.channel if public else NOTE}
    if not public:
        return given
    last = next((m.source["from"] for m in reversed(ticket.messages) if not m.from_agent), None)
    to = last or {"name": ticket.customer.name, "address": ticket.customer.email}
    source = {"type": ticket.channel, "from": {"name": SUPPORT_NAME, "address": SUPPORT_ADDRESS}, "to": [to]}
    return given | {"source": source, "receiver": {"id": ticket.customer.id}}
