"""Is a demand for money as sure without the words beside it? Threats, praise or tears may make a model surer, and must
not: it judges what tells something alone, that with each other passage in turn, and that without each passage that
makes neither the demand nor its case. The least sure of these counts, so that more words can only bring more doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from connector.understanding.cues import Cues
from connector.understanding.kinds import Reading, read_kind, reason_cue
from connector.understanding.message import Message
from connector.understanding.model import Judged, Model
from connector.understanding.ngrams import masked
from connector.understanding.views import Passage, lexical, passages

_TELL_NOTHING = frozenset({"urgent", "negative", "thanks", "automatic", "decoy", "everything", "reported"})
_MOST_WORDS = 6  # of a subject that are read in parts
_MOST = 40  # parts of a ticket that are judged


@dataclass(frozen=True, slots=True)
class Verdicts:
    """`parts`: empty where nothing is demanded in so many words. `unreasoned`: the parts again, without the passages
    that tell a reason in so many words, where that leaves out any: what else is heard as one?"""

    whole: Judged
    parts: Sequence[Judged]
    unreasoned: Sequence[Judged]


def judged_with_parts(model: Model, read: Message, reading: Reading, *, acts: bool) -> Verdicts | None:
    """Return how the ticket is judged, and where `acts` (the patterns hear a demand in so many words) its parts; None
    where there are no words. The demand is read in each passage that makes it, alone; the subject also by its
    beginnings, as it may go on to anything."""
    whole = passages(read)
    if not whole:
        return None
    parts = _parts(read, reading, whole) if acts else []
    shorter = [left for part in parts if (left := _unreasoned(read, reading, part)) and len(left) < len(part)]
    every = list(dict.fromkeys(passage for part in (whole, *parts, *shorter) for passage in part))
    looked = dict(zip(every, model.look_at(every), strict=True))

    def judged(part: Sequence[Passage]) -> Judged:
        of = _of(read, part)
        return model.judge(
            [looked[each] for each in part], lexical(of, read_kind(of.cues, of.subject_cues, len(of.text)))
        )

    return Verdicts(
        model.judge([looked[each] for each in whole], lexical(read, reading)),
        [judged(part) for part in parts],
        [judged(list(part)) for part in dict.fromkeys(map(tuple, shorter))],
    )


def _unreasoned(read: Message, reading: Reading, part: Sequence[Passage]) -> list[Passage]:
    """Leave out the passages that tell a reason and make no demand."""
    told = {passage: _told(read, passage) for passage in part if passage.span is not None}
    reasons = [each for each, names in told.items() if any(name.startswith("reason_") for name in names)]
    return [passage for passage in part if passage not in reasons or reading.kind.value in told[passage]]


def _parts(read: Message, reading: Reading, whole: Sequence[Passage]) -> list[list[Passage]]:
    kind, given = reading.kind.value, reason_cue(read.cues)
    case = {kind, "order"} | ({f"reason_{given[0]}"} if given else set())
    told = {passage: _told(read, passage) for passage in whole if passage.span is not None}
    idle = [passage for passage, names in told.items() if names <= {f"maybe_{kind}"}]
    again = [passage for passage, names in told.items() if kind in names <= {kind, f"maybe_{kind}"}]
    core = [passage for passage in told if passage not in idle and passage not in again]
    asides = [passage for passage in core if not told[passage] & case]
    demanded = any(kind in told[passage] for passage in core)
    demands = [*([[]] if demanded or not again else []), *([each] for each in again)]
    less = [*([each] for each in asides), asides] if demanded or again else []
    parts = [
        sorted([*(each for each in core if each not in without), *demand], key=_place)
        for demand in demands
        for without in less
    ]
    parts += [
        sorted([*core, *demand, *more], key=_place)
        for demand in demands
        for more in ([], *([each] for each in (*_beginnings(read), *idle)))
    ]
    return [list(part) for part in dict.fromkeys(map(tuple, parts)) if part][:_MOST]


def _place(passage: Passage) -> int:
    return -1 if passage.span is None else passage.span[0]


def _beginnings(read: Message) -> list[Passage]:
    """The subject's first word, its first two, and so on; at last the whole subject."""
    if read.subject_cues is None:
        return []
    words = masked(read.subject).split()
    return [Passage(None, " ".join(words[:count])) for count in {*range(1, min(len(words), _MOST_WORDS)), len(words)}]


def _told(read: Message, passage: Passage) -> set[str]:
    """What the patterns found there, by the cues' names."""
    start, end = passage.span or (0, 0)
    found = [cue for cue in read.cues.found if start <= cue.start < end and cue.name not in _TELL_NOTHING]
    told = {f"not {cue.name}" if cue.negated or cue.contrasted else cue.name for cue in found}
    return told | {"order"} if "xorder" in passage.plain else told


def _of(read: Message, part: Sequence[Passage]) -> Message:
    """The message of these passages alone; offsets are those of the whole."""
    spans = [passage.span for passage in part if passage.span is not None]
    cues = tuple(cue for cue in read.cues.found if any(start <= cue.start < end for start, end in spans))
    left = [span for span in read.cues.sentence_spans if any(span[0] < end and start < span[1] for start, end in spans)]
    above = any(passage.span is None for passage in part)
    return replace(
        read,
        text=" ".join(read.text[start:end] for start, end in spans),
        cues=Cues(cues, tuple(left)),
        subject_cues=read.subject_cues if above else None,
    )
