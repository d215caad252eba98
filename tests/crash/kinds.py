"""What customers ask in the runs: each kind takes another way through Retour, and says how it may end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from connector.helpdesks import HELPDESKS
from tests.crash import matters
from tests.crash.matters import Matter, Prepare
from tests.crash.world import World

__all__ = ["ALL", "BY_NAME", "End", "Kind", "Matter", "kinds_on"]

GATEWAY_SECONDS = 0.15  # how long the gateway takes where two workers are to meet in it


@dataclass(frozen=True)
class End:
    """What must be there where a case ends in a certain state. `replacement`: the states one of them: none at all where
    empty, anything where None. `returned`: the state of the case's return, empty where it has none."""

    mails: int = 1
    replacement: str | None = ""
    returned: str = ""


DONE: Mapping[str, End] = {"settled": End()}
EITHER: Mapping[str, End] = {
    "settled": End(replacement=None),
    "waiting_agent": End(0, replacement=None),
}  # of two tickets that want the same units


@dataclass(frozen=True)
class Kind:
    """`units`: how many units the customers ask about in all, be it in money, credit or goods; `memos`: credit memos at
    most, None: one a unit; `goods`: what may leave again, once; `ends`: how each ticket's case may end where nobody has
    to be asked. `meanwhile`: what people do once the first workers are gone."""

    name: str
    prepare: Prepare
    units: int = 1
    ends: Mapping[str, End] = field(default_factory=lambda: DONE)
    memos: int | None = None
    goods: Mapping[str, int] = field(default_factory=dict)
    credits: int = 0
    gateway_seconds: float = 0.0
    meanwhile: Callable[[World, Matter], Any] | None = None
    meets: bool = False  # two workers at once meet in it
    vouched: bool = False  # only where the helpdesk says whether it trusts the sender; else it is a person's

    @property
    def states(self) -> frozenset[str]:
        return frozenset(self.ends)

    @property
    def most_memos(self) -> int:
        return self.units if self.memos is None else self.memos


OVERTAKEN: Mapping[str, End] = {
    "settled": End(replacement=None),
    "waiting_agent": End(0, replacement=None),
}  # an agent refunded meanwhile: the customer hears where the money is, or a person looks
L, CHEAP = {"TEE-L-BLEU": 1}, {"TEE-S-ROUGE": 1}
HELD = {"waiting_return": End(1, "holded", "open")}
LET_GO = {"settled": End(2, "new", "settled")}
DROPPED = {"waiting_agent": End(1, "canceled", "closed")}

MONEY = (
    Kind("refund, order route", matters.refund("checkmo")),
    Kind("refund, invoice route", matters.refund("contractpay")),
    Kind("refund, two invoices", matters.two_invoices, 2, vouched=True),
    Kind("cancel, unpaid", matters.cancel("checkmo")),
    Kind("cancel, paid", matters.cancel("contractpay")),
    Kind("two tickets, one order", matters.twice, 1, EITHER, gateway_seconds=GATEWAY_SECONDS, meets=True),
    Kind("store credit", matters.credit, memos=0, credits=1, vouched=True),
)
WORDS = (
    Kind("question", matters.names_no_order, 0, {"waiting_customer": End()}),
    Kind("photo asked", matters.damaged, 0, {"waiting_customer": End()}),
    Kind("photo never came", matters.no_photo, 0, {"waiting_agent": End()}),
)
GOODS = (
    Kind(
        "exchange",
        matters.exchange("contractpay"),
        1,
        {"settled": End(1, "new")},
        memos=0,
        goods={"TEE-S-BLEU": 1},
    ),
    Kind("cheaper, online", matters.cheaper("contractpay"), 1, {"settled": End(1, "new")}, memos=1, goods=CHEAP),
    Kind("cheaper, offline", matters.cheaper("checkmo"), 1, {"settled": End(1, "new")}, memos=1, goods=CHEAP),
    Kind("reshipment", matters.reship, 1, {"settled": End(1, "new")}, memos=0, goods={"MUG-BL": 1}),
    Kind(
        "exchange and refund",
        matters.exchange_and_refund,
        1,
        EITHER,
        goods={"TEE-S-BLEU": 1},
        gateway_seconds=GATEWAY_SECONDS,
        meets=True,
    ),
    Kind(
        "store credit, overtaken",
        matters.credit,
        1,
        OVERTAKEN,
        memos=0,
        credits=1,
        meanwhile=matters.agent_refunds,
    ),
    Kind(
        "exchange, overtaken",
        matters.exchange("contractpay"),
        1,
        OVERTAKEN,
        memos=0,
        goods={"TEE-S-BLEU": 1},
        meanwhile=matters.agent_refunds,
    ),
)
PARCELS = (
    Kind("held", matters.held, 1, HELD, memos=0, goods=L),
    Kind("held, scan before", matters.held_scan_before, 1, LET_GO, memos=0, goods=L),
    Kind("held, scan meanwhile", matters.held, 1, LET_GO, memos=0, goods=L, meanwhile=matters.scan),
    Kind("held, scanned", matters.held_scanned, 1, LET_GO, memos=0, goods=L),
    Kind("held, scanned twice", matters.held_scanned_twice, 1, LET_GO, memos=0, goods=L, meets=True),
    Kind("held, cheaper, scanned", matters.held_cheaper_scanned, 1, LET_GO, memos=1, goods=CHEAP),
    Kind("held, never came", matters.never_came, 1, DROPPED, memos=0, goods=L),
    Kind(
        "held, scanned on the last day",
        matters.scanned_on_the_last_day,
        1,
        LET_GO | DROPPED,
        memos=0,
        goods=L,
        meets=True,
    ),
    Kind("ordered at the scan", matters.ordered_at_scan, 1, LET_GO, memos=0, goods=L),
    Kind("ordered at the scan, twice", matters.ordered_at_two_scans, 1, LET_GO, memos=0, goods=L, meets=True),
    Kind("refund, scanned", matters.refund_scanned, 1, {"settled": End(2, "", "settled")}),
)
ALL = (*MONEY, *WORDS, *(replace(kind, vouched=bool(kind.goods or kind.credits)) for kind in (*GOODS, *PARCELS)))
BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in ALL}


def kinds_on(vendor: str) -> Sequence[Kind]:
    """The kinds that Retour settles by itself on this helpdesk."""
    verdict = HELPDESKS[vendor].capabilities.sender_verdict
    return [kind for kind in ALL if verdict or not kind.vouched]
