"""Italian, accents folded. Cue names: see the package."""

from __future__ import annotations

_GAP = r"[^.?!\n]"
_WANT = r"(?:voglio|vorrei|chiedo|desidero|preferisco|preferirei|gradirei|esigo|vogliamo|vorremmo)"
_CREDIT = r"(?:buono(?: acquisto| sconto)?|carta regalo|credito sul mio (?:account|conto))"
_PARCEL = r"(?:ordine|pacco|spedizione|consegna)"

# What follows reads a request as frame, gap, goal: "potreste" ... "riaccreditarmi" ... "l'importo sulla carta".
_BREAK = (
    r"non|nn|mai|senza|ne|ma|perche|quando|dove|se|detto|promesso|promess\w+|politica|stato|conferm\w+|ancora|gia|"
    r"o|invece|sapere|dimentic\w+|"
    r"riferimento|condizioni|niente|anziche|piuttosto|alcun\w*"
)
_ON = rf"(?:(?!\b(?:{_BREAK})\b)[^.?!;:\n]){{0,50}}?"  # the rest of a request, nothing that turns it round
_ASK = (
    r"(?:\b(?:per favore|per piacere|per cortesia|x favore|x fav|xfavore|vi (?:prego|chiedo|invito|sarei grat[oa]|"
    r"chiediamo|preghiamo|ringrazio se)|prego di|"
    r"(?:posso|potrei|possiamo|puo|potete|potreste|potrebbe|si puo|riuscite|voglio|vorrei|vogliamo|vorremmo|chiedo|"
    r"chiediamo|desidero|desideriamo|preferisco|preferirei|preferiamo|gradirei|esigo|pretendo|"
    r"aspetto|attendo|accetto|bisogno|spero|opto|scelgo|prendo)|sarebbe possibile|e possibile|(?:mi|ci) (?:serve|"
    r"servirebbe|basta|basterebbe|va bene|spetta|potete|potreste|piacerebbe|aspetto)|"
    r"come (?:faccio|posso|lo|la)|a chi mi rivolgo|ho diritto|(?:deve|dovete|dovreste|andrebbe|dovrei|va) (?:\w+"
    r" )?|meglio|va bene|al posto dei soldi|cosa devo fare per)\b)"
)
_SUM = r"(?:€ ?\d[\d.,]{0,12}|\b\d[\d.,]{0,12} ?(?:€|euro\b|eur\b|chf\b|franchi\b))"
_CASH = (
    rf"(?:\b(?:i|miei|dei) (?:miei )?(?:soldi|denari|euro)\b|\b(?:il|mio|del|al) (?:mio )?(?:denaro|prezzo|importo|"
    rf"pagamento|costo|dovuto|saldo|totale)\b|\bl'(?:importo|intero importo|intera somma)\b|\b(?:la|della) "
    rf"(?:somma|cifra|spedizione|differenza|meta)\b|"
    rf"\b(?:quanto|quello che) (?:ho|abbiamo|ho) (?:pagato|speso"
    rf"|versato)\b|\bsoldi\b|\b(?:i |miei |quei ){{0,6}}{_SUM})"
)
_GIVE = (
    r"(?:rimbors\w*|rinbors\w*|rimborz\w*|restitu\w*|riaccredit\w*|accredit\w*|rida(?:te|re)\w*|ridarm?i?|"
    r"rendete\w*|rendermi|indietro|riav\w*|storn\w*|riconosc\w*|rimandat\w*|bonific\w*|riba\w*)"
)
_VOUCHER = (
    r"(?:\bbuon[oi](?: (?:acquisto|sconto|regalo|spesa))?\b(?! il)|\bcart[ae] regalo\b|\bgift card\b|\bvoucher\b|"
    r"\bcoupon\b|\bcredito\b(?! (?:bancari|al consumo))|\bbonus\b|\bcodice (?:da|sconto da)\b|\bsul mio saldo\b|"
    r"\b(?:sul|nel) (?:mio )?borsellino\b|"
    r"\bil saldo\b)"
)
_HUE = (
    r"(?:ner[oaie]|bianc[oa]|bianch[ie]|blu|ross[oaie]|verd[ei]|grig[ioae]+|rosa|giall[oaie]|beige|marron[ei]|"
    r"viola|arancion[ei]|azzurr[oaie]|turchese|argento|dorat[oaie])"
)
_SIZE = (
    r"(?:(?:taglia |numero |misura |la |una |un |il |in |con ){0,6}(?<!')\b(?:[1-9]\d{1,2}(?:[.,]5)?|x{0,4}s|m|"
    r"x{0,4}l)\b(?!')(?![.,]?\d| ?[€$%]| ?(?:euro|eur|giorni|cm|minuti)\b))"
)
_PAPER = (
    r"(?:etichetta|fattura|mail|buono|soldi|denaro|rimborso|carta|link|codice|modulo|risposta|foto|tecnico|"
    r"conferma|catalogo|indirizzo|numero|scontrino|ricevuta|somma|importo)"
)

