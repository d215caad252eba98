"""The shop's books and ours, side by side: what we recorded is there exactly once, with the amount we recorded; and
nothing of ours is there that we did not record. What differs is said in a sentence each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from connector.domain.money import Money, total
from connector.domain.plan import REFUNDS, Route
from demo.magento.orders import Order
from demo.magento.ours import Effect, Ours, our_books, placed, promised
from demo.magento.theirs import Memo, Rule, Theirs
from demo.magento.trial import Trial
from demo.magento.world import World

COMMENT = "comment-"  # what the keys of Retour's comments begin with


def differences(world: World, trial: Trial) -> list[str]:
    """Compare what concerns this scenario's tickets, orders and customers."""
    ours, theirs = our_books(world, trial.tickets), Theirs(world.client)
    memos = [memo for order in trial.placed for memo in theirs.memos(order)]
    return [
        *ours.unfinished,
        *promised(world, list(trial.placed)),
        *_memos(ours, memos, trial),
        *_orders(ours, theirs, trial),
        *_replacements(ours, theirs),
        *_cancelled(ours, theirs),
        *_credits(world, ours, theirs),
        *_comments(ours, theirs, trial),
        *_payouts(ours, memos),
    ]


def strangers(world: World, known: Iterable[str]) -> list[str]:
    """Orders with an address of this run that nobody knows of, in the whole shop."""
    found = Theirs(world.client).orders_like(f"%.{world.run}@example.com")
    return [f"order {each} of this run is in the shop, and nobody placed it" for each in sorted(found - set(known))]


# --- credit memos ---------------------------------------------------------------------------------------------------


def _memos(ours: Ours, there: Sequence[Memo], trial: Trial) -> Iterator[str]:
    recorded = {each.key: each for each in ours.effects if each.route in REFUNDS}
    for effect in recorded.values():
        yield from _one_memo(effect, [memo for memo in there if effect.key in memo.words])
    for memo in there:
        if memo.id not in trial.by_staff and not memo.words & recorded.keys():
            yield f"memo {memo.id} over {memo.amount} on order {memo.order} is in the shop, and nobody recorded it"


def _one_memo(effect: Effect, found: Sequence[Memo]) -> Iterator[str]:
    if not effect.made and found:
        yield f"{effect.key} was not made by our books, and the shop has {len(found)} memo(s) with its key"
    if not effect.made:
        return
    if len(found) != 1:
        yield f"{effect.key} is recorded as memo {effect.action.made}, and the shop has {len(found)} memos with its key"
        return
    (memo,) = found
    if memo.id != effect.action.made or memo.order != effect.planned.order:
        yield f"{effect.key} is recorded as memo {effect.action.made}, and in the shop it is memo {memo.id}"
    if memo.amount != effect.amount:
        yield f"{effect.key} is recorded over {effect.amount}, and the shop's memo is over {memo.amount}"
    if (memo.invoice is not None) is not (effect.route is Route.INVOICE):
        yield f"{effect.key} went by the {effect.route} route, and the shop's memo belongs to invoice {memo.invoice}"


# --- orders ---------------------------------------------------------------------------------------------------------


def _orders(ours: Ours, theirs: Theirs, trial: Trial) -> Iterator[str]:
    """Whoever bought something in this scenario has the orders they placed, and those we placed for them."""
    known = trial.placed.keys() | ours.replacements.keys()
    for email in sorted({str(order.record["customer_email"]) for order in trial.placed.values()}):
        for each in sorted(theirs.orders_like(email) - known):
            yield f"order {each} of {email} is in the shop, and nobody recorded it"


def _replacements(ours: Ours, theirs: Theirs) -> Iterator[str]:
    dropped = {each.planned.replacement for each in ours.made(Route.DROP)}
    released = {each.planned.replacement for each in ours.made(Route.RELEASE)}
    for number, effect in ours.replacements.items():
        order = Order(theirs.order(number))
        held = effect.planned.hold and number not in released | dropped
        if theirs.orders_of_cart(effect.action.steps["cart"]) != [number]:
            yield f"the cart of {effect.key} did not become order {number} alone"
        if order.total.amount:
            yield f"replacement {order.number} costs {order.total}"
        if order.units != dict(effect.planned.goods):
            yield f"replacement {order.number} holds {order.units}, recorded are {dict(effect.planned.goods)}"
        if (order.state == "holded") is not held or (order.state == "canceled") is not (number in dropped):
            yield f"replacement {order.number} is {order.state}, by our books it is {_should_be(number, held, dropped)}"


