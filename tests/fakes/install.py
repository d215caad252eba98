"""What a vendor brings besides an account's port, in memory: deliveries that prove themselves, joining an account."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from connector.ports.errors import Malformed, NotAuthentic, Refused
from connector.ports.helpdesk import (
    Agent,
    Connected,
    Delivery,
    InvalidAccount,
    RawWebhook,
    Template,
)
from connector.ports.probe import Probe
from tests.fakes.helpdesk import FakeHelpdesk


class MemorySecrets:
    """Implements `ports.secrets.Secrets`, in the clear and for one process."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], dict[str, str]] = {}

    def get(self, owner: str, name: str) -> Mapping[str, str] | None:
        return self.values.get((owner, name))

    def put(self, owner: str, name: str, value: Mapping[str, str]) -> None:
        self.values[owner, name] = dict(value)

    @contextmanager
    def lock(self, name: str, seconds: float) -> Iterator[None]:
        yield


def signed(secret: str, delivery_id: str, ticket_id: str) -> RawWebhook:
    """A delivery as this vendor sends it."""
    body = json.dumps({"id": delivery_id, "ticket": ticket_id}).encode()
    return RawWebhook({"x-signature": hmac.digest(secret.encode(), body, "sha256").hex()}, body)


class FakePlugin:
    """Implements `ports.helpdesk.Plugin`: HMAC-SHA256 over the body."""

    name = "fake"
    capabilities = FakeHelpdesk.capabilities

    def authenticate(self, hook: RawWebhook, secrets: Sequence[str], now: datetime) -> Delivery:
        given = hook.headers.get("x-signature", "")
        known = [hmac.digest(secret.encode(), hook.body, "sha256").hex() for secret in secrets]
        if not any(hmac.compare_digest(given, each) for each in known):
            raise NotAuthentic("signature")
        said = json.loads(hook.body)
        if not said.get("ticket"):
            raise Malformed("no ticket")
        return Delivery(said["id"], said["ticket"])

    def agent(self, token: str, account: str, installation_id: str, public_key: str, now: datetime) -> Agent:
        raise NotAuthentic("this vendor has no sidebar")


class FakeInstaller:
    """Implements `ports.helpdesk.Installer`. A code works once; each connection gets the secret that is set."""

    def __init__(self) -> None:
        self.hook_secret = "first-secret"
        self.codes = {"good-code"}
        self.connected: list[tuple[str, str]] = []  # tenant, endpoint
        self.disconnected: list[str] = []
        self.published: list[Template] = []

    def authorize_url(self, account: str, redirect_uri: str, state: str, verifier: str) -> str:
        if not account.isalnum():
            raise InvalidAccount(account)
        return f"https://{account}.example.test/consent?state={state}"

    def connect(
        self, tenant: str, account: str, code: str, redirect_uri: str, verifier: str, endpoint: str
    ) -> Connected:
        if code not in self.codes:
            raise Refused("400", "invalid_grant")
        self.connected.append((tenant, endpoint))
        return Connected(f"https://{account}.example.test", "900", "hook-1", self.hook_secret)

    def probe(self, tenant: str, account: str) -> Probe:
        return Probe(ok=True, detail="in memory")

    def publish(self, tenant: str, account: str, templates: Sequence[Template]) -> int:
        self.published = list(templates)
        return len(self.published)

    def disconnect(self, tenant: str, account: str, endpoint: str) -> None:
        self.disconnected.append(tenant)