# A wish that names no more than a size, a colour or a sound one: with a problem told, it is for another article.
_WISH = (
    rf"(?:(?!\b(?:{_BREAK}|restitu\w*|rend\w*|rimbors\w*|annul\w*|compr\w*|ordin\w*|soldi|fattura|indirizzo|aiuto|"
    rf"reso)\b)[^.?!;:\n]){{0,45}}?"
)

PATTERNS: dict[str, tuple[str, ...]] = {
    "refund": (
        rf"\b{_WANT}\b(?!{_GAP}{{0,10}}\bnon\b){_GAP}{{0,30}}\b(?:rimbors\w+|soldi|"
        r"restituzione dell'importo|indietro)\b",
        r"\brivoglio (?:i|il)\b[^.?!\n]{0,12}\b(?:soldi|denaro)\b|\brimborsat(?:emi|eci|e)\b|"
        r"\brimborsarmi\b|\bper favore\b[^.?!\n]{0,15}\brimbors\w+|\b(?:diritto di|esercit\w+ il) recesso\b|"
        r"\brecedere\b",
        rf"{_ASK}{_ON}\b(?:rimbors\w*|rinbors\w*|rimborz\w*|risarc\w*)\b(?! (?:promess|che (?:mi|avete)))",
        rf"{_ASK}{_ON}\b{_GIVE}\b{_ON}{_CASH}|{_ASK}{_ON}{_CASH}{_ON}\b(?:{_GIVE}|sul mio conto(?! cliente)|sulla "
        rf"(?:mia )?carta(?! regalo))\b",
        rf"{_ASK}{_ON}\b(?:i|miei) (?:miei )?soldi\b|\bpreferisco i soldi\b",
        rf"(?:^|[.,;:!?\n] ?|\b(?:e|o|voi|quindi|pure) )(?:mi |ci )?(?:ridatemi|ridate|ridatemeli|rendetemi|"
        rf"rendetemel\w|restituitemi|restituiteci|restituite|rimborsate\w*|rimborsatemi|riaccreditatemi|"
        rf"accreditatemi|rimandatemi|riaccreditate|stornate|ridare)\b{_ON}(?:{_CASH}|\bsolo quello\b|\balmeno\b|"
        rf"\bquello che\b|\bquanto\b|\bil dovuto\b|"
        rf"(?=[.!,]|$))",
        r"(?:^|[.!?\n,:;] ?)(?:un |il )?(?:rimborso|rinborso|rimborzo)(?: (?:per favore|grazie|totale|parziale|"
        r"integrale|completo|di|del|dell'|ordine|subito|x favore|\d+|€)){0,6}(?=[ ,]*(?:[.!]|$|grazie|per favore|"
        r"niente di meno))(?![^.!\n]{0,60}[?])",
        rf"\brimborso (?:parziale|totale) sarebbe\b|\b(?:rivoglio|rivorrei) (?:indietro )?(?:{_CASH}|quanto)|\b"
        rf"(?:mi|ci) dovete {_SUM}|\b(?:esercito|esercitare)[^.?!\n]{{0,20}}\brecesso\b|\brecedo\b|\bl'importo mi"
        rf" va restituito\b|\bmi accontento di meta\b|\b(?:la )?differenza (?:di prezzo)?,? rendetemela\b|"
        rf"\bvoglio i soldi indietro\b|\bmi ridate i soldi\b",
    ),
    "exchange": (
        rf"\b(?:{_WANT}|posso|potete|possibile)\b{_GAP}{{0,20}}\b(?:cambi(?:o|are|arlo|arla|arli|arle)|"
        r"sostitu\w+)\b(?! (?:l'indirizzo|idea))|\blo preferisco\b",
        rf"{_ASK}{_ON}\b(?:cambi(?:o|are|arl[oaie]|armi|armel[oaie]|ate|ato|ata)|canbi\w*|sostitu\w*|"
        rf"scambi\w*)\b(?! (?:l'indirizzo|idea|indirizzo|password))",
        r"(?:^|[.,;!?\n] ?|\b(?:e|o|quindi) )(?:me l[oaie] |mi )?(?:cambiate(?:mel[oaie])?|sostituite"
        r"(?:mel[oaie])?|cambiatemel[oaie]|cambio taglia|canbio)\b(?= (?:con|il|la|le|i|lo|da|polo|grazie|\w+ da)|"
        r"[.,!?]|$)|\bfaccio cambio\b|\bl'articolo va sostituito\b",
        rf"{_ASK}{_ON}\b(?:al posto (?:di quest[oa]|del|della)|quell[oa] giust[oa]|quelli giusti|quelle giuste|un"
        rf" altro che|uno che|una che)\b",
        rf"{_ASK}{_ON}\b(?:un|una|uno|il|la|lo|quell[oa]|stess[oa]|in) (?:{_SIZE}|{_HUE}|integr[oa]|funzionante|"
        rf"giust[oa]|corrett[oa]|nuov[oa]|intatt[oa])(?=[^.?!\n]{{0,30}}(?:[.!?,]|$))",
        rf"\b(?:lo|la|li|le) (?:preferisco|vorrei|preferirei) (?:in )?(?:{_HUE}|{_SIZE})|\blo stesso (?:ma )?in\b|"
        rf"\bmandate (?:quello|quella) giust[oa]\b|\buna taglia in (?:meno|piu), in cambio\b|\bmeglio {_HUE}|\buno"
        rf" che funzioni\b|\bdatemene un altro\b|\bcon (?:un altro|quell[oa]) (?:modello|colore|{_HUE})\b",
    ),
    "store_credit": (
        rf"\b(?:{_WANT}|va bene|accetto)\b{_GAP}{{0,20}}\b{_CREDIT}\b",
        rf"{_ASK}{_ON}{_VOUCHER}|{_VOUCHER}[^.?!\n]{{0,25}}\b(?:va ben\w*|andrebbe|mi basta|per favore|grazie|al"
        rf" posto|invece|anziche|ok)\b|\b(?:al posto|invece|anziche) (?:dei soldi|del rimborso|il rimborso|il"
        rf" denaro)\b[^.?!\n]{{0,25}}{_VOUCHER}",
        rf"\b(?:fatemi|datemi|emettete|mettete|trasform\w+|tenetemi|convertite|restassero|lasciate|rilasciate|"
        rf"mandatemi)\b{_ON}(?:{_VOUCHER}|saldo)|\bdatemi un credito\b|\bbuono (?:acquisto )?anziche\b",
        r"\bcaricatemi (?:l'importo|la somma|i soldi|il valore)[^.?!\n]{0,20}\b(?:come|in) (?:credito|buono)\b",
    ),
    "reship": (
        r"\brispedi(?:te|temi|tel[oa])\w*\b(?! indietro)|\b(?:inviat|mandat|spedit)\w+\b[^.?!\n]{0,20}\b(?:di"
        r" nuovo|mancante)\b",
        rf"{_ASK}{_ON}\b(?:rispedi(?:re|rl[oaie]|te|rmel[oaie]|rmi)|rispedizione|rimandar(?:mi|mel[oaie]|"
        rf"l[oaie])\w*|(?:un )?(?:nuovo|altro|secondo) (?:invio|pacco|paio)|nuova (?:spedizione|consegna)|"
        rf"ripartire)\b|(?:^|[.,;!?:\n] ?|\b(?:quindi|e) )(?:rispedite\w*|rimandatemel[oaie]|"
        rf"rimandatel[oaie])\b(?! indietro)",
        r"\b(?:inviat|mandat|spedit|rimandat|consegnat)e\w*\b[^.?!\n]{0,25}\b(?:di nuovo|mancant\w+|un'altra volta|"
        r"quello che manca)\b|\b(?:fatemene|fatene|fate|far) (?:ri)?partire un (?:altro|secondo)\b|\bfate"
        r" ripartire\b|\bmi fate avere quello che manca\b|\briprovate la consegna\b|\bresto dell'ordine va"
        r" spedito\b",
    ),
    "cancel": (
        rf"\b(?:{_WANT}|per favore|posso)\b{_GAP}{{0,12}}\b(?:annullare|"
        r"cancellare)\b(?! (?:il mio account|l'iscrizione))|\b(?:annullate|cancellate) (?:l'ordine|"
        r"l'acquisto|il mio ordine|tutto)\b",
        rf"{_ASK}{_ON}\b(?:an+ullare|an+ullarl[oa]|an+ullato|an+ullamento|an+ulare|disdire|cancellare|"
        rf"cancellarlo)\b(?! (?:il mio account|l'iscrizione|l'abbonamento|il volo|l'appuntamento|la carta|il"
        rf" reso))",
        r"(?:^|[.,;!?\n] ?|\b(?:e|quindi|o) )(?:an+ul+ate(?:l[oa])?|an+ulate|cancellate|cestinate|disdite|fermate|"
        r"bloccate|annullare|annulla|annullamento)\b(?= (?:l'|il|la|tutto|ordine|uno|pure|per favore|o |grazie|\d|"
        r"xfavore|x fav|acquisto)|[.,!]|$)(?! (?:la carta|il reso|il tavolo|la linea))",
        rf"(?:{_ASK}{_ON}|^|[.,;!?\n] ?)\b(?:bloccare|fermare|togliere|togliete|rimuovete|eliminate|bloccate|"
        rf"fermate)\b[^.?!\n]{{0,25}}\b(?:ordine|ordini|tutto|dall'ordine|acquisto|\d{{6,}}|"
        rf"spedizione)\b(?![^.?!\n]{{0,30}}\b(?:finche|fino a|prima di)\b)|\bnon "
        rf"(?:speditel[oa]|mandatel[oa]|spedite|inviatel[oa]|fatel[oa] partire)\b(?! (?:di nuovo|un altro))|"
        rf"\blasciate perdere, non\b|\bdimenticate l'ordine\b|"
        rf"\b(?:come annullo|in tempo per annullare|si puo ancora fermare|costrett[oa] ad annullare|venga"
        rf" annullato)\b",
    ),
    "give_back": (
        rf"\b{_WANT}\b{_GAP}{{0,10}}\b(?:restituire|rendere|fare il reso|effettuare il reso)\b|"
        r"\bmandatemi l'etichetta di reso\b",
        rf"{_ASK}{_ON}\b(?:restituir(?:e|l[oaie]|vel[oaie])|render(?:e|l[oaie]|vel[oaie])|il reso|un reso|fare "
        rf"(?:il )?reso|rimandar(?:l[oaie] indietro|vel[oaie])|ritirarl[oa])\b(?! (?:i soldi|l'importo|la somma))|"
        rf"(?:^|[.,;!?\n] ?|\b(?:e|ve|lo|la|li|le|vi) )(?:l[oaie] )?(?:rendo|restituisco|rimando indietro|"
        rf"rimando)\b|\brichiesta di reso\b|"
        r"\bmi serve l'etichetta\b|\bve l[oaie] (?:rimando|rendo|restituisco)\b|\ba che indirizzo l[oaie]\b|"
        r"\bvorrei l'etichetta\b",
    ),
    "send_new": (
        r"\b(?:inviate|mandate|spedite)\w*\b[^.?!\n]{0,12}\b(?:un altro|una nuova|uno nuovo|un'altra)\b",
        rf"(?:{_ASK}{_ON}|\b(?:mandat|spedit|inviat|datem)\w+ )\b(?:un altro|un'altra|uno nuovo|una nuova)\b(?! "
        rf"(?:volta|pacco|taglia|colore|modello|carta|indirizzo|cosa))",
        rf"{_ASK}{_WISH}\b(?:{_HUE}|{_SIZE}|(?:altr[oa]|giust[oa]|corrett[oa]|nuov[oa]|stess[oa]) (?!cosa|"
        rf"indirizzo|volta|giorno|modo|ordine|pacco|carta|soluzione|spedizione|invio|consegna)\w+|quell[oaei] "
        rf"(?:giust|corrett|che)\w*|un[oa]? (?:che|senza|con) \w+|al suo posto|integr[oa])\b",
    ),
    "maybe_refund": (r"\brimbors\w+\b",),
    "maybe_exchange": (r"\b(?:cambio|sostituzione|cambiarl[oaei])\b",),
    "maybe_store_credit": (r"\bbuono acquisto\b|\bcarta regalo\b",),
    "maybe_reship": (
        r"\brispedizione\b",
        rf"{_ASK}{_ON}\b(?:invi\w+|mand\w+|sped\w+|ricevere|rispedi\w+|avere)\b(?![^.?!\n]{{0,30}}\b{_PAPER}\b)|\b"
        rf"(?:me l[oaie] |mi |ce l[oaie] )(?:mandate|spedite|inviate|fate avere)\b(?![^.?!\n]{{0,30}}\b{_PAPER}\b)|"
        rf"(?:^|[.,;!?\n] ?|\be )(?:mandate|spedite|inviate|speditemel|mandatemel|spedit|"
        rf"mandat)\w*\b(?![^.?!\n]{{0,30}}\b{_PAPER}\b)|"
        rf"\bvoglio la (?:quarta|terza|seconda)\b",
        r"\b(?:aspett|attend)(?:o|iamo) (?:gli|le|il|la|lo|i|quell\w) ?(?:altr|giust|corrett|nuov)\w+",
    ),
    "maybe_cancel": (r"\bannull\w+\b",),
    "status_refund": (
        rf"\b(?:dov'e|quando)\b{_GAP}{{0,25}}\b(?:rimbors\w+|soldi)\b|"
        rf"\bnon\b{_GAP}{{0,12}}\bricevuto\b{_GAP}{{0,6}}\b(?:i soldi|rimborso)\b|"
        rf"\brimborso\b{_GAP}{{0,15}}\bnon\b{_GAP}{{0,20}}",
        r"\brimborso (?:promesso|approvato|confermato|in sospeso)\b|\bquando mi accreditate\b|\bvi tenete i miei"
        r" soldi\b|\ba che punto e il rimborso\b|\b(?:rimborso|bonifico)[^.?!\n]{0,15}\b(?:e partito|novita)\b|"
        r"\bnovita sul\b[^.?!\n]{0,20}",
        r"\b(?:non ancora|ancora non) (?:mi )?(?:e stat[oa] |sono stat[iae] )?(?:accreditat|rimborsat|versat|"
        r"restituit)\w+",
    ),
    "status_return": (
        r"\bricevuto\b[^.?!\n]{0,8}\b(?:mio|il) reso\b",
        r"\b(?:l[oaie]'? ?|vi )?(?:ho|abbiamo) (?:gia )?(?:rispedit[oaie]|res[oaie]|restituit[oaie]|"
        r"rimandat[oaie])\b(?=[^.?!\n]{0,40}\b(?:fa|lunedi|martedi|mercoledi|giovedi|venerdi|scorsa|a maggio|il \d|"
        r"da|gg)\b)|\bl'ho rispedit[oa]\b|\bavete (?:ricevuto|ritirato) (?:il|la|lo|mio)\b|"
        r"\betichetta\b[^.?!\n]{0,30}\bquando\b",
    ),
    "status_exchange": (r"\bquando\b[^.?!\n]{0,20}\b(?:cambio|sostituzione)\b",),
    "status_order": (
        rf"\b(?:dov'e|dove si trova)\b{_GAP}{{0,12}}\b{_PARCEL}\b|"
        rf"\bquando\b{_GAP}{{0,15}}\b(?:arriv\w+|{_PARCEL})\b|\btracking e fermo\b|\bin ritardo\b",
    ),
    "question": (
        rf"\bpolitica di (?:reso|rimborso)\b|\bquanti giorni\b{_GAP}{{0,30}}|"
        rf"\bchi paga\b{_GAP}{{0,30}}|\bquanto tempo\b{_GAP}{{0,30}}|\bsi possono (?:cambiare|"
        rf"restituire)\b{_GAP}{{0,30}}|\bposso restituire in negozio\b{_GAP}{{0,40}}",
        r"\b(?:fino a|da) quando\b[^.?!\n]{0,40}|\baccettate scarpe\b[^.?!\n]{0,30}|\bcosa succede"
        r" se\b[^.?!\n]{0,40}|\be se non (?:mi|gli)\b[^.?!\n]{0,30}|\bprima di comprare\b[^.?!\n]{0,60}|"
        r"\betichetta di reso e\b[^.?!\n]{0,30}|\bl'etichetta e nel\b|\brendete i soldi o\b[^.?!\n]{0,30}|\bcambio"
        r" taglia costa\b[^.?!\n]{0,20}|\bcome si restituirebbe\b[^.?!\n]{0,30}|"
        r"\bsi puo (?:rendere|restituire|annullare) (?:un|in)\b[^.?!\n]{0,30}|\bun [^.?!\n]{1,25} (?:aperto|usato)"
        r" si puo\b",
    ),
    "off_topic": (
        r"\bfattura\b|\bpassword\b|\baccedere\b|\bindirizzo di spedizione\b|\bdisponibile\b|"
        r"\bspedite in\b|\bcodice sconto\b|\bnewsletter\b|\bche taglia\b",
        r"\b(?:hotel|albergo|volo|ristorante|pizza|palestra|router|linea fissa|tecnico|contratto (?:telefonico|del"
        r" telefono)|contatore|mutuo|scoperto|padrone di casa|dentista|abbonamento (?:dell'autobus|del treno)|"
        r"biglietti (?:per|del)|dichiarazione dei redditi|busta paga|stipendio|biblioteca|cripto\w*|camera \d+|"
        r"tavolo per|carta di credito (?:persa|rubata)|bancomat)\b",
    ),
    "decoy": (
        r"\btasso di cambio\b|\bavete annullato\b[^.?!\n]{0,30}|\bstato annullato\b|\bcambiato idea\b",
        r"\b(?:rimborso|cambio|sostituzione|buono|reso) (?:non (?:serve|e necessari[oa]|occorre))\b",
        r"\b(?:comprare|acquistare|regalare) (?:una|la) (?:carta regalo|gift card)\b",
        rf"\b(?:pagato|pagammo|pago)\b[^.?!,;\n]{{0,15}}\bcon (?:un |una |il |la |il mio )?{_CREDIT}",
    ),
    "thanks": (r"\bgrazie\b",),
    "settled": (r"\brimborso ricevuto\b|\bricevuto il rimborso\b|\btutto risolto\b",),
    "retracted": (
        r"\bignorate il mio\b|\bnon serve piu (?:il rimborso|nulla)\b",
        r"\b(?:ritiro|annullo) (?:la|mia|la mia) (?:richiesta|domanda|mia richiesta)\b|\bannullat\w* (?:il|la) "
        r"(?:reso|richiesta)\b|\b(?:alla fine|ormai) (?:lo|la|li|le) tengo\b",
    ),
    "negation": (r"(?:non (?:voglio|vorrei|chiedo|desidero|serve|intendo)|niente|non|nn|senza|ne)",),
    "contrast": (r"(?:invece (?:di|del|dell'|dei)|piuttosto che|anziche|al posto (?:di|del|dei|della))",),
    "between": (
        r"(?:un|uno|una|il|la|i|di|essere|miei|piu|che|mi|indietro|nemmeno|serve|alcun|alcuna|lo|le|indietro)",
    ),
    "conditional": (
        r"\b(?:altrimenti|a meno che|in caso di)\b|(?<!sapere )\bse\b(?! (?:possibile|potete|ne\b))",
        r"\bappena (?:mi |ci )?(?:conferm|promett|invi|mand|assicur)\w+",
    ),
    "reported": (r"\b(?:detto|promesso|collega|amico|gia (?:annullato|rimborsato|chiesto))\b",),
    "reason_withdrawal": (  # declared, not mentioned
        r"\b(?:recedo|recediamo|(?:voglio|vorrei|desidero|intendo) recedere|il mio recesso)\b",
        r"\b(?:esercit\w+|avvalgo|avvalermi|comunico|notifico)\b[^.?!\n]{0,40}\brece(?:sso|dere)\b",
        r"^[^\w\n]*recesso(?: (?:da|dal|dall|del|di|ordine|contratto|acquisto|numero|n)\b){0,6}[^a-z\n]*$",
    ),
    "reason_duplicate": (
        r"\b(?:addebitato|ordinato) due volte\b|\bdoppio (?:addebito|pagamento)\b",
        r"\b(?:due volte|doppio|doppia)\b[^.?!\n]{0,30}\b(?:addebit\w*|importo|pagamento|ordin\w*|"
        r"cliccato)\b|\bdue (?:ordini|pacchi identici)\b|\bne sono arrivati due\b|\banche mio"
        r" marito\b|\bcliccato due volte\b",
    ),
    "reason_missing_item": (
        r"\bmanca(?:nte|no)?\b|\bincompleto\b",
        r"\b(?:manca(?:no|va|vano|nte|nti)?|senza (?:coperchio|il|la|le|viti)|mancano)\b(?! (?:di|solo))|\b"
        r"(?:nella scatola|nel pacco) (?:non|nn) c'?e\w*\b|\b(?:due|tre|\d) (?:ricevut\w+|su (?:quattro|tre|\d))\b|"
        r"\bc'erano (?:due|tre|\d)\b[^.?!\n]{0,20}\bsu\b|\bc'e tutto tranne\b|\bpagati, (?:due|tre|uno)\b|\bnon"
        r" c'e (?:il|la|lo)\b|\bsolo carta\b",
    ),
    "reason_wrong_item": (
        r"\b(?:articolo|prodotto|colore|taglia) sbagliat[oa]\b|\bnon e il colore\b|\bun'altra cosa\b",
        r"\b(?:avevo (?:scelto|ordinato|preso|chiesto)|ho ordinato|ordinat[oa])\b[^.?!\n]{0,40}\b(?:arrivat\w+|"
        r"ritrovo|ricevuto|mandato|trovato)\b|\b(?:sbagliat[oaie]|un'altra cosa|scambio in magazzino|altra cliente|"
        r"scarpe sinistre|taglia da bambino|non l'ho mai comprato|modello vecchio)\b|\bc'era un[oa]?"
        r" [^.?!\n]{1,30}, io avevo\b|\bmi avete (?:mandato|spedito) un[oa']?\b",
    ),
    "reason_damaged": (
        r"\b(?:rott[oa]|danneggiat[oa]|schiacciat[oa]|graffi|crepe|ammaccat[oa])\b",
        r"\b(?:rott[oaie]|incrinat[oaie]|strappat[oaie]|spezzat[oaie]|frantumi|graffi\w*|crepe|ammaccat\w+|"
        r"schiacciat[oaie]|in due pezzi|cocci|buco nel|fradici[oa]|stort[oaie]|macchiat[oaie]|scheggiat[oaie]|"
        r"danneggiat[oaie]|colava|manico mi e|si e aperto)\b",
    ),
    "reason_defective": (
        r"\bnon (?:funziona|si accende)\b|\bdifettos[oa]\b|\bsmesso di funzionare\b",
        r"\b(?:non|nn) (?:\w+ )?(?:funziona\w*|si accende|va|carica|esce alcun suono|taglia|scalda|parte|si sente|"
        r"succede nulla|si chiude|stampa)\b|\b(?:si spegne|difettos[oaie]|guast[oaie]|perde (?:acqua|vapore)|si"
        r" scolla|scucit[oa]|sme[s]+o di funzionare|solo da un orecchio|si e bloccat[oa]|e morto|salta(?:re)? la"
        r" corrente|batteria dura|rumore strano|in garanzia)\b",
    ),
    "reason_too_small": (
        r"\b(?:piccol[oa]|strett[oa]|cort[oa])\b|\btaglia in piu\b",
        r"\b(?:piccol[oaie]|strett[oaie]|cort[oaie]|mi tira|non (?:mi )?(?:passa|entra|si (?:chiude|abbottona))|"
        r"non ci entro|veste piccolo|sembra da bambino|ombelico|stringe|taglia in piu)\b(?! nasce)",
    ),
    "reason_too_large": (
        r"\btroppo (?:grande|larg[oa]|lung[oa])\b|\btaglia in meno\b",
        r"\b(?:mi sta larg[oa]|troppo (?:grand[ei]|larg[oaie]|lung[oaie])|mi balla|gira attorno|e larg[oa]|enorme|"
        r"nuoto dentro|mi cade|tenda addosso|in due\b(?! pezzi)|taglia in meno|tocca per terra|mi copre)\b",
    ),
    "reason_not_as_described": (
        r"\bnon e conforme\b|\bdiverso dalle foto\b|\bun falso\b",
        r"\b(?:(?:in|dalle|come in|nella) foto|non (?:e|sono) (?:come|conforme|conformi|pelle|seta)|nella scheda|"
        r"sul sito|venduta? come|e (?:plastica|truciolat[oa]|truciolare)|poliestere|doveva (?:essere|avere)|"
        r"promettevate|altro che|contraffatt[oa]|un falso|in acciaio e non|dati sulla pagina|preso in giro|"
        r"differen\w+ da)\b",
    ),
    "reason_not_received": (
        r"\bmai arrivat[oa]\b|\bnon ho ricevuto\b(?! (?:i soldi|il rimborso))|\brisulta consegnato\b|"
        r"\bsmarrito\b",
        r"\b(?:smarrit[oaie]|smarrimento|mai arrivat[oaie]|mai vist[oaie]|risulta consegnat[oa]|segnato consegnato|"
        r"consegnato\?+|consegnato, dicono|a casa non c'e nulla|non c'e piu traccia|nemmeno l'ombra|tornat[oa] "
        r"(?:al mittente|indietro)|perso|rubato|nessuno ha suonato|firma non e|firmato da|non ho (?:mai )?ricevuto|"
        r"tracking e (?:ancora )?fermo|niente nella cassetta|dai vicini)\b",
    ),
    "reason_late": (
        r"\btroppo tardi\b|\bdata di consegna\b",
        r"\b(?:il giorno dopo|giorni (?:dopo|di attesa)|dopo (?:cinque|due|tre|\d+) settimane|in ritardo|ritardo|"
        r"troppo tardi|compleanno e passato|atteso (?:sedici|\d+|\w+) giorni|consegna rapida|consegna (?:veloce|"
        r"express)|e arrivat[oa] (?:martedi|lunedi|mercoledi|quando)|entro (?:mercoledi|venerdi|lunedi|"
        r"sabato)[^.?!\n]{0,25}non|ancora (?:\"|in lavorazione)|ho dovuto comprarne|spostata)\b",
    ),
    "reason_style": (r"\bnon mi piace\b|\bnon e il mio stile\b",),
    "reason_changed_mind": (
        r"\bcambiato idea\b|\bnon mi serve piu\b|\btrovato a meno\b",
        r"\b(?:(?:non|nn) mi piace|ce l'aveva gia|ho gia|gia una uguale|uguale a quella|ripensandoci|non fa per me|"
        r"cambiato idea|non (?:lo|la) (?:uso|usero|mettero|voglio piu)|non mi serve piu|trovato (?:di meglio|a"
        r" meno)|stona|saldi|traslochiamo|impulso|mai usat[oa]|resa volentieri|regalat[oa] uno uguale)\b",
    ),
    "reason_other": (
        r"\bpagare la spedizione\b|\ballergic[oa]\b",
        r"\b(?:sfogo|allergi\w+|dogana|sconto (?:del|non)|spese di spedizione|sbagliato (?:a scrivere|modello|"
        r"indirizzo|taglia)|scadut[oa]|abbonamento mai|odore|mancata|noci|costa [^.?!\n]{0,10}in meno|dimenticato"
        r" di)\b",
    ),
    "photo": (r"\ballego\b[^.?!\n]{0,8}\bfoto\b|\bfoto (?:allegat\w+|in allegato)\b",),
    "everything": (r"\btutto l'ordine\b|\bl'intero ordine\b|\btutti gli articoli\b",),
    "urgent": (r"\b(?:urgent\w*|al piu presto|subito)\b|!!",),
    "negative": (r"\b(?:rivoglio|inaccettabile|vergogna|truffa|delus[oa])\b",),
    "automatic": (r"\brisposta automatica\b|\bfuori (?:ufficio|sede)\b",),
}
