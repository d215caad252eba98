"""Dutch, accents folded. Cue names: see the package."""

from __future__ import annotations

_GAP = r"[^.?!\n]"
_WANT = r"(?:wil|willen|zou graag|graag|wens|verzoek|eis)"
_CREDIT = r"(?:tegoedbon|waardebon|cadeaukaart|winkeltegoed|tegoed|cadeaubon)"
_PARCEL = r"(?:bestelling|pakket|pakje|levering|zending)"

# What follows reads a request as frame, gap, goal: "kunnen jullie" ... "het bedrag" ... "terugstorten".
_BREAK = (
    r"niet|nooit|geen|zonder|noch|maar dan niet|waarom|wanneer|waar|als u|indien|tenzij|gezegd|beloofd\w*|"
    r"toegezegd\w*|beleid|voorwaarden|status|bevestig\w+|nog steeds|"
    r"vergeten|of|ipv|in plaats|hoef|hoeft"
)
_ON = rf"(?:(?!\b(?:{_BREAK})\b)[^.?!;:\n]){{0,60}}?"  # the rest of a request, nothing that turns it round
_ASK = (
    r"(?:\b(?:graag|graach|gelieve|alstublieft|alsjeblieft|a\.?u\.?b|pls|(?:kunt|kan|kun|kunnen|konden|zou|zoudt|"
    r"zouden|willen|wilt|wil) (?:u|je|jullie|ge|ik|we|wij|men|dit|dat|deze|die|hij|er|het|de|mijn|onze)|"
    r"(?:mag|mogen) (?:ik|we|wij|hij|het|deze)|(?:ik|we|wij|k) (?:wil|willen|wou|zou|zouden|wens|wensen|eis|eisen|"
    r"verzoek|verzoeken|vraag|vragen|verlang|verwacht|ontvang|heb (?:liever|graag)|had (?:graag|liever)|hadden"
    r" graag|neem|nemen|kies|verkies|ga voor)|"
    r"wil|liever|verzoek|vraag tot|recht op|hoe (?:krijg|kan|ruil|annuleer|stuur) (?:ik)?|bij wie moet ik|is het"
    r" mogelijk|ik zie graag|doe maar|laten we|moet(?:en)? (?:worden|mij)|hoort|stel voor)\b)"
)
_SUM = r"(?:€ ?\d[\d.,]{0,12}|\b\d[\d.,]{0,12} ?(?:€|euro\b|eur\b))"
_CASH = (
    rf"(?:\b(?:mijn|me|men|het|m'n|ons|de) (?:volledige |hele |betaalde )?(?:geld|centen|bedrag|aankoopbedrag|"
    rf"verschil|prijsverschil|verzendkosten|kosten|som|prijs|betaling|afschrijving|waarde|aanbetaling)\b|\bgeld\b|"
    rf"\b(?:helft van de prijs)\b|"
    rf"\bwat ik (?:heb )?betaald(?: heb)?\b|\b(?:mijn |die |de )?{_SUM})"
)
_GIVE = (
    r"(?:terug\w*|trug|retour|restitu\w*|vergoed\w*|gecrediteerd|uitbetal\w*|terug te (?:storten|betalen)|"
    r"stort\w*)"
)
_VOUCHER = (
    r"(?:\b(?:tegoed ?bon|waardebon|cadeau(?:bon|kaart)|winkeltegoed|shoptegoed|tegoed|voucher|bon|credit|coupon)"
    r"(?:nen|s)?\b)"
)
_HUE = (
    r"(?:(?:donker|licht)?(?:zwart|wit|blauw|rood|groen|grijs|roze|geel|beige|bruin|paars|oranje|turkoois|creme|"
    r"zilver|goud|mosterdgeel)e?|rode|witte|gele|grijze)"
)
_SIZE = (
    r"(?:(?:maat |een |de |het |in |voor ){0,6}(?<!')\b(?:[1-9]\d{1,2}(?:[.,]5)?|x{0,4}s|m|x{0,4}l)\b(?!')(?![.,]?\d|"
    r" ?[€$%]| ?(?:euro|eur|dagen|cm|minuten)\b))"
)
_PAPER = (
    r"(?:retourlabel|label|factuur|mail|bon|tegoed\w*|geld|bedrag|link|code|formulier|antwoord|foto|bevestiging|"
    r"monteur|catalogus|adres|nummer|rekening)"
)

