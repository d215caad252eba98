"""How Magento writes values in JSON: a null field is absent, ids are numbers or strings, times are UTC without a zone.

Everything here raises ReadFailed, naming the field and never its content: an answer we cannot read is no answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from connector.domain.errors import InvalidMoney
from connector.domain.money import Money
from connector.ports.errors import ReadFailed

Record = Mapping[str, Any]


def record(value: object, what: str) -> Record:
    """A JSON object."""
    if not isinstance(value, dict):
        raise ReadFailed(f"{what}: not an object")
    return value


def records(holder: Record, name: str) -> list[Record]:
    """A list of objects; absent, null and empty are the same."""
    value = holder.get(name) or []
    if not isinstance(value, list):
        raise ReadFailed(f"{name}: not a list")
    return [record(entry, name) for entry in value]


def identifier(holder: Record, name: str) -> str:
    """An id as text: Magento sends numbers or strings, depending on the route."""
    value = holder.get(name)
    if isinstance(value, bool) or not isinstance(value, int | str) or value == "":
        raise ReadFailed(f"{name}: not an id")
    return str(value)


def text(holder: Record, name: str) -> str:
    """Text; absent is empty."""
    value = holder.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ReadFailed(f"{name}: not text")
    return value


def number(holder: Record, name: str) -> Decimal:
    """An exact number; absent is zero, as in `qty_refunded` before the first refund."""
    return _exact(holder.get(name, 0), name)


def required_number(holder: Record, name: str) -> Decimal:
    """An exact number where its absence would not mean zero."""
    return _exact(holder.get(name), name)


def _exact(value: object, name: str) -> Decimal:
    """Decimals come as Decimal (`outbound.decoded`), whole amounts as int; a float would have lost digits already."""
    if isinstance(value, bool | float) or not isinstance(value, int | Decimal | str):
        raise ReadFailed(f"{name}: not a number")
    try:
        exact = Decimal(value)
    except InvalidOperation as error:
        raise ReadFailed(f"{name}: not a number") from error
    if not exact.is_finite():
        raise ReadFailed(f"{name}: not a number")
    return exact


def money(amount: Decimal, currency: str) -> Money:
    """Round half up to the currency's minor unit, as Magento does."""
    try:
        return Money.rounded(amount, currency)
    except InvalidMoney as error:
        raise ReadFailed("an amount without a usable currency") from error


def moment(holder: Record, name: str) -> datetime:
    """`2026-11-21 19:15:46`, UTC."""
    try:
        return datetime.strptime(text(holder, name), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise ReadFailed(f"{name}: not a time") from error


def json_number(amount: Decimal) -> int | float:
    """The same digits as a JSON number, for a body of ours. Raise ValueError where a float would write others."""
    if amount == amount.to_integral_value():
        return int(amount)
    written = float(amount)
    if Decimal(repr(written)) != amount:
        raise ValueError("more digits than a JSON number keeps")
    return written
