"""HTTP integrations, which Gorgias calls: ours are found, made, mended and removed (contract, section 2)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import requests

from connector.helpdesks.gorgias.client import Account
from connector.helpdesks.gorgias.webhook import SECRET_HEADER, SECRET_PARAMETER
from connector.ports.errors import NotFound, OutcomeUnknown, ReadFailed, Refused

PATH = "/api/integrations"
TRIGGERS = (
    "ticket-created",
    "ticket-updated",
    "ticket-message-created",
    "ticket-message-failed",
    "ticket-self-unsnoozed",
    "ticket-status-updated",
    "ticket-assignment-updated",
    "ticket-handed-over",
)

Json = Mapping[str, Any]


def http_settings(method: str, place: str, secret: str, query: str, triggers: frozenset[str]) -> dict[str, Any]:
    """Settings of an integration that calls `place` with the secret in address and header. `query` is written as it
    is: braces must stay literal to be filled in."""
    return {
        "url": f"{place}?{SECRET_PARAMETER}={secret}{query}",
        "method": method,
        "request_content_type": "application/json",
        "response_content_type": "application/json",
        "headers": {SECRET_HEADER: secret},
        "triggers": {trigger: trigger in triggers for trigger in TRIGGERS},
    }


def ours(account: Account, name: str, place: str) -> list[Json]:
    """Return the integrations of this name that call `place`, whatever their secret. Raise Transient."""
    try:
        listed = account.pages(PATH)
        return [each for each in listed if each.get("name") == name and _place(each) == place]
    except NotFound as error:
        raise ReadFailed("no integrations here") from error
    except (AttributeError, TypeError) as error:
        raise ReadFailed("not integrations as documented") from error


def ensure(account: Account, name: str, description: str, place: str, http: Json) -> int:
    """Make our integration, or mend it and switch it on again; return its id.

    Safe to repeat, also after OutcomeUnknown: it looks first. Raise Transient, Refused or OutcomeUnknown.
    """
    found = ours(account, name, place)
    wanted = {"name": name, "description": description, "type": "http", "http": http}
    if found:
        kept, *doubles = found
        account.write("PUT", f"{PATH}/{kept['id']}", wanted | {"deactivated_datetime": None})
        for double in doubles:
            remove(account, double)
        return int(kept["id"])
    made = made_id(account.write("POST", PATH, wanted))
    if made is None:  # some writes answer with nothing
        made = next((int(each["id"]) for each in ours(account, name, place)), None)
    if made is None:
        raise OutcomeUnknown("the integration is not there yet")
    return made


def remove(account: Account, integration: Json) -> None:
    """Raise Transient, Refused (also while a widget or a rule uses it) or OutcomeUnknown."""
    delete(account, f"{PATH}/{integration['id']}")


def delete(account: Account, path: str) -> None:
    """Delete what may be gone already."""
    try:
        account.write("DELETE", path)
    except Refused as error:
        if error.code != "404":
            raise


def made_id(answer: requests.Response) -> int | None:
    """Return the id of what a POST made, None where the answer does not tell."""
    try:
        document = json.loads(answer.content)
    except ValueError:
        return None
    made = document.get("id") if isinstance(document, dict) else None
    return made if isinstance(made, int) else None


def _place(integration: Json) -> str:
    return str((integration.get("http") or {}).get("url") or "").partition("?")[0]
