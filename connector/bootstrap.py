"""The composition root: settings in, services out; for the web process, workers, the command line and tests alike."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets as random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Thread

import requests
from cryptography.fernet import Fernet
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from connector.domain.errors import RetourError
from connector.domain.ids import ShopId
from connector.flow.install import CREDENTIALS
from connector.flow.senders import Senders
from connector.flow.services import Services, Timing
from connector.helpdesks import HELPDESKS
from connector.jobs.pool import Doorbell, Pool
from connector.language_model import AdvisedReader, Endpoint, LanguageModel, ModelRephraser
from connector.magento import BearerToken, Handshake, MagentoShop, OAuth1Keys
from connector.outbound import make_session
from connector.ports.clock import Clock
from connector.ports.errors import DatabaseAway, NotConnected, NotFound
from connector.ports.helpdesk import Helpdesk, Installer
from connector.ports.replies import AsWritten, Rephraser
from connector.ports.shop import Shop
from connector.ports.store import Installation
from connector.ports.understanding import Reader
from connector.replies import MacroReplies, WorkingDays, default_macros_dir
from connector.settings import Settings
from connector.storage.clocks import ALLOWED, skew, steady
from connector.storage.intake import SqlIntake
from connector.storage.locks import ends_at, forget, take
from connector.storage.secret_box import SecretBox
from connector.storage.session import SqlStore, make_engine
from connector.storage.throttle import SqlThrottle
from connector.understanding import TicketReader
from connector.understanding.model import load_model
from connector.wiring import Vendor, Wiring

DEFAULT_LANGUAGE = "en"  # of macros, where neither the customer's nor the policy's has any


class NotMigrated(RetourError):
    """The database is not in the form this version needs."""


def check_database(engine: Engine) -> None:
    """Raise NotMigrated unless the tables are those of the newest migration, DatabaseAway where nobody answers."""
    try:
        found, newest = _revision(engine), _newest()
    except SQLAlchemyError as error:
        raise DatabaseAway(f"the database does not answer ({type(error).__name__})") from error
    if found != newest:
        raise NotMigrated(f"the database is at {found}, this version needs {newest}: run `retour migrate`")


def _revision(engine: Engine) -> str:
    """Raise NotMigrated where there is no such table, SQLAlchemyError where the database does not answer."""
    with engine.begin() as connection:
        if not inspect(connection).has_table("alembic_version"):
            raise NotMigrated("the database has no tables yet: run `retour migrate`")
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def _newest() -> str:
    return (Path(__file__).resolve().parent.parent / "migrations" / "HEAD").read_text(encoding="ascii").strip()


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


def parties(settings: Settings) -> Callable[[str], str]:
    """Whom an address outside belongs to, for metrics: a helpdesk vendor, by where its accounts live, else the shop."""
    forms = {name: re.escape(settings.vendor(name).url).replace(r"\{account\}", "[^/]+") for name in HELPDESKS}
    known = {name: re.compile(f"{form}(/|$)") for name, form in forms.items()}
    return lambda url: next((name for name, form in known.items() if form.match(url)), "shop")


def magento_from(credentials: Mapping[str, str], session: requests.Session, proven: bool = False) -> Shop:
    """Bearer where a token is given (the shop must allow it), else OAuth 1.0a with the integration's four keys."""
    if credentials.get("token"):
        return MagentoShop(credentials["base_url"], BearerToken(credentials["token"]), session, proven=proven)
    keys = [
        credentials.get(name, "") for name in ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
    ]
    if not all(keys):
        raise ValueError("give a token, or all four OAuth keys of the integration")
    return MagentoShop(credentials["base_url"], OAuth1Keys(*keys), session, proven=proven)


