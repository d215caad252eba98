"""Orders cancelled before anything left, and one that had left."""

from demo.magento.goods import Wanted
from demo.magento.theirs import Theirs
from demo.magento.trial import Trial, scenario
from demo.magento.world import World


@scenario("An unpaid order is cancelled before shipping")
def cancelled_unpaid(w: World, t: Trial) -> None:
    lea = t.customer("Lea", "Bernard")
    before = w.goods.salable(w.goods.vase)
    order = t.order(lea, [Wanted(w.goods.vase)])
    ticket = t.writes(lea, f"Je n'en ai plus besoin, merci d'annuler ma commande {order.number} avant le départ.")
    t.stands(ticket, "settled", mails=1)
    t.reply_says(ticket, order.number)
    t.check("order", "canceled", t.state_of(order))
    t.check("credit memos", 0, len(Theirs(w.client).memos(order.id)))
    t.check("units that can be sold, as before the order", before, w.goods.salable(w.goods.vase))


@scenario("A paid order is cancelled before shipping: all of it is booked back, its units can be sold again")
def cancelled_paid(w: World, t: Trial) -> None:
    nora = t.customer("Nora", "Walsh", account=True)
    before = w.goods.salable(w.goods.mug)
    order = t.order(nora, [Wanted(w.goods.mug, 2)])
    w.orders.invoice(order)
    t.check("units that can be sold, once it was ordered", before - 2, w.goods.salable(w.goods.mug))
    ticket = t.writes(nora, f"I don't need it anymore, please cancel my order {order.number} before it goes out.")
    t.stands(ticket, "settled", mails=1)
    t.reply_says(ticket, order.total)
    t.check("credit memos", [order.total], [memo.amount for memo in Theirs(w.client).memos(order.id)])
    t.check("order", "closed", t.state_of(order))
    t.check("units that can be sold, as before the order", before, w.goods.salable(w.goods.mug))


@scenario("Shipped but not invoiced: Magento would cancel it without a word, Retour does not")
def shipped_not_invoiced(w: World, t: Trial) -> None:
    marc = t.customer("Marc", "Dubois")
    order = t.order(marc, [Wanted(w.goods.vase)])
    w.orders.ship(order)
    ticket = t.writes(marc, f"Bonjour, je n'en ai plus besoin, merci d'annuler ma commande {order.number}.")
    t.stands(ticket, "waiting_agent", mails=0)
    now = w.orders.read(order.id)
    t.check("order, not cancelled", False, now.state == "canceled")
    t.check("units cancelled", [0], [int(each.get("qty_canceled") or 0) for each in now.lines])
