"""Which variant the customer's words mean. Pure: labels in, at most one place out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import zip_longest

from connector.domain.small_words import FILLERS, OR, POLITE, SIZE_WORDS, THANKS

# One colour in the languages we read; what is not here must be said as the shop writes it.
_COLOURS = (
    "black noir noire schwarz negro negra nero nera zwart",
    "white blanc blanche weiss weis blanco blanca bianco bianca wit",
    "red rouge rot rojo roja rosso rossa rood",
    "blue bleu bleue blau azul blu blauw",
    "green vert verte grun verde groen",
    "yellow jaune gelb amarillo amarilla giallo gialla geel",
    "grey gray gris grise grau grigio grigia grijs",
    "brown marron braun marrone bruin",
    "pink rose rosa roze",
    "purple violet violette lila morado viola paars",
    "orange naranja arancione oranje",
    "beige crudo",
    "silver argent silber plata argento zilver",
    "gold dore doree oro goud",
)
_WORDS = re.compile(r"\w[\w½.,/'’-]*\w|\w")  # "l'autre" is one word
_INITIAL = re.compile(r"\b[^\W\d_]\. ?(?P<name>[A-ZÀ-Þ][\w'’-]*)")  # "S. Martin"
_NEAR = 40  # characters before an initial in which a label would stand
_NUMBERED = re.compile(r"\b(?:no|nr|n)[.°º:]* ?#?(?=\d)", re.IGNORECASE)  # "order no. 12" is not a no
_LONG_NUMBER = re.compile(r"#?\d{3,}")  # an order's, never a size
_BEFORE_LABELS = frozenset("the la le el die der das une un una ein eine een in en".split())
_SAME = {word: group.split()[0] for group in _COLOURS for word in group.split()}


def said(words: str) -> str:
    """`Bleu`, `blau` and `Blue` are one word; accents and capitals do not count."""
    plain = unicodedata.normalize("NFKD", words.casefold().replace("ß", "ss"))
    text = " ".join("".join(each for each in plain if not unicodedata.combining(each)).split())
    return _SAME.get(text, text)


def meant(labels: Sequence[Sequence[str]], own: int, wanted: Collection[str]) -> int | None:
    """Place of the one variant that has every label wanted and, for what was not said, the labels of the one bought.

    `labels`: of each variant, axis by axis, in one order. None: none or several fit, or it is the one they have.
    """
    wishes = {said(each) for each in wanted if each.strip()}
    if not wishes or not 0 <= own < len(labels):
        return None
    now = [said(each) for each in labels[own]]
    fitting = []
    for place, variant in enumerate(labels):
        has = [said(each) for each in variant]
        if len(has) != len(now) or not wishes <= set(has):
            continue
        if all(has[axis] in wishes or has[axis] == now[axis] for axis in range(len(now))):
            fitting.append(place)
    return fitting[0] if len(fitting) == 1 and fitting[0] != own else None


def labels_in(words: str, labels: Sequence[Sequence[str]]) -> list[str]:
    """Which labels a short answer clearly wishes for: "L, please" names L, "la grande", "S is too small" and "thanks,
    S. Martin" name none.

    Every other word must be one that carries no wish of its own. In doubt none: then the customer is asked.
    """
    known = {said(label): label for variant in labels for label in variant if said(label)}
    told = [said(word) for word in _WORDS.findall(_without_names(words.replace("’", "'"), known))]
    found = [key.split() for key in known if _places(key.split(), told)]
    longest = [key for key in found if not any(key != other and _places(key, other) for other in found)]
    if not all(_is_wished(key, told, longest) for key in longest) or not _says_no_more(told, longest):
        return []
    names = [known[" ".join(key)] for key in longest]  # who says "navy blue" does not say "blue"
    axes = [set(axis) for axis in zip_longest(*labels)]
    choice = len(names) > 1 and any(set(names) <= axis for axis in axes)  # "L or M"; not "L or the red one"
    return names if choice or not OR & set(told) else []


def _without_names(words: str, known: Collection[str]) -> str:
    """Leave out "S. Martin", but not what may be a size with a new sentence after it, or beside a label."""
    words = _NUMBERED.sub("", words)

    def cut(match: re.Match[str]) -> str:
        before = _WORDS.findall(words, max(0, match.start() - _NEAR), match.start())[-1:]
        kept = said(match["name"]) in FILLERS or any(said(word) in known for word in before)
        return match.group() if kept else " "

    return _INITIAL.sub(cut, words)


def _is_wished(label: Sequence[str], told: Sequence[str], found: Sequence[Sequence[str]]) -> bool:
    """Whether it can be nothing else: not "a" in "a red one", "1" in "1 rouge", or the name under a greeting."""
    start = _places(label, told)[0]
    before = told[start - 1] if start else ""
    if before in SIZE_WORDS:
        return True
    if THANKS & set(told[:start]) and before not in _BEFORE_LABELS:
        return False
    common = all(word in FILLERS or (word.isdigit() and len(word) == 1) for word in label)
    return not common or (len(found) == 1 and set(told) - set(label) <= POLITE)


def _says_no_more(told: Sequence[str], found: Sequence[Sequence[str]]) -> bool:
    covered = {place + n for key in found for place in _places(key, told) for n in range(len(key))}
    rest = [word for place, word in enumerate(told) if place not in covered]
    verbs = {"is", "est", "ist", "es"}
    judged = any(place + 1 < len(told) and told[place + 1] in verbs for place in covered)  # "S is ..."
    return not judged and all(word in FILLERS or _LONG_NUMBER.fullmatch(word) for word in rest)


def _places(label: Sequence[str], told: Sequence[str]) -> list[int]:
    size = len(label)
    return [start for start in range(len(told) - size + 1) if list(told[start : start + size]) == list(label)]
