"""Another size or colour instead, sent at once."""

from connector.domain.money import Money
from connector.ports.errors import NotFound
from demo.magento.goods import Wanted
from demo.magento.orders import Customer, Order
from demo.magento.ours import placed
from demo.magento.rules import replacements_can_be_free
from demo.magento.theirs import Theirs
from demo.magento.trial import Trial, scenario
from demo.magento.world import World

SIZE_L = (
    "Bonjour, le t-shirt Organic Tee est trop petit, je voudrais l'échanger contre une taille L. "
    "Commande {number}, merci"
)
RED_S = "Hi, the tee is too large, please exchange it for a size S in red. Order {number}, thanks"


def bought_to_be_replaced(w: World, t: Trial, first: str, last: str) -> tuple[Customer, Order]:
    """A blue M, delivered. Raise LeftOut where no other one could leave for nothing."""
    replacements_can_be_free(w)
    return bought_m(w, t, first, last)


def bought_m(w: World, t: Trial, first: str, last: str) -> tuple[Customer, Order]:
    """A blue M, delivered."""
    customer = t.customer(first, last)
    return customer, t.delivered(customer, [w.goods.tee.wanted("M")])


def replacement(w: World, t: Trial, ticket: str) -> Order | None:
    """The order that Retour placed for this ticket, as the shop has it; None, and a failed check, without one."""
    found = [each for each in w.actions(ticket) if "cart" in each.steps and placed(each)]
    t.check("replacement orders", 1, len(found))
    return w.orders.read(placed(found[0])) if found else None


def costs_nothing(w: World, t: Trial, first: Order, again: Order | None, sku: str) -> None:
    """Check what leaves again, where to, and for how much."""
    if again is None:
        return
    t.check("it costs", Money.zero(first.currency), again.total)
    t.check("it holds", {sku: 1}, again.units)
    t.check("it goes to the same address", first.ship_to, again.ship_to)
    t.check("it is the same customer's", first.record["customer_email"], again.record["customer_email"])


@scenario("Too small: the L leaves at once as an order that costs nothing, and its code opens nothing afterwards")
def exchanged_at_once(w: World, t: Trial) -> None:
    customer, order = bought_to_be_replaced(w, t, "Karim", "Benali")
    ticket = t.writes(customer, SIZE_L.format(number=order.number))
    t.stands(ticket, "settled", mails=1)
    again = replacement(w, t, ticket)
    costs_nothing(w, t, order, again, w.goods.tee.variants["L", "Blue"])
    t.check("credit memos", 0, len(Theirs(w.client).memos(order.id)))
    for action in w.actions(ticket):  # there is one
        try:
            w.orders.cart([Wanted(w.goods.vase)], customer, w.code(action))
            opened = True
        except NotFound:
            opened = False
        t.check("its 100 % code opens a cart of the same customer", False, opened)


@scenario("A cheaper variant: the goods leave, then the difference goes back")
def cheaper_variant(w: World, t: Trial) -> None:
    customer, order = bought_to_be_replaced(w, t, "Sarah", "Klein")
    sku = w.goods.tee.variants["M", "Blue"]
    ticket = t.writes(customer, RED_S.format(number=order.number))
    t.stands(ticket, "settled", mails=1)
    costs_nothing(w, t, order, replacement(w, t, ticket), w.goods.tee.variants["S", "Red"])
    paid = order.paid(sku)
    back = paid - Money.rounded(paid.amount * 30 / 36, order.currency)
    t.check("credit memos", [back], [memo.amount for memo in Theirs(w.client).memos(order.id)])
    t.reply_says(ticket, back)


@scenario("A dearer variant: an agent asks for the difference, nothing leaves")
def dearer_variant(w: World, t: Trial) -> None:
    customer, order = bought_m(w, t, "Max", "Huber")
    ticket = t.writes(customer, SIZE_L.replace("taille L", "taille XL").format(number=order.number))
    t.stands(ticket, "waiting_agent", "variant.dearer", mails=0)
    t.check("effects in the shop", 0, len(w.actions(ticket)))


@scenario("The variant is sold out: an agent looks, nothing leaves")
def sold_out(w: World, t: Trial) -> None:
    customer, order = bought_m(w, t, "Ida", "Berg")
    wanted = w.goods.tee.variants["L", "Blue"]
    w.goods.set_stock(wanted, 0)
    t.say(f"stock of {wanted} set to 0")
    try:
        ticket = t.writes(customer, SIZE_L.format(number=order.number))
        t.stands(ticket, "waiting_agent", "variant.sold_out", mails=0)
        t.check("effects in the shop", 0, len(w.actions(ticket)))
    finally:
        w.goods.set_stock(wanted, 100)
