"""Every reading that belongs to a case stands in its trail with what read it, so that corrections can be set against
it; never with the customer's words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from connector.domain.case import State
from connector.domain.money import Money
from connector.domain.request import Kind, Option, Reason
from connector.flow.agent import approve, undo, view
from connector.flow.readings import reading_of
from connector.flow.report import case_report, verify
from connector.ports.helpdesk import Agent
from connector.ports.store import Case
from connector.ports.understanding import Advice, Evidence, Turn, Understanding
from tests.fakes.world import TENANT, FakeWorld
from tests.flow.conftest import EMAIL, wants_refund

AGENT = Agent("7", verified=True)
THANKS = "Merci beaucoup !"


def lines(world: FakeWorld, ticket: str, what: str) -> list[Mapping[str, Any]]:
    return [entry.why for entry in world.trail(ticket) if entry.what == what]


def kept(world: FakeWorld, case: Case, number: int = 1) -> Understanding:
    with world.store.begin() as tx:
        read = reading_of(tx.cases.decision(case.id, number))
    assert read is not None
    return read


def told(read: Understanding) -> dict[str, Any]:
    """A reading as it stands in the audit's JSON."""
    reason = read.reason.value if read.reason else None
    kinds = [kind.value for kind in read.kinds]
    return {"kind": read.kind.value, "kinds": kinds, "reason": reason, "confidence": str(read.confidence)} | {
        "model": read.model
    }


def waiting(world: FakeWorld) -> str:
    """A ticket whose case an agent decides: nobody knows when the parcel came."""
    ticket = world.writes(EMAIL, wants_refund(world.shop.place(EMAIL, {"BOL-01": 1}, shipped_days_ago=35)))
    world.work()
    assert world.case(ticket).state is State.WAITING_AGENT
    return ticket


def settled(world: FakeWorld) -> str:
    ticket = world.writes(EMAIL, wants_refund(world.shop.place(EMAIL, {"BOL-01": 1})))
    world.work()
    assert world.case(ticket).state is State.SETTLED
    return ticket


def erase_words(world: FakeWorld, reading: str = "null") -> None:
    with world.engine.begin() as connection:
        assert connection.exec_driver_sql("UPDATE decisions SET reading = ?", (reading,)).rowcount == 1


def test_what_was_asked_is_kept_with_kinds_and_model(world: FakeWorld) -> None:
    ticket = settled(world)
    read = kept(world, world.case(ticket))
    assert (read.kind, read.model != "") == (Kind.REFUND, True)
    assert lines(world, ticket, "asked") == [told(read) | {"turn": 1}]


def test_a_reading_that_a_later_one_replaces_stays(world: FakeWorld) -> None:
    ticket = waiting(world)
    world.answers(ticket, "Alors, qu'en est-il de mon remboursement ?")
    world.work()
    case = world.case(ticket)
    first, second = kept(world, case, 1), kept(world, case, 2)
    assert (case.turn, first == second) == (2, False)
    assert lines(world, ticket, "asked") == [told(first) | {"turn": 1}, told(second) | {"turn": 2}]


def test_thanks_after_a_settled_case_are_kept_with_it(world: FakeWorld) -> None:
    ticket = settled(world)
    world.answers(ticket, THANKS)
    world.work()
    (line,) = lines(world, ticket, "read")
    model = kept(world, world.case(ticket)).model
    assert (line["kind"], line["kinds"], line["model"], line["so"]) == ("none", ["none"], model, "nothing_asked")
    assert 0 < float(line["confidence"]) <= 1
    assert verify(world.store) == (1, [])


def test_thanks_while_a_parcel_is_awaited_are_kept_with_its_case(world: FakeWorld) -> None:
    world.set_policy(("settle: at_once", "settle: warehouse_scan"))
    ticket = world.writes(EMAIL, wants_refund(world.shop.place(EMAIL, {"BOL-01": 1})))
    world.work()
    assert world.case(ticket).state is State.WAITING_RETURN
    world.answers(ticket, THANKS)
    world.work()
    assert [(line["kind"], line["so"]) for line in lines(world, ticket, "read")] == [("none", "nothing_asked")]
    assert (world.case(ticket).state, world.case(ticket).turn) == (State.WAITING_RETURN, 1)


def test_thanks_alone_belong_to_no_case(world: FakeWorld) -> None:
    world.writes(EMAIL, THANKS)
    world.work()
    with world.engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM audit").scalar() == 0


