"""What an admin asks later: who moved this money and why, and does every decision still hold?"""

from __future__ import annotations

import pytest

from connector.flow.report import by_other_engines, case_report, verify
from connector.ports.errors import NotFound
from tests.fakes.world import FakeWorld
from tests.flow.conftest import EMAIL, wants_refund


def settled(world: FakeWorld) -> str:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    return ticket


def tamper(world: FakeWorld, statement: str) -> None:
    with world.engine.begin() as connection:
        changed = connection.exec_driver_sql(statement)
        assert changed.rowcount == 1


def test_finds_a_case_by_its_id_an_action_s_key_and_the_memo_it_made(world: FakeWorld) -> None:
    ticket = settled(world)
    case, action = world.case(ticket), world.actions(ticket)[0]
    reports = {case_report(world.store, reference) for reference in (case.id, action.key, action.made or "")}
    assert len(reports) == 1
    report = reports.pop()
    assert report.startswith(f"case {case.id}: settled")
    assert f"{action.key}: money, done -> {action.made}" in report
    assert "promised: bank_shows by 2026-03-24" in report
    assert [line for line in report.splitlines() if EMAIL in line or "Camille" in line] == []


def test_reports_nothing_on_what_is_not_there(world: FakeWorld) -> None:
    settled(world)
    with pytest.raises(NotFound):
        case_report(world.store, "4711")


def test_everything_holds_that_nobody_touched(world: FakeWorld) -> None:
    settled(world)
    assert verify(world.store) == (1, [])


def test_decisions_of_another_engine_are_counted_apart(world: FakeWorld) -> None:
    settled(world)
    settled(world)
    assert by_other_engines(world.store) == {}
    with world.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE decisions SET engine = '1' WHERE case_id = (SELECT min(case_id) FROM decisions)"
        )
    assert verify(world.store) == (1, [])
    assert by_other_engines(world.store) == {"1": 1}


def test_finds_a_decision_somebody_changed(world: FakeWorld) -> None:
    case = world.case(settled(world))
    tamper(world, "UPDATE decisions SET decision = replace(decision, '28.80', '88.80')")
    assert verify(world.store) == (1, [f"case {case.id}, decision 1: decides otherwise now"])


def test_finds_facts_somebody_changed(world: FakeWorld) -> None:
    case = world.case(settled(world))
    tamper(world, "UPDATE decisions SET facts = replace(facts, 'contractpay', 'unheard_of')")
    assert verify(world.store) == (1, [f"case {case.id}, decision 1: decides otherwise now"])


def test_finds_a_policy_somebody_changed(world: FakeWorld) -> None:
    case = world.case(settled(world))
    tamper(world, "UPDATE policies SET text = replace(text, 'refund: 150.00 EUR', 'refund: 900.00 EUR')")
    count, problems = verify(world.store)
    assert (count, len(problems)) == (1, 1)
    assert problems[0].startswith(f"case {case.id}, decision 1: policy ")
    assert problems[0].endswith("is not what it was")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET why = replace(why, '28.80', '18.80') WHERE what = 'made'",
        "UPDATE audit SET actor = 'agent:7' WHERE what = 'ordered'",
        "DELETE FROM audit WHERE what = 'ordered'",
        "DELETE FROM audit WHERE what = 'replied'",
    ],
)
def test_finds_a_trail_somebody_changed(world: FakeWorld, statement: str) -> None:
    case = world.case(settled(world))
    tamper(world, statement)
    _, problems = verify(world.store)
    assert problems != []
    assert [each for each in problems if case.id not in each] == []


def test_finds_a_policy_somebody_broke(world: FakeWorld) -> None:
    case = world.case(settled(world))
    tamper(world, "UPDATE policies SET text = 'nonsense'")
    _, problems = verify(world.store)
    assert [each for each in problems if f"case {case.id}, decision 1" in each] == problems
    assert len(problems) == 1


def test_finds_a_decision_somebody_broke(world: FakeWorld) -> None:
    case = world.case(settled(world))
    tamper(world, "UPDATE decisions SET facts = '{}'")
    _, problems = verify(world.store)
    assert [each for each in problems if f"case {case.id}, decision 1" in each] == problems
    assert len(problems) == 1
