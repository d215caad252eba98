"""Parcels that come back: a scan is matched with what was agreed, the facts are read anew, and what was agreed is done,
or a person looks, where something else came than was agreed, or something else happened meanwhile."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from connector.domain.case import State, go
from connector.domain.codec import from_json
from connector.domain.decision import Offer, decide
from connector.domain.facts import Facts, Record, ReturnAgreed, Returned, SenderCompared, Stocked, Wished
from connector.domain.finding import Verdict
from connector.domain.plan import plan
from connector.domain.policy import Mode, Policy, Settle
from connector.domain.request import ASKED_OPTION, Kind, Option, Request
from connector.domain.step import Next, Step
from connector.flow.awaited import (
    PARCEL_DOUBTED,
    PARCEL_SCANNED,
    Came,
    counted,
    in_all,
    moved_on,
    what_came,
    which_return,
)
from connector.flow.decide import Decided, keep
from connector.flow.enrich import Known, facts_at, look_up_again, order_records, own_records
from connector.flow.offers import still_salable
from connector.flow.orders import Ordering, order_effects
from connector.flow.parcel_notes import tell_agent
from connector.flow.readings import reading_of
from connector.flow.services import Services, installation_of, pause, policy_of
from connector.ports.errors import DatabaseAway, NotFound, Transient
from connector.ports.store import Case, Installation, OverLimit, Return, ReturnState, Scan, Tx

log = logging.getLogger(__name__)

UNKNOWN_PARCEL = "unknown_parcel"  # kept: a return of its order that is agreed later takes it up
TRIES = 100  # about a day
BEING_WORKED_ON = frozenset({State.UNDERSTOOD, State.HELD, State.ACTING, State.REPLYING})
SOON = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Parcel:
    """A scan with all that one decision about it needs, read outside of any transaction."""

    scan: Scan
    installation: Installation
    policy: Policy
    known: Known
    salable: bool
    now: datetime


def receive_scan(services: Services, scan: Scan) -> bool:
    """Keep what a carrier or the warehouse told; False if they told this event before. Nothing else is done here."""
    with services.store.begin() as tx:
        fresh = tx.returns.add_scan(scan, services.clock())
    if fresh:
        services.wake()
    return fresh


def settle_parcel(services: Services) -> bool:
    """Take one scan nobody dealt with and do what was agreed. False: none waits."""
    now = services.clock()
    with services.store.begin() as tx:
        scan = tx.returns.claim_scan(now, services.timing.ticket_lease)
        match = which_return(tx, scan) if scan else None
    if scan is None:
        return False
    agreed = match.agreed if match else None
    fields = {"shop": scan.shop, "event": scan.id}
    try:
        outcome = _settle(services, scan, agreed)
        log.info("parcel_scanned", extra={**fields, "outcome": outcome})
    except (Transient, NotFound, DatabaseAway) as error:
        log.warning("parcel_later", extra={**fields, "why": str(error)})
        _later(services, scan, agreed, error)
    except Exception:
        log.exception("parcel_failed", extra=fields)
        _later(services, scan, agreed, Transient("failed", 60.0))
    return True


def _later(services: Services, scan: Scan, agreed: Return | None, error: Exception) -> None:
    now = services.clock()
    asked = error.retry_after if isinstance(error, Transient) else 0.0
    with services.store.begin() as tx:
        if scan.attempts < TRIES:
            tx.returns.scan_later(scan, now + pause(scan.attempts, asked, services.timing))
            return
        tx.returns.scan_done(scan, "away", now)
        if agreed is not None:
            case = tx.cases.get(agreed.case)
            language = policy_of(tx, installation_of(tx, case.tenant).policy_hash).language
            tell_agent(tx, case, agreed, "away.money", language, f"scan-{scan.id}", now)


def _settle(services: Services, scan: Scan, agreed: Return | None) -> str:
    """Read what the decision needs outside of any transaction, then decide and write in one."""
    if agreed is None:
        with services.store.begin() as tx:
            tx.returns.scan_done(scan, UNKNOWN_PARCEL, services.clock())  # holds the scan: an agreement waits for it
            if which_return(tx, scan) is not None:
                raise Transient("agreed meanwhile", SOON)
        return UNKNOWN_PARCEL
    with services.store.begin() as tx:
        case = tx.cases.get(agreed.case)
        installation = installation_of(tx, case.tenant)
        policy = policy_of(tx, installation.policy_hash)
    shop = services.shop(agreed.shop)
    known = look_up_again(shop, agreed.order, policy)
    then, request = from_json(Facts, agreed.facts), from_json(Request, agreed.request)
    salable = True
    if agreed.option is Option.EXCHANGE and _held(agreed) is None:
        goods: dict[str, int] = {}
        for line, units in request.lines.items():
            wish = then.lines[line].wish
            sku = wish.sku if wish is not None else then.lines[line].sku
            goods[sku] = goods.get(sku, 0) + units
        salable = still_salable(shop, goods, known.order.store if known.order else "", scan.stock)
    now = services.clock()
    with services.store.begin() as tx:
        case = tx.cases.get(agreed.case)  # before its return: whoever records an effect locks them in this order
        outcome = _decide(tx, case, Parcel(scan, installation, policy, known, salable, now))
        if not tx.returns.scan_done(scan, outcome, now):  # we were slow: nothing of it counts
            raise Transient("another worker has this scan", SOON)
    services.wake()
    return outcome


def _held(agreed: Return) -> str | None:
    """The unit that still waits on hold: where nobody awaits the parcel any more, it is free again."""
    return agreed.held if agreed.state is ReturnState.OPEN else None


def _decide(tx: Tx, case: Case, parcel: Parcel) -> str:
    scan, policy, now = parcel.scan, parcel.policy, parcel.now
    match = which_return(tx, scan)
    if match is None or parcel.known.order is None:
        return UNKNOWN_PARCEL
    agreed = match.agreed
    if agreed.case != case.id:
        raise Transient("another return was agreed meanwhile", SOON)
    settled = agreed.state is ReturnState.SETTLED and match.doubt is None
    if case.state in BEING_WORKED_ON and not settled:
        raise Transient("something of the case is under way", SOON)
    request, then = from_json(Request, agreed.request), from_json(Facts, agreed.facts)
    told = {"rma": agreed.rma, "by": scan.by, "event": scan.event, "at": scan.at.isoformat()}
    if scan.by == "carrier" and policy.journey(request.reason).settle is Settle.WAREHOUSE_SCAN:
        tx.audit.append(case.id, "system", "parcel_on_its_way", told, now)  # the warehouse has the last word
        return "on_its_way"
    if match.doubt is not None:
        tx.audit.append(case.id, "system", PARCEL_DOUBTED, {**told, "why": match.doubt}, now)
        return _to_person(tx, case, agreed, parcel, match.doubt)
    came = what_came(scan, request, then)
    if len(counted(tx, agreed, but=scan.event)) == len(counted(tx, agreed)):  # else it is looked at again
        tx.audit.append(case.id, "system", PARCEL_SCANNED, {**told, "units": dict(came.units), "odd": came.odd}, now)
    if agreed.state is not ReturnState.OPEN:
        return _afterwards(tx, case, agreed, came, parcel)
    if moved_on(tx, case, agreed):
        return _to_person(tx, case, agreed, parcel, "parcel.meanwhile")
    return _do(tx, case, agreed, request, then, in_all(tx, agreed), parcel)


def _afterwards(tx: Tx, case: Case, agreed: Return, came: Came, parcel: Parcel) -> str:
    """Settled: the parcel was scanned once more, or the warehouse finds what the carrier could not see. Closed: it came
    after all. A person must know of either."""
    if agreed.state is ReturnState.SETTLED and not came.odd:
        return "settled_before"
    if agreed.state is ReturnState.SETTLED:
        name = f"scan-{parcel.scan.id}"
        tell_agent(tx, case, agreed, "parcel.odd", parcel.policy.language, name, parcel.now)
        return "parcel.odd"
    return _to_person(tx, case, agreed, parcel, "parcel.late")


def _to_person(tx: Tx, case: Case, agreed: Return, parcel: Parcel, why: str) -> str:
    """An agent decides: on the newest demand, and on what is here. Where the case is about another order by now, its
    own decision stays."""
    if case.order == agreed.order:
        number, request, then = _newest_demand(tx, case, agreed)
        facts = _facts(tx, agreed, request, then, in_all(tx, agreed), parcel)
        decision = decide(request, facts, parcel.policy)
        step = Step(Next.AGENT, why, ASKED_OPTION.get(request.kind, agreed.option))
        case = _keep(tx, case, number, Decided(request, facts, decision, step), parcel)
    tell_agent(tx, case, agreed, why, parcel.policy.language, f"scan-{parcel.scan.id}", parcel.now)
    return why


def _newest_demand(tx: Tx, case: Case, agreed: Return) -> tuple[int, Request, Facts]:
    """What the customer asked for last, if it is about articles that were to come back; else what was agreed. With the
    number of its decision."""
    before, then = from_json(Request, agreed.request), from_json(Facts, agreed.facts)
    stored = tx.cases.decision(case.id, case.turn)
    if stored is None:
        return agreed.decision, before, then
    request, facts = from_json(Request, stored.request), from_json(Facts, stored.facts)
    same = facts.order == agreed.order and set(request.lines) <= set(before.lines)
    if agreed.held is not None and request.kind is Kind.EXCHANGE:  # what waits on hold is all that could be let go of
        same = False
    if request.kind in ASKED_OPTION and request.lines and same:
        return case.turn, request, facts
    return agreed.decision, before, then


def _facts(tx: Tx, agreed: Return, request: Request, then: Facts, came: Came, parcel: Parcel) -> Facts:
    """As of now, but for who wrote and what they wished for: that was settled when it was asked for."""
    now, policy, known = parcel.now, parcel.policy, parcel.known
    sender = SenderCompared(
        now,
        then.sender_matches_order,
        then.sender_trusted,
        private=then.thread_private is not False,
        draw=then.draw,
    )
    own = agreed.held_key if agreed.state is ReturnState.OPEN else None
    records: list[Record] = [
        *order_records(known, now, policy, then.customer or ""),
        *own_records(tx, parcel.installation, known, then.customer, policy, now, own),
        sender,
        ReturnAgreed(agreed.agreed_at, from_json(Request, agreed.request).lines),
        Returned(now, came.units, came.odd),
    ]
    if agreed.option is Option.EXCHANGE:
        records.append(Stocked(now, dict.fromkeys(request.lines, parcel.salable)))
    looked_up = from_json(Facts, agreed.facts).lines
    for line_id in request.lines:
        wish = then.lines[line_id].wish
        if wish is not None:  # a price that could not be told then is not told now: the ratio of two is all we keep
            before = looked_up[line_id].wish
            salable = parcel.salable if before is not None and before.sku == wish.sku else None
            records.append(Wished(now, line_id, wish.sku, salable, Decimal(1), wish.ratio, wish.name))
    return facts_at(records, now, policy)


def _keep(tx: Tx, case: Case, number: int, decided: Decided, parcel: Parcel) -> Case:
    """Store a decision that a scan made necessary; the words and articles are those of decision `number`."""
    before = tx.cases.decision(case.id, number)
    case = replace(case, turn=case.turn + 1, state=go(case.state, State.UNDERSTOOD))
    articles = before.articles if before else ""
    keep(tx, case, decided, parcel.policy, reading_of(before), articles, parcel.now, by="system")
    tx.cases.save(case, parcel.now)
    return case


def _do(tx: Tx, case: Case, agreed: Return, request: Request, then: Facts, came: Came, parcel: Parcel) -> str:
    """Decide again with the parcel among the facts, and order what was agreed — never anything else."""
    policy, now = parcel.policy, parcel.now
    facts = _facts(tx, agreed, request, then, came, parcel)
    decision = decide(request, facts, policy)
    why = _against(decision.offer(agreed.option), agreed, policy)
    if why is None and any(facts.lines[line].returned < units for line, units in request.lines.items()):
        why = "parcel.in_part"
    if why == "parcel.in_part" and came.again:
        why = "parcel.again"
    step = Step(Next.AGENT, why, agreed.option) if why else Step(Next.ACT, "parcel.back", agreed.option)
    case = _keep(tx, case, agreed.decision, Decided(request, facts, decision, step), parcel)
    if why is None:
        effects = plan(request, agreed.option, facts, policy, case.id, case.turn, held=agreed.held)
        before = tx.cases.decision(case.id, case.turn)
        articles = before.articles if before else ""
        ordering = Ordering(request, agreed.option, facts, policy, articles, (), now, agreed.by)
        try:
            if effects:
                case = order_effects(tx, case, ordering, effects, "parcel.back", agreed)
                tx.cases.save(case, now)
                return "parcel.back"
            why = "approve.by_hand"
        except OverLimit:
            why = "limit.reached"
    tell_agent(tx, case, agreed, why, policy.language, f"scan-{parcel.scan.id}", now)
    return why


def _against(offer: Offer, agreed: Return, policy: Policy) -> str | None:
    """Why what was agreed is not done now. What an agent saw and accepted is no reason any more."""
    if policy.rollout.mode in {Mode.OFF, Mode.SHADOW}:
        return f"rollout.{policy.rollout.mode}"
    if offer.verdict is Verdict.DENY:
        return offer.codes[0]
    granted = ("limit.", "cap.") if agreed.held is not None else ()  # counted when the unit was reserved
    new = [code for code in offer.codes if code not in agreed.accepted and not code.startswith(granted)]
    return new[0] if new else None
