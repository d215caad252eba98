"""(c) Outside calls per settled ticket, counted: one article of an order comes back, is refunded, the customer is told.

Tickets follow one another; every event about each is delivered and worked off before the next, those that our own
answer causes included.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from bench.progress import Progress
from demo.world import World, small_world

LETTER = (
    "Bonjour, un des deux mugs ne va pas du tout avec notre vaisselle, il est encore dans son emballage. "
    "Je voudrais vous le renvoyer contre remboursement. commande {number} merci"
)
# What one such ticket costs at the least. Magento, 7: the order by its number, its invoices, shipments, credit memos,
# its articles, the order once more right before money moves, the refund. The helpdesk: the ticket read to understand
# it, again right before it is written to, and once more for the event that our own answer is (no vendor says for sure
# who caused one). Zendesk and Freshdesk take two calls to read a ticket, Gorgias one. Writing: Zendesk 1; Freshdesk
# 2 (reply, then status and tags); Gorgias 3 (message, tags, status) and a look whether the customer wrote meanwhile.
MINIMUM = {"zendesk": 7 + 3 * 2 + 1, "freshdesk": 7 + 3 * 2 + 2, "gorgias": 7 + 3 * 1 + 4}
NUMBERS = re.compile(r"(?<=/)[0-9]+")


@dataclass
class Calls:
    """Per route, summed over `tickets` tickets that were settled."""

    helpdesk: str
    tickets: int
    routes: Counter[str]

    @property
    def per_ticket(self) -> float:
        return self.routes.total() / self.tickets


class NotSettled(Exception):
    """A ticket did not end as it must: what was counted says nothing."""


def ask(world: World, name: str) -> tuple[Any, str]:
    """An order arrives and its customer writes; return order and ticket."""
    email = f"{name}@example.com"
    order = world.order(email, [("MUG-BL", 2)], shipped_days_ago=6, first_name=name.title())
    return order, world.write(email, name.title(), "", LETTER.format(number=order.number))


def check(world: World, order: Any, ticket: str) -> None:
    """Raise NotSettled unless one unit was refunded once and the customer told once."""
    case = world.case(ticket)
    found = (case.state.value if case else None, len(world.memos(order)), len(world.mails(ticket)))
    if found != ("settled", 1, 1):
        raise NotSettled(f"ticket {ticket}: {found}")


def count(vendor: str, tickets: int, progress: Progress) -> Calls:
    routes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="retour-bench-") as name, small_world(Path(name), vendor) as world:
        check(world, *_done(world, "warm"))  # tokens, kept connections, what is read once
        with _counting({world.magento.url: "Magento", world.desk.server.url: vendor.title()}, routes):
            for number in range(tickets):
                progress.step(f"{vendor}, ticket {number + 1} of {tickets}")
                check(world, *_done(world, f"camille{number}"))
    return Calls(vendor, tickets, routes)


@contextmanager
def _counting(places: Mapping[str, str], routes: Counter[str]) -> Iterator[None]:
    """Whatever session it leaves through: vendors bring their own."""
    send = requests.Session.send
    known = {urlsplit(url).netloc: name for url, name in places.items()}

    def counted(session: requests.Session, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        url = urlsplit(str(request.url))
        if url.netloc in known:
            routes[f"{known[url.netloc]}: {request.method} {NUMBERS.sub('{id}', url.path)}"] += 1
        return send(session, request, **how)

    requests.Session.send = counted  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        requests.Session.send = send  # type: ignore[method-assign]


def _done(world: World, name: str) -> tuple[Any, str]:
    order, ticket = ask(world, name)
    world.quiet()
    return order, ticket
