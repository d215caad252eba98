"""Sales rules: the row that a request makes, and whether it holds for who buys what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.magento.money import ZERO, Record, decimal
from sandbox.magento.refusals import Refusal, integer, required, wrong_type

CONDITIONS = "Magento\\SalesRule\\Model\\Rule\\Condition\\"
NO_COUPON, SPECIFIC_COUPON, AUTO = "NO_COUPON", "SPECIFIC_COUPON", "AUTO"
WEBSITE = 1
COLUMNS = frozenset(
    """
    rule_id name description from_date to_date uses_per_customer is_active stop_rules_processing is_advanced
    sort_order simple_action discount_amount discount_qty discount_step apply_to_shipping times_used is_rss
    coupon_type use_auto_generation uses_per_coupon simple_free_shipping
    """.split()
)


@dataclass(frozen=True)
class Buyer:
    """Who buys, and what a condition on the address may ask: `facts` by attribute name, email among them."""

    customer_id: int | None
    group: int
    facts: Mapping[str, object] = field(default_factory=dict)


def row(body: Any, rule_id: int) -> Record:
    """Return the rule of a request. Little is refused: no name, an unknown coupon type (kept as 0) and 120 % pass."""
    given = body.get("rule") if isinstance(body, dict) else None
    if not isinstance(given, dict):
        raise required("rule")
    amount = _amount("discount_amount", given)
    if amount < 0:
        raise Refusal(400, "Please choose a valid discount amount.")
    kind = given.get("coupon_type", NO_COUPON)
    record: Record = {
        "rule_id": rule_id,
        "store_labels": [_label(entry) for entry in given.get("store_labels") or ()],
        "website_ids": [integer("website_ids", value) for value in given.get("website_ids") or ()],
        "customer_group_ids": [integer("customer_group_ids", value) for value in given.get("customer_group_ids") or ()],
        "condition": _condition(given.get("condition"), "Combine"),
        "action_condition": _condition(given.get("action_condition"), "Product\\Combine"),
        "simple_action": given.get("simple_action", "by_percent"),
        "discount_amount": amount,
        "coupon_type": kind if kind in (NO_COUPON, SPECIFIC_COUPON, AUTO) else "0",
        "simple_free_shipping": "0",  # whatever was sent: it has no effect
    }
    for name in ("uses_per_customer", "uses_per_coupon", "sort_order", "discount_step", "times_used"):
        record[name] = integer(name, given.get(name))
    flags = {"is_advanced": True, "stop_rules_processing": True}
    for name in ("is_active", "stop_rules_processing", "is_advanced", "apply_to_shipping", "is_rss"):
        record[name] = bool(given.get(name, flags.get(name, False)))
    record["use_auto_generation"] = bool(given.get("use_auto_generation", False))
    for name in ("name", "description", "from_date", "to_date"):
        if given.get(name) is not None:
            record[name] = given[name]
    if given.get("discount_qty"):
        record["discount_qty"] = _amount("discount_qty", given)
    return record


def _amount(name: str, given: Record) -> Decimal:
    value = given.get(name) or 0
    try:
        return decimal(value)
    except InvalidOperation as error:
        raise wrong_type(name, value, "float") from error


def _label(entry: Any) -> Record:
    if not isinstance(entry, dict):
        raise wrong_type("store_labels", entry, "array")
    return {"store_id": integer("store_id", entry.get("store_id")), "store_label": str(entry.get("store_label") or "")}


def _condition(given: Any, default: str) -> Record:
    """Return a tree of conditions as stored: a combination shows its (absent) operator, a leaf has no aggregator."""
    if not isinstance(given, dict):
        return {
            "condition_type": CONDITIONS + default,
            "aggregator_type": "all",
            "operator": None,
            "value": True,
        }
    record: Record = {"condition_type": given.get("condition_type", CONDITIONS + default)}
    if given.get("attribute_name") is not None:
        return record | {key: given.get(key) for key in ("operator", "attribute_name", "value")}
    if given.get("conditions"):
        record["conditions"] = [_condition(child, default) for child in given["conditions"]]
    extra = {"aggregator_type": given.get("aggregator_type", "all"), "operator": given.get("operator")}
    return record | extra | {"value": given.get("value", True)}


def label(rule: Record, store_id: int) -> str | None:
    """Return the rule's name in this store view; the admin's (0) stands in for all."""
    labels: dict[int, str] = {entry["store_id"]: entry["store_label"] for entry in rule["store_labels"]}
    return labels.get(store_id, labels.get(0)) or None


def is_open(rule: Record, buyer: Buyer, today: str) -> bool:
    """Active, in this website, for this group, on this day of the store (both ends included)."""
    begins, ends = rule.get("from_date") or "", rule.get("to_date") or "9999"
    if not rule["is_active"] or not begins <= today <= ends:
        return False
    return WEBSITE in rule["website_ids"] and buyer.group in rule["customer_group_ids"]


def holds(condition: Record, facts: Mapping[str, object]) -> bool:
    """Evaluate a tree of conditions; an attribute that nobody knows is never equal to anything."""
    if condition.get("attribute_name") is not None:
        return _compare(facts.get(condition["attribute_name"]), str(condition["operator"]), str(condition["value"]))
    wanted = condition["value"] not in (False, 0, "0", "")
    results = [holds(child, facts) == wanted for child in condition.get("conditions", ())]
    return not results or (any(results) if condition["aggregator_type"] == "any" else all(results))


def _compare(value: object, operator: str, expected: str) -> bool:
    """Text is compared without regard to case, as Magento does; without a value only a negation is true."""
    if operator in ("!=", "!()"):
        return not _compare(value, {"!=": "==", "!()": "()"}[operator], expected)
    if value is None:
        return False
    if operator == "()":
        return any(_compare(value, "==", part.strip()) for part in expected.split(","))
    if operator == "==":
        return str(value).casefold() == expected.casefold()
    left, right = _number(value), _number(expected)
    return {">": left > right, ">=": left >= right, "<": left < right, "<=": left <= right}.get(operator, False)


def _number(value: object) -> Decimal:
    try:
        return decimal(value)
    except InvalidOperation:
        return ZERO
