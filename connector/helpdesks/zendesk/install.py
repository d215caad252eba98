"""Connecting an account: its name, the check afterwards, and leaving again.

Contract, section 1. The two OAuth steps that come first, `authorize_url` and `exchange_code`, are in `oauth`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

import requests

from connector.domain.ids import TenantId
from connector.helpdesks.zendesk.client import Account
from connector.helpdesks.zendesk.events import changed_since, ensure_webhook, remove_webhooks
from connector.helpdesks.zendesk.macros import publish
from connector.helpdesks.zendesk.oauth import (
    Callback,
    OAuthClient,
    authorize_url,
    exchange_code,
    refresh_pair,
)
from connector.ports.clock import Clock
from connector.ports.errors import NotConnected, NotFound, OutcomeUnknown, ReadFailed, Refused, Transient
from connector.ports.helpdesk import Connected, InvalidAccount, Template
from connector.ports.probe import Probe
from connector.ports.secrets import Secrets
from connector.ports.throttle import Throttle
from connector.tokens import TokenPair, TokenSource

_SUBDOMAIN = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")


class InvalidSubdomain(ValueError):
    """Not the name of a Zendesk account."""


def check_subdomain(text: str) -> str:
    """Return the account's name, lower-cased. Raise InvalidSubdomain: it becomes a host that we send secrets to."""
    name = text.strip().lower()
    if not _SUBDOMAIN.fullmatch(name):
        raise InvalidSubdomain("give the part before .zendesk.com: letters, digits and hyphens")
    return name


def service_user(account: Account) -> str:
    """Return the id of the user the token belongs to: the author of what Retour writes. Raise NotFound, Transient."""
    document = account.read("/api/v2/users/me.json")
    user = document.get("user") if isinstance(document, dict) else None
    if not isinstance(user, dict):
        raise ReadFailed("not a user as documented")
    if not user.get("id") or user.get("role") not in {"agent", "admin"}:
        raise NotConnected("the token belongs to nobody who may write", missing="an agent or admin")
    return str(user["id"])


def probe(account: Account, now: datetime) -> Probe:
    """Call each kind of endpoint once: an unknown or missing scope shows only in use. Never raises."""
    asked: dict[str, Callable[[], object]] = {
        "tickets:read": lambda: changed_since(account, now, now),  # the export also needs an admin
        "users:read": lambda: service_user(account),
        "macros:read": lambda: account.read("/api/v2/macros.json", {"page[size]": "1"}),
        "webhooks:read": lambda: account.read("/api/v2/webhooks", {"page[size]": "1"}),
    }
    missing: list[str] = []
    for scope, ask in asked.items():
        try:
            ask()
        except NotConnected as error:
            if str(error) != "403":
                return Probe(False, str(error))
            missing.append(scope)
        except NotFound:
            return Probe(False, "no Zendesk at this address")
        except Transient as error:
            return Probe(False, f"no usable answer: {error}")
    return Probe(not missing, "permissions are missing" if missing else "connected", tuple(missing))


def uninstall(account: Account, endpoint: str) -> tuple[str, ...]:
    """Delete our webhooks and give our token back. Return what could not be done; safe to repeat. Never raises."""
    left: list[str] = []
    steps: dict[str, Callable[[], object]] = {
        "webhook": lambda: remove_webhooks(account, endpoint),
        "token": lambda: _revoke(account),
    }
    for what, undo in steps.items():
        try:
            undo()
        except (Transient, NotFound, Refused, OutcomeUnknown):
            left.append(what)
    return tuple(left)


def _revoke(account: Account) -> None:
    document = account.read("/api/v2/oauth/tokens/current.json")
    token = document.get("token") if isinstance(document, dict) else None
    token_id = token.get("id") if isinstance(token, dict) else None
    if not isinstance(token_id, int):
        raise ReadFailed("not a token as documented")
    account.write("DELETE", f"/api/v2/oauth/tokens/{token_id}")


class ZendeskInstaller:
    """Implements `Installer`. `url` is where an account lives, with `{account}` in it; it is the same for all but
    stand-ins."""

    def __init__(
        self,
        url: str,
        client: OAuthClient,
        session: requests.Session,
        secrets: Secrets,
        clock: Clock,
        throttle: Throttle | None = None,
    ) -> None:
        self._url = url
        self._client = client
        self._session = session
        self._secrets = secrets
        self._clock = clock
        self._throttle = throttle

    def authorize_url(self, account: str, redirect_uri: str, state: str, verifier: str) -> str:
        return authorize_url(self._base(account), self._client, redirect_uri, state, verifier)

    def connect(
        self, tenant: str, account: str, code: str, redirect_uri: str, verifier: str, endpoint: str
    ) -> Connected:
        base = self._base(account)
        callback = Callback(code, redirect_uri, verifier)
        pair = exchange_code(self._session, base, self._client, callback, self._clock())
        tokens = self.tokens(tenant, account)
        tokens.store(pair)
        client = Account(base, tokens, self._session, self._throttle)
        user = service_user(client)
        source = ensure_webhook(client, endpoint)
        return Connected(base, user, source.webhook_id, source.secret)

    def probe(self, tenant: str, account: str) -> Probe:
        return probe(self._account(tenant, account), self._clock())

    def publish(self, tenant: str, account: str, templates: Sequence[Template]) -> int:
        return len(publish(self._account(tenant, account), templates))

    def disconnect(self, tenant: str, account: str, endpoint: str) -> None:
        left = uninstall(self._account(tenant, account), endpoint)
        if left:
            raise ReadFailed(f"could not be removed in Zendesk: {', '.join(left)}; remove it there by hand")

    def tokens(self, tenant: str, account: str) -> TokenSource:
        base = self._base(account)

        def refresh(refresh_token: str) -> TokenPair:
            return refresh_pair(self._session, base, self._client, refresh_token, self._clock())

        return TokenSource(self._secrets, TenantId(tenant), refresh, self._clock)

    def _account(self, tenant: str, account: str) -> Account:
        return Account(self._base(account), self.tokens(tenant, account), self._session, self._throttle)

    def _base(self, account: str) -> str:
        try:
            return self._url.format(account=check_subdomain(account))
        except InvalidSubdomain as error:
            raise InvalidAccount(str(error)) from error
