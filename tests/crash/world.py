"""One shop, one helpdesk account and Retour's database, for some hundred runs: a shop's limits count per day.

The stand-ins live in this process; Retour's workers do not. What the helpdesk delivers is kept back, signed as it is,
until a run hands it to a worker, in its own order and as often as it likes.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet

from connector.app import create_app
from connector.bootstrap import Application, build
from connector.cli import bring_up_to_date
from connector.domain.ids import ShopId, TenantId
from connector.flow import install
from demo.desks import STAGES, Desk
from demo.world import POLICY, join_through, settings_for, shop_on_stage
from sandbox.faults import Faults
from sandbox.magento import Shop
from sandbox.serving import Server, serve
from tests.crash.nursery import Letter, Nursery, nursery

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SETTLE_SECONDS = 180
SHOP_LIMIT = ("shop_per_day: {count: 200, amount: 5000.00 EUR}", "shop_per_day: {count: 5000, amount: 900000.00 EUR}")
ACCOUNTS = count(1)
SECRET_KEY = Fernet.generate_key().decode()  # one for all worlds: a PostgreSQL outlives them


class Mailbag:
    """Stands where Retour's web process would: takes every delivery and keeps it, signature and all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._letters: list[Letter] = []
        self.web: WSGIApplication | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith("/hooks/") and self.web is not None:
            return self.web(environ, start_response)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        headers = {
            name.removeprefix("HTTP_").replace("_", "-"): str(value)
            for name, value in environ.items()
            if name.startswith("HTTP_") or name == "CONTENT_TYPE"
        }
        with self._lock:
            self._letters.append(Letter(next(self._numbers), environ["PATH_INFO"], headers, body))
        start_response("202 Accepted", [("Content-Length", "0")])
        return [b""]

    def empty(self) -> list[Letter]:
        """Return what came since, oldest first."""
        with self._lock:
            letters, self._letters = self._letters, []
        return letters


@dataclass
class World:
    """Everything a run touches."""

    shop: Shop
    magento_faults: Faults
    desk: Desk
    mailbag: Mailbag
    retour: Application  # for looking; workers have their own
    nursery: Nursery
    tenant: TenantId
    shop_id: ShopId
    servers: Sequence[Server]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def letters(self) -> list[Letter]:
        """Return every delivery that was made since the last look."""
        self.desk.flush()
        return self.mailbag.empty()

    def bugs(self) -> list[Exception]:
        """What a stand-in raised: then its books say nothing."""
        return [bug for server in self.servers for bug in server.bugs]


@contextmanager
def world(database_url: str | None = None, mutant: str | None = None, vendor: str = "zendesk") -> Iterator[World]:
    """Serve the stand-ins, join Retour to them, start a nursery. No URL: a SQLite file of its own."""
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="retour-crash-")))
        shop, magento, magento_faults = stack.enter_context(shop_on_stage())
        desk, mailbag = stack.enter_context(STAGES[vendor]()), Mailbag()
        desk.for_harness()
        desk.account = f"crash{next(ACCOUNTS)}"  # of its own per world: databases outlive worlds
        web = stack.enter_context(serve(mailbag))
        settings = settings_for(
            directory,
            desk,
            web.url,
            database_url=database_url or "",
            secret_keys=SECRET_KEY,
            settle_seconds=str(SETTLE_SECONDS),
        )
        bring_up_to_date(settings.database)
        retour = build(settings)
        stack.callback(retour.engine.dispose)
        mailbag.web = create_app(retour)
        policy = POLICY.read_text(encoding="utf-8")
        if SHOP_LIMIT[0] not in policy:
            raise ValueError(f"{SHOP_LIMIT[0]!r} is not in the policy")
        tenant = join_through(retour, shop, magento.url, desk, policy.replace(*SHOP_LIMIT))
        retour.services.pseudonym("made at first use")
        forks = stack.enter_context(nursery(settings, mutant))
        servers = (magento, desk.server, web)
        shop_id = install.shop_id(magento.url)
        yield World(shop, magento_faults, desk, mailbag, retour, forks, tenant, shop_id, servers)
