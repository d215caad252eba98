"""From bytes that claim to come from Freshdesk to a `Delivery` (contract, section 2).

Freshdesk signs nothing: our rules (`events`) send a secret header along, which is all there is. Bodies are therefore
believed in one thing only, which ticket to read.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Sequence
from typing import Any

from connector.ports.errors import Malformed, NotAuthentic
from connector.ports.helpdesk import Delivery, RawWebhook

MAX_BODY = 1_000_000  # bytes; our rules send less than a hundred
SECRET_HEADER = "X-Retour-Secret"  # noqa: S105 - the header's name

_TICKET_ID = re.compile(r"[1-9][0-9]{0,19}")


def delivery_from(hook: RawWebhook, secrets: Sequence[str]) -> Delivery:
    """Return what a genuine delivery points at. `secrets` are all that hold at the moment (rotation has two).

    Repeats come up to a day late and look like the first one: there is no delivery id and no time. Raise NotAuthentic
    unless the header is one of the secrets, Malformed when it is and the body names no ticket.
    """
    if len(hook.body) > MAX_BODY:
        raise NotAuthentic(f"more than {MAX_BODY} bytes")
    given = hook.headers.get(SECRET_HEADER.lower(), "").encode()  # as bytes: compare_digest refuses odd text
    matches = [hmac.compare_digest(secret.encode(), given) for secret in secrets if secret]
    if not any(matches):
        raise NotAuthentic("carries none of this installation's secrets")
    return Delivery(None, ticket_id_from(hook.body))


def ticket_id_from(body: bytes) -> str:
    """Return the ticket a genuine body names: our rule's own, or Freshdesk's "simple" content of a rule made by hand.

    Raise Malformed where there is none or there are two.
    """
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error
    if not isinstance(payload, dict):
        raise Malformed("not a JSON object")
    simple: Any = payload.get("freshdesk_webhook")
    inside = simple.get("ticket_id") if isinstance(simple, dict) else None
    named = {found for found in (_id(payload.get("ticket_id")), _id(inside)) if found}
    if len(named) != 1:
        raise Malformed("names no ticket" if not named else "names two tickets")
    return named.pop()


def _id(value: object) -> str | None:
    """Placeholders come as text, the simple content's id as a number."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if _TICKET_ID.fullmatch(text) else None
