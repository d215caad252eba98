"""Orders cancelled before anything left."""

from demo.story import Story, money, scenario, told, vouched_for
from demo.world import World


@scenario("An unpaid order is cancelled before shipping")
def cancelled_unpaid(w: World, s: Story) -> None:
    order = w.order("lea.bernard@example.com", [("TAPIS-01", 1)], "banktransfer")
    ticket = w.write(
        "lea.bernard@example.com",
        "Léa Bernard",
        "Annuler svp",
        f"Je n'en ai plus besoin, merci d'annuler ma commande {order.number} avant le départ.",
    )
    w.quiet()
    money(w, s, order, [])
    s.check("order state", "canceled", order.state)
    told(w, s, ticket, 1, "Bonjour Léa", "est annulée", order.number, status="solved", state="settled")


@scenario("A paid order below 150 EUR is cancelled before shipping: the money goes back, shipping included")
def cancelled_paid_under_cap(w: World, s: Story) -> None:
    order = w.order("nora.walsh@example.com", [("TAPIS-01", 1), ("MUG-BL", 2)])
    ticket = w.write(
        "nora.walsh@example.com",
        "Nora Walsh",
        "Please cancel",
        f"I don't need it anymore, please cancel my order {order.number} before it goes out.",
    )
    w.quiet()
    if vouched_for(w, s, ticket, order, "103.20 EUR"):
        money(w, s, order, ["103.20 EUR"])
        s.check("order state", "closed", order.state)
        told(w, s, ticket, 1, "Hello Nora", "€103.20", status="solved", state="settled")


@scenario("A paid order above 150 EUR is cancelled before shipping: an agent decides")
def cancelled_paid_over_cap(w: World, s: Story) -> None:
    order = w.order("marc.dubois@example.com", [("LAMPE-01", 1)])
    ticket = w.write(
        "marc.dubois@example.com",
        "Marc Dubois",
        "Bloquez l'envoi",
        f"J'ai mis la mauvaise adresse de livraison sur {order.number} !! Bloquez et annulez svp",
    )
    w.quiet()
    money(w, s, order, [])
    told(w, s, ticket, 0, status="open", state="waiting_agent", why="cap.above")
    s.check("internal notes", 1, len(w.notes(ticket)))
    s.check("the note names the amount", True, any("184.80 EUR" in note for note in w.notes(ticket)))
