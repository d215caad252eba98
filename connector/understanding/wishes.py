"""What is wanted in exchange (size, colour) and how many units are meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from connector.understanding.candidate import Candidate
from connector.understanding.colours import colours
from connector.understanding.doubt import Role, roles
from connector.understanding.fold import fold
from connector.understanding.sizes import sizes

_PROPER_NAME = re.compile(r"[A-Z][a-z]{2,20} [A-Z][a-z]")  # "White Company", "Black Lane"
_INITIAL = re.compile(r"(?:\b[A-Z]\.|\b(?:M|Mr|Mrs|Ms|Mme|Mlle|Herr|Frau|Sr|Sra|Sig|Dhr|Mevr)\.?) ?$")  # "S. Rouge"
_FIRST_NAME = re.compile(r"[A-Z][^\W\d_]+ $")
_LINE_END = re.compile(r"[ \t]*(?:$|\n)")
_NAME = 20  # characters
_GREETED_ANEW = re.compile(
    r"\n\n(?:hello|hi|hey|dear|good \w{3,10}|bonjour|bonsoir|salut|coucou|rebonjour|hallo|guten|hola|buen[oa]s|ciao|"
    r"salve|buongiorno|buonasera|beste|dag|goede\w{3,6})\b"
)
_WRONG = r"(?:wrong|mauvaise?s?|falsche?[nrs]?|verkehrte?[nrs]?|equivocad[oa]s?|sbagliat[oaei]|verkeerde?|foute?)"
_CAME = (
    r"(?:received|got|sent|came|arrived|recue?s?|envoyee?s?|livree?s?|erhalten|bekommen|geschickt|geliefert|recibi\w*|"
    r"llego|llegado|enviado|mandado|ricevut\w|arrivat\w|inviat\w|kreeg|gekregen|ontvangen|gestuurd|geleverd)"
)
_CAME_WRONG = re.compile(rf"\b{_CAME}\b(?: \w{{1,12}}){{0,3}} {_WRONG}\b|\b{_WRONG}(?: \w{{1,20}}){{1,4}} {_CAME}\b")

_WRONG_KIND = re.compile(
    rf"\b{_WRONG} (?:sizes?|colou?rs?|tailles?|couleurs?|coloris|pointures?|farben?|grosen?|tallas?|taglia|colore|maat|"
    r"kleur|items?|articles?|artikel|articulos?|articolo)\b"
)
_BY_MISTAKE = re.compile(
    r"\b(?:mistake\w*|accident\w*|my (?:own )?fault|par erreur|erreur de ma part|trompee?s?|versehen\w*|vertippt|"
    r"verklickt|mi error|me equivoque|mio errore|mi sono sbagliat\w|per sbaglio|vergis\w*|per ongeluk)\b|"
    r"\b(?:ordered|chose|bought|picked|selected|commande|pris|choisi|achete|bestellt|gekauft|genommen|pedi|compre|elegi|"
    rf"ordinato|preso|scelto|besteld|gekocht|gekozen)(?: \w{{1,12}}){{0,3}} {_WRONG}\b"
)

_NUMBERS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4},
    **{
        "cinq": 5,
        "ein": 1,
        "eine": 1,
        "einer": 1,
        "eines": 1,
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "uno": 1,
        "una": 1,
        "dos": 2,
    },
    **{"tres": 3, "due": 2, "tre": 3, "een": 1, "twee": 2, "drie": 3, "both": 2, "half": 0},
}
_NUMBER = rf"(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}|\d{{1,2}})"
_PART = re.compile(
    r"\b(?P<only>only |seulement |nur |solo |"
    rf"slechts )?(?P<part>{_NUMBER})(?P<seul> seule?)? (?:of|out of|des|de mes|sur(?: les)?|der|"
    r"von(?: den)?|de los|"
    rf"de las|dei|delle|van de|of the|of my)(?: the| my| these)? (?P<whole>{_NUMBER})\b"
)
_ALL_OF = re.compile(
    r"\b(?:both\b|(?:the|all|all the|les|mes|the other|die|beide|los|las|de|"
    rf"alle) (?P<count>{_NUMBER})(?= (?!mois|days|jours|weeks)[a-z]))|\bles deux\b|"
    rf"\btous les (?P<count2>{_NUMBER})\b"
)


@dataclass(frozen=True, slots=True)
class Wish:
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quantity:
    units: int
    start: int
    end: int


def wanted_size(text: str, folded: str) -> Wish | None:
    """Return the size asked for, in capitals; None where only an unwanted one is named, or where that is in doubt."""
    wish = _wished(text, folded, sizes(folded), colours(folded))
    if wish is None:
        return None
    written = text[wish.start : wish.end]  # "7½" is not quite what it is folded to
    return Wish(written.upper() if fold(written) == wish.value.lower() else wish.value, wish.start, wish.end)


def wanted_colour(text: str, folded: str) -> Wish | None:
    """Return the colour asked for, as written; None where it is in doubt."""
    found = [colour for colour in colours(folded) if not _in_a_name(text, colour)]
    wish = _wished(text, folded, found, sizes(folded))
    return None if wish is None else Wish(text[wish.start : wish.end], wish.start, wish.end)


def _in_a_name(text: str, colour: Candidate) -> bool:
    if not text[colour.start].isupper():
        return False
    before = text[max(0, colour.start - _NAME) : colour.start]
    signed = _FIRST_NAME.search(before) and _LINE_END.match(text, colour.end)
    return bool(_PROPER_NAME.match(text, colour.start) or _INITIAL.search(before) or signed)


def _wished(text: str, folded: str, found: list[Candidate], beside: list[Candidate]) -> Candidate | None:
    """Return the one candidate that is left when all others are out of the question."""
    by_role: dict[Role, list[Candidate]] = {role: [] for role in Role}
    for candidate, role in zip(found, roles(text, folded, found, beside), strict=True):
        by_role[role].append(candidate)
    if by_role[Role.EITHER]:
        return None
    if wished := by_role[Role.WISHED]:
        refused = [*by_role[Role.NOT], *by_role[Role.CAME]]
        return _only(wished) or _only(wished, refused) or _only(_in_newest(folded, wished))
    if by_role[Role.HINTED]:
        return _only(by_role[Role.HINTED], refused=by_role[Role.NOT])
    if by_role[Role.MEANT]:
        others = [each for each in found if each not in by_role[Role.MEANT]]
        another = _values(others) - _values(by_role[Role.MEANT])
        return _only(by_role[Role.MEANT]) if another or _came_wrong(folded) else None
    if by_role[Role.ORDERED]:
        another = _values(by_role[Role.CAME]) - _values(by_role[Role.ORDERED])
        return _only(by_role[Role.ORDERED]) if another or _came_wrong(folded) else None
    refused, left = [*by_role[Role.NOT], *by_role[Role.CAME]], by_role[Role.OPEN]
    if refused and left and max(each.start for each in refused) < left[0].start:  # "M is too tight. L?"
        return _only(left, refused=refused)
    return None


def _in_newest(folded: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those in the last of several messages, where it begins with a greeting; else none."""
    greeted = [match.end() for match in _GREETED_ANEW.finditer(folded)]
    return [each for each in candidates if greeted and each.start > greeted[-1]]


