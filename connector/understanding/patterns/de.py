"""German, umlauts and sharp s folded (u, s). Cue names: see the package."""

from __future__ import annotations

_GAP = r"[^.?!\n]"
_REFUND = r"(?:(?:ruck)?erstattung|ruckzahlung|geld zuruck|kaufpreis(?: zuruck)?|betrag zuruck)"
_TO_BANK = (
    r"(?:(?!\b(?:kein\w*|nichts?|statt|anstatt|anstelle|sondern|und|oder)\b)[^.?!,;\n]){0,35}\bauf (?:mein\w{0,2}|"
    r"unser\w{0,2}|das|die|der) (?:bank|kredit|giro)?(?:konto|karte)\b(?! (?:bei|in) (?:ihnen|euch|ihrem|eurem|ihrer))"
)
_CREDIT = rf"(?:gutschein(?!code)|gutschrift(?!{_TO_BANK})|guthaben|geschenkkarte|warengutschein)"
_PARCEL = r"(?:bestellung|paket|lieferung|sendung|ware|artikel)"

# What follows reads a request as frame, gap, goal: "konnten sie" ... "das Geld auf mein Konto" ... "uberweisen".
_BREAK = (
    r"nicht|nie|niemals|kein\w*|ohne|statt|anstatt|als ob|wenn|falls|ob|warum|wieso|wann|wo|gesagt|versprochen|"
    r"zugesagt\w*|weiger\w+|"
    r"bedingungen|regelung|aber|status|pruf\w+|immer noch|noch immer|bestatig\w+|oder|weder|vergessen|behalten"
)
_ON = rf"(?:(?!\b(?:{_BREAK})\b)[^.?!;:\n]){{0,60}}?"  # the rest of a request, nothing that turns it round
_ASK = (
    r"(?:\b(?:bitte|(?:konn(?:en|ten|t|te)|wurden|wurdet|mogen|wollen|waren) (?:sie|ihr|wir)|(?:kann|konnte|darf|"
    r"durfte|mochte|muss) (?:ich|man|das|er|es|sie)|"
    r"(?:ich|wir) (?:\w+ )?(?:mochte|mocht|mochten|will|wollen|wunsche|wunschen|verlange|fordere|fordern|bitte|"
    r"bitten|brauche|brauchen|brauchte|bestehe|erwarte|erwarten|"
    r"nehme|nehmen|wurde(?= gern| lieber| mich| \w+ gern)|hatte|hatt|hatten|bevorzuge|bestehen)|(?:mochte|will|"
    r"hatte|hatten|brauche|brauchte|verlange|fordere|erwarte) (?:ich|wir)|"
    r"(?:^|(?<=[.,;!?\n] ))(?:hatte|will|mochte|brauche|brauchte|verlange|wunsche) |ware (?:es|ich|mir)|war (?:mir|"
    r"glucklicher)|mir war|wars|ware es moglich|ist es moglich|"
    r"(?:liese|lasst|lase) sich|ich ware ihnen|dankbar|(?:soll|sollte|muss|musste|mussen) (?:mir|bitte|ersetzt|"
    r"erstattet|auf)|lieber|gerne?|einfach nur|"
    r"wie (?:kann|bekomme|melde|krieg\w*|lauft)|an wen wende ich|ist ein|geht ein|(?:konnt|konntet|schickt|macht)"
    r" ihr|konnen wir)\b)"
)
_SUM = r"(?:\b\d[\d.,]{0,12} ?(?:€|euro\b|eur\b|chf\b|franken\b)|\b(?:chf|€) ?\d[\d.,]{0,12})"
_CASH = (
    rf"(?:\b(?:mein|das|dieses|unser|me[iu]?n?s?) (?:ganzes |bezahlte |gezahlte )?geld\b|\bgeld\b|\b(?:den|der|die|"
    rf"das|meine[nr]?|dem|des|diesen) (?:vollen |ganzen |gezahlten |bezahlten |vollstandigen )?"
    rf"(?:betrag|kaufpreis\w*|summe|preis|versandkosten|zuschlag|differenz|zahlung|abbuchung|expresszuschlag|porto|"
    rf"hal[fb]te)\b|\bkaufpreis\b|\bkohle\b|\b(?:die |meine |den |das )?{_SUM})"
)
_GIVE = (
    r"(?:(?:zu)?ruck\w*|erstatt\w*|erstaten|gutschreib\w*|gutgeschrieben|uberweis\w*|auszahl\w*|wieder(?:haben|"
    r"bekommen|sehen|geben)?|retour|nachlass\w*|ersetz\w* bekommen|storniert)"
)
_VOUCHER = (
    r"(?:\b(?:\w*gutschein(?!code)\w*|gutschrift"
    rf"(?!{_TO_BANK})|(?:shop|waren)?guthaben|geschenkkarte|kundenkonto|warengutschein|"
    r"einkaufsgutschein)\b)"
)
_HUE = (
    r"(?:(?:dunkel|hell)?(?:schwarz|weis|blau|rot|grun|grau|rosa|pink|gelb|beige|braun|lila|orange|turkis|creme|"
    r"silber|gold)(?:e[nrsm]?|en)?)"
)
_SIZE = (
    r"(?:(?:grose |gr\.? |nummer |die |eine? |den |das |in ){0,6}(?<!')\b(?:[1-9]\d{1,2}(?:[.,]5)?|x{0,4}s|m|"
    r"x{0,4}l)\b(?!')(?![.,]?\d| ?[€$%]| ?(?:euro|eur|chf|tage|cm)\b))"
)
_PAPER = (
    r"(?:etikett|label|rechnung|mail|gutschein|gutschrift|geld|betrag|beleg|link|code|formular|antwort|"
    r"rucksende\w*|retoure\w*|foto|bestatigung|techniker|infos?|katalog|adresse|nummer)"
)

