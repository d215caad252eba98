"""One shop and one helpdesk account, both stand-ins in this process; Retour in processes of its own, on a real
PostgreSQL and a real Redis."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests
from cryptography.fernet import Fernet
from sqlalchemy import func, select

from connector.bootstrap import Application, build
from connector.domain.ids import TenantId
from connector.flow import install
from connector.settings import PREFIX, Settings
from connector.storage.tables import inbox, locks, outbox
from sandbox.faults import Fault, Faults
from sandbox.magento import Line, Shop, StoreView
from sandbox.magento import create_app as magento_app
from sandbox.serving import Server, serve
from sandbox.zendesk.account import SUBDOMAIN
from sandbox.zendesk.app import create_app as zendesk_app
from sandbox.zendesk.desk import ZendeskDesk
from tests.postgres import NoPostgres, PostgresServer, postgres_server
from tests.reaper import Reaper
from tests.redis_server import NoRedis, RedisServer, running_redis
from tests.scaled.processes import ROOT, Process, Processes

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CLIENT_ID, CLIENT_SECRET = "zdg-retour", "client-secret-shown-once"  # seeded in the stand-in
LETTER = "Bonjour, je souhaite être remboursée du mug de ma commande {number}, il ne me plaît pas. Merci, Camille"
POLICY = (
    ("settle: warehouse_scan, order_at: acceptance", "settle: at_once"),
    ("mode: shadow", "mode: auto"),
    ("online: [", "online: [contractpay, "),
)
THREADS = 2  # per worker, so that a handful of tickets keeps several workers busy
READ = {"method": "GET", "path_regex": r"/tickets/\d+"}


@dataclass(frozen=True)
class Matter:
    """A customer's order of one mug, and the ticket that asks for the money back."""

    order: Any
    ticket: str


