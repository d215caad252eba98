"""Store credit: a code that is worth what was promised."""

import re
from decimal import Decimal

from connector.domain.money import Money
from connector.ports.errors import NotFound
from demo.magento.goods import Wanted
from demo.magento.theirs import Theirs
from demo.magento.trial import Trial, scenario
from demo.magento.world import World

CODE = re.compile(r"\b[A-Z2-7]{16}\b")
BONUS = Decimal("1.05")  # the demo's policy


@scenario("Store credit with bonus: the code in the customer's mail takes the promised amount off a new cart")
def store_credit(w: World, t: Trial) -> None:
    julie = t.customer("Julie", "Petit")
    order = t.delivered(julie, [Wanted(w.goods.vase)])
    ticket = t.writes(
        julie,
        "Bonjour, je préfère un avoir plutôt qu'un remboursement pour le vase, il ne va pas avec notre table. "
        f"Commande {order.number}",
    )
    t.stands(ticket, "settled", mails=1)
    worth = Money.rounded(order.paid(w.goods.vase).amount * BONUS, order.currency)
    t.reply_says(ticket, worth)
    codes = CODE.findall("\n".join(w.mails(ticket)))
    t.check("codes in the mail", 1, len(codes))
    t.check("credit memos", 0, len(Theirs(w.client).memos(order.id)))
    for code in codes[:1]:
        _redeemed(w, t, code, worth)


def _redeemed(w: World, t: Trial, code: str, worth: Money) -> None:
    friend = t.customer("Julie", "Petit-Encore")
    cart = w.orders.cart([Wanted(w.goods.vase, 3)], friend, code)
    taken = abs(Decimal(str(cart.totals()["discount_amount"])))
    t.check("taken off a new cart", worth, Money.rounded(taken, worth.currency))
    bought = t.order(friend, [Wanted(w.goods.vase, 3)], coupon=code)
    discount = abs(Decimal(str(bought.record["discount_amount"])))
    t.check("taken off the order", worth, Money.rounded(discount, worth.currency))
    try:
        w.orders.cart([Wanted(w.goods.vase)], friend, code)
        t.say("a second use right away is taken: Magento counts uses in a queue, about a minute later")
    except NotFound:
        t.say("a second use is refused")
