"""Exact amounts of one currency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from connector.domain.errors import InvalidMoney

# Minor units that differ from two (ISO 4217).
DECIMALS_OTHER = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}
_CURRENCY = re.compile(r"[A-Z]{3}")
_TEXT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) ([A-Z]{3})")


@lru_cache(maxsize=256)
def unit(currency: str) -> Decimal:
    """Return the smallest amount of `currency`, 0.01 for EUR. Raise InvalidMoney for what is no ISO 4217 code."""
    if not _CURRENCY.fullmatch(currency):
        raise InvalidMoney(f"not an ISO 4217 currency code: {currency!r}")
    return Decimal(1).scaleb(-decimals(currency))


def rounding_unit(currency: str) -> Decimal:
    """The step in which Magento's books move: it rounds every currency to two decimals (PriceCurrency), so that of
    three decimals the last is always 0; of a currency without decimals no less than its unit can be paid."""
    return max(unit(currency), Decimal("0.01"))


def decimals(currency: str) -> int:
    """Return how many digits stand behind the point in `currency` (ISO 4217): 2 for EUR, 0 for JPY, 3 for KWD."""
    return DECIMALS_OTHER.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount. Raises InvalidMoney for floats, NaN and decimals that the currency has not."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise InvalidMoney(f"not an exact amount: {self.amount!r}")
        try:
            exact = self.amount.quantize(unit(self.currency))
        except InvalidOperation as error:  # more digits than the context holds
            raise InvalidMoney(f"too large to be exact: {self.amount}") from error
        if self.amount != exact:
            raise InvalidMoney(
                f"{self.amount} has more decimals than {self.currency} allows ({decimals(self.currency)})"
            )
        object.__setattr__(self, "amount", exact + 0)  # + 0: minus zero is zero, and is written like it

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read `150.00 EUR`. Raise InvalidMoney for anything else."""
        if not (match := _TEXT.fullmatch(text.strip())):
            raise InvalidMoney(f"{text!r} is not an amount with a currency, such as '150.00 EUR'")
        return cls(Decimal(match[1]), match[2])

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(Decimal(0), currency)

    @classmethod
    def rounded(cls, amount: Decimal | int | str, currency: str) -> Money:
        """Round half up to the currency's minor unit, as Magento does. Raise InvalidMoney for floats and text."""
        if isinstance(amount, float):
            raise InvalidMoney(f"a float is not an exact amount: {amount!r}")
        try:
            exact = Decimal(amount)
            return cls(exact.quantize(unit(currency), ROUND_HALF_UP), currency)
        except InvalidOperation as error:
            raise InvalidMoney(f"not an amount: {amount!r}") from error

    @property
    def minor(self) -> int:
        """The amount in minor units: 1949 for 19.49 EUR, 500 for 500 JPY."""
        return int(self.amount.scaleb(decimals(self.currency)))

    @classmethod
    def from_minor(cls, minor: int, currency: str) -> Money:
        return cls(Decimal(minor).scaleb(-decimals(currency)), currency)

    def _same(self, other: Money) -> Decimal:
        if self.currency != other.currency:
            raise InvalidMoney(f"two currencies in one sum: {self.currency} and {other.currency}")
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


def total(parts: list[Money], currency: str) -> Money:
    """Add up; an empty list is zero in `currency`."""
    result = Money.zero(currency)
    for part in parts:
        result = result + part
    return result
