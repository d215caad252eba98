"""Which size and which colour is wished for in exchange.

A model says how probably each size or colour in the text is the one wished for (`wish_model.py`). In doubt none is:
being asked once more is fine, a wrong parcel is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from connector.understanding.candidate import Candidate
from connector.understanding.colours import colours
from connector.understanding.fold import fold, sentences
from connector.understanding.sizes import sizes
from connector.understanding.wish_model import load_wish_model

_PROPER_NAME = re.compile(r"[A-Z][a-z]{2,20} [A-Z][a-z]")  # "White Company", "Black Lane"
_INITIAL = re.compile(r"(?:\b[A-Z]\.|\b(?:M|Mr|Mrs|Ms|Mme|Mlle|Herr|Frau|Sr|Sra|Sig|Dhr|Mevr)\.?) ?$")  # "S. Rouge"
_FIRST_NAME = re.compile(r"[A-Z][^\W\d_]+ $")
_LINE_END = re.compile(r"[ \t]*(?:$|\n)")
_SURNAME_AFTER = re.compile(r"\. ?[A-Z][^\W\d_]+[ \t]*(?:$|[\n,.])| [A-Z][a-z]")  # "M. Martin", "the M Martin ordered"
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Mme|Mlle|Herr|Frau|Sra?|Sig(?:\.ra|ra)?|Dhr|[Mm]evr)\.? $")
_NO_NAME = re.compile(r"\b(?:an?|un|une|du|le|la|el|una|il|ein|eine|een|in|en|to|auf|als|instead of) ?$", re.IGNORECASE)
_NO_SURNAME = re.compile(
    r"\.? ?(?:Th|Merci|Dank|Bedankt|Gra[cz]i|Please|Bitte|Kind|Best|Cordial|Regards|Order|Is|Can|Could)"
)
_SURNAME_AND = re.compile(r"\. ?[A-Z][^\W\d_]+ (?:and|et|und|y|e|en)\b")  # "send it to L. Martin and ..."
_COUNT = re.compile(
    r"[1-9] (?:others?|more|new|of|pairs?|pieces?|items?|smalls?|mediums?|larges?|autres?|nouveaux|nouvelles|paires?|"
    r"andere[rns]?|weitere[rns]?|neue[rns]?|otr[oa]s|nuev[oa]s|altr[ie]|nuov[ie]|nieuwe|stuks?)\b"
)
_NAME = 20  # characters
_NOT = (
    r"(?:not|no|never|nicht|keine?[nrs]?|pas|sans|non|niet|geen|ninguna?|without|sauf|except|excepto|tranne|behalve|auser|menos|avoid|evite[rz]?|"
    r"any(?:thing|one)? (?:\w+ )?but|all but)"
)
_SMALL_WORD = (
    r"(?:in|en|for|to|contre|gegen|por|con|voor|the|an?|de|du|le|la|les|der|die|das|el|los|il|lo|een|het|une?|una|ein\w*|want|size|taille|pointure|"
    r"grose|talla|taglia|maat|again|another|encore|wieder|weer)"
)
_THAN = r"(?:\w{1,12}er|(?:plus|moins|mas|menos|piu|meno) \w{1,12}) (?:than|que|als|dan|di)"
_REFUSED = re.compile(  # "not in ...", "anything but the ...", "larger than the ..."
    rf"\b(?:{_NOT}|{_THAN})(?: {_SMALL_WORD}){{0,3}} (?:d'|l')?$"
)
_REFUSAL = 40  # characters of a refusal
_EITHER = re.compile(rf",? ?(?:/|\b(?:or|ou|oder|o|of)\b)(?: {_SMALL_WORD})*(?: d')? ?")  # "grey or in navy"
_PARAGRAPH_END = re.compile(r"\n\n")
_GREETED_ANEW = re.compile(
    r"\n\n(?:hello|hi|hey|dear|good \w{3,10}|bonjour|bonsoir|salut|coucou|rebonjour|hallo|guten|hola|buen[oa]s|ciao|"
    r"salve|buongiorno|buonasera|beste|dag|goede\w{3,6})\b"
)


@dataclass(frozen=True, slots=True)
class Wish:
    value: str
    start: int
    end: int


def wanted_size(text: str, folded: str) -> Wish | None:
    """Return the size asked for, in capitals; None where only an unwanted one is named, or where that is in doubt."""
    wish = _wished(folded, named_sizes(text, folded), named_colours(text, folded))
    if wish is None:
        return None
    written = text[wish.start : wish.end]  # "7½" is not quite what it is folded to
    return Wish(written.upper() if fold(written) == wish.value.lower() else wish.value, wish.start, wish.end)


def wanted_colour(text: str, folded: str) -> Wish | None:
    """Return the colour asked for, as written; None where it is in doubt."""
    wish = _wished(folded, named_colours(text, folded), named_sizes(text, folded))
    return None if wish is None else Wish(text[wish.start : wish.end], wish.start, wish.end)


def named_sizes(text: str, folded: str) -> list[Candidate]:
    """Return what may be a size, without initials and counts."""
    return [size for size in sizes(folded) if not (_an_initial(text, size) or _COUNT.match(folded, size.start))]


def named_colours(text: str, folded: str) -> list[Candidate]:
    """Return what may be a colour, without names."""
    return [colour for colour in colours(folded) if not _in_a_name(text, colour)]


def _in_a_name(text: str, colour: Candidate) -> bool:
    if not text[colour.start].isupper():
        return False
    before = text[max(0, colour.start - _NAME) : colour.start]
    signed = _FIRST_NAME.search(before) and _LINE_END.match(text, colour.end)
    return bool(_PROPER_NAME.match(text, colour.start) or _INITIAL.search(before) or signed)


def _an_initial(text: str, size: Candidate) -> bool:
    """Whether a capital letter with no word for size before it stands before a name, or after "Mr"."""
    if not size.bare or not text[size.start : size.end].isupper():
        return False
    before = text[max(0, size.start - _NAME) : size.start]
    if _TITLE.search(before) or (_SURNAME_AND.match(text, size.end) and not _NO_SURNAME.match(text, size.end)):
        return True
    named = _SURNAME_AFTER.match(text, size.end) and not _NO_SURNAME.match(text, size.end)
    return bool(named) and not _NO_NAME.search(before)


def _wished(folded: str, own: Sequence[Candidate], beside: Sequence[Candidate]) -> Candidate | None:
    """Of several messages, each of which begins with a greeting, the newest counts where it wishes for something. None
    where a paragraph by itself wishes for another one."""
    greetings = list(_GREETED_ANEW.finditer(folded))
    if greetings and (newest := _within(folded, greetings[-1].end(), len(folded), own, beside)):
        return newest
    wish = _likeliest(folded, own, beside)
    if wish is None:
        return None
    ends = [match.start() for match in _PARAGRAPH_END.finditer(folded)]
    by_paragraph = [_within(folded, *span, own, beside) for span in pairwise([0, *ends, len(folded)])] if ends else []
    return None if any(other and other.value != wish.value for other in by_paragraph) else wish


def _within(
    folded: str, start: int, end: int, own: Sequence[Candidate], beside: Sequence[Candidate]
) -> Candidate | None:
    """Return what [start, end) wishes for by itself."""
    mine, others = ([each for each in found if start <= each.start < end] for found in (own, beside))
    return _likeliest(" " * start + folded[start:end], mine, others) if mine else None


def _likeliest(folded: str, own: Sequence[Candidate], beside: Sequence[Candidate]) -> Candidate | None:
    """Return the last mention of the value that is probable enough, unless words refuse it or offer a choice."""
    model = load_wish_model()
    for value, probability in model.probabilities(about(folded, [*own, *beside]), own, beside).items():
        mentions = [each for each in own if each.value == value]
        if probability >= model.least:
            out = any(_refused(folded, each) for each in mentions) or _one_of_two(folded, own, value)
            return None if out else mentions[-1]
    return None


def about(folded: str, named: Sequence[Candidate]) -> str:
    """Leave blank the sentences that name no size or colour: what they say makes no wish surer. Same length."""
    kept = [span for span in sentences(folded) if any(span[0] <= each.start < span[1] for each in named)]
    blank = list(" " * len(folded))
    for start, end in kept:
        blank[start:end] = folded[start:end]
    return "".join(blank)


def _refused(folded: str, candidate: Candidate) -> bool:
    return _REFUSED.search(folded, max(0, candidate.start - _REFUSAL), candidate.start) is not None


def _one_of_two(folded: str, own: Sequence[Candidate], value: str) -> bool:
    """Whether it stands beside another one with nothing but "or" between them."""
    return any(
        value in (one.value, two.value) and one.value != two.value and _EITHER.fullmatch(folded, one.end, two.start)
        for one, two in pairwise(own)
    )
