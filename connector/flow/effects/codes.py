"""Coupon codes are money: 80 random bits, kept encrypted before the shop hears of them, never derived, never logged."""

from __future__ import annotations

import base64

from connector.domain.ids import ActionKey
from connector.flow.services import Services
from connector.ports.errors import NotFound

NAME = "code"
BYTES = 10


def owner(key: ActionKey) -> str:
    return f"action:{key}"


def code_for(services: Services, key: ActionKey) -> str:
    """The action's own code: made at first, then always the same, so that trying again opens nothing twice."""
    kept = services.secrets.get(owner(key), NAME)
    if kept is None:
        kept = {NAME: base64.b32encode(services.random_bytes(BYTES)).decode()}
        services.secrets.put(owner(key), NAME, kept)
    return kept[NAME]


def code_of(services: Services, key: ActionKey) -> str:
    """The code that was made. Raise NotFound if there is none."""
    kept = services.secrets.get(owner(key), NAME)
    if kept is None:
        raise NotFound(f"no code is kept for {key}")
    return kept[NAME]
