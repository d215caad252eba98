"""Everything the flow may reach, in one bag. Only `bootstrap.py` and tests fill it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from connector.domain.ids import ShopId, TenantId
from connector.domain.policy import Policy
from connector.domain.policy_text import read_policy
from connector.flow.senders import Senders
from connector.ports.clock import Clock
from connector.ports.errors import NotFound
from connector.ports.handshake import Activation, Proven
from connector.ports.helpdesk import Helpdesk, Installer, Plugin
from connector.ports.replies import AsWritten, Calendar, Rephraser, Replies
from connector.ports.secrets import Secrets
from connector.ports.shop import Shop
from connector.ports.store import Installation, Intake, Store, Tx
from connector.ports.understanding import Reader


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. `settle`: after this a silent write has surely ended, above PHP's and the gateway's time-outs."""

    settle: float = 180.0
    ticket_lease: float = 60.0  # a worker that died lets go of its ticket
    fresh: float = 20.0  # a claim older than this when the call is about to be made: this machine slept in between
    give_up: float = 86_400.0  # an action that could not be sent for so long goes to a person
    longest_pause: float = 900.0  # between two tries


@dataclass(frozen=True, slots=True)
class Services:
    store: Store
    intake: Intake  # wakes whoever works it off
    senders: Senders
    secrets: Secrets
    clock: Clock
    reader: Reader
    replies: Replies
    calendar: Calendar
    plugin: Callable[[str], Plugin]  # by the vendor's name
    helpdesk: Callable[[Installation], Helpdesk]
    installer: Callable[[str], Installer]  # by the vendor's name
    shop: Callable[[ShopId], Shop]
    shop_with: Callable[[Mapping[str, str]], Shop]  # by credentials, before they are stored
    prove: Callable[[str, Activation], Proven]  # trades what the shop at this address posted; see magento/handshake.py
    pseudonym: Callable[[str], str]  # keyed and one-way: the same address gives the same 32 hex digits
    random_token: Callable[[], str]  # 256 bits, safe in a URL
    random_bytes: Callable[[int], bytes]
    public_url: str  # where the outside reaches us, without a slash at the end
    wake: Callable[[], None]  # there is something to do: a doorbell, never the only way to find out
    timing: Timing = Timing()
    rephraser: Rephraser = AsWritten()  # for public replies alone, outside of any transaction


class UnknownInstallation(NotFound):
    """No such tenant: another tenant's id behaves exactly like one that does not exist."""


def installation_of(tx: Tx, tenant: TenantId) -> Installation:
    found = tx.tenants.get(tenant)
    if found is None:
        raise UnknownInstallation(tenant)
    return found


def connected_of(tx: Tx, tenant: TenantId) -> Installation:
    """The same for whoever wants to see or do something there: an uninstalled one is not there any more."""
    found = installation_of(tx, tenant)
    if not found.connected:
        raise UnknownInstallation(tenant)
    return found


def policy_of(tx: Tx, policy_hash: str) -> Policy:
    """Every policy that was ever used is kept; one that is gone would make decisions unverifiable."""
    text = tx.tenants.policy(policy_hash)
    if text is None:
        raise NotFound(f"policy {policy_hash}")
    return _typed(text)


@lru_cache(maxsize=64)
def _typed(text: str) -> Policy:
    """Reading one page of YAML takes longer than deciding by it; the text is the key, so nothing can be stale."""
    return read_policy(text)


def local(moment: datetime, policy: Policy) -> datetime:
    """The same moment in the shop's zone: its days are the ones that count."""
    return moment.astimezone(ZoneInfo(policy.timezone))


def pause(attempts: int, asked: float, timing: Timing) -> timedelta:
    """How long to wait before the next try: doubling from 2 s, at least what the other side asked for."""
    return timedelta(seconds=min(max(2.0 ** min(attempts + 1, 12), asked), timing.longest_pause))
