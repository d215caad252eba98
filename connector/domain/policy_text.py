"""A policy file read, checked and typed. Errors name line and key; nothing half-read is ever used."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from connector.domain.errors import InvalidMoney, InvalidPolicy
from connector.domain.money import Money
from connector.domain.policy import (
    FinalSale,
    Journey,
    LegalException,
    Limit,
    Mode,
    OrderAt,
    Policy,
    Proof,
    Refusals,
    Returns,
    Rollout,
    Settle,
)
from connector.domain.policy_schema import SCHEMA
from connector.domain.request import Option, Reason

Path = tuple[str | int, ...]
MAX_BYTES = 100_000


def _is_number(_checker: Any, value: object) -> bool:
    """YAML can say `.nan`, which is above no maximum and below no minimum."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_integer(_checker: Any, value: object) -> bool:
    """JSON Schema takes 30.0 for a whole number; days and counts are written 30."""
    return isinstance(value, int) and not isinstance(value, bool)


_Validator = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many({"number": _is_number, "integer": _is_integer}),
)


class _Lines(yaml.SafeLoader):
    """A safe loader without aliases (they can explode) that refuses a key written twice."""


def _no_alias(loader: Any, parent: Any, index: Any) -> Any:
    if loader.check_event(yaml.AliasEvent):
        raise yaml.MarkedYAMLError(
            problem="aliases are not used in a policy", problem_mark=loader.peek_event().start_mark
        )
    return yaml.SafeLoader.compose_node(loader, parent, index)


_BOOL = "tag:yaml.org,2002:bool"
_Lines.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
# As in YAML 1.2: `mode: off` and `country: NO` are words, not "no".
_Lines.add_implicit_resolver(_BOOL, re.compile(r"true|True|TRUE|false|False|FALSE"), list("tTfF"))
_Lines.compose_node = _no_alias  # type: ignore[method-assign,assignment]


def _positions(node: yaml.Node, path: Path, lines: dict[Path, int], problems: list[str]) -> None:
    """Note the line (from 1) of every key and item; report keys that stand twice."""
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                problems.append(f"line {key.start_mark.line + 1}: {_dotted((*path, name))}: stands here a second time")
            seen.add(name)
            lines[*path, name] = key.start_mark.line + 1
            _positions(value, (*path, name), lines, problems)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _positions(item, (*path, index), lines, problems)


def _dotted(path: Iterable[str | int]) -> str:
    return ".".join(str(part) for part in path) or "the file"


def _line_of(path: Path, lines: Mapping[Path, int]) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _said(error: Any) -> tuple[Path, str]:
    """Turn the validator's words into a merchant's."""
    path: Path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        extra = sorted(str(key) for key in set(error.instance) - set(error.schema["properties"]))  # YAML has 1 and yes
        return (*path, extra[0]), f"is no key we know here; known: {', '.join(sorted(error.schema['properties']))}"
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return path, f"lacks {', '.join(missing)}"
    if error.validator == "enum":
        return path, f"is {error.instance!r}; must be one of {', '.join(map(str, error.validator_value))}"
    if error.validator == "pattern" and error.schema.get("pattern", "").endswith("[A-Z]{3}$"):
        return path, f"is {error.instance!r}; must be an amount with its currency, such as 150.00 EUR"
    if error.validator == "anyOf":
        return path, f"is {error.instance!r}; must be all, or a list of known values"
    return path, error.message


