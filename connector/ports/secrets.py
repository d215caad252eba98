"""Secrets at rest and the short locks their renewal needs."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from connector.domain.errors import RetourError


class UnreadableSecret(RetourError):
    """A stored secret that none of the configured keys opens: RETOUR_SECRET_KEYS lost the key it was written with."""


class Secrets(Protocol):
    """Encrypted key-value pairs per owner (`tenant:<id>` or `shop:<id>`). Each call is its own transaction."""

    def get(self, owner: str, name: str) -> Mapping[str, str] | None:
        """Return the newest value, or None. Raise UnreadableSecret."""

    def put(self, owner: str, name: str, value: Mapping[str, str]) -> None:
        """Replace the value. Committed on return."""

    def lock(self, name: str, seconds: float) -> AbstractContextManager[None]:
        """Hold `name` alone, across processes, for at most `seconds`; wait for it as long. Raise Transient if in vain.

        Used to renew a token pair that rotates: whoever waited reads the pair again before renewing it once more.
        """
