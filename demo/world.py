"""A small world: one shop, one helpdesk account (both stand-ins, over HTTP on loopback), and Retour between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import requests

from connector.app import create_app
from connector.bootstrap import Application, build
from connector.cli import bring_up_to_date
from connector.domain.ids import ShopId, TenantId
from connector.domain.money import Money
from connector.flow import install
from connector.flow.parcels import receive_scan
from connector.ports.helpdesk import Capabilities
from connector.ports.store import Action, Case, Payout, Scan
from connector.settings import Settings
from demo.desks import STAGES, Desk
from demo.tee import add_tee
from sandbox.faults import Faults
from sandbox.magento import Line, Shop, StoreView
from sandbox.magento import create_app as magento_app
from sandbox.serving import Server, serve

POLICY = Path(__file__).parent / "policy.yaml"


@dataclass
class World:
    """Everything a scenario touches. `retour` is the same application object a web process or worker builds."""

    shop: Shop
    magento: Server
    magento_faults: Faults
    desk: Desk
    settings: Settings
    retour: Application
    tenant: TenantId = TenantId("")
    policy: str = field(default_factory=lambda: POLICY.read_text(encoding="utf-8"))

    @property
    def can(self) -> Capabilities:
        """What this helpdesk declares."""
        return self.retour.services.plugin(self.desk.vendor).capabilities

    # --- what people do ---------------------------------------------------------------------------------------------

    def order(
        self,
        email: str,
        lines: Sequence[tuple[str, int]],
        payment: str = "contractpay",
        *,
        shipped_days_ago: int | None = None,
        discount: str = "0",
        guest: bool = False,
        first_name: str = "Camille",
        shipping: str = "5",
    ) -> Any:
        """Place an order and, unless `shipped_days_ago` is None, invoice and ship it. A cheque is unpaid till then."""
        now = datetime.now(UTC)
        placed = now - timedelta(days=(shipped_days_ago or 0) + 2)
        wanted = [Line(sku, qty, discount=Decimal(discount)) for sku, qty in lines]
        order = self.shop.place_order(
            email=email,
            lines=wanted,
            payment=payment,
            guest=guest,
            placed_at=placed,
            firstname=first_name,
            shipping=Decimal(shipping),
        )
        if shipped_days_ago is not None:
            if payment != "contractpay":  # the gateway captures, and Magento invoices, when the order is placed
                self.shop.invoice(order, at=placed + timedelta(hours=3))
            self.shop.ship(order, at=now - timedelta(days=shipped_days_ago))
        return order

    def write(self, email: str, name: str, subject: str, body: str, **more: Any) -> str:
        """A customer writes a mail; return the ticket's id."""
        return self.desk.writes(email, name, subject, body, **more)

    def answer(self, ticket: str, body: str, *, picture: bool = False) -> str:
        """The customer answers in the thread; return the ticket it ended on."""
        return self.desk.answers(ticket, body, picture=picture)

    def scan(self, **told: Any) -> bool:
        """The warehouse scans a parcel; False if it told this event before."""
        given = {"by": "warehouse", "at": datetime.now(UTC), "event": uuid4().hex, **told}
        return receive_scan(self.retour.services, Scan(0, self.shop_id, **given))

    def refund_in_magento(self, order: Any, units: dict[str, int], online: bool) -> list[str]:
        """An agent makes a credit memo in Magento's own admin, by the REST call its modules use; return all memos."""
        token = self.shop.access.grant()
        allowed, self.shop.bearer_allowed = self.shop.bearer_allowed, True
        lines = [{"order_item_id": order.line(sku)["item_id"], "qty": qty} for sku, qty in units.items()]
        invoices = [each for each in self.shop.invoices if each["order_id"] == order.id]
        path = f"invoice/{invoices[0]['entity_id']}/refund" if online else f"order/{order.id}/refund"
        body = {"items": lines, "isOnline": online, "arguments": {"shipping_amount": 0}}
        try:
            answer = requests.post(
                f"{self.magento.url}/rest/V1/{path}",
                json=body,
                headers={"Authorization": f"Bearer {token.access_token}"},
                timeout=20,
            )
            answer.raise_for_status()
        finally:
            self.shop.bearer_allowed = allowed
        return self.memos(order)

    # --- waiting ----------------------------------------------------------------------------------------------------

    def wait(self, until: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
        """Wait until something is so. Raise TimeoutError naming what was waited for."""
        end = time.monotonic() + seconds
        while not until():
            if time.monotonic() > end:
                raise TimeoutError(f"waited {seconds} s for: {what}")
            time.sleep(0.05)

    def quiet(self, seconds: float = 20.0) -> None:
        """Wait until every event is delivered, read and acted on."""
        self.wait(self._is_quiet, "everything to be done", seconds)

    def _is_quiet(self) -> bool:
        self.desk.flush()
        with self.retour.services.store.begin() as tx:
            unread = any(not each.outcome for each in tx.returns.scans())
            return not tx.inbox.backlog()["waiting"] and not tx.outbox.unfinished() and not unread

    # --- looking ----------------------------------------------------------------------------------------------------

    def case(self, ticket: str) -> Case | None:
        with self.retour.services.store.begin() as tx:
            return tx.cases.newest(self.tenant, ticket)

    def state(self, ticket: str) -> str:
        case = self.case(ticket)
        return case.state.value if case else ""

    @property
    def shop_id(self) -> ShopId:
        return install.shop_id(self.magento.url)

    def rma(self, ticket: str) -> str:
        """The number of the ticket's open return; empty without one."""
        case = self.case(ticket)
        with self.retour.services.store.begin() as tx:
            agreed = tx.returns.of_case(case.id) if case else None
        return agreed.rma if agreed else ""

    def credits(self, order: Any) -> list[tuple[str, str]]:
        """(code, amount) of every coupon of ours that takes an amount off a cart, for the order's customer."""
        cases = {each.case for each in self._money_of(order)}
        rules = {row["rule_id"]: row for row in self.shop.promotions.rules.values()}
        return [
            (str(row["code"]), f"{Decimal(str(rules[row['rule_id']]['discount_amount'])):.2f}")
            for row in self.shop.promotions.coupons.values()
            if rules[row["rule_id"]]["simple_action"] == "cart_fixed"
            and any(case in rules[row["rule_id"]]["name"] for case in cases)
        ]

    def left_open(self, order: Any) -> tuple[int, int]:
        """How many cart price rules, and codes, of the order's cases the shop still has."""
        cases = {each.case for each in self._money_of(order)}
        mine = [row for row in self.shop.promotions.rules.values() if any(case in row["name"] for case in cases)]
        ids = {row["rule_id"] for row in mine}
        return len(mine), sum(row["rule_id"] in ids for row in self.shop.promotions.coupons.values())

    def _money_of(self, order: Any) -> list[Action]:
        with self.retour.services.store.begin() as tx:
            cases = [each for each in tx.cases.listed(self.tenant, 10_000) if each.order == str(order.id)]
            return [each for case in cases for each in tx.outbox.of_case(case.id)]

    def money(self, written: str) -> Money:
        return Money.parse(written)

    def actions(self, ticket: str) -> Sequence[Action]:
        case = self.case(ticket)
        if case is None:
            return ()
        with self.retour.services.store.begin() as tx:
            return tx.outbox.of_case(case.id)

    def tries(self, ticket: str) -> int:
        """How often Retour tried to read what belongs to this ticket and could not."""
        with self.retour.services.store.begin() as tx:
            return tx.inbox.attempts(self.tenant, ticket)

    def payouts(self) -> Sequence[Payout]:
        with self.retour.services.store.begin() as tx:
            return tx.dues.payouts()

    def memos(self, order: Any) -> list[str]:
        """Amounts of the order's credit memos, oldest first, as the shop's books have them."""
        mine = [memo for memo in self.shop.memos if memo["order_id"] == order.id]
        return [str(Money.rounded(Decimal(str(memo["grand_total"])), "EUR")) for memo in mine]

    def gateway_refunds(self, order: Any) -> list[str]:
        """What the gateway really sent back."""
        return [
            str(Money.rounded(Decimal(str(each["amount"])), "EUR"))
            for each in self.shop.gateway.book()
            if each["kind"] == "refund" and each["order_id"] == order.id and each["accepted"]
        ]

    def mails(self, ticket: str) -> list[str]:
        """Texts of the mails that left to the customer on this ticket."""
        return [text for _, text in self.desk.mails(ticket)]

    def notes(self, ticket: str) -> Sequence[str]:
        """Texts of the internal notes on this ticket."""
        return self.desk.notes(ticket)

    def status(self, ticket: str) -> str:
        return self.desk.status(ticket)

    def tags(self, ticket: str) -> set[str]:
        """Retour's own tags, without those that only carry an operation's key."""
        return {tag for tag in self.desk.tags(ticket) if tag.startswith("retour")}

    # --- changing the rules -----------------------------------------------------------------------------------------

    @contextmanager
    def policy_with(self, *changes: tuple[str, str]) -> Iterator[None]:
        """Use the policy with some lines replaced, for a while."""
        text = self.policy
        for old, new in changes:
            if old not in text:
                raise ValueError(f"{old!r} is not in the policy")
            text = text.replace(old, new)
        install.set_policy(self.retour.services, self.tenant, text)
        try:
            yield
        finally:
            install.set_policy(self.retour.services, self.tenant, self.policy)


def french_shop(base_url: str) -> Shop:
    """A small shop in euros: mugs, bowls, a t-shirt in sizes and colours, one article on final sale."""
    stores = (
        StoreView(1, "fr", "Boutique", currency="EUR", locale="fr_FR", timezone="Europe/Paris"),
        StoreView(2, "en", "Shop", currency="EUR", locale="en_GB", timezone="Europe/Paris"),
    )
    shop = Shop(base_currency="EUR", stores=stores, base_url=base_url, tax_code="FR-20")
    for sku, name, price, final in (
        ("MUG-BL", "Mug bleu", "18.00", 0),
        ("BOL-01", "Bol en grès", "24.00", 0),
        ("TAPIS-01", "Tapis de lin", "45.00", 0),
        ("LAMPE-01", "Lampe de table", "149.00", 0),
        ("NAPPE-S", "Nappe fin de série", "30.00", 1),
    ):
        shop.product(sku, name, Decimal(price), Decimal(20), attributes={"final_sale": final}, categories=[3])
    add_tee(shop)
    return shop


@contextmanager
def shop_on_stage() -> Iterator[tuple[Shop, Server, Faults]]:
    """Serve Magento's stand-in for a while."""
    shop, faults = french_shop("http://127.0.0.1"), Faults()
    with serve(magento_app(shop, faults)) as magento:
        shop.base_url = magento.url
        yield shop, magento, faults


def settings_for(directory: Path, desk: Desk, public_url: str, **more: str) -> Settings:
    """Settings that point at the stand-ins and at nothing else."""
    given = {
        "data_dir": str(directory),
        "public_url": public_url,
        "allow_private_hosts": "yes",
        "sweep_seconds": "0.2",
        "poll_seconds": "0",
        "settle_seconds": "2",
        "log_level": "ERROR",
    }
    return replace(Settings(), **given | dict(desk.settings(directory)) | more)


def join(world: World) -> None:
    """Connect shop and helpdesk through Retour's own install code: credentials proven, consent given, events set up."""
    world.tenant = join_through(world.retour, world.shop, world.magento.url, world.desk, world.policy)


def join_through(retour: Application, shop: Shop, magento_url: str, desk: Desk, policy: str) -> TenantId:
    token = shop.access.grant()
    keys = {
        "base_url": magento_url,
        "consumer_key": token.consumer_key,
        "consumer_secret": token.consumer_secret,
        "access_token": token.access_token,
        "access_token_secret": token.access_token_secret,
    }
    install.connect_shop(retour.services, keys)
    said = desk.consent(install.begin(retour.services, desk.vendor, desk.account, magento_url, policy))
    if "connected" not in said:
        raise RuntimeError(f"the installation did not end well: {said[:300]}")
    tenant = install.tenant_id(desk.vendor, desk.account)
    desk.joined(retour, tenant)
    return tenant


@contextmanager
def small_world(
    directory: Path, vendor: str = "zendesk", threads: int = 4, database_url: str = "", policy: str = ""
) -> Iterator[World]:
    """Stand-ins, Retour's web application and its pool in this process, joined; for tests."""
    with ExitStack() as stack:
        shop, magento, magento_faults = stack.enter_context(shop_on_stage())
        desk = stack.enter_context(STAGES[vendor]())
        web: list[Any] = []
        server = stack.enter_context(serve(lambda environ, start: web[0](environ, start)))
        settings = settings_for(directory, desk, server.url, database_url=database_url)
        bring_up_to_date(settings.database)
        retour = build(settings)
        stack.callback(retour.engine.dispose)
        web.append(create_app(retour))
        world = World(shop, magento, magento_faults, desk, settings, retour)
        world.policy = policy or world.policy
        join(world)
        pool = retour.pool(threads)
        pool.start()
        stack.callback(pool.stop)
        yield world
