"""What was read of a customer's words, for those who look at it later: a line of the audit, an agent's note, the
sidebar. A reading may be gone (erased, or of an older form); then what the decision was made from still stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from connector.domain.codec import BadJson, from_json
from connector.domain.labels import field_label, fields, kind_label, label, reason_label, tone_labels, wish_label
from connector.domain.request import ASKED_OPTION, Kind, Option, Request
from connector.ports.store import StoredDecision
from connector.ports.understanding import Evidence, Understanding

MOST_QUOTED = 80  # characters of a piece of evidence in a line of ours
MOST_QUOTES = 3  # of one field

_QUOTES = re.compile('["“”„‟«»＂]')
_SENTENCE_END = re.compile(r"(?<=[.!?…]) ")
_WWW = re.compile(r"\bwww\.", re.IGNORECASE)


def reading_of(stored: StoredDecision | None) -> Understanding | None:
    """None where there is no decision, or where its words are not kept any more."""
    if stored is None:
        return None
    try:
        return from_json(Understanding, stored.reading)
    except BadJson:
        return None


def traced(read: Understanding) -> Mapping[str, Any]:
    """A reading as the audit keeps it, so that a correction can be set against it: no words of anybody."""
    advice = read.advice
    return {
        "kind": read.kind,
        "kinds": list(read.kinds),
        "reason": read.reason,
        **({"perhaps": read.perhaps} if read.perhaps is not None else {}),
        "confidence": read.confidence,
        "model": read.model,
        **({"advice": {"model": advice.model, "kind": advice.kind}} if advice is not None else {}),
    }


def read_for(stored: StoredDecision | None) -> Mapping[str, Any]:
    """What stands in an audit line about somebody who did otherwise than was read: `decision` and `read`; nothing where
    nothing was decided."""
    if stored is None:
        return {}
    read = reading_of(stored)
    return {"decision": stored.number, "read": dict(traced(read)) if read is not None else None}


def as_read(kind: Kind, option: Option) -> bool:
    """Whether an option is what the words were read to ask for. To keep the article is a way of refunding."""
    wanted = ASKED_OPTION.get(kind)
    return option is wanted or (wanted is Option.REFUND and option is Option.KEEP_ITEM)


def quoted(text: str) -> str:
    """A customer's words as one short piece of a line of ours: no line ends, nothing unseen, no quotation mark that
    could end the quote around them, no link to click; a sentence at most. HTML and placeholders are the helpdesk's
    adapters' to escape, as in every text of ours."""
    seen = "".join(" " if char.isspace() else char for char in text if char.isspace() or _is_seen(char))
    plain = " ".join(_QUOTES.sub("'", seen).split())
    first, *more = _SENTENCE_END.split(plain, maxsplit=1)
    first = _WWW.sub("www. ", first.replace("://", ": //"))
    if len(first) > MOST_QUOTED:
        head = first[: MOST_QUOTED - 1]
        first = head.rsplit(" ", 1)[0] if " " in head[MOST_QUOTED // 2 :] else head
        return f"{first.rstrip(' .,;:…')}…"
    return f"{first.rstrip('…')} …" if more else first


def _is_seen(char: str) -> bool:
    """Controls, text direction, joiners, lone surrogates and private characters are not for a line of ours."""
    return not unicodedata.category(char).startswith("C")


def by_field(evidence: Sequence[Evidence]) -> Mapping[str, Sequence[str]]:
    """Field → its words, each once and quotable; in the order in which fields are told, unknown ones last."""
    found: dict[str, list[str]] = {}
    known = fields()
    for each in sorted(evidence, key=lambda each: known.index(each.field) if each.field in known else len(known)):
        words = quoted(each.text)
        if words and words not in found.setdefault(each.field, []):
            found[each.field].append(words)
    return {field: words[:MOST_QUOTES] for field, words in found.items() if words}


def suggested(request: Request, read: Understanding | None, language: str) -> tuple[str, str] | None:
    """What a language model read otherwise, or besides, in a line for an agent, and the customer's words for it (empty:
    none that can be seen). None: it was not asked, or read the same."""
    if read is None or (advice := read.advice) is None:
        return None
    reason = advice.reason if advice.reason is not request.reason else None
    wished = {wish.casefold() for wish in (read.want or {}).values()}
    details = [
        *([reason_label(reason, language)] if reason is not None else []),
        *_besides(advice.orders, read.orders),
        *_besides(advice.items, (*read.items, *read.skus)),
        *(
            f"{wish_label(what, language)} {quoted(wish)}"
            for what, wish in (advice.want or {}).items()
            if wish.casefold() not in wished
        ),
    ]
    if advice.kind is request.kind and not details:
        return None
    more = f" ({', '.join(details)})" if details else ""
    words = next((quoted(each.text) for each in advice.evidence if each.field == "kind"), "")
    return f"{label('advice.suggests', language)} {kind_label(advice.kind, language)}{more}", words


_QUESTION = {"en": "?", "fr": "\u00a0?"}


def reason_words(request: Request, read: Understanding | None, language: str) -> str | None:
    """The reason as people see it; one that is only likely is a question."""
    if request.reason is not None:
        return reason_label(request.reason, language)
    if read is None or read.perhaps is None:
        return None
    return f"{reason_label(read.perhaps, language)}{_QUESTION[language]}"


def _besides(said: Iterable[str], known: Iterable[str]) -> list[str]:
    """What is not known yet; "12" is the order 000000012, "the bowl" is the bowl."""
    have = [_plain(each) for each in known]
    new = [each for each in said if not any(_plain(each) in old or old in _plain(each) for old in have)]
    return [words for each in new[:MOST_QUOTES] if (words := quoted(each))]


def _plain(text: str) -> str:
    return text.casefold().lstrip("0")


def for_agent(request: Request, read: Understanding | None, language: str) -> dict[str, Any]:
    """A reading as the sidebar shows it: `text` and where in it each field was read, as JavaScript counts (UTF-16).
    Kind, reason and confidence are the request's: what was decided from."""
    kinds = read.kinds if read is not None and request.kind in read.kinds else (request.kind,)
    reason, advice = reason_words(request, read, language), suggested(request, read, language)
    return {
        "kinds": [{"code": kind, "label": kind_label(kind, language)} for kind in kinds],
        "confidence": str(request.confidence),
        "reason": {"code": request.reason, "label": reason} if reason is not None else None,
        "text": read.text if read is not None else "",
        "language": read.lang if read is not None else request.language,
        "evidence": _spans(read, language) if read is not None else [],
        "flags": [{"code": flag, "label": label(f"text.{flag}", language)} for flag in sorted(request.flags)],
        "model": read.model if read is not None else None,
        "urgent": read.urgent if read is not None else False,
        "sentiment": read.sentiment if read is not None else "neu",
        "tone": list(tone_labels(read.urgent, read.sentiment, language)) if read is not None else [],
        "advice": {"said": advice[0], "words": advice[1]} if advice is not None else None,
    }


def _spans(read: Understanding, language: str) -> list[dict[str, Any]]:
    """Only what stands in the text as it is kept: a wrong mark would be worse than none."""
    text = read.text
    there = [each for each in read.evidence if 0 <= each.start < each.end and text[each.start : each.end] == each.text]
    return [
        {
            "field": each.field,
            "label": field_label(each.field, language),
            "start": _utf16(text, each.start),
            "end": _utf16(text, each.end),
        }
        for each in sorted(there, key=lambda each: (each.start, each.end))
    ]


def _utf16(text: str, place: int) -> int:
    """A place in text, which Python counts in code points, as JavaScript counts it."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