# A wish that names no more than a size, a colour or a sound one: with a problem told, it is for another article.
_WISH = (
    rf"(?:(?!\b(?:{_BREAK}|zuruck\w*|retour\w*|erstatt\w*|storn\w*|bestell\w*|kauf\w*|geld|rechnung|adresse|"
    rf"hilfe)\b)[^.?!;:\n]){{0,50}}?"
)

PATTERNS: dict[str, tuple[str, ...]] = {
    "refund": (
        r"\b(?:mochte|will|wunsche|verlange|fordere|bitte (?:ich )?um|bitte um|"
        rf"hatte gerne?)\b(?!{_GAP}{{0,40}}\b(?:nicht|keine?)\b){_GAP}{{0,40}}\b{_REFUND}\b",
        rf"\bbitte\b{_GAP}{{0,30}}\b(?:erstatten|zuruckerstatten|zuruckzahlen|zuruckuberweisen)\b",
        r"\b(?:erstatten|uberweisen) sie\b[^.?!\n]{0,30}\b(?:zuruck|betrag|kaufpreis|geld)\b|"
        r"\bgeld zuruck bitte\b|\bmein geld (?:zuruck|wieder|bekommen)\b(?! erhalten)",
        r"\b(?:ich )?widerrufe\b|\bwiderruf (?:des|meines|erklaren)\b",
        rf"{_ASK}{_ON}\b(?:ruck)?(?:erstat+\w*|ruckerstat+\w*|zuruckzahl\w*|zuruckzuzahlen|ruckzahlung|"
        rf"zuruckbuch\w*|zuruckuberweis\w*|ersetzt? bekommen|zuruckerstat\w*|ausgezahlt)\b",
        rf"{_ASK}{_ON}{_CASH}{_ON}\b{_GIVE}\b|{_ASK}{_ON}\b{_GIVE}\b{_ON}{_CASH}",
        rf"{_ASK}{_ON}\b(?:mein|unser|das) geld\b(?! (?:nicht|ist))"
        rf"|\bmochte (?:einfach |nur ){{0,6}}(?:mein|das) geld\b",
        rf"{_CASH}(?: [^.?!,\n]{{0,20}})? (?:bitte )?(?:zuruck|retour|wieder|auf mein konto)\b(?:"
        rf" bitte)?(?=[^.?!\n]{{0,15}}(?:[.!,?\n]|$))",
        r"(?:^|[.!?\n,:;] ?|\bbitte |\b(?:daher|also|deshalb|nur) )(?:um )?(?:vollstandige |volle |teil)?"
        r"(?:ruckerstat+ung|erstat+ung|ruckzahlung)(?= (?:bitte|fur|von|der|des|auf|uber|\d)|[.!,]|"
        r"$)(?![^.!\n]{0,60}[?])",
        rf"(?:^|[.,;!\n] ?|\b(?:und|dann|also) )(?:bitte )?(?:erstat+en|uberweisen|zahlen|geben|buchen|schreiben)"
        rf" sie\b{_ON}(?:\bzuruck\b|\bgut\b|{_CASH}|\bdas kaputte\b|\bmich aus\b)|\b(?:gebt|uberweist|erstattet)"
        rf" mir\b",
        r"\b(?:den )?kauf (?:bitte )?(?:ruckgangig|zu widerrufen|ruckabwickel\w*)\b|\bruckabwicklung\b|\bvom kauf"
        r"(?:vertrag)? (?:zuruck|abstand)\b|\bwiderrufsrecht gebrauch\b|\bhiermit widerrufe\b",
        r"\bher mit (?:meinem|dem) geld\b|\b(?:gehort|gehoren) erstattet\b|\bsteht (?:mir )?eine "
        r"(?:ruck)?erstattung\b|\b(?:geld|kohle) zuruck\b(?! erhalten| bekommen)(?=[^.?!\n]{0,20}(?:[.!,]|$|bitte|"
        r"sonst))|\bpreisnachlass\b(?=[^.?!\n]{0,25}(?:ware|fair|bitte|ok))|"
        r"\bich schicke es zuruck und mochte\b|\b(?:einen )?teil des preises zuruck\b|\bgrund: \w+|\bund (?:mir"
        r" )?das geld uberweisen\b|\bzahlen sie mich aus\b",
        r"\b(?:gutschrift) auf (?:meine[mrn]?|mein|das|dem|unser\w*) (?:bank|kredit)?(?:konto|karte)\b",
        rf"(?:{_ASK}{_ON}|\b(?:bitte um|bitten um|um) )(?:eine |die )?gutschrift(?={_TO_BANK})",
    ),
    "exchange": (
        r"\b(?:bitte|mochte|kann ich|konnen sie|wurde gerne?|will|"
        rf"ist ein)\b(?!{_GAP}{{0,40}}\bnicht\b){_GAP}{{0,40}}\b(?:um(?:zu)?tauschen|"
        r"aus(?:zu)?tauschen|umtausch|tauschen sie)\b",
        r"\btauschen sie\b|\b(?:hatte gerne?|mochte|bitte) (?:einen )?ersatz\b|\bein neues gerat\b|"
        r"\bstattdessen (?:die )?grose\b|\bbrauche stattdessen\b",
        rf"{_ASK}{_ON}\b(?:(?:um|aus|ein)?(?:ge|zu)?tausch\w*|umtausch\w*|umtauch|austausch\w*|ersetz\w*|ersatz\w*|"
        rf"wechseln|tauschen)\b(?! (?:ich mich|bekommen))",
        r"(?:^|[.!?\n,:;] ?|\b(?:gerne?|bitte|also|nur) )(?:umtausch|austausch|tausch|umtauschen|umtauch|"
        r"austauschen)(?= (?:bitte|in|gegen|auf|zu|moglich|ware|oder|fur|grose)|[.!,]|$)|\bgeht ein umtausch\b",
        rf"\b(?:gegen|fur|in) (?:die |den |das |eine?n? |ein |grose |gr ){{0,6}}(?:{_SIZE}|{_HUE}|heiles?|anderes?|"
        rf"funktionierendes?|neues?|richtige\w*|intaktes?) ?(?:\w+ )?(?:tauschen|umtauschen|austauschen|getauscht|"
        rf"wechseln|umgetauscht|eintauschen)?(?=[^.?!\n]{{0,20}}(?:tausch|wechsel|[?]))",
        rf"{_ASK}{_ON}\b(?:die|den|das|ein|eine|einen|statt ?dessen|in) (?:{_SIZE}|{_HUE}|richtigen?|richtiges?|"
        rf"dichtes?|intaktes?|heiles?|funktionierendes?|einwandfreies?|anderen?|anderes?|neues?|neuen) ?"
        rf"(?:exemplar|modell|grose|farbe|gerat|ware|\w+)?(?=[^.?!\n]{{0,40}}(?:[.!?,]|$))",
        rf"\b(?:lieber|stattdessen|glucklicher mit|brauch\w* (?:ich )?(?:eine )?|doch)\b[^.?!\n]{{0,15}}(?:{_SIZE}|"
        rf"\b(?:in |der |die |den |das ){_HUE})",
        rf"\b(?:wenn|sofern) ich dafur (?:die|den|das|eine?n?)\b|\b(?:im|als) (?:gegenzug|tausch|austausch)\b|"
        rf"\bdas gleiche (?:noch ?mal |nur )?in\b|\bnummer (?:groser|kleiner) (?:bitte|im tausch)\b|\bschicken sie"
        rf" (?:mir )?(?:das|den|die) richtige[n]?\b|"
        rf"\bbrauche stattdessen\b|\bhatten sie das auch in\b|\bnachlieferung eines mangelfreien\b|\b(?:musste|"
        rf"sollte) (?:auf garantie |ja )?ersetzt werden\b|\bstatt {_SIZE} (?:brauchte|brauche|hatte)\b",
    ),
    "store_credit": (
        r"\b(?:bitte|mochte|nehme|hatte|lieber|gerne?|als|"
        rf"eine?n?)\b{_GAP}{{0,30}}\b{_CREDIT}\b(?! (?:funktioniert|geht))",
        rf"\b{_CREDIT}\b{_GAP}{{0,30}}\b(?:reicht|lieber|passt|genugt|bitte|statt geld)\b",
        rf"{_ASK}{_ON}{_VOUCHER}|{_VOUCHER}[^.?!\n]{{0,30}}\b(?:ware|lieber|reicht|tut'?s|passt|genugt|bitte|statt|"
        rf"fande (?:ich|wir) (?:am|die (?:einfachste|beste)|gut|prima|schon|ok)|recht)\b|\b(?:statt|"
        rf"anstelle von) (?:bar)?geld(?:es)? (?:lieber )?(?:eine?n? )?{_VOUCHER}|"
        rf"\b(?:als|in|auf|machen sie|stellen sie|schreiben sie|tragen sie)\b{_ON}{_VOUCHER}|\bfur die nachste"
        rf" bestellung gut\b|\bals guthaben\b",
    ),
    "reship": (
        r"\b(?:erneut|noch ?mals?|noch einmal|neu) (?:zu)?(?:ge)?(?:senden|schicken|versenden|liefern|"
        r"verschicken|zusenden)\b",
        rf"\b(?:senden|schicken|liefern) sie\b{_GAP}{{0,40}}\b(?:erneut|noch ?mals?|noch einmal|"
        rf"nach)\b|\bfehlenden? (?:artikel|teile?)\b{_GAP}{{0,15}}\b(?:nach|senden|schicken)",
        rf"{_ASK}{_ON}\b(?:noch ?mals?|noch einmal|erneut|neu|ein zweites mal|wieder|ein weiteres mal)\b{_ON}\b"
        rf"(?:\w*(?:send|schick|schik|liefer|versand|zustell|auf den weg|los)\w*)",
        r"\b(?:schicken|senden|liefern|schickt|sendet|versenden|bringen) (?:sie|ihrs?|ihr)\b[^.?!\n]{0,35}\b"
        r"(?:noch ?mals?|noch einmal|erneut|neu|nach|ein zweites mal|hinterher|zweites paket|auf den weg)\b",
        rf"{_ASK}{_ON}\b(?:nachsend\w*|nachzusenden|nachliefer\w*|nachschick\w*|nachgereicht|hinterher(?:schick|"
        rf"send)?\w*|nachreich\w*|mitschicken|zuschicken|nachzuliefern|nachzuschicken)\b|\b(?:neuversand|"
        rf"neulieferung|ersatzlieferung|nachsendung|nachlieferung|erneute (?:zustellung|lieferung)|neue sendung|"
        r"zweites paket|neue lieferung)\b(?! (?:brauche ich nicht|nicht|eines))|\bfehlende\w* (?:teile?|artikel|"
        r"\w+)\b[^.?!\n]{0,30}\b(?:liefer|send|schick|nach)\w*|\bnoch (?:ein)?mal los\b|\bschicken sie ein neues\b|"
        r"\brest (?:meiner|der) bestellung\b[^.?!\n]{0,25}\b(?:geliefert|schicken|senden)\b",
    ),
    "cancel": (
        rf"\bbitte\b{_GAP}{{0,40}}\b(?:storn\w+|abbrechen)\b|\b(?:mochte|will|kann ich|"
        rf"konnen sie)\b{_GAP}{{0,40}}\bstornieren\b|\bstornieren sie\b|, ?(?:bitte )?stornieren\b|"
        r"\babbrechen bitte\b|\bstornierung\b(?= ?[.!]|$)",
        rf"{_ASK}{_ON}\b(?:storn\w+|annullier\w*|abbrech\w*|abbestell\w*|(?:bestellung|auftrag)[^.?!\n]{{0,30}}"
        rf" ruckgangig)\b(?! (?:wird|wurde))",
        rf"{_ASK}{_ON}\b(?:loschen|auflosen|zuruckzieh\w*|zuruckzuziehen|streichen|anhalten|stoppen|aufheben|"
        rf"aufzuheben|rausnehmen|herausnehmen|raus|zurucknehmen|abblasen|heraus|stopp)\b(?=[^\n]{{0,60}})(?<!geld"
        rf" zuruck)",
        r"(?:^|[.,;!?\n] ?|\b(?:und|dann|also|nur) )(?:streichen|stornieren|loschen|stoppen|annullieren|vergessen|"
        r"canceln|stornier\w*) sie\b[^.?!\n]{0,30}\b(?:auftrag|bestellung|kauf|es|sie|die|den|das|\d{6,})\b|"
        r"\bstorn(?:ier\w*|ir\w*|o)\b(?= (?:bitte|oder|fur|der|\d)|[.!]|$)|\blassen sie'?s? (?:ganz )?stecken\b",
        r"\b(?:trete|treten|mochte\w*|zuruck\w*)\b[^.?!\n]{0,25}\bvon (?:der|meiner|dem) (?:vor)?(?:bestellung|"
        r"kauf)\b|\bvom kauf\b[^.?!\n]{0,40}\babstand\b|\b(?:bestellung|auftrag|bestelung)\b[^.?!\n]{0,25}\b"
        r"(?:bitte )?(?:storniert werden|loschen|stornieren|annullieren|zuruckziehen|auflosen|wieder raus|"
        r"abbrechen)\b|"
        r"\b(?:nicht (?:mehr )?(?:versenden|verschicken|losschicken|liefern|abschicken))\b(?! sie mich)|\bstopp!+"
        r" nicht\b|\b(?:schicken|senden) sie es (?:gar )?nicht\b|\baus (?:der|meiner) bestellung\b[^.?!\n]{0,40}\b"
        r"(?:raus|nehm|streich)\w*|\bnehm(?:en|t)(?: sie)? [^.?!\n]{0,30}\b(?:raus|aus der bestellung)\b|\bsoll"
        r" storniert werden\b|\blasst sich die bestellung noch\b|\bnur den auftrag loschen\b",
        r"\bziehen sie (?:bitte )?(?:meine|die|unsere) (?:vor)?bestellung\b(?:(?!\bnicht\b)[^.?!\n]){0,25}\bzuruck\b",
    ),
    "give_back": (
        rf"\b(?:mochte|will|wurde gerne?)\b{_GAP}{{0,25}}\b(?:zuruckgeben|zuruckschicken|zurucksenden|"
        rf"retournieren)\b|\b(?:schicke|sende)\b{_GAP}{{0,15}}\bzuruck\b|\bretourenetikett\b|"
        r"\bretoure anmelden\b",
        rf"\bwie kann ich (?:die|das|den)\b{_GAP}{{0,20}}\bzuruck(?:schicken|geben|senden)\b",
        rf"{_ASK}{_ON}\b(?:zuruck(?:zu)?(?:geben|schick\w*|send\w*)|retourn\w+|retoure\b|ruckgabe|abholen(?:"
        rf" lassen)?|abholung)\b(?! (?:auf|uberweisen))|\b(?:schick\w*|send\w*|geb\w*)\b{_ON}\b(?:zuruck|retour)\b|"
        rf"\b(?:es |das |die |der )?geht (?:leider |wieder )?zuruck\b|"
        rf"\b(?:retoure (?:fur|bitte|anmelden)|rucksendeetikett (?:bitte|schicken)|wohin (?:soll|kann|muss) ich)\b|"
        rf"\bwie (?:melde|lauft|funktioniert) (?:ich )?(?:eine )?retoure an\b|\bfehlt nur noch (?:euer|ihr)"
        rf" label\b",
    ),
    "send_new": (
        rf"\b(?:senden|schicken)\b{_GAP}{{0,20}}\b(?:neue[nsr]?|anderen?)\b",
        rf"{_ASK}{_ON}\b(?:ein|eine|einen|noch ein|noch eine|noch einen) (?:neue[nsr]?|andere[nsr]?|weitere[nsr]?|"
        rf"zweite[nsr]?)\b(?! (?:paket|sendung|lieferung|karte|termin|etikett|adresse|passwort|gutschein|link|"
        rf"rechnung))",
        rf"{_ASK}{_WISH}\b(?:{_HUE}|farbe|{_SIZE}|(?:richtige|andere|neue|funktionierende|intakte|heile|"
        rf"einwandfreie|passende|gleiche|dichte|ordentliche|korrekte)[nsrm]? (?!adresse|rechnung|antwort|"
        r"bestellung|losung|paket|lieferung|sendung|termin)\w+|exemplar|eine?[nsr]? (?:der|die|das|ohne|mit) \w+|"
        r"stattdessen)\b(?![^.?!\n]{0,30}\b(?:zuruck|retour))",
    ),
    "maybe_refund": (rf"\b{_REFUND}\b|\berstatt\w*\b",),
    "maybe_exchange": (r"\b(?:umtausch\w*|umtauschen|austausch\w*|ersatz)\b",),
    "maybe_store_credit": (rf"\b{_CREDIT}\b",),
    "maybe_reship": (
        r"\bnachsenden\b",
        rf"{_ASK}{_ON}\\b(?:\\w*(?:schick|schik|send|liefer|versand)\\w*)\\b(?![^.?!\\n]{{0,30}}\\b{_PAPER}\\b)|"
        rf"\\b(?:schicken|senden|liefern) sie (?:mir )?(?:bitte )?(?:ihn|sie|es|das|den|die|noch|ein)\\b|"
        rf"\\bschickt ihr\\b|"
        rf"\\bhatte (?:nach wie vor |trotzdem |noch |immer noch ){{0,6}}gerne? (?:die|den|das)\\b",
        r"\bwarten? (?:wir )?auf (?:die|das|den) (?:richtig|ander|neu|korrekt)\w*",
    ),
    "maybe_cancel": (r"\bstorn\w+\b",),
    "status_refund": (
        rf"\b(?:wo|wann)\b{_GAP}{{0,40}}\b(?:erstatt\w*|ruckerstattung|geld|ruckzahlung|"
        r"betrag)\b(?! zuruck\?? ich)",
        r"\b(?:erstattung|ruckerstattung|ruckzahlung|geld)\b[^.?!,\n]{0,50}\b(?:nicht|nichts|noch(?! (?:ein)?mal)|"
        r"bestatigt|veranlasst|ausstehend)\b",
        rf"\b(?:ruckzahlung|erstattung|ruckerstattung) bestatigt\b|\bnoch nicht\b{_GAP}{{0,10}}\berstattet\b",
        r"\b(?:zugesagte|versprochene|angekundigte|ausstehende|bestatigte)\w* (?:ruck)?(?:erstattung|zahlung)\b|"
        r"\bendlich (?:mein|das) geld\b|\bendlich erstatten\b|\bwann darf ich mit den\b[^.?!\n]{0,30}",
        r"\b(?:immer )?noch nicht (?:erstattet|gutgeschrieben|zuruckgezahlt|uberwiesen|zuruckuberwiesen)\b",
    ),
    "status_return": (
        rf"\b(?:ist|wurde|haben)\b{_GAP}{{0,15}}\b(?:retoure|"
        rf"rucksendung)\b{_GAP}{{0,30}}\b(?:angekommen|erhalten|eingegangen|bearbeitet)",
        r"\b(?:habe|hab|haben) (?:ich |wir )?(?:es|sie|ihn|die [\w-]+|das [\w-]+|den [\w-]+|alles)[^.?!\n]{0,30}\b"
        r"(?:zuruckgeschickt|zuruckgesendet|zuruckgesandt|retourniert|zuruckgegeben)\b|\b(?:retoure|rucksendung|"
        r"paket) (?:ist|wurde|liegt)[^.?!\n]{0,25}\b(?:bei ihnen|eingegangen|angekommen|zugestellt)\b|"
        r"\bseit[^.?!\n]{0,25}\b(?:zuruck|retour)\b|\bsie haben (?:die|das|den|meine?n?) [\w-]+[^.?!\n]{0,15} "
        r"(?:langst|zuruckbekommen|zuruckerhalten|erhalten)\b",
    ),
    "status_exchange": (r"\bwann\b[^.?!\n]{0,20}\b(?:ersatz|umtausch)\b",),
    "status_order": (
        rf"\bwo (?:ist|bleibt|sind)\b{_GAP}{{0,20}}\b{_PARCEL}\b|\bwann (?:kommt|wird|ist|"
        rf"erhalte)\b{_GAP}{{0,30}}(?:\b(?:{_PARCEL}|sie|es)\b|\?)",
        rf"\bsendungsverfolgung\b{_GAP}{{0,30}}\b(?:nichts|nicht|seit)\b(?!{_GAP}{{0,10}}da)|"
        rf"\b(?:sendung|paket)\b{_GAP}{{0,25}}\bbewegt sich\b|\bschon (?:verschickt|unterwegs|"
        r"versendet)\b|\bverspatet sich\b",
    ),
    "question": (
        r"\b(?:ruckgabe|umtausch|retouren|widerrufs)(?:regelung|recht|bedingungen|frist|richtlinien?|"
        rf"politik)\b|\bwie (?:viele tage|lange)\b{_GAP}{{0,50}}|\bretoure kostenlos\b|"
        r"\brucksende(?:kosten|gebuhr)\b",
        rf"\bkann (?:ich|man)\b{_GAP}{{0,40}}\b(?:reduzierte|geoffnete|im laden|gekaufte|"
        rf"ohne)\b{_GAP}{{0,40}}|\bgibt es eine\b{_GAP}{{0,30}}gebuhr",
        r"\bim zweifelsfall\b|\bich uberlege, [^.?!\n]{0,40} zu (?:bestellen|kaufen)\b|\bim"
        r" geschaft\b[^.?!\n]{0,30}\b(?:umtauschen|zuruckgeben)\b|\bwer zahlt\b[^.?!\n]{0,40}|\bbekommt"
        r" man\b[^.?!\n]{0,40}|\bbis wann kann man\b[^.?!\n]{0,30}|\bnehmen sie (?:getragene|geoffnete|"
        r"benutzte)\b[^.?!\n]{0,30}|\bwas (?:passiert|ist), wenn\b[^.?!\n]{0,40}|\bvor dem kauf\b[^.?!\n]{0,60}|"
        r"\bwie wurde ich ein\b[^.?!\n]{0,40}|\bliegt dem paket\b[^.?!\n]{0,40}|"
        r"\bkann man (?:\w+ )?(?:reduzierte|geoffnete|gekaufte)\b[^.?!\n]{0,40}|\b(?:kostet|ist) (?:ein|der) "
        r"(?:umtausch|grosentausch)\b[^.?!\n]{0,30}\b(?:etwas|kostenlos)\b",
        r"\bangenommen, ich\b[^.?!\n]{0,60}",
    ),
    "off_topic": (
        r"\brechnung\b|\bpasswort\b|\beinloggen\b|\blieferadresse\b|\bverfugbar\b|\blieferbar\b|"
        r"\bliefern sie (?:in|nach)\b|\bversandkosten\?|\bgutscheincode\b|\bnewsletter\b|"
        r"\bkonto loschen\b|\bwelche grose\b|\babgebucht, aber keine\b|\bwie hoch sind\b",
        r"\b(?:hotel|flug|restaurant|pizza|fitnessstudio|router|festnetz|techniker|handyvertrag|stromzahler|dispo|"
        r"dauerauftrag|vermieter(?! hat mir)|zahnarzt|monatskarte|konzertkarten|steuererklarung|gehalt|bibliothek|"
        r"krypto|zimmer \d+|tisch fur|bankkarte|sim-?karte|ec-?karte|kreditkarte (?:gesperrt|verloren))\b",
    ),
    "decoy": (
        r"\bwechselkurs\w*\b|\b(?:wurde|worden|wird)\b[^.?!\n]{0,30}\bstorniert\b|"
        r"\bhaben sie\b[^.?!\n]{0,20}\bstorniert\b|\bleiter\w*\b[^\n]{0,10}\b(?:retouren|"
        r"erstattung\w*)\b",
        r"\b(?:umtausch|erstattung|ruckerstattung|ersatz|gutschein|neulieferung|neuversand|storno)\w* (?:ist |"
        r"brauche ich |will ich )?(?:nicht (?:notig|erforderlich)?|unnotig)\b",
        r"\b(?:geschenkkarte|gutschein) (?:kaufen|erwerben|verschenken)\b",
        rf"\b(?:mit|per) (?:eine[mr]? |dem |der |meine[mr]? )?{_CREDIT}[^.?!,;\n]{{0,10}}\b(?:be|ge)zahlt\b|"
        rf"\b(?:be)?zahlte\b[^.?!,;\n]{{0,15}}\b(?:mit|per) (?:eine[mr]? |dem |der |meine[mr]? )?{_CREDIT}",
    ),
    "thanks": (r"\b(?:danke|dank)\b",),
    "settled": (
        r"\b(?:erstattung|geld|paket|ruckerstattung) ist (?:da|angekommen)\b|\balles (?:erledigt|gut|"
        r"bestens)\b|\bhat sich erledigt\b",
        r"\bich behalte (?:es|sie|ihn) (?:doch|nun|jetzt)\b|\b(?:ersatz|geld) ist (?:heute )?(?:da|eingegangen|"
        r"angekommen)\b|\bfehlalarm\b|\bvergessen sie es\b",
    ),
    "retracted": (
        r"\bhat sich erledigt\b|\bkeine erstattung (?:notig|mehr)\b|\bignorieren sie meine\b|"
        r"\bnicht (?:mehr )?stornieren\b",
        r"\b(?:ziehe|nehme)\b[^.?!\n]{0,30}\bzuruck\b(?=[^\n]{0,160}\b(?:behalte|einwandfrei|erledigt)\b)|\b"
        r"(?:bitte|antrag|anfrage|reklamation) (?:um [\w ]{0,40})?ziehe ich\b|\bstorn\w+ sie (?:bitte )?die "
        r"(?:retoure|rucksendung)\b|\bich behalte (?:es|sie|ihn)\b",
    ),
    "negation": (r"(?:keine?n?|nicht|nie|ohne)",),
    "contrast": (r"(?:statt(?! dessen)|anstatt|anstelle|nicht nur|lieber als|behalten sie|weder)",),
    "between": (r"(?:eine?n?|die|das|mehr|meine?|eines|einer|es|sie|um|bitte|ich|mir|auf|den|der|zu|lust)",),
    "conditional": (
        r"\b(?:falls|sonst|andernfalls|ansonsten|sofern|wenn)\b(?! (?:moglich|sie (?:konnen|so)))",
        r"\bsobald (?:sie|ihr) (?:mir |uns )?[^.?!\n]{0,25}\b(?:zusag|bestatig|versprech|schick)\w*",
    ),
    "reported": (
        r"\b(?:gesagt|versprochen|kollegin|kollege|weigern|bereits (?:storniert|erstattet)|"
        r"schon (?:storniert|erstattet))\b",
    ),
    "reason_withdrawal": (  # declared, not mentioned: "Ihre Widerrufsbelehrung"
        r"\b(?:ich|wir)(?: \w+){0,2} widerruf(?:e|en)\b(?! nicht)|\bwiderruf(?:e|en) (?:ich|wir)\b(?! nicht)",
        r"\bmein(?:en)? widerruf\b(?![^.?!\n]{0,30}\bzuruck)|\bvon meinem widerrufsrecht\b",
        r"\b(?:hiermit|erklare\w*|ube)\b[^.?!\n]{0,60}\bwiderruf(?:e|en|srecht)?\b",
        r"^[^\w\n]*widerruf(?: (?:der|des|meiner|meines|zur|von|bestellung|kauf(?:s|es|vertrags?)?|vertrags?|nr|nummer)"
        r"\b){0,6}[^a-z\n]*$",
    ),
    "reason_duplicate": (
        r"\b(?:zweimal|doppelt) (?:abgebucht|bestellt|bezahlt|berechnet)\b|\bdoppelte? (?:zahlung|"
        r"bestellung)\b",
        r"\b(?:zwei ?mal|doppelt|2x|zweimal)\b[^.?!\n]{0,30}\b(?:abgebucht|bestellt|bezahlt|berechnet|geklickt|"
        r"erhalten|gekauft|gleiche|dieselbe)\b|\b(?:bestell\w*|bezahl\w*|abgebucht|gekauft)\b[^.?!\n]{0,20}\b"
        r"(?:doppelt|zwei ?mal|2x)\b|\bdoppelte[rn]? (?:zahlung|bestellung|abbuchung)\b|\bauch schon (?:besorgt|"
        r"bestellt|gekauft)\b|\bheimlich auch\b|\bzwei gleiche\b|\beins bestellt, zwei\b|\bbeide belastet\b",
    ),
    "reason_missing_item": (
        r"\bfehlt\b|\bfehlende\w*\b|\bunvollstandig\b|\bnur eine?r? (?:von|der) (?:zwei|beiden|\d)\b",
        r"\b(?:fehlen|fehlt|fehlten|gefehlt|fehlteil)\b(?! nur noch (?:euer|ihr))|\b(?:lag|lagen|liegt|liegen|war|"
        r"waren) (?:\w+ ){0,3}(?:kein\w*|nicht) (?:\w+ )?(?:bei|dabei|drin|im paket|im karton)\b|\bkein\w* \w+ "
        r"(?:bei|dabei|drin|im karton|im paket)\b|\bnur (?:eine?r?|zwei|drei|\d) (?:von|der|statt)\b|\bvon (?:drei|"
        r"zwei|vier|\d) \w+ (?:kam|kamen|war|waren)\b|"
        r"\bgibt es einfach nicht\b|\balles da auser\b|\bdrin waren (?:zwei|nur)\b|\b(?:da|gekommen), \w+ nicht\b|"
        r"\baus (?:sechs|vier|drei|zwei|\d) \w+ (?:vier|drei|zwei|\d)\b|\bpackstation war leer\b|\bnur"
        r" fullmaterial\b",
    ),
    "reason_wrong_item": (
        r"\bfalsche\w* (?:artikel|farbe|grose|produkt|modell|ware)\b|\bnicht das bestellte\b|"
        r"\betwas anderes\b|\bbestellt war\b|\bstatt (?:des )?bestellten\b",
        r"\bfalsche[nrsm]? (?!adresse|lieferadresse|versandkosten|grose gemessen)\w+|\bstatt (?:der|des|dem|einer|"
        r"eines|meiner)\b[^.?!\n]{0,30}\b(?:lag|kam|war|habe|hab|geliefert|bekommen|im)\b|\b(?:bestellt|bestelt|"
        r"geordert)\b[^.?!\n]{0,35}\b(?:bekomm\w*|bekomen|geliefert|gekommen|erhalten|gelandet|drin|war dunkel\w*|"
        r"war)\b(?! (?:nie|nicht|doppelt))|"
        r"\b(?:vertauscht|verwechselt|vorgangermodell|eine[rs]? anderen (?:kundin|kunden)|nie bestellt|zwei linke|"
        r"kindergrose|nicht auf meiner rechnung)\b|\b(?:passt nicht zu meinem)\b|\bist (?:der|die|das) \w+ in \w+"
        r" gelandet\b",
    ),
    "reason_damaged": (
        r"\b(?:beschadigt|zerbrochen|kaputt(?=[^.?!\n]{0,30}(?:an|verpack|paket))|kratzer|risse?|"
        r"transportschaden|verbeult|gerissen|eingedruckt|zerrissen)\b",
        r"\b(?:gebrochen|zersplittert|abgebrochen|kaputt (?:an|geliefert|aus)|kaput ange\w*|scherben|aufgerissen|"
        r"knicke?|delle\w*|durchgeweicht|durchweicht|durchnasst|ausgelaufen|uberall|zerkratzt|verkratzt|verbogen|"
        r"zerdruckt|vertrocknet|schimm\w+|in zwei halften|loch im|zerfetzt|angeschnitten|transportschad\w*|ohne"
        r" henkel|deckel ab|"
        r"zersprungen|gesprungen|riss|beschadigt\w*|zerbrochen\w*|angeschlagen|macke\w*|lose)\b",
    ),
    "reason_defective": (
        r"\b(?:funktioniert|geht|ladt|startet)\b[^.?!\n]{0,20}\b(?:nicht|nicht mehr)\b|\bdefekt\w*\b|"
        r"\bausgefallen\b|\bdurchgebrannt\b|\bam ersten tag gerissen\b|\bkaputt\b",
        r"\b(?:schaltet|klemmt|rauscht|rauschen|tropft|piept\w*|qualm\w*|uberhitzt|hakt|flackert|wackelt|quietscht|"
        r"spinnt|brummt|leckt|lauft unten aus|sturzt ab|hangt sich auf|lasst sich nicht|meldet(?! sich)|"
        r"fehler (?:e?\d)|"
        r"fliegt die sicherung|lost sich|lost ab|geht (?:standig )?aus|den geist|von selbst|nach zehn minuten|"
        r"nahte|akku halt|"
        r"kein ton|druckt nicht|zeigt immer|geht kaputt|defekt\w*|funktioniert nicht|tut sich nichts|nichts"
        r" passiert|garantie)\b|\b(?:funktioniert|geht|ladt|startet|heizt|druckt|kuhlt|verbindet|reagiert|schliest|"
        r"misst|leuchtet)\b[^.?!\n]{0,25}\bnicht\b|\bgarantiefall\b",
    ),
    "reason_too_small": (
        r"\bzu (?:klein|eng|kurz|schmal)\b|\bfallt klein\b|\bnummer groser\b|\bgrosere grose\b",
        r"\bzu (?:klein|eng|kurz|schmal|knapp)\w*\b|\b(?:kneift|druckt|spannt|passt nicht (?:uber|rein)|gehen"
        r" nicht zu|geht nicht zu|zu knapp|nicht rein|nicht uber die|zehen|ferse|bauchnabel|fur ein kind|einlaufen|"
        r"eingelaufen)\b",
    ),
    "reason_too_large": (
        r"\bzu (?:gros|grose|weit|lang|breit)\b|\bfallt gros\b|\bkleinere grose\b|\bnummern? kleiner\b",
        r"\bzu (?:gros|grose|weit|lang|breit|locker)\w*\b|\b(?:versinke|rutscht|schlackert|zelt|schleift|riesig|"
        r"zwei von mir|schlupf\w*|uber die hande|halt die hose nicht)\b",
    ),
    "reason_not_as_described": (
        r"\b(?:entspricht nicht|fe?alschung|viel schlechter|ganz anders aus)\b|\bfalschung\b|"
        r"\bnicht wie beschrieben\b",
        r"\b(?:angeblich (?:echt)?leder|in wirklichkeit|entspricht nicht|nicht der beschreibung|auf (?:dem|den) "
        r"(?:foto|bild|bildern|fotos)|laut etikett|versprochen war|von wegen|halb so gros|als neu gekauft|"
        r"gebraucht|pressspan|spanplatte|nicht das original|stimmen nicht|minderwertig|billig verarbeitet|anders "
        r"(?:aus )?als|veräppelt|verappelt|plastik)\b",
    ),
    "reason_not_received": (
        r"\bnie (?:angekommen|erhalten|geliefert)\b|\bnicht (?:erhalten|angekommen|bekommen|"
        r"geliefert)\b|\bzugestellt, aber\b|\bverschwunden\b|\bgestohlen\b|\bist weg\b|\bverloren\b",
        r"\b(?:verschollen|verloren|weg und|ist weg|nie bei mir|nicht bei mir|nie angekommen|angeblich|nix"
        r" gekriegt|nichts (?:da|bekommen|angekommen|gekriegt)|nix angekom\w*|hier liegt nichts|kein paket|"
        r"briefkasten ist leer|weder im briefkasten|niemand hat geklingelt|nicht eingetroffen|geklaut|fremde"
        r" haustur|unterschrift ist nicht|ohne zustellversuch|"
        r"verloren ging|nicht wiederfindet|laut (?:status|dhl|dpd|hermes|sendungsverfolgung))\b|\bzugestelt?t? "
        r"(?:aber|laut|,)",
    ),
    "reason_late": (
        r"\bzu spat\b|\bliefertermin\b|\berst nach\b|\blanger warten\b",
        r"\b(?:wochen|monate|tage) (?:lieferzeit|verspatung|zu spat|gewartet|in bearbeitung)\b|\bheist es 'in"
        r" bearbeitung\b|\"in bearbeitung\"|\b(?:nach|erst nach) (?:acht|zehn|zwei|drei|vier|\d+) (?:tagen|"
        r"wochen)\b(?! (?:war|den|kaputt|defekt))|\bzu lange?\b|\bso lange (?:kann|warte)\b|\bmir reicht es\b|"
        r"\berst (?:im|am) \w+ (?:lieferbar|da|geliefert)?|\bkam (?:am|als)\b|"
        r"\bbis (?:samstag|freitag|montag|mittwoch|donnerstag|dienstag|sonntag)\b[^.?!\n]{0,25}\bnicht\b|\b"
        r"(?:geburtstag|hochzeit|feier|urlaub|fest) (?:ist|war) (?:vorbei|schon)\b|\btage nach (?:der|dem)\b|"
        r"\bexpress\w*\b[^.?!\n]{0,40}\b(?:acht|tagen|wochen|gewartet|lache)\b|\bverschoben\b|\bnicht rausgeht\b",
    ),
    "reason_style": (r"\bpasst nicht zu\w*\b|\bgefallt mir nicht\b|\bnicht mein (?:stil|geschmack)\b",),
    "reason_changed_mind": (
        r"\banders uberlegt\b|\bnicht mehr\b(?=[^.?!\n]{0,10}(?:,|$| brauche))|"
        r"\bbrauche\b[^.?!\n]{0,20}\bnicht mehr\b|\bgunstiger gefunden\b|\bfehlkauf\b",
        r"\b(?:umentschieden|uberlegt|gefallt (?:mir )?(?:doch )?nicht|doch nicht|nichts fur mich|fehlkauf|kein"
        r" interesse mehr|brauche?n? (?:wir |ich )?(?:\w+ ){0,3}nicht mehr|passt (?:doch )?nicht (?:in|zu)|"
        r"originalverpackt|ungetragen|unbenutzt|nie benutzen|findet (?:es|sie|ihn) furchtbar|verguckt|anders"
        r" entschieden|glucklicher mit|abgesagt|"
        r"keine verwendung|geschenkt bekommen|zu schnell geklickt|zu schnell)\b",
    ),
    "reason_other": (
        r"\bfalsche versandkosten\b|\bpreis ist\b[^.?!\n]{0,20}\bgefallen\b|\ballergisch\b|\bgeschenk\b",
        r"\b(?:falsche (?:lieferadresse|adresse)|versehentlich|aus versehen|ausversehn|ohne meine einwilligung|"
        r"pusteln|ausschlag|allergi\w+|zoll|rabatt (?:wurde|aus)|gutschein(?:code)? (?:wurde|nicht|vergessen|"
        r"einzugeben)|versandkosten|zu viel berechnet|verstorben|abo\b|haltbarkeitsdatum|geruch|stinkt|riecht|"
        r"vertippt|alte adresse|teurer|nusse|kostet es \d)\b",
    ),
    "photo": (
        r"\b(?:fotos?|bild(?:er)?)\b[^.?!\n]{0,12}\b(?:anbei|anhang|beigefugt|unten)\b|\b(?:siehe|"
        r"anbei|im anhang) (?:die )?(?:fotos?|bild(?:er)?)\b",
    ),
    "everything": (
        r"\b(?:ganze|gesamte|komplette)\w* (?:bestellung|lieferung)\b|\balle (?:artikel|produkte)\b|"
        r"\balles (?:zuruck\w*|stornieren)\b",
    ),
    "urgent": (r"\b(?:dringend|sofort|schnellstmoglich|eilt|umgehend)\b|!!",),
    "negative": (
        r"\b(?:verlange|unverschamt\w*|enttauscht|argerlich|frechheit|dritte (?:mail|nachricht)|"
        r"betrug)\b",
    ),
    "automatic": (
        r"\bautomatische (?:antwort|nachricht)\b|\babwesenheitsnotiz\b|\bnicht im buro\b|"
        r"\bim urlaub bis\b",
    ),
}