# A wish that names no more than a size, a colour or a sound one: with a problem told, it is for another article.
_WISH = (
    rf"(?:(?!\b(?:{_BREAK}|terug\w*|retour\w*|annul\w*|bestel\w*|koop\w*|kopen|geld|factuur|adres|"
    rf"hulp)\b)[^.?!;:\n]){{0,50}}?"
)

PATTERNS: dict[str, tuple[str, ...]] = {
    "refund": (
        rf"\b{_WANT}\b(?!{_GAP}{{0,10}}\b(?:geen|niet)\b){_GAP}{{0,30}}\b(?:geld terug|bedrag terug|"
        r"terugbetal\w+|terugstort\w+)\b",
        rf"\b(?:kunt u|kunnen jullie|gelieve|alstublieft)\b{_GAP}{{0,25}}\b(?:terugbetalen|"
        r"terugstorten|terug te betalen)\b|\bgeld terug (?:aub|graag|alstublieft)\b|\bherroep\w*\b",
        rf"{_ASK}{_ON}\b(?:terugbetal\w*|terugbetaald|terugstort\w*|teruggestort|terug te (?:betalen|storten)|"
        rf"restitu\w*|vergoed(?:ing|en|t)?|terugboek\w*|terugkrijg\w*|schadeloos\w*)\b(?! (?:gekregen|ontvangen))",
        rf"{_ASK}{_ON}{_CASH}{_ON}\b{_GIVE}\b|{_ASK}{_ON}\b{_GIVE}\b{_ON}{_CASH}",
        rf"\b(?:wil|willen|krijg\w*|liever|eis|graag|gewoon)\b{_ON}\b(?:mijn|me|men|m'n|het) (?:hele |volledige )?"
        rf"(?:geld|centen)(?: weer)?(?: terug| trug| retour)?\b|{_CASH} (?:graag |weer |gewoon )?(?:terug|trug|"
        rf"retour|weer terug)(?: naar mijn rekening| op mijn rekening)?(?=[^.?!\n]{{0,12}}(?:[.!,?\n]|$|aub|graag|"
        rf"alstublieft|pls))",
        r"(?:^|[.!?\n,:;] ?|\b(?:graag|dus|en|gewoon) )(?:volledige |gedeeltelijke )?(?:terugbetaling|"
        r"terugbetalen|restitutie|vergoeding|geld terug)(?= (?:graag|aub|van|voor|alstublieft|pls|\d|of ik)|[.!,]|"
        r"$)(?![^.!\n]{0,60}[?])",
        rf"(?:^|[.,;!?\n] ?|\b(?:en|dan|dus) )(?:stort|betaal|geef|vergoed|boek)\b{_ON}(?:\bterug\b|\buit\b|"
        rf"\bkorting achteraf\b|\balleen het\b|{_CASH})",
        r"\b(?:gedeeltelijke )?vergoeding (?:lijkt|zou|is) (?:me|mij|eerlijk|redelijk)\b|\bgraag het (?:verschil|"
        r"bedrag|geld) (?:op|naar) mijn\b|\bontbind ik de (?:koop)?overeenkomst\b|\bherroepingsrecht\b|\bkom maar"
        r" op met mijn\b|\bvoor geld terug\b|\bwil (?:ik )?het geld retour\b|\bkan dat bedrag (?:terug )?(?:naar|"
        r"op)\b|\btevreden\b(?<=terug ben ik tevreden)",
    ),
    "exchange": (
        r"\b(?:kan ik|kunt u|kunnen jullie|graag|wil|"
        rf"mag ik)\b(?!{_GAP}{{0,20}}\bniet\b){_GAP}{{0,25}}\b(?:ruilen|omruilen|vervangen|"
        r"omwisselen)\b|\bik heb liever\b|\been nieuw exemplaar\b",
        rf"{_ASK}{_ON}\b(?:om)?(?:ge)?(?:ruil\w*|wissel\w*|vervang\w*|omruil\w*|omwissel\w*|omgeruild|omgewisseld)\b",
        r"(?:^|[.,;!?\n] ?|\b(?:en|dan|alsnog|liever) )(?:om)?(?:ruil(?:en|e)?|wisselen)(?: jullie)?\b(?= (?:voor|"
        r"naar|dan|deze|aub|graag|pls|het|de|die|xs|s|m|l|xl|\w+ ipv)|[.,!]|$)",
        rf"{_ASK}{_ON}\b(?:een|de|het|dezelfde|hetzelfde|die|in|naar|voor) (?:{_SIZE}|{_HUE}|goede?|goeie|juiste|"
        rf"gaaf|gave|hele|nieuwe?|werkend\w*|goed werkend|maat (?:groter|kleiner)|andere (?:maat|"
        rf"kleur))\b(?=[^.?!\n]{{0,40}}(?:[.!?,]|$))",
        rf"\b(?:in ruil voor|in de plaats|ervoor in de plaats|in plaats van (?:deze|dit|{_SIZE})|inleveren "
        rf"(?:tegen|voor)|daarvoor (?:willen )?omwisselen)\b|\b(?:dezelfde|hetzelfde|zelfde) [^.?!\n]{{0,20}}maar"
        rf" dan\b|\bmaar dan (?:in|een)\b|\beentje die het (?:wel )?doet\b|\bstuur (?:de|het) (?:goede|juiste)\b|"
        rf"\bstuur maar een {_SIZE}|\bgaaf exemplaar\b|\bdan wissel ik\b|"
        rf"\bzodra jullie de juiste opsturen\b|\bgeef me een hele\b|\bvervangend exemplaar\b|\b(?:een|die)"
        rf" [^.?!\n]{{1,25}} die (?:wel )?(?:werkt|het doet|past)\b|\b{_SIZE} ipv\b|\bliever {_HUE}",
        r"(?:^|[.,;!?\n] ?|\b(?:en|dan|graag) )(?:vervangen|omwisselen|vervang)(?: (?:svp|aub|graag|pls|door|voor|"
        r"alstublieft)){1,4}\b|\bmeer geholpen met een\b",
    ),
    "store_credit": (
        rf"\b(?:liever|graag|wil|als)\b{_GAP}{{0,20}}\b{_CREDIT}\b|"
        rf"\b{_CREDIT}\b{_GAP}{{0,25}}\bis (?:prima|goed|ok)\b(?! bewaard)",
        rf"{_ASK}{_ON}{_VOUCHER}|{_VOUCHER}(?:(?!\b(?:kreeg|gekregen|heb|"
        rf"had)\b)[^.?!\n]){{0,25}}\b(?:is (?:voor (?:mij|ons) )?(?:prima|goed|"
        rf"ook goed|ok|het handigst)|vind ik|mag ook|aub|"
        rf"graag|voldoende|genoeg|ipv geld|in plaats van geld)\b|\b(?:in plaats van|ipv) geld (?:een )?{_VOUCHER}",
        rf"\b(?:zet|maak|geef|stort|doe|bewaar|schrijf)\b{_ON}(?:{_VOUCHER}|\bop mijn account\b|\bvolgende "
        rf"(?:aankoop|bestelling)\b)",
    ),
    "reship": (
        r"\b(?:opnieuw|nogmaals|nog eens|weer) (?:te )?(?:versturen|sturen|opsturen|verzenden|"
        rf"leveren)\b|\bstuur\b{_GAP}{{0,30}}\b(?:na|opnieuw)\b",
        rf"{_ASK}{_ON}\b(?:opnieuw|opniew|nogmaals|nog eens|nog een keer(?:tje)?|weer|alsnog)\b{_ON}\b(?:ver)?"
        rf"(?:op|na|toe)?(?:stu+r\w*|zend\w*|zenden|lever\w*|bezorg\w*|naar mij toe)\b|\b(?:verstuur|stuur|lever|"
        rf"bezorg)\b[^.?!\n]{{0,30}}\b(?:opnieuw|nogmaals|nog eens|nog een keer|na\b|alsnog)\b|"
        rf"{_ASK}{_ON}\b(?:nasturen|nazenden|nagestuurd|naleveren|nagezonden|nieuwe (?:levering|zending)|nieuw"
        rf" pakket|tweede pakket)\b|\b(?:opnieuw|nogmaals|opniew) (?:versturen|leveren|sturen)(?=[^.?!\n]{{0,15}}"
        rf"(?:aub|graag|naar|dan|[.!]|$))(?! is niet)|\bprobeer de bezorging opnieuw\b|\bopsturen wat er mist\b|"
        rf"\brest van de bestelling moet nog\b|\bstuur een nieuw(?:e)?\b(?= ?[.,!]|$)",
    ),
    "cancel": (
        rf"\b(?:wil|graag|kan ik|kunt u|gelieve)\b{_GAP}{{0,35}}\bannuleren\b|\bannuleer\b|, annuleren\b",
        rf"{_ASK}{_ON}\b(?:an+ul+e+r\w*|gean+uleerd|afbestel\w*|ongedaan|intrek\w*|stopgezet|gestopt|stoppen|"
        rf"tegengehouden|tegenhouden|schrappen|afzeggen)\b(?! (?:mijn abonnement|het abonnement))",
        r"(?:^|[.,;!?\n:] ?|\b(?:en|dan|dus) )(?:an+ule+er|anuleer|anuleren|annuleren|annuleer|afbestellen)\b(?= "
        r"(?:de|het|mijn|bestelling|dus|aub|graag|een|\d|of|alles)|[:.,!]|$)|\bannulering (?:graag|aub)\b|\b"
        r"(?:streep|haal)\b[^.?!\n]{0,35}\b(?:door|uit (?:het systeem|de bestelling|mijn bestelling)|eruit|maar"
        r" uit|er .{0,12}uit)\b|"
        r"\bvergeet de bestelling\b|\b(?:niet (?:meer )?(?:versturen|verzenden|opsturen))\b(?=[^.?!\n]{0,20}"
        r"(?:annul|[.!,]|$))|\bstuur het niet op\b|\b(?:uit|van) (?:mijn|de)[^.?!\n]{0,25}bestelling (?:halen|"
        r"haal)\b|\btrekken onze bestelling in\b|\bzie af van de\b|\bwil er helemaal van af\b|\bmoet geannuleerd"
        r" worden\b",
    ),
    "give_back": (
        rf"\b{_WANT}\b{_GAP}{{0,20}}\b(?:retourneren|terugsturen|terug te sturen)\b|"
        r"\bretour aanmelden\b|\b(?:stuur|graag|wil|krijg ik) [^.?!\n]{0,15}\bretourlabel\b",
        rf"{_ASK}{_ON}\b(?:retourneren|terugsturen|terugbrengen|terug te (?:sturen|brengen)|inleveren|retour "
        rf"(?:sturen|aanmelden)|geven terug|ophalen)\b|\b(?:gaat|gaan|komt|komen|mag|mogen) (?:\w+ )?(?:retour|"
        rf"terug)\b(?! naar huis)|\b(?:stuur|breng|geef)\b{_ON}\b(?:terug|retour)\b(?! (?:geld|bedrag))|\bmag ik"
        rf" een retourlabel\b|"
        r"\bretour (?:bestelling|order) \d|\bwaar kan ik het heen sturen\b|\bdie wil ik terugsturen\b",
    ),
    "send_new": (
        r"\bstuur\b[^.?!\n]{0,12}\b(?:een nieuwe?|een andere?)\b",
        rf"{_ASK}{_ON}\b(?:een (?:nieuwe?|andere?|tweede))\b(?! (?:pakket|levering|zending|kaart|adres|afspraak|"
        rf"datum|maat|kleur|link|code))",
        rf"{_ASK}{_WISH}\b(?:{_HUE}|kleur|{_SIZE}|(?:andere?|juiste|goede|nieuwe?|werkende?|gave?|hele|passende?|"
        rf"zelfde) (?!adres|factuur|keer|bestelling|pakket|levering|oplossing|dag|zending)\w+|exemplaar|"
        r"(?:een|eentje) (?:die|dat|zonder|met) \w+|in de plaats|setje)\b(?![^.?!\n]{0,30}\b(?:terug|retour)\b)",
    ),
    "maybe_refund": (r"\bterugbetal\w+\b|\bgeld terug\b",),
    "maybe_exchange": (r"\b(?:omruilen|ruilen|vervanging)\b",),
    "maybe_store_credit": (rf"\b{_CREDIT}\b",),
    "maybe_reship": (
        r"\bnasturen\b",
        rf"{_ASK}{_ON}\b(?:op|na|toe|ver)?(?:stu+r\w*|zend\w*|lever\w*|laten"
        rf" komen)\b(?![^.?!\n]{{0,30}}\b{_PAPER}\b)|(?:^|[.,;!?\n] ?|\b(?:en|dan|dus) )stuur (?:die|het|de|hem|ze|"
        rf"mij|me)\b(?![^.?!\n]{{0,30}}\b{_PAPER}\b)",
        r"\bwacht(?:en)?(?: we| wij| ik)? op (?:de|het) (?:juiste|andere?|goede|nieuwe?)\b",
    ),
    "maybe_cancel": (r"\bannul\w+\b",),
    "status_refund": (
        rf"\b(?:waar|wanneer)\b{_GAP}{{0,25}}\b(?:geld|terugbetaling|terugbetaald)\b|"
        rf"\bterugbetaling\b{_GAP}{{0,15}}\b(?:nog niet|niet)\b|\bgeld\b{_GAP}{{0,10}}\bnog niet\b",
        r"\b(?:beloofde|toegezegde|bevestigde|goedgekeurde) terugbetaling\b|\bmijn geld vasthouden\b|\bwanneer"
        r" krijg ik\b[^.?!\n]{0,25}\b(?:gestort|terug|geld)\b|\bterugbetaling (?:al|van \w+)?[^.?!\n]{0,15}\b"
        r"(?:overgemaakt|nieuws)\b",
        r"\bnog (?:steeds )?niet (?:teruggestort|terugbetaald|overgemaakt|vergoed|gecrediteerd)\b",
    ),
    "status_return": (
        r"\b(?:mijn|de) retour\b[^.?!\n]{0,10}\b(?:ontvangen|aangekomen)\b",
        r"\b(?:heb|hebben) (?:ik|we|wij)? ?(?:het|de [\w-]+|hem|ze|alles)?[^.?!\n]{0,25}\b(?:teruggestuurd|"
        r"geretourneerd|teruggebracht)\b|\b(?:teruggestuurd|retour gestuurd)(?=[^.?!\n]{0,25}\b(?:binnen|ontvangen|"
        r"aangekomen))|\b(?:jullie|u) (?:hebben|heeft) (?:het|de|hem|mijn) [^.?!\n]{0,20}\b(?:al|terug|"
        r"ontvangen)\b|"
        r"\bretourlabel is er nog\b",
    ),
    "status_exchange": (r"\bwanneer\b[^.?!\n]{0,20}\b(?:ruiling|vervanging)\b",),
    "status_order": (
        rf"\bwaar (?:is|blijft)\b{_GAP}{{0,12}}\b{_PARCEL}\b|"
        rf"\bwanneer\b{_GAP}{{0,15}}\b(?:{_PARCEL}|komt)\b|\btrack and trace staat\b|\bis vertraagd\b|"
        rf"\bonderweg\b",
    ),
    "question": (
        rf"\bretour(?:beleid|kosten|voorwaarden|termijn)\b|\bhoe ?(?:veel dagen|lang)\b{_GAP}{{0,40}}|"
        rf"\bhoeveel dagen\b{_GAP}{{0,30}}|\bwie betaalt\b{_GAP}{{0,30}}|"
        rf"\bkan ik\b{_GAP}{{0,30}}\b(?:sale|in de winkel)\b{_GAP}{{0,30}}|\bbedenktijd\b",
        r"\b(?:tot|vanaf) wanneer\b[^.?!\n]{0,40}|\bnemen jullie (?:gedragen|gebruikte|geopende)\b[^.?!\n]{0,30}|"
        r"\bwat als (?:het|ik)\b[^.?!\n]{0,40}|\ben als het niet\b[^.?!\n]{0,30}|\bvoor ik bestel\b[^.?!\n]{0,60}|"
        r"\bzit er een retourlabel\b[^.?!\n]{0,20}|\bkrijg je (?:geld|een bon)\b[^.?!\n]{0,30}|\bkost een andere"
        r" maat\b[^.?!\n]{0,30}|\bhoe stuur je een\b[^.?!\n]{0,30}|"
        r"\bkan (?:geopende|een online)\b[^.?!\n]{0,40}|\bis de termijn\b[^.?!\n]{0,30}",
    ),
    "off_topic": (
        r"\bfactuur\b|\bwachtwoord\b|\binloggen\b|\bbezorgadres\b|\bleverbaar\b|\bleveren jullie\b|"
        r"\bkortingscode\b|\bnieuwsbrief\b|\bwelke maat\b|\bhebben jullie\b[^.?!\n]{0,30}\bmaat\b",
        r"\b(?:hotel|vlucht|restaurant|pizza|sportschool|router|vaste lijn|monteur|telefoonabonnement|mobiele"
        r" abonnement|slimme meter|hypotheek|rood staan|huisbaas|tandarts|ov-?kaart|treinkaart|concertkaarten|"
        r"belastingaangifte|salaris|bibliotheek|crypto|kamer \d+|tafel voor|bankpas|pinpas|rekeningnummer|"
        r"creditcard (?:kwijt|gestolen))\b",
    ),
    "decoy": (
        r"\bwisselkoers\b|\bhebben (?:mijn )?\w* ?\w* ?geannuleerd\b|\b(?:is|werd) geannuleerd\b|"
        r"\bbestelling geannuleerd\b",
        r"\b(?:opnieuw (?:ver|op)?sturen|omruilen|ruilen|terugstorten|terugbetaling|terugbetalen|vervanging|"
        r"(?:tegoed)?bon) (?:is |hoeft |hoef ik )?(?:echt )?(?:niet(?: nodig)?|heeft geen zin)\b",
        r"\b(?:kopen|cadeau doen)\b[^.?!\n]{0,15}\bcadeau(?:kaart|bon)\b|\bcadeau(?:kaart|bon) (?:kopen|bestellen)\b",
        rf"\bmet (?:een |de |mijn )?{_CREDIT}[^.?!,;\n]{{0,10}}\bbetaald\b|"
        rf"\bbetaalde?\b[^.?!,;\n]{{0,15}}\bmet (?:een |de |mijn )?{_CREDIT}",
    ),
    "thanks": (r"\b(?:bedankt|dank|dankjewel)\b",),
    "settled": (r"\bterugbetaling ontvangen\b|\balles is opgelost\b|\bis binnen\b",),
    "retracted": (
        r"\bgeen terugbetaling (?:meer )?nodig\b|\bnegeer mijn\b",
        r"\b(?:hoef|hoeft) (?:ik )?(?:geen|niets|niks) (?:meer|te doen)\b(?! versturen)",
        r"\b(?:trek|trekken) (?:mijn|onze|het) (?:verzoek|aanvraag|klacht) in\b|\bannuleer (?:mijn|de) retour\b|"
        r"\bik (?:hou|houd) (?:hem|het|ze) (?:toch|maar)\b",
    ),
    "negation": (r"(?:geen|niet|zonder|nooit)",),
    "contrast": (r"(?:in plaats van|ipv|liever dan|dan|hou)",),
    "between": (r"(?:een|het|de|mijn|meer|te|graag|aub|wil|ik|hoef|die|hem|ze|opnieuw)",),
    "conditional": (
        r"\b(?:anders|tenzij|indien|als)\b(?! (?:het mogelijk|mogelijk|u|winkeltegoed|tegoed|bezorgd))",
        r"\bzodra (?:u|jullie|je)\b[^.?!\n]{0,30}\b(?:toezeg|bevestig|belooft|beloven|stu+r|garandeer)\w*",
    ),
    "reported": (r"\b(?:gezegd|beloofd|collega|al (?:geannuleerd|terugbetaald))\b",),
    "reason_withdrawal": (  # declared, not mentioned
        r"\b(?:ik|wij|we)(?: \w+){0,2} herroep(?:en)?\b(?! niet)|\bherroep (?:ik|wij)\b(?! niet)|\bmijn herroeping\b",
        r"\b(?:hierbij|gebruik|uitoefen\w*|beroep)\b[^.?!\n]{0,60}\bherroep\w*",
        r"^[^\w\n]*herroeping(?: (?:van|de|mijn|bestelling|aankoop|koop|overeenkomst|nummer|nr)\b){0,6}[^a-z\n]*$",
    ),
    "reason_duplicate": (
        r"\btwee keer (?:afgeschreven|besteld|betaald)\b|\bdubbel (?:besteld|betaald|afgeschreven)\b",
        r"\b(?:twee keer|dubbel|2x|tweemaal)\b[^.?!\n]{0,25}\b(?:afgeschreven|besteld|betaald|geklikt|van mijn"
        r" rekening|gekocht|gekregen)?\b|\btwee (?:dezelfde|bestellingen)\b|\book al besteld\b|\been besteld,"
        r" twee\b|\bzowel paypal\b",
    ),
    "reason_missing_item": (
        r"\bontbreekt\b|\bontbrekende\b|\bonvolledig\b",
        r"\b(?:ontbreek\w*|ontbrak\w*|ontbrekend\w*|mist|missen|miste|onvolledig|zat er niet (?:in|bij)|zitten er"
        r" niet bij|zat .{0,40} niet(?= ?[,.])|niet (?:bijgeleverd|meegeleverd)|vergeten (?:in|mee) te|alles is er"
        r" behalve|maar (?:een|twee|drie) van de|alleen papier|doos twee)\b",
    ),
    "reason_wrong_item": (
        r"\bverkeerde? (?:artikel|kleur|maat|product|model)\b|\biets anders gekregen\b",
        r"\bverkeerd(?:e|t)? (?!adres|bezorgadres|maat gekozen)\w+|\b(?:besteld|bestelde|"
        r"gekozen)\b[^.?!\n]{0,35}\b(?:gekregen|kreeg|kregen|geleverd|ontvangen|zit er|in de zak)\b|\b(?:kreeg|"
        r"kregen|gekregen)\b[^.?!\n]{0,40}\b(?:terwijl|in ?plaats van|maar had)\b|\ber zat een [\w-]+ in de doos\b|"
        r"\btwee (?:linker|rechter)\w+|\b(?:verwisseld|andere klant|kindermaat|oude model|nooit besteld|iets"
        r" anders)\b|"
        r"\bin plaats van (?:een|de|het)\b|\bbesteld: [^\n]{1,25} gekregen\b",
    ),
    "reason_damaged": (
        r"\b(?:kapot aangekomen|beschadigd|krassen|barsten|ingedeukt|gescheurd)\b",
        r"\b(?:kapot (?:aangekomen|geleverd|uit)|kappot|gebroken|gekrast|gebarsten?|gebarste|gescheurd|beschimmeld|"
        r"barst\w*|krassen|ingedeukt|deuk|scherven|afgebroken|lekken|doorweekt|krom|afgebrokkeld|gat in de|stuk"
        r" uit|handvat bleef|twee helften|glas in|geknakt|verbogen|stukken)\b",
    ),
    "reason_defective": (
        r"\bwerkt niet\b|\bgaat niet meer aan\b|\bdefect\b|\bstuk\b|\bdoorgebrand\b",
        r"\b(?:werkt (?:niet|niks|nauwelijks)|doet (?:het|t|'t) niet|gaat (?:niet meer aan|uit)|valt uit|defect|"
        r"stuk\b|doorgebrand|geen zuigkracht|kraken|kraakt|hapert|steken|blijft (?:steken|hangen)|zakt (?:na|door)|"
        r"weigert|lekt|rits|muurvast|de geest gegeven|slaat af|slaat vanzelf|laat los|geen geluid|stop door|dode"
        r" pixels|storing|kapotte?|laten los|accu houdt|er gebeurt niets|garantie|niet meer (?:aan|op))\b",
    ),
    "reason_too_small": (
        r"\bte (?:klein|strak|krap|kort|smal)\b|\bmaat groter\b",
        r"\b(?:knelt|knellen|spannen|gekrompen|te (?:klein|krap|nauw|strak|kort|smal)|krijg (?:ik"
        r" )?[^.?!\n]{0,10}niet (?:dicht|over)|pas er niet in|valt klein|klem|sluit niet|armen niet|halve maat"
        r" groter|maat groter|hiel gaat|kindermaat|navel|gaan niet dicht)\b",
    ),
    "reason_too_large": (
        r"\bte (?:groot|wijd|lang|breed)\b|\bmaat kleiner\b",
        r"\b(?:te (?:groot|wijd|ruim|lang|breed)|verzuip|zakt (?:af\w*|steeds)|slobbert|als een tent|twee keer in|"
        r"valt (?:veel te )?ruim|schiet er|over mijn handen|sleept|maat kleiner)\b",
    ),
    "reason_not_as_described": (
        r"\bniet overeen\b|\banders uit dan\b|\bnamaak\b",
        r"\b(?:op de (?:site|foto)|anders dan op|niet overeen|namaak|online stond|fineer|spaanplaat|flinterdun|"
        r"zogenaamd|niks waterdicht|beloofd, |half zo groot|verkeerd gespeld|duidelijk gebruikt|volgens het label|"
        r"kloppen niet|tegenvaller|valt me vies tegen|stond (?:op|in) de)\b",
    ),
    "reason_not_received": (
        r"\bnooit (?:aangekomen|ontvangen)\b|\bniet ontvangen\b|\bals bezorgd\b|\bkwijt\b|\bgestolen\b",
        r"\b(?:nooit (?:aangekomen|ontvangen|gekomen|bezorgd)|niet (?:ontvangen|aangekomen|gekregen)|kwijt|vermist|"
        r"staat (?:op|als) bezorgd|niks liggen|gestolen|geen pakket|niet aangebeld|andere voordeur|niks in de"
        r" brievenbus|afgegeven bij|mijn handtekening|teruggegaan naar jullie|verloren gegaan)\b",
    ),
    "reason_late": (
        r"\bte laat\b|\bleverdatum\b",
        r"\b(?:te laat|weken te laat|levertijd (?:is|van)|verschoven|dagen na (?:het|de)|al (?:geweest|voorbij)|"
        r"verjaardag is|feest (?:was|is)|twee maanden|pas in|na de (?:bruiloft|verjaardag)|klaargemaakt|leverdatum|"
        r"spoed betaald|duurt te lang|weken gewacht|vakantie voorbij|omdat er niets kwam)\b",
    ),
    "reason_style": (r"\bbevalt me niet\b|\bniet mijn stijl\b",),
    "reason_changed_mind": (
        r"\bme bedacht\b|\bniet meer nodig\b|\bgoedkoper gevonden\b",
        r"\b(?:bedacht|bij nader inzien|bevalt (?:me |mij )?(?:ook )?niet|bevallen (?:ook )?niet|vloekt met|niet"
        r" meer nodig|toch (?:liever|niks|een andere)|saai|vindt (?:het|blauw)|miskoop|goedkoper|nog in plastic|"
        r"ongedragen|ongebruikt|gaan verhuizen|te snel geklikt|mooiers|draag het niet|precies dezelfde|nooit"
        r" gebruiken|gaat retour|omruilen (?:voor|naar))\b",
    ),
    "reason_other": (
        r"\bverzendkosten gerekend\b|\ballergisch\b",
        r"\b(?:verzendkosten|in mijn mandje|korting|verkeerd (?:bezorg)?adres|verkeerde adres|douane|allergisch|"
        r"uitslag|geur|stinkt|abonnement afgeschreven|houdbaarheids\w+|overleden|prijsverschil|vergat de code|"
        r"noten in|goedkoper vandaag|hoofdpijn)\b",
    ),
    "photo": (r"\bfoto'?s? (?:bijgevoegd|bijgesloten)\b|\bzie foto\b",),
    "everything": (r"\b(?:hele|volledige) bestelling\b|\balle artikelen\b",),
    "urgent": (r"\b(?:dringend|spoed|zo snel mogelijk|onmiddellijk)\b|!!",),
    "negative": (r"\b(?:volledige bedrag|onacceptabel|teleurgesteld|schande|oplichting)\b",),
    "automatic": (r"\bautomatisch antwoord\b|\bafwezigheidsbericht\b|\bniet op kantoor\b",),
}
