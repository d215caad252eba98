"""Connecting a shop by its own activation: only one that an admin announced beforehand, and only once it is proven.

`announce` gives out two addresses with a token of 256 random bits, good for a day. The admin of the shop enters them in
an integration and activates it; the shop posts to the first (`accept`) and opens the second in the browser (`landing`).
Who posts is not known: calls go to the announced address alone, and nothing is kept until that shop took part.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import SplitResult, urlsplit

from connector.domain.errors import RetourError
from connector.domain.ids import ShopId
from connector.flow.install import CannotInstall, keep_shop, shop_id
from connector.flow.services import Services
from connector.ports.errors import Malformed, NotFound, Refused
from connector.ports.handshake import Activation

ANNOUNCED = "announced"
LIFE = timedelta(days=1)  # of an announcement that no shop has used yet
POSTED = ("oauth_consumer_key", "oauth_consumer_secret", "oauth_verifier", "store_base_url")
KEY = re.compile(r"[0-9A-Za-z]{32}")  # what Magento makes for key, secret and verifier
MAX_URL = 2000
# What a browser and we read alike: no backslash, no space, nobody's name before the host.
PLAIN_URL = re.compile(r"https?://[0-9A-Za-z._-]+(:[0-9]{1,5})?([/?#][0-9A-Za-z\-._~:/?#\[\]@!$&'()*+,;=%]*)?")
PORTS = {"http": 80, "https": 443}


class NotProven(CannotInstall):
    """The shop did not prove to be the announced one. Nothing was kept; `code` says why in a word."""

    def __init__(self, code: str, todo: str) -> None:
        super().__init__(f"{code}: {todo}")
        self.code = code


class TooSoon(RetourError):
    """Another try with this announcement was made just before. Nothing was called."""


@dataclass(frozen=True, slots=True)
class Announced:
    """The two addresses to enter in the shop's integration. Both hold the token: they are for its admin only."""

    callback: str
    identity: str


@dataclass(frozen=True, slots=True)
class Landing:
    """Where an admin's browser comes to after the activation. `target`: where to send it, if that is the shop's own."""

    connected: bool
    target: str | None = None


def announce(services: Services, url: str) -> Announced:
    """Expect the activation of the shop with this base URL within a day. Raise CannotInstall for one that is none."""
    url = url.strip()
    try:
        parts, port_is_one = urlsplit(url), _origin(url)[2] > 0
    except ValueError:
        raise CannotInstall("the shop's address is none") from None
    if not PLAIN_URL.fullmatch(url) or parts.query or parts.fragment or not port_is_one:
        raise CannotInstall("the shop's address must start with http:// or https:// and end with its path")
    token = services.random_token()
    until = (services.clock() + LIFE).isoformat()
    services.secrets.put(_owner(token), ANNOUNCED, {"url": url, "until": until})
    return Announced(
        f"{services.public_url}/magento/callback/{token}", f"{services.public_url}/magento/identity/{token}"
    )


def accept(services: Services, first: Callable[[str], bool], token: str, posted: Mapping[str, str]) -> ShopId:
    """Prove and keep what a shop posted. The first consumer key that proves itself is the only one from then on: the
    announcement stays good for it, so that Reauthorize replaces the token.

    `first` says whether nobody tried this announcement within the last seconds. Raise NotFound for a token that we do
    not expect, Malformed, TooSoon, NotProven, or ReadFailed for a shop that is silent; nothing is kept then.
    """
    owner = _owner(token)
    known = _announced(services, owner)
    activation, claimed = _read(posted)
    bound = known.get("consumer_key")
    if bound and not hmac.compare_digest(bound, activation.consumer_key):
        raise NotProven("other_consumer", "another integration used this address before: announce the shop anew")
    shop = shop_id(known["url"])
    if claimed != shop:
        raise NotProven("other_shop", "the shop calls itself otherwise than it was announced: announce it as it does")
    if not first(owner):
        raise TooSoon("one activation at a time: wait some seconds")
    try:
        proven = services.prove(known["url"], activation)
    except Refused as refused:
        raise NotProven(refused.code, refused.detail) from refused
    if _shop_of(proven.base_url) != shop:  # else a shop could have itself taken for another one
        raise NotProven("other_base_url", "its first store view has another base URL: announce that, or paste the keys")
    keep_shop(services, shop, proven.credentials)
    services.secrets.put(owner, ANNOUNCED, {**known, "consumer_key": activation.consumer_key})
    return shop


def landing(services: Services, token: str, consumer_key: str, target: str) -> Landing:
    """Tell whether this integration is connected, and where to send the browser. Raise NotFound for other tokens."""
    known = _announced(services, _owner(token))
    bound = known.get("consumer_key", "")
    if not bound or not hmac.compare_digest(bound.encode(), consumer_key.encode()):
        return Landing(connected=False)
    return Landing(connected=True, target=target if _belongs(target, known["url"]) else None)


def _owner(token: str) -> str:
    """The token itself is a secret: only its hash names the row."""
    return f"magento:{hashlib.sha256(token.encode()).hexdigest()[:32]}"


def _announced(services: Services, owner: str) -> Mapping[str, str]:
    known = services.secrets.get(owner, ANNOUNCED)
    if not known or ("consumer_key" not in known and services.clock() > datetime.fromisoformat(known["until"])):
        raise NotFound("no shop is expected here: announce it (retour connect magento URL)")
    return known


def _read(posted: Mapping[str, str]) -> tuple[Activation, ShopId]:
    """What is posted, and the shop it claims to come from. Raise Malformed."""
    key, secret, verifier, claimed = (posted.get(name, "") for name in POSTED)
    if not all(KEY.fullmatch(each) for each in (key, secret, verifier)) or not 0 < len(claimed) <= MAX_URL:
        raise Malformed("not what Magento posts when an integration is activated")
    return Activation(key, secret, verifier), _shop_of(claimed)


def _shop_of(url: str) -> ShopId:
    try:
        return shop_id(url)
    except ValueError:
        raise Malformed("the shop's address is none") from None


def _belongs(target: str, shop_url: str) -> bool:
    """Whether an address is on the shop's own origin; its admin may be under https where the shop is not."""
    if not PLAIN_URL.fullmatch(target) or len(target) > MAX_URL:
        return False
    scheme, host, port = _origin(shop_url)
    own = {(scheme, host, port)} | ({("https", host, 443)} if (scheme, port) == ("http", 80) else set())
    try:
        return _origin(target) in own
    except ValueError:  # no such port
        return False


def _origin(url: str) -> tuple[str, str, int]:
    """Raise ValueError for a port that is none."""
    parts: SplitResult = urlsplit(url)
    return parts.scheme, (parts.hostname or "").casefold(), parts.port or PORTS.get(parts.scheme, 0)
