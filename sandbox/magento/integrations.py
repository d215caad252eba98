"""Integrations and the token each has at a moment: verifier, then request token, then access token (OAuth 1.0a).

Activate posts the credentials to the callback URL, unsigned; the two exchanges must follow within 300 seconds. The
consumer's key and secret outlive a Reauthorize, its token does not.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from sandbox.magento.access import Access, Consumer, Token, random_key
from sandbox.magento.refusals import Refusal

EXPIRES = timedelta(seconds=300)  # oauth/consumer/expiration_period, from the activation on
PATIENCE = 5.0  # seconds the callback has; its status and body are ignored


@dataclass
class Exchange:
    """Where a handshake stands: `kind` is verifier, request or access; `token` changes from one to the next."""

    kind: str
    token: str
    secret: str
    verifier: str


@dataclass
class Integration:
    """One row of the admin's list of integrations."""

    name: str
    callback_url: str
    consumer: Consumer
    activated_at: datetime
    exchange: Exchange | None = None


@dataclass(frozen=True)
class Activation:
    """How pressing the button went: `delivered` is all the admin sees; `seconds` it took."""

    delivered: bool
    seconds: float
    consumer_key: str


class Integrations:
    """The shop's integrations. `patience` may be shortened where nobody wants to wait for a failure."""

    def __init__(self, access: Access, clock: Callable[[], datetime]) -> None:
        self.patience = PATIENCE
        self._access = access
        self._clock = clock
        self._lock = threading.Lock()
        self._all: dict[str, Integration] = {}

    def request_tokens(self) -> list[str]:
        exchanges = [one.exchange for one in list(self._all.values())]
        return [one.token for one in exchanges if one is not None and one.kind == "request"]

    def activate(
        self, name: str, callback_url: str, base_url: str, resources: Collection[str] | None = None
    ) -> Activation:
        """Press Activate on the integration of this name, or Reauthorize once it has been connected.

        A repeated Activate after a failed one sends the same verifier again; Reauthorize kills the old token first.
        Resources are those of the first time.
        """
        with self._lock:
            integration = self._all.get(name)
            if integration is None:
                consumer = self._access.register(resources)
                integration = self._all[name] = Integration(name, callback_url, consumer, self._clock())
            integration.callback_url, integration.activated_at = callback_url, self._clock()
            exchange = integration.exchange
            if exchange is None or exchange.kind != "verifier":
                self._access.revoke_all(integration.consumer)
                exchange = integration.exchange = Exchange("verifier", random_key(), random_key(), random_key())
        consumer = integration.consumer
        fields = {"oauth_consumer_key": consumer.key, "oauth_consumer_secret": consumer.secret}
        fields |= {"store_base_url": base_url.rstrip("/") + "/", "oauth_verifier": exchange.verifier}
        began = time.monotonic()
        delivered = _post(callback_url, urlencode(fields).encode(), self.patience)
        return Activation(delivered, time.monotonic() - began, consumer.key)

    def _of(self, consumer: Consumer) -> Integration | None:
        return next((one for one in self._all.values() if one.consumer == consumer), None)

    def check_age(self, consumer: Consumer) -> None:
        """Raise Refusal if the last activation is too long ago."""
        integration = self._of(consumer)
        if integration is None or self._clock() - integration.activated_at > EXPIRES:
            raise Refusal(401, "Consumer key has expired")

    def request_token(self, consumer: Consumer) -> tuple[str, str]:
        """Turn the verifier token into a request token, once; return token and secret."""
        with self._lock:
            integration = self._of(consumer)
            exchange = None if integration is None else integration.exchange
            if exchange is None or exchange.kind != "verifier":
                text = "Cannot create request token because consumer token is not a verifier token"
                raise Refusal(401, text)
            exchange.kind, exchange.token, exchange.secret = "request", random_key(), random_key()
            return exchange.token, exchange.secret

    def request_secret(self, consumer: Consumer, token: str, verifier: str) -> str:
        """Return the secret of a request token that goes with this verifier; raise Refusal."""
        integration = self._of(consumer)
        exchange = None if integration is None else integration.exchange
        if exchange is None or exchange.kind != "request" or exchange.token != token:
            if token in self.request_tokens():
                raise Refusal(401, "Request token is not associated with the specified consumer")
            raise Refusal(401, "Specified token does not exist")
        if verifier != exchange.verifier:
            raise Refusal(401, "Token verifier and verifier token do not match")
        return exchange.secret

    def access_token(self, consumer: Consumer, token: str) -> Token:
        """Turn the request token into the access token, once."""
        with self._lock:
            integration = self._of(consumer)
            exchange = None if integration is None else integration.exchange
            if exchange is None or exchange.kind != "request" or exchange.token != token:
                raise Refusal(401, "Specified token does not exist")
            exchange.kind = "access"
            return self._access.issue(consumer)


def _post(url: str, body: bytes, patience: float) -> bool:
    """Post once; return whether anything was answered in time, be it an error or a redirect, which is not followed."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(host, parts.port, timeout=patience)
    headers = {"User-Agent": "Laminas\\Http\\Client", "Accept": "*/*"}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    if parts.port is not None and ":" not in host:  # Magento's own oddity: a header named like the host
        headers[host] = str(parts.port)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body, headers)
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
