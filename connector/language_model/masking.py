"""What is not sent: addresses, links, phone, account and card numbers, each hidden under as many x.

The length stays, so that a place in what was sent is the same place in the text. Names and street addresses have no
form that could be known: they are sent (docs/language-model.md says so).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

FILLER = "x"

_PRIVATE = re.compile(
    r"""
      (?:https?://|www\.)\S+                                             # links
    | [^\s<>()"',;:@]{1,64}@[^\s<>()"',;:]+                              # e-mail addresses
    | (?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[A-Za-z]{2,20}/\S*  # links without a scheme
    | \b[A-Za-z]{2}\d{2}(?:[ ]?[A-Za-z0-9]{4}){2,7}(?:[ ]?[A-Za-z0-9]{1,4})?\b  # IBAN
    | (?<![\w])(?:\d[ -]?){12,18}\d(?!\w)                                # cards: 13 to 19 digits
    | (?<![\w])(?:\+|00)[ ]?[1-9](?:[ ()./-]{0,3}\d){6,14}(?!\w)         # phones, international
    | (?<![\w])\(?0[1-9](?:[ ()./-]{0,3}\d){7,10}(?!\w)                  # phones, national
    | (?<![\w])\(?\d{2,4}\)?(?:[ ./-]\d{2,4}){2,4}(?!\w)                 # groups of digits: phones, dates as well
    | (?<![\w])[6-9]\d{8}(?!\w)                                          # mobile phones without their zero
    | (?<![\w])\d{10,}(?!\w)                                             # anything long
    """,
    re.VERBOSE,
)


def masked(text: str, keep: Iterable[tuple[int, int]] = ()) -> str:
    """Return `text` with everything private hidden; `keep`: places known to be order numbers."""
    kept = tuple(keep)

    def hide(found: re.Match[str]) -> str:
        if any(start <= found.start() and found.end() <= end for start, end in kept):
            return found[0]
        return FILLER * len(found[0])

    return _PRIVATE.sub(hide, text)