@dataclass
class World:
    shop: Shop
    desk: ZendeskDesk
    faults: Faults  # of the helpdesk
    answers: Counter[str]  # of the helpdesk's API, by status
    postgres: PostgresServer
    redis: RedisServer
    processes: Processes
    retour: Application  # for looking only: it works nothing off
    servers: Sequence[Server]
    tenant: TenantId = TenantId("")
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    # --- what people do ---------------------------------------------------------------------------------------------

    def write(self, tickets: int) -> list[Matter]:
        """So many customers, each with an order that arrived lately and was paid by cheque, want their money back."""
        return [self._one(f"camille{next(self.numbers)}@example.com") for _ in range(tickets)]

    def _one(self, email: str) -> Matter:
        now = datetime.now(UTC)
        order = self.shop.place_order(
            email=email,
            lines=[Line("MUG-BL", 1)],
            payment="checkmo",
            guest=False,
            placed_at=now - timedelta(days=7),
            firstname="Camille",
            shipping=Decimal(5),
        )
        self.shop.invoice(order, at=now - timedelta(days=7))
        self.shop.ship(order, at=now - timedelta(days=5))
        text = LETTER.format(number=order.data["increment_id"])
        written = self.desk.customer_writes(email=email, name="Camille Martin", subject="Ma commande", body=text)
        return Matter(order, str(written))

    # --- processes --------------------------------------------------------------------------------------------------

    @contextmanager
    def workers(self, number: int) -> Iterator[list[Process]]:
        """Run so many worker processes for a while; at the end they are told to stop, and do."""
        started = [self.worker() for _ in range(number)]
        try:
            yield started
            ends = {each.log.name: each.end() for each in started if each.alive}
            assert set(ends.values()) <= {0}, ends
        finally:
            for each in started:
                if each.alive:
                    each.kill()

    def worker(self) -> Process:
        return self.processes.start("worker")

    def readiness(self) -> int:
        """Status of the web process's answer to a load balancer."""
        return requests.get(f"{self.retour.settings.public_url}/health/ready", timeout=20).status_code

    # --- waiting and looking ----------------------------------------------------------------------------------------

    def wait(self, until: Callable[[], bool], what: str, seconds: float = 45.0) -> None:
        """Wait until something is so. Raise TimeoutError naming what was waited for."""
        end = time.monotonic() + seconds
        while not until():
            if time.monotonic() > end:
                raise TimeoutError(f"waited {seconds} s for: {what}")
            time.sleep(0.05)

    def settled(self, matters: Sequence[Matter]) -> bool:
        return all(state == "settled" for state in self.states(matters))

    def states(self, matters: Sequence[Matter]) -> list[str]:
        with self.retour.services.store.begin() as tx:
            cases = [tx.cases.newest(self.tenant, each.ticket) for each in matters]
        return [case.state.value if case else "" for case in cases]

    def made(self, matters: Sequence[Matter]) -> list[tuple[int, int]]:
        """Per matter: credit memos in the shop, mails that left to the customer."""
        memos = [memo["order_id"] for memo in self.shop.memos]
        return [(memos.count(each.order.id), len(self.desk.mails.of(int(each.ticket)))) for each in matters]

    def waiting(self) -> set[str]:
        """Tickets that are to be read, or that something is still to be done on."""
        unread = select(inbox.c.ticket_id).where(inbox.c.done_at.is_(None))
        undone = select(outbox.c.ticket_id).where(outbox.c.state.in_(["pending", "claimed"]))
        with self.retour.engine.begin() as connection:
            return set(connection.scalars(unread.union(undone)))

    def due(self) -> int:
        """What a worker would begin now."""
        now = datetime.now(UTC)
        unread = select(func.count()).select_from(inbox).where(inbox.c.done_at.is_(None), inbox.c.due_at <= now)
        unsent = select(func.count()).where(outbox.c.state == "pending", outbox.c.due_at <= now)
        with self.retour.engine.begin() as connection:
            return (connection.scalar(unread) or 0) + (connection.scalar(unsent) or 0)

    def in_hand(self) -> int:
        """Tickets that somebody reads right now, or read when they died."""
        with self.retour.engine.begin() as connection:
            return connection.scalar(select(func.count()).where(locks.c.name.startswith("ticket:"))) or 0

    def claimed(self) -> int:
        with self.retour.engine.begin() as connection:
            return connection.scalar(select(func.count()).where(outbox.c.state == "claimed")) or 0

    def jobs_done(self) -> int:
        """Jobs that workers took from Redis since it was last empty, by RQ's own count."""
        with self.redis.client() as redis:
            workers = redis.scan_iter("rq:worker:*", _type="hash")
            return sum(int(redis.hget(each, "successful_job_count") or 0) for each in workers)

    def listening(self) -> int:
        """Worker processes that wait for jobs, by RQ's own list."""
        with self.redis.client() as redis:
            return redis.scard("rq:workers")

    def slow_reads(self, times: int, seconds: float) -> None:
        self.faults.add(Fault("slow", times=times, seconds=seconds, **READ))

    def bugs(self) -> list[Exception]:
        """What a stand-in raised: then its books say nothing."""
        return [bug for server in self.servers for bug in server.bugs]


def _shop(base_url: str) -> Shop:
    store = StoreView(1, "fr", "Boutique", currency="EUR", locale="fr_FR", timezone="Europe/Paris")
    shop = Shop(base_currency="EUR", stores=(store,), base_url=base_url, tax_code="FR-20")
    shop.product("MUG-BL", "Mug bleu", Decimal("18.00"), Decimal(20), attributes={"final_sale": 0}, categories=[3])
    return shop


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _settings(directory: Path, postgres: PostgresServer, redis: RedisServer, port: int, zendesk: Server) -> Settings:
    return replace(
        Settings(),
        data_dir=str(directory),
        database_url=postgres.url,
        redis_url=redis.url,
        public_url=f"http://127.0.0.1:{port}",
        secret_keys=Fernet.generate_key().decode(),
        zendesk_client_id=CLIENT_ID,
        zendesk_client_secret=CLIENT_SECRET,
        zendesk_url=zendesk.url,
        allow_private_hosts="yes",
        pool_threads=str(THREADS),
        sweep_seconds="1",
        poll_seconds="0",
        settle_seconds="2",
        lease_seconds="2",
    )


