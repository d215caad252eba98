"""Sizes as customers write them: S, 5XL, M/L, 38, 42,5, 42 2/3, 75C, W32 L34, 34/32, 6-8 ans, 98/104, EU 40, 90x200."""

from __future__ import annotations

import re

from connector.understanding.candidate import Candidate

_LETTERS = r"(?:x{0,4}[sl]|[2-6]xl|m)"
_AGE = r"(?:ans?|mois|years?|yrs?|months?|jahren?|monate?|anos?|meses|mes|anni|mesi|jaar|maanden|maand|cm|mm)"
_SCALE = r"(?:eu|uk|us|fr|it)"
_MONTHS = (
    "january jan february feb march mar april apr may june jun july jul august aug september sept sep october "
    "oct november nov december dec janvier fevrier fev mars avril avr mai juin juillet juil aout septembre "
    "octobre novembre decembre januar februar marz juni juli oktober okt dezember dez enero ene febrero marzo "
    "abril abr mayo junio julio agosto ago septiembre octubre noviembre diciembre dic gennaio gen febbraio "
    "aprile maggio mag giugno giu luglio lug settembre set ottobre ott dicembre januari februari maart mei "
    "augustus"
)
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS.split(), key=len, reverse=True))})\.?"
_UNIT = (
    r"(?:days?|weeks?|jours?|semaines?|tagen?|wochen?|dias?|semanas?|giorni|settimane|dagen|weken|hours?|heures?|stunden?|horas?|"
    r"ore|uur|minutes?|minuten|times|fois|mal|veces|volte|pieces?|pcs|stuck|percent|degrees|inch(?:es)?|pouces|zoll|km|miles)"
)
_WORDS = {"small": "S", "medium": "M", "large": "L", "extra small": "XS", "extra large": "XL", "x large": "XL"}
SIZE_WORD = (
    r"(?:sizes?|tailles?|tailes?|grossen?|grosen?|grose|groesse|gr|nummer|numero|tallas?|talles?|taglie|taglia|maten|"
    r"maat|pointures?|misura|medida)"
)
_SIZE = re.compile(
    rf"(?:(?<![\w.,/'&€$£°#-])|(?<=\bl')(?=\d))(?:"
    r"w ?\d{2} ?[/ ]?l ?\d{2}|w\d{2}"
    rf"|{_LETTERS} ?/ ?{_LETTERS}"
    rf"|\d{{2,3}} ?x ?\d{{2,3}}(?: ?cm)?"
    rf"|\d{{1,3}} ?[-/] ?\d{{1,3}}(?: {_AGE}|m)?"
    rf"|\d{{1,3}} {_AGE}|\d{{1,3}}[cm]m"
    rf"|(?:{_SCALE} ?)?\d{{2}} [12]/[23]"
    rf"|(?:{_SCALE} ?)?\d{{1,2}}[.,]5"
    rf"|{_SCALE} ?\d{{1,2}}"
    r"|\d{2,3}(?:[a-hrl]|dd|ee|ff|gg)|\d{1,2}(?:y|yrs?|a|m)|\d{2}w ?[/x]? ?\d{2}l|\d{2,4} ?ml"
    r"|t ?\d{1,2}"
    r"|\d{1,2}s?|1\d\d"
    r"|one[ -]size(?= fits|$|[.,;!?)\n]| please| instead)|(?:super ?)?king(?:[ -]size)?|queen(?:[ -]size)?"
    r"|extra[ -](?:small|large)|x-large|small|medium|large"
    rf"|{_LETTERS}"
    r")(?![\w'%€$£°]|[.,/:-]\d|[-/]\w| ?[€$£%°]"
    rf"| ?(?:eur|euros?|kg|g|w|v|watt|{_UNIT}|(?:de |of )?{_MONTH})(?!\w))"
)
_SIZE_SAID = re.compile(rf"\b{SIZE_WORD}[ :=.-]{{1,3}}$")
_NEAR = 20  # characters in which a word for size stands
_SMALL = re.compile(r"[a-z]|\d{1,3}")  # also an initial, or a count
_PLURAL = re.compile(r"\d{1,2}s")
_DATED = re.compile(
    r"\b(?:zum|am|bis|until|by the|before the|avant le|entro il|antes del|voor de) $|"
    rf"\b{_MONTH} $|\b[a-z]{{1,2}}\d{{1,2}}[a-z]? $"  # June 14; L12 4XL is a postcode
)
_LETTER_AFTER_SIZE_WORD = re.compile(rf"\b{SIZE_WORD} (?P<letter>[pg])(?![\w'])")
_ALONE = re.compile(
    r"(?: one\b| size\b)?(?:\W*$|[ ]?[.,;:!?)\n]| (?:instead|p[le]\w{1,6}|in|if|or|and|svp|"
    r"bitte|is|was|but|to|not|would|will|came|so|then)\b)"
)
_BEFORE_WORD = re.compile(
    r"\b(?:the|an?|in|men'?s|women'?s|kids?|adult|size|to|for|contre|into|une?|le|la|en|taille)[ ]$"
)
_BEGINS = re.compile(r"(?:^|[.!?\n]) ?$")


def sizes(folded: str) -> list[Candidate]:
    """Return whatever may be a size, in order; their values in capitals."""
    found: list[Candidate] = []
    for match in _SIZE.finditer(folded):
        start, end = match.span()
        before = folded[max(0, start - _NEAR) : start]
        if letter := _WORDS.get(match[0].replace("-", " ")):
            if (_BEFORE_WORD.search(before) or _BEGINS.search(before)) and _ALONE.match(folded, end):
                found.append(Candidate(letter, start, end))
            continue
        if match[0][0].isdigit() and _DATED.search(before):
            continue
        if _PLURAL.fullmatch(match[0]):
            end -= 1  # "the 39s"
        bare = _SMALL.fullmatch(folded, start, end) is not None and not _SIZE_SAID.search(before)
        found.append(Candidate(folded[start:end].upper(), start, end, bare))
    letters = (match.span("letter") for match in _LETTER_AFTER_SIZE_WORD.finditer(folded))
    found += [Candidate(folded[start:end].upper(), start, end) for start, end in letters]
    return sorted(found, key=lambda size: size.start)
