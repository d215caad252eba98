"""A shop over REST, a helpdesk account on stage, and Retour between them, in this process, with a clock of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from connector.app import create_app
from connector.bootstrap import Application, build
from connector.cli import bring_up_to_date
from connector.domain.ids import ShopId, TenantId
from connector.flow import install
from connector.flow.effects.codes import code_of
from connector.flow.parcels import receive_scan
from connector.magento.client import MagentoClient
from connector.ports.store import Action, ActionKind, Case, Payout, Return, Scan
from connector.settings import Settings
from demo.desks import STAGES, Desk
from demo.desks.zendesk import ZendeskStage
from demo.magento.clock import MovableClock
from demo.magento.examine import client_for
from demo.magento.goods import Goods
from demo.magento.orders import Orders
from demo.magento.place import Place, survey
from demo.magento.policy import policy_for, replaced
from sandbox.serving import serve

VENDOR = "zendesk"
THREADS = 4
LOOK_EVERY = 0.05  # seconds


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who starts a run says. `keys`: base_url, and a token or four OAuth keys."""

    keys: Mapping[str, str] = field(repr=False)
    online_method: str = "contractpay"
    country: str = ""
    keep: bool = False
    chosen: Sequence[str] = ()  # names of scenarios; empty: all
    settle_seconds: float = 180.0  # above PHP's and the gateway's time-outs

    @property
    def patience(self) -> float:
        """Seconds until what is not done is not going to be done."""
        return self.settle_seconds + 60.0


@dataclass
class World:
    """Everything a scenario touches. `run` is in every SKU and address that this run makes."""

    run: str
    options: Options
    client: MagentoClient
    place: Place
    goods: Goods
    orders: Orders
    desk: Desk
    retour: Application
    clock: MovableClock
    policy: str
    shop: ShopId = ShopId("")
    tenant: TenantId = TenantId("")
    methods: Sequence[str] = ()  # of payment, as a cart of this shop lists them
    rules: list[str] = field(default_factory=list)  # ids of rules that scenarios made, for the cleaning up
    left_to_pay: Decimal | None = None  # for a cart with everything off; None: nobody looked yet

    # --- the helpdesk -----------------------------------------------------------------------------------------------

    def case(self, ticket: str) -> Case | None:
        with self.retour.services.store.begin() as tx:
            return tx.cases.newest(self.tenant, ticket)

    def answers(self, ticket: str, body: str, *, picture: bool = False) -> None:
        """The customer writes in the thread; with a picture only where the stage can send one."""
        if not picture:
            self.desk.answers(ticket, body)
        elif isinstance(self.desk, ZendeskStage):
            self.desk.desk.customer_replies(int(ticket), body, attachments=["photo.jpg"])
        else:
            raise NotImplementedError(f"{self.desk.vendor}: no pictures in answers on this stage")

    def mails(self, ticket: str) -> list[str]:
        return [text for _, text in self.desk.mails(ticket)]

    def actions(self, ticket: str, kind: ActionKind = ActionKind.MONEY) -> list[Action]:
        case = self.case(ticket)
        if case is None:
            return []
        with self.retour.services.store.begin() as tx:
            return [each for each in tx.outbox.of_case(case.id) if each.kind is kind]

    def agreed(self, order_number: str) -> Return | None:
        """The newest return of an order."""
        with self.retour.services.store.begin() as tx:
            return next(iter(tx.returns.of_order(self.shop, order_number)), None)

    def payouts(self) -> Sequence[Payout]:
        with self.retour.services.store.begin() as tx:
            return tx.dues.payouts(open_only=False)

    def code(self, action: Action) -> str:
        """The coupon code that this action made: money, so never printed."""
        return code_of(self.retour.services, action.key)

    # --- time -------------------------------------------------------------------------------------------------------

    def wait(self, until: Callable[[], bool], what: str) -> None:
        """Wait until something is so. Raise TimeoutError naming what was waited for."""
        end = time.monotonic() + self.options.patience
        while not until():
            if time.monotonic() > end:
                raise TimeoutError(f"waited {self.options.patience:.0f} s for: {what}")
            time.sleep(LOOK_EVERY)

    def quiet(self) -> None:
        """Wait until every event is delivered, read and acted on."""
        self.wait(self._is_quiet, "everything to be done")

    def _is_quiet(self) -> bool:
        self.desk.flush()
        with self.retour.services.store.begin() as tx:
            return not tx.inbox.backlog()["waiting"] and not tx.outbox.unfinished()

    def later(self, **by: float) -> None:
        """Let Retour's clock run ahead by so much, and do what is due then."""
        self.clock.advance(timedelta(**by))
        self.retour.services.wake()

    def scan(self, rma: str) -> None:
        """The warehouse scans the whole parcel, as agreed."""
        now = self.clock()
        event = f"demo-{self.run}-{rma}-{now:%H%M%S%f}"
        receive_scan(self.retour.services, Scan(0, self.shop, event, "warehouse", now, rma=rma))

    @contextmanager
    def policy_with(self, *changes: tuple[str, str]) -> Iterator[None]:
        """Use the policy with some lines replaced, for a while."""
        install.set_policy(self.retour.services, self.tenant, replaced(self.policy, changes))
        try:
            yield
        finally:
            install.set_policy(self.retour.services, self.tenant, self.policy)


