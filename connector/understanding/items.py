"""Product words as the customer wrote them, and SKUs. The flow compares them with the lines of the order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

MAX_ITEMS = 6

_NOUNS = {
    "en": "shirts? t-?shirts? jackshirts? tees? jackets? coats? dress(?:es)? skirts? trousers pants? jeans shorts? "
    "leggings sweaters? jumpers? pullovers? hood(?:y|ies?) socks? shoes? trainers sneakers boots? sandals "
    "hats? caps? scar(?:f|ves) gloves? bras? pyjamas pajamas swimsuits? belts? bags? backpacks? duffles? "
    "wallets? watch(?:es)? rings? necklaces? earrings bracelets? glasses sunglasses perfumes? lamps? "
    "torch(?:es)? chairs? tables? shel(?:f|ves) rugs? carpets? mattress(?:es)? pillows? cushions? duvets? "
    "blankets? towels? curtains? mugs? plates? bottles? pans? pots? kni(?:fe|ves) toasters? blenders? mixers? "
    "kettles? coffee machines? (?:picture )?frames? posters? books? toys? games? dolls? puzzles? phones? "
    "tablets? laptops? keyboards? mouse mice headsets? headphones? earphones? speakers? chargers? cables? "
    "cameras? printers? monitors? tvs? screws yoga mats? balls? tents? bikes? helmets? vacuum cleaners?",
    "fr": "chemises? t-?shirts? vestes? manteaux? robes? jupes? pantalons? jeans? shorts? pulls? sweats? "
    "chaussettes? chaussures? baskets bottes? sandales? chapeaux? casquettes? echarpes? gants? soutiens?-gorge "
    "pyjamas? maillots? ceintures? sacs? sac(?:s)? a (?:dos|main) portefeuilles? montres? bagues? colliers? "
    "boucles bracelets? lunettes parfums? lampes?(?: torches?)? chaises? tables? etageres? tapis matelas "
    "oreillers? coussins? couettes? couvertures? serviettes? rideaux tasses? assiettes? gourdes? bouteilles? "
    "poeles? casseroles? couteaux? grille-pains? mixeurs? robots? bouilloires? machines? a cafe cafetieres? "
    "cadres? affiches? livres? jouets? jeux? poupees? puzzles? telephones? tablettes? ordinateurs? claviers? "
    "souris casques? ecouteurs enceintes? chargeurs? cables? imprimantes? ecrans? vis doudounes? vetements? "
    "blousons? velos? aspirateurs? meubles?",
    "de": "hemd(?:en)? jacken? mantel kleid(?:er)? rock hosen? jeans pullover socken schuhe? stiefel hut taschen? "
    "rucksack uhr(?:en)? ringe? kette brille parfum lampen? stuhl stuhle tisch regal teppich matratze kissen "
    "decke tassen? teller flaschen? pfanne toaster mixer wasserkocher kaffeemaschine rahmen poster buch bucher "
    "spielzeug handy tablet tastatur maus kopfhorer lautsprecher ladegerat kabel drucker bluse",
    "es": "camisas? camisetas? chaquetas? abrigos? vestidos? faldas? pantalon(?:es)? jersey calcetines zapatos? "
    "zapatillas botas? bolsos? mochilas? reloj anillos? collar gafas perfume lamparas? sillas? mesas? "
    "alfombras? colchon cojin(?:es)? tazas? platos? botellas? sarten batidora(?:s)? tostadora libros? "
    "juguetes? movil tableta teclado raton auriculares altavoz cargador poster(?:s)?",
    "it": "camicia camicie maglietta maglione giacca giacche cappotto vestito gonna pantaloni scarpe stivali borsa "
    "borse zaino orologio anello collana occhiali profumo lampada sedia tavolo tappeto materasso cuscino tazza "
    "piatto bottiglia padella frullatore libro giocattolo telefono tablet tastiera mouse cuffie altoparlante "
    "caricatore",
    "nl": "shirt overhemd jas jurk rok broek trui sokken schoenen laarzen hoed tas rugzak horloge ring ketting bril "
    "parfum lamp stoel tafel kast tapijt matras kussen beker bord fles pan blender broodrooster boek speelgoed "
    "telefoon tablet toetsenbord muis koptelefoon luidspreker oplader",
}
_NAME = re.compile(
    r"\b(?:[Tt]he|[Mm]y|[Aa]n?|[Tt]his|[Ll][ea]|[Uu]ne?|[Mm]on|[Mm]a|[Dd](?:ie|as|er)|[Ee]l|[Ii]l|[Dd]e) "
    r"((?:[A-Z][\w'-]{1,20} )(?:(?:[A-Z][\w'-]{1,20}|\d/\d|\d{1,3}) ?){1,5})"
)
_SKU = re.compile(
    r"(?<![\w-])(?=[\w-]{0,24}\d)(?=[\w-]{0,24}[A-Z])[A-Za-z0-9]{2,12}(?:-[A-Za-z0-9]{1,12}){1,4}"
    r"(?![\w-])"
)
_LABELLED_SKU = re.compile(
    r"\b(?:SKU|sku|article no\.?|item no\.?|Art\.-?Nr\.?|"
    r"réf\. article) ?[:#]? ?([A-Za-z0-9][\w-]{2,30})"
)
# A telephone that was spoken on is no article.
_SAID = (
    "told|said|says?|spoke|spoken|speak|talked|called|promised|assured|agreed|confirmed|approved|"
    "dit|parle|promis|assure|confirme|appele|eu|gesagt|sagte|gesprochen|versprochen|zugesagt|"
    "dijo|dijeron|dicho|hable|prometio|prometieron|detto|disse|parlato|promesso|zei|zeiden|gezegd|gesproken|beloofd"
)
_SPOKEN_ON = re.compile(
    rf"\b(?:{_SAID})\b[^.!?\n]{{0,40}}? (?:on the phone|au telephone|am handy|al telefono|al movil|aan de telefoon)\b"
    r"|\b(?:by|over the) phone\b|\bphone (?:calls?|numbers?)\b|\b(?:par|numeros? de) telephone\b"
    r"|\bpor (?:telefono|movil)\b|\bper (?:telefono|telefoon|handy)\b"
)
_NOT_PRODUCT = frozenset("head team order mr mrs madame best kind the customer support shop black friday".split())


def _noun_pattern(lang: str) -> re.Pattern[str]:
    """Longer wordings first: "coffee machine" before "machine"."""
    words = _NOUNS[lang]
    for phrase in ("coffee machines?", "yoga mats?", "vacuum cleaners?", "(?:picture )?frames?", "machines? a cafe",
                   "sac(?:s)? a (?:dos|main)", "lampes?(?: torches?)?"):  # fmt: skip
        words = words.replace(phrase, phrase.replace(" ", "\x00"))
    parts = sorted((part.replace("\x00", " ") for part in words.split()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(parts)})\b(?!-)")


_PATTERNS = {lang: _noun_pattern(lang) for lang in _NOUNS}
# Articles are often named in another language than the mail's; these are everyday words of another one.
_FALSE_FRIENDS = frozenset("hat belt bras rug pull pulls short shorts poster collar gonna bord pan cable case".split())


@dataclass(frozen=True, slots=True)
class Found:
    text: str
    start: int
    end: int


def items(text: str, folded: str, lang: str) -> list[Found]:
    """Return product words in order of mention, each once; names written in capitals first hand. `lang`: the text's, or
    none."""
    spans = [_trimmed(text, *match.span(1)) for match in _NAME.finditer(text)]
    spans = [
        span for span in spans if folded[slice(*span)].split(" ")[0] not in _NOT_PRODUCT and " " in text[slice(*span)]
    ]
    spoken_on = [match.span() for match in _SPOKEN_ON.finditer(folded)]
    for of, pattern in _PATTERNS.items():
        for match in pattern.finditer(folded):
            if any(start <= match.start() < end for start, end in spoken_on):
                continue
            if of != lang and match[0] in _FALSE_FRIENDS:
                continue
            if not any(match.start() < end and start < match.end() for start, end in spans):
                spans.append(match.span())
    found: dict[str, Found] = {}
    for start, end in sorted(spans):
        found.setdefault(folded[start:end], Found(text[start:end], start, end))
    return list(found.values())[:MAX_ITEMS]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    return start, start + len(text[start:end].rstrip())


def skus(text: str, taken: Iterable[tuple[int, int]]) -> list[Found]:
    """Return SKUs as written; `taken` are spans that are something else, order numbers for instance."""
    taken = list(taken)
    spans = [match.span() for match in _SKU.finditer(text)] + [match.span(1) for match in _LABELLED_SKU.finditer(text)]
    found: dict[str, Found] = {}
    for start, end in sorted(spans):
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            found.setdefault(text[start:end], Found(text[start:end], start, end))
    return list(found.values())[:MAX_ITEMS]