def _environment(settings: Settings) -> dict[str, str]:
    default = Settings()
    changed = {name: getattr(settings, name) for name in settings.__dataclass_fields__}
    return {f"{PREFIX}{name.upper()}": value for name, value in changed.items() if value != getattr(default, name)}


def _join(world: World, magento_url: str) -> None:
    """Through Retour's own install code; the admin's browser ends at the web process."""
    token = world.shop.access.grant()
    keys = {
        "base_url": magento_url,
        "consumer_key": token.consumer_key,
        "consumer_secret": token.consumer_secret,
        "access_token": token.access_token,
        "access_token_secret": token.access_token_secret,
    }
    services = world.retour.services
    install.connect_shop(services, keys)
    policy = (ROOT / "connector" / "policies" / "fr.yaml").read_text(encoding="utf-8")
    for old, new in POLICY:
        policy = policy.replace(old, new)
    consent = install.begin(services, "zendesk", SUBDOMAIN, magento_url, policy)
    answer = requests.get(consent, timeout=20)
    assert (answer.status_code, "connected" in answer.text) == (200, True), answer.text[:300]
    world.tenant = install.tenant_id("zendesk", SUBDOMAIN)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).status_code == 200
    except requests.RequestException:
        return False


class Statuses:
    """Counts what an app answered to calls of its API, by status."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._lock = threading.Lock()
        self.of: Counter[str] = Counter()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, *rest: Any) -> Any:
            if environ["PATH_INFO"].startswith("/api/"):
                with self._lock:
                    self.of[status[:3]] += 1
            return start_response(status, *rest)

        return self._app(environ, start)


@contextmanager
def scaled_world(directory: Path, calls_per_minute: int | None = None) -> Iterator[World]:
    """Everything but workers: stand-ins, servers, tables by the `release` line, one web process, the installation.
    `calls_per_minute`: what the helpdesk account takes; None: as many as come."""
    with ExitStack() as stack:
        try:
            postgres = stack.enter_context(postgres_server())
            redis = stack.enter_context(running_redis())
        except (NoPostgres, NoRedis) as error:
            pytest.skip(f"no servers: {error}")
        shop, faults = _shop("http://127.0.0.1"), Faults()
        magento = stack.enter_context(serve(magento_app(shop, Faults())))
        shop.base_url = magento.url
        desk = ZendeskDesk(retry_scale=0.02)
        stack.callback(desk.close)
        desk.limits.account_per_minute, desk.limits.updates_per_minute = calls_per_minute, None
        desk.switches.auto_approve = True
        statuses = Statuses(zendesk_app(desk, faults))
        zendesk = stack.enter_context(serve(statuses))
        port = _free_port()
        settings = _settings(directory, postgres, redis, port, zendesk)
        reaper = stack.enter_context(Reaper())
        processes = Processes(reaper, directory, _environment(settings))
        release = processes.start("release")
        assert release.popen.wait(60) == 0, release.log.read_text()
        retour = build(settings)
        stack.callback(retour.engine.dispose)
        world = World(shop, desk, faults, statuses.of, postgres, redis, processes, retour, (magento, zendesk))
        web = processes.start("web", PORT=str(port), RETOUR_POOL_THREADS="0", WEB_THREADS="8")
        world.wait(lambda: _answers(f"{settings.public_url}/health/live"), f"the web process, see {web.log}")
        _join(world, magento.url)
        yield world
        assert (web.alive, world.bugs()) == (True, [])
        assert web.end() == 0
