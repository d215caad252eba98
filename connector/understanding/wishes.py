"""What is wanted in exchange (size, colour) and how many units are meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from connector.understanding.doubt import a_name, asked, clause_before, doubtful, told

_SIZE = r"(?:x{0,4}[sl]|[2-6]xl|m|one size|\d{2}(?:[.,]5)?[a-h]{0,2}|\d{1,2}(?:[.,]5)?)"
_SIZE_WORD = r"(?:sizes?|taille|grosse|grose|nummer|talla|taglia|maat|pointure)"
_UNWANTED = re.compile(
    r"(?:instead of|rather than|au lieu d[eu']?|a la place d[eu']?|statt|en vez de|invece d\w+|"
    r"in plaats van|not|sent|recu|than|que|als|dan|pas|sauf|except|too|trop|zu|viens? de recevoir|"
    rf"received|got|mis|geschickt)(?: (?:the|an?|of|du|de|la|le|des|{_SIZE_WORD}))* ?$"
)
_SIZE_SAID = re.compile(rf"\b{_SIZE_WORD} $")
_SMALL = re.compile(r"[a-z]|\d{1,2}")  # also an initial, or a count
_CAME_WRONG = re.compile(
    r"\b(?:received|got|sent|came|put|wrong|recue?s?|mis|envoye|livre|mauvais\w*|geschickt|bekommen|erhalten|falsch\w*|"
    r"recibi\w*|llego|ricevut\w*|arrivat\w*|ontvangen|gekregen|verkeerd\w*)\b"
)
_INTO = re.compile(r"\b(?:in|en|to|a|in der|in het|de|of)(?: (?:the|an?|une|la|der|de|una))? $")
_OPENS = re.compile(r"\W*(?:(?:in|en|a|an|the|la|une|der|die|una|de|please|bitte|hello|hi|bonjour|hallo)\W+)*")
_POLITE = re.compile(
    r"\W{1,2}(?:please|svp|stp|s'il|merci|thanks|thank|bitte|danke|por favor|gracias|per favore|grazie|graag|"
    r"alstublieft|aub|instead)\b"
)
_WANTED_SIZES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:need|want|get|have|like|prefer|voudrais|veux|faut|faudrait|avoir|recevoir)(?: (?:an?|"
        r"the|it|one|in|is|size|du|de la|"
        rf"la|le|en|un|une|taille|pouvoir))* (?P<size>{_SIZE})\b(?! (?:days?|jours?|weeks?|eur|euros?))",
        r"\b(?:for|into|to|contre|pour|par|gegen|por|con|voor|auf)(?: (?:an?|the|du|de la|la|le|un|"
        rf"une|una|die|een|{_SIZE_WORD}))* "
        rf"(?P<size>{_SIZE})\b(?! (?:days?|jours?|weeks?|eur|euros?|%))",
        r"\b(?:ordered|commande|bestellt war|pedi|ordinato|besteld)(?: (?:an?|the|du|de la|la|en|"
        rf"{_SIZE_WORD}))* (?P<size>{_SIZE})\b",
        rf"\b(?:meme|same|same one|neuve?|umtauschen)(?: \w+)? (?:in|en) (?P<size>{_SIZE})\b|\b(?:in|"
        rf"en) (?P<size2>{_SIZE}) (?:instead|umtauschen|a la place)",
        rf"\b(?P<size>{_SIZE}) (?:instead|a la place|stattdessen)\b",
        rf"\b{_SIZE_WORD} (?P<size>{_SIZE})\b",
    )
)
_COLOURS = (
    "navy blue|light blue|dark blue|bleu marine|bleu clair|bleu fonce|black|white|red|blue|navy|green|yellow|orange|"
    "purple|pink|grey|gray|brown|beige|silver|gold|turquoise|burgundy|noire?|blanc(?:he)?|rouge|bleue?|verte?|jaune|violet(?:te)?|"
    "rose|grise?|marron|argent|dore|bordeaux|schwarz|weis|rot|blau|grun|gelb|lila|rosa|grau|braun|negr[oa]|blanc[oa]|roj[oa]|azul|"
    "verde|amarill[oa]|gris|marron|ner[oa]|bianc[oa]|ross[oa]|blu|giall[oa]|grigi[oa]|zwart|wit|rood|blauw|groen|geel|paars|grijs|bruin"
)
_COLOUR = re.compile(
    r"\b(?:in|en|in het|rather have the|prefer the|want the|swap it for the|for (?:the|an?)|"
    r"by the|the|contre (?:le|la|un|une)(?: modele)?|"
    r"prefere(?:rais)? (?:le|la|les) \w+|prefere(?:rais)?(?: le| la)?|gegen|lieber|de color|"
    rf"preferisco|liever)(?: \w{{1,3}} in)? (?P<colour>{_COLOURS})\b"
)
_IN_PASSING = re.compile(r"(?:in|en|in het|by the|the)\b")  # may tell of something as well as wish for it
_UNWANTED_COLOUR = re.compile(
    r"(?:than|instead of|rather than|not|au|que|au lieu de|statt|ordered|received|got)(?: the| le|"
    r" la| du)?$"
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
    for place, pattern in enumerate(_WANTED_SIZES):
        for match in pattern.finditer(folded):
            group = "size2" if match.groupdict().get("size2") else "size"
            start, end = match.span(group)
            if folded[end : end + 1] == "'":  # "l'échanger" names no size
                continue
            if _stands_for_a_wish(text, folded, start, end) and _FURTHER[place](folded, start, end):
                return Wish(folded[start:end].upper(), start, end)
    return None


def _stands_for_a_wish(text: str, folded: str, start: int, end: int) -> bool:
    before = folded[max(0, start - 30) : start]
    if _UNWANTED.search(before.rstrip() + " ") or doubtful(folded, start, end):
        return False
    small = _SMALL.fullmatch(folded, start, end) and not _SIZE_SAID.search(before)
    return not (small and a_name(text, folded, start, end))


def _demanded(folded: str, start: int, end: int) -> bool:
    return asked(folded, start) and not told(folded, start)


def _came_wrong(folded: str, start: int, end: int) -> bool:
    """Who tells what they ordered wants it where something else came."""
    return _CAME_WRONG.search(folded) is not None


def _named(folded: str, start: int, end: int) -> bool:
    """ "My wife has size L" wishes for nothing; "swap it, in size L" does, and so does "Size L, please"."""
    before = _SIZE_SAID.sub("", folded[max(0, start - 60) : start])
    if _INTO.search(before) and _demanded(folded, start, end):
        return True
    clause = _SIZE_SAID.sub("", clause_before(folded, start))
    return _OPENS.fullmatch(clause) is not None and _POLITE.match(folded, end) is not None


def _enough(folded: str, start: int, end: int) -> bool:
    return True


_FURTHER = (_demanded, _enough, _came_wrong, _enough, _enough, _named)  # what each of `_WANTED_SIZES` needs besides


def wanted_colour(text: str, folded: str) -> Wish | None:
    for match in _COLOUR.finditer(folded):
        start, end = match.span("colour")
        if _UNWANTED_COLOUR.search(folded[max(0, start - 25) : start].rstrip()) or doubtful(folded, start, end):
            continue
        if not (_IN_PASSING.match(folded, match.start()) and told(folded, start)):
            return Wish(text[start:end], start, end)
    return None


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
