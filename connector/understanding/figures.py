"""What sounds like a fault of an article and is none: a broken promise, a lost job, a death in the family."""

from __future__ import annotations

import re

_BREAKS = (
    r"(?:broken|crushed|shattered|damaged|torn|smashed|wrecked|ripped|bent|stained|scratched|casse\w*|brise\w*|dechire\w*|"
    r"endommage\w*|ecrase\w*|abime\w*|zerbrochen|beschadigt|zerrissen|rot[oa]s?|danad[oa]s?|destrozad[oa]s?|rott[oa]|"
    r"spezzat[oa]|danneggiat[oa]|kapot|beschadigd|gescheurd)"
)
_HELD = (  # what is broken in a figure of speech only
    r"(?:promises?|words?|hearts?|trust|dreams?|hopes?|reputation|nerves|vows?|promesses?|coeurs?|parole|confiance|reves?|"
    r"versprechen|herz|vertrauen|ruf|nerven|promesas?|corazon|palabra|confianza|promess[ae]|cuore|fiducia|parola|"
    r"beloftes?|hart|vertrouwen)"
)
_LOSES = (
    r"(?:lost|losing|perdue?|perdant|verloren|perdido|perdiendo|perso|perduto|smarrito|kwijt|stolen|vole|gestohlen|"
    r"gestolen)"
)
_LOST = (  # what one loses without its having been sent
    r"(?:job|work|patience|trust|faith|time|sleep|temper|hope|confidence|nerves?|mind|travail|emploi|confiance|temps|"
    r"sommeil|espoir|foi|geduld|vertrauen|arbeit|zeit|glauben|trabajo|empleo|paciencia|confianza|tiempo|fe|lavoro|"
    r"pazienza|fiducia|tempo|baan|werk|tijd|vertrouwen)"
)
_KIN = (
    r"(?:father|mother|dad|mum|mom|husband|wife|brother|sister|son|daughter|uncle|aunt|gran\w*|friend|dog|cat|pere|mere|"
    r"mari|femme|frere|soeur|fils|fille|oncle|tante|chien|chat|ami|amie|papa|maman)"
)
_IS = r"(?: (?:is|was|are|were|has|have|had|been|just|est|sont|a|ete|ist|sind|wurde|es|fue|e|stat[ao]|werd))"
_MY = (
    r"(?: (?:my|our|all|any|much|the|a|lot|of|too|ma|mon|mes|du|de|la|le|toute?|mein\w*|die|das|viel|alle?\w*|mi|el|"
    r"mucho|toda|il|mi[ao]|molto|tutta|mijn|het|veel))"
)
_FIGURE = re.compile(
    rf"\b{_BREAKS} {_HELD}\b|\b{_HELD}{_IS}{{0,2}} {_BREAKS}\b"
    rf"|\b{_LOSES}{_MY}{{0,3}} {_LOST}\b|\b{_LOST}{_IS}{{0,2}} {_LOSES}\b"
    rf"|\b{_KIN}{_IS}{{0,2}} (?:died|morte?)\b"
    r"|\b(?:(?:my|our) damages?|(?:in|for|pay|claim) damages)\b(?= (?:is|are|of|amounts?|and|claims?)\b|[.,;!:?\n]|$)"
    r"|\b(?:sous le|etat de) choc\b"
)


def figures(folded: str) -> list[tuple[int, int]]:
    """Return the places of such words, as [start, end)."""
    return [match.span() for match in _FIGURE.finditer(folded)]
