"""The demo's policy, with this shop's currency, language, zone and payment methods."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from connector.domain.money import decimals
from demo.magento.place import Place

POLICY = Path(__file__).parent.parent / "policy.yaml"
AMOUNT = re.compile(r"(\d+)\.00 EUR")
FINAL_SALE = re.compile(r"^final_sale:\n  attribute:.*\n\n", re.MULTILINE)  # an attribute that few shops have
ONLINE = re.compile(r"online: \[(.*)\]")
WINDOW = ("days: 30  ", "days: 60  ")  # Retour's clock runs a month ahead at the end, the shop's parcels do not


def policy_for(place: Place, online: Sequence[str], currency: str = "") -> str:
    """`currency`: of the caps; empty: the one of the shop's books. `online`: methods by which the shop's refunds move
    the money, beside those that the demo's policy names."""
    lines = (
        ("language: fr", f"language: {place.language}"),
        ("country: FR", f"country: {place.country}"),
        ("timezone: Europe/Paris", f"timezone: {place.timezone}"),
        WINDOW,
    )
    text = replaced(FINAL_SALE.sub("", POLICY.read_text(encoding="utf-8")), lines)
    text = ONLINE.sub(lambda found: f"online: [{', '.join(dict.fromkeys([*online, *found[1].split(', ')]))}]", text)
    currency = currency or place.base_currency
    point = "." + "0" * decimals(currency) if decimals(currency) else ""
    return AMOUNT.sub(rf"\g<1>{point} {currency}", text)


def replaced(text: str, lines: Sequence[tuple[str, str]]) -> str:
    """Raise ValueError for a line that is not there."""
    for old, new in lines:
        if old not in text:
            raise ValueError(f"{old!r} is not in the policy")
        text = text.replace(old, new)
    return text
