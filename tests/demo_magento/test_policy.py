"""The demo's policy, fitted to a shop."""

from __future__ import annotations

import pytest

from connector.domain.money import Money
from connector.domain.policy_text import read_policy
from demo.magento.place import Place, View
from demo.magento.policy import policy_for


def place(currency: str, language: str = "en", country: str = "US") -> Place:
    view = View(1, "default", currency, f"{language}_{country}")
    return Place(1, currency, "America/Chicago", language, country, view, None, "1")


@pytest.mark.parametrize(("currency", "cap"), [("USD", "150.00 USD"), ("JPY", "150 JPY"), ("KWD", "150.000 KWD")])
def test_caps_are_in_the_shops_own_currency(currency: str, cap: str) -> None:
    policy = read_policy(policy_for(place(currency), ["contractpay"]))
    assert policy.refund_cap == policy.cancel_cap == Money.parse(cap)
    assert {policy.customer_limit.amount.currency, policy.shop_limit.amount.currency} == {currency}


def test_caps_may_be_in_another_one() -> None:
    assert read_policy(policy_for(place("USD"), [], "EUR")).refund_cap == Money.parse("150.00 EUR")


def test_language_zone_and_methods_are_the_shops() -> None:
    policy = read_policy(policy_for(place("CHF", "fr", "FR"), ["my_gateway", "contractpay"]))
    assert (policy.language, policy.timezone, policy.window) == ("fr", "America/Chicago", 60)
    assert {"my_gateway", "contractpay", "stripe_payments"} <= policy.online_methods
    assert policy.final_sale.attribute is None
