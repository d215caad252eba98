"""Exchanges that wait for the parcel: reserved on hold, or ordered when it is back."""

from connector.ports.store import Return
from demo.magento.orders import Customer, Order
from demo.magento.scenarios.exchanges import SIZE_L, bought_to_be_replaced, costs_nothing, replacement
from demo.magento.trial import Trial, scenario
from demo.magento.world import World

AT_ONCE = "  default: {options: [exchange, store_credit, refund], proof: none, settle: at_once}"


def waits(order_at: str) -> tuple[str, str]:
    """A policy that settles with the parcel."""
    return AT_ONCE, AT_ONCE.replace("at_once", f"warehouse_scan, order_at: {order_at}")


def agreed(w: World, t: Trial, customer: Customer, order: Order) -> tuple[str, Return | None]:
    """The customer asks for an L; return the ticket and the return that was agreed."""
    ticket = t.writes(customer, SIZE_L.format(number=order.number))
    t.stands(ticket, "waiting_return", mails=1)
    found = w.agreed(order.number)
    t.check("a return was agreed", True, found is not None)
    if found is not None:
        t.reply_says(ticket, found.rma)
    return ticket, found


def scanned(w: World, t: Trial, ticket: str, found: Return | None) -> None:
    """The parcel is back: wait until the case moved on and everything that follows is done."""
    if found is None:
        return
    t.say(f"the warehouse scans {found.rma}")
    w.scan(found.rma)
    w.wait(lambda: str(getattr(w.case(ticket), "state", "")) != "waiting_return", "the scan to be dealt with")
    w.quiet()
    t.told(ticket)
    t.stands(ticket, "settled", mails=2)


@scenario("Reserved at acceptance: the replacement waits on hold, the scan lets it go")
def ordered_at_acceptance(w: World, t: Trial) -> None:
    customer, order = bought_to_be_replaced(w, t, "Rosa", "Lang")
    with w.policy_with(waits("acceptance")):
        ticket, found = agreed(w, t, customer, order)
        again = replacement(w, t, ticket)
        costs_nothing(w, t, order, again, w.goods.tee.variants["L", "Blue"])
        t.check("it waits", "holded", again.state if again else None)
        scanned(w, t, ticket, found)
    t.check("it may leave", "new", t.state_of(again) if again else None)


@scenario("Ordered at the scan: nothing before, the replacement when the parcel is back")
def ordered_at_scan(w: World, t: Trial) -> None:
    customer, order = bought_to_be_replaced(w, t, "Olga", "Petrova")
    with w.policy_with(waits("scan")):
        ticket, found = agreed(w, t, customer, order)
        t.check("effects in the shop before the scan", 0, len(w.actions(ticket)))
        scanned(w, t, ticket, found)
    again = replacement(w, t, ticket)
    costs_nothing(w, t, order, again, w.goods.tee.variants["L", "Blue"])
    t.check("it may leave", "new", again.state if again else None)


@scenario("The parcel never came: the held replacement is cancelled, an agent hears of it", ahead=2)
def parcel_never_came(w: World, t: Trial) -> None:
    customer, order = bought_to_be_replaced(w, t, "Lars", "Holm")
    wanted = w.goods.tee.variants["L", "Blue"]
    before = w.goods.salable(wanted)
    with w.policy_with(waits("acceptance")):
        ticket, _ = agreed(w, t, customer, order)
        again = replacement(w, t, ticket)
        t.check("it waits", "holded", again.state if again else None)
        t.check("its unit is reserved", before - 1, w.goods.salable(wanted))
        t.say("29 days pass on Retour's clock")
        w.later(days=29)
        w.wait(lambda: str(getattr(w.case(ticket), "state", "")) != "waiting_return", "the date to come")
        w.quiet()
        t.told(ticket)
    t.stands(ticket, "waiting_agent")
    t.check("it is cancelled", "canceled", t.state_of(again) if again else None)
    t.check("its unit can be sold again", before, w.goods.salable(wanted))
