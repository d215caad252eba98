"""Connecting an account: its name, the consent, what we set up there, the check afterwards, and leaving again.

Contract, sections 1 and 2. The OAuth messages are in `oauth`.
"""

from __future__ import annotations

import re
import secrets as random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from connector.domain.ids import TenantId
from connector.flow.install import CARDS
from connector.flow.senders import HOOK_SECRETS
from connector.helpdesks.gorgias import integrations, macros
from connector.helpdesks.gorgias.client import Account
from connector.helpdesks.gorgias.events import NAME as EVENTS_NAME
from connector.helpdesks.gorgias.events import ensure_events, remove_events
from connector.helpdesks.gorgias.oauth import (
    Callback,
    OAuthClient,
    authorize_url,
    exchange_code,
    refresh_pair,
    revoke,
)
from connector.helpdesks.gorgias.reading import MAILBOXES
from connector.helpdesks.gorgias.widgets import ensure_card, remove_card
from connector.ports.errors import NotConnected, NotFound, OutcomeUnknown, ReadFailed, Refused, Transient
from connector.ports.helpdesk import Connected, InvalidAccount, Template
from connector.ports.probe import Probe
from connector.tokens import TokenPair, TokenSource
from connector.wiring import Wiring

MAILBOXES_ENTRY = "mailboxes"
OAUTH_ENTRY = "oauth"  # where `TokenSource` keeps the pair

_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


def check_account(text: str) -> str:
    """Return the account's name, lower-cased. Raise InvalidAccount: it becomes a host that we send secrets to."""
    name = text.strip().lower()
    if not _ACCOUNT.fullmatch(name):
        raise InvalidAccount("give the part before .gorgias.com: letters, digits and hyphens")
    return name


def service_user(account: Account) -> str:
    """Return the id of the user the token belongs to: the author of what Retour writes. Raise Transient."""
    try:
        user = account.read("/api/users/0")
    except NotFound as error:
        raise ReadFailed("no user of our own") from error
    user_id = user.get("id") if isinstance(user, dict) else None
    if not isinstance(user_id, int) or user_id <= 0:
        raise ReadFailed("not a user as documented")
    return str(user_id)


def support_addresses(account: Account) -> frozenset[str]:
    """Return the addresses that mail can be sent from, case-folded. The list's filter knows no mailboxes, so all
    integrations are read. Where the address stands is not documented: three places are looked at. Raise Transient."""
    try:
        listed = account.pages(integrations.PATH)
        active = [each for each in listed if each.get("type") in MAILBOXES and not each.get("deactivated_datetime")]
        return frozenset(address.casefold() for address in map(_address, active) if address)
    except NotFound as error:
        raise ReadFailed("no integrations here") from error
    except (AttributeError, TypeError) as error:
        raise ReadFailed("not integrations as documented") from error


def _address(integration: Any) -> str | None:
    places = [(integration.get("meta") or {}).get("address"), integration.get("address"), integration.get("name")]
    return next((place for place in places if isinstance(place, str) and "@" in place), None)


