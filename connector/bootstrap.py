"""The composition root: settings in, services out; for the web process, workers, the command line and tests alike."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets as random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import requests
from cryptography.fernet import Fernet
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from connector.domain.errors import RetourError
from connector.domain.ids import ShopId
from connector.flow.install import CREDENTIALS
from connector.flow.services import Services, Timing
from connector.helpdesks import HELPDESKS
from connector.helpdesks.zendesk.install import ZendeskInstaller
from connector.helpdesks.zendesk.oauth import OAuthClient
from connector.helpdesks.zendesk.tickets import ZendeskHelpdesk
from connector.jobs.pool import Doorbell
from connector.magento import BearerToken, MagentoShop, OAuth1Keys
from connector.outbound import make_session
from connector.ports.clock import Clock
from connector.ports.errors import NotConnected, NotFound
from connector.ports.helpdesk import Helpdesk
from connector.ports.shop import Shop
from connector.ports.store import Installation
from connector.replies import MacroReplies, WorkingDays, default_macros_dir
from connector.settings import Settings
from connector.storage.locks import ends_at, forget, take
from connector.storage.secret_box import SecretBox
from connector.storage.session import SqlStore, make_engine
from connector.understanding import PatternReader

DEFAULT_LANGUAGE = "en"  # of macros, where neither the customer's nor the policy's has any


class NotMigrated(RetourError):
    """The database is not in the form this version needs."""


def check_database(engine: Engine) -> None:
    """Raise NotMigrated unless the tables are those of the newest migration."""
    newest = (Path(__file__).resolve().parent.parent / "migrations" / "HEAD").read_text(encoding="ascii").strip()
    try:
        with engine.begin() as connection:
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError as error:
        raise NotMigrated("the database cannot be read or has no tables yet: run `retour migrate`") from error
    if found != newest:
        raise NotMigrated(f"the database is at {found}, this version needs {newest}: run `retour migrate`")


def utc_now() -> datetime:
    return datetime.now(UTC)


def secret_keys(settings: Settings) -> list[str]:
    """The configured Fernet keys, or the one in the data directory, made at first use and readable by us alone."""
    if settings.secret_keys:
        return [key.strip() for key in settings.secret_keys.split(",") if key.strip()]
    path = settings.directory / "secret.key"
    settings.directory.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return [path.read_text().strip()]
    with os.fdopen(handle, "w") as file:
        key = Fernet.generate_key().decode()
        file.write(key)
    return [key]


def pseudonyms(box: SecretBox) -> Callable[[str], str]:
    """Keyed pseudonyms: HMAC-SHA256 under a key of this installation of Retour, made at first use and kept encrypted.

    The key is read when the first pseudonym is asked for, so that Services can be made before the tables are.
    """

    @lru_cache(maxsize=1)
    def key() -> bytes:
        with box.lock("pseudonym-key", 10):
            stored = box.get("app", "pseudonym")
            if stored is None:
                stored = {"key": random.token_hex(32)}
                box.put("app", "pseudonym", stored)
        return bytes.fromhex(stored["key"])

    def pseudonym(text: str) -> str:
        return hmac.new(key(), text.encode(), hashlib.sha256).hexdigest()[:32]

    return pseudonym


def magento_from(credentials: Mapping[str, str], session: requests.Session) -> Shop:
    """Bearer where a token is given (the shop must allow it), else OAuth 1.0a with the integration's four keys."""
    if credentials.get("token"):
        return MagentoShop(credentials["base_url"], BearerToken(credentials["token"]), session)
    keys = [
        credentials.get(name, "") for name in ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
    ]
    if not all(keys):
        raise ValueError("give a token, or all four OAuth keys of the integration")
    return MagentoShop(credentials["base_url"], OAuth1Keys(*keys), session)


@dataclass(frozen=True, slots=True)
class Application:
    """Services with what starts and stops around them."""

    settings: Settings
    services: Services
    engine: Engine
    box: SecretBox
    bell: Doorbell

    def derived_key(self, purpose: str) -> str:
        """A key of its own for signing, out of the newest secret key: the same in every process."""
        newest = secret_keys(self.settings)[0]
        return hmac.new(newest.encode(), purpose.encode(), hashlib.sha256).hexdigest()

    def remember(self, name: str, life: timedelta, grace: timedelta) -> bool:
        """Remember a name for a while, across processes. False: it was remembered longer than `grace` ago."""
        now = self.services.clock()
        with self.engine.begin() as connection:
            forget(connection, now)
            if take(connection, name, "remembered", now, now + life):
                return True
            return now - (ends_at(connection, name) - life) < grace


def build(settings: Settings, clock: Clock = utc_now, macros: Path | None = None) -> Application:
    """Make everything; nothing is called and no table read yet. Raise BrokenMacro if a macro cannot be used."""
    engine = make_engine(settings.database)
    box = SecretBox(engine, clock, secret_keys(settings))
    session = make_session(settings.private_hosts)
    client = OAuthClient(settings.zendesk_client_id, settings.zendesk_client_secret or None)
    zendesk = ZendeskInstaller(settings.zendesk_url, client, session, box, clock)
    bell = Doorbell()

    @lru_cache(maxsize=256)
    def helpdesk_of(helpdesk: str, account: str, tenant: str, base_url: str, user: str) -> Helpdesk:
        if helpdesk not in HELPDESKS:
            raise NotFound(helpdesk)
        return ZendeskHelpdesk(base_url, zendesk.tokens(tenant, account), session, user, clock)

    def helpdesk(installation: Installation) -> Helpdesk:
        i = installation
        return helpdesk_of(i.helpdesk, i.account, i.id, i.base_url, i.service_user)

    def shop(shop_id: ShopId) -> Shop:
        credentials = box.get(f"shop:{shop_id}", CREDENTIALS)
        if not credentials:
            raise NotConnected("no credentials for this shop: connect Magento again")
        return magento_from(credentials, session)

    def installer(name: str) -> ZendeskInstaller:
        if name not in HELPDESKS:
            raise NotFound(f"helpdesk {name}; known: {', '.join(HELPDESKS)}")
        return zendesk

    services = Services(
        store=SqlStore(engine),
        secrets=box,
        clock=clock,
        reader=PatternReader(),
        replies=MacroReplies(macros or default_macros_dir(), DEFAULT_LANGUAGE),
        calendar=WorkingDays(),
        plugin=HELPDESKS.__getitem__,
        helpdesk=helpdesk,
        installer=installer,
        shop=shop,
        shop_with=lambda credentials: magento_from(credentials, session),
        pseudonym=pseudonyms(box),
        random_token=lambda: random.token_urlsafe(32),
        public_url=settings.public_url.rstrip("/"),
        wake=bell.ring,
        timing=replace(Timing(), settle=float(settings.settle_seconds)),
    )
    return Application(settings, services, engine, box, bell)
