"""Articles exchanged, sent again or turned into credit; and parcels that have to come back first."""

from typing import Any

from connector.domain.finding import Verdict
from connector.domain.request import Option
from connector.flow.agent import approve, view
from connector.ports.helpdesk import Agent
from demo.story import Story, money, scenario, told
from demo.world import World

DEFAULT = "  default: {options: [exchange, store_credit, refund], proof: none, settle: at_once}"
CLERK = Agent("clerk", verified=True)


def waits(order_at: str) -> tuple[str, str]:
    """The policy's line for parcels that come back first."""
    return DEFAULT, DEFAULT.replace("at_once", f"warehouse_scan, order_at: {order_at}")


def wants_size(w: World, email: str, name: str, size: str, **more: Any) -> tuple[Any, str]:
    """A blue M is too small."""
    order = w.order(email, [("TEE-M-BLEU", 1)], shipped_days_ago=5, **more)
    ticket = w.write(
        email,
        name,
        "",
        f"Bonjour, le t-shirt en coton est trop petit, je voudrais l'échanger contre une taille {size}. "
        f"Commande {order.number}, merci",
    )
    w.quiet()
    return order, ticket


def clicked(w: World, s: Story, ticket: str, option: Option) -> None:
    """Where nobody vouches for who writes, goods and credit wait for an agent's click; then it goes on as elsewhere."""
    case = w.case(ticket)
    if w.can.sender_verdict or case is None:
        return
    s.check("an agent is asked, since nobody vouches for the sender", "sender.unverified", case.why)
    with w.retour.services.store.begin() as tx:
        stored = tx.cases.decision(case.id, case.turn)
    shown = view(w.retour.services, w.tenant, ticket, CLERK, "fr")["options"]
    offer = next(each for each in shown if each["option"] == option)
    s.check("one click does it", (True, Verdict.REVIEW), (offer["approvable"], offer["verdict"]))
    if stored is not None:
        worth = w.money(offer["amount"])
        approve(w.retour.services, w.tenant, case.id, case.turn, option, worth, CLERK)
    w.quiet()


def replacements(w: World, email: str) -> list[tuple[str, list[str], str]]:
    """(state, articles, what it costs) of every order that was placed for nothing."""
    made = [each for each in w.shop.orders.values() if each.data["customer_email"] == email]
    free = [each for each in made if each.payment["method"] == "free"]
    return [(each.state, [line["sku"] for line in each.lines], f"{each.data['grand_total']:.2f}") for each in free]


@scenario("Too small: the L leaves at once, as an order that costs nothing")
def exchanged_at_once(w: World, s: Story) -> None:
    order, ticket = wants_size(w, "alice.morel@example.com", "Alice Morel", "L", first_name="Alice")
    clicked(w, s, ticket, Option.EXCHANGE)
    s.check("replacement", [("new", ["TEE-L-BLEU"], "0.00")], replacements(w, "alice.morel@example.com"))
    s.check("rules and codes of ours that are left", (0, 0), w.left_open(order))
    money(w, s, order, [])
    told(w, s, ticket, 1, "Bonjour Alice", "1 × T-shirt en coton Bleu L", status="solved", state="settled")


@scenario("The parcel comes back first: the L is reserved at once, and leaves with the warehouse's scan")
def exchanged_with_the_parcel(w: World, s: Story) -> None:
    with w.policy_with(waits("acceptance")):
        order, ticket = wants_size(w, "bruno.sauvage@example.com", "Bruno Sauvage", "L", first_name="Bruno")
        clicked(w, s, ticket, Option.EXCHANGE)
        s.check("reserved", [("holded", ["TEE-L-BLEU"], "0.00")], replacements(w, "bruno.sauvage@example.com"))
        s.check("case", "waiting_return", w.state(ticket))
        rma = w.rma(ticket)
        s.check("the number is in the mail", True, any(rma in mail for mail in w.mails(ticket)))
        s.check("the scan is new", True, w.scan(rma=rma))
        w.quiet()
    s.check("let go of", [("new", ["TEE-L-BLEU"], "0.00")], replacements(w, "bruno.sauvage@example.com"))
    money(w, s, order, [])
    told(w, s, ticket, 2, "1 × T-shirt en coton Bleu L", status="solved", state="settled")


@scenario("The parcel is back and the article sold out: an agent decides, and nothing is refunded by mistake")
def sold_out_at_the_scan(w: World, s: Story) -> None:
    with w.policy_with(waits("scan")):
        order, ticket = wants_size(w, "carla.meyer@example.com", "Carla Meyer", "S", first_name="Carla")
        clicked(w, s, ticket, Option.EXCHANGE)
        rma = w.rma(ticket)
        w.scan(rma=rma, stock={"TEE-S-BLEU": 0})
        w.quiet()
    s.check("replacements", [], replacements(w, "carla.meyer@example.com"))
    money(w, s, order, [])
    told(w, s, ticket, 1, rma, status="open", state="waiting_agent", why="variant.sold_out")


@scenario("A cheaper variant: it leaves, and the difference goes back to the card")
def exchanged_for_less(w: World, s: Story) -> None:
    order = w.order("dora.klein@example.com", [("TEE-M-BLEU", 1)], shipped_days_ago=5, first_name="Dora")
    ticket = w.write(
        "dora.klein@example.com",
        "Dora Klein",
        "",
        f"Hi, the tee is too large, please exchange it for a size S in red. Order {order.number}, thanks",
    )
    w.quiet()
    clicked(w, s, ticket, Option.EXCHANGE)
    s.check("replacement", [("new", ["TEE-S-ROUGE"], "0.00")], replacements(w, "dora.klein@example.com"))
    money(w, s, order, ["7.20 EUR"])
    told(w, s, ticket, 1, "Hello Dora", "€7.20", status="solved", state="settled")


@scenario("Store credit with its bonus: one code, which the customer alone gets")
def store_credit(w: World, s: Story) -> None:
    order = w.order("elise.barre@example.com", [("BOL-01", 1)], shipped_days_ago=4, first_name="Élise")
    ticket = w.write(
        "elise.barre@example.com",
        "Élise Barre",
        "",
        "Bonjour, je préfère un avoir plutôt qu'un remboursement pour le bol, il ne va pas avec notre table. "
        f"Commande {order.number}",
    )
    w.quiet()
    clicked(w, s, ticket, Option.STORE_CREDIT)
    codes = w.credits(order)
    s.check("credits", ["30.24"], [worth for _, worth in codes])
    s.check("the code is in the mail", [True], [any(code in mail for mail in w.mails(ticket)) for code, _ in codes])
    s.check("the code is in no note", False, any(code in note for code, _ in codes for note in w.notes(ticket)))
    money(w, s, order, [])
    told(w, s, ticket, 1, "30,24", status="solved", state="settled")


@scenario("Broken: a photo is asked for, comes, and the money goes back")
def damaged_with_photo(w: World, s: Story) -> None:
    order = w.order("felix.roy@example.com", [("MUG-BL", 1)], shipped_days_ago=4, first_name="Félix")
    ticket = w.write(
        "felix.roy@example.com",
        "Félix Roy",
        "",
        f"Bonjour, le mug est arrivé cassé, je voudrais être remboursé. Commande {order.number}",
    )
    w.quiet()
    money(w, s, order, [])
    told(w, s, ticket, 1, "photo", status="pending", state="waiting_customer", why="proof.photo_missing")
    w.answer(ticket, "Voici la photo.", picture=True)
    w.quiet()
    money(w, s, order, ["21.60 EUR"])
    told(w, s, ticket, 2, "21,60", status="solved", state="settled")
