"""From bytes that claim to come from Zendesk to a `Delivery` (contract, section 2, "Verifying a delivery")."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from connector.ports.errors import Malformed, NotAuthentic
from connector.ports.helpdesk import Delivery, RawWebhook

MAX_BODY = 1_000_000  # bytes; Zendesk's own payloads end far below
FRESH = timedelta(minutes=5)  # Zendesk publishes no limit; a late retry may carry its first timestamp
# Zendesk signs tests of webhooks that do not exist yet with this secret, which everybody knows.
PUBLIC_TEST_SECRET = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="  # noqa: S105

_DELIVERY_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_TICKET_ID = re.compile(r"[1-9][0-9]{0,19}")
_SUBJECT = re.compile(r"zen:ticket:([0-9]+)")


def delivery_from(hook: RawWebhook, secrets: Sequence[str], now: datetime) -> Delivery:
    """Return what a genuine delivery points at. `secrets` are all that hold at the moment (rotation has two).

    Raise NotAuthentic unless one of them signed timestamp and body, and for a timestamp more than five minutes ahead;
    Malformed when it is genuine but names no delivery or no ticket. The invocation id is not signed: it only tells
    repeats apart.
    """
    if len(hook.body) > MAX_BODY:
        raise NotAuthentic(f"more than {MAX_BODY} bytes")
    timestamp = hook.headers.get("x-zendesk-webhook-signature-timestamp", "")
    signature = hook.headers.get("x-zendesk-webhook-signature", "")
    if not timestamp or not signature:
        raise NotAuthentic("no signature or no timestamp")
    if not _is_signed(timestamp, hook.body, signature, secrets):
        raise NotAuthentic("signed with none of this installation's secrets")
    age = now - _signed_at(timestamp)
    if age < -FRESH:
        raise NotAuthentic("signed in the future")
    delivery_id = hook.headers.get("x-zendesk-webhook-invocation-id", "")
    if not _DELIVERY_ID.fullmatch(delivery_id):
        raise Malformed("no invocation id")
    return Delivery(delivery_id, ticket_id_from(hook.body), stale=age > FRESH)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The secret's text is the key as it stands: it looks like base64 but is not to be decoded."""
    digest = hmac.new(secret.encode(), timestamp.encode() + body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _is_signed(timestamp: str, body: bytes, signature: str, secrets: Sequence[str]) -> bool:
    usable = [secret for secret in secrets if secret and secret != PUBLIC_TEST_SECRET]
    given = signature.encode()  # as bytes: compare_digest refuses text that is not ASCII
    return any(hmac.compare_digest(sign(secret, timestamp, body).encode(), given) for secret in usable)


def _signed_at(timestamp: str) -> datetime:
    try:
        at = datetime.fromisoformat(timestamp)
    except ValueError as error:
        raise Malformed("the timestamp is no time") from error
    if at.tzinfo is None:
        raise Malformed("the timestamp has no zone")
    return at


def ticket_id_from(body: bytes) -> str:
    """Return the ticket a genuine body names: any event about a ticket, known to us or not, or our trigger's payload.

    Raise Malformed where there is none or there are two.
    """
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error
    if not isinstance(payload, dict):
        raise Malformed("not a JSON object")
    named = {found for found in (_from_subject(payload), _from_detail(payload), _id(payload.get("ticket_id"))) if found}
    if len(named) != 1:
        raise Malformed("names no ticket" if not named else "names two tickets")
    return named.pop()


def _from_subject(payload: dict[str, Any]) -> str | None:
    match = _SUBJECT.fullmatch(str(payload.get("subject", "")))
    return _id(match[1]) if match else None


def _from_detail(payload: dict[str, Any]) -> str | None:
    """`detail` describes what the type is about: in a user's event, `detail.id` is a user."""
    detail = payload.get("detail")
    if not str(payload.get("type", "")).startswith("zen:event-type:ticket.") or not isinstance(detail, dict):
        return None
    return _id(detail.get("id"))


def _id(value: object) -> str | None:
    """Zendesk writes absent ids as null, "", "0" or not at all, and present ones as text or number."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if _TICKET_ID.fullmatch(text) else None
