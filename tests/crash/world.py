"""One shop, one helpdesk account and Retour's database, for some hundred runs: a shop's limits count per day.

The stand-ins live in this process; Retour's workers do not. What the helpdesk delivers is kept back, signed as it is,
until a run hands it to a worker, in its own order and as often as it likes.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests
from cryptography.fernet import Fernet
from sqlalchemy import ColumnElement, func, select, update

from connector.app import create_app
from connector.bootstrap import Application, build
from connector.cli import bring_up_to_date
from connector.domain.ids import ShopId, TenantId
from connector.flow.scans_in import new_token
from connector.ports.store import ActionState
from connector.storage.tables import cases, dues, inbox, outbox, returns, scans
from demo.desks import STAGES, Desk
from demo.world import POLICY, join_through, settings_for, shop_on_stage
from sandbox.faults import Faults
from sandbox.magento import Shop
from sandbox.serving import Server, serve
from tests.crash.nursery import Errand, Letter, Nursery, nursery

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SETTLE_SECONDS = 180
CHANGES = (  # to the demo's policy: hundreds of runs a day, and a way for every kind
    ("shop_per_day: {count: 200, amount: 5000.00 EUR}", "shop_per_day: {count: 5000, amount: 900000.00 EUR}"),
    ("store_credit], proof: person}\n  not_received", "store_credit], proof: photo}\n  not_received"),
    (
        "  withdrawal: {options",
        "  too_small: {settle: warehouse_scan, order_at: acceptance}\n"
        "  not_as_described: {settle: warehouse_scan, order_at: acceptance}\n"
        "  late: {settle: warehouse_scan, order_at: scan}\n"
        "  withdrawal: {options",
    ),
)
PLENTY = Decimal(1_000_000)  # units of every article
BY_HAND = "by-hand"  # the first word of a memo that an agent made
PATIENCE = 12  # rounds in which workers nobody disturbs must come to rest
ACCOUNTS = count(1)
SECRET_KEY = Fernet.generate_key().decode()  # one for all worlds: a PostgreSQL outlives them


class Unprepared(Exception):
    """Workers whom nothing befell did not bring a matter to where the fault was to strike."""


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
        self.put(environ["PATH_INFO"], headers, body)
        start_response("202 Accepted", [("Content-Length", "0")])
        return [b""]

    def put(self, path: str, headers: Mapping[str, str], body: bytes) -> None:
        """Take what somebody else than the helpdesk delivers."""
        with self._lock:
            self._letters.append(Letter(next(self._numbers), path, headers, body))

    def empty(self) -> list[Letter]:
        """Return what came since, oldest first."""
        with self._lock:
            letters, self._letters = self._letters, []
        return letters

    def give_back(self, letters: Sequence[Letter]) -> None:
        """Put letters back where they lay."""
        with self._lock:
            self._letters = [*letters, *self._letters]


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
    scans_token: str = field(repr=False)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def letters(self) -> list[Letter]:
        """Return every delivery that was made since the last look."""
        self.desk.flush()
        return self.mailbag.empty()

    def scan(self, order: str = "", rma: str = "", lines: Sequence[Mapping[str, object]] | None = None) -> None:
        """The warehouse tells of a parcel, as soon as somebody hands the letter over."""
        told: dict[str, object] = {"event": f"E-{next(self.numbers)}", "by": "warehouse"}
        told |= {"at": datetime.now(UTC).isoformat()}
        told |= {name: said for name, said in (("rma", rma), ("order", order), ("lines", lines)) if said}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.scans_token}"}
        self.mailbag.put(f"/scans/{self.shop_id}", headers, json.dumps(told).encode())

    def rma(self, ticket: str) -> str:
        """The number of the return that was agreed on a ticket. Raise Unprepared."""
        with self.retour.engine.begin() as connection:
            mine = select(returns.c.rma).join(cases, cases.c.id == returns.c.case_id).where(self._of_ticket(ticket))
            found = connection.scalar(mine)
        if found is None:
            raise Unprepared(f"no return on ticket {ticket}")
        return str(found)

    def deadline_passes(self, ticket: str) -> None:
        """The days of what was promised on a ticket have come. The rows are moved, not the workers' clock: other runs'
        promises would come due with it."""
        mine = select(cases.c.id).where(self._of_ticket(ticket))
        past = datetime.now(UTC) - timedelta(days=2)
        with self.retour.engine.begin() as connection:
            of_case = update(dues).where(dues.c.case_id.in_(mine))
            connection.execute(of_case.values(due_on=past.date()))
            connection.execute(of_case.where(dues.c.due_at.is_not(None)).values(due_at=past))

    def agent_refunds(self, order: Any) -> None:
        """A colleague makes a credit memo in Magento's admin, of the first invoice and all units, and notes which
        orders and codes there were by then."""
        token = self.shop.access.grant()
        lines = [{"order_item_id": line["item_id"], "qty": int(line["qty_ordered"])} for line in order.lines]
        there = (max(self.shop.orders), max(self.shop.promotions.coupons, default=0))
        invoice = next(each["entity_id"] for each in self.shop.invoices if each["order_id"] == order.id)
        body = {"items": lines, "isOnline": True, "arguments": {"shipping_amount": 0}}
        body["comment"] = {"comment": f"{BY_HAND} {there[0]} {there[1]}", "is_visible_on_front": 0}
        allowed, self.shop.bearer_allowed = self.shop.bearer_allowed, True
        try:
            url = f"{self.shop.base_url}/rest/V1/invoice/{invoice}/refund"
            headers = {"Authorization": f"Bearer {token.access_token}"}
            requests.post(url, json=body, headers=headers, timeout=20).raise_for_status()
        finally:
            self.shop.bearer_allowed = allowed

    def _of_ticket(self, ticket: str) -> ColumnElement[bool]:
        return (cases.c.tenant_id == self.tenant) & (cases.c.ticket_id == ticket)

    def let_work(self) -> None:
        """Workers whom nothing befalls do what there is to do. Raise Unprepared if they cannot."""
        for seconds in range(PATIENCE):
            (trip,) = self.nursery.send_out(Errand(self.letters(), float(seconds)))
            if trip.errors:
                raise Unprepared(f"undisturbed workers failed: {trip.errors}")
            waiting = self.letters()
            if not waiting and is_quiet(self):
                return
            self.mailbag.give_back(waiting)
        raise Unprepared("undisturbed workers do not come to rest")

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
        shop.stock.physical |= dict.fromkeys(shop.stock.physical, PLENTY)
        tenant = join_through(retour, shop, magento.url, desk, _policy())
        retour.services.pseudonym("made at first use")
        forks = stack.enter_context(nursery(settings, mutant))
        servers = (magento, desk.server, web)
        shop_id, token = new_token(retour.services, magento.url)
        yield World(shop, magento_faults, desk, mailbag, retour, forks, tenant, shop_id, servers, token)


def _policy() -> str:
    """The demo's, with the changes that the runs need. Raise ValueError where one of them finds no place."""
    text = POLICY.read_text(encoding="utf-8")
    for old, new in CHANGES:
        if text.count(old) != 1:
            raise ValueError(f"{old!r} is not once in the policy")
        text = text.replace(old, new)
    return text


def is_quiet(world: World) -> bool:
    """Whether nothing waits to be read, looked at, kept or sent."""
    unread = select(func.count()).select_from(inbox).where(inbox.c.tenant_id == world.tenant, inbox.c.done_at.is_(None))
    unseen = select(func.count()).select_from(scans).where(scans.c.shop_id == world.shop_id, scans.c.done_at.is_(None))
    states = [ActionState.PENDING, ActionState.CLAIMED]
    unsent = select(func.count()).select_from(outbox)
    unsent = unsent.where(outbox.c.tenant_id == world.tenant, outbox.c.state.in_(states))
    come = select(func.count()).select_from(dues).join(cases, cases.c.id == dues.c.case_id)
    come = come.where(cases.c.tenant_id == world.tenant, dues.c.done.is_(False))
    come = come.where(dues.c.due_on < datetime.now(UTC).date())
    with world.retour.engine.begin() as connection:
        return not any(connection.scalar(each) for each in (unread, unseen, unsent, come))