@dataclass(frozen=True, slots=True)
class Application:
    """Services with what starts and stops around them."""

    settings: Settings
    services: Services
    engine: Engine
    session: requests.Session  # every call outside goes through it
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

    def problems(self) -> list[str]:
        """What keeps this process from working, in a sentence each; empty: it is ready. Never raises."""
        try:
            off = skew(self.engine, self.services.clock)
            if (found := _revision(self.engine)) < _newest():  # a newer one only added: we work on until replaced
                return [f"the database is at {found}, this version needs {_newest()}: run `retour migrate`"]
        except SQLAlchemyError:
            return ["the database does not answer"]
        except NotMigrated as error:
            return [str(error)]
        if abs(off) > ALLOWED:
            return [f"this machine's clock is {off:+.0f} s off the database's: at most {ALLOWED:.0f} are safe"]
        return []

    def ready(self) -> Mapping[str, object]:
        """Whether this process can work (`ready`), what keeps it from that, else how much waits. Never raises."""
        problems = self.problems()
        if not problems:
            try:
                with self.services.store.begin() as tx:
                    waiting, people = dict(tx.inbox.backlog()), len(tx.outbox.waiting())
                return {"ready": True, "inbox": waiting, "actions_waiting_for_a_person": people}
            except (SQLAlchemyError, DatabaseAway):
                problems = ["the database does not answer"]
        return {"ready": False, "problems": problems}

    def pool(self, threads: int) -> Pool:
        """Threads that work off what is kept; not started yet."""
        if threads:  # so that the first customer does not wait for it
            Thread(target=load_model, name="model", daemon=True).start()
        sweep, poll = float(self.settings.sweep_seconds), float(self.settings.poll_seconds)
        return Pool(self.services, self.bell, threads, sweep, poll, self.turn, self.steady)

    def restoring(self) -> bool:
        """Whether `retour restored` was begun and did not end well: until it does, nothing may be worked off."""
        return bool(self.box.get("app", "restored"))

    def steady(self) -> bool:
        """Whether this process may claim work: the database answers, and agrees with our clock."""
        return steady(self.engine, self.services.clock)

    def turn(self, name: str, seconds: float) -> bool:
        """Whether this process may do now what only one may in so many seconds. It is never given back."""
        now = self.services.clock()
        with self.engine.begin() as connection:
            return take(connection, f"turn:{name}", "turn", now, now + timedelta(seconds=seconds))


def vendor(name: str) -> Vendor:
    if name not in HELPDESKS:
        raise NotFound(f"helpdesk {name}; known: {', '.join(HELPDESKS)}")
    return HELPDESKS[name]


def words_in_and_out(settings: Settings, clock: Clock) -> tuple[Reader, Rephraser]:
    """What reads tickets, and what may reword replies: a language model's advice where one is set.

    Its address comes from whoever runs Retour, never from a tenant: it may be on a private network, whatever
    `allow_private_hosts` says about shops.
    """
    reader: Reader = TicketReader()
    if not settings.llm_url:
        return reader, AsWritten()
    seconds = float(settings.llm_seconds)
    session = make_session(True, connect=seconds, read=seconds, party_of=lambda url: "language_model")
    endpoint = Endpoint(
        settings.llm_url, settings.llm_model, seconds, int(settings.llm_tokens_per_day), settings.llm_key
    )
    model = LanguageModel(endpoint, session, clock)
    return AdvisedReader(reader, model), ModelRephraser(model) if settings.rephrases else AsWritten()


def build(settings: Settings, clock: Clock = utc_now, macros: Path | None = None) -> Application:
    """Make everything; nothing is called and no table read yet. Raise BrokenMacro if a macro cannot be used."""
    engine = make_engine(settings.database)
    box = SecretBox(engine, clock, secret_keys(settings))
    throttle = SqlThrottle(engine, clock)
    session = make_session(settings.private_hosts, party_of=parties(settings))
    bell = Doorbell()

    @lru_cache(maxsize=len(HELPDESKS))
    def wiring(vendor: str) -> Wiring:
        known = settings.vendor(vendor)
        return Wiring(known.url, known.client_id, known.client_secret, session, box, clock, throttle)

    @lru_cache(maxsize=256)
    def helpdesk(installation: Installation) -> Helpdesk:
        return vendor(installation.helpdesk).desk(wiring(installation.helpdesk), installation)

    def shop(shop_id: ShopId) -> Shop:
        credentials = box.get(f"shop:{shop_id}", CREDENTIALS)
        if not credentials:
            raise NotConnected("no credentials for this shop: connect Magento again")
        return magento_from(credentials, session, proven=True)

    @lru_cache(maxsize=len(HELPDESKS))
    def installer(name: str) -> Installer:
        return vendor(name).installer(wiring(name))

    reader, rephraser = words_in_and_out(settings, clock)
    store = SqlStore(engine)
    services = Services(
        store=store,
        intake=SqlIntake(engine, bell.ring),
        senders=Senders(store, box),
        secrets=box,
        clock=clock,
        reader=reader,
        replies=MacroReplies(macros or default_macros_dir(), DEFAULT_LANGUAGE),
        calendar=WorkingDays(),
        plugin=vendor,
        helpdesk=helpdesk,
        installer=installer,
        shop=shop,
        shop_with=lambda credentials: magento_from(credentials, session),
        prove=Handshake(session),
        pseudonym=pseudonyms(box),
        random_token=lambda: random.token_urlsafe(32),
        random_bytes=random.token_bytes,
        public_url=settings.public_url.rstrip("/"),
        wake=bell.ring,
        rephraser=rephraser,
        timing=replace(Timing(), settle=float(settings.settle_seconds), ticket_lease=float(settings.lease_seconds)),
    )
    return Application(settings, services, engine, session, box, bell)
