"""Services on fakes: a real store on SQLite, the real reader, macros and calendar; time moves when a test says so."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from connector.domain.ids import OrderId, ShopId, TenantId
from connector.domain.policy_text import read_policy
from connector.flow import install
from connector.flow.act import act
from connector.flow.dues import keep_promises
from connector.flow.parcels import receive_scan, settle_parcel
from connector.flow.reconcile import reconcile
from connector.flow.run import run_ticket
from connector.flow.senders import Senders
from connector.flow.services import Services
from connector.ports.store import Action, Case, Entry, Installation, Payout, Reservation, Scan
from connector.replies import MacroReplies, WorkingDays, default_macros_dir
from connector.storage.intake import SqlIntake
from connector.storage.session import SqlStore, make_engine
from connector.storage.tables import metadata
from connector.understanding import TicketReader
from tests.fakes.clock import MovableClock
from tests.fakes.handshake import FakeHandshake
from tests.fakes.helpdesk import FakeHelpdesk
from tests.fakes.install import FakeInstaller, FakePlugin, MemorySecrets
from tests.fakes.shop import FakeShop

TENANT, SHOP = TenantId("fake-acme"), ShopId("shop-1")
POLICY = Path(__file__).with_name("policy.yaml").read_text(encoding="utf-8")
SHOP_URL = "https://shop.example.test"


@lru_cache(maxsize=1)
def macros() -> MacroReplies:
    return MacroReplies(default_macros_dir(), "en")


def pseudonym(text: str) -> str:
    return hashlib.sha256(f"key {text}".encode()).hexdigest()[:32]


@dataclass
class FakeWorld:
    """`wakes` counts doorbells. `store`: the real one, for looking; `services.store` may be put in front of it."""

    clock: MovableClock
    desk: FakeHelpdesk
    shop: FakeShop
    installer: FakeInstaller
    secrets: MemorySecrets
    engine: Engine
    store: SqlStore
    services: Services
    wakes: list[None]
    proving: FakeHandshake
    deliveries: count[int] = field(default_factory=lambda: count(1))

    # --- what happens ------------------------------------------------------------------------------------------------

    def event(self, ticket_id: str) -> None:
        """The helpdesk told us about this ticket."""
        with self.store.begin() as tx:
            tx.inbox.add(TENANT, f"d-{next(self.deliveries)}", ticket_id, self.clock())

    def writes(self, email: str, body: str, **more: object) -> str:
        """A customer writes, and we are told; return the ticket's id."""
        ticket = self.desk.customer_writes(email, body, **more)  # type: ignore[arg-type]
        self.event(ticket)
        return ticket

    def answers(self, ticket_id: str, body: str, **more: object) -> None:
        self.desk.customer_replies(ticket_id, body, **more)  # type: ignore[arg-type]
        self.event(ticket_id)

    def set_policy(self, *changes: tuple[str, str]) -> None:
        """Use the policy with some words replaced from now on."""
        install.set_policy(self.services, TENANT, policy_with(*changes))

    # --- working -----------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Bring every waiting ticket as far as it goes now."""
        _until_done(run_ticket, self.services)

    def act(self) -> None:
        """Send every row that is due now."""
        _until_done(act, self.services)

    def work(self) -> None:
        """All that can be done without time going by."""
        steps = (run_ticket, settle_parcel, act)
        while sum(_until_done(step, self.services) for step in steps):
            pass

    def scan(self, **told: Any) -> bool:
        """A carrier or the warehouse tells of a parcel; False if it told this event before."""
        given = {"by": "warehouse", "at": self.clock(), "event": f"e-{next(self.deliveries)}", **told}
        return receive_scan(self.services, Scan(0, SHOP, **given))

    def rma(self, ticket_id: str) -> str:
        """The number of the ticket's open return."""
        case = self.case(ticket_id).id
        with self.store.begin() as tx:
            agreed = tx.returns.of_case(case)
        assert agreed is not None
        return agreed.rma

    def returns(self) -> list[tuple[str, str]]:
        """(option, state) of every return, oldest first."""
        with self.store.begin() as tx:
            found = tx.returns.listed(open_only=False)
        return [(each.option, each.state) for each in sorted(found, key=lambda each: each.agreed_at)]

    def outcomes(self) -> list[str]:
        """What became of every scan, oldest first."""
        with self.store.begin() as tx:
            return [each.outcome for each in reversed(tx.returns.scans())]

    def wait(self, seconds: float = 0.0, *, minutes: float = 0.0, days: float = 0.0) -> None:
        """Let time go by, then work."""
        self.clock.advance(seconds, minutes=minutes, days=days)
        self.work()

    def settle(self) -> None:
        """Let a silent write surely end, find out what became of it, then work."""
        self.clock.advance(self.services.timing.settle + 1)
        _until_done(reconcile, self.services)
        self.work()

    def keep_promises(self) -> None:
        _until_done(keep_promises, self.services)
        self.work()

    # --- looking -----------------------------------------------------------------------------------------------------

    def case(self, ticket_id: str) -> Case:
        """The ticket's newest case. Raise LookupError if there is none."""
        with self.store.begin() as tx:
            found = tx.cases.newest(TENANT, ticket_id)
        if found is None:
            raise LookupError(f"no case of ticket {ticket_id}")
        return found

    def cases(self) -> Sequence[Case]:
        with self.store.begin() as tx:
            return tx.cases.listed(TENANT)

    def actions(self, ticket_id: str) -> list[Action]:
        """Outbox rows of the ticket's newest case, oldest first."""
        case = self.case(ticket_id)
        with self.store.begin() as tx:
            return list(tx.outbox.of_case(case.id))

    def states(self, ticket_id: str) -> list[str]:
        """`money done`, `reply pending`: what became of the rows of the newest case, oldest first."""
        return [f"{each.kind.value} {each.state.value}" for each in self.actions(ticket_id)]

    def state(self, ticket_id: str, kind: str) -> str:
        """What became of the newest row of this kind."""
        return [each.state.value for each in self.actions(ticket_id) if each.kind.value == kind][-1]

    def trail(self, ticket_id: str) -> Sequence[Entry]:
        case = self.case(ticket_id)
        with self.store.begin() as tx:
            return tx.audit.trail(case.id)

    def said(self, ticket_id: str) -> list[str]:
        """What the audit says happened, in order."""
        return [entry.what for entry in self.trail(ticket_id)]

    def promised(self, order: OrderId) -> Sequence[Reservation]:
        """Reservations on the order that are neither made nor void."""
        with self.store.begin() as tx:
            return tx.ledger.promised(SHOP, order)

    def ledger(self) -> list[tuple[str, str]]:
        """(state, amount) of every reservation there ever was."""
        with self.engine.begin() as connection:
            rows = connection.exec_driver_sql("SELECT state, amount, currency FROM ledger ORDER BY rowid").all()
        return [(row.state, f"{row.amount / 100:.2f} {row.currency}") for row in rows]

    def leases(self) -> int:
        with self.engine.begin() as connection:
            return len(connection.exec_driver_sql("SELECT * FROM leases").all())

    def outbox_rows(self) -> int:
        with self.engine.begin() as connection:
            return len(connection.exec_driver_sql("SELECT * FROM outbox").all())

    def payouts(self, open_only: bool = True) -> Sequence[Payout]:
        with self.store.begin() as tx:
            return tx.dues.payouts(open_only)

    def waiting_tickets(self) -> int:
        with self.store.begin() as tx:
            return tx.inbox.backlog()["waiting"]