def _read_yaml(text: str) -> tuple[Any, dict[Path, int]]:
    if len(text.encode()) > MAX_BYTES:
        raise InvalidPolicy([f"line 1: the file is larger than {MAX_BYTES} bytes"])
    try:
        loader = _Lines(text)
        try:
            node = loader.get_single_node()
            if node is None:
                raise InvalidPolicy(["line 1: the file is empty"])
            lines: dict[Path, int] = {}
            problems: list[str] = []
            _positions(node, (), lines, problems)
            if problems:
                raise InvalidPolicy(problems)
            return loader.construct_document(node), lines
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InvalidPolicy([f"line {line}: not YAML: {error.problem}"]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InvalidPolicy([f"line 1: not YAML: {error}"]) from error


def read_policy(text: str) -> Policy:
    """Parse, check and type. Raise InvalidPolicy with one message per problem: `line 7: caps.refund: …`."""
    given, lines = _read_yaml(text)
    found = [_said(error) for error in _Validator(SCHEMA).iter_errors(given)]
    if not found:
        found = list(_beyond_schema(given))
    if found:
        ordered = sorted({(_line_of(path, lines), _dotted(path), said) for path, said in found})
        raise InvalidPolicy([f"line {line}: {where}: {said}" for line, where, said in ordered])
    return _typed(given)


def _beyond_schema(given: Mapping[str, Any]) -> Iterable[tuple[Path, str]]:
    """What a schema cannot say."""
    for path in _money_paths(given):
        try:
            Money.parse(_at(given, path))
        except InvalidMoney as error:
            yield path, str(error)
    try:
        ZoneInfo(given["timezone"])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield ("timezone",), f"{given['timezone']!r} is no time zone; such as Europe/Paris"
    withdrawal = given.get("withdrawal", {})
    floor = withdrawal.get("days", 14)
    if given["return_window"]["days"] < floor and not withdrawal.get("below_floor"):
        yield (
            ("return_window", "days"),
            f"is below the statutory {floor} days of withdrawal. Raise it, or say why in withdrawal.below_floor",
        )
    if "returns" not in given:
        for name, journey in given.get("journeys", {}).items():
            if journey.get("settle", Settle.AT_ONCE) != Settle.AT_ONCE:
                yield ("journeys", name, "settle"), "waits for a parcel: say in returns.address where it goes"
    both = set(given["payments"]["online"]) & set(given["payments"]["offline"])
    if both:
        yield ("payments",), f"{', '.join(sorted(both))} cannot be online and offline"


def _money_paths(given: Mapping[str, Any]) -> list[Path]:
    caps: list[Path] = [("caps", name) for name in ("refund", "cancel", "unverified")]
    shipping: list[Path] = [("withdrawal", "standard_shipping")]
    more = shipping if "standard_shipping" in given.get("withdrawal", {}) else []
    return [*caps, ("limits", "customer", "amount"), ("limits", "shop_per_day", "amount"), *more]


def _at(given: Any, path: Path) -> Any:
    for part in path:
        given = given[part]
    return given


def _subset(value: Any) -> frozenset[str] | None:
    return None if value in (None, "all") else frozenset(value)


def _journey(given: Mapping[str, Any], base: Journey) -> Journey:
    return Journey(
        options=tuple(Option(each) for each in given["options"]) if "options" in given else base.options,
        proof=Proof(given.get("proof", base.proof)),
        proof_hours=given.get("proof_hours", base.proof_hours),
        settle=Settle(given.get("settle", base.settle)),
        order_at=OrderAt(given.get("order_at", base.order_at)),
        bonus=Decimal(str(given["bonus"])) if "bonus" in given else base.bonus,
    )


def _limit(given: Mapping[str, Any]) -> Limit:
    return Limit(given.get("days", 1), given["count"], Money.parse(given["amount"]))


def _returns(given: Mapping[str, Any] | None) -> Returns | None:
    if given is None:
        return None
    return Returns(tuple(given["address"]), given.get("send_within_days", 14), given.get("arrive_within_days", 14))


def content_hash(given: Any) -> str:
    """SHA-256 over the content in canonical form: layout, comments and the order of keys do not count."""
    return hashlib.sha256(json.dumps(given, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _rollout(given: Mapping[str, Any]) -> Rollout:
    reasons = _subset(given.get("reasons"))
    return Rollout(
        mode=Mode(given.get("mode", Mode.SHADOW)),
        share=Decimal(str(given.get("share", 100))),
        reasons=None if reasons is None else frozenset(Reason(each) for each in reasons),
        languages=_subset(given.get("languages")),
        stores=_subset(given.get("stores")),
    )


def _typed(given: Mapping[str, Any]) -> Policy:
    journeys = given.get("journeys", {})
    default = _journey(journeys.get("default", {}), Journey())
    withdrawal, final, payments = given.get("withdrawal", {}), given.get("final_sale", {}), given["payments"]
    return Policy(
        hash=content_hash(given),
        shop=given["shop"],
        language=given["language"],
        country=given["country"],
        timezone=given["timezone"],
        window=given["return_window"]["days"],
        max_transit=given["return_window"].get("max_transit_days"),
        withdrawal=withdrawal.get("days", 14),
        refund_cap=Money.parse(given["caps"]["refund"]),
        cancel_cap=Money.parse(given["caps"]["cancel"]),
        unverified_cap=Money.parse(given["caps"]["unverified"]),
        customer_limit=_limit(given["limits"]["customer"]),
        shop_limit=_limit(given["limits"]["shop_per_day"]),
        online_methods=frozenset(payments["online"]),
        offline_methods=frozenset(payments["offline"]),
        online_days=payments["online_shown_within"],
        offline_days=payments["offline_paid_within"],
        answer_days=given.get("answer_within", 2),
        rollout=_rollout(given.get("rollout", {})),
        confidence=Decimal(str(given.get("confidence", "0.80"))),
        hold_minutes=given.get("hold_minutes", 0),
        bonus=Decimal(str(given.get("store_credit_bonus", 0))),
        credit_days=given.get("store_credit_days", 365),
        returns=_returns(given.get("returns")),
        standard_shipping=(Money.parse(withdrawal["standard_shipping"]) if "standard_shipping" in withdrawal else None),
        refusals=Refusals(given.get("refusals", Refusals.AGENT)),
        final_sale=FinalSale(
            final.get("attribute"), frozenset(final.get("categories", ())), frozenset(final.get("skus", ()))
        ),
        legal_exceptions=tuple(
            LegalException(each["name"], frozenset(each["categories"])) for each in withdrawal.get("exceptions", ())
        ),
        below_floor=withdrawal.get("below_floor"),
        journeys={Reason(name): _journey(each, default) for name, each in journeys.items() if name != "default"},
        default_journey=default,
    )
