"""What the flow relies on when it makes a rule and its code: found again, made once, worth what was meant."""

from __future__ import annotations

from datetime import timedelta

import pytest

from connector.ports.errors import OutcomeUnknown
from tests.contracts.checkout import code, euros, filled, fresh_code, refusal, rule
from tests.contracts.shops import OFFLINE, ONLINE, ShopKit


def test_a_code_for_one_address_is_open_only_once_the_cart_has_it(kit: ShopKit) -> None:
    theirs, other = (kit.place({"BOL-01": 1}, ONLINE, email=f"{name}@example.com") for name in ("ida", "otto"))
    opens = code(kit, email="ida@example.com")
    cart = filled(kit, {"BOL-01": 1})
    assert refusal(lambda: kit.port.use_code(cart, opens, kit.store)) == "code_invalid"
    kit.port.send_to(cart, other, kit.store)
    assert refusal(lambda: kit.port.use_code(cart, opens, kit.store)) == "code_invalid"
    kit.port.send_to(cart, theirs, kit.store)
    kit.port.use_code(cart, opens, kit.store)
    assert kit.port.cart(cart, kit.store).total == euros("0")


def test_using_a_code_twice_is_once(kit: ShopKit) -> None:
    bought = kit.place({"BOL-01": 1}, ONLINE)
    cart = filled(kit, {"BOL-01": 1})
    kit.port.send_to(cart, bought, kit.store)
    opens = code(kit, everything=False, amount=euros("10.00"))
    before = kit.port.cart(cart, kit.store).total
    totals = []
    for _ in range(2):
        kit.port.use_code(cart, opens, kit.store)
        totals.append(kit.port.cart(cart, kit.store).total)
    assert totals[0] == totals[1] < before


def test_a_code_worth_more_than_the_cart_makes_it_free_and_its_rest_is_lost(kit: ShopKit) -> None:
    bought = kit.place({"BOL-01": 1}, ONLINE)
    cart = filled(kit, {"BOL-01": 1})
    kit.port.send_to(cart, bought, kit.store)
    kit.port.use_code(cart, code(kit, everything=False, amount=euros("500.00")), kit.store)
    assert kit.port.cart(cart, kit.store).total == euros("0")
    assert kit.port.order(kit.port.place(cart, kit.store)).total == euros("0")


@pytest.mark.parametrize("days", [(-3, -2), (2, 3)], ids=["over", "not yet"])
def test_a_code_opens_nothing_outside_of_its_days(kit: ShopKit, days: tuple[int, int]) -> None:
    first, last = (kit.today + timedelta(days=each) for each in days)
    opens = code(kit, from_day=first, to_day=last)
    cart = filled(kit, {"BOL-01": 1})
    assert refusal(lambda: kit.port.use_code(cart, opens, kit.store)) == "code_invalid"


def test_a_code_that_is_none_is_invalid(kit: ShopKit) -> None:
    cart = filled(kit, {"BOL-01": 1})
    assert refusal(lambda: kit.port.use_code(cart, "NO-SUCH-CODE", kit.store)) == "code_invalid"
    assert kit.port.cart(cart, kit.store).coupon == ""


def test_a_code_is_made_once(kit: ShopKit) -> None:
    first, second = (kit.port.make_rule(rule(kit)) for _ in range(2))
    opens = fresh_code()
    made = kit.port.make_code(first, opens)
    for again in (first, second):
        assert refusal(lambda again=again: kit.port.make_code(again, opens)) == "code_taken"
    assert kit.port.find_code(opens) == made


def test_a_code_whose_answer_was_lost_is_found_by_itself(kit: ShopKit) -> None:
    made, opens = kit.port.make_rule(rule(kit)), fresh_code()
    assert kit.port.find_code(opens) is None
    kit.lose_answer("make_code")
    with pytest.raises(OutcomeUnknown):
        kit.port.make_code(made, opens)
    assert kit.port.find_code(opens) is not None
    assert kit.port.find_code(opens.lower()) is None


def test_a_code_needs_its_rule(kit: ShopKit) -> None:
    assert refusal(lambda: kit.port.make_code("999999", "RTR-NO-RULE")) == "no_rule"
    assert kit.port.find_code("RTR-NO-RULE") is None


def test_a_rule_made_twice_is_two_and_the_newest_is_found_by_its_name(kit: ShopKit) -> None:
    wanted = rule(kit)
    assert kit.port.find_rule(wanted.name) is None
    first, second = (kit.port.make_rule(wanted) for _ in range(2))
    assert first != second
    assert kit.port.find_rule(wanted.name) == second
    assert kit.port.find_rule(wanted.name.upper()) is None


def test_a_deleted_rule_takes_its_code_along_and_deleting_again_is_fine(kit: ShopKit) -> None:
    wanted, opens = rule(kit), fresh_code()
    made = kit.port.make_rule(wanted)
    kit.port.make_code(made, opens)
    for _ in range(2):
        kit.port.delete_rule(made)
    assert (kit.port.find_rule(wanted.name), kit.port.find_code(opens)) == (None, None)
    cart = filled(kit, {"BOL-01": 1})
    assert refusal(lambda: kit.port.use_code(cart, opens, kit.store)) == "code_invalid"


def test_a_cart_whose_code_is_gone_costs_something_again(kit: ShopKit) -> None:
    bought = kit.place({"BOL-01": 1}, OFFLINE, shipped=False)
    made, opens = kit.port.make_rule(rule(kit)), fresh_code()
    kit.port.make_code(made, opens)
    cart = filled(kit, {"BOL-01": 1})
    kit.port.use_code(cart, opens, kit.store)
    kit.port.delete_rule(made)
    assert kit.port.send_to(cart, bought, kit.store).total > euros("28.80")
    assert refusal(lambda: kit.port.place(cart, kit.store)) == "not_free"


@pytest.mark.parametrize("wrong", [{"name": ""}, {"everything": False}, {"amount": euros("5.00")}])
def test_a_rule_that_says_too_little_or_too_much_is_not_made(kit: ShopKit, wrong: dict[str, object]) -> None:
    made = rule(kit, **wrong)
    assert refusal(lambda: kit.port.make_rule(made)) == "bad_rule"
