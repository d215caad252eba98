"""`retour decide`: one line in, one out; what does not fit is refused by path; the documents say what the code does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from connector.domain.codec import BadJson, to_json
from connector.domain.decide_line import RECORDS, decide_line
from connector.domain.decide_schema import FIELDS, SUMMARIES, decide_schema
from connector.domain.decision import decide
from connector.domain.facts import Facts
from connector.domain.policy import Journey, Mode, Policy, Rollout, Settle
from connector.domain.policy_doc import policy_reference
from connector.domain.policy_schema import SCHEMA
from connector.domain.policy_text import read_policy
from connector.domain.request import Kind, Option, Request

Object = dict[str, Any]
Spoil = Callable[[Object], object]


@pytest.fixture(scope="session")
def blocks(root: Path) -> list[str]:
    """The example in docs/decide.md: the line, the answer, a schema."""
    return re.findall(r"```json\n(.*?)```", (root / "docs" / "decide.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def line(blocks: list[str]) -> Object:
    return dict(json.loads(blocks[0]))


@pytest.fixture(scope="session")
def schema() -> Draft202012Validator:
    Draft202012Validator.check_schema(decide_schema())
    return Draft202012Validator(decide_schema())


WISHED: Object = {
    "type": "Wished",
    "at": "2026-11-21T11:55:00+01:00",
    "line": "10",
    "sku": "LAMP-3",
    "salable": True,
    "own_price": "10.00",
    "price": "8.00",
}


def answer(line: Object, policy: Policy) -> Object:
    return dict(json.loads(decide_line(json.dumps(line), policy)))


def test_the_example_in_the_docs_is_what_happens(blocks: list[str], line: Object, shipped_text: str) -> None:
    said = answer(line, read_policy(shipped_text.replace("mode: shadow", "mode: auto")))
    assert len(said["decision"].pop("judgements")) == len(Option)
    assert said == json.loads(blocks[1])


def test_in_shadow_the_example_only_says_what_would_have_been(line: Object, policy: Policy) -> None:
    said = answer(line, replace(policy, rollout=Rollout(Mode.SHADOW)))
    assert said["step"] == {"next": "record", "why": "rollout.shadow", "option": None}
    assert said["action"] is None
    refund = next(offer for offer in said["decision"]["offers"] if offer["option"] == "refund")
    assert (refund["verdict"], refund["codes"]) == ("review", ["rollout.shadow"])


def test_a_parcel_of_the_evening_counts_from_the_shops_day(line: Object, policy: Policy) -> None:
    """23:30 UTC on the 10th is the 11th in Paris: the 11th of December is the last day of thirty."""
    line["as_of"] = "2026-12-11T22:30:00Z"
    assert "window.open" in decide_line(json.dumps(line), policy)
    assert "window.delivery_unknown" in decide_line(json.dumps(line), replace(policy, timezone="America/New_York"))
    line["as_of"] = "2026-12-11T23:30:00Z"  # the 12th in Paris
    assert "window.delivery_unknown" in decide_line(json.dumps(line), policy)


def test_takes_facts_in_the_place_of_records(ask: Request, facts: Facts, policy: Policy) -> None:
    given = f'{{"id": [1], "request": {to_json(ask)}, "facts": {to_json(facts)}}}'
    said = json.loads(decide_line(given, policy))
    assert said["id"] == [1]
    assert said["decision"] == json.loads(to_json(decide(ask, facts, policy)))
    assert said["action"]["amount"] == {"amount": "19.49", "currency": "EUR"}


def test_an_exchange_for_a_cheaper_variant_sends_it_and_then_gives_the_difference(line: Object, policy: Policy) -> None:
    line["request"]["kind"] = "exchange"
    line["records"][1]["variants"] = True
    line["records"].append(WISHED)
    said = answer(line, policy)
    assert said["step"] == {"next": "act", "option": "exchange", "why": "policy.allows"}
    goods, rest = said["action"], said["then"]
    assert (goods["route"], goods["goods"], goods["amount"]["amount"]) == ("replace", {"LAMP-3": 1}, "15.59")
    assert [(each["route"], each["goodwill"], each["amount"]["amount"]) for each in rest] == [("invoice", True, "3.90")]
    assert goods["siblings"] == [rest[0]["key"]] == ["exchange-preview-0-2"]
    assert rest[0]["siblings"] == [goods["key"]] == ["exchange-preview-0"]


def test_units_on_two_invoices_take_an_action_each(line: Object, policy: Policy) -> None:
    line["request"]["lines"] = {"10": 2}
    line["records"][3]["units"] = {"10": 1}
    line["records"].append({**line["records"][3], "invoice": "901"})
    said = answer(line, policy)
    parts = [(each["invoice"], each["amount"]["amount"]) for each in (said["action"], *said["then"])]
    assert parts == [("900", "19.49"), ("901", "19.48")]


def test_what_waits_for_its_parcel_shows_what_would_be_done_then(line: Object, policy: Policy) -> None:
    later = replace(policy, journeys={}, default_journey=Journey(settle=Settle.WAREHOUSE_SCAN))
    said = answer(line, later)
    assert said["step"] == {"next": "await_return", "option": "refund", "why": "parcel.awaited"}
    assert (said["action"]["route"], said["action"]["amount"]["amount"]) == ("invoice", "19.49")


def test_what_is_not_allowed_has_no_action(ask: Request, facts: Facts, policy: Policy) -> None:
    for request in (replace(ask, kind=Kind.EXCHANGE), replace(ask, kind=Kind.CANCEL), replace(ask, kind=Kind.STATUS)):
        given = f'{{"request": {to_json(request)}, "facts": {to_json(facts)}}}'
        said = json.loads(decide_line(given, policy))
        assert (said["action"], said["then"]) == (None, [])


def test_the_same_line_gives_the_same_bytes(line: Object, policy: Policy) -> None:
    turned = {key: line[key] for key in reversed(line)}
    turned["records"] = line["records"][::-1]
    assert decide_line(json.dumps(turned), policy) == decide_line(json.dumps(line), policy)
    assert "\n" not in decide_line(json.dumps(line), policy)


def spoil(line: Object, change: Spoil) -> str:
    change(line)
    return json.dumps(line)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda line: line.pop("request"), "$"),
        (lambda line: line.pop("as_of"), "$"),
        (lambda line: line.pop("records"), "$"),
        (lambda line: line.update(facts={"today": "2026-11-21"}), "$"),
        (lambda line: line.update(note="x"), "$"),
        (lambda line: line.update(as_of="2026-11-21T12:00:00"), "$.as_of"),
        (lambda line: line.update(as_of="yesterday"), "$.as_of"),
        (lambda line: line.update(as_of="0001-01-01T00:00:00+14:00"), "$.as_of"),
        (lambda line: line["request"].update(kind="theft"), "$.request.kind"),
        (lambda line: line["request"].update(knd="refund"), "$.request"),
        (lambda line: line["request"].update(confidence="NaN"), "$.request"),
        (lambda line: line["request"].update(confidence="1.01"), "$.request"),
        (lambda line: line["request"].update(confidence=0.95), "$.request.confidence"),
        (lambda line: line["request"].update(lines={"10": "1"}), "$.request.lines[...]"),
        (lambda line: line["request"].update(amount={"amount": 5, "currency": "EUR"}), "$.request.amount.amount"),
        (lambda line: line["records"].append(5), "$.records[6]"),
        (lambda line: line["records"][2].pop("type"), "$.records[2].type"),
        (lambda line: line["records"][2].update(type="Stolen"), "$.records[2].type"),
        (lambda line: line["records"][2].update(type=7), "$.records[2]"),
        (lambda line: line["records"][2].update(at="2026-11-12T08:00:00"), "$.records[2].at"),
        (lambda line: line["records"][2].update(stat="new"), "$.records[2]"),
        (lambda line: line["records"][1].pop("units"), "$.records[1]"),
        (lambda line: line["records"][1]["paid"].update(amount=38.97), "$.records[1].paid.amount"),
        (lambda line: line["records"][1]["paid"].update(amount="38.975"), "$.records[1].paid"),
        (lambda line: line["records"][1]["paid"].update(amount="1e99"), "$.records[1].paid"),
        (lambda line: line["records"].append({**WISHED, "price": 8.0}), "$.records[6].price"),
        (lambda line: line["records"].append({**WISHED, "price": "NaN"}), "$.records[6]"),
        (lambda line: line["records"].append({**WISHED, "price": "Infinity"}), "$.records[6]"),
        (lambda line: line["records"].append({**WISHED, "price": "-0.01"}), "$.records[6]"),
        (lambda line: line["records"].append({**WISHED, "own_price": "-0.01"}), "$.records[6]"),
        (lambda line: line["records"].append({**WISHED, "units": {}}), "$.records[6]"),
        (lambda line: line["records"].append({**WISHED, "type": "Returned"}), "$.records[6]"),
    ],
)
def test_a_line_that_does_not_fit_is_refused_by_path(change: Spoil, path: str, line: Object, policy: Policy) -> None:
    with pytest.raises(BadJson) as refused:
        decide_line(spoil(line, change), policy)
    assert str(refused.value).endswith(f" - at `{path}`")


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "refund me", '{"request":' + "[" * 5000, "{}", "\ud800"])
def test_what_is_no_line_is_refused(text: str, policy: Policy) -> None:
    with pytest.raises(BadJson, match=r" - at `\$"):
        decide_line(text, policy)


def test_sums_in_two_currencies_are_refused(line: Object, policy: Policy) -> None:
    memo = {"type": "Refunded", "at": "2026-11-12T09:00:00Z", "memo": "70", "units": {}, "line_amounts": {}}
    yen = {"amount": "5", "currency": "JPY"}
    line["records"].append({**memo, "amount": yen, "shipping": yen})
    with pytest.raises(BadJson, match=r"two currencies in one sum: EUR and JPY - at `\$.records`"):
        decide_line(json.dumps(line), policy)


def test_a_line_that_stands_under_another_id_is_refused(ask: Request, facts: Facts, policy: Policy) -> None:
    """The rules would look up no units for it, and see nothing wrong."""
    given = to_json(facts).replace('"id":"10"', '"id":"77"')
    with pytest.raises(BadJson, match=r"\$\.facts\.lines\.10\.id"):
        decide_line(f'{{"request": {to_json(ask)}, "facts": {given}}}', policy)


# --- schemas and documents ---


def test_the_schema_takes_what_the_reader_takes(
    schema: Draft202012Validator, line: Object, ask: Request, facts: Facts
) -> None:
    full = json.loads(f'{{"request": {to_json(ask)}, "facts": {to_json(facts)}}}')
    assert list(schema.iter_errors(line)) == []
    assert list(schema.iter_errors(full)) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line.pop("request"),
        lambda line: line.pop("as_of"),
        lambda line: line.update(facts={"today": "2026-11-21"}),
        lambda line: line.update(note="x"),
        lambda line: line["request"].update(knd="refund"),
        lambda line: line["request"].update(confidence=0.95),
        lambda line: line["records"][2].update(type="Stolen"),
        lambda line: line["records"][2].update(stat="new"),
        lambda line: line["records"][1]["paid"].update(amount=38.97),
        lambda line: line["records"][1].pop("units"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(
    change: Spoil, schema: Draft202012Validator, line: Object, policy: Policy
) -> None:
    text = spoil(line, change)
    assert schema.is_valid(json.loads(text)) is False
    with pytest.raises(BadJson):
        decide_line(text, policy)


def test_every_field_of_a_line_has_its_words() -> None:
    definitions = decide_schema()["$defs"]
    objects = {name: each for name, each in definitions.items() if "properties" in each}
    fields = {name: set(each["properties"]) - {"type"} for name, each in objects.items()}
    assert fields == {name: set(words) for name, words in FIELDS.items()}
    assert set(SUMMARIES) <= set(objects)
    assert set(RECORDS) <= set(objects)
    assert all(each["description"] for each in objects.values())


def described(schema: Object, path: str = "") -> list[str]:
    """Paths of properties without a description."""
    lacking = []
    for name, each in schema.get("properties", {}).items():
        if path != "journeys." and not each.get("description"):
            lacking.append(f"{path}{name}")
        lacking += described(each, f"{path}{name}.") + described(each.get("items", {}), f"{path}{name}[].")
    return lacking


def test_every_key_of_a_policy_has_its_words() -> None:
    assert described(SCHEMA) == []


def written(schema: Object) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize(
    ("path", "made"),
    [
        ("schemas/decide-line.schema.json", lambda: written(decide_schema())),
        ("schemas/policy.schema.json", lambda: written(SCHEMA)),
        ("policy.md", policy_reference),
    ],
)
def test_the_written_document_is_the_one_the_code_makes(path: str, made: Callable[[], str], root: Path) -> None:
    assert (root / "docs" / path).read_text(encoding="utf-8") == made()


def test_the_policy_reference_holds_every_key_and_value() -> None:
    text = policy_reference()
    names = "return_window max_transit_days below_floor online_shown_within warehouse_scan"
    new = "returns send_within_days arrive_within_days standard_shipping store_credit_days proof_hours order_at bonus"
    for name in f"{names} {new} acceptance".split():
        assert f"`{name}`" in text
    assert "## `withdrawal.exceptions[]`" in text
    assert text.count("\n| **`amount`** | amount |") == 2
