"""How each kind begins: an order, what the customer writes, and, where the fault strikes later, what went before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sandbox.magento import Line
from tests.crash.world import World

MUG = "MUG-BL"
REFUND = "Bonjour, je souhaite être remboursée du mug de ma commande {number}, il ne me plaît pas. Merci, Camille"
BOTH = "Bonjour, les deux mugs de ma commande {number} ne me plaisent pas, je souhaite être remboursée. Camille"
CANCEL = "Bonjour, merci d'annuler ma commande {number}, je me suis trompée. Camille"
CREDIT = (
    "Bonjour, je préfère un avoir plutôt qu'un remboursement pour le mug de ma commande {number}, il ne me plaît pas."
)
NO_NUMBER = "Bonjour, je souhaite être remboursée de mon mug, il ne me plaît pas. Camille"
DAMAGED = "Bonjour, le mug de ma commande {number} est arrivé cassé, je souhaite être remboursée. Camille"
MISSING = "Bonjour, il manque le mug dans mon colis, pouvez-vous me le renvoyer ? Commande {number}. Camille"
LATE = "Bonjour, le mug est arrivé trop tard, je souhaite être remboursée. Commande {number}. Camille"
TEE = "Bonjour, le t-shirt {why}, je voudrais l'échanger contre une taille {size}. Commande {number}, merci. Camille"
TEE_REFUND = "Bonjour, je souhaite être remboursée du t-shirt de ma commande {number}, il ne me plaît pas. Camille"
TOO_SMALL, TOO_LARGE = "est trop petit", "est trop grand"
TOO_LATE, NOT_AS_SHOWN = "est arrivé trop tard", "n'est pas conforme à la photo du site"


@dataclass(frozen=True)
class Matter:
    """One run's order and tickets. `order` None: the customer names none. `rules`: the shop's price rules before."""

    order: Any
    tickets: tuple[str, ...]
    email: str
    rules: frozenset[int]

    @property
    def number(self) -> str:
        return str(self.order.data["increment_id"])


Prepare = Callable[[World], Matter]


def _order(world: World, email: str, payment: str, shipped: bool, sku: str = MUG) -> Any:
    """checkmo stays unpaid until it ships; the online method is captured when the order is placed."""
    now = datetime.now(UTC)
    placed = now - timedelta(days=7)
    order = world.shop.place_order(
        email=email,
        lines=[Line(sku, 1)],
        payment=payment,
        guest=False,
        placed_at=placed,
        firstname="Camille",
        shipping=Decimal(5),
    )
    if shipped:
        if payment == "checkmo":
            world.shop.invoice(order, at=placed)
        world.shop.ship(order, at=now - timedelta(days=5))
    return order


def _matter(world: World, order: Any, email: str, *texts: str, picture: bool = False) -> Matter:
    number = order.data["increment_id"] if order is not None else ""
    rules = frozenset(world.shop.promotions.rules)
    said = [text.format(number=number) for text in texts]
    write = world.desk.writes
    tickets = (write(email, "Camille Martin", "Ma commande", text, picture=picture) for text in said)
    return Matter(order, tuple(tickets), email, rules)


def _email(world: World) -> str:
    return f"camille{next(world.numbers)}@example.com"  # limits count per customer as well


def _asks(payment: str, *texts: str, shipped: bool = True, sku: str = MUG, picture: bool = False) -> Prepare:
    def prepare(world: World) -> Matter:
        email = _email(world)
        return _matter(world, _order(world, email, payment, shipped, sku), email, *texts, picture=picture)

    return prepare


def _tee(why: str, size: str, number: str = "{number}") -> str:
    return TEE.format(why=why, size=size, number=number)


def refund(payment: str) -> Prepare:
    return _asks(payment, REFUND)


def cancel(payment: str) -> Prepare:
    return _asks(payment, CANCEL, shipped=False)


def exchange(payment: str) -> Prepare:
    """At once, for the same price."""
    return _asks(payment, _tee(TOO_LARGE, "S"), sku="TEE-M-BLEU")


def cheaper(payment: str) -> Prepare:
    """At once; the difference goes back."""
    return _asks(payment, _tee(TOO_LARGE, "S"), sku="TEE-M-ROUGE")


twice = _asks("contractpay", REFUND, REFUND)
credit = _asks("contractpay", CREDIT)
damaged = _asks("contractpay", DAMAGED)
reship = _asks("contractpay", MISSING, picture=True)
exchange_and_refund = _asks("contractpay", _tee(TOO_LARGE, "S"), TEE_REFUND, sku="TEE-M-BLEU")
held = _asks("contractpay", _tee(TOO_SMALL, "L"), sku="TEE-M-BLEU")


def names_no_order(world: World) -> Matter:
    return _matter(world, None, _email(world), NO_NUMBER)


def two_invoices(world: World) -> Matter:
    """Paid and shipped unit by unit: no invoice can give back both."""
    email, now = _email(world), datetime.now(UTC)
    order = world.shop.place_order(
        email=email,
        lines=[Line(MUG, 2)],
        payment="contractpay",
        guest=False,
        placed_at=now - timedelta(days=7),
        firstname="Camille",
        shipping=Decimal(5),
        state="processing",
    )
    for days in (6, 5):
        world.shop.invoice(order, {MUG: 1}, at=now - timedelta(days=days))
        world.shop.ship(order, {MUG: 1}, at=now - timedelta(days=days))
    return _matter(world, order, email, BOTH)


def scan(world: World, matter: Matter) -> None:
    """The warehouse scans the parcel by the order's number, which is all it can read."""
    world.scan(order=matter.number)


