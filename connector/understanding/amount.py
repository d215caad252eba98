"""Amounts the customer asks for or quotes as owed. They can only ever lower what is granted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from connector.domain.errors import InvalidMoney
from connector.domain.money import Money

_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
_NAMES = {"euro": "EUR", "euros": "EUR", "dollar": "USD", "dollars": "USD", "dolares": "USD", "dollari": "USD"}
_NAMES |= {"pound": "GBP", "pounds": "GBP", "quid": "GBP", "francs": "CHF", "franken": "CHF", "yen": "JPY"}
_CODES = "eur|usd|gbp|chf|cad|aud|nzd|sek|nok|dkk|pln|czk|huf|ron|jpy|kwd"
_FIGURE = r"\d{1,3}(?:[ .,']\d{3}){1,3}(?:[.,]\d{1,3})?|\d{1,9}(?:[.,]\d{1,3})?"
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?:(?P<before>[€$£¥]|(?:{_CODES})\b) ?(?P<first>{_FIGURE})(?![\d])"
    rf"|(?P<second>{_FIGURE})(?: ?(?P<after>[€$£¥])(?P<cents>\d{{2}})?| ?(?P<word>{_CODES}|{'|'.join(_NAMES)})\b))"
)
# A threshold ("free above 50 euros") or a price is not what is asked for.
_NOT_ASKED = re.compile(
    r"(?:above|over|from|under|than|des|au-?dela de|plus de|a partir de|uber|ab|desde|oltre|"
    r"vanaf) $"
)


# Words of money due, in the sentence of the amount; a price mentioned in passing has none of them.
DUE = re.compile(
    r"\b(?:billed|charged|overcharged|owe[ds]?|refund\w*|reimburs\w*|back|facturee?|debitee?|"
    r"prelevee?|devez|doit|rembours\w*|"
    r"rendez|berechnet|abgebucht|erstatt\w*|zuruck|cobrad\w*|reembols\w*|addebitat\w*|rimbors\w*|"
    r"terug\w*|afgeschreven)\b"
)


@dataclass(frozen=True, slots=True)
class Amount:
    money: Money
    start: int
    end: int


def amounts(folded: str) -> list[Amount]:
    """Return the amounts that carry a currency, thresholds left out, in order of mention."""
    found: list[Amount] = []
    for match in _AMOUNT.finditer(folded):
        if _NOT_ASKED.search(folded[max(0, match.start() - 20) : match.start()]):
            continue
        unit = match["before"] or match["after"] or match["word"]
        currency = _SIGNS.get(unit) or _NAMES.get(unit) or unit.upper()
        figure = match["first"] or match["second"]
        try:
            money = Money(_decimal(figure + (f".{match['cents']}" if match["cents"] else "")), currency)
        except InvalidMoney:  # decimals the currency has not: "18.505 EUR" cannot be told
            continue
        if money:
            found.append(Amount(money, match.start(), match.end()))
    return found


def _decimal(figure: str) -> Decimal:
    """Read 1.234,56 and 1,234.56 alike: the last sign parts the decimals unless three digits follow it alone."""
    figure = re.sub(r"[ ']", "", figure)
    last = max(figure.rfind("."), figure.rfind(","))
    if last < 0:
        return Decimal(figure)
    whole, part = re.sub(r"[.,]", "", figure[:last]), figure[last + 1 :]
    if len(part) == 3:
        return Decimal(whole + part)
    return Decimal(f"{whole}.{part}")
