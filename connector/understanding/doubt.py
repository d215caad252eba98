"""Does a size or colour that was found stand there as a wish, or as a name, a thing refused, a thing compared?

In doubt it is no wish: then the customer is asked. Being asked once more is fine, a wrong parcel is not.
"""

from __future__ import annotations

import re

from connector.domain.small_words import POLITE
from connector.understanding.fold import fold

_REACH = 120  # characters before a label that can govern it
_CLAUSE_END = re.compile(
    r"[.;!?:,](?=\s|$)|[(\n]|(?<!anything )(?<!everything )(?<!nothing )(?<!all )"
    r"\b(?:but|mais|aber|sondern|pero|sino|maar)\b"
)
_ASKS = re.compile(
    r"\b(?:exchang\w*|swap\w*|switch\w*|replac\w*|chang\w*|want|need|prefer\w*|please|(?:can|could) you|rather have|"
    r"(?:would|'d|i'd) (?:rather|like|love)(?: to)?(?: have| get)?|"
    r"(?:can|could|may) (?:i|we)(?: please)? (?:have|get)|"
    r"l?'?echang\w*|remplac\w*|intervert\w*|possible d[e' ]+\w+|pou[vr]\w+[- ](?:je|vous)|puis-je|peux avoir|voudr\w*|"
    r"veux|souhait\w*|aimer\w*|faut|faudrait|svp|"
    r"\w*tausch\w*|\w*wechseln|mochte\w*|hatte gern\w*|brauche|lieber|bitte|"
    r"cambi\w*|quier\w*|quisiera|prefier\w*|necesito|vorrei|voglio|\w*ruil\w*|wil|graag|liever|wissel\w*)\b"
)
_CHAIN = 12  # characters between "want" and "exchange" in "want to exchange"
_NOT = (
    r"(?:not|\w*n't|dont|never|cannot|no|without|except(?:ing)?|excluding|avoid\w*|anything but|all but|"
    r"pas|ne|ni|jamais|sauf|sans|hormis|excepte|\w*evite\w*|aucune?|nicht|kein\w*|niemals|aus?ser|ohne|"
    r"nunca|salvo|excepto|menos|ningun\w*|sin|non|tranne|eccetto|senza|nessun\w*|niet|geen|nooit|behalve|zonder)"
)
_DENIED = re.compile(rf"\b{_NOT}\b")
_DENIED_VERB = re.compile(rf"\b{_NOT}(?: (?:really|to|vraiment|unbedingt|the|it|la|le|les|lo|mi|me))? ?$")
_TELLS = re.compile(
    r"\b(?:has|have|had|is|was|were|are|bought|ordered|owns?|wears?|wearing|takes?|received|got|fits?|sold|usually|"
    r"normally|always|(?:il|elle|on|qui|en|femme|mari|fille|fils|mere|pere|soeur|frere) a|ai|as|j'ai|avait|avais|est|"
    r"etait|porte|prends?|pris|fait|fais|achete|recu|habitude|habituellement|"
    r"hat|habe|hatte|ist|war|tragt|trage|gekauft|bestellt|tiene|tengo|lleva|llevo|compr\w+|ha|ho|porta|porto|heeft|heb|"
    r"draagt|draag|gekocht|than|que|als|dan)\b"
)
_SAID_OF = re.compile(  # "M/L", "L or XL", "L is too small", "S ne va pas"
    r"[/+-]\w|"
    r"[ ,(]*\b(?:or|ou|oder|of (?!the\b|my\b|this\b|it\b)(?=\w{1,4}\b)|sinon|else)\b|"
    r"(?: (?:one|ones|size|modele|qui|that|which))? ?"
    r"(?:'s|\b(?:is|isn't|was|wasn't|were|are|has|had|does\w*|doesn't|did\w*|didn't|fits?|sold|too|that|which|already|"
    r"trop|qui|est|etait|sera|ne|n'\w+|va|me va|deja|zu|ist|war|passt|sitzt|es|era|e'|queda|demasiado|troppo|te|past|"
    r"zit|al))\b"
)
_ARTICLE = re.compile(r"\b(?:an|a|one|the|un|une|le|la|du|ein|eine|einen|einer|die|das|una|uno|el|een|de) ?$")
_FOR = re.compile(r"\b(?:for|to|pour|par|por|per|con|voor|auf) $")
_FOR_SOMEBODY = re.compile(
    r"\b(?:gifts?|presents?|cadeaux?|geschenk|regalo|kado|bought|placed|ordered|order|commande|passee?s?|achete\w*|"
    r"pris\w*|fait\w*|made|meant|prevue?|is|it's|est|c'est|ist|es|bestellung|bestellt|pedido|ordine|bestelling)\W*"
    r"(?:for|to|pour|par|por|per|con|voor|auf) $"
)
_NEXT = re.compile(r"(?P<dot>\.?)[ \t]*(?P<word>[^\W\d_][\w'’-]*)?")
# What may follow a bare letter or number that is a size: the sentence goes on about it.
_GOES_ON = POLITE | frozenset(
    "in en et and und y con with avec mit instead rather au a statt anstatt stattdessen from because as since so now "
    "if car parce comme des weil da order commande bestellung pedido ordine bestelling bestellnummer umtauschen "
    "tauschen wechseln cambiar ruilen omruilen hebben bekommen haben aub my".split()
)
_COLOUR_WORDS = frozenset(
    "black white red blue green grey noir noire blanc blanche rouge bleu bleue vert verte".split()
)
_BEGINS = _GOES_ON | frozenset("i i'd i'm it my je j'ai ma mon ich meine mi mio mijn numero nummer number".split())


def doubtful(folded: str, start: int, end: int) -> bool:
    """Whether words around the label refuse it, compare with it, or say something of it."""
    if _SAID_OF.match(folded, end):
        return True
    clause = clause_before(folded, start)
    first = _asked_at(clause)
    return bool(_DENIED.search(clause, first) or _DENIED_VERB.search(clause[:first]))


def told(folded: str, start: int) -> bool:
    """Whether the label stands in an account of something ("my wife has the blue one") and not in a demand."""
    clause = clause_before(folded, start)
    asks = list(_ASKS.finditer(clause))
    return bool(_TELLS.search(clause, asks[-1].end() if asks else 0))


def asked(folded: str, start: int) -> bool:
    return _ASKS.search(clause_before(folded, start)) is not None


def a_name(text: str, folded: str, start: int, end: int) -> bool:
    """Whether one letter or one number, with no word for size before it, may be an initial ("for M. Martin"), somebody
    ("it is for L.") or a count ("for 2 mugs")."""
    before = folded[max(0, start - _REACH) : start]
    article = _ARTICLE.search(before) is not None
    following = _NEXT.match(text, end)
    word = fold(following["word"] or "") if following else ""
    allowed = _BEGINS if article else _GOES_ON
    if word and word not in allowed and word not in _COLOUR_WORDS:
        return True
    if _FOR.search(before) and not article:
        return _FOR_SOMEBODY.search(before) is not None or not asked(folded, start) or told(folded, start)
    return False


def clause_before(folded: str, start: int) -> str:
    """What stands before the label in its own clause."""
    before = folded[max(0, start - _REACH) : start]
    ends = [match.end() for match in _CLAUSE_END.finditer(before)]
    return before[ends[-1] :] if ends else before


def _asked_at(clause: str) -> int:
    """Where the demand that governs the end of the clause begins; 0 without one."""
    asks = list(_ASKS.finditer(clause))
    if not asks:
        return 0
    first = asks[-1].start()
    for match in reversed(asks[:-1]):
        if first - match.end() > _CHAIN:
            break
        first = match.start()
    return first
