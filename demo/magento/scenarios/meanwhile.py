"""What happens while Retour works: two tickets at once, an agent who was faster."""

from demo.magento.goods import Wanted
from demo.magento.orders import Customer, Order
from demo.magento.scenarios.money_back import VASE
from demo.magento.theirs import Theirs
from demo.magento.trial import Trial, scenario
from demo.magento.world import World


@scenario("Two tickets about one order at the same moment: one refund")
def two_tickets(w: World, t: Trial) -> None:
    zoe = t.customer("Zoe", "Roux")
    order = t.delivered(zoe, [Wanted(w.goods.vase)])
    w.desk.hold()
    tickets = [t.writes_only(zoe, VASE.format(number=order.number)) for _ in range(2)]
    w.desk.release()
    w.quiet()
    for ticket in tickets:
        t.told(ticket)
    t.check("credit memos", [order.paid(w.goods.vase)], [memo.amount for memo in Theirs(w.client).memos(order.id)])
    states = sorted(str(case.state) for case in map(w.case, tickets) if case)
    t.check("one of them settled it", True, "settled" in states)


@scenario("An agent refunds in Magento first: no second refund", ahead=1)
def agent_was_faster(w: World, t: Trial) -> None:
    ben = t.customer("Ben", "Cole")
    order = t.delivered(ben, [Wanted(w.goods.vase)])
    ticket = _overtaken(w, t, ben, order, "")
    t.stands(ticket, "waiting_agent", "refunded.before", mails=0)  # whether it was transferred, only a person knows


@scenario("An agent refunds online first: no second refund, the customer is told where the money is", ahead=1)
def agent_was_faster_online(w: World, t: Trial) -> None:
    method = t.online()
    lucie = t.customer("Lucie", "Blanc")
    order = t.delivered(lucie, [Wanted(w.goods.vase)], method)
    ticket = _overtaken(w, t, lucie, order, Theirs(w.client).invoices(order.id)[0])
    t.stands(ticket, "settled", "refunded.before", mails=1)
    t.reply_says(ticket, order.paid(w.goods.vase))


def _overtaken(w: World, t: Trial, customer: Customer, order: Order, invoice: str) -> str:
    """Retour has decided and waits for a minute; an agent refunds meanwhile. Return the ticket."""
    with w.policy_with(("hold_minutes: 0 ", "hold_minutes: 1 ")):
        ticket = t.writes_only(customer, VASE.format(number=order.number))
        w.wait(lambda: bool(w.actions(ticket)), "the refund to be decided")
        t.by_staff.add(w.orders.refund(order, {w.goods.vase: 1}, invoice))
        t.say("while it is held, an agent refunds in Magento; a minute passes on Retour's clock")
        w.later(seconds=61)
        w.quiet()
    t.told(ticket)
    t.check("credit memos, the agent's own", t.by_staff, {memo.id for memo in Theirs(w.client).memos(order.id)})
    return ticket
