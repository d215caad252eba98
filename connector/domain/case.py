"""The states of a case, and the one table of where it may go."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from connector.domain.errors import IllegalTransition


class State(StrEnum):
    RECEIVED = "received"  # a ticket that may be a return matter
    UNDERSTOOD = "understood"  # we know what is asked; facts and decision come next
    WAITING_CUSTOMER = "waiting_customer"  # we asked one question
    WAITING_RETURN = "waiting_return"  # articles are on their way back
    WAITING_AGENT = "waiting_agent"  # a person decides; the sidebar has the buttons
    HELD = "held"  # decided; may still be undone
    ACTING = "acting"  # an effect in the shop is under way
    REPLYING = "replying"  # the customer is being told
    SETTLED = "settled"
    HANDED_OVER = "handed_over"  # a person has it, outside Retour
    FAILED = "failed"  # something we did not foresee; a person must look


FINAL = frozenset({State.SETTLED, State.HANDED_OVER, State.FAILED})

TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.UNDERSTOOD, State.SETTLED, State.HANDED_OVER, State.FAILED}),
    State.UNDERSTOOD: frozenset(
        {
            State.UNDERSTOOD,
            State.WAITING_CUSTOMER,
            State.WAITING_RETURN,
            State.WAITING_AGENT,
            State.HELD,
            State.ACTING,
            State.REPLYING,
            State.SETTLED,
            State.HANDED_OVER,
            State.FAILED,
        }
    ),
    State.WAITING_CUSTOMER: frozenset({State.UNDERSTOOD, State.WAITING_AGENT, State.HANDED_OVER, State.FAILED}),
    State.WAITING_RETURN: frozenset({State.UNDERSTOOD, State.WAITING_AGENT, State.HANDED_OVER, State.FAILED}),
    State.WAITING_AGENT: frozenset(
        {State.UNDERSTOOD, State.HELD, State.ACTING, State.REPLYING, State.SETTLED, State.HANDED_OVER, State.FAILED}
    ),
    State.HELD: frozenset(
        {State.UNDERSTOOD, State.ACTING, State.REPLYING, State.WAITING_AGENT, State.HANDED_OVER, State.FAILED}
    ),
    State.ACTING: frozenset({State.UNDERSTOOD, State.REPLYING, State.WAITING_AGENT, State.HANDED_OVER, State.FAILED}),
    State.REPLYING: frozenset(
        {
            State.UNDERSTOOD,
            State.WAITING_CUSTOMER,
            State.WAITING_RETURN,
            State.WAITING_AGENT,
            State.SETTLED,
            State.HANDED_OVER,
            State.FAILED,
        }
    ),
    State.SETTLED: frozenset({State.UNDERSTOOD}),  # the customer writes again about the same matter
    State.HANDED_OVER: frozenset({State.UNDERSTOOD}),
    State.FAILED: frozenset({State.UNDERSTOOD, State.HANDED_OVER}),
}


def onward(now: State, to: State) -> State:
    """Go if the table lets it, else stay: for what must be recorded wherever the case stands by now."""
    return to if to in TRANSITIONS[now] else now


def go(now: State, to: State) -> State:
    """Return `to`, or raise IllegalTransition naming both. Staying where it is is always legal."""
    if now is not to and to not in TRANSITIONS[now]:
        raise IllegalTransition(f"{now} does not lead to {to}")
    return to
