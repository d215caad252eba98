"""Who may call what: integration tokens as Bearer or with an OAuth 1.0a signature, each with its set of resources."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Collection
from dataclasses import dataclass

ALWAYS_GRANTED = "Magento_Backend::admin"  # any live integration has it: GET /modules probes the token
ANONYMOUS = "anonymous"  # the resource of a call that needs no token at all


@dataclass(frozen=True)
class Consumer:
    """An integration as OAuth sees it: its id, key and secret stay the same for ever."""

    id: int
    key: str
    secret: str
    resources: frozenset[str] | None


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


def random_key() -> str:
    """Return 32 characters, as long as every key, token, secret and verifier is."""
    return secrets.token_hex(16)


class Access:
    """The shop's integrations and the nonces they have used: once per consumer, for ever."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._consumers: list[Consumer] = []
        self._tokens: list[Token] = []
        self._nonces: set[tuple[int, str]] = set()

    def register(self, resources: Collection[str] | None = None) -> Consumer:
        """Make a consumer that has no access token yet."""
        granted = None if resources is None else frozenset(resources)
        with self._lock:
            consumer = Consumer(len(self._consumers) + 1, random_key(), random_key(), granted)
            self._consumers.append(consumer)
        return consumer

    def issue(self, consumer: Consumer) -> Token:
        """Give a consumer its access token."""
        token = Token(consumer.id, consumer.key, consumer.secret, random_key(), random_key(), consumer.resources)
        with self._lock:
            self._tokens.append(token)
        return token

    def grant(self, resources: Collection[str] | None = None) -> Token:
        """Make an integration and return its credentials."""
        return self.issue(self.register(resources))

    def revoke(self, token: Token) -> None:
        with self._lock:
            self._tokens.remove(token)

    def revoke_all(self, consumer: Consumer) -> None:
        """Forget the consumer's access token; its key and secret stay."""
        with self._lock:
            self._tokens = [token for token in self._tokens if token.consumer_id != consumer.id]

    def by_access_token(self, value: str) -> Token | None:
        return next((token for token in list(self._tokens) if token.access_token == value), None)

    def by_consumer_key(self, value: str) -> Consumer | None:
        return next((consumer for consumer in list(self._consumers) if consumer.key == value), None)

    def use_nonce(self, consumer_id: int, nonce: str) -> bool:
        """Return False if this consumer used it before."""
        with self._lock:
            if (consumer_id, nonce) in self._nonces:
                return False
            self._nonces.add((consumer_id, nonce))
            return True
