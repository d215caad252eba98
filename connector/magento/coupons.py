"""Cart price rules and the codes that open them: a store credit is one rule with one code.

A code is money. It is in the address of two calls, so their errors are raised without what quotes it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from connector.magento import refusals
from connector.magento.client import MagentoClient, is_entity_id
from connector.magento.criteria import Filter
from connector.magento.stores import Stores
from connector.magento.values import identifier, json_number, record, required_number
from connector.ports.errors import NotFound, OutcomeUnknown, Refused
from connector.ports.shop import CreditRule

GUESTS = 0  # customer group
LONGEST_NAME = 255
_RULE_REFUSALS = (
    ("Please choose a valid discount amount.", "bad_rule"),
    ("End Date must follow Start Date.", "bad_rule"),  # read in Magento's source, not recorded
)
_CODE_REFUSALS = (
    ("Coupon with the same code already exists.", "code_taken"),
    ("No such entity with rule_id", "no_rule"),
)


class Coupons:
    def __init__(self, client: MagentoClient, stores: Stores) -> None:
        self._client = client
        self._stores = stores

    def make_rule(self, rule: CreditRule) -> str:
        """Raise Refused("bad_rule") or Refused("no_store"), most often without a call."""
        check(rule)
        website = self._stores.view_to_write(rule.store).website
        try:
            answer = self._client.post("salesRules", rule_body(rule, website))
        except Refused as refused:
            raise refusals.meaning(refused, _RULE_REFUSALS) from None
        return _made(answer, "rule_id")

    def find_rule(self, name: str) -> str | None:
        found = self._client.search("salesRules/search", [Filter("name", name)], "rule_id,name")
        ids = [identifier(each, "rule_id") for each in found if each.get("name") == name]  # MySQL compares more loosely
        return max(ids, key=int, default=None)

    def rule_worth(self, rule: str) -> Decimal | None:
        """A fixed amount off the whole cart, of an active rule that one code opens once."""
        try:
            found = record(self._client.get(f"salesRules/{rule}"), "rule")
        except NotFound:
            return None
        as_made = {"simple_action": "cart_fixed", "coupon_type": "SPECIFIC_COUPON", "uses_per_coupon": 1}
        if found.get("is_active") is not True or any(found.get(name) != value for name, value in as_made.items()):
            return None
        return required_number(found, "discount_amount")

    def delete_rule(self, rule: str) -> None:
        """A rule that is not there is what we wanted."""
        if not is_entity_id(rule):
            raise Refused("bad_id", rule)
        try:
            answer = self._client.delete(f"salesRules/{rule}")
        except Refused as refused:
            if refused.code == "404":
                return
            raise refusals.meaning(refused, (), quote=True) from None
        if answer is not True:
            raise OutcomeUnknown("deleting a rule did not answer true")

    def make_code(self, rule: str, code: str) -> str:
        """Words we do not know are OutcomeUnknown: a code that perhaps exists is looked for, not given up."""
        if not is_entity_id(rule):
            raise Refused("bad_id", rule)
        if not code.strip():
            raise Refused("bad_code")
        return refusals.discreetly(lambda: self._make_code(rule, code))

    def _make_code(self, rule: str, code: str) -> str:
        try:
            answer = self._client.post("coupons", code_body(rule, code))
        except Refused as refused:
            raise refusals.meaning(refused, _CODE_REFUSALS, in_doubt=True) from None
        return _made(answer, "coupon_id")

    def find_code(self, code: str) -> str | None:
        search, wanted = self._client.search, Filter("code", code)
        found = refusals.discreetly(lambda: search("coupons/search", [wanted], "coupon_id,code"))
        return next((identifier(each, "coupon_id") for each in found if each.get("code") == code), None)


def check(rule: CreditRule) -> None:
    """Raise Refused for what Magento would take and should not: a rule without a name, 120 %, nothing, both."""
    if not rule.name.strip() or len(rule.name) > LONGEST_NAME:
        raise Refused("bad_rule", "name")
    if (rule.amount is not None) is rule.everything:
        raise Refused("bad_rule", "an amount or everything")
    if rule.amount is not None and rule.amount.amount <= 0:
        raise Refused("bad_rule", "amount")
    if rule.from_day > rule.to_day:
        raise Refused("bad_rule", "days")


def rule_body(rule: CreditRule, website: str) -> dict[str, Any]:
    """Return the body for a checked rule, as recorded. `discount_amount` is in base currency, or 100 per cent."""
    amount = Decimal(100) if rule.amount is None else rule.amount.amount
    document: dict[str, Any] = {
        "name": rule.name,
        "description": "Made by Retour for one customer; its code opens it once.",
        "website_ids": [int(website)],
        "customer_group_ids": sorted({GUESTS, *rule.customer_groups}),
        "from_date": rule.from_day.isoformat(),
        "to_date": rule.to_day.isoformat(),
        "uses_per_customer": 1,
        "is_active": True,
        "stop_rules_processing": False,
        "is_advanced": True,
        "sort_order": 0,
        "simple_action": "by_percent" if rule.everything else "cart_fixed",
        "discount_amount": json_number(amount),
        "discount_qty": 0,
        "discount_step": 0,
        "apply_to_shipping": True,  # `simple_free_shipping` has no effect
        "times_used": 0,
        "is_rss": False,
        "coupon_type": "SPECIFIC_COUPON",  # any other word makes a rule that needs no code
        "use_auto_generation": False,
        "uses_per_coupon": 1,
        "simple_free_shipping": "0",
        "store_labels": [{"store_id": 0, "store_label": rule.label}],
    }
    if rule.email is not None:
        document["condition"] = _only_for(rule.email)
    return {"rule": document}


def _only_for(email: str) -> dict[str, Any]:
    """Enforced, though the admin's screens do not offer it; only once the cart has an address with its e-mail."""
    return {
        "condition_type": r"Magento\SalesRule\Model\Rule\Condition\Combine",
        "conditions": [
            {
                "condition_type": r"Magento\SalesRule\Model\Rule\Condition\Address",
                "operator": "==",
                "attribute_name": "email",
                "value": email,
            }
        ],
        "aggregator_type": "all",
        "value": "1",
    }


def code_body(rule: str, code: str) -> dict[str, Any]:
    """The limit of one use has to be repeated: it is not taken from the rule."""
    coupon = {"rule_id": int(rule), "code": code, "usage_limit": 1, "usage_per_customer": 1}
    return {"coupon": coupon | {"times_used": 0, "is_primary": True, "type": 0}}


def _made(answer: object, name: str) -> str:
    if not isinstance(answer, dict) or not is_entity_id(str(answer.get(name, ""))):
        raise OutcomeUnknown(f"made, but answered without its {name}")
    return identifier(record(answer, name), name)
