"""From bytes that claim to come from Gorgias to a `Delivery` (contract, section 2).

Gorgias documents no signature. What proves a delivery is a random secret that only our integration's settings hold: it
comes in the address and in a header, which is often missing on arrival.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Sequence
from typing import Any

from connector.ports.errors import Malformed, NotAuthentic
from connector.ports.helpdesk import Delivery, RawWebhook

MAX_BODY = 1_000_000  # bytes; our form renders to less than one thousand
SECRET_PARAMETER = "t"  # noqa: S105 - a name, in the address
SECRET_HEADER = "X-Retour-Secret"  # noqa: S105 - a name

_ID = re.compile(r"[1-9][0-9]{0,19}")
_EVENT = re.compile(r"[a-z][a-z-]{0,60}")


def delivery_from(hook: RawWebhook, secrets: Sequence[str]) -> Delivery:
    """Return what a genuine delivery points at. `secrets` are all that hold at the moment (rotation has two).

    Raise NotAuthentic unless address or header carries one of them; Malformed when no ticket is named. Only an event
    about a message can be told from its repeats: that is what it is known by.
    """
    if len(hook.body) > MAX_BODY:
        raise NotAuthentic(f"more than {MAX_BODY} bytes")
    if not is_known(hook, secrets):
        raise NotAuthentic("carries none of this installation's secrets")
    payload = _payload(hook.body)
    ticket_id, message_id = _id(payload.get("ticket_id")), _id(payload.get("message_id"))
    if ticket_id is None:
        raise Malformed("names no ticket")
    event = str(payload.get("event_type") or "").replace("_", "-")
    if message_id is None or not _EVENT.fullmatch(event):
        return Delivery(None, ticket_id)
    return Delivery(f"{event}-{message_id}", ticket_id)


def is_known(hook: RawWebhook, secrets: Sequence[str]) -> bool:
    """Whether address or header carries one of `secrets`. Takes as long for a near miss as for a far one."""
    given = [hook.query.get(SECRET_PARAMETER, ""), hook.headers.get(SECRET_HEADER.lower(), "")]
    usable = [secret.encode() for secret in secrets if secret]
    found = [hmac.compare_digest(each.encode(), secret) for each in given for secret in usable]
    return any(found)


def _payload(body: bytes) -> dict[str, Any]:
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error
    if not isinstance(payload, dict):
        raise Malformed("not a JSON object")
    return payload


def _id(value: object) -> str | None:
    """Values of a form arrive as text, absent ones as an empty one; native types are taken as well."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if _ID.fullmatch(text) else None