def settings_for(directory: Path, desk: Desk, public_url: str, options: Options) -> Settings:
    """The helpdesk is on this machine, whatever the shop is: hence `allow_private_hosts`."""
    given = {
        "data_dir": str(directory),
        "public_url": public_url,
        "allow_private_hosts": "yes",
        "sweep_seconds": "0.2",
        "poll_seconds": "0",
        "settle_seconds": str(options.settle_seconds),
        "log_level": "ERROR",
    }
    return replace(Settings(), **given, **dict(desk.settings(directory)))


@contextmanager
def second_world(first: World, currency: str) -> Iterator[World]:
    """Another installation in the same shop: its own books, caps in `currency`, the first one's articles."""
    directory = first.retour.settings.directory / "second"
    directory.mkdir()
    with live_world(directory, first.run, first.options, currency) as world:
        world.goods, world.methods = first.goods, first.methods
        yield world


@contextmanager
def live_world(directory: Path, run: str, options: Options, currency: str = "") -> Iterator[World]:
    """Retour's web application and its pool in this process, joined to the shop and to a helpdesk on stage.
    `currency`: of the policy's caps; empty: the one of the shop's books."""
    with ExitStack() as stack:
        desk = stack.enter_context(STAGES[VENDOR]())
        desk.for_harness()
        web: list[Any] = []
        server = stack.enter_context(serve(lambda environ, start: web[0](environ, start)))
        settings = settings_for(directory, desk, server.url, options)
        bring_up_to_date(settings.database)
        clock = MovableClock()
        retour = build(settings, clock)
        stack.callback(retour.engine.dispose)
        web.append(create_app(retour))
        client = client_for(options.keys, retour.session)
        place = survey(client, options.country)
        goods, orders = Goods(client, place, run), Orders(client, place)
        policy = policy_for(place, [options.online_method], currency)
        world = World(run, options, client, place, goods, orders, desk, retour, clock, policy)
        _join(world)
        pool = retour.pool(THREADS)
        pool.start()
        stack.callback(pool.stop)
        yield world


def _join(world: World) -> None:
    """Through Retour's own install code: the shop's credentials proven, consent given in the helpdesk."""
    services, desk, url = world.retour.services, world.desk, world.options.keys["base_url"]
    world.shop = install.connect_shop(services, world.options.keys)
    said = desk.consent(install.begin(services, desk.vendor, desk.account, url, world.policy))
    if "connected" not in said:
        raise RuntimeError(f"the helpdesk on stage did not join: {said[:300]}")
    world.tenant = install.tenant_id(desk.vendor, desk.account)
    desk.joined(world.retour, world.tenant)
