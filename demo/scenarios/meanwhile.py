"""What happens while we work: repeats, second thoughts, colleagues, silences."""

from demo.story import Story, money, scenario, told
from demo.world import World
from sandbox.faults import Fault

BODY = (
    "Bonjour, le bol ne va pas du tout avec notre table, il est encore dans son emballage. Je voudrais vous le "
    "renvoyer contre remboursement. commande {number} merci"
)


@scenario("The same events twice and in the wrong order: one refund, one reply")
def events_repeated(w: World, s: Story) -> None:
    order = w.order("max.huber@example.com", [("BOL-01", 1)], shipped_days_ago=3)
    with w.desk.twice():
        w.desk.hold()
        ticket = w.write("max.huber@example.com", "Max Huber", "", BODY.format(number=order.number))
        w.answer(ticket, "Merci d'avance !")
        w.desk.release(reverse=True)
        w.quiet()
    money(w, s, order, ["28.80 EUR"])
    told(w, s, ticket, 1, "28,80", status="solved", state="settled")


@scenario("Two messages in a row: one turn, one public reply")
def two_messages(w: World, s: Story) -> None:
    order = w.order("rosa.lang@example.com", [("BOL-01", 1)], shipped_days_ago=3)
    w.magento_faults.add(Fault("slow_after", method="POST", path_regex="refund", seconds=0.6))
    ticket = w.write("rosa.lang@example.com", "Rosa Lang", "", BODY.format(number=order.number))
    w.wait(lambda: w.memos(order) != [], "the refund to be made")
    w.answer(ticket, f"Petite précision : c'est bien la commande {order.number}, le bol. Merci de me rembourser !")
    w.quiet()
    money(w, s, order, ["28.80 EUR"])
    told(w, s, ticket, 1, "28,80", status="solved", state="settled")


@scenario("An agent refunds in Magento first: no second refund; the customer is told where the money is")
def agent_was_faster(w: World, s: Story) -> None:
    order = w.order("lars.holm@example.com", [("BOL-01", 1)], shipped_days_ago=3)
    w.magento_faults.add(Fault("slow", method="GET", path_regex=r"/orders/\d+", seconds=0.8))
    ticket = w.write("lars.holm@example.com", "Lars Holm", "", BODY.format(number=order.number))
    w.wait(lambda: any(a.kind == "money" for a in w.actions(ticket)), "the refund to be decided")
    w.refund_in_magento(order, {"BOL-01": 1}, online=True)
    w.quiet()
    money(w, s, order, ["28.80 EUR"])
    told(w, s, ticket, 1, "28,80", status="solved", state="settled", why="refunded.before")


@scenario("Magento is away for a while: nothing is lost, it is settled later")
def magento_away(w: World, s: Story) -> None:
    order = w.order("olga.petrova@example.com", [("BOL-01", 1)], shipped_days_ago=3)
    w.shop.maintenance = True
    ticket = w.write("olga.petrova@example.com", "Olga Petrova", "", BODY.format(number=order.number))
    w.desk.flush()
    w.wait(lambda: w.tries(ticket) > 0, "a first try")
    s.check("while it is away: replies", 0, len(w.mails(ticket)))
    w.shop.maintenance = False
    w.quiet()
    money(w, s, order, ["28.80 EUR"])
    told(w, s, ticket, 1, "28,80", status="solved", state="settled")


@scenario("The refund is made but Magento's answer is lost: found, not repeated")
def answer_lost(w: World, s: Story) -> None:
    order = w.order("ben.cole@example.com", [("BOL-01", 1)], shipped_days_ago=3)
    w.magento_faults.add(Fault("drop", method="POST", path_regex="refund"))
    ticket = w.write("ben.cole@example.com", "Ben Cole", "", BODY.format(number=order.number))
    w.quiet()
    money(w, s, order, ["28.80 EUR"])
    told(w, s, ticket, 1, "28,80", status="solved", state="settled")


@scenario("The ticket is shut while the refund is made: money moved once, a person tells the customer")
def closed_meanwhile(w: World, s: Story) -> None:
    order = w.order("ida.berg@example.com", [("BOL-01", 1)], shipped_days_ago=3)
    w.magento_faults.add(Fault("slow_after", method="POST", path_regex="refund", seconds=0.5))
    ticket = w.write("ida.berg@example.com", "Ida Berg", "", BODY.format(number=order.number))
    w.wait(lambda: w.memos(order) != [], "the refund to be made")
    w.desk.shut(ticket)
    w.quiet()
    money(w, s, order, ["28.80 EUR"])
    told(w, s, ticket, 0, status="shut", state="handed_over")


@scenario("The ticket is merged into another one before we read it: nothing is sent on the dead one")
def merged_meanwhile(w: World, s: Story) -> None:
    order = w.order("jon.ode@example.com", [("BOL-01", 1)], shipped_days_ago=3)
    w.desk.hold()
    first = w.write("jon.ode@example.com", "Jon Ode", "", "Bonjour, une question sur ma commande.")
    second = w.write("jon.ode@example.com", "Jon Ode", "", BODY.format(number=order.number))
    w.desk.merge(second, first)
    w.desk.release()
    w.quiet()
    answered = len(w.mails(first))  # where a merge takes the words along, they are answered once, on the one that lives
    s.check("replies on the ticket that lives, at most", True, answered <= 1)
    money(w, s, order, ["28.80 EUR"] * answered)
    s.tickets.append(second)
    s.check("replies on the merged ticket", 0, len(w.mails(second)))
    s.check("ticket", "shut", w.status(second))