def test_words_that_a_reply_about_money_answers_too_are_kept(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    world.shop.script.after("refund", lambda: world.answers(ticket, wants_refund(order)))
    world.work()
    (line,) = lines(world, ticket, "read")
    assert (line["kind"], line["so"]) == ("refund", "answered_too")
    assert line["model"] == kept(world, world.case(ticket)).model
    assert (len(world.desk.replies(ticket)), world.case(ticket).turn) == (1, 1)


def test_an_agent_who_chooses_what_was_read_corrects_nothing(world: FakeWorld) -> None:
    ticket = waiting(world)
    case = world.case(ticket)
    approve(world.services, TENANT, case.id, 1, Option.REFUND, Money.parse("28.80 EUR"), AGENT)
    assert lines(world, ticket, "chose_otherwise") == []
    assert len(lines(world, ticket, "ordered")) == 1


def test_an_agent_who_chooses_otherwise_leaves_what_was_read_beside_it(world: FakeWorld) -> None:
    ticket = waiting(world)
    case = world.case(ticket)
    for _ in range(2):
        approve(world.services, TENANT, case.id, 1, Option.STORE_CREDIT, Money.parse("30.24 EUR"), AGENT)
    (entry,) = [each for each in world.trail(ticket) if each.what == "chose_otherwise"]
    assert entry.actor == "agent:7"
    assert entry.why == {"option": "store_credit", "decision": 1, "read": told(kept(world, case))}


def test_an_agent_who_takes_it_back_leaves_what_was_read_beside_it(world: FakeWorld) -> None:
    world.set_policy(("hold_minutes: 0 ", "hold_minutes: 10 "))
    ticket = world.writes(EMAIL, wants_refund(world.shop.place(EMAIL, {"BOL-01": 1})))
    world.work()
    case = world.case(ticket)
    (key,) = undo(world.services, TENANT, case.id, AGENT)
    assert lines(world, ticket, "undone") == [{"key": key, "decision": 1, "read": told(kept(world, case))}]


def test_an_agent_who_answers_in_their_own_words_is_noted_once_a_decision(world: FakeWorld) -> None:
    ticket = waiting(world)
    case = world.case(ticket)
    world.event(ticket)
    world.work()
    assert lines(world, ticket, "agent_answered") == []
    world.desk.agent_replies(ticket, "Bonjour, je m'en occupe.", public=False)
    world.event(ticket)
    world.work()
    assert lines(world, ticket, "agent_answered") == []
    for words in ("Bonjour, voici une étiquette.", "Et bonne journée."):
        world.desk.agent_replies(ticket, words)
        world.event(ticket)
        world.work()
    assert lines(world, ticket, "agent_answered") == [{"decision": 1, "read": told(kept(world, case))}]
    assert world.case(ticket) == case
    assert world.states(ticket) == ["note done"]


def test_an_agent_who_answers_before_we_do_leaves_what_was_read_beside_it(world: FakeWorld) -> None:
    ticket = world.writes(EMAIL, "Bonjour, je souhaite être remboursé pour le bol, il ne me plaît pas.")
    world.read()
    world.desk.agent_replies(ticket, "Bonjour, quel est votre numéro de commande ?")
    world.event(ticket)
    world.read()
    (line,) = lines(world, ticket, "out_of_it")
    assert line == {"why": "agent.answered", "decision": 1, "read": told(kept(world, world.case(ticket)))}


def test_the_trail_holds_no_words_of_the_customer(world: FakeWorld) -> None:
    ticket = waiting(world)
    world.answers(ticket, THANKS)
    world.work()
    trail = json.dumps([dict(entry.why) for entry in world.trail(ticket)], ensure_ascii=False)
    assert [word for word in ("Bonjour", "bol", "emballage", "remboursement", "Merci") if word in trail] == []


def test_the_report_names_reader_confidence_and_evidence_without_the_words(world: FakeWorld) -> None:
    ticket = settled(world)
    read = kept(world, world.case(ticket))
    assert read.reason in {None, Reason.STYLE, Reason.CHANGED_MIND}
    places = ", ".join(f"{each.field} {each.start}-{each.end}" for each in read.evidence)
    report = case_report(world.store, world.case(ticket).id)
    assert f"  read: by {read.model}; refund; confidence {read.confidence}; evidence {places}\n" in report
    assert "kind " in places
    assert "emballage" not in report


def test_advice_is_kept_with_what_was_asked_and_reported_without_the_words(world: FakeWorld) -> None:
    inner, proof = world.services.reader, Evidence("kind", 0, 7, "Bonjour")
    advice = Advice("said-1", Kind.EXCHANGE, None, (), (), {"size": "emballage"}, (proof,))

    class Advised:
        def understand(self, subject: str, turns: Sequence[Turn]) -> Understanding:
            return replace(inner.understand(subject, turns), advice=advice)

    world.services = replace(world.services, reader=Advised())
    ticket = settled(world)
    read = kept(world, world.case(ticket))
    assert read.advice == advice
    line = {"advice": {"model": "said-1", "kind": "exchange"}, "turn": 1}
    assert lines(world, ticket, "asked") == [told(read) | line]
    report = case_report(world.store, world.case(ticket).id)
    assert "; advice of said-1; exchange; no reason; kind 0-7\n" in report
    assert "emballage" not in report
    assert verify(world.store) == (1, [])


@pytest.mark.parametrize("reading", ["null", "", "{}"])
def test_a_case_whose_words_are_erased_is_shown_reported_and_approved(world: FakeWorld, reading: str) -> None:
    ticket = waiting(world)
    case = world.case(ticket)
    erase_words(world, reading)
    seen = view(world.services, TENANT, ticket, AGENT, "en")
    assert (seen["reading"]["text"], seen["reading"]["evidence"], seen["reading"]["model"]) == ("", [], None)
    assert seen["reading"]["kinds"] == [{"code": "refund", "label": "Refund"}]
    assert "  read: not kept\n" in case_report(world.store, case.id)
    approve(world.services, TENANT, case.id, 1, Option.STORE_CREDIT, Money.parse("30.24 EUR"), AGENT)
    assert lines(world, ticket, "chose_otherwise") == [{"option": "store_credit", "decision": 1, "read": None}]
    world.work()
    assert world.case(ticket).state is State.SETTLED
    assert verify(world.store) == (1, [])


def test_newer_words_on_a_case_whose_words_are_erased_are_read_alone(world: FakeWorld) -> None:
    ticket = world.writes(EMAIL, "Bonjour, je souhaite être remboursé pour le bol, il ne me plaît pas.")
    world.work()
    assert world.case(ticket).why == "ask.order"
    erase_words(world)
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.answers(ticket, f"C'est la {order.number}.")
    world.work()
    assert (world.case(ticket).turn, world.shop.amounts(order.id)) == (2, [])
