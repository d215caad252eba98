"""Damaged: a photo is asked for. With it the money goes back, without it an agent looks."""

from demo.magento.goods import Wanted
from demo.magento.orders import Order
from demo.magento.theirs import Theirs
from demo.magento.trial import Trial, scenario
from demo.magento.world import World

BROKEN = "Bonjour, le vase est arrivé cassé, je voudrais être remboursé. Commande {number}"


def claimed(w: World, t: Trial, first: str, last: str) -> tuple[Order, str]:
    customer = t.customer(first, last)
    order = t.delivered(customer, [Wanted(w.goods.vase)])
    ticket = t.writes(customer, BROKEN.format(number=order.number))
    t.stands(ticket, "waiting_customer", "proof.photo_missing", mails=1)
    t.reply_says(ticket, "photo")
    t.check("effects in the shop without a photo", 0, len(w.actions(ticket)))
    return order, ticket


@scenario("Damaged: a photo is asked for, it comes, the money goes back")
def photo_came(w: World, t: Trial) -> None:
    order, ticket = claimed(w, t, "Emma", "Stone")
    t.say("the customer sends a photo")
    w.answers(ticket, "Voici la photo", picture=True)
    w.quiet()
    t.told(ticket)
    t.stands(ticket, "settled", mails=2)
    t.check("credit memos", [order.paid(w.goods.vase)], [memo.amount for memo in Theirs(w.client).memos(order.id)])


@scenario("Damaged, and no photo within 48 hours: an agent looks", ahead=3)
def no_photo(w: World, t: Trial) -> None:
    order, ticket = claimed(w, t, "Dora", "Weiss")
    t.say("49 hours pass on Retour's clock")
    w.later(hours=49)
    w.wait(lambda: str(getattr(w.case(ticket), "state", "")) != "waiting_customer", "the deadline to pass")
    w.quiet()
    t.told(ticket)
    t.stands(ticket, "waiting_agent", "proof.no_photo", mails=1)
    t.check("credit memos", 0, len(Theirs(w.client).memos(order.id)))