def _should_be(number: str, held: bool, dropped: Iterable[object]) -> str:
    return "cancelled" if number in dropped else "on hold" if held else "on its way"


def _cancelled(ours: Ours, theirs: Theirs) -> Iterator[str]:
    for effect in ours.made(Route.CANCEL):
        state = theirs.order(effect.planned.order)["state"]
        if state != "canceled":
            yield f"{effect.key} is recorded as cancelled, and the order is {state}"


# --- coupons --------------------------------------------------------------------------------------------------------


def _credits(world: World, ours: Ours, theirs: Theirs) -> Iterator[str]:
    """A credit is one rule with one code. A replacement's rule is gone once the order is placed."""
    rules = [rule for case in ours.cases for rule in theirs.rules_like(f"Retour %{case.id}%")]
    world.rules += [rule.id for rule in rules]
    wanted = {f"Retour {each.key}": each for each in ours.made(Route.COUPON)}
    for name, effect in wanted.items():
        yield from _one_credit(world, effect, [rule for rule in rules if rule.name == name])
    for rule in rules:
        if rule.name not in wanted:
            yield f"rule {rule.id} ({rule.name}) with {len(rule.codes)} code(s) is in the shop, and should not be"


def _one_credit(world: World, effect: Effect, found: Sequence[Rule]) -> Iterator[str]:
    if len(found) != 1:
        yield f"{effect.key} is recorded as one credit, and the shop has {len(found)} rules for it"
        return
    (rule,) = found
    promised_amount = effect.amount.amount if effect.amount else Decimal(0)
    if rule.amount != promised_amount:
        yield f"{effect.key} is recorded over {effect.amount}, and its rule takes off {rule.amount}"
    if rule.codes != (world.code(effect.action),):
        yield f"{effect.key}: its rule is opened by {len(rule.codes)} code(s), not by the one that was sent alone"


# --- comments and payouts -------------------------------------------------------------------------------------------


def _comments(ours: Ours, theirs: Theirs, trial: Trial) -> Iterator[str]:
    for order in trial.placed.keys() | ours.replacements.keys():
        keys = Counter(key for key in theirs.comment_keys(order) if key.startswith(COMMENT))
        wanted = Counter(key for key, on in ours.comments.items() if on == order)
        if keys != wanted:
            yield f"order {order} has the comments {dict(keys)}, recorded are {dict(wanted)}"


def _payouts(ours: Ours, there: Sequence[Memo]) -> Iterator[str]:
    """Of what the shop only booked, a person has exactly one transfer to make, over the memo's amount."""
    booked = {effect.key for effect in ours.made(*REFUNDS) if effect.planned.payout}
    due = {f"memo {each.memo}: {each.amount}" for each in ours.payouts}
    wanted = {f"memo {memo.id}: {memo.amount}" for memo in there if memo.words & booked and memo.amount}
    if due != wanted or len(ours.payouts) != len(due):
        yield f"transfers that a person is to make: {_listed(due)}; by the shop's memos: {_listed(wanted)}"


def _listed(said: Iterable[str]) -> str:
    return ", ".join(sorted(said)) or "none"


# --- the whole run --------------------------------------------------------------------------------------------------


def in_all(world: World, trials: Sequence[Trial]) -> list[str]:
    """What only the whole run shows: orders nobody knows of, and whether our ledger counts exactly what was made."""
    ours = our_books(world, [ticket for trial in trials for ticket in trial.tickets])
    known = {order for trial in trials for order in trial.placed.keys() | trial.elsewhere} | ours.replacements.keys()
    return [*strangers(world, known), *_ledger(world, ours)]


def _ledger(world: World, ours: Ours) -> Iterator[str]:
    dropped = {each.planned.replacement for each in ours.made(Route.DROP)}
    counted: list[Money] = []
    for effect in ours.made(*REFUNDS, Route.CANCEL, Route.COUPON, Route.REPLACE):
        if effect.amount and (effect.route is not Route.REPLACE or placed(effect.action) not in dropped):
            counted.append(effect.amount)
    with world.retour.services.store.begin() as tx:
        rows = tx.ledger.granted(world.shop, None, date(2000, 1, 1))
    held = [amount for _, amount in rows if amount]
    if _sums(held) != _sums(counted):
        yield f"our ledger counts {_sums(held)}, the audit trail {_sums(counted)}"


def _sums(amounts: Sequence[Money]) -> list[str]:
    """One sum for each currency."""
    by_currency = sorted({each.currency for each in amounts})
    return [str(total([each for each in amounts if each.currency == currency], currency)) for currency in by_currency]
