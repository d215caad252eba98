"""Say: read the ticket, see that the words still fit, write once: one public reply per turn, whatever comes."""

from __future__ import annotations

from dataclasses import replace

from connector.domain.case import State, onward
from connector.domain.codec import from_json
from connector.flow.effects.codes import code_of
from connector.flow.enrich import same_address
from connector.flow.handover import not_agreed, to_agent
from connector.flow.readings import read_for, reading_of, traced
from connector.flow.services import Services, installation_of, policy_of
from connector.flow.understand import agent_answered_at, open_messages, same_matter, understand
from connector.flow.words import Spoken, Words, first_name
from connector.ports.errors import NotFound, Overtaken, TicketShut, Transient
from connector.ports.helpdesk import Lifecycle, Message, Ticket, TicketWrite
from connector.ports.store import Action, ActionState
from connector.ports.understanding import Understanding


def say(services: Services, action: Action) -> str | None:
    """Return the vendor's id of what was written; None where there is nothing to say any more (and that is recorded).

    Raise Transient, Conflict and other Refused, TicketShut, Overtaken, OutcomeUnknown.
    """
    words = from_json(Words, action.payload)
    with services.store.begin() as tx:
        installation = installation_of(tx, action.tenant)
        case = tx.cases.get(action.case)
        last = tx.cases.decision(case.id, case.turn)
    desk = services.helpdesk(installation)
    try:
        ticket = desk.read_ticket(action.ticket_id)
    except NotFound as error:
        raise TicketShut(Lifecycle.DELETED) from error
    if ticket.lifecycle.shut:
        raise TicketShut(ticket.lifecycle)
    if words.public:
        if _agent_answered(ticket, words):
            _leave_it_to_the_agent(services, action, words)
            return None
        with services.store.begin() as tx:
            handled = tx.cases.handled(action.tenant, [message.id for message in ticket.messages])
        more = open_messages(ticket, handled)
        if more:
            _look_at(services, action, words, ticket, more, reading_of(last))
    if words.spoken is not None and words.spoken.secrets and not _only_theirs(services, words.spoken, ticket):
        _keep_code(services, action, words)
        return None
    write = _write(services, action, words, ticket)  # before the look at the clock: a language model may take its time
    if (services.clock() - action.touched_at).total_seconds() > services.timing.fresh:
        raise Transient("slow reads, or this machine slept in between")
    return desk.write(write, ticket)


def _write(services: Services, action: Action, words: Words, ticket: Ticket) -> TicketWrite:
    if words.spoken is not None:
        codes = {name: code_of(services, key) for name, key in words.spoken.secrets.items()}
        values = {**words.spoken.values(first_name(ticket.requester_name)), **codes}
        text = services.rephraser.rephrase(
            services.replies.render(words.spoken.macro, words.spoken.language, words.spoken.reason, values)
        )
    else:
        text = words.note or ""
    return words.on_ticket(ticket.id, action.key, text)


def _only_theirs(services: Services, spoken: Spoken, ticket: Ticket) -> bool:
    """Whether nobody but the order's own address reads the ticket now: it may have changed since it was decided."""
    if ticket.participants:
        return False
    for key in spoken.secrets.values():
        with services.store.begin() as tx:
            given = tx.outbox.get(key)
        if given is None or given.order is None:
            return False
        order = services.shop(given.shop).order(given.order)
        if not same_address(ticket.requester_email, order.email):
            return False
    return True


def _keep_code(services: Services, action: Action, words: Words) -> None:
    """What is worth money is told to nobody else: an agent sends it, and finds it under the rule's name."""
    now = services.clock()
    with services.store.begin() as tx:
        if not tx.outbox.close(action, ActionState.SUPERSEDED, "others read the ticket", now):
            return
        case = tx.cases.get(action.case)
        tx.audit.append(case.id, "system", "code_kept", {"key": action.key, "money": words.money}, now)
        language = policy_of(tx, installation_of(tx, action.tenant).policy_hash).language
        to_agent(
            tx, case, action, "code.others_read", language, f"Magento, Cart Price Rules: Retour {words.money}", now
        )


def _agent_answered(ticket: Ticket, words: Words) -> bool:
    """Whether an agent publicly answered the turn before we did."""
    turn = [place for place, message in enumerate(ticket.messages) if message.id in words.messages]
    return bool(turn) and agent_answered_at(ticket) > max(turn)


def _leave_it_to_the_agent(services: Services, action: Action, words: Words) -> None:
    """Two voices confuse: ours stays silent. Where money moved, the agent is told so."""
    now = services.clock()
    with services.store.begin() as tx:
        if not tx.outbox.close(action, ActionState.SUPERSEDED, "agent answered", now):
            return
        case = tx.cases.get(action.case)
        read = read_for(tx.cases.decision(case.id, case.turn))
        tx.audit.append(case.id, "system", "agent_answered", {"key": action.key, "money": words.money, **read}, now)
        if words.money is None:
            not_agreed(tx, action)
            tx.cases.save(replace(case, state=onward(case.state, State.HANDED_OVER), why="agent.answered"), now)
        else:
            language = policy_of(tx, installation_of(tx, action.tenant).policy_hash).language
            amount = words.spoken.amounts.get("amount") if words.spoken else None
            to_agent(tx, case, action, "agent.answered", language, f"{words.money}: {amount or ''}", now)


def _look_at(
    services: Services,
    action: Action,
    words: Words,
    ticket: Ticket,
    more: tuple[Message, ...],
    before: Understanding | None,
) -> None:
    """The customer wrote again. Nothing moved yet: decide again (Overtaken). Money moved: the reply must go; what it
    answers too is taken up with it, another demand waits for its own turn."""
    if words.money is None:
        raise Overtaken("newer words")
    read = understand(services.reader, ticket, more, more, None)
    if before is not None and same_matter(before, read):
        with services.store.begin() as tx:
            case, now = tx.cases.get(action.case), services.clock()
            ids = [message.id for message in more]
            if not tx.cases.handle(action.tenant, action.ticket_id, ids, case.id, now):
                raise Overtaken("newer words")
            tx.audit.append(case.id, "customer", "read", {**traced(read), "so": "answered_too"}, now)
