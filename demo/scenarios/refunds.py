"""Articles that came, and come back."""

from demo.story import Story, money, scenario, told, vouched_for
from demo.world import World


@scenario("One of two discounted mugs comes back in time, paid by card: the money moves by itself")
def refund_online(w: World, s: Story) -> None:
    order = w.order("camille.martin@example.com", [("MUG-BL", 2)], shipped_days_ago=6, discount="3.53")
    ticket = w.write(
        "camille.martin@example.com",
        "Camille Martin",
        "",
        "Bonjour, un des deux mugs ne va pas du tout avec notre vaisselle, il est encore dans son emballage. "
        f"Je voudrais vous le renvoyer contre remboursement. commande {order.number} merci",
    )
    w.quiet()
    money(w, s, order, ["19.48 EUR"])
    told(w, s, ticket, 1, "Bonjour Camille", "19,48", "1 × Mug bleu", status="solved", state="settled")
    s.check("payouts for a person", 0, len([p for p in w.payouts() if p.order_number == order.number]))


@scenario("The same, paid by cheque: Magento books it, a person transfers it, and the reply says by when")
def refund_offline(w: World, s: Story) -> None:
    order = w.order(
        "hugo.leroy@example.com", [("MUG-BL", 2)], "checkmo", shipped_days_ago=6, discount="3.53", first_name="Hugo"
    )
    ticket = w.write(
        "hugo.leroy@example.com",
        "Hugo Leroy",
        "",
        "Bonjour, un des deux mugs ne va pas du tout avec notre vaisselle, il est encore dans son emballage. "
        f"Je voudrais vous le renvoyer contre remboursement. commande {order.number} merci",
    )
    w.quiet()
    money(w, s, order, ["19.48 EUR"], gateway=[])
    told(w, s, ticket, 1, "Bonjour Hugo", "19,48", status="solved", state="settled")
    s.check("the reply does not say refunded", False, any("vous avons remboursé" in mail for mail in w.mails(ticket)))
    mine = [payout for payout in w.payouts() if payout.order_number == order.number]
    s.check("payouts for a person", ["19.48 EUR"], [str(payout.amount) for payout in mine])


@scenario("Out of window: an agent gets the reason and a draft")
def out_of_window(w: World, s: Story) -> None:
    order = w.order("julie.petit@example.com", [("TAPIS-01", 1)], shipped_days_ago=75)
    ticket = w.write(
        "julie.petit@example.com",
        "Julie Petit",
        "",
        "Bonjour, le tapis ne va pas du tout avec notre sol, il est encore dans son emballage. Je voudrais vous le "
        f"renvoyer contre remboursement. commande {order.number} merci",
    )
    w.quiet()
    money(w, s, order, [])
    told(w, s, ticket, 0, status="open", state="waiting_agent", why="window.expired")
    no = "Le délai dans lequel nous acceptons les retours est dépassé"
    s.check("the note holds a draft of the answer", True, any(no in note for note in w.notes(ticket)))


@scenario("Out of window, where the policy lets Retour say no: kindly, with a way to a person")
def out_of_window_refused(w: World, s: Story) -> None:
    order = w.order("emma.stone@example.com", [("TAPIS-01", 1)], shipped_days_ago=75)
    with w.policy_with(("refusals: agent ", "refusals: send ")):
        ticket = w.write(
            "emma.stone@example.com",
            "Emma Stone",
            "",
            "Hi! The rug just doesn't match our floor. It's still rolled up in its packaging. I'd like to send it back "
            f"and get reimbursed. Order {order.number} thx",
        )
        w.quiet()
    money(w, s, order, [])
    told(
        w,
        s,
        ticket,
        1,
        "Hello Emma",
        "period in which we take back articles has passed",
        status="solved",
        state="settled",
    )


@scenario("Nobody knows when the parcel came: an agent decides")
def delivery_unknown(w: World, s: Story) -> None:
    order = w.order("paul.moreau@example.com", [("TAPIS-01", 1)], shipped_days_ago=35)
    ticket = w.write(
        "paul.moreau@example.com",
        "Paul Moreau",
        "",
        "Bonjour, le tapis ne va pas du tout avec notre sol, il est encore dans son emballage. Je voudrais vous le "
        f"renvoyer contre remboursement. commande {order.number} merci",
    )
    w.quiet()
    if vouched_for(w, s, ticket, order, "54.00 EUR"):
        money(w, s, order, [])
        told(w, s, ticket, 0, status="open", state="waiting_agent", why="window.delivery_unknown")


@scenario("An article on final sale: no refund, an agent answers")
def final_sale(w: World, s: Story) -> None:
    order = w.order("sarah.klein@example.com", [("NAPPE-S", 1)], shipped_days_ago=5)
    ticket = w.write(
        "sarah.klein@example.com",
        "Sarah Klein",
        "",
        "Hi! I changed my mind about the tablecloth, I'd like to send it back and get reimbursed. "
        f"Order {order.number} thx",
    )
    w.quiet()
    money(w, s, order, [])
    told(w, s, ticket, 0, status="open", state="waiting_agent", why="final_sale.no_return")


@scenario("« Je me rétracte » of an article on final sale: the law is stronger, shipping included")
def withdrawal(w: World, s: Story) -> None:
    order = w.order("anne.roux@example.com", [("NAPPE-S", 1)], shipped_days_ago=8)
    ticket = w.write(
        "anne.roux@example.com",
        "Anne Roux",
        "Rétractation",
        "Madame, Monsieur, je vous notifie par la présente ma rétractation du contrat portant sur la vente du bien "
        f"reçu la semaine dernière, commande {order.number}. Je vous prie de bien vouloir me rembourser sous 14 jours.",
    )
    w.quiet()
    if vouched_for(w, s, ticket, order, "42.00 EUR"):
        money(w, s, order, ["42.00 EUR"])
        told(w, s, ticket, 1, "Bonjour Anne", "42,00", "rétract", status="solved", state="settled")


@scenario("A guest order like any other")
def guest_order(w: World, s: Story) -> None:
    order = w.order("tom.baker@example.com", [("BOL-01", 1)], shipped_days_ago=4, guest=True, first_name="Tom")
    ticket = w.write(
        "tom.baker@example.com",
        "Tom Baker",
        "",
        "Hi! The bowl just doesn't match our table. I'd like to send it back and get reimbursed. "
        f"Order {order.number} thx",
    )
    w.quiet()
    money(w, s, order, ["28.80 EUR"])
    told(w, s, ticket, 1, "Hello Tom", "€28.80", status="solved", state="settled")


@scenario("Where is my refund? Answered from the shop's own credit memo")
def where_is_my_refund(w: World, s: Story) -> None:
    order = w.order("ines.faure@example.com", [("BOL-01", 1)], shipped_days_ago=9)
    memo = w.refund_in_magento(order, {"BOL-01": 1}, online=True)
    s.check("refunded by an agent before", ["28.80 EUR"], memo)
    ticket = w.write(
        "ines.faure@example.com",
        "Inès Faure",
        "Toujours pas remboursée",
        f"Bonjour, votre collègue m'a écrit que le remboursement de la {order.number} était fait. "
        "Ma banque ne voit rien, pouvez-vous vérifier ?",
    )
    w.quiet()
    money(w, s, order, ["28.80 EUR"])
    told(w, s, ticket, 1, "28,80", status="solved", state="settled", why="kind.status")
