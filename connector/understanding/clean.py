"""The customer's newest words in a mail: what remains without hidden text, quoted history and signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from connector.understanding.fold import fold
from connector.understanding.history import without_history
from connector.understanding.html_text import MOST_HISTORY, cut, visible_text
from connector.understanding.signature import says_below_dashes, without_signature

MAX_INPUT = 200_000  # characters of one message that are looked at
MAX_WORDS = 6_000  # characters of new words that are read
_HISTORY_LINES = 100  # of quoted ones that are looked at
_LOOKED_AT = 300  # characters of a line that the patterns see, so that a long line cannot keep them busy


@dataclass(frozen=True, slots=True)
class Words:
    """`quoted`: there was history; `history`: its beginning, folded. `whole`: False where something was cut off, or
    stands around quotes or below a signature, so that what was read may not be all that was said."""

    text: str
    quoted: bool
    whole: bool
    history: str = field(default="", compare=False)


def newest_words(body: str, html: bool) -> Words:
    """Return what the customer wrote in this message. Never raises."""
    whole = len(body) <= MAX_INPUT
    body = body[:MAX_INPUT]
    quoted, history = False, ""
    if html:
        seen = visible_text(body)
        body, quoted, whole, history = seen.text, seen.quoted, whole and seen.whole, fold(seen.history)
    lines = [" ".join(line.split()) for line in _plain(body).split("\n")]
    starts = [line[:_LOOKED_AT] for line in lines]
    folded = fold("\n".join(starts)).split("\n")
    new = without_history(folded, room=2 * MAX_WORDS)  # more is not read
    kept = without_signature(starts, folded, new.positions)
    below = says_below_dashes(folded, new.positions)
    answers = any(position > new.first_cut and folded[position] for position in kept)  # written below a quote
    text = _BLANK_LINES.sub("\n\n", "\n".join(lines[position] for position in kept)).strip()
    if len(text) > MAX_WORDS:
        text, whole = text[:MAX_WORDS], False
    quoted = quoted or new.first_cut < len(folded)
    left = set(new.positions)
    below_first = (_whole(starts, folded, at) for at in range(new.first_cut, len(folded)) if at not in left)
    history = cut("\n".join([history, *islice(below_first, _HISTORY_LINES)]), MOST_HISTORY)
    return Words(text, quoted, whole and not (new.doubtful or answers or below), history)


def _whole(starts: Sequence[str], folded: Sequence[str], at: int) -> str:
    """The words of a line that were not cut through."""
    return folded[at].rpartition(" ")[0] if len(starts[at]) == _LOOKED_AT else folded[at]


_BLANK_LINES = re.compile(r"\n{3,}")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# What shows nothing: soft hyphens, joiners, marks of direction, fillers, variation selectors, tags, control characters.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-"
    "\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\x00-\x08\x0e-\x1b"
    "\x1f\x7f-\x84\x86-\x9f]"
)


def _plain(body: str) -> str:
    """Return `body` with one kind of line end, no invisible characters and at most one blank line in a row."""
    return _BLANK_LINES.sub("\n\n", _INVISIBLE.sub("", _LINE_ENDS.sub("\n", body)))
