"""Credit and goods: every step once, whatever dies between two of them; what was made is read back before anyone is
told; what is left behind is tidied up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from connector.domain.case import State
from connector.domain.money import Money
from connector.flow.agent import undo
from connector.flow.effects.codes import code_of
from connector.ports.errors import NotSent, OutcomeUnknown, Refused
from connector.ports.helpdesk import Agent
from connector.ports.shop import ShopOrder
from tests.fakes.world import TENANT, FakeWorld
from tests.flow.conftest import EMAIL, wants_refund

SILENCE = OutcomeUnknown("ReadTimeout")
RESHIP = (
    "missing_item: {options: [reship, refund, store_credit], proof: person}",
    "missing_item: {options: [reship, refund, store_credit], proof: photo}",
)
REPLACEMENT = ("make_rule", "make_code", "open_cart", "add_to_cart", "send_to", "use_code", "place")
CREDIT = ("make_rule", "make_code")


def wants_exchange(order: ShopOrder, size: str = "L") -> str:
    return (
        "Bonjour, le t-shirt Organic Tee est trop petit, je voudrais l'échanger contre une taille "
        f"{size}. Commande {order.number}, merci"
    )


def wants_red(order: ShopOrder) -> str:
    """The red S costs 30.00, the blue M that was bought 36.00."""
    return f"Hi, the tee is too large, please exchange it for a size S in red. Order {order.number}, thanks"


def wants_credit(order: ShopOrder) -> str:
    return (
        "Bonjour, je préfère un avoir plutôt qu'un remboursement pour le bol, il ne va pas avec notre table. "
        f"Commande {order.number}"
    )


def exchange(world: FakeWorld, payment: str = "contractpay") -> tuple[ShopOrder, str]:
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1}, payment)
    return order, world.writes(EMAIL, wants_exchange(order))


def credit(world: FakeWorld) -> tuple[ShopOrder, str]:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    return order, world.writes(EMAIL, wants_credit(order))


def money(world: FakeWorld, ticket: str) -> list[str]:
    return [state for state in world.states(ticket) if state.startswith("money")]


# --- as it should go --------------------------------------------------------------------------------------------------


def test_an_exchange_is_an_order_that_costs_nothing_for_the_variant_wanted(world: FakeWorld) -> None:
    order, ticket = exchange(world)
    world.work()
    assert world.shop.replacements(EMAIL) == [({"TEE-L-BLUE": 1}, "0.00 EUR")]
    assert world.shop.amounts(order.id) == []
    assert world.ledger() == [("made", "36.00 EUR")]
    assert world.states(ticket) == ["money done", "reply done", "tidy done", "comment done", "comment done"]
    assert world.case(ticket).state is State.SETTLED
    assert "1 × Organic Tee Blue L" in world.desk.replies(ticket)[0]


def test_its_free_rule_is_deleted_and_was_for_this_address_and_day_alone(world: FakeWorld) -> None:
    seen = []
    world.shop.script.after("make_code", lambda: seen.extend(world.shop.rules.values()))
    exchange(world)
    world.work()
    assert [(rule.everything, rule.email, rule.to_day) for rule in seen] == [
        (True, EMAIL, world.clock().date() + timedelta(days=1))
    ]
    assert (world.shop.rules, world.shop.codes) == ({}, {})


def test_both_orders_tell_their_staff_what_happened(world: FakeWorld) -> None:
    order, ticket = exchange(world)
    world.work()
    key = f"exchange-{world.case(ticket).id}-1"
    said = dict(world.shop.left)
    assert f"comment-{key} Retour: Exchange, replace" in said.pop(order.id)
    assert [f"replaces articles of order {order.number}" in text for text in said.values()] == [True]


def test_a_cheaper_variant_gives_the_difference_back_after_the_goods_left(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(EMAIL, wants_red(order))
    world.work()
    assert world.shop.replacements(EMAIL) == [({"TEE-S-RED": 1}, "0.00 EUR")]
    assert (world.shop.amounts(order.id), world.shop.moved(order.id)) == (["6.00 EUR"], ["6.00 EUR"])
    assert world.ledger() == [("made", "36.00 EUR")]
    assert money(world, ticket) == ["money done", "money done"]
    assert "€6.00" in world.desk.replies(ticket)[0]
    assert len(world.desk.replies(ticket)) == 1


def test_the_difference_of_an_offline_order_is_a_payout(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1}, "checkmo")
    ticket = world.writes(EMAIL, wants_red(order))
    world.work()
    assert (world.shop.amounts(order.id), world.shop.moved(order.id)) == (["6.00 EUR"], [])
    assert [str(each.amount) for each in world.payouts()] == ["6.00 EUR"]
    assert "we will transfer the difference of €6.00" in world.desk.replies(ticket)[0]


def test_a_dearer_variant_goes_to_an_agent(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(EMAIL, wants_exchange(order, "XL"))
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "variant.dearer")
    assert (world.shop.writes, world.ledger()) == (0, [])


def test_a_sold_out_variant_goes_to_an_agent(world: FakeWorld) -> None:
    world.shop.stock["TEE-L-BLUE"] = 0
    _, ticket = exchange(world)
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "variant.sold_out")
    assert world.shop.writes == 0


def test_which_variant_is_asked_with_what_is_in_stock(world: FakeWorld) -> None:
    world.shop.stock |= {"TEE-S-BLUE": 0, "TEE-M-RED": 0}
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(
        EMAIL, f"Bonjour, le t-shirt Organic Tee est trop petit, je voudrais l'échanger. Commande {order.number}, merci"
    )
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_CUSTOMER, "variant.unknown")
    assert "L / Blue, XL / Blue, S / Red" in world.desk.replies(ticket)[0]
    world.answers(ticket, "Taille L s'il vous plaît")
    world.work()
    assert world.shop.replacements(EMAIL) == [({"TEE-L-BLUE": 1}, "0.00 EUR")]
    assert world.case(ticket).state is State.SETTLED


@pytest.mark.parametrize(
    ("answer", "sent"),
    [
        ("C'est la {n}, merci", "TEE-M-BLUE"),
        ("C'est la {n}, taille L", "TEE-L-BLUE"),
        ("{n} L", "TEE-L-BLUE"),
        ("{n}, L / Blue", "TEE-L-BLUE"),
    ],
)
def test_an_order_number_in_an_answer_wishes_for_no_other_variant(world: FakeWorld, answer: str, sent: str) -> None:
    """What came with a fault is exchanged for the same, but where the answer names another."""
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(
        EMAIL,
        "Bonjour, la couture du t-shirt a lâché après deux jours. Je voudrais l'échanger contre un neuf, merci.",
        pictures=1,
    )
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_CUSTOMER, "ask.order")
    world.answers(ticket, answer.format(n=order.number))
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.SETTLED, "policy.allows")
    assert world.shop.replacements(EMAIL) == [({sent: 1}, "0.00 EUR")]


@pytest.mark.parametrize(
    "words",
    [
        "contre une autre taille. Commande {n} passée par L. Martin, merci",
        "contre une taille au-dessus, surtout pas la taille S. Commande {n}",
        "car ma femme a la taille L. Commande {n}",
        "contre un L ou un XL. Commande {n}",
    ],
)
def test_a_size_in_passing_is_asked_about_and_sends_nothing(world: FakeWorld, words: str) -> None:
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(EMAIL, "Bonjour, je voudrais échanger le t-shirt Organic Tee " + words.format(n=order.number))
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) in (
        (State.WAITING_CUSTOMER, "variant.unknown"),
        (State.WAITING_AGENT, "text.implicit"),  # "surtout pas ..." may refuse the exchange as well
    )
    assert (world.shop.writes, world.ledger()) == (0, [])


@pytest.mark.parametrize(
    "answer",
    ["Anything except S", "S is too small", "La S est trop petite", "bigger than L", "S or L", "Red\nS Martin"],
)
def test_an_answer_that_names_no_wish_sends_nothing(world: FakeWorld, answer: str) -> None:
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(
        EMAIL, f"Bonjour, je voudrais échanger le t-shirt Organic Tee. Commande {order.number}, merci"
    )
    world.work()
    world.answers(ticket, answer)
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_CUSTOMER, "variant.unknown")
    assert (world.shop.writes, world.ledger(), len(world.desk.replies(ticket))) == (0, [], 2)


def test_an_initial_under_an_answer_is_no_size(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(
        EMAIL, f"Bonjour, je voudrais échanger le t-shirt Organic Tee. Commande {order.number}, merci"
    )
    world.work()
    world.answers(ticket, "La rouge, merci. S. Martin")
    world.work()
    assert world.shop.replacements(EMAIL) == [({"TEE-M-RED": 1}, "0.00 EUR")]


def test_store_credit_is_one_code_with_bonus_that_only_the_customer_hears(world: FakeWorld) -> None:
    order, ticket = credit(world)
    world.work()
    (rule,), (held,) = world.shop.rules.values(), world.shop.codes.values()
    assert (str(rule.amount), rule.everything, rule.email) == ("30.24 EUR", False, None)
    assert (rule.to_day - world.clock().date()).days == 365
    key = f"store-credit-{world.case(ticket).id}-1"
    assert code_of(world.services, key) == held.code  # type: ignore[arg-type]
    assert f"Saisissez ce code dans votre panier\u202f: {held.code}" in world.desk.replies(ticket)[0]
    with world.engine.begin() as connection:
        kept = [
            str(row)
            for table in ("outbox", "audit", "decisions")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608
        ]
    assert len(kept) > 5
    assert [row for row in kept if held.code in row] == []
    assert world.shop.amounts(order.id) == []
    assert world.ledger() == [("made", "30.24 EUR")]


def test_units_that_were_credited_are_never_refunded_as_well(world: FakeWorld) -> None:
    order, _ = credit(world)
    world.work()
    again = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert world.shop.amounts(order.id) == []
    assert (world.case(again).state, world.case(again).why) == (State.WAITING_AGENT, "refunded.before")


def test_credit_in_another_currency_than_coupons_count_in_is_a_persons_to_give(world: FakeWorld) -> None:
    order, ticket = credit(world)
    world.shop.change(order.id, base_currency="USD", base_rate=Decimal("0.9"))
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "credit.other_currency")
    assert world.shop.writes == 0


def test_a_missing_article_is_sent_again_once_there_is_a_photo(world: FakeWorld) -> None:
    world.set_policy(RESHIP)
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(
        EMAIL,
        f"Bonjour, le bol manquait dans le colis. Merci de me le renvoyer. Commande {order.number}",
        pictures=1,
    )
    world.work()
    assert world.shop.replacements(EMAIL) == [({"BOL-01": 1}, "0.00 EUR")]
    assert "Nous vous envoyons à nouveau 1 × Bol en grès" in world.desk.replies(ticket)[0]


# --- steps ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("done", [True, False], ids=["done", "not done"])
@pytest.mark.parametrize("step", REPLACEMENT)
def test_a_silent_step_of_an_exchange_ends_in_one_order(world: FakeWorld, step: str, done: bool) -> None:
    world.shop.script.fail(step, SILENCE, done=done)
    order, ticket = exchange(world)
    world.work()
    assert (world.desk.replies(ticket), world.leases()) == ([], 1)
    world.settle()
    world.wait(10)
    assert world.shop.replacements(EMAIL) == [({"TEE-L-BLUE": 1}, "0.00 EUR")]
    assert world.case(ticket).state is State.SETTLED
    assert (len(world.desk.replies(ticket)), world.desk.notes(ticket), world.leases()) == (1, [], 0)
    assert world.ledger() == [("made", "36.00 EUR")]
    assert world.shop.codes == {}
    assert world.shop.amounts(order.id) == []


@pytest.mark.parametrize("done", [True, False], ids=["done", "not done"])
@pytest.mark.parametrize("step", CREDIT)
def test_a_silent_step_of_a_credit_ends_in_one_code(world: FakeWorld, step: str, done: bool) -> None:
    world.shop.script.fail(step, SILENCE, done=done)
    _, ticket = credit(world)
    world.work()
    assert world.desk.replies(ticket) == []
    world.settle()
    world.wait(10)
    assert len(world.shop.codes) == 1
    assert world.case(ticket).state is State.SETTLED
    assert [code.code in world.desk.replies(ticket)[0] for code in world.shop.codes.values()] == [True]
    assert world.shop.script.calls["make_rule"] == (1 if done or step != "make_rule" else 2)


@pytest.mark.parametrize("step", REPLACEMENT)
def test_a_step_that_was_surely_not_sent_is_sent_later_from_where_it_was(world: FakeWorld, step: str) -> None:
    world.shop.script.fail(step, NotSent("429", 30.0))
    _, ticket = exchange(world)
    world.work()
    assert money(world, ticket) == ["money pending"]
    world.wait(31)
    assert world.shop.replacements(EMAIL) == [({"TEE-L-BLUE": 1}, "0.00 EUR")]
    assert world.case(ticket).state is State.SETTLED
    carts = 2 if step == "add_to_cart" else 1  # a cart that may hold something is left behind
    assert (world.shop.script.calls["open_cart"], world.shop.script.calls["make_rule"]) == (
        1 + (carts - 1) + (step == "open_cart"),
        1 + (step == "make_rule"),
    )


def test_a_half_filled_cart_is_left_behind(world: FakeWorld) -> None:
    world.set_policy(RESHIP)
    order = world.shop.place(EMAIL, {"BOL-01": 1, "MUG-BL": 1})
    world.shop.script.fail("add_to_cart", NotSent("429", 30.0), skip=1)
    ticket = world.writes(
        EMAIL,
        "Bonjour, il manquait tout dans le colis, le bol et le mug. Merci de me renvoyer toute la commande "
        f"{order.number}",
        pictures=1,
    )
    world.work()
    world.wait(31)
    assert world.shop.replacements(EMAIL) == [({"BOL-01": 1, "MUG-BL": 1}, "0.00 EUR")]
    assert world.case(ticket).state is State.SETTLED


@pytest.mark.parametrize(
    ("step", "refusal"),
    [
        ("add_to_cart", Refused("out_of_stock", "Product that you are trying to add is not available.")),
        ("send_to", Refused("no_shipping", "…")),
        ("use_code", Refused("code_invalid", "The coupon code isn't valid.")),
        ("place", Refused("not_free", "The requested Payment Method is not available.")),
    ],
)
def test_a_refused_step_goes_to_an_agent_and_leaves_no_open_code(world: FakeWorld, step: str, refusal: Refused) -> None:
    world.shop.script.fail(step, refusal)
    _, ticket = exchange(world)
    world.work()
    assert world.shop.replacements(EMAIL) == []
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "refused.money")
    assert refusal.code in world.desk.notes(ticket)[0]
    assert (world.shop.rules, world.shop.codes) == ({}, {})
    assert (world.ledger(), world.leases()) == ([("void", "36.00 EUR")], 0)
    assert world.desk.replies(ticket) == []


def test_an_agent_who_refunds_meanwhile_stops_an_exchange_that_is_not_placed(world: FakeWorld) -> None:
    order, ticket = exchange(world)
    world.shop.script.fail("use_code", NotSent("429", 30.0))
    world.work()
    world.shop.agent_refunds(order.id, {"TEE-M-BLUE": 1})
    world.wait(31)
    assert world.shop.replacements(EMAIL) == []
    assert world.shop.amounts(order.id) == ["36.00 EUR"]
    assert world.case(ticket).why == "refunded.before"  # decided again: the customer is told where the money is
    assert "36,00" in world.desk.replies(ticket)[0]
    assert world.shop.codes == {}
    assert [state for state, _ in world.ledger()] == ["void"]


def test_what_was_begun_is_neither_undone_nor_withdrawn_by_newer_words(world: FakeWorld) -> None:
    _, ticket = exchange(world)
    world.shop.script.fail("place", NotSent("429", 30.0))
    world.work()
    assert undo(world.services, TENANT, world.case(ticket).id, Agent("7", verified=True)) == []
    world.answers(ticket, "Bonjour, finalement je préfère un remboursement.")
    world.read()
    assert money(world, ticket) == ["money pending"]
    world.wait(31)
    assert world.shop.replacements(EMAIL) == [({"TEE-L-BLUE": 1}, "0.00 EUR")]
    assert len(world.desk.replies(ticket)) == 1


def test_what_magento_makes_otherwise_is_an_agents_before_anyone_is_told(world: FakeWorld) -> None:
    _, ticket = exchange(world)
    world.shop.script.after("place", lambda: world.shop.spoil_newest())
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "made.odd")
    assert world.desk.replies(ticket) == []
    assert "costs 5.00 EUR" in world.desk.notes(ticket)[0]


def test_a_rule_that_takes_off_another_amount_is_an_agents(world: FakeWorld) -> None:
    _, ticket = credit(world)

    def halve() -> None:
        for key, rule in world.shop.rules.items():
            world.shop.rules[key] = replace(rule, amount=rule.amount - rule.amount if rule.amount else None)

    world.shop.script.after("make_code", halve)
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "made.odd")
    assert world.desk.replies(ticket) == []


def test_the_difference_that_cannot_go_back_leaves_the_exchange_told_to_an_agent(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    world.shop.script.fail("refund", Refused("amount", "The most money available to refund is 0."))
    ticket = world.writes(EMAIL, wants_red(order))
    world.work()
    assert world.shop.replacements(EMAIL) == [({"TEE-S-RED": 1}, "0.00 EUR")]
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "refused.money")
    assert f"exchange-{world.case(ticket).id}-1: " in world.desk.notes(ticket)[0]
    assert world.ledger() == [("made", "30.00 EUR")]
    assert world.leases() == 0


def test_a_silent_difference_is_a_persons_and_keeps_the_order_locked(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    world.shop.script.fail("refund", SILENCE)
    ticket = world.writes(EMAIL, wants_red(order))
    world.work()
    world.settle()
    assert money(world, ticket) == ["money done", "money person"]
    assert world.leases() == 1
    assert [str(each.amount) for each in world.promised(order.id)] == ["36.00 EUR"]


def test_tidying_up_goes_on_until_the_rule_is_gone(world: FakeWorld) -> None:
    world.shop.script.fail("delete_rule", SILENCE)
    _, ticket = exchange(world)
    world.work()
    assert world.case(ticket).state is State.SETTLED
    assert len(world.shop.rules) == 1
    world.settle()
    world.wait(10)
    assert world.shop.rules == {}


def test_a_comment_that_fell_silent_is_not_written_twice(world: FakeWorld) -> None:
    world.shop.script.fail("comment", SILENCE, done=True)
    order, ticket = exchange(world)
    world.work()
    world.settle()
    world.wait(10)
    assert len([text for number, text in world.shop.left if number == order.id]) == 1
    assert set(world.states(ticket)) == {"money done", "reply done", "tidy done", "comment done"}


def test_a_memo_that_was_only_booked_is_not_told_as_money(world: FakeWorld) -> None:
    """Made through an invoice, yet the gateway has no transaction for it: somebody looks before anyone is told."""
    world.shop.books = lambda memo: replace(memo, transaction=None)
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert (world.case(ticket).why, world.desk.replies(ticket)) == ("made.odd", [])
    assert "no money moved at the gateway" in world.desk.notes(ticket)[0]


def test_a_gateway_that_names_no_transaction_is_believed_by_the_order(world: FakeWorld) -> None:
    world.shop.books = lambda memo: replace(memo, transaction=None)
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.shop.amend(order.id, refunded_online=Money.parse("28.80 EUR"))
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert (world.case(ticket).state, len(world.desk.replies(ticket))) == (State.SETTLED, 1)


def test_a_guest_s_code_is_good_in_their_account_as_well(world: FakeWorld) -> None:
    account = world.shop.place(EMAIL, {"MUG-BL": 1})
    world.shop.amend(account.id, customer_id="7", customer_group=3)
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.writes(EMAIL, wants_credit(order))
    world.work()
    (rule,) = world.shop.rules.values()
    assert rule.customer_groups == {order.customer_group, 3}


@pytest.mark.parametrize("code", ["no_shipping", "not_placed"])
def test_a_way_of_shipping_that_went_with_the_code_is_chosen_anew(world: FakeWorld, code: str) -> None:
    """Free above a sum, and now the sum is nothing: the cart is asked once more what is offered."""
    world.shop.script.fail("place", Refused(code))
    exchange(world)
    world.work()
    assert world.shop.script.calls["place"] == 2
    assert len(world.shop.replacements(EMAIL)) == 1
