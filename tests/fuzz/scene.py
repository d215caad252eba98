"""A ticket about a world: what stands in the shop, what was said, and the policy that decides. `judge` brings it
through the flow's own functions up to the plan, without a server or a database."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, cast

from connector.domain.ids import ShopId, TenantId
from connector.domain.money import Money
from connector.domain.policy import Policy
from connector.domain.request import Flag, Kind
from connector.flow.decide import Matter
from connector.flow.enrich import Known, look_up, pseudonym_of, sender_record
from connector.flow.services import Services
from connector.flow.understand import about_order, trusted, understand, without_foreign_quote
from connector.ports.helpdesk import Lifecycle, Message, Ticket
from connector.ports.store import Installation, Tx
from connector.ports.understanding import Reader, Turn, Understanding
from tests.fakes.shop import FakeShop
from tests.fuzz.engine import Engine
from tests.fuzz.judged import Outcome, outcome_of

SERVICES = cast(Services, SimpleNamespace(pseudonym=lambda text: hashlib.sha256(text.encode()).hexdigest()[:32]))
INSTALLATION = Installation(
    TenantId("fake-acme"),
    "fake",
    "acme",
    "https://acme.example.test",
    ShopId("s"),
    "https://shop.example.test",
    "9",
    "",
)


@dataclass(frozen=True)
class World:
    """`mine`, `theirs`: numbers of the sender's orders and of other people's; `given`: what the sender got lately."""

    shop: FakeShop
    now: datetime
    sender: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    given: tuple[Money, ...] = ()


@dataclass(frozen=True)
class Scene:
    """`turn`: the customer's open messages, of which the first `read` were read before. `waits`: we asked something,
    `turn` answers it, and this is what stood before our question."""

    world: World
    policy: Policy
    lang: str
    subject: str
    turn: tuple[Message, ...]
    before: tuple[Message, ...] = ()
    read: int = 0
    waits: bool = False
    case_number: str | None = None
    rounds: int = 0
    participants: int = 0

    @property
    def ticket(self) -> Ticket:
        return Ticket(
            id="77",
            subject=self.subject,
            lifecycle=Lifecycle.OPEN,
            stamp="1",
            tags=frozenset(),
            requester_email=self.world.sender,
            requester_name="Camille Martin",
            language=None,
            messages=(*self.before, *self.turn),
            participants=self.participants,
        )

    def with_last(self, body: str) -> Scene:
        return replace(self, turn=(*self.turn[:-1], replace(self.turn[-1], body=body)))


class _Ledger:
    """What we gave before, and nothing under way."""

    def __init__(self, given: Sequence[Money]) -> None:
        self._given = given

    def promised(self, _shop: str, _order: str) -> Sequence[Any]:
        return ()

    def compensated(self, _shop: str, _order: str) -> Sequence[Any]:
        return ()

    def granted(self, _shop: str, customer: str | None, since: date) -> Sequence[tuple[date, Money]]:
        return [(since, each) for each in self._given] if customer is not None else []


def earlier_reading(reader: Reader, scene: Scene) -> Understanding | None:
    """What we knew when we asked the question that the turn answers."""
    if not scene.waits:
        return None
    said = [Turn(m.body, True, m.html, m.pictures) for m in scene.before if m.author.value == "customer"]
    return reader.understand(scene.subject, said)


def read_scene(reader: Reader, scene: Scene) -> Understanding:
    """As `flow.run` reads it: the case's own order counts where the words name none."""
    earlier = earlier_reading(reader, scene)
    read = understand(reader, scene.ticket, scene.turn, scene.turn[scene.read :], earlier)
    return about_order(read, scene.case_number, quoted=earlier is not None and Flag.QUOTED_ORDER in earlier.flags)


def judge(engine: Engine, scene: Scene) -> Outcome:
    """What follows from the scene's words. Raises whatever the flow raises: text must not."""
    return follow(engine, scene, read_scene(engine.reader, scene))


def follow(engine: Engine, scene: Scene, read: Understanding) -> Outcome:
    """What follows from this reading of it."""
    asked = read.kind is not Kind.NONE or scene.waits or scene.read > 0
    world, policy = scene.world, scene.policy
    known = look_up(world.shop, read.orders[0], policy, read) if len(read.orders) == 1 else Known(None)
    sender = sender_record(SERVICES, scene.ticket, trusted(scene.turn), known.order, world.now)
    own = without_foreign_quote(read, sender.matches)
    if own.orders != read.orders:
        read, known = own, Known(None)
        sender = sender_record(SERVICES, scene.ticket, trusted(scene.turn), None, world.now)
    customer = pseudonym_of(SERVICES, known.order.email) if known.order else None
    matter = Matter(INSTALLATION, policy, scene.ticket, scene.turn, read, known, customer, sender, world.now)
    tx = cast(Tx, SimpleNamespace(ledger=_Ledger(world.given)))
    return outcome_of(engine.derive(tx, matter, scene.rounds), policy, read, asked=asked)
