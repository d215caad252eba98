"""Amounts as Magento keeps and shows them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Record = dict[str, Any]  # a flat database row, keys as in the API; a null column is an absent key
CENT = Decimal("0.01")
NOISE = Decimal("1e-12")
ZERO = Decimal(0)
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}


def rounded(amount: Decimal) -> Decimal:
    """Two decimals, half away from zero, whatever the currency: Magento's core knows no other
    (PriceCurrencyInterface::DEFAULT_PRECISION = 2), so that an order in yen can hold 108.33 and one in dinars 8.33.

    What is a half but for the last digits (three times a third of it) is a half, as in PHP's round().
    """
    return amount.quantize(NOISE, ROUND_HALF_UP).quantize(CENT, ROUND_HALF_UP)


def decimal(value: object) -> Decimal:
    """Return a number exactly as written: floats through their shortest text."""
    return Decimal(str(value))


class DeltaRounder:
    """Rounds parts so that they add up: what rounding took from one amount is given to the next.

    Magento keeps one such remainder per document and kind of amount (Magento\\Framework\\Math\\Calculator); of an
    amount that is subtracted (a discount) it gives the opposite to the next. `start` is the first remainder.
    """

    def __init__(self, start: Decimal = ZERO) -> None:
        self._start = start
        self._remainder: dict[str, Decimal] = {}

    def round(self, amount: Decimal, kind: str, *, negative: bool = False) -> Decimal:
        if not amount:
            return amount
        sign = -1 if negative else 1
        exact = amount + sign * self._remainder.get(kind, self._start)
        result = rounded(exact)
        self._remainder[kind] = sign * (exact - result)
        return result


def price_text(amount: Decimal, currency: str) -> str:
    """Return e.g. $15.00, as the en_US REST area writes it."""
    symbol = SYMBOLS.get(currency, currency)
    return f"{'-' if amount < 0 else ''}{symbol}{abs(rounded(amount)):,.2f}"


def plain(amount: Decimal) -> str:
    """Return e.g. 89.85, 9.8 or 0: a PHP float as text."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_json(value: Any) -> Any:
    """Return `value` ready for json.dumps: amounts as numbers, whole ones as integers; private keys (_x) left out."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items() if not key.startswith("_")}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    return value
