"""Connecting an account: its name, its rotating token pair, the check afterwards, and leaving again.

Contract, section 1. The two OAuth steps that come first, `authorize_url` and `exchange_code`, are in `oauth`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import requests

from connector.domain.ids import TenantId
from connector.helpdesks.zendesk.client import Account
from connector.helpdesks.zendesk.events import changed_since, ensure_webhook, remove_webhooks
from connector.helpdesks.zendesk.macros import publish
from connector.helpdesks.zendesk.oauth import (
    Callback,
    DeadGrant,
    OAuthClient,
    TokenPair,
    authorize_url,
    exchange_code,
    pair_from_stored,
    refresh_pair,
)
from connector.ports.clock import Clock
from connector.ports.errors import NotConnected, NotFound, OutcomeUnknown, ReadFailed, Refused, Transient
from connector.ports.helpdesk import Connected, InvalidAccount, Template
from connector.ports.probe import Probe
from connector.ports.secrets import Secrets

AHEAD = timedelta(seconds=60)  # renewed this long before it ends
TOO_YOUNG = timedelta(seconds=60)  # a token turned down this soon after it was issued: another would be as well
LOCK_SECONDS = 60.0  # above outbound's time-outs

_SUBDOMAIN = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_ENTRY = "oauth"


class InvalidSubdomain(ValueError):
    """Not the name of a Zendesk account."""


def check_subdomain(text: str) -> str:
    """Return the account's name, lower-cased. Raise InvalidSubdomain: it becomes a host that we send secrets to."""
    name = text.strip().lower()
    if not _SUBDOMAIN.fullmatch(name):
        raise InvalidSubdomain("give the part before .zendesk.com: letters, digits and hyphens")
    return name


class TokenSource:
    """A tenant's access token from `Secrets`. Implements `client.Tokens`.

    Renewing kills the old pair at once, so one process renews while the others wait, and what it got is stored before
    anyone uses it.
    """

    def __init__(
        self,
        secrets: Secrets,
        tenant: TenantId,
        base_url: str,
        client: OAuthClient,
        session: requests.Session,
        clock: Clock,
    ) -> None:
        self._secrets = secrets
        self._tenant = tenant
        self._owner = f"tenant:{tenant}"
        self._base_url = base_url.rstrip("/")
        self._client = client
        self._session = session
        self._clock = clock

    def store(self, pair: TokenPair) -> None:
        """Keep a pair just connected; it ends a "reconnect" mark."""
        self._secrets.put(self._owner, _ENTRY, pair.stored())

    def current(self) -> str:
        """Return an access token good for the next minute, renewed if it was not.

        Raise NotConnected where a person must reconnect, ReadFailed where renewing failed for now.
        """
        pair = self._pair()
        if pair.expires_at is not None and self._clock() >= pair.expires_at - AHEAD:
            pair = self._renewed(pair.access)
        return pair.access

    def renew(self, refused: str) -> None:
        """Replace a token that was turned down, unless another process did so first.

        Raise NotConnected as well when the token is only seconds old: the fault is then elsewhere.
        """
        pair = self._pair()
        if pair.access == refused and self._clock() < pair.issued_at + TOO_YOUNG:
            raise NotConnected("a token just issued was turned down")
        self._renewed(refused)

    def _pair(self) -> TokenPair:
        value = self._secrets.get(self._owner, _ENTRY)
        if value is None or value.get("reconnect"):
            raise NotConnected("reconnect needed")
        return pair_from_stored(value)

    def _renewed(self, old: str) -> TokenPair:
        with self._secrets.lock(f"oauth:{self._tenant}", LOCK_SECONDS):
            pair = self._pair()
            if pair.access != old:  # whoever held the lock before us renewed it
                return pair
            if pair.refresh is None:
                raise self._dead("no refresh token")
            try:
                pair = refresh_pair(self._session, self._base_url, self._client, pair.refresh, self._clock())
            except DeadGrant as error:
                raise self._dead(str(error)) from error
            self.store(pair)
            return pair

    def _dead(self, why: str) -> NotConnected:
        """From here on nothing is asked of Zendesk until a person connects again."""
        self._secrets.put(self._owner, _ENTRY, {"reconnect": why})
        return NotConnected(f"reconnect needed: {why}")


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
        self, url: str, client: OAuthClient, session: requests.Session, secrets: Secrets, clock: Clock
    ) -> None:
        self._url = url
        self._client = client
        self._session = session
        self._secrets = secrets
        self._clock = clock

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
        client = Account(base, tokens, self._session)
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
        return TokenSource(
            self._secrets, TenantId(tenant), self._base(account), self._client, self._session, self._clock
        )

    def _account(self, tenant: str, account: str) -> Account:
        return Account(self._base(account), self.tokens(tenant, account), self._session)

    def _base(self, account: str) -> str:
        try:
            return self._url.format(account=check_subdomain(account))
        except InvalidSubdomain as error:
            raise InvalidAccount(str(error)) from error
