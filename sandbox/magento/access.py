"""Who may call what: integration tokens as Bearer or with an OAuth 1.0a signature, each with its set of resources."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Collection
from dataclasses import dataclass

ALWAYS_GRANTED = "Magento_Backend::admin"  # any live integration has it: GET /modules probes the token


@dataclass(frozen=True)
class Token:
    """An integration's credentials (32 characters each) and resources, None for all of them."""

    consumer_id: int
    consumer_key: str
    consumer_secret: str
    access_token: str
    access_token_secret: str
    resources: frozenset[str] | None

    def allows(self, resource: str) -> bool:
        return resource == ALWAYS_GRANTED or self.resources is None or resource in self.resources


class Access:
    """The shop's integrations and the nonces they have used: once per consumer, for ever."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tokens: list[Token] = []
        self._nonces: set[tuple[int, str]] = set()

    def grant(self, resources: Collection[str] | None = None) -> Token:
        """Make an integration and return its credentials."""
        with self._lock:
            key, secret, access, access_secret = (secrets.token_hex(16) for _ in range(4))
            granted = None if resources is None else frozenset(resources)
            token = Token(len(self._tokens) + 1, key, secret, access, access_secret, granted)
            self._tokens.append(token)
        return token

    def revoke(self, token: Token) -> None:
        with self._lock:
            self._tokens.remove(token)

    def by_access_token(self, value: str) -> Token | None:
        return next((token for token in list(self._tokens) if token.access_token == value), None)

    def by_consumer_key(self, value: str) -> Token | None:
        return next((token for token in list(self._tokens) if token.consumer_key == value), None)

    def use_nonce(self, consumer_id: int, nonce: str) -> bool:
        """Return False if this consumer used it before."""
        with self._lock:
            if (consumer_id, nonce) in self._nonces:
                return False
            self._nonces.add((consumer_id, nonce))
            return True
