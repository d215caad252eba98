"""The table of states."""

from __future__ import annotations

import pytest

from connector.domain.case import FINAL, TRANSITIONS, State, go
from connector.domain.errors import IllegalTransition


def reachable(start: State) -> set[State]:
    seen, todo = {start}, [start]
    while todo:
        new = TRANSITIONS[todo.pop()] - seen
        seen |= new
        todo += new
    return seen


def test_every_state_has_its_row() -> None:
    assert set(TRANSITIONS) == set(State)


def test_every_state_is_reached_from_received() -> None:
    assert reachable(State.RECEIVED) == set(State)


@pytest.mark.parametrize("state", [each for each in State if each not in FINAL])
def test_every_state_but_the_final_ones_leads_to_an_end_and_to_a_person(state: State) -> None:
    assert FINAL & reachable(state) == FINAL
    assert {State.HANDED_OVER, State.FAILED} <= TRANSITIONS[state]


@pytest.mark.parametrize("state", sorted(FINAL))
def test_a_final_state_is_left_only_when_somebody_speaks_again(state: State) -> None:
    assert TRANSITIONS[state] <= {State.UNDERSTOOD, State.HANDED_OVER}


def test_money_never_moves_straight_from_a_question() -> None:
    """Whoever waits for a customer or a parcel decides again first."""
    assert {state for state in State if State.ACTING in TRANSITIONS[state]} == {
        State.UNDERSTOOD,
        State.WAITING_AGENT,
        State.HELD,
    }


@pytest.mark.parametrize("now", list(State))
@pytest.mark.parametrize("to", list(State))
def test_goes_where_the_table_says_and_nowhere_else(now: State, to: State) -> None:
    if to is now or to in TRANSITIONS[now]:
        assert go(now, to) is to
    else:
        with pytest.raises(IllegalTransition, match=f"^{now} does not lead to {to}$"):
            go(now, to)
