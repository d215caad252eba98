"""Orders of a store view that sells in another currency than the shop's books are in."""

from demo.magento.compare import differences
from demo.magento.goods import Wanted
from demo.magento.place import LeftOut, View
from demo.magento.scenarios.money_back import VASE, amounts
from demo.magento.trial import Trial, scenario
from demo.magento.world import World, second_world


def other_view(w: World) -> View:
    """Raise LeftOut where there is none."""
    if w.place.other is None:
        raise LeftOut("no other store view of this website sells in another currency")
    return w.place.other


@scenario("Bought in another currency than the policy's caps: an agent decides, nothing moves before")
def caps_in_another_currency(w: World, t: Trial) -> None:
    view = other_view(w)
    anna = t.customer("Anna", "Holt")
    order = t.delivered(anna, [Wanted(w.goods.vase)], view=view)
    t.check("in the view's currency", view.currency, order.currency)
    ticket = t.writes(anna, VASE.format(number=order.number))
    t.stands(ticket, "waiting_agent", "cap.other_currency", mails=0)
    t.check("credit memos", [], amounts(w, order))
    notes = " ".join(w.desk.notes(ticket))
    t.check("the agent's note names what was paid, in its currency", True, str(order.paid(w.goods.vase)) in notes)


@scenario("Bought in another currency, and a policy with caps in it: the memo is in what the customer paid with")
def policy_in_another_currency(w: World, t: Trial) -> None:
    view = other_view(w)
    t.say(f"a second installation of Retour joins, with books of its own and a policy in {view.currency}")
    with second_world(w, view.currency) as second:
        there = Trial(second, t.say)
        eva = there.customer("Eva", "Linde")
        order = there.delivered(eva, [Wanted(w.goods.vase)], view=view)
        ticket = there.writes(eva, VASE.format(number=order.number))
        there.stands(ticket, "settled", mails=1)
        there.check("credit memos", [order.paid(w.goods.vase)], amounts(second, order))
        there.check("in the view's currency", view.currency, order.currency)
        there.reply_says(ticket, order.paid(w.goods.vase))
        t.elsewhere |= there.placed.keys()
        t.checks += there.checks
        t.differences += differences(second, there)
