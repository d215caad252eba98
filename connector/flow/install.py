"""Install: a shop and a policy first, both proven, then the helpdesk's own consent page, then its events."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from connector.domain.case import FINAL
from connector.domain.errors import RetourError
from connector.domain.ids import ShopId, TenantId
from connector.domain.policy import Policy
from connector.domain.policy_text import read_policy
from connector.flow.handover import withdraw
from connector.flow.senders import HOOK_SECRETS
from connector.flow.services import Services, installation_of, policy_of
from connector.ports.errors import NotConnected, NotFound, Transient
from connector.ports.helpdesk import Template
from connector.ports.probe import Probe
from connector.ports.store import Installation

PENDING_MINUTES = 15
CREDENTIALS = "magento"  # secrets of a shop
APP, CARDS = "app", "cards"  # secrets of a tenant: the sidebar app's, and that of the cards' data


class CannotInstall(RetourError):
    """Something that an installation needs is missing or does not hold. Nothing was changed."""


def tenant_id(helpdesk: str, account: str) -> TenantId:
    return TenantId(f"{helpdesk}-{account}")


def shop_id(base_url: str) -> ShopId:
    """The id of the shop with this base URL as Magento itself tells it: money is keyed on it, so everybody who connects
    one Magento must come to the same. Scheme, default ports and a slash at the end do not count."""
    parts = urlsplit(base_url.strip())
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    place = f"{(parts.hostname or '').casefold()}{port}{parts.path.rstrip('/')}"
    return ShopId(f"shop-{hashlib.sha256(place.encode()).hexdigest()[:12]}")


def connect_shop(
    services: Services, credentials: Mapping[str, str], warn: Callable[[str], object] = lambda _: None
) -> ShopId:
    """Prove and store a shop's credentials (`base_url` and a bearer token or four OAuth keys). Raise CannotInstall.

    `warn` is told what works less well than it could, a sentence each.
    """
    try:
        shop = services.shop_with(credentials)
        probe = shop.probe()
    except ValueError as error:
        raise CannotInstall(f"Magento: {error}") from error
    if not probe.ok:
        missing = f"; missing permissions: {', '.join(probe.missing)}" if probe.missing else ""
        raise CannotInstall(f"Magento: {probe.detail}{missing}")
    try:
        identity = shop_id(shop.base_url())
    except Transient as error:
        raise CannotInstall(f"Magento did not tell its own base URL ({error}); allow Magento_Backend::store") from error
    for warning in probe.warnings:
        warn(warning)
    keep_shop(services, identity, credentials)
    return identity


def keep_shop(services: Services, shop: ShopId, credentials: Mapping[str, str]) -> None:
    """Store credentials that were proven, in place of those before."""
    services.secrets.put(f"shop:{shop}", CREDENTIALS, credentials)
    services.secrets.put(f"url:{shop_id(credentials['base_url'])}", "shop", {"id": shop})


def shop_at(services: Services, url: str) -> ShopId:
    """The shop that was connected under this URL. Raise CannotInstall."""
    known = services.secrets.get(f"url:{shop_id(url)}", "shop")
    if known is None:
        raise CannotInstall(f"no credentials for {url} yet: connect Magento first")
    return ShopId(known["id"])


def begin(services: Services, helpdesk: str, account: str, shop_url: str, policy_text: str) -> str:
    """Return the consent page's address for the admin to open within 15 minutes. Raise CannotInstall, InvalidPolicy,
    InvalidAccount."""
    policy = read_policy(policy_text)
    shop_at(services, shop_url)
    account = account.strip().casefold()  # one account under two spellings would be two tenants, and two voices
    state, verifier = services.random_token(), services.random_token() + services.random_token()
    now = services.clock()
    url = services.installer(helpdesk).authorize_url(account, redirect_uri(services, helpdesk), state, verifier)
    with services.store.begin() as tx:
        tx.tenants.put_policy(policy.hash, policy_text, now)
    until = now + timedelta(minutes=PENDING_MINUTES)
    pending = {"helpdesk": helpdesk, "account": account, "shop_url": shop_url, "policy": policy.hash}
    services.secrets.put(_owner(state), "pending", {**pending, "verifier": verifier, "until": until.isoformat()})
    return url


def _owner(state: str) -> str:
    """The state itself is a secret: only its hash names the row."""
    return f"install:{hashlib.sha256(state.encode()).hexdigest()[:32]}"


def redirect_uri(services: Services, helpdesk: str) -> str:
    return f"{services.public_url}/install/{helpdesk}/callback"


def endpoint(services: Services, tenant: TenantId) -> str:
    return f"{services.public_url}/hooks/{tenant}"


def complete(services: Services, helpdesk: str, state: str, code: str) -> Installation:
    """The admin consented: exchange the code, set up events, remember the installation. A state works once.

    Raise CannotInstall for a state that is unknown, used or too old, and for a code or key that the helpdesk turns
    down; Transient or Refused from the helpdesk.
    """
    pending = services.secrets.get(_owner(state), "pending")
    if not pending or pending.get("helpdesk") != helpdesk:
        raise CannotInstall("this installation was not begun here, or is done already: begin it again")
    services.secrets.put(_owner(state), "pending", {})
    if services.clock() > datetime.fromisoformat(pending["until"]):
        raise CannotInstall(f"more than {PENDING_MINUTES} minutes went by: begin the installation again")
    account = pending["account"]
    tenant = tenant_id(helpdesk, account)
    try:
        connected = services.installer(helpdesk).connect(
            tenant, account, code, redirect_uri(services, helpdesk), pending["verifier"], endpoint(services, tenant)
        )
    except NotConnected as error:
        raise CannotInstall(f"{helpdesk} does not let us in: {error}; begin the installation again") from error
    known = services.secrets.get(f"tenant:{tenant}", HOOK_SECRETS) or {}
    secrets = {"current": connected.hook_secret}
    # Deliveries signed before a change are still on their way.
    before_it = known.get("previous" if known.get("current") == connected.hook_secret else "current")
    if before_it:
        secrets["previous"] = before_it
    services.secrets.put(f"tenant:{tenant}", HOOK_SECRETS, secrets)
    installation = Installation(
        id=tenant,
        helpdesk=helpdesk,
        account=account,
        base_url=connected.base_url,
        shop=shop_at(services, pending["shop_url"]),
        shop_url=pending["shop_url"],
        service_user=connected.service_user,
        policy_hash=pending["policy"],
        webhook_id=connected.webhook_id,
    )
    with services.store.begin() as tx:
        before = tx.tenants.get(tenant)
        if before is not None:  # connected again: what the admin set since stays
            brake = before.brake and before.connected  # uninstalling pulled it
            installation = replace(installation, app_installation=before.app_installation, brake=brake)
        tx.tenants.put(installation, services.clock())
    return installation


def change(services: Services, tenant: TenantId, **changes: str | bool) -> Installation:
    """Change what an admin may: `brake`, `app_installation`. Raise UnknownInstallation."""
    with services.store.begin() as tx:
        installation = replace(installation_of(tx, tenant), **changes)  # type: ignore[arg-type]
        tx.tenants.put(installation, services.clock())
    services.wake()
    return installation


def set_policy(services: Services, tenant: TenantId, text: str) -> Policy:
    """Use another policy from now on; earlier ones are kept. Raise InvalidPolicy, UnknownInstallation."""
    policy = read_policy(text)
    with services.store.begin() as tx:
        installation = installation_of(tx, tenant)
        now = services.clock()
        tx.tenants.put_policy(policy.hash, text, now)
        tx.tenants.put(replace(installation, policy_hash=policy.hash), now)
    services.wake()
    return policy


def uninstall(services: Services, tenant: TenantId) -> None:
    """Withdraw what is not sent yet, pull the brake, remove our event source and token there. Records stay. Raise
    NotFound."""
    with services.store.begin() as tx:
        installation = tx.tenants.get(tenant)
    if installation is None:
        raise NotFound(tenant)
    now = services.clock()
    with services.store.begin() as tx:
        tx.tenants.put(replace(installation, brake=True, connected=False), now)
        for case in tx.cases.listed(tenant, limit=10_000):
            if case.state not in FINAL:
                withdraw(tx, tx.cases.get(case.id), now)
    for name in (HOOK_SECRETS, APP, CARDS):  # whoever still calls is turned away from now on
        services.secrets.put(f"tenant:{tenant}", name, {})
    services.installer(installation.helpdesk).disconnect(tenant, installation.account, endpoint(services, tenant))


BY_HAND = {
    "ask_order_number": "Ask for the order number",
    "ask_order_again": "Order not found",
    "ask_line": "Ask which article",
    "cancelled_unpaid": "Order cancelled, nothing paid",
    "exchange_proposed": "Propose an exchange",
    "reship_proposed": "Propose to send it again",
}  # macros without amounts and dates: those are only true when Retour fills them in


def publish_templates(services: Services, tenant: TenantId) -> int:
    """Put the texts that make sense by hand into the helpdesk as its own templates, in every language; return how many.

    What an agent must fill in stands in square brackets.
    """
    with services.store.begin() as tx:
        installation = installation_of(tx, tenant)
        policy = policy_of(tx, installation.policy_hash)
    values = {"name": "", "shop": policy.shop, "order": "[…]", "articles": "[…]"}
    templates = [
        Template(f"{title} ({language})", services.replies.render(macro, language, None, values).text)
        for macro, title in BY_HAND.items()
        for language in sorted(services.replies.languages)
    ]
    return services.installer(installation.helpdesk).publish(tenant, installation.account, templates)


def check_shop(services: Services, url: str) -> Probe:
    """Probe a connected shop alone, before a helpdesk is joined to it. Raise CannotInstall."""
    return services.shop(shop_at(services, url)).probe()


def check(services: Services, tenant: TenantId) -> Mapping[str, Probe]:
    """Probe both ends of an installation: shop and helpdesk."""
    with services.store.begin() as tx:
        installation = installation_of(tx, tenant)
    return {
        "magento": services.shop(installation.shop).probe(),
        installation.helpdesk: services.installer(installation.helpdesk).probe(tenant, installation.account),
    }