def _only(candidates: Iterable[Candidate], refused: Iterable[Candidate] = ()) -> Candidate | None:
    gone = _values(refused)
    left = [each for each in candidates if each.value not in gone]
    return left[0] if len(_values(left)) == 1 else None


def _values(candidates: Iterable[Candidate]) -> set[str]:
    return {each.value for each in candidates}


def _came_wrong(folded: str) -> bool:
    """Who tells what they ordered wants it where something else came, and not where they ordered the wrong thing."""
    if _BY_MISTAKE.search(folded):
        return False
    return _CAME_WRONG.search(folded) is not None or _WRONG_KIND.search(folded) is not None


def quantity(folded: str, *, missing: bool) -> Quantity | None:
    """Return the units asked about. `missing`: where only one of two came, the other one is meant."""
    if match := _PART.search(folded):
        part, whole = _number(match["part"]), _number(match["whole"])
        if 0 < part <= whole:
            units = whole - part if missing and (match["only"] or match["seul"]) else part
            return Quantity(units, *match.span()) if units else None
    if match := _ALL_OF.search(folded):
        count = match["count"] or match["count2"]
        units = _number(count) if count else 2
        return Quantity(units, *match.span()) if units else None
    return None


def _number(word: str) -> int:
    return _NUMBERS[word] if word in _NUMBERS else int(word)
