"""What happens, printed as it happens: each case's way from received to settled, and the shop's books."""

from __future__ import annotations

import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from decimal import Decimal

from connector.domain.codec import from_json
from connector.domain.decision import Decision
from connector.domain.facts import Facts
from connector.domain.labels import label, option_label
from connector.domain.request import Request
from connector.domain.step import Step
from connector.ports.store import Entry, StoredDecision
from connector.ports.understanding import Understanding
from demo.desks import Said
from demo.world import World

MARKS = {"allow": "✓", "review": "?", "deny": "✗"}


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


class Timeline:
    """Watches database and stand-ins and prints what is new. Reads only."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._entries: dict[str, int] = {}
        self._shown: set[int] = set()
        self._tries: dict[str, int] = {}
        self._began = time.monotonic()

    def restart(self) -> None:
        self._began = time.monotonic()

    def look(self) -> None:
        """Print everything that happened since the last look."""
        self._tickets()
        self._cases()
        self._sent()

    def _line(self, what: str, text: str) -> None:
        head = f"    {time.monotonic() - self._began:6.2f} s  {what:11}"
        wrapped = textwrap.wrap(text, 100) or [""]
        say(head + wrapped[0])
        for more in wrapped[1:]:
            say(" " * len(head) + more)

    def _new(self, *, staff: bool) -> Iterator[Said]:
        """Messages nobody saw here yet."""
        for said in self._world.desk.said():
            if said.staff is staff and said.id not in self._shown:
                self._shown.add(said.id)
                yield said

    def _tickets(self) -> None:
        for said in self._new(staff=False):
            first_line = said.text.strip().split("\n")[0]
            self._line("received", f"ticket {said.ticket} from {said.email}: {first_line}")

    def _cases(self) -> None:
        with self._world.retour.services.store.begin() as tx:
            for case in reversed(tx.cases.listed(limit=6)):  # a scenario opens fewer
                known = self._entries.get(case.id, 0)
                for entry in tx.audit.trail(case.id)[known:]:
                    self._entries[case.id] = entry.seq
                    stored = tx.cases.decision(case.id, int(entry.why["turn"])) if entry.what == "asked" else None
                    self._entry(entry, stored)

    def _entry(self, entry: Entry, stored: StoredDecision | None) -> None:
        why = entry.why
        if stored is not None:
            self._understood(stored)
        elif entry.what == "ordered":
            self._line("ordered", f"{why['key']}: {why['route']} route, {why['amount']} ({entry.actor})")
        elif entry.what == "made":
            odd = f" — {why['odd']}" if why["odd"] else ""
            self._line("acted", f"{why['key']}: Magento made {why['id']}, {why['amount']}{odd}")
        elif entry.what in {"replied", "noted"}:
            self._line(entry.what, f"{why['key']} as comment {why['id']}")
        elif entry.what not in {"opened", "decided"}:
            self._line(entry.what.replace("_", " ")[:11], ", ".join(f"{k} {v}" for k, v in why.items() if v))

    def _understood(self, stored: StoredDecision) -> None:
        request, facts = from_json(Request, stored.request), from_json(Facts, stored.facts)
        read, step = from_json(Understanding, stored.reading), from_json(Step, stored.step)
        evidence = ", ".join(f"{each.field} «{each.text}»" for each in read.evidence[:4])
        reason = f", {request.reason}" if request.reason else ""
        self._line("understood", f"{request.kind}{reason}, {read.lang}, {request.confidence} sure: {evidence}")
        if facts.order is not None:
            shipped = max((line.shipped_on for line in facts.lines.values() if line.shipped_on), default=None)
            self._line(
                "facts",
                f"order {facts.order} {facts.state}, paid {facts.paid}, {facts.payment_method}, "
                f"{f'shipped {shipped}' if shipped else 'not shipped'}, refunded {facts.refunded}, "
                f"owner writes: {facts.sender_matches_order}, meant: {stored.articles or 'not clear'}",
            )
        else:
            self._line("facts", "no order to look at")
        for offer in from_json(Decision, stored.decision).offers:
            worth = str((offer.amount if offer.amount else offer.goods) or "")
            codes = ", ".join(offer.codes) or "every rule allows it"
            self._line("", f"{MARKS[offer.verdict]} {option_label(offer.option, 'en'):22} {worth:>12}  {codes}")
        self._line("decided", f"{step.next}: {label(step.why, 'en')}")

    def _sent(self) -> None:
        for said in self._new(staff=True):
            status = self._world.desk.status(said.ticket)
            self._line("reply" if said.public else "note", f"on ticket {said.ticket}, now {status}:")
            for paragraph in said.text.strip().split("\n"):
                for row in textwrap.wrap(paragraph, 96) or [""]:
                    say(f"                         │ {row}")


def books(world: World) -> str:
    """The shop's own books, in one line."""
    memos = world.shop.memos
    total = sum((Decimal(str(memo["grand_total"])) for memo in memos), Decimal(0))
    sent = sum(
        (Decimal(str(e["amount"])) for e in world.shop.gateway.book() if e["kind"] == "refund" and e["accepted"]),
        Decimal(0),
    )
    canceled = sum(order.state == "canceled" for order in world.shop.orders.values())
    return (
        f"{len(world.shop.orders)} orders, {canceled} cancelled, {len(memos)} credit memos over {total:.2f} EUR, "
        f"{sent:.2f} EUR sent back by the gateway, {world.desk.mail_count()} mails to customers"
    )


def watch(timeline: Timeline, busy: Callable[[], bool]) -> None:
    """Look again and again while something is going on, and once more afterwards."""
    while busy():
        timeline.look()
        time.sleep(0.1)
    timeline.look()
