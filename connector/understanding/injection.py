"""Text aimed at the software rather than at a person. Telemetry and a reason to ask a person, not a wall: the wall is
that text can only choose among what the policy allows."""

from __future__ import annotations

import re

_INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,30}\b(?:previous|prior|above|earlier|all|your|the) ?"
    r"(?:\w+ )?(?:instructions?|rules?|prompts?|guidelines?|polic(?:y|ies)|checks?|verification)\b"
    r"|\b(?:skip|bypass|override|disable)\b[^.\n]{0,15}\b(?:verification|checks?|polic(?:y|ies)|"
    r"approval|rules?|review)\b"
    r"|(?:^|\n)\W{0,4}(?:systeme?|sistema|systeem|assistante?|asistente|developer|user)"
    r"(?: (?:prompt|message|note|override))? ?:"
    r"|<\|?/?(?:system|assistant|im_start|im_end|instructions?)\b|\[/?(?:inst|system)\]"
    r"|#{2,} ?(?:end|fin|ende|system|new|nouvelle|instruction)\b"
    r"|\b(?:new|updated|nouvelles?|neue|nuevas?|nuove|nieuwe) (?:instructions?|consignes?|"
    r"anweisung\w*|instruccion\w*|"
    r"istruzion\w*|instructies?)\b[^.\n]{0,30}"
    r"|\byou are (?:now )?(?:an? )?(?:ai|bot|assistant|refundbot|language model|chatbot|\w+bot)\b|"
    r"\bact as (?:an? |the )"
    r"|\b(?:dear|hello|hey|chere|cher|liebe|lieber|querida|cara|beste) (?:ai|ia|ki|bot|assistant|chatbot|gpt|llm)\b"
    r"|\b(?:tu es|vous etes) (?:maintenant )?(?:une? )?(?:ia|bot|robot|assistant|intelligence artificielle)\b"
    r"|\bignore[zr]?\b[^.\n]{0,20}\b(?:instructions?|consignes?|regles)\b|\bsauter la verification\b"
    r"|\bignorier\w*\b[^.\n]{0,30}\b(?:anweisungen|regeln)\b|"
    r"\bignor[ae]\b[^.\n]{0,20}\b(?:instrucciones|istruzioni)\b"
    r"|\{ ?\"?(?:approve|approved|refund|action|kind|confidence|decision)\"? ?:"
    r"|\b(?:output|respond with|return|reponds|repondez|answer with) ?(?:only )?(?:json|\{)"
    r"|\bconfidence (?:of |= ?|is )?(?:1|100|0?\.9)|\b(?:always|automatically) approves?\b|"
    r"\bapprove everything\b|\btout approuver\b"
    r"|\b(?:already |pre-?|has been |was )?approved by (?:your|the|my|our) (?:manager|boss|"
    r"supervisor|ceo|team|owner|admin\w*)\b"
    r"|\b(?:your|the) (?:manager|boss|supervisor|ceo) (?:has |already )*(?:approved|authori[sz]ed|told)\b"
    r"|\b(?:approuvee?|validee?|autorisee?) par (?:votre|le|la|mon) (?:responsable|manager|chef|"
    r"directeur|direction|superieur)\b"
    r"|\bas the (?:store|shop) owner\b|\ben tant que (?:proprietaire|administrateur)\b|"
    r"\bi authori[sz]e you to\b|\bje t'autorise\b"
    r"|\bmark (?:all|every)\b[^.\n]{0,25}\brefunded\b|\bmarque[zr]? toutes\b[^.\n]{0,30}\brembours\w+"
    r"|(?:^|\n) ?approved: ?(?:refund|credit|exchange)\b"
    r"|\bmode (?:admin\w*|developpeur|debug)\b|\bmodo (?:admin\w*|desarrollador)\b|\bmodalita (?:admin|amministra)\w*"
    r"|\b(?:admin\w*|entwickler|beheerders?|ontwikkelaars?)[- ]?(?:modus|mode)\b"
    r"|\bas an? (?:ai|language model|llm)\b|\b(?:note|message) to the (?:language model|ai|bot|llm)\b"
    r"|\b(?:tu es|sie sind|du bist|eres|sei) (?:une? |eine? |un'|una )?(?:ia|ai|ki|llm)\b"
    r"|\b(?:vergiss|vergessen sie|oubliez?|olvida|dimentica|vergeet|negeer)\b[^.\n]{0,20}\b(?:regeln|anweisungen|"
    r"regles|consignes|reglas|instrucciones|regole|istruzioni|regels|instructies)\b"
    r"|\bverdict ?[=:]|%%system\b|<tool_call\b|\bfunctions\.\w{1,20}\(|"
    r"\b(?:\w{1,20}_)?(?:refund|approve|credit)\w{0,12}\([\'\"{\d]|<!-- ?approve|(?<!\w)#approve\b|\bdrop table\b"
    r"|\b(?:for testing purposes|output only|repeat after me)\b"
    r"|\[\[? ?(?:admin|system|systeme|debug)\b|\b(?:system|systeme?) ?(?:note|override|hinweis)\b|\bnote systeme\b"
    r"|\b(?:controles?|verifications?|checks?|safeguards?) (?:desactives?|disabled|off|deaktiviert)\b"
    r"|\b(?:pre-?approuvee?|pre-?approved|vorab genehmigt) (?:par|by|von)\b"
    r"|\b(?:ne (?:pas )?transmets?|sans passer|do not (?:forward|escalate))\b[^.\n]{0,20}\b(?:agent|humain|human)\b"
    r"|\b(?:admin|debug|developer|god) mode\b|\bjailbreak\b|\bprompt injection\b"
)


def injections(folded: str) -> list[tuple[int, int]]:
    """Return all places of such text."""
    return [match.span() for match in _INJECTION.finditer(folded)]


def injected(folded: str) -> tuple[int, int] | None:
    """Return where such text stands, as [start, end), or None. `folded` keeps its line ends."""
    match = _INJECTION.search(folded)
    return match.span() if match else None
