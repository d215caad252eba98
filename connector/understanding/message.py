"""What is read of a ticket: the customer's newest words, folded, with the cues in them and in the subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from connector.ports.understanding import Turn
from connector.understanding.clean import MAX_WORDS, newest_words
from connector.understanding.cues import Cues, find_cues
from connector.understanding.fold import fold, unwrap
from connector.understanding.language import language

_REPLY = re.compile(r"\s*(?:re|aw|tr|rv|r|sv|antw|wg|fwd?|ref|vs|i|rif)(?:\[\d{1,3}\])?\s?:")
_MAX_SUBJECT = 500  # characters


@dataclass(frozen=True, slots=True)
class Message:
    """`folded` and all cues share offsets with `text`. `whole`: nothing was cut off. `quoted`: history was left out;
    `history`: the beginning of it, folded.

    `subject_cues` is None where the subject is a reply's or not of these words; `subject` (folded) may still hold an
    order number.
    """

    text: str
    folded: str
    cues: Cues
    lang: str
    subject: str
    subject_cues: Cues | None
    whole: bool
    quoted: bool
    automatic: bool
    pictures: int
    history: str


def message(subject: str, turns: Sequence[Turn]) -> Message:
    """Take the last run of customer turns; machine mail among them is not read."""
    newest, first = _newest(turns)
    read = [newest_words(turn.body, turn.html) for turn in newest if not turn.automatic]
    text, fits = _joined([words.text for words in read if words.text])
    folded, subject = fold(text), fold(subject[:_MAX_SUBJECT])
    cues = find_cues(text, unwrap(folded))
    counts = first and subject.strip() and not _REPLY.match(subject)
    subject_cues = find_cues(subject, subject) if counts else None
    return Message(
        text=text,
        folded=folded,
        cues=cues,
        lang=_language(text, folded, subject),
        subject=subject,
        subject_cues=subject_cues,
        whole=fits and all(words.whole for words in read),
        quoted=any(words.quoted for words in read),
        automatic=(bool(newest) and all(turn.automatic for turn in newest))
        or bool(cues.named("automatic") or (subject_cues and subject_cues.named("automatic"))),
        pictures=sum(turn.pictures for turn in newest),
        history="\n".join(words.history for words in read),
    )


def _newest(turns: Sequence[Turn]) -> tuple[list[Turn], bool]:
    """Return the last run of customer turns, and whether it opens the ticket."""
    end = len(turns)
    while end and not turns[end - 1].by_customer:
        end -= 1
    start = end
    while start and turns[start - 1].by_customer:
        start -= 1
    return list(turns[start:end]), start == 0


def _joined(texts: list[str]) -> tuple[str, bool]:
    """Join the messages, oldest first, and tell whether all of them fit: the newest are kept."""
    kept: list[str] = []
    room = MAX_WORDS
    for text in reversed(texts):
        if len(text) > room:
            return "\n\n".join(reversed(kept)), False
        kept.append(text)
        room -= len(text)
    return "\n\n".join(reversed(kept)), True


def _language(text: str, folded: str, subject: str) -> str:
    lang, clear = language(text, folded)
    return lang if clear else language(f"{subject} {text}", f"{subject} {folded}")[0]
