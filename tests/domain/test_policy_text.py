"""Reading a policy: every problem names its line and its key, and nothing half-read is used."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from connector.domain.errors import InvalidPolicy
from connector.domain.money import Money
from connector.domain.policy import (
    Journey,
    LegalException,
    Limit,
    Mode,
    OrderAt,
    Policy,
    Proof,
    Refusals,
    Returns,
    Settle,
)
from connector.domain.policy_text import MAX_BYTES, content_hash, read_policy
from connector.domain.request import FAULTS, Option, Reason
from connector.flow.understand import CONTESTED


def problems(text: str) -> list[str]:
    with pytest.raises(InvalidPolicy) as refused:
        read_policy(text)
    return refused.value.problems


def line_of(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith(start))


@pytest.mark.parametrize(("name", "currency"), [("fr", "EUR"), ("en", "GBP")])
def test_the_shipped_policies_load_and_start_in_shadow(name: str, currency: str, root: Path) -> None:
    policy = read_policy((root / "connector" / "policies" / f"{name}.yaml").read_text(encoding="utf-8"))
    assert (policy.language, policy.rollout.mode, policy.refusals) == (name, Mode.SHADOW, Refusals.AGENT)
    assert (policy.window, policy.max_transit, policy.withdrawal, policy.bonus) == (30, 10, 14, Decimal(5))
    assert policy.refund_cap == Money.parse(f"60.00 {currency}")
    assert policy.cancel_cap == Money.parse(f"150.00 {currency}")
    assert policy.unverified_cap == Money.parse(f"30.00 {currency}")
    assert policy.customer_limit == Limit(90, 3, Money.parse(f"300.00 {currency}"))
    assert policy.shop_limit == Limit(1, 200, Money.parse(f"5000.00 {currency}"))
    assert policy.journey(Reason.WITHDRAWAL).options == (Option.REFUND, Option.EXCHANGE, Option.STORE_CREDIT)
    assert {policy.proof(reason) for reason in FAULTS} == {Proof.PHOTO, Proof.PERSON}
    assert policy.proof(Reason.CHANGED_MIND) is Proof.NONE


def test_the_shipped_policies_say_the_same_but_for_the_country(root: Path) -> None:
    french, english = (
        yaml.safe_load((root / "connector" / "policies" / f"{name}.yaml").read_text(encoding="utf-8"))
        for name in ("fr", "en")
    )
    assert french["journeys"] == english["journeys"]
    assert set(french) == set(english)


@pytest.mark.parametrize(
    ("found", "put", "key", "said"),
    [
        ("mode: shadow", "mode: full", "rollout.mode", "must be one of off, shadow, assist, auto"),
        ("  share: 100", "  shar: 100", "rollout.shar", "is no key we know here; known: languages, mode"),
        ("  days: 30", "  days: soon", "return_window.days", "'soon' is not of type 'integer'"),
        ("  days: 30", "  days: 30.0", "return_window.days", "30.0 is not of type 'integer'"),
        ("  days: 30", "  days: -1", "return_window.days", "minimum"),
        ("  share: 100", "  share: .nan", "rollout.share", "nan is not of type 'number'"),
        ("confidence: 0.80", "confidence: .inf", "confidence", "inf is not of type 'number'"),
        ("confidence: 0.80", "confidence: 0.4", "confidence", "minimum"),
        ("store_credit_bonus: 5", "store_credit_bonus: .nan", "store_credit_bonus", "nan"),
        ("  refund: 60.00 EUR", "  refund: 150.00", "caps.refund", "150.0 is not of type 'string'"),
        ("  refund: 60.00 EUR", "  refund: 150,00 EUR", "caps.refund", "such as 150.00 EUR"),
        ("  refund: 60.00 EUR", "  refund: -1.00 EUR", "caps.refund", "such as 150.00 EUR"),
        ("  refund: 60.00 EUR", "  refund: 150.001 EUR", "caps.refund", "more decimals than EUR allows (2)"),
        ("  cancel: 150.00 EUR", "  cancel: 150.5 JPY", "caps.cancel", "more decimals than JPY allows (0)"),
        ("  unverified: 30.00 EUR", "  unverified: 1e9 EUR", "caps.unverified", "such as 150.00 EUR"),
        ("timezone: Europe/Paris", "timezone: Paris", "timezone", "is no time zone; such as Europe/Paris"),
        ("timezone: Europe/Paris", "timezone: ../Paris", "timezone", "is no time zone"),
        ("country: FR", "country: France", "country", "does not match"),
        ("  reasons: all", "  reasons: [damaged, cold]", "rollout.reasons", "must be all, or a list of known values"),
        ("  reasons: all", "  reasons: []", "rollout.reasons", "must be all, or a list of known values"),
        ("refusals: agent", "refusals: never", "refusals", "must be one of agent, send"),
        ("  default: {options: [exchange,", "  default: {options: [hug,", "journeys.default.options.0", "is 'hug'"),
        ("  days: 14", "  days: 13", "withdrawal.days", "minimum"),
        ("  online_shown_within: 10", "  online_shown_within: 0", "payments.online_shown_within", "minimum"),
        ("store_credit_bonus: 5", "store_credit_bonus: 51", "store_credit_bonus", "maximum"),
        ("hold_minutes: 0", "hold_minutes: 0\nstore_credit_days: 29", "store_credit_days", "minimum"),
        ("hold_minutes: 0", "hold_minutes: 0\nstore_credit_days: 3651", "store_credit_days", "maximum"),
        ("  days: 14", "  days: 14\n  standard_shipping: 4.90", "withdrawal.standard_shipping", "not of type 'string'"),
        (
            "  days: 14",
            "  days: 14\n  standard_shipping: 4,90 EUR",
            "withdrawal.standard_shipping",
            "such as 150.00 EUR",
        ),
        ("  days: 14", "  days: 14\n  standard_shipping: 4.901 EUR", "withdrawal.standard_shipping", "more decimals"),
        ("  days: 14", "  days: 14\n  standard_shipping: 4.5 JPY", "withdrawal.standard_shipping", "more decimals"),
        ("shop: Maison", "shop: [Maison", "", "not YAML"),
    ],
)
def test_a_problem_names_its_line_and_key(found: str, put: str, key: str, said: str, policy_text: str) -> None:
    assert policy_text.count(found) == 1
    told = problems(policy_text.replace(found, put))
    assert len(told) == 1
    if key:
        line = line_of(policy_text, found.strip()) + put.count("\n")
        assert told[0].startswith(f"line {line}: {key}: ")
    assert said in told[0]


def test_tells_all_problems_at_once_in_the_order_of_the_file(policy_text: str) -> None:
    text = policy_text.replace("mode: shadow", "mode: full").replace("refund: 60.00 EUR", "refund: lots")
    told = problems(text)
    assert [each.split(": ")[1] for each in told] == ["rollout.mode", "caps.refund"]


def test_a_missing_key_is_told_at_its_section(policy_text: str) -> None:
    without = re.sub(r"\n  cancel: .*", "", policy_text)
    assert problems(without) == [f"line {line_of(policy_text, 'caps:')}: caps: lacks cancel"]


def test_a_key_written_twice_is_refused(policy_text: str) -> None:
    twice = policy_text.replace("  cancel: 150.00 EUR", "  cancel: 150.00 EUR\n  refund: 9000.00 EUR")
    line = line_of(twice, "cancel:") + 1
    assert problems(twice) == [f"line {line}: caps.refund: stands here a second time"]


def test_keys_that_are_no_text_are_unknown_keys(policy_text: str) -> None:
    told = problems(policy_text + "\n1: one\nyes: two\nthree: 3\n")
    assert len(told) == 1
    assert "is no key we know here" in told[0]


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [1]\nb: *x\n",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "&a [*a]\n",
    ],
)
def test_aliases_are_not_followed(text: str) -> None:
    assert re.fullmatch(r"line \d: not YAML: aliases are not used in a policy", problems(text)[0]) is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("# nothing\n", "the file is empty"),
        ("- a\n", "the file: ['a'] is not of type 'object'"),
        ("shop", "the file: 'shop' is not of type 'object'"),
        ("a: 1\n---\nb: 2\n", "not YAML"),
        ("a: !!python/object/apply:os.system [id]\n", "not YAML"),
        ("a: \x00", "not YAML"),
        ("[" * 5000, "not YAML"),
        ("a: " + "9" * 5000, "not YAML"),
    ],
)
def test_refuses_what_is_no_policy_at_all(text: str, said: str) -> None:
    assert said in problems(text)[0]


def test_refuses_a_file_that_is_too_large(policy_text: str) -> None:
    padding = "#" * (MAX_BYTES - len(policy_text.encode()))
    assert read_policy(policy_text + padding).shop == "Maison Lumière"
    assert problems(policy_text + padding + "#") == [f"line 1: the file is larger than {MAX_BYTES} bytes"]


@given(st.text(max_size=200))
def test_any_text_is_refused_with_a_line(text: str) -> None:
    for told in problems(text):
        assert re.match(r"line \d+: ", told) is not None


# --- the law ---


def test_a_window_below_the_statutory_days_needs_a_named_override(policy_text: str) -> None:
    short = policy_text.replace("  days: 30", "  days: 13")
    line = line_of(policy_text, "days: 30")
    assert problems(short) == [
        f"line {line}: return_window.days: is below the statutory 14 days of withdrawal. "
        "Raise it, or say why in withdrawal.below_floor"
    ]
    named = short.replace("  days: 14", "  below_floor: Sold to companies only\n  days: 14")
    policy = read_policy(named)
    assert (policy.window, policy.withdrawal, policy.below_floor) == (13, 14, "Sold to companies only")


def test_an_override_must_say_something(policy_text: str) -> None:
    short = policy_text.replace("  days: 30", "  days: 13").replace("  days: 14", '  below_floor: "yes"\n  days: 14')
    assert [each.split(": ")[1] for each in problems(short)] == ["withdrawal.below_floor"]


@pytest.mark.parametrize("days", [14, 15])
def test_a_window_of_the_statutory_days_needs_none(days: int, policy_text: str) -> None:
    assert read_policy(policy_text.replace("  days: 30", f"  days: {days}")).window == days


def test_legal_exceptions_have_a_name_and_categories(policy_text: str) -> None:
    exception = '  exceptions: [{name: "L221-28, 5°", categories: ["23"]}]\n  days: 14'
    policy = read_policy(policy_text.replace("  days: 14", exception))
    assert policy.legal_exceptions == (LegalException("L221-28, 5°", frozenset({"23"})),)
    nameless = policy_text.replace("  days: 14", '  exceptions: [{categories: ["23"]}]\n  days: 14')
    assert "lacks name" in problems(nameless)[0]


def test_a_payment_method_is_online_or_offline(policy_text: str) -> None:
    both = policy_text.replace("offline: [checkmo", "offline: [adyen_cc, checkmo")
    assert problems(both) == [
        f"line {line_of(policy_text, 'payments:')}: payments: adyen_cc cannot be online and offline"
    ]


def test_a_journey_takes_what_it_leaves_out_from_default(policy_text: str) -> None:
    later = policy_text.replace("settle: at_once}", "settle: carrier_scan}")
    policy = read_policy(later + RETURNS)
    assert policy.journey(Reason.DAMAGED).settle is Settle.CARRIER_SCAN
    assert policy.journey(Reason.DAMAGED).proof is Proof.PHOTO
    assert policy.journey(Reason.STYLE) == policy.journey(None) == policy.default_journey


def test_what_is_left_out_has_its_safe_default(policy_text: str) -> None:
    given = yaml.safe_load(policy_text)
    needed = ("shop", "language", "country", "timezone", "return_window", "caps", "limits", "payments")
    policy = read_policy(yaml.safe_dump({key: given[key] for key in needed}))
    assert (policy.rollout.mode, policy.confidence, policy.hold_minutes) == (Mode.SHADOW, Decimal("0.80"), 0)
    assert (policy.bonus, policy.refusals, policy.default_journey) == (Decimal(0), Refusals.AGENT, Journey())
    assert (policy.withdrawal, policy.below_floor, policy.answer_days) == (14, None, 2)
    assert (policy.returns, policy.standard_shipping, policy.credit_days) == (None, None, 365)


# --- parcels, exchanges and credit ---

RETURNS = 'returns:\n  address: [Maison Lumière, "12, rue des Lilas", 69003 Lyon]\n'
DAMAGED = "  damaged: {options: [reship, exchange, refund, store_credit], proof: photo}"


def journeyed(policy_text: str, more: str, returns: str = RETURNS) -> str:
    """The policy with `more` in the journey of `damaged`."""
    assert policy_text.count(DAMAGED) == 1
    return policy_text.replace(DAMAGED, f"{DAMAGED[:-1]}, {more}}}") + returns


def test_a_journey_says_when_what_is_ordered_and_with_which_bonus(policy_text: str) -> None:
    text = journeyed(policy_text, "settle: warehouse_scan, order_at: acceptance, bonus: 7.5, proof_hours: 72")
    policy = read_policy(text)
    damaged, other = policy.journey(Reason.DAMAGED), policy.journey(Reason.DEFECTIVE)
    assert (damaged.settle, damaged.order_at) == (Settle.WAREHOUSE_SCAN, OrderAt.ACCEPTANCE)
    assert (damaged.bonus, damaged.proof_hours) == (Decimal("7.5"), 72)
    assert (other.settle, other.order_at, other.bonus, other.proof_hours) == (Settle.AT_ONCE, OrderAt.SCAN, None, 48)
    assert (policy.bonus_of(Reason.DAMAGED), policy.bonus_of(Reason.DEFECTIVE), policy.bonus_of(None)) == (
        Decimal("7.5"),
        Decimal(5),
        Decimal(5),
    )


def test_a_bonus_of_nothing_is_a_bonus_of_its_own(policy_text: str) -> None:
    policy = read_policy(journeyed(policy_text, "bonus: 0"))
    assert (policy.journey(Reason.DAMAGED).bonus, policy.bonus_of(Reason.DAMAGED)) == (Decimal(0), Decimal(0))


def test_a_journey_takes_the_new_keys_from_default_too(policy_text: str) -> None:
    text = policy_text.replace("settle: at_once}", "settle: carrier_scan, order_at: acceptance, bonus: 3}") + RETURNS
    withdrawal = read_policy(text).journey(Reason.WITHDRAWAL)
    assert (withdrawal.settle, withdrawal.order_at, withdrawal.bonus) == (
        Settle.CARRIER_SCAN,
        OrderAt.ACCEPTANCE,
        Decimal(3),
    )


@pytest.mark.parametrize(
    ("more", "key", "said"),
    [
        ("proof_hours: 0", "proof_hours", "minimum"),
        ("proof_hours: 337", "proof_hours", "maximum"),
        ("proof_hours: 1.5", "proof_hours", "1.5 is not of type 'integer'"),
        ("proof_hours: two", "proof_hours", "'two' is not of type 'integer'"),
        ("bonus: -1", "bonus", "minimum"),
        ("bonus: 51", "bonus", "maximum"),
        ("bonus: .nan", "bonus", "nan is not of type 'number'"),
        ("bonus: 5 %", "bonus", "'5 %' is not of type 'number'"),
        ("order_at: arrival", "order_at", "must be one of acceptance, scan"),
        ("settle: scan", "settle", "must be one of at_once, carrier_scan, warehouse_scan"),
        ("wait: yes", "wait", "is no key we know here; known: bonus, options, order_at, proof, proof_hours, settle"),
    ],
)
def test_a_problem_of_a_journey_names_its_line_and_key(more: str, key: str, said: str, policy_text: str) -> None:
    told = problems(journeyed(policy_text, more))
    assert len(told) == 1
    assert told[0].startswith(f"line {line_of(policy_text, 'damaged:')}: journeys.damaged.{key}: ")
    assert said in told[0]


@pytest.mark.parametrize("hours", [1, 336])
def test_a_photo_has_from_an_hour_to_two_weeks(hours: int, policy_text: str) -> None:
    assert read_policy(journeyed(policy_text, f"proof_hours: {hours}")).journey(Reason.DAMAGED).proof_hours == hours


@pytest.mark.parametrize("settle", ["carrier_scan", "warehouse_scan"])
def test_what_waits_for_a_parcel_says_where_it_goes(settle: str, policy_text: str) -> None:
    line = line_of(policy_text, "damaged:")
    assert problems(journeyed(policy_text, f"settle: {settle}", returns="")) == [
        f"line {line}: journeys.damaged.settle: waits for a parcel: say in returns.address where it goes"
    ]
    assert read_policy(journeyed(policy_text, f"settle: {settle}")).journey(Reason.DAMAGED).settle == settle
    assert read_policy(journeyed(policy_text, "settle: at_once", returns="")).returns is None


def test_the_default_journey_says_it_too(policy_text: str) -> None:
    text = policy_text.replace("settle: at_once}", "settle: carrier_scan}")
    line = line_of(policy_text, "default:")
    assert problems(text) == [
        f"line {line}: journeys.default.settle: waits for a parcel: say in returns.address where it goes"
    ]


def test_reads_where_parcels_go_and_how_long_they_may_take(policy_text: str) -> None:
    where = ("Maison Lumière", "12, rue des Lilas", "69003 Lyon")
    assert read_policy(policy_text + RETURNS).returns == Returns(where, send_within=14, arrive_within=14)
    longer = f"{RETURNS}  send_within_days: 30\n  arrive_within_days: 7\n"
    assert read_policy(policy_text + longer).returns == Returns(where, send_within=30, arrive_within=7)


@pytest.mark.parametrize(
    ("given", "key", "said"),
    [
        ("{}", "returns", "lacks address"),
        ("{address: [Lyon]}", "returns.address", "too short"),
        ("{address: [a, b, c, d, e, f, g, h, i]}", "returns.address", "too long"),
        ('{address: [a, ""]}', "returns.address.1", "should be non-empty"),
        (f"{{address: [a, {'b' * 81}]}}", "returns.address.1", "is too long"),
        ("{address: [a, 69003]}", "returns.address.1", "69003 is not of type 'string'"),
        ("{address: [a, b], send_within_days: 0}", "returns.send_within_days", "minimum"),
        ("{address: [a, b], send_within_days: 91}", "returns.send_within_days", "maximum"),
        ("{address: [a, b], arrive_within_days: 0}", "returns.arrive_within_days", "minimum"),
        ("{address: [a, b], arrive_within_days: 61}", "returns.arrive_within_days", "maximum"),
        ("{address: [a, b], label: free}", "returns.label", "is no key we know here"),
    ],
)
def test_a_problem_of_the_returns_names_its_line_and_key(given: str, key: str, said: str, policy_text: str) -> None:
    text = f"{policy_text}returns: {given}\n"
    told = problems(text)
    assert len(told) == 1
    assert told[0].startswith(f"line {len(text.splitlines())}: {key}: ")
    assert said in told[0]


def test_reads_what_the_standard_delivery_costs(policy_text: str) -> None:
    assert read_policy(policy_text).standard_shipping is None
    for text in ("4.90 EUR", "0.00 EUR", "500 JPY", "1.234 KWD"):
        told = policy_text.replace("  days: 14", f"  days: 14\n  standard_shipping: {text}")
        assert read_policy(told).standard_shipping == Money.parse(text)


def test_reads_how_long_a_store_credit_is_good_for(policy_text: str) -> None:
    assert read_policy(policy_text).credit_days == 365
    for days in (30, 3650):
        assert read_policy(f"{policy_text}store_credit_days: {days}\n").credit_days == days


# --- the hash ---


def test_layout_comments_and_the_order_of_keys_do_not_change_the_hash(policy_text: str) -> None:
    given = yaml.safe_load(policy_text)
    turned = {key: given[key] for key in reversed(given)}
    assert read_policy(policy_text + "\n# a word\n").hash == read_policy(policy_text).hash
    assert read_policy(yaml.safe_dump(turned, sort_keys=False)).hash == read_policy(policy_text).hash
    assert read_policy(yaml.safe_dump(turned, default_flow_style=True)).hash == read_policy(policy_text).hash


def leaves(given: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(given, dict):
        return [leaf for key, each in given.items() for leaf in leaves(each, (*path, key))]
    if isinstance(given, list):
        return [leaf for index, each in enumerate(given) for leaf in leaves(each, (*path, index))]
    return [path]


def test_any_value_changes_the_hash(policy_text: str) -> None:
    hashes = {content_hash(yaml.safe_load(policy_text))}
    paths = leaves(yaml.safe_load(policy_text))
    for path in paths:
        given = yaml.safe_load(policy_text)
        at = given
        for part in path[:-1]:
            at = at[part]
        at[path[-1]] = f"{at[path[-1]]} changed"
        hashes.add(content_hash(given))
    assert len(paths) > 60
    assert len(hashes) == len(paths) + 1


def test_the_hash_is_a_sha256(policy: Policy) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", policy.hash) is not None


@pytest.mark.parametrize(("key", "word"), [("mode: shadow ", "mode: off "), ("country: FR", "country: NO")])
def test_takes_off_and_no_for_the_words_they_are(key: str, word: str) -> None:
    """YAML 1.1 reads them as false; a merchant means a mode and Norway."""
    text = Path("connector/policies/fr.yaml").read_text(encoding="utf-8")
    assert key in text
    policy = read_policy(text.replace(key, word))
    assert (policy.rollout.mode, policy.country) in {("off", "FR"), ("shadow", "NO")}


def test_no_policy_may_act_on_words_that_perhaps_take_the_demand_back() -> None:
    """`flow/understand.py` reads those at 0.70."""
    text = Path("connector/policies/fr.yaml").read_text(encoding="utf-8")
    assert "confidence: 0.80" in text
    with pytest.raises(InvalidPolicy, match="confidence: 0.7 is less than the minimum of 0.75"):
        read_policy(text.replace("confidence: 0.80", "confidence: 0.70"))
    assert read_policy(text.replace("confidence: 0.80", "confidence: 0.75")).confidence > CONTESTED


# --- a claim that opens more than a change of mind does ---

WAITS = "default: {options: [exchange, store_credit, refund], proof: none, settle: warehouse_scan}"


@pytest.mark.parametrize(
    ("journeys", "proof"),
    [
        ("style: {settle: at_once}", Proof.PERSON),
        ("style: {settle: carrier_scan}", Proof.PERSON),
        ("style: {bonus: 6}", Proof.PERSON),
        ("style: {options: [keep_item, refund]}", Proof.PERSON),
        ("style: {options: [reship]}", Proof.PERSON),
        ("changed_mind: {options: [store_credit]}", Proof.PERSON),
        ("changed_mind: {proof: photo}", Proof.PERSON),
        ("changed_mind: {bonus: 0}", Proof.PERSON),
        ("style: {settle: at_once, proof: photo}", Proof.PHOTO),
        ("style: {settle: at_once}\n  changed_mind: {settle: at_once}", Proof.NONE),
        ("style: {bonus: 5}", Proof.NONE),
        ("style: {bonus: 0}", Proof.NONE),
        ("style: {options: [store_credit]}", Proof.NONE),
        ("style: {order_at: acceptance}", Proof.NONE),
    ],
)
def test_a_reason_that_opens_more_than_a_change_of_mind_needs_its_proof_or_a_person(
    journeys: str, proof: Proof, shipped_text: str
) -> None:
    text = shipped_text[: shipped_text.index("journeys:")] + f"journeys:\n  {WAITS}\n  {journeys}\n"
    assert read_policy(text).proof(Reason.STYLE) is proof


@pytest.mark.parametrize(
    ("journeys", "proof"),
    [
        ("changed_mind: {options: [store_credit]}\n  withdrawal: {options: [refund, store_credit]}", Proof.NONE),
        ("withdrawal: {settle: at_once}", Proof.PERSON),
    ],
)
def test_a_refund_is_the_right_of_a_withdrawal_but_not_a_sooner_one(
    journeys: str, proof: Proof, shipped_text: str
) -> None:
    text = shipped_text[: shipped_text.index("journeys:")] + f"journeys:\n  {WAITS}\n  {journeys}\n"
    assert read_policy(text).proof(Reason.WITHDRAWAL) is proof


@pytest.mark.parametrize("path", ["connector/policies/fr.yaml", "connector/policies/en.yaml", "demo/policy.yaml"])
def test_of_the_shipped_policies_only_faults_need_proof(path: str, root: Path) -> None:
    policy = read_policy((root / path).read_text(encoding="utf-8"))
    assert {reason for reason in Reason if policy.proof(reason) is not Proof.NONE} == FAULTS
