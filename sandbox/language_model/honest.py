"""A model that means well and knows little: it reads by keywords of its own, and says "really" to be warm."""

from __future__ import annotations

import json
import re
from typing import Any

KINDS = {  # in this order
    "cancel": r"cancel\w*|annul\w+|storn\w+",
    "exchange": r"exchang\w+|swap\w*|échang\w+|umtausch\w*",
    "store_credit": r"store credit|voucher|avoir|gutschein",
    "reship": r"send (?:it|them) again|re-?send|renvoyer une fois|nochmal schicken",
    "refund": r"refund\w*|money back|rembours\w+|mes ronds|my money|erstatt\w+|geld zurück",
    "status": r"where is|où en est|wo ist",
}
REASONS = {
    "damaged": r"broken|cracked|cassée?s?|fendue?s?|kaputt",
    "not_received": r"never arrived|pas reçu|nicht angekommen",
    "too_small": r"too small|trop petite?s?|zu klein",
    "too_large": r"too (?:big|large)|trop grande?s?|zu groß",
}
NUMBER = r"\b\d{5,12}\b"
ITEM = r"\b(?:bowl|bol|mug|lamp|lampe|shirt|chemise)s?\b"
SIZE = r"\b(?:size|taille|größe) (XS|S|M|L|XL)\b"


def content(name: str, asked: Any) -> str:
    """`name` is the schema's: `read`, `rephrase`; anything else is answered with a sentence."""
    if name == "read":
        return json.dumps(read(asked["text"]), ensure_ascii=False)
    if name == "rephrase":
        return json.dumps({"paragraphs": [warmer(each) for each in asked["paragraphs"]]}, ensure_ascii=False)
    return "How can I help you?"


def read(text: str) -> dict[str, Any]:
    kinds = [kind for kind, words in KINDS.items() if _found(words, text)]
    reasons = [reason for reason, words in REASONS.items() if _found(words, text)]
    number, item, size = (_found(pattern, text) for pattern in (NUMBER, ITEM, SIZE))
    kind = kinds[0] if kinds else "unspecified" if reasons else "none"
    return {
        "kind": kind,
        "reason": reasons[0] if reasons else None,
        "orders": [number] if number else [],
        "items": [item] if item else [],
        "want": {"size": size.split()[-1] if size else None, "colour": None},
        "flags": ["several_requests"] if len(kinds) > 1 else [],
        "evidence": {
            "kind": _found(KINDS.get(kind, REASONS[reasons[0]] if reasons else r"\w+"), text),
            "reason": _found(REASONS[reasons[0]], text) if reasons else None,
            "orders": number,
            "items": item,
            "want": size,
        },
    }


def warmer(paragraph: str) -> str:
    for plain, warm in (
        ("Thank you", "Thank you so much"),
        ("Merci", "Un grand merci"),
        ("are sorry", "are really sorry"),
        ("sommes désolés", "sommes vraiment désolés"),
        ("just answer", "simply answer"),
        ("Répondez simplement", "Il suffit de répondre"),
    ):
        paragraph = paragraph.replace(plain, warm)
    return paragraph


def _found(pattern: str, text: str) -> str | None:
    found = re.search(pattern, text, re.IGNORECASE)
    return found[0] if found else None
