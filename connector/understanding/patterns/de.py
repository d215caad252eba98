"""German, umlauts and sharp s folded (u, s). Cue names: see the package."""

from __future__ import annotations

_GAP = r"[^.?!\n]"
_REFUND = r"(?:(?:ruck)?erstattung|ruckzahlung|geld zuruck|kaufpreis(?: zuruck)?|betrag zuruck)"
_CREDIT = r"(?:gutschein(?!code)|gutschrift|guthaben|geschenkkarte|warengutschein)"
_PARCEL = r"(?:bestellung|paket|lieferung|sendung|ware|artikel)"

PATTERNS: dict[str, tuple[str, ...]] = {
    "refund": (
        r"\b(?:mochte|will|wunsche|verlange|fordere|bitte (?:ich )?um|bitte um|"
        rf"hatte gerne?)\b(?!{_GAP}{{0,40}}\b(?:nicht|keine?)\b){_GAP}{{0,40}}\b{_REFUND}\b",
        rf"\bbitte\b{_GAP}{{0,30}}\b(?:erstatten|zuruckerstatten|zuruckzahlen|zuruckuberweisen)\b",
        r"\b(?:erstatten|uberweisen) sie\b[^.?!\n]{0,30}\b(?:zuruck|betrag|kaufpreis|geld)\b|"
        r"\bgeld zuruck bitte\b|\bmein geld (?:zuruck|wieder|bekommen)\b(?! erhalten)",
        r"\b(?:ich )?widerrufe\b|\bwiderruf (?:des|meines|erklaren)\b",
    ),
    "exchange": (
        r"\b(?:bitte|mochte|kann ich|konnen sie|wurde gerne?|will|"
        rf"ist ein)\b(?!{_GAP}{{0,40}}\bnicht\b){_GAP}{{0,40}}\b(?:um(?:zu)?tauschen|"
        r"aus(?:zu)?tauschen|umtausch|tauschen sie)\b",
        r"\btauschen sie\b|\b(?:hatte gerne?|mochte|bitte) (?:einen )?ersatz\b|\bein neues gerat\b|"
        r"\bstattdessen (?:die )?grose\b|\bbrauche stattdessen\b",
    ),
    "store_credit": (
        r"\b(?:bitte|mochte|nehme|hatte|lieber|gerne?|als|"
        rf"eine?n?)\b{_GAP}{{0,30}}\b{_CREDIT}\b(?! (?:funktioniert|geht))",
        rf"\b{_CREDIT}\b{_GAP}{{0,30}}\b(?:reicht|lieber|passt|genugt|bitte|statt geld)\b",
    ),
    "reship": (
        r"\b(?:erneut|noch ?mals?|noch einmal|neu) (?:zu)?(?:ge)?(?:senden|schicken|versenden|liefern|"
        r"verschicken|zusenden)\b",
        rf"\b(?:senden|schicken|liefern) sie\b{_GAP}{{0,40}}\b(?:erneut|noch ?mals?|noch einmal|"
        rf"nach)\b|\bfehlenden? (?:artikel|teile?)\b{_GAP}{{0,15}}\b(?:nach|senden|schicken)",
    ),
    "cancel": (
        rf"\bbitte\b{_GAP}{{0,40}}\b(?:storn\w+|abbrechen)\b|\b(?:mochte|will|kann ich|"
        rf"konnen sie)\b{_GAP}{{0,40}}\bstornieren\b|\bstornieren sie\b|, ?(?:bitte )?stornieren\b|"
        r"\babbrechen bitte\b|\bstornierung\b(?= ?[.!]|$)",
    ),
    "give_back": (
        rf"\b(?:mochte|will|wurde gerne?)\b{_GAP}{{0,25}}\b(?:zuruckgeben|zuruckschicken|zurucksenden|"
        rf"retournieren)\b|\b(?:schicke|sende)\b{_GAP}{{0,15}}\bzuruck\b|\bretourenetikett\b|"
        r"\bretoure anmelden\b",
        rf"\bwie kann ich (?:die|das|den)\b{_GAP}{{0,20}}\bzuruck(?:schicken|geben|senden)\b",
    ),
    "send_new": (rf"\b(?:senden|schicken)\b{_GAP}{{0,20}}\b(?:neue[nsr]?|anderen?)\b",),
    "maybe_refund": (rf"\b{_REFUND}\b|\berstatt\w*\b",),
    "maybe_exchange": (r"\b(?:umtausch\w*|umtauschen|austausch\w*|ersatz)\b",),
    "maybe_store_credit": (rf"\b{_CREDIT}\b",),
    "maybe_reship": (r"\bnachsenden\b",),
    "maybe_cancel": (r"\bstorn\w+\b",),
    "status_refund": (
        rf"\b(?:wo|wann)\b{_GAP}{{0,40}}\b(?:erstatt\w*|ruckerstattung|geld|ruckzahlung|"
        r"betrag)\b(?! zuruck\?? ich)",
        rf"\b(?:erstattung|ruckerstattung|ruckzahlung|geld)\b{_GAP}{{0,50}}\b(?:nicht|nichts|noch|"
        r"bestatigt|veranlasst|ausstehend)\b",
        rf"\b(?:ruckzahlung|erstattung|ruckerstattung) bestatigt\b|\bnoch nicht\b{_GAP}{{0,10}}\berstattet\b",
    ),
    "status_return": (
        rf"\b(?:ist|wurde|haben)\b{_GAP}{{0,15}}\b(?:retoure|"
        rf"rucksendung)\b{_GAP}{{0,30}}\b(?:angekommen|erhalten|eingegangen|bearbeitet)",
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
    ),
    "off_topic": (
        r"\brechnung\b|\bpasswort\b|\beinloggen\b|\blieferadresse\b|\bverfugbar\b|\blieferbar\b|"
        r"\bliefern sie (?:in|nach)\b|\bversandkosten\?|\bgutscheincode\b|\bnewsletter\b|"
        r"\bkonto loschen\b|\bwelche grose\b|\babgebucht, aber keine\b|\bwie hoch sind\b",
    ),
    "decoy": (
        r"\bwechselkurs\w*\b|\b(?:wurde|worden|wird)\b[^.?!\n]{0,30}\bstorniert\b|"
        r"\bhaben sie\b[^.?!\n]{0,20}\bstorniert\b|\bleiter\w*\b[^\n]{0,10}\b(?:retouren|"
        r"erstattung\w*)\b",
    ),
    "thanks": (r"\b(?:danke|dank)\b",),
    "settled": (
        r"\b(?:erstattung|geld|paket|ruckerstattung) ist (?:da|angekommen)\b|\balles (?:erledigt|gut|"
        r"bestens)\b|\bhat sich erledigt\b",
    ),
    "retracted": (
        r"\bhat sich erledigt\b|\bkeine erstattung (?:notig|mehr)\b|\bignorieren sie meine\b|"
        r"\bnicht (?:mehr )?stornieren\b",
    ),
    "negation": (r"(?:keine?n?|nicht|nie|ohne)",),
    "contrast": (r"(?:statt|anstatt|anstelle|nicht nur|lieber als)",),
    "between": (r"(?:eine?n?|die|das|mehr|meine?|eines|einer)",),
    "conditional": (r"\b(?:falls|sonst|andernfalls|ansonsten|sofern|wenn)\b(?! (?:moglich|sie (?:konnen|so)))",),
    "reported": (
        r"\b(?:gesagt|versprochen|kollegin|kollege|weigern|bereits (?:storniert|erstattet)|"
        r"schon (?:storniert|erstattet))\b",
    ),
    "reason_withdrawal": (r"\bwiderruf\w*\b(?!sfrist)",),
    "reason_duplicate": (
        r"\b(?:zweimal|doppelt) (?:abgebucht|bestellt|bezahlt|berechnet)\b|\bdoppelte? (?:zahlung|"
        r"bestellung)\b",
    ),
    "reason_missing_item": (
        r"\bfehlt\b|\bfehlende\w*\b|\bunvollstandig\b|\bnur eine?r? (?:von|der) (?:zwei|beiden|\d)\b",
    ),
    "reason_wrong_item": (
        r"\bfalsche\w* (?:artikel|farbe|grose|produkt|modell|ware)\b|\bnicht das bestellte\b|"
        r"\betwas anderes\b|\bbestellt war\b|\bstatt (?:des )?bestellten\b",
    ),
    "reason_damaged": (
        r"\b(?:beschadigt|zerbrochen|kaputt(?=[^.?!\n]{0,30}(?:an|verpack|paket))|kratzer|risse?|"
        r"transportschaden|verbeult|gerissen|eingedruckt|zerrissen)\b",
    ),
    "reason_defective": (
        r"\b(?:funktioniert|geht|ladt|startet)\b[^.?!\n]{0,20}\b(?:nicht|nicht mehr)\b|\bdefekt\w*\b|"
        r"\bausgefallen\b|\bdurchgebrannt\b|\bam ersten tag gerissen\b|\bkaputt\b",
    ),
    "reason_too_small": (r"\bzu (?:klein|eng|kurz|schmal)\b|\bfallt klein\b|\bnummer groser\b|\bgrosere grose\b",),
    "reason_too_large": (
        r"\bzu (?:gros|grose|weit|lang|breit)\b|\bfallt gros\b|\bkleinere grose\b|\bnummern? kleiner\b",
    ),
    "reason_not_as_described": (
        r"\b(?:entspricht nicht|fe?alschung|viel schlechter|ganz anders aus)\b|\bfalschung\b|"
        r"\bnicht wie beschrieben\b",
    ),
    "reason_not_received": (
        r"\bnie (?:angekommen|erhalten|geliefert)\b|\bnicht (?:erhalten|angekommen|bekommen|"
        r"geliefert)\b|\bzugestellt, aber\b|\bverschwunden\b|\bgestohlen\b|\bist weg\b|\bverloren\b",
    ),
    "reason_late": (r"\bzu spat\b|\bliefertermin\b|\berst nach\b|\blanger warten\b",),
    "reason_style": (r"\bpasst nicht zu\w*\b|\bgefallt mir nicht\b|\bnicht mein (?:stil|geschmack)\b",),
    "reason_changed_mind": (
        r"\banders uberlegt\b|\bnicht mehr\b(?=[^.?!\n]{0,10}(?:,|$| brauche))|"
        r"\bbrauche\b[^.?!\n]{0,20}\bnicht mehr\b|\bgunstiger gefunden\b|\bfehlkauf\b",
    ),
    "reason_other": (r"\bfalsche versandkosten\b|\bpreis ist\b[^.?!\n]{0,20}\bgefallen\b|\ballergisch\b|\bgeschenk\b",),
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
