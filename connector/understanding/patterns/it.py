"""Italian, accents folded. Cue names: see the package."""

from __future__ import annotations

_GAP = r"[^.?!\n]"
_WANT = r"(?:voglio|vorrei|chiedo|desidero|preferisco|preferirei|gradirei|esigo|vogliamo|vorremmo)"
_CREDIT = r"(?:buono(?: acquisto| sconto)?|carta regalo|credito sul mio (?:account|conto))"
_PARCEL = r"(?:ordine|pacco|spedizione|consegna)"

PATTERNS: dict[str, tuple[str, ...]] = {
    "refund": (
        rf"\b{_WANT}\b(?!{_GAP}{{0,10}}\bnon\b){_GAP}{{0,30}}\b(?:rimbors\w+|soldi|"
        r"restituzione dell'importo|indietro)\b",
        r"\brivoglio (?:i|il)\b[^.?!\n]{0,12}\b(?:soldi|denaro)\b|\brimborsat(?:emi|eci|e)\b|"
        r"\brimborsarmi\b|\bper favore\b[^.?!\n]{0,15}\brimbors\w+|\brecesso\b|\brecedere\b",
    ),
    "exchange": (
        rf"\b(?:{_WANT}|posso|potete|possibile)\b{_GAP}{{0,20}}\b(?:cambi(?:o|are|arlo|arla|arli|arle)|"
        r"sostitu\w+)\b(?! (?:l'indirizzo|idea))|\blo preferisco\b",
    ),
    "store_credit": (rf"\b(?:{_WANT}|va bene|accetto)\b{_GAP}{{0,20}}\b{_CREDIT}\b",),
    "reship": (r"\brispedi\w+\b|\b(?:inviat|mandat|spedit)\w+\b[^.?!\n]{0,20}\b(?:di nuovo|mancante)\b",),
    "cancel": (
        rf"\b(?:{_WANT}|per favore|posso)\b{_GAP}{{0,12}}\b(?:annullare|"
        r"cancellare)\b(?! (?:il mio account|l'iscrizione))|\b(?:annullate|cancellate) (?:l'ordine|"
        r"l'acquisto|il mio ordine|tutto)\b",
    ),
    "give_back": (
        rf"\b{_WANT}\b{_GAP}{{0,10}}\b(?:restituire|rendere|fare il reso|effettuare il reso)\b|"
        r"\betichetta di reso\b",
    ),
    "send_new": (r"\b(?:inviate|mandate|spedite)\w*\b[^.?!\n]{0,12}\b(?:un altro|una nuova|uno nuovo|un'altra)\b",),
    "maybe_refund": (r"\brimbors\w+\b",),
    "maybe_exchange": (r"\b(?:cambio|sostituzione|cambiarl[oaei])\b",),
    "maybe_store_credit": (r"\bbuono acquisto\b|\bcarta regalo\b",),
    "maybe_reship": (r"\brispedizione\b",),
    "maybe_cancel": (r"\bannull\w+\b",),
    "status_refund": (
        rf"\b(?:dov'e|quando)\b{_GAP}{{0,25}}\b(?:rimbors\w+|soldi)\b|"
        rf"\bnon\b{_GAP}{{0,12}}\bricevuto\b{_GAP}{{0,6}}\b(?:i soldi|rimborso)\b|"
        rf"\brimborso\b{_GAP}{{0,15}}\bnon\b{_GAP}{{0,20}}",
    ),
    "status_return": (r"\bricevuto\b[^.?!\n]{0,8}\b(?:mio|il) reso\b",),
    "status_exchange": (r"\bquando\b[^.?!\n]{0,20}\b(?:cambio|sostituzione)\b",),
    "status_order": (
        rf"\b(?:dov'e|dove si trova)\b{_GAP}{{0,12}}\b{_PARCEL}\b|"
        rf"\bquando\b{_GAP}{{0,15}}\b(?:arriv\w+|{_PARCEL})\b|\btracking e fermo\b|\bin ritardo\b",
    ),
    "question": (
        rf"\bpolitica di (?:reso|rimborso)\b|\bquanti giorni\b{_GAP}{{0,30}}|"
        rf"\bchi paga\b{_GAP}{{0,30}}|\bquanto tempo\b{_GAP}{{0,30}}|\bsi possono (?:cambiare|"
        rf"restituire)\b{_GAP}{{0,30}}|\bposso restituire in negozio\b{_GAP}{{0,40}}",
    ),
    "off_topic": (
        r"\bfattura\b|\bpassword\b|\baccedere\b|\bindirizzo di spedizione\b|\bdisponibile\b|"
        r"\bspedite in\b|\bcodice sconto\b|\bnewsletter\b|\bche taglia\b",
    ),
    "decoy": (r"\btasso di cambio\b|\bavete annullato\b[^.?!\n]{0,30}|\bstato annullato\b|\bcambiato idea\b",),
    "thanks": (r"\bgrazie\b",),
    "settled": (r"\brimborso ricevuto\b|\bricevuto il rimborso\b|\btutto risolto\b",),
    "retracted": (r"\bignorate il mio\b|\bnon serve piu (?:il rimborso|nulla)\b",),
    "negation": (r"(?:non (?:voglio|vorrei|chiedo|desidero|serve)|non|senza|ne)",),
    "contrast": (r"(?:invece (?:di|del|dell')|piuttosto che|al posto (?:di|del))",),
    "between": (r"(?:un|uno|una|il|la|i|di|essere|miei)",),
    "conditional": (r"\b(?:altrimenti|a meno che|in caso di)\b|(?<!sapere )\bse\b(?! (?:possibile|potete))",),
    "reported": (r"\b(?:detto|promesso|collega|amico|gia (?:annullato|rimborsato|chiesto))\b",),
    "reason_withdrawal": (r"\b(?:recesso|recedere)\b",),
    "reason_duplicate": (r"\b(?:addebitato|ordinato) due volte\b|\bdoppio (?:addebito|pagamento)\b",),
    "reason_missing_item": (r"\bmanca(?:nte|no)?\b|\bincompleto\b",),
    "reason_wrong_item": (
        r"\b(?:articolo|prodotto|colore|taglia) sbagliat[oa]\b|\bnon e il colore\b|\bun'altra cosa\b",
    ),
    "reason_damaged": (r"\b(?:rott[oa]|danneggiat[oa]|schiacciat[oa]|graffi|crepe|ammaccat[oa])\b",),
    "reason_defective": (r"\bnon (?:funziona|si accende)\b|\bdifettos[oa]\b|\bsmesso di funzionare\b",),
    "reason_too_small": (r"\b(?:piccol[oa]|strett[oa]|cort[oa])\b|\btaglia in piu\b",),
    "reason_too_large": (r"\btroppo (?:grande|larg[oa]|lung[oa])\b|\btaglia in meno\b",),
    "reason_not_as_described": (r"\bnon e conforme\b|\bdiverso dalle foto\b|\bun falso\b",),
    "reason_not_received": (
        r"\bmai arrivat[oa]\b|\bnon ho ricevuto\b(?! (?:i soldi|il rimborso))|\brisulta consegnato\b|"
        r"\bsmarrito\b",
    ),
    "reason_late": (r"\btroppo tardi\b|\bdata di consegna\b",),
    "reason_style": (r"\bnon mi piace\b|\bnon e il mio stile\b",),
    "reason_changed_mind": (r"\bcambiato idea\b|\bnon mi serve piu\b|\btrovato a meno\b",),
    "reason_other": (r"\bpagare la spedizione\b|\ballergic[oa]\b",),
    "photo": (r"\ballego\b[^.?!\n]{0,8}\bfoto\b|\bfoto (?:allegat\w+|in allegato)\b",),
    "everything": (r"\btutto l'ordine\b|\bl'intero ordine\b|\btutti gli articoli\b",),
    "urgent": (r"\b(?:urgent\w*|al piu presto|subito)\b|!!",),
    "negative": (r"\b(?:rivoglio|inaccettabile|vergogna|truffa|delus[oa])\b",),
    "automatic": (r"\brisposta automatica\b|\bfuori (?:ufficio|sede)\b",),
}
