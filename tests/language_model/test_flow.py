"""A ticket's whole way with a model that lies, stalls, injects or is away: the same money, the same words about it, or
a person."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from connector import bootstrap
from connector.bootstrap import build
from connector.cli import main
from connector.domain.case import State
from connector.domain.request import Kind
from connector.flow.act import act
from connector.language_model import AdvisedReader, ModelRephraser
from connector.language_model.client import Question
from connector.ports.replies import AsWritten, Reply
from connector.ports.understanding import Reader, Turn, Understanding
from connector.settings import Settings
from connector.understanding import TicketReader
from sandbox.faults import Fault, Faults
from sandbox.language_model import honest
from sandbox.language_model.app import StandIn
from sandbox.serving import Server
from tests.fakes.world import FakeWorld, fake_world
from tests.flow.conftest import EMAIL, wants_refund
from tests.flow.test_outside_of_transactions import CountingStore
from tests.language_model.conftest import KEY, Ask, answered

MANNERS = ["honest", "lie", "inject", "garbage", "drip_all", "drop"]
PATTERNS = TicketReader(lambda: None)
NO_ORDER = "Bonjour, je souhaite être remboursé pour le bol, il ne me plaît pas."


@pytest.fixture
def worlds(tmp_path: Path) -> Iterator[tuple[FakeWorld, FakeWorld]]:
    """The same world twice: one for a model to work in, one without."""
    made = tuple(fake_world(tmp_path / name) for name in ("with", "without") if not (tmp_path / name).mkdir())
    for each in made:
        each.services = replace(each.services, reader=PATTERNS)
    yield made[0], made[1]
    for each in made:
        each.engine.dispose()


def advise(world: FakeWorld, client: Ask, stand_in: StandIn, faults: Faults, manner: str) -> None:
    if manner in ("drip_all", "drop"):
        faults.add(Fault(manner, seconds=0.02, times=None))
    else:
        stand_in.manner = manner
    model = client(seconds=0.3 if manner == "drip_all" else 5.0)
    world.services = replace(world.services, reader=AdvisedReader(PATTERNS, model), rephraser=ModelRephraser(model))


def outcome(world: FakeWorld, ticket: str, order: Any) -> tuple[Any, ...]:
    case = world.case(ticket)
    states, trail = world.states(ticket), [(each.what, each.actor) for each in world.trail(ticket)]
    return case.state, case.why, states, trail, world.shop.amounts(order.id), len(world.desk.replies(ticket))


@pytest.mark.parametrize("manner", MANNERS)
def test_a_clear_ticket_settles_the_same(
    worlds: tuple[FakeWorld, FakeWorld], client: Ask, stand_in: StandIn, faults: Faults, manner: str
) -> None:
    advise(worlds[0], client, stand_in, faults, manner)
    found = []
    for world in worlds:
        order = world.shop.place(EMAIL, {"BOL-01": 1})
        ticket = world.writes(EMAIL, wants_refund(order))
        world.work()
        found.append((outcome(world, ticket, order), world.desk.replies(ticket)))
    assert found[0][0] == found[1][0]
    assert found[1][0][:2] == (State.SETTLED, "policy.allows")
    assert found[1][0][4] == ["28.80 EUR"]
    if manner != "honest":
        assert found[0][1] == found[1][1]


@pytest.mark.parametrize("manner", MANNERS)
def test_an_answer_to_a_question_settles_the_same(
    worlds: tuple[FakeWorld, FakeWorld], client: Ask, stand_in: StandIn, faults: Faults, manner: str
) -> None:
    """The number alone is unsure by itself, so the model is asked: nothing it says is read into it."""
    advise(worlds[0], client, stand_in, faults, manner)
    found = []
    for world in worlds:
        order = world.shop.place(EMAIL, {"BOL-01": 1})
        ticket = world.writes(EMAIL, NO_ORDER)
        world.work()
        world.answers(ticket, order.number)
        world.work()
        found.append(outcome(world, ticket, order))
    assert found[0] == found[1]
    assert (found[0][0], found[0][4], found[0][5]) == (State.SETTLED, ["28.80 EUR"], 2)


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("words", ["Et mes ronds ? Commande {}", "Je veux mes ronds, le bol {} fait triste mine"])
def test_an_unsure_ticket_moves_nothing_whatever_is_said_about_it(
    worlds: tuple[FakeWorld, FakeWorld], client: Ask, stand_in: StandIn, faults: Faults, words: str, manner: str
) -> None:
    advise(worlds[0], client, stand_in, faults, manner)
    for world in worlds:
        order = world.shop.place(EMAIL, {"BOL-01": 1})
        ticket = world.writes(EMAIL, words.format(order.number))
        world.work()
        assert world.shop.amounts(order.id) == []
        assert world.ledger() == []
        assert world.desk.replies(ticket) == []
        assert [each.state for each in world.cases()] in ([], [State.WAITING_AGENT])


def test_an_honest_model_tells_the_agent_what_the_patterns_missed(
    worlds: tuple[FakeWorld, FakeWorld], client: Ask, stand_in: StandIn, faults: Faults
) -> None:
    """What the patterns take for no demand at all stays passed over: advice opens no case."""
    advise(worlds[0], client, stand_in, faults, "honest")
    for world in worlds:
        order = world.shop.place(EMAIL, {"BOL-01": 1})
        world.writes(EMAIL, f"Je me demande si je peux renvoyer le bol {order.number}. Je veux mes ronds.")
        world.writes(EMAIL, f"Je veux mes ronds, le bol {order.number} fait triste mine")
        world.work()
    line = "Un modèle de langage suggère : Remboursement (bol), «\u00a0mes ronds\u00a0»"
    assert [line in world.desk.notes(world.cases()[0].ticket_id)[0] for world in worlds] == [True, False]
    assert [len(world.cases()) for world in worlds] == [1, 1]


# --- a conversation ---------------------------------------------------------------------------------------------------

FLAGS = ["negated", "conditional", "several_requests", "several_orders", "injection"]
LIES: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "another demand": lambda text: answered("store_credit", proof={"kind": text[:30]}),
    "no demand": lambda text: answered("none", proof={"kind": text[:30]}),
    "every flag": lambda text: answered("refund", flags=FLAGS, proof={"kind": text[:30]}),
    "other details": lambda text: {
        **honest.read(text),
        "kind": PATTERNS.understand("", [Turn(text, True)]).kind,
        "reason": "withdrawal",
        "items": text.split()[:3],
        "want": {"size": text.split()[-1], "colour": None},
        "flags": [],
        "evidence": {**dict.fromkeys(("reason", "orders", "items", "want"), text), "kind": text[:30]},
    },
}


@dataclass
class Liar:
    """Lies the first so many times, then is away."""

    lie: Callable[[str], dict[str, Any]]
    times: int
    name: str = "liar-1"
    asked: int = 0

    def ask(self, question: Question) -> Any | None:
        self.asked += 1
        return self.lie(json.loads(question.user)["text"]) if self.asked <= self.times else None


class Unsure:
    """As sure as a policy may ask for at the least, so that a model is asked about all of it and everything is acted on
    without one."""

    def __init__(self, inner: Reader) -> None:
        self.inner = inner

    def understand(self, subject: str, turns: Sequence[Turn]) -> Understanding:
        read = self.inner.understand(subject, turns)
        return replace(read, confidence=min(read.confidence, Decimal("0.78")))


CONVERSATIONS: Mapping[str, Sequence[Callable[[Any, Any], str]]] = {
    "a number": [lambda one, two: NO_ORDER, lambda one, two: one.number],
    "a wrong number first": [
        lambda one, two: NO_ORDER,
        lambda one, two: "000099998",
        lambda one, two: one.number,
    ],
    "an article": [
        lambda one, two: f"Bonjour, un article de ma commande {two.number} ne me plaît pas, remboursez-moi.",
        lambda one, two: "Le mug.",
    ],
    "thanks": [lambda one, two: wants_refund(one), lambda one, two: "Merci beaucoup !"],
    "two demands": [lambda one, two: wants_refund(one), lambda one, two: wants_refund(two)],
    "a question": [lambda one, two: wants_refund(one), lambda one, two: "Bonjour, où en est mon remboursement ?"],
    "a guess": [lambda one, two: f"Peut-on se faire rembourser le bol {one.number} ?", lambda one, two: "Alors ?"],
    "a withdrawal": [lambda one, two: NO_ORDER, lambda one, two: "Finalement, je ne veux plus de remboursement."],
}


@pytest.mark.parametrize("times", [1, 100], ids=["once", "always"])
@pytest.mark.parametrize("lie", sorted(LIES))
@pytest.mark.parametrize("talk", sorted(CONVERSATIONS))
def test_a_lie_changes_no_conversation_but_for_a_person_in_it(
    worlds: tuple[FakeWorld, FakeWorld], talk: str, lie: str, times: int
) -> None:
    """Turn by turn the same money and the same answers, or a person has the case: then nothing more is done than
    without a model."""
    liar = Liar(LIES[lie], times)
    unsure = Unsure(PATTERNS)
    for world, reader in zip(worlds, (AdvisedReader(unsure, liar), unsure), strict=True):
        world.services = replace(world.services, reader=reader)
        world.set_policy(("confidence: 0.80 ", "confidence: 0.75 "))
    tickets, orders = ["", ""], [[place(world) for place in PLACED] for world in worlds]
    person = False
    for words in CONVERSATIONS[talk]:
        for n, world in enumerate(worlds):
            text = words(*orders[n])
            if tickets[n]:
                world.answers(tickets[n], text)
            else:
                tickets[n] = world.writes(EMAIL, text)
            world.work()
        had, was = (done(world, ticket, made) for world, ticket, made in zip(worlds, tickets, orders, strict=True))
        assert not had[0] - was[0]  # money
        assert len(had[1]) <= len(was[1])
        person = person or worlds[0].case(tickets[0]).state is State.WAITING_AGENT
        assert had == was or person
    assert liar.asked > 0
    if lie == "other details":
        assert had == was


PLACED = (
    lambda world: world.shop.place(EMAIL, {"BOL-01": 1}),
    lambda world: world.shop.place(EMAIL, {"BOL-01": 1, "MUG-BL": 1}),
)


def done(world: FakeWorld, ticket: str, orders: Sequence[Any]) -> tuple[Counter[str], list[str]]:
    """What was given on each order, and every public answer."""
    money = Counter(f"{order.number} {amount}" for order in orders for amount in world.shop.amounts(order.id))
    return money, world.desk.replies(ticket)


def test_a_rephrased_reply_keeps_amount_dates_and_outcome(
    worlds: tuple[FakeWorld, FakeWorld], client: Ask, stand_in: StandIn, faults: Faults
) -> None:
    advise(worlds[0], client, stand_in, faults, "honest")
    texts = []
    for world in worlds:
        order = world.shop.place(EMAIL, {"BOL-01": 1})
        ticket = world.writes(EMAIL, f"Bonjour, je voudrais être remboursé pour le bol, commande {order.number}.")
        world.work()
        texts.append(world.desk.replies(ticket)[0].split("\n\n"))
    warm, plain = texts
    changed = [(old, new) for old, new in zip(plain, warm, strict=True) if old != new]
    assert len(changed) >= 1
    assert not any(char.isdigit() for old, new in changed for char in old + new)
    assert [each for each in plain if "28,80" in each] == [each for each in warm if "28,80" in each] != []
    assert (warm[0], warm[-1]) == (plain[0], plain[-1])
    sent = "".join(message["content"] for each in stand_in.requests for message in each["messages"])
    assert not any(private in sent for private in ("28,80", "amille", order.number, EMAIL))


def test_a_model_that_takes_its_time_never_sends_words_that_grew_old(worlds: tuple[FakeWorld, FakeWorld]) -> None:
    world = worlds[0]
    store = CountingStore(world.store)
    waited, within = iter([21.0]), []

    class Slow:
        def rephrase(self, reply: Reply) -> str:
            within.append(store.open)
            world.clock.advance(next(waited, 0.0))
            return reply.text

    world.services = replace(world.services, store=store, rephraser=Slow())
    ticket = world.writes(EMAIL, NO_ORDER)
    world.read()
    assert act(world.services) is True
    assert (world.desk.replies(ticket), world.states(ticket)) == ([], ["reply pending"])
    world.wait(30)
    assert (len(world.desk.replies(ticket)), world.states(ticket)) == (1, ["reply done"])
    assert within == [0, 0]  # nobody holds a transaction meanwhile


# --- putting it together ----------------------------------------------------------------------------------------------


def test_is_off_by_default(tmp_path: Path) -> None:
    application = build(Settings(data_dir=str(tmp_path)))
    application.engine.dispose()
    assert type(application.services.reader) is TicketReader
    assert type(application.services.rephraser) is AsWritten


@pytest.mark.parametrize(("rephrase", "kind"), [("no", AsWritten), ("yes", ModelRephraser)])
def test_is_on_where_an_address_is_set_also_on_a_private_one(
    tmp_path: Path, server: Server, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, rephrase: str, kind: type
) -> None:
    given = {"llm_url": f"{server.url}/v1/", "llm_model": "stand-in-1", "llm_key": KEY, "llm_rephrase": rephrase}
    monkeypatch.setattr(bootstrap, "TicketReader", lambda: PATTERNS)
    settings = Settings(data_dir=str(tmp_path), **given)
    assert (settings.private_hosts, KEY in repr(settings)) == (False, False)
    application = build(settings)
    application.engine.dispose()
    assert type(application.services.rephraser) is kind
    found = application.services.reader.understand("", [Turn("Je veux mes ronds, vite.", True)])
    assert found.advice is not None
    assert (found.advice.model, found.advice.kind, found.kind) == ("stand-in-1", Kind.REFUND, Kind.NONE)
    assert len(stand_in.requests) == 1


@pytest.mark.parametrize("on", [True, False])
def test_the_command_reads_with_advice_and_without_a_database(
    tmp_path: Path, server: Server, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, on: bool
) -> None:
    monkeypatch.setattr(bootstrap, "TicketReader", lambda: PATTERNS)
    monkeypatch.setattr("connector.understanding.TicketReader", lambda: PATTERNS)
    model = {"RETOUR_LLM_URL": f"{server.url}/v1", "RETOUR_LLM_MODEL": "stand-in-1", "RETOUR_LLM_KEY": KEY}
    environment = {"RETOUR_DATA_DIR": str(tmp_path / "none"), **(model if on else {})}
    line = json.dumps({"id": 1, "body": "Bonjour. Je veux mes ronds, vite."})
    result = CliRunner().invoke(main, ["understand"], input=line, env=environment)
    assert (result.exit_code, result.stderr, (tmp_path / "none").exists()) == (0, "", False)
    found = json.loads(result.stdout)
    proof = {"field": "kind", "start": 17, "end": 26, "text": "mes ronds"}
    told = {"reason": None, "orders": [], "items": [], "want": None, "evidence": [proof]}
    assert found["kind"] == "none"
    assert found["advice"] == ({"model": "stand-in-1", "kind": "refund", **told} if on else None)
    assert len(stand_in.requests) == on