def probe(account: Account) -> Probe:
    """Call each kind of endpoint once: a missing scope shows only in use. Never raises."""
    one = {"limit": "1"}
    asked: dict[str, Callable[[], object]] = {
        "tickets:read": lambda: account.read("/api/tickets", one),
        "users:read": lambda: service_user(account),
        "customers:read": lambda: account.read("/api/customers", one),
        "macros:read": lambda: account.read("/api/macros", one),
        "tags:read": lambda: account.read("/api/tags", one),
        "integrations:read": lambda: _check_events(account),
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
            return Probe(False, "no Gorgias at this address")
        except Transient as error:
            return Probe(False, f"no usable answer: {error}")
    return Probe(not missing, "permissions are missing" if missing else "connected", tuple(missing))


def _check_events(account: Account) -> None:
    """After 100 failures in a row Gorgias switches an integration off, and nobody tells us."""
    named = [each for each in account.pages(integrations.PATH) if each.get("name") == EVENTS_NAME]
    if not any(each.get("deactivated_datetime") is None for each in named):
        raise NotConnected("Gorgias tells us of no tickets any more: connect it again")


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A pair that is not kept yet: good for asking whose it is."""

    pair: TokenPair

    def current(self) -> str:
        return self.pair.access

    def renew(self, refused: str) -> None:
        raise NotConnected("a token just issued was turned down")


class GorgiasInstaller:
    """Implements `Installer`."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._client = OAuthClient(wiring.client_id, wiring.client_secret)

    def authorize_url(self, account: str, redirect_uri: str, state: str, verifier: str) -> str:
        return authorize_url(self.base(account), self._client, redirect_uri, state, verifier)

    def connect(
        self, tenant: str, account: str, code: str, redirect_uri: str, verifier: str, endpoint: str
    ) -> Connected:
        """The pair is kept once it proved good, and a secret before Gorgias gets it: whatever fails here, the
        connection there was goes on."""
        base, wiring, owner = self.base(account), self._wiring, f"tenant:{tenant}"
        pair = exchange_code(wiring.session, base, self._client, Callback(code, redirect_uri), wiring.clock())
        user = service_user(Account(base, check_account(account), _Fresh(pair), wiring.session, wiring.throttle))
        self.tokens(tenant, account).store(pair)
        client = self.account(tenant, account)
        wiring.secrets.put(owner, MAILBOXES_ENTRY, {"addresses": "\n".join(sorted(support_addresses(client)))})
        source = ensure_events(client, endpoint, self._next_hook_secret(owner))
        ensure_card(client, endpoint, self._cards_secret(owner))
        return Connected(base, user, source.integration_id, source.secret)

    def _next_hook_secret(self, owner: str) -> str:
        """A further secret that deliveries may carry from now on, until the caller makes it the current one. One left
        from a connection that stopped half-way is taken again: Gorgias may have it already."""
        known = self._wiring.secrets.get(owner, HOOK_SECRETS) or {}
        secret = known.get("next") or random.token_urlsafe(32)
        self._wiring.secrets.put(owner, HOOK_SECRETS, {**known, "next": secret})
        return secret

    def _cards_secret(self, owner: str) -> str:
        """The one there is: only one is accepted at a time."""
        known = self._wiring.secrets.get(owner, CARDS) or {}
        secret = known.get("secret") or random.token_urlsafe(32)
        self._wiring.secrets.put(owner, CARDS, {"secret": secret})
        return secret

    def probe(self, tenant: str, account: str) -> Probe:
        return probe(self.account(tenant, account))

    def publish(self, tenant: str, account: str, templates: Sequence[Template]) -> int:
        return macros.publish(self.account(tenant, account), templates)

    def disconnect(self, tenant: str, account: str, endpoint: str) -> None:
        """The token goes last: the rest needs it. It is kept, unrevoked, while trying again may help, and forgotten
        else, also where it is worth nothing any more. Raise ReadFailed that names what is still there."""
        client, tokens, wiring = self.account(tenant, account), self.tokens(tenant, account), self._wiring
        steps: dict[str, Callable[[], object]] = {
            "sidebar card": lambda: remove_card(client, endpoint),
            "ticket events": lambda: remove_events(client, endpoint),
            "token": lambda: revoke(wiring.session, self.base(account), self._client, tokens.pair()),
        }
        left, again = list[str](), False
        for what, undo in steps.items():
            if what == "token" and again:
                left.append(what)
                continue
            try:
                undo()
            except (NotConnected, Refused):
                left.append(what)
            except (Transient, OutcomeUnknown):
                left.append(what)
                again = True
        if not again:
            self._forget(tenant)
        if left:
            advice = "try again" if again else "remove it there by hand"
            raise ReadFailed(f"could not be removed in Gorgias: {', '.join(left)}; {advice}")

    def _forget(self, tenant: str) -> None:
        self._wiring.secrets.put(f"tenant:{tenant}", OAUTH_ENTRY, {"reconnect": "uninstalled"})
        self._wiring.secrets.put(f"tenant:{tenant}", MAILBOXES_ENTRY, {})

    def tokens(self, tenant: str, account: str) -> TokenSource:
        base, wiring = self.base(account), self._wiring

        def refresh(refresh_token: str) -> TokenPair:
            return refresh_pair(wiring.session, base, self._client, refresh_token, wiring.clock())

        return TokenSource(wiring.secrets, TenantId(tenant), refresh, wiring.clock)

    def account(self, tenant: str, account: str) -> Account:
        name, wiring = check_account(account), self._wiring
        return Account(self.base(name), name, self.tokens(tenant, name), wiring.session, wiring.throttle)

    def mailboxes(self, tenant: str) -> frozenset[str]:
        """The account's support addresses as they were when it was connected, case-folded."""
        known = self._wiring.secrets.get(f"tenant:{tenant}", MAILBOXES_ENTRY) or {}
        return frozenset(known.get("addresses", "").split())

    def base(self, account: str) -> str:
        return self._wiring.url.format(account=check_account(account))
