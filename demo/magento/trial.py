"""A scenario under way: its steps are shown as they happen, its checks kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from connector.domain.money import Money
from connector.domain.request import Option
from connector.flow.agent import approve
from connector.ports.helpdesk import Agent
from demo.magento.goods import Wanted
from demo.magento.orders import Customer, Order
from demo.magento.place import LeftOut, View
from demo.magento.world import World

OFFLINE = ("checkmo", "banktransfer", "cashondelivery")  # in the demo's policy, and without anything to fill in
PASSWORD = "Retour-demo-1!"  # of accounts nobody signs in to


@dataclass(frozen=True)
class Check:
    """One thing that must be so."""

    what: str
    wanted: object
    found: object

    @property
    def holds(self) -> bool:
        return self.wanted == self.found

    def __str__(self) -> str:
        return f"{self.what}: wanted {_shown(self.wanted)}, found {_shown(self.found)}"


def _shown(value: object) -> str:
    """Amounts in a list as they are written, too."""
    if isinstance(value, set):
        value = sorted(value)
    return f"[{', '.join(str(each) for each in value)}]" if isinstance(value, list) else str(value)


@dataclass
class Trial:
    """`placed`: orders that customers placed, by id. `by_staff`: memos that people made, not Retour. `elsewhere`:
    orders that another installation of Retour has in its books; `differences`: what comparing those showed."""

    world: World
    say: Callable[[str], None]
    placed: dict[str, Order] = field(default_factory=dict)
    tickets: list[str] = field(default_factory=list)
    by_staff: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)
    differences: list[str] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)

    def check(self, what: str, wanted: object, found: object) -> None:
        self.checks.append(Check(what, wanted, found))

    # --- what people do ---------------------------------------------------------------------------------------------

    def customer(self, first: str, last: str, *, account: bool = False) -> Customer:
        """Somebody new: `first.last.<run>@example.com`."""
        world = self.world
        email = f"{first}.{last}.{world.run}@example.com".lower()
        customer = Customer(email, first, last)
        return world.orders.account(customer, PASSWORD) if account else customer

    def order(
        self,
        customer: Customer,
        wanted: Sequence[Wanted],
        method: str = "",
        *,
        coupon: str = "",
        view: View | None = None,
    ) -> Order:
        """Place an order, unpaid and not shipped yet unless the method captures by itself. No method: one that only
        books."""
        world = self.world
        cart = world.orders.cart(wanted, customer, coupon, view)
        number = cart.place(method or self.offline())
        order = self.placed[number] = world.orders.read(number)
        what = ", ".join(f"{units} × {sku}" for sku, units in order.units.items())
        self.say(f"order {order.number} of {customer.email}: {what}, {order.total}")
        return order

    def delivered(
        self,
        customer: Customer,
        wanted: Sequence[Wanted],
        method: str = "",
        *,
        coupon: str = "",
        view: View | None = None,
    ) -> Order:
        """Place an order, invoice and ship it: Magento counts it as delivered from today on."""
        order = self.order(customer, wanted, method, coupon=coupon, view=view)
        orders = self.world.orders
        if not order.invoiced:
            orders.invoice(order)
        orders.ship(order)
        order = self.placed[order.id] = orders.read(order.id)
        self.say(f"invoiced and shipped: {order.state}")
        return order

    def offline(self) -> str:
        """A way to pay of which Magento only books the refund. Raise LeftOut."""
        found = next((each for each in OFFLINE if each in self.world.methods), None)
        if found is None:
            raise LeftOut(f"the shop takes none of {', '.join(OFFLINE)}")
        return found

    def online(self) -> str:
        """The way to pay of which a refund moves the money. Raise LeftOut."""
        wanted = self.world.options.online_method
        if wanted not in self.world.methods:
            raise LeftOut(f"the shop's carts do not list the online method {wanted} (see --online-method)")
        return wanted

    def writes(self, customer: Customer, body: str) -> str:
        """A mail comes in; return its ticket, once everything that follows from it is done."""
        ticket = self.writes_only(customer, body)
        self.world.quiet()
        self.told(ticket)
        return ticket

    def writes_only(self, customer: Customer, body: str) -> str:
        ticket = self.world.desk.writes(customer.email, customer.name, "", body)
        self.tickets.append(ticket)
        self.say(f"ticket {ticket}: {body[:88]}{'…' if len(body) > 88 else ''}")
        return ticket

    def told(self, ticket: str) -> None:
        """Show where the case stands."""
        case = self.world.case(ticket)
        replies = len(self.world.mails(ticket))
        self.say(f"case {f'{case.state}: {case.why}' if case else 'none'}; {replies} mail(s) to the customer")

    # --- what must be so --------------------------------------------------------------------------------------------

    def stands(self, ticket: str, state: str, why: str = "", mails: int | None = None) -> None:
        """Check how the case stands, and how many public replies there were."""
        case = self.world.case(ticket)
        self.check("case", state, str(case.state) if case else None)
        if why:
            self.check("because", why, case.why if case else None)
        if mails is not None:
            self.check("public replies", mails, len(self.world.mails(ticket)))

    def reply_says(self, ticket: str, *needles: str | Money) -> None:
        """Check that a public reply holds these words. Of an amount: its digits, with comma or point."""
        told = "\n".join(self.world.mails(ticket))
        for needle in needles:
            if isinstance(needle, Money):
                pattern = re.escape(f"{needle.amount:f}").replace(r"\.", "[.,]")
                found = re.search(pattern, re.sub(r"(?<=\d)[.,\s](?=\d{3})", "", told)) is not None
            else:
                found = needle in told
            self.check(f"the reply says {needle}", True, found)

    def approves(self, ticket: str, option: Option, amount: Money) -> None:
        """An agent confirms in the sidebar what the policy left to a person."""
        case = self.world.case(ticket)
        if case is None:
            return
        agent = Agent("demo", verified=True)
        approve(self.world.retour.services, self.world.tenant, case.id, case.turn, option, amount, agent)
        self.say(f"an agent confirms in the sidebar: {option}, {amount}")
        self.world.quiet()
        self.told(ticket)

    def state_of(self, order: Order) -> str:
        return self.world.orders.read(order.id).state


@dataclass(frozen=True)
class Scenario:
    """`ahead`: its turn among those for which Retour's clock runs ahead, which are played last; 0: it is none of them.
    The later the turn, the further ahead: coupons need a clock that still agrees with the shop's."""

    name: str
    title: str
    play: Callable[[World, Trial], None]
    ahead: int = 0


SCENARIOS: dict[str, Scenario] = {}
Play = Callable[[World, Trial], None]


def scenario(title: str, *, ahead: int = 0) -> Callable[[Play], Play]:
    """Register a scenario under its function's name."""

    def register(play: Play) -> Play:
        SCENARIOS[play.__name__] = Scenario(play.__name__, title, play, ahead)
        return play

    return register
