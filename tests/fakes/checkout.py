"""The fake shop's rules, codes and carts, in Magento's way: a rule needs a code, a used code counts once a queue has
run, and what a cart comes to is computed anew at every look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

from connector.domain.ids import OrderId
from connector.domain.money import Money
from connector.ports.errors import NotFound, OutcomeUnknown, Refused
from connector.ports.shop import Address, Cart, CreditRule, ShopOrder
from tests.fakes.articles import FakeArticles
from tests.fakes.catalogue import CATALOGUE, PARENTS
from tests.fakes.script import Script

SHIPPING = Decimal("6.00")  # whatever is in the cart
QUEUE = timedelta(minutes=1)  # how late Magento counts that a code was used
ZONE = ZoneInfo("Europe/Paris")  # rules begin and end by the shop's own days
OFFERED = ("flatrate_flatrate", "freeshipping_freeshipping")


@dataclass
class Code:
    """`used`: when orders were placed with it."""

    id: str
    code: str
    rule: str
    used: list[datetime] = field(default_factory=list)


@dataclass
class HeldCart:
    store: str
    items: dict[str, int] = field(default_factory=dict)
    code: str = ""
    email: str = ""
    address: Address | None = None
    method: str = ""
    order: OrderId | None = None


class FakeCheckout(FakeArticles):
    """`remains`: what a 100 % code leaves to pay, as where a shop taxes
    before discount; `countries`: where the shop ships to; `methods`: ways of shipping it offers, the cheapest last."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._clock = clock
        self.script = Script()
        self.countries = {"FR", "BE", "DE", "ES", "IT", "NL", "GB"}
        self.methods: tuple[str, ...] = OFFERED
        self.remains = Decimal(0)
        self.rules: dict[str, CreditRule] = {}
        self.codes: dict[str, Code] = {}
        self.carts: dict[str, HeldCart] = {}
        self._numbers = {kind: count(first) for kind, first in (("rule", 31), ("code", 61), ("cart", 251))}

    # --- coupons -----------------------------------------------------------------------------------------------------

    def make_rule(self, rule: CreditRule) -> str:
        return self.script.run("make_rule", lambda: self._make_rule(rule))

    def _make_rule(self, rule: CreditRule) -> str:
        if not rule.name or (rule.amount is None) is not rule.everything or (rule.amount and rule.amount.amount <= 0):
            raise Refused("bad_rule")
        self._known(rule.store)
        made = str(next(self._numbers["rule"]))
        self.rules[made] = rule
        return made

    def find_rule(self, name: str) -> str | None:
        return self.script.run(
            "find_rule", lambda: next((key for key in reversed(self.rules) if self.rules[key].name == name), None)
        )

    def rule_worth(self, rule: str) -> Decimal | None:
        def worth() -> Decimal | None:
            known = self.rules.get(rule)
            return known.amount.amount if known is not None and known.amount is not None else None

        return self.script.run("rule_worth", worth)

    def delete_rule(self, rule: str) -> None:
        self.script.run("delete_rule", lambda: self._delete_rule(rule))

    def _delete_rule(self, rule: str) -> None:
        self.rules.pop(rule, None)
        self.codes = {key: code for key, code in self.codes.items() if code.rule != rule}

    def make_code(self, rule: str, code: str) -> str:
        return self.script.run("make_code", lambda: self._make_code(rule, code))

    def _make_code(self, rule: str, code: str) -> str:
        if rule not in self.rules:
            raise Refused("no_rule")
        if any(each.casefold() == code.casefold() for each in self.codes):
            raise Refused("code_taken")
        self.codes[code] = Code(str(next(self._numbers["code"])), code, rule)
        return self.codes[code].id

    def find_code(self, code: str) -> str | None:
        return self.script.run("find_code", lambda: self.codes[code].id if code in self.codes else None)

    # --- carts -------------------------------------------------------------------------------------------------------

    def open_cart(self, store: str) -> str:
        return self.script.run("open_cart", lambda: self._open_cart(store))

    def _open_cart(self, store: str) -> str:
        self._known(store)
        made = str(next(self._numbers["cart"]))
        self.carts[made] = HeldCart(store)
        return made

    def cart(self, cart: str, store: str) -> Cart:
        return self.script.run("cart", lambda: self._look(cart))

    def _look(self, cart: str) -> Cart:
        held = self.carts.get(cart)
        if held is None or held.order is not None:
            raise NotFound(cart)
        items = {sku: Decimal(units) for sku, units in held.items.items()}
        return Cart(items, len(items), self._comes_to(held), held.code if self._rule_for(held) else "")

    def add_to_cart(self, cart: str, sku: str, units: int, store: str) -> None:
        self.script.run("add_to_cart", lambda: self._add(self._open(cart), sku, units))

    def _add(self, held: HeldCart, sku: str, units: int) -> None:
        if units < 1:
            raise Refused("quantity")
        if sku not in CATALOGUE:  # a configurable article by itself: its options are missing
            raise Refused("not_addable", "options" if sku in PARENTS else "unknown")
        wanted = held.items.get(sku, 0) + units
        if not self._can_sell(sku, wanted):
            raise Refused("out_of_stock")
        held.items[sku] = wanted

    def use_code(self, cart: str, code: str, store: str) -> None:
        self.script.run("use_code", lambda: self._use_code(self._open(cart), code))

    def _use_code(self, held: HeldCart, code: str) -> None:
        if not held.items:
            raise Refused("cart_empty")
        if self._rule_for(replace(held, code=code)) is None:
            raise Refused("code_invalid")
        held.code = code

    def send_to(self, cart: str, order: ShopOrder, store: str) -> Cart:
        return self.script.run("send_to", lambda: self._send_to(cart, order))

    def _send_to(self, cart: str, order: ShopOrder) -> Cart:
        if order.ship_to is None:
            raise Refused("no_address")
        held = self._open(cart)
        if not held.items:
            raise Refused("cart_empty")
        if order.ship_to.fields.get("country_id") not in self.countries:
            raise Refused("no_address")
        if not self.methods:
            raise Refused("no_shipping")
        held.method = order.shipping_method if order.shipping_method in self.methods else self.methods[-1]
        held.address, held.email = order.ship_to, order.email
        return self._look(cart)

    def _place(self, cart: str) -> OrderId:
        """Make the order. An empty cart is told like a parallel duplicate: nobody can tell the two apart."""
        if cart in self.carts and self.carts[cart].order is not None:
            return self.carts[cart].order
        held = self._open(cart)
        if not held.items:
            raise OutcomeUnknown("A server error stopped your order from being placed.")
        if held.address is None:
            raise Refused("no_address")
        if self._comes_to(held):
            raise Refused("not_free")
        if not all(self._can_sell(sku, units) for sku, units in held.items.items()):
            raise Refused("out_of_stock")
        held.order = self._replacement(held)
        if self._rule_for(held):
            self.codes[held.code].used.append(self._clock())
        return held.order

    def _replacement(self, held: HeldCart) -> OrderId:
        raise NotImplementedError

    def order_of_cart(self, cart: str) -> OrderId | None:
        return self.script.run("order_of_cart", lambda: self.carts[cart].order if cart in self.carts else None)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _known(self, store: str) -> None:
        if store not in self.stores:
            raise Refused("no_store")

    def _open(self, cart: str) -> HeldCart:
        held = self.carts.get(cart)
        if held is None or held.order is not None:
            raise Refused("cart_gone")
        return held

    def _rule_for(self, held: HeldCart) -> CreditRule | None:
        """The rule that the cart's code opens right now; a rule for an address only once the cart has it."""
        code = self.codes.get(held.code)
        rule = self.rules.get(code.rule) if code else None
        if code is None or rule is None:
            return None
        now = self._clock()
        counted = sum(at <= now - QUEUE for at in code.used)
        runs = rule.from_day <= now.astimezone(ZONE).date() <= rule.to_day
        for_us = rule.email is None or rule.email.casefold() == held.email.casefold()
        return rule if runs and for_us and not counted else None

    def _comes_to(self, held: HeldCart) -> Money:
        """With shipping, once it is known. A rule's amount takes off what it can; the rest of it is lost."""
        currency = self.stores[held.store]
        whole = sum((Decimal(CATALOGUE[sku][1]) * units for sku, units in held.items.items()), Decimal(0))
        whole += SHIPPING if held.method and not held.method.startswith("freeshipping") else 0
        rule = self._rule_for(held)
        if rule is not None and rule.everything:
            whole = min(whole, self.remains)
        elif rule is not None and rule.amount is not None:
            whole = max(whole - rule.amount.amount, Decimal(0))
        return Money.rounded(whole, currency)
