"""The shop's sales rules and their codes, and the queue that counts how often a code was used."""

from __future__ import annotations

import random
import string
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sandbox.magento import rules
from sandbox.magento.money import Record
from sandbox.magento.orders import Order
from sandbox.magento.refusals import Refusal, integer, required
from sandbox.magento.rules import Buyer
from sandbox.magento.stores import StoreView

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

MANUAL, GENERATED = 0, 1  # a coupon's type
ALPHABETS = {
    "alphanum": string.ascii_uppercase + string.digits,
    "alpha": string.ascii_uppercase,
    "num": string.digits,
}
COUPON_COLUMNS = frozenset(
    "coupon_id rule_id code usage_limit usage_per_customer times_used is_primary created_at type".split()
)


@dataclass(frozen=True)
class Use:
    """One placed order (step 1), or a cancelled one (-1), that waits to be counted."""

    at: datetime
    step: int
    rule_ids: tuple[int, ...]
    code: str | None
    customer_id: int | None


class Promotions:
    """Rules and coupons by id. A use is counted by a queue, `shop.coupon_queue_delay` seconds after placing.

    Until then a code with `usage_limit` 1 goes on paying for orders. Cancelling gives the use back, through the same
    queue (Magento's source, not recorded).
    """

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._random = random.Random(20261121)
        self._queue: list[Use] = []
        self._by_customer: Counter[tuple[str, int, int]] = Counter()  # kind, rule or coupon id, customer
        self.rules: dict[int, Record] = {}
        self.coupons: dict[int, Record] = {}
        self._by_code: dict[str, Record] = {}

    # -- rules

    def create_rule(self, body: Any) -> Record:
        """Make a rule; the same request twice makes two."""
        with self._shop.mutex:
            made = rules.row(body, self._shop.numbers.id("rule"))
            self.rules[made["rule_id"]] = made
            return made

    def rule(self, rule_id: int) -> Record:
        self.run_queue(due_only=True)
        return _known(self.rules, rule_id)

    def delete_rule(self, rule_id: int) -> bool:
        """Delete a rule and with it its codes; orders keep the code they were placed with."""
        with self._shop.mutex:
            _known(self.rules, rule_id)
            del self.rules[rule_id]
            for coupon_id in [key for key, row in self.coupons.items() if row["rule_id"] == rule_id]:
                self.delete_coupon(coupon_id)
        return True

    # -- coupons

    def create_coupon(self, body: Any) -> Record:
        """Make a code. It is unique without regard to case, also in parallel."""
        given = body.get("coupon") if isinstance(body, dict) else None
        if not isinstance(given, dict):
            raise required("coupon")
        with self._shop.mutex:
            rule = self._rule_for(given)
            code = str(given.get("code") or "")
            if self.by_code(code) is not None:
                raise Refusal(400, "%1 already exists.", ["Coupon with the same code"])
            return self._add(rule, code, given)

    def _rule_for(self, given: Record) -> Record:
        """Return the rule a code is for; the refusals about types are Magento's source, not recorded."""
        rule = self.rules.get(integer("rule_id", given.get("rule_id")))
        kind = integer("type", given.get("type"))
        if rule is None:
            why = f"No such entity with rule_id = {given.get('rule_id')}"
        elif rule["coupon_type"] == rules.NO_COUPON:
            why = "Specified rule does not allow coupons"
        elif rule["use_auto_generation"] and kind == MANUAL:
            why = "Specified rule only allows auto generated coupons"
        elif not rule["use_auto_generation"] and kind == GENERATED:
            why = "Specified rule does not allow auto generated coupons"
        else:
            return rule
        raise Refusal(400, "Error occurred when saving coupon: %1", [why])

    def _add(self, rule: Record, code: str, given: Record) -> Record:
        made: Record = {
            "coupon_id": self._shop.numbers.id("coupon"),
            "rule_id": rule["rule_id"],
            "code": code,
            "usage_per_customer": rule["uses_per_customer"],
            "times_used": integer("times_used", given.get("times_used")),
            "is_primary": True if given.get("is_primary") else None,
            "created_at": self._shop.now(),
        }
        if given.get("usage_limit") is not None:  # not taken from the rule: without it there is no limit
            made["usage_limit"] = integer("usage_limit", given["usage_limit"])
        if given.get("type") is not None:
            made["type"] = integer("type", given["type"])
        self.coupons[made["coupon_id"]] = self._by_code[code.casefold()] = made
        return made

    def coupon(self, coupon_id: int) -> Record:
        self.run_queue(due_only=True)
        return _known(self.coupons, coupon_id)

    def delete_coupon(self, coupon_id: int) -> bool:
        with self._shop.mutex:
            del self._by_code[_known(self.coupons, coupon_id)["code"].casefold()]
            del self.coupons[coupon_id]
        return True

    def by_code(self, code: str) -> Record | None:
        return self._by_code.get(code.casefold())

    def generate(self, body: Any) -> list[str]:
        """Make codes for a rule with auto generation; an unknown format leaks a warning of PHP."""
        spec = body.get("couponSpec") if isinstance(body, dict) else None
        if not isinstance(spec, dict):
            raise required("couponSpec")
        with self._shop.mutex:
            rule = self.rules.get(integer("rule_id", spec.get("rule_id")))
            alphabet = ALPHABETS.get(str(spec.get("format")))
            why = None
            if rule is None:
                why = f"No such entity with rule_id = {spec.get('rule_id')}"
            elif not rule["use_auto_generation"]:
                why = "Specified rule does not allow automatic coupon generation"
            elif alphabet is None:
                source = "/var/www/magento/vendor/magento/module-sales-rule/Helper/Coupon.php on line 148"
                why = f'Warning: Undefined array key "{spec.get("format")}" in {source}'
            if rule is None or alphabet is None or why is not None:
                raise Refusal(400, "Error occurred when generating coupons: %1", [why])
            limits = {"usage_limit": rule["uses_per_coupon"], "type": GENERATED}
            quantity = integer("quantity", spec.get("quantity"))
            return [str(self._add(rule, self._new_code(spec, alphabet), limits)["code"]) for _ in range(quantity)]

    def _new_code(self, spec: Record, alphabet: str) -> str:
        """Return a code nobody has; ten attempts, then the refusal of Magento's source."""
        for _ in range(10):
            code = self._code(spec, alphabet)
            if self.by_code(code) is None:
                return code
        raise Refusal(400, "We cannot create the requested Coupon Qty. Please check your settings and try again.")

    def _code(self, spec: Record, alphabet: str) -> str:
        every = integer("delimiter_at_every", spec.get("delimiter_at_every"))
        letters = "".join(self._random.choices(alphabet, k=integer("length", spec.get("length"))))
        step = every or len(letters) or 1
        parts = [letters[start : start + step] for start in range(0, len(letters), step)]
        code = str(spec.get("delimiter") or "").join(parts)
        return f"{spec.get('prefix') or ''}{code}{spec.get('suffix') or ''}"

    # -- which rules apply, and counting their uses

    def applying(self, code: str | None, buyer: Buyer, store: StoreView) -> tuple[list[Record], bool]:
        """Return the rules that hold for this cart, in their order, and whether the code's own is among them."""
        with self._shop.mutex:
            self.run_queue(due_only=True)
            today = self._shop.clock().astimezone(ZoneInfo(store.timezone)).date().isoformat()
            coupon = None if code is None else self.by_code(code)
            own = None if coupon is None or not self._left(coupon, buyer) else coupon["rule_id"]
            holding = [
                rule
                for rule in self.rules.values()
                if (rule["rule_id"] == own if _takes_codes(rule) else rule["coupon_type"] == rules.NO_COUPON)
                and rules.is_open(rule, buyer, today)
                and rules.holds(rule["condition"], buyer.facts)
                and not self._used_up(rule["uses_per_customer"], "rule", rule["rule_id"], buyer)
            ]
            chosen = sorted(holding, key=lambda rule: (rule["sort_order"], rule["rule_id"]))
            stop = next((index for index, rule in enumerate(chosen, 1) if rule["stop_rules_processing"]), None)
            chosen = chosen[:stop]
            return chosen, own is not None and any(rule["rule_id"] == own for rule in chosen)

    def _left(self, coupon: Record, buyer: Buyer) -> bool:
        limit = coupon.get("usage_limit")
        if limit and coupon["times_used"] >= limit:
            return False
        return not self._used_up(coupon["usage_per_customer"], "coupon", coupon["coupon_id"], buyer)

    def _used_up(self, limit: int, kind: str, number: int, buyer: Buyer) -> bool:
        """A limit per customer knows registered customers only."""
        if not limit or buyer.customer_id is None:
            return False
        return self._by_customer[kind, number, buyer.customer_id] >= limit

    def note(self, order: Order, step: int) -> None:
        """Queue what an order used (1) or gives back (-1); one that no cart became uses nothing."""
        data = order.data
        with self._shop.mutex:
            if ids := data.get("_rule_ids", ()):
                use = Use(self._shop.clock(), step, ids, data.get("coupon_code"), data.get("customer_id"))
                self._queue.append(use)

    def run_queue(self, *, due_only: bool = False) -> int:
        """Count the uses that wait, or those whose delay is over; return how many."""
        with self._shop.mutex:
            delay, now = self._shop.coupon_queue_delay, self._shop.clock()
            due = self._queue
            if due_only:
                due = [] if delay is None else [u for u in due if u.at + timedelta(seconds=delay) <= now]
            for use in due:
                self._count(use)
            self._queue = [use for use in self._queue if not any(use is done for done in due)]
            return len(due)

    def _count(self, use: Use) -> None:
        """A rule or code that was deleted meanwhile is not counted."""
        rows = [("rule", number, self.rules.get(number)) for number in use.rule_ids]
        coupon = None if use.code is None else self.by_code(use.code)
        if coupon is not None:
            rows.append(("coupon", coupon["coupon_id"], coupon))
        for kind, number, row in rows:
            if row is not None:
                row["times_used"] = max(row["times_used"] + use.step, 0)
                if use.customer_id is not None:
                    self._by_customer[kind, number, use.customer_id] += use.step


def _takes_codes(rule: Record) -> bool:
    return rule["coupon_type"] in (rules.SPECIFIC_COUPON, rules.AUTO)


def _known(rows: dict[int, Record], number: int) -> Record:
    if number not in rows:
        raise Refusal(404, "No such entity.")
    return rows[number]
