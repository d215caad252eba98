"""Goods and credit: replacement orders, price rules and codes in the shop's books against what Retour kept of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from connector.domain.plan import Route
from connector.ports.store import Action, ActionKind, ActionState
from tests.crash.books import Books, Findings, Kept, ordered
from tests.crash.kinds import Kind

PLACED = "place"
LEFT = frozenset({"new", "processing", "complete"})  # of a replacement that may leave


def goods(found: Findings, kind: Kind, ours: Kept, theirs: Books) -> None:
    _replacements(found, kind, ours, theirs)
    _rules(found, ours, theirs)
    _credits(found, ours, theirs)
    _after_an_agent(found, theirs)


def _after_an_agent(found: Findings, theirs: Books) -> None:
    """Once an agent gave the money back, nothing else is given for it."""
    for memo in theirs.by_hand:
        order, coupon = map(int, memo["comments"][0]["comment"].split()[1:])
        late = [f"order {each.id}" for each in theirs.replacements if each.id > order]
        late += [f"coupon {each['coupon_id']}" for each in theirs.coupons if each["coupon_id"] > coupon]
        found.doubles += [f"{each} was made after an agent had refunded" for each in late]


def _placed(action: Action) -> str | None:
    """The order that a replacement became; on hold it is made after it was placed."""
    return action.steps.get(PLACED) or action.made


def _contents(order: Any) -> dict[str, int]:
    units: dict[str, int] = {}
    for line in order.lines:
        units[line["sku"]] = units.get(line["sku"], 0) + int(line["qty_ordered"])
    return units


def _replacements(found: Findings, kind: Kind, ours: Kept, theirs: Books) -> None:
    done = ours.money(Route.REPLACE)
    by_order = {_placed(each): each for each in done}
    for order in theirs.replacements:
        action = by_order.get(str(order.id))
        if action is None:
            found.unrecorded.append(f"replacement {order.id}, {order.state}, of cart {order.data['quote_id']}")
        elif action.steps.get("cart") != str(order.data["quote_id"]):
            found.unfounded.append(f"{action.key} placed cart {action.steps.get('cart')}, not the one of {order.id}")
        else:
            _is_as_recorded(found, order, action, ours)
        if Decimal(order.data["grand_total"]) or _contents(order) != dict(kind.goods):
            found.unfounded.append(f"replacement {order.id}: {_contents(order)} for {order.data['grand_total']}")
    there = {str(order.id) for order in theirs.replacements}
    for placed, action in by_order.items():
        if placed not in there:
            found.unfounded.append(f"{action.key} placed {placed}: not in the books")


def _is_as_recorded(found: Findings, order: Any, action: Action, ours: Kept) -> None:
    """On hold, let go of or cancelled, as Retour's own record says."""
    freed, dropped = (
        any(each.made == str(order.id) for each in ours.money(route)) for route in (Route.RELEASE, Route.DROP)
    )
    if dropped:
        expected = frozenset({"canceled"})
    elif freed or not ordered(action).action.hold:
        expected = LEFT
    else:
        expected = frozenset({"holded"})
    if order.state not in expected:
        found.unfounded.append(f"replacement {order.id} is {order.state}, by our records {sorted(expected)}")
    if freed and dropped:
        found.unfounded.append(f"replacement {order.id} was let go of and dropped")


def _rules(found: Findings, ours: Kept, theirs: Books) -> None:
    """Of what opened a replacement nothing is left; a credit's rule is one that is known."""
    credits = {each.steps.get("rule"): each for each in ours.money(Route.COUPON)}
    for number, rule in theirs.rules.items():
        if number not in credits or Decimal(str(rule["discount_amount"])) == 100:
            found.unrecorded.append(f"rule {number}, {rule['name']}, takes off {rule['discount_amount']}")
    for each in ours.of(ActionKind.TIDY, ActionState.DONE):
        if (each.made or "").removeprefix("rule ") in theirs.rules:
            found.unfounded.append(f"{each.key}: {each.made} is still there")
    tidied = {each.key for each in ours.of(ActionKind.TIDY, ActionState.DONE)}
    for each in ours.money(Route.REPLACE):
        if f"tidy-{each.key}" not in tidied:
            found.unfounded.append(f"nobody tidied up after {each.key}")


def _credits(found: Findings, ours: Kept, theirs: Books) -> None:
    """One code per credit, the one that is kept, worth what was promised; it stands in exactly one mail."""
    done = {each.made: each for each in ours.money(Route.COUPON)}
    for coupon in theirs.coupons:
        action, code = done.get(str(coupon["coupon_id"])), str(coupon["code"])
        if action is None:
            found.unrecorded.append(f"coupon {coupon['coupon_id']} of rule {coupon['rule_id']}")
            continue
        if ours.codes.get(action.key) != code or action.steps.get("rule") != str(coupon["rule_id"]):
            found.unfounded.append(f"{action.key}: another code, or another rule, than coupon {coupon['coupon_id']}")
        worth = Decimal(str(theirs.rules[str(coupon["rule_id"])]["discount_amount"]))
        if worth != ordered(action).action.amount.amount:
            found.unfounded.append(f"{action.key} promised {ordered(action).action.amount}, the code is worth {worth}")
        told = sum(code in text for _, _, text in theirs.mails)
        in_doubt = any(each.state is ActionState.PERSON for each in ours.of(ActionKind.REPLY, *ActionState))
        if told > 1 or (told == 0 and not in_doubt):
            found.doubles.append(f"the code of {action.key} stands in {told} mails") if told else found.stuck.append(
                f"the code of {action.key} was never told"
            )
    there = {str(coupon["coupon_id"]) for coupon in theirs.coupons}
    for made, action in done.items():
        if made not in there:
            found.unfounded.append(f"{action.key} made coupon {made}: not in the books")
