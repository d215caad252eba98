"""Articles that came, and come back for money."""

from decimal import Decimal

from connector.domain.money import Money, rounding_unit, total
from connector.domain.request import Option
from demo.magento.goods import Wanted
from demo.magento.orders import Order
from demo.magento.place import LeftOut
from demo.magento.rules import own_rule
from demo.magento.theirs import Theirs
from demo.magento.trial import Trial, scenario
from demo.magento.world import World

HALF = (
    "Bonjour, un des deux mugs ne va pas du tout avec notre vaisselle, il est encore dans son emballage. Je voudrais "
    "vous le renvoyer contre remboursement. commande {number} merci"
)
VASE = (
    "Hi! The vase just doesn't match our table. It's still in its packaging. I'd like to send it back and get "
    "reimbursed. Order {number} thx"
)


def amounts(w: World, order: Order) -> list[Money]:
    """Of the order's credit memos, oldest first."""
    return [memo.amount for memo in Theirs(w.client).memos(order.id)]


@scenario("Two mugs come back one after the other: the two refunds add up to what was paid for both")
def two_halves(w: World, t: Trial) -> None:
    hugo = t.customer("Hugo", "Leroy", account=True)
    order = t.delivered(hugo, [Wanted(w.goods.mug, 2)])
    paid = order.paid(w.goods.mug)
    first = t.writes(hugo, HALF.format(number=order.number))
    t.stands(first, "settled", mails=1)
    t.reply_says(first, *amounts(w, order))
    second = t.writes(hugo, HALF.format(number=order.number))
    t.stands(second, "waiting_agent", "refunded.part_before", mails=0)  # the same wish, sent twice, would read alike
    t.approves(second, Option.REFUND, paid - total(amounts(w, order), order.currency))
    t.stands(second, "settled", mails=1)
    found = amounts(w, order)
    t.check("credit memos", 2, len(found))
    t.reply_says(second, *found[1:])
    t.check("together", paid, total(found, order.currency))
    apart = max(each.amount for each in found) - min(each.amount for each in found)
    t.check("both halves alike, but for a rounding", True, apart <= rounding_unit(order.currency))


@scenario("Paid by a method that refunds by itself: the money goes back through the gateway")
def refunded_online(w: World, t: Trial) -> None:
    method = t.online()
    camille = t.customer("Camille", "Martin", account=True)
    order = t.delivered(camille, [Wanted(w.goods.mug, 2)], method)
    ticket = t.writes(camille, HALF.format(number=order.number))
    t.stands(ticket, "settled", mails=1)
    memos = Theirs(w.client).memos(order.id)
    t.check("credit memos", 1, len(memos))
    t.check("made on the order's invoice", Theirs(w.client).invoices(order.id), [memo.invoice for memo in memos])
    t.reply_says(ticket, *[memo.amount for memo in memos])
    online = order.money(w.orders.read(order.id).record.get("total_online_refunded") or 0)
    t.check("the shop counts it as refunded online", [online], [memo.amount for memo in memos])
    t.check("transfers left for a person", [], [each for each in w.payouts() if each.order_number == order.number])


@scenario("Paid online on two invoices: each gives back its own part")
def two_invoices(w: World, t: Trial) -> None:
    method = t.online()
    paul = t.customer("Paul", "Moreau")
    order = t.order(paul, [Wanted(w.goods.mug, 2)], method)
    if order.invoiced:
        raise LeftOut(f"{method} takes the money when the order is placed: there is one invoice, never two")
    for _ in range(2):
        w.orders.invoice(order, {w.goods.mug: 1})
    w.orders.ship(order)
    words = HALF.replace("un des deux mugs ne va", "les deux mugs ne vont").replace("il est", "ils sont")
    ticket = t.writes(paul, words.replace("vous le renvoyer", "vous les renvoyer").format(number=order.number))
    t.stands(ticket, "settled", mails=1)
    memos = Theirs(w.client).memos(order.id)
    t.check("a memo for each invoice", Theirs(w.client).invoices(order.id), sorted(str(memo.invoice) for memo in memos))
    t.check("together", order.paid(w.goods.mug), total([memo.amount for memo in memos], order.currency))


@scenario("A guest's order like any other")
def guest_order(w: World, t: Trial) -> None:
    tom = t.customer("Tom", "Baker")
    order = t.delivered(tom, [Wanted(w.goods.vase)])
    t.check("a guest's", 1, int(order.record.get("customer_is_guest") or 0))
    ticket = t.writes(tom, VASE.format(number=order.number))
    t.stands(ticket, "settled", mails=1)
    t.check("credit memos", [order.paid(w.goods.vase)], amounts(w, order))
    t.reply_says(ticket, order.paid(w.goods.vase))


@scenario("Bought with a coupon of the shop's own: what was paid comes back, not what it cost before")
def discounted(w: World, t: Trial) -> None:
    code = f"DEMO{w.run.upper()}"
    t.say("cart price rule of 10 % made, with one code")
    own_rule(w, "10 %", 10, code)
    ines = t.customer("Ines", "Faure")
    order = t.delivered(ines, [Wanted(w.goods.vase, 1), Wanted(w.goods.mug, 2)], coupon=code)
    t.check("the order has the code", code, order.record.get("coupon_code"))
    ticket = t.writes(ines, HALF.format(number=order.number))
    t.stands(ticket, "settled", mails=1)
    whole = order.line(w.goods.mug)
    before = order.money(Decimal(str(whole["price_incl_tax"])))
    paid = order.paid(w.goods.mug)
    found = amounts(w, order)
    t.check("credit memos", 1, len(found))
    apart = [abs(each.amount * 2 - paid.amount) for each in found]
    t.check("half of what was paid, to a rounding", True, all(each <= rounding_unit(order.currency) for each in apart))
    t.check("less than one cost before", True, all(each < before for each in found))
