"""What keeps money where it is: modes, verdicts, limits."""

from connector.domain.money import Money
from connector.domain.request import Option
from connector.flow.agent import NotAllowed, approve, undo
from connector.ports.helpdesk import Agent
from connector.ports.store import Case
from demo.scenarios.meanwhile import BODY
from demo.story import Story, money, nothing_happened, scenario, told, vouched_for
from demo.world import World


@scenario("Shadow mode: everything is decided and recorded, nothing leaves")
def shadow(w: World, s: Story) -> None:
    order = w.order("nina.schulz@example.com", [("BOL-01", 1)], shipped_days_ago=3)
    with w.policy_with(("mode: auto ", "mode: shadow ")):
        ticket = w.write("nina.schulz@example.com", "Nina Schulz", "", BODY.format(number=order.number))
        w.quiet()
    money(w, s, order, [])
    nothing_happened(w, s, ticket)
    case = w.case(ticket)
    s.check("case", "handed_over", case.state.value if case else None)
    s.check("because", "rollout.shadow", case.why if case else None)


@scenario("Assist mode: a note with facts and a draft, a person acts")
def assist(w: World, s: Story) -> None:
    order = w.order("omar.said@example.com", [("BOL-01", 1)], shipped_days_ago=3)
    with w.policy_with(("mode: auto ", "mode: assist ")):
        ticket = w.write("omar.said@example.com", "Omar Said", "", BODY.format(number=order.number))
        w.quiet()
    money(w, s, order, [])
    told(w, s, ticket, 0, status="open", state="waiting_agent", why="rollout.assist")
    s.check("the note holds a draft", True, any("Bonjour Omar" in note for note in w.notes(ticket)))


@scenario("A forged mail: where the helpdesk says so an agent decides, where it cannot only a small sum goes back")
def distrusted_sender(w: World, s: Story) -> None:
    order = w.order("kate.real@example.com", [("BOL-01", 1)], shipped_days_ago=3)
    ticket = w.write("kate.real@example.com", "Kate Real", "", BODY.format(number=order.number), distrusted=True)
    w.quiet()
    if w.can.sender_verdict:
        money(w, s, order, [])
        told(w, s, ticket, 0, status="open", state="waiting_agent", why="sender.distrusted")
    else:
        money(w, s, order, ["28.80 EUR"])
        told(w, s, ticket, 1, "28,80", status="solved", state="settled")


@scenario("More than the cap for senders nobody vouches for: alone only where the helpdesk gives its verdict")
def above_the_unverified_cap(w: World, s: Story) -> None:
    order = w.order("vera.lund@example.com", [("TAPIS-01", 1)], shipped_days_ago=3)
    ticket = w.write(
        "vera.lund@example.com",
        "Vera Lund",
        "",
        "Hi! The rug just doesn't match our floor. It's still rolled up in its packaging. I'd like to send it back "
        f"and get reimbursed. Order {order.number} thx",
    )
    w.quiet()
    if vouched_for(w, s, ticket, order, "54.00 EUR"):
        money(w, s, order, ["54.00 EUR"])
        told(w, s, ticket, 1, "€54.00", status="solved", state="settled")


@scenario("The fourth refund within ninety days: an agent decides")
def too_often(w: World, s: Story) -> None:
    for number in range(4):
        order = w.order("serial@example.com", [("MUG-BL", 1)], shipped_days_ago=3)
        ticket = w.write(
            "serial@example.com",
            "Serge",
            "",
            "Bonjour, le mug ne va pas du tout avec notre table. Je voudrais vous le renvoyer contre remboursement. "
            f"commande {order.number} merci",
        )
        w.quiet()
        if number < 3:
            money(w, s, order, ["21.60 EUR"])
            told(w, s, ticket, 1, status="solved", state="settled")
    money(w, s, order, [])
    told(w, s, ticket, 0, status="open", state="waiting_agent", why="limit.customer_count")


@scenario("Mode off: the ticket is not even read")
def off(w: World, s: Story) -> None:
    order = w.order("abel.nunez@example.com", [("BOL-01", 1)], shipped_days_ago=3)
    with w.policy_with(("mode: auto ", "mode: off ")):
        ticket = w.write("abel.nunez@example.com", "Abel Nunez", "", BODY.format(number=order.number))
        w.quiet()
    money(w, s, order, [])
    nothing_happened(w, s, ticket)
    s.check("cases", None, w.case(ticket))


@scenario("Ten minutes in which anyone may undo: an agent does, nothing moves")
def held_and_undone(w: World, s: Story) -> None:
    order = w.order("dora.weiss@example.com", [("BOL-01", 1)], shipped_days_ago=3)
    with w.policy_with(("hold_minutes: 0 ", "hold_minutes: 10 ")):
        ticket = w.write("dora.weiss@example.com", "Dora Weiss", "", BODY.format(number=order.number))
        w.wait(lambda: any(a.kind == "money" for a in w.actions(ticket)), "the refund to be decided")
        held = w.case(ticket)
        s.check("case, before", "held", held.state.value if held else None)
        if held is not None:
            s.check("taken back", 1, len(undo(w.retour.services, w.tenant, held.id, Agent("demo", verified=True))))
        w.quiet()
    money(w, s, order, [])
    told(w, s, ticket, 0, status="open", state="waiting_agent", why="agent.undone")


@scenario("An agent approves in the sidebar what the policy left to a person: the same outbox, the same reply")
def approved_by_agent(w: World, s: Story) -> None:
    order = w.order("ruth.fox@example.com", [("BOL-01", 1)], shipped_days_ago=75)
    ticket = w.write("ruth.fox@example.com", "Ruth Fox", "", BODY.format(number=order.number))
    w.quiet()
    told(w, s, ticket, 0, status="open", state="waiting_agent", why="window.expired")
    late = w.case(ticket)
    try:
        if late is not None:
            approve_refund(w, late, "28.80 EUR")
    except NotAllowed as refused:
        s.check("what the policy denies is not one click away", "window.expired", refused.code)
    recent = w.order("ruth.fox@example.com", [("BOL-01", 1)], shipped_days_ago=35)
    second = w.write("ruth.fox@example.com", "Ruth Fox", "", BODY.format(number=recent.number))
    w.quiet()
    told(w, s, second, 0, status="open", state="waiting_agent", why="window.delivery_unknown")
    waiting = w.case(second)
    if waiting is not None:
        keys = {approve_refund(w, waiting, "28.80 EUR") for _ in range(2)}
        s.check("a double click is one action", 1, len(keys))
    w.quiet()
    money(w, s, order, [])
    money(w, s, recent, ["28.80 EUR"])
    told(w, s, second, 1, "28,80", status="solved", state="settled")


def approve_refund(w: World, case: Case, amount: str) -> str:
    agent = Agent("unproven", verified=False)
    return approve(w.retour.services, w.tenant, case.id, case.turn, Option.REFUND, Money.parse(amount), agent)
