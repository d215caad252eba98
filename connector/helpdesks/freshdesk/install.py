"""Connecting an account: its name, the API key an admin pastes, the check of it, and leaving again.

Freshdesk has no consent page for outside apps (contract, section 1): our own form takes the page's place, and the key
of an agent, best one made for Retour, the code's.
"""

from __future__ import annotations

import re
import secrets as random
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

import requests

from connector.flow.senders import HOOK_SECRETS
from connector.helpdesks.freshdesk.client import Account, ApiKey
from connector.helpdesks.freshdesk.events import ensure_rules, remove_rules
from connector.helpdesks.freshdesk.macros import FOLDERS, publish
from connector.helpdesks.freshdesk.sdk import contained, freshdesk_for
from connector.ports.errors import NotConnected, NotFound, OutcomeUnknown, ReadFailed, Refused, Transient
from connector.ports.helpdesk import Connected, InvalidAccount, Template
from connector.ports.probe import Probe
from connector.ports.secrets import Secrets
from connector.ports.throttle import Throttle

ENTRY = "api_key"
GLOBAL = 1  # ticket scope; 2 sees its groups' tickets, 3 its own

_SUBDOMAIN = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_KEY = re.compile(r"[!-9;-~]{1,200}")  # no colon: it would end the user's name in a Basic header


def check_subdomain(text: str) -> str:
    """Return the account's name, lower-cased. Raise InvalidAccount: it becomes a host that we send secrets to."""
    name = text.strip().lower()
    if not _SUBDOMAIN.fullmatch(name):
        raise InvalidAccount("give the part before .freshdesk.com: letters, digits and hyphens")
    return name


def stored_key(secrets: Secrets, tenant: str) -> ApiKey:
    """Return what reads the tenant's key. It raises NotConnected where there is none."""

    def key() -> str:
        value = secrets.get(f"tenant:{tenant}", ENTRY)
        if not value or not value.get("key"):
            raise NotConnected("reconnect needed")
        return value["key"]

    return key


def service_user(account: Account) -> str:
    """Return the id of the agent whose key it is: the author of what Retour writes. Raise NotFound, Transient."""
    with contained():
        agent = freshdesk_for(account).agents.currently_authenticated_agent()
        agent_id, scope = int(agent.id), agent.ticket_scope
    if scope != GLOBAL:
        raise NotConnected(
            "the key's agent does not see every ticket: set its scope to Global Access in Admin, Agents",
            missing="ticket scope: global access",
        )
    return str(agent_id)


def probe(account: Account) -> Probe:
    """Call each kind of endpoint once: what the agent's role lacks shows only in use. Never raises."""
    asked: dict[str, Callable[[], object]] = {
        "agent": lambda: service_user(account),
        "tickets": lambda: account.list_tickets({"per_page": "1"}),
        "automations (admin)": lambda: account.read("/api/v2/automations/1/rules"),
        "canned responses (admin)": lambda: account.read(FOLDERS),
    }
    missing: list[str] = []
    for name, ask in asked.items():
        try:
            ask()
        except NotConnected as error:
            if str(error) != "403":
                return Probe(False, str(error), (error.missing,) if error.missing else ())
            missing.append(name)
        except NotFound:
            if name == "agent":
                return Probe(False, "no Freshdesk at this address")
            missing.append(name)
        except Transient as error:
            return Probe(False, f"no usable answer: {error}")
    return Probe(not missing, "permissions are missing" if missing else "connected", tuple(missing))


class FreshdeskInstaller:
    """Implements `Installer`. `url` is where an account lives, with `{account}` in it; it is the same for all but
    stand-ins."""

    def __init__(self, url: str, session: requests.Session, secrets: Secrets, throttle: Throttle) -> None:
        self._url = url
        self._session = session
        self._secrets = secrets
        self._throttle = throttle

    def authorize_url(self, account: str, redirect_uri: str, state: str, verifier: str) -> str:
        """Our own form stands beside the callback: `…/key` instead of `…/callback`."""
        check_subdomain(account)
        return f"{redirect_uri.rpartition('/')[0]}/key?{urlencode({'state': state})}"

    def connect(
        self, tenant: str, account: str, code: str, redirect_uri: str, verifier: str, endpoint: str
    ) -> Connected:
        """A key that does not pass the check, or makes no rules, replaces none that does.

        Each rule sends the new secret from the moment it is written: until the installation is complete, that secret is
        taken beside those known. One that an earlier try left may be in a rule already, so it is used again.
        """
        key = code.strip()
        if not _KEY.fullmatch(key):
            raise NotConnected("this is no API key: copy it from the agent's profile settings")
        client = self._account(account, lambda: key)
        try:
            user = service_user(client)
        except NotFound as error:
            raise InvalidAccount("no Freshdesk at this address") from error
        known = self._secrets.get(f"tenant:{tenant}", HOOK_SECRETS) or {}
        secret = known.get("next") or random.token_urlsafe(32)
        self._secrets.put(f"tenant:{tenant}", HOOK_SECRETS, {**known, "next": secret})
        source = ensure_rules(client, endpoint, secret)
        self._secrets.put(f"tenant:{tenant}", ENTRY, {"key": key})
        return Connected(client.base_url, user, ",".join(source.rule_ids), source.secret)

    def probe(self, tenant: str, account: str) -> Probe:
        return probe(self.account(tenant, account))

    def publish(self, tenant: str, account: str, templates: Sequence[Template]) -> int:
        return len(publish(self.account(tenant, account), templates))

    def disconnect(self, tenant: str, account: str, endpoint: str) -> None:
        """Delete our rules, then forget the key: only its agent can end it. A key that no longer holds is forgotten at
        once; after any other failure it is kept, so that this can be repeated. Raise ReadFailed.
        """
        if not self._secrets.get(f"tenant:{tenant}", ENTRY):
            return
        try:
            remove_rules(self.account(tenant, account), endpoint)
        except NotConnected as error:
            self._secrets.put(f"tenant:{tenant}", ENTRY, {})
            raise ReadFailed("the rules could not be removed in Freshdesk; remove them there by hand") from error
        except (Transient, Refused, OutcomeUnknown) as error:
            raise ReadFailed(f"the rules could not be removed in Freshdesk ({error}); try again") from error
        self._secrets.put(f"tenant:{tenant}", ENTRY, {})

    def account(self, tenant: str, account: str) -> Account:
        """The account with the key kept for the tenant. Raise InvalidAccount."""
        return self._account(account, stored_key(self._secrets, tenant))

    def _account(self, account: str, key: ApiKey) -> Account:
        name = check_subdomain(account)
        return Account(self._url.format(account=name), name, key, self._session, self._throttle)
