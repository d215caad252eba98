"""(d) How often one core decides: every rule on every option of every line, with the French policy as it is shipped."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from bench.noise import Figure, figure
from bench.progress import Progress
from connector.domain.decision import decide
from connector.domain.facts import Facts, InvoiceLeft, Line
from connector.domain.ids import LineId, OrderId
from connector.domain.money import Money
from connector.domain.policy_text import read_policy
from connector.domain.request import Kind, Reason, Request

POLICY = Path(__file__).resolve().parent.parent / "connector" / "policies" / "fr.yaml"
SECONDS = 0.5  # of a round


@dataclass
class Decided:
    """Decisions per second of CPU, by the number of lines that are asked about."""

    lines: int
    rate: Figure


def _case(lines: int) -> tuple[Request, Facts]:
    left = date(2026, 11, 10)
    known = {
        LineId(str(n)): Line(
            LineId(str(n)), f"SKU-{n}", 2, Money.parse("38.97 EUR"), invoiced=2, shipped=2, shipped_on=left
        )
        for n in range(10, 20)
    }
    facts = Facts(
        today=date(2026, 11, 21),
        order=OrderId("501"),
        state="complete",
        store="1",
        currency="EUR",
        payment_method="stripe_payments",
        customer="c" * 32,
        lines=known,
        invoices=(InvoiceLeft("900", dict.fromkeys(known, 2)),),
        paid=Money.parse("394.60 EUR"),
        refunded=Money.zero("EUR"),
        shipping_paid=Money.parse("4.90 EUR"),
        shipping_refunded=Money.zero("EUR"),
        sender_matches_order=True,
        sender_trusted=True,
        thread_private=True,
        draw=17,
    )
    asked = dict.fromkeys(list(known)[:lines], 1)
    return Request(Kind.REFUND, Reason.CHANGED_MIND, asked, Decimal("0.95")), facts


def measure(rounds: int, progress: Progress) -> list[Decided]:
    policy = read_policy(POLICY.read_text(encoding="utf-8").replace("mode: shadow", "mode: auto"))
    cases = {lines: _case(lines) for lines in (1, 3, 10)}
    rates: dict[int, list[float]] = {lines: [] for lines in cases}
    for number in range(1, rounds + 1):
        progress.step(f"round {number} of {rounds}")
        for lines, (request, facts) in cases.items():
            done, start = 0, time.process_time()
            while (spent := time.process_time() - start) < SECONDS:
                for _ in range(20):
                    decide(request, facts, policy)
                done += 20
            rates[lines].append(done / spent)
    return [Decided(lines, figure(values)) for lines, values in rates.items()]