def agent_refunds(world: World, matter: Matter) -> None:
    """A colleague is faster, or late: what was not made by then must not be made any more."""
    world.agent_refunds(matter.order)


def held_scan_before(world: World) -> Matter:
    """The parcel is there before anything was agreed."""
    matter = held(world)
    scan(world, matter)
    return matter


def no_photo(world: World) -> Matter:
    matter = damaged(world)
    world.let_work()
    world.deadline_passes(matter.tickets[0])
    return matter


def _agreed(begin: Prepare) -> Prepare:
    """It went well until the parcel is awaited: the fault strikes what comes after."""

    def prepare(world: World) -> Matter:
        matter = begin(world)
        world.let_work()
        return matter

    return prepare


def _scanned(begin: Prepare, times: int = 1) -> Prepare:
    def prepare(world: World) -> Matter:
        matter = _agreed(begin)(world)
        lines = [{"sku": str(line["sku"]), "units": 1, "condition": "ok"} for line in matter.order.lines]
        for _ in range(times):
            world.scan(rma=world.rma(matter.tickets[0]), lines=lines)
        return matter

    return prepare


_at_scan = _asks("contractpay", _tee(TOO_LATE, "L"), sku="TEE-M-BLEU")
held_scanned = _scanned(held)
held_scanned_twice = _scanned(held, 2)
held_cheaper_scanned = _scanned(_asks("contractpay", _tee(NOT_AS_SHOWN, "S"), sku="TEE-M-ROUGE"))
ordered_at_scan = _scanned(_at_scan)
refund_scanned = _scanned(_asks("contractpay", LATE))


def ordered_at_two_scans(world: World) -> Matter:
    """The parcel is scanned twice, each time by the order's number alone."""
    matter = _agreed(_at_scan)(world)
    scan(world, matter)
    scan(world, matter)
    return matter


def never_came(world: World) -> Matter:
    matter = _agreed(held)(world)
    world.deadline_passes(matter.tickets[0])
    return matter


def scanned_on_the_last_day(world: World) -> Matter:
    matter = held_scanned(world)
    world.deadline_passes(matter.tickets[0])
    return matter