def _until_done(step: Callable[[Services], bool], services: Services) -> int:
    """Repeat until nothing is left to do; return how often there was something."""
    for done in range(200):
        if not step(services):
            return done
    raise RuntimeError(f"{step.__name__} does not come to an end")


def _careless(connection: Any, _record: object) -> None:
    """Nothing here outlives the process: waiting for the disk would only take time."""
    connection.execute("PRAGMA synchronous=OFF")


def policy_with(*changes: tuple[str, str]) -> str:
    text = POLICY
    for old, new in changes:
        if old not in text:
            raise ValueError(f"{old!r} is not in the policy")
        text = text.replace(old, new)
    return text


def fake_world(directory: Path, *changes: tuple[str, str]) -> FakeWorld:
    """Make a world whose one installation runs on `policy.yaml` with `changes`."""
    engine = make_engine(f"sqlite:///{directory / 'retour.db'}")
    event.listen(engine, "connect", _careless)
    metadata.create_all(engine)
    clock, store, secrets = MovableClock(), SqlStore(engine), MemorySecrets()
    desk, shop, installer, plugin = FakeHelpdesk(clock), FakeShop(clock), FakeInstaller(), FakePlugin()
    proving = FakeHandshake(shop)
    wakes: list[None] = []
    tokens = count(1)
    services = Services(
        store=store,
        intake=SqlIntake(engine, lambda: wakes.append(None)),
        senders=Senders(store, secrets),
        secrets=secrets,
        clock=clock,
        reader=TicketReader(),
        replies=macros(),
        calendar=WorkingDays(),
        plugin=lambda name: plugin,
        helpdesk=lambda installation: desk,
        installer=lambda name: installer,
        shop=lambda shop_id: shop,
        shop_with=lambda credentials: shop,
        prove=proving,
        pseudonym=pseudonym,
        random_token=lambda: f"token-{next(tokens)}",
        random_bytes=lambda count: next(tokens).to_bytes(count, "big"),
        public_url="https://retour.example.test",
        wake=lambda: wakes.append(None),
    )
    text = policy_with(*changes)
    policy = read_policy(text)
    with store.begin() as tx:
        tx.tenants.put_policy(policy.hash, text, clock())
        base = "https://acme.example.test"
        tx.tenants.put(Installation(TENANT, "fake", "acme", base, SHOP, SHOP_URL, "900", policy.hash), clock())
    return FakeWorld(clock, desk, shop, installer, secrets, engine, store, services, wakes, proving)
