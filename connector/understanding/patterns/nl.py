"""Dutch, accents folded. Cue names: see the package."""

from __future__ import annotations

_GAP = r"[^.?!\n]"
_WANT = r"(?:wil|willen|zou graag|graag|wens|verzoek|eis)"
_CREDIT = r"(?:tegoedbon|waardebon|cadeaukaart|winkeltegoed|tegoed|cadeaubon)"
_PARCEL = r"(?:bestelling|pakket|pakje|levering|zending)"

PATTERNS: dict[str, tuple[str, ...]] = {
    "refund": (
        rf"\b{_WANT}\b(?!{_GAP}{{0,10}}\b(?:geen|niet)\b){_GAP}{{0,30}}\b(?:geld terug|bedrag terug|"
        r"terugbetal\w+|terugstort\w+)\b",
        rf"\b(?:kunt u|kunnen jullie|gelieve|alstublieft)\b{_GAP}{{0,25}}\b(?:terugbetalen|"
        r"terugstorten|terug te betalen)\b|\bgeld terug (?:aub|graag|alstublieft)\b|\bherroep\w*\b",
    ),
    "exchange": (
        r"\b(?:kan ik|kunt u|kunnen jullie|graag|wil|"
        rf"mag ik)\b(?!{_GAP}{{0,20}}\bniet\b){_GAP}{{0,25}}\b(?:ruilen|omruilen|vervangen|"
        r"omwisselen)\b|\bik heb liever\b|\been nieuw exemplaar\b",
    ),
    "store_credit": (
        rf"\b(?:liever|graag|wil|als)\b{_GAP}{{0,20}}\b{_CREDIT}\b|"
        rf"\b{_CREDIT}\b{_GAP}{{0,25}}\bis (?:prima|goed|ok)\b",
    ),
    "reship": (
        r"\b(?:opnieuw|nogmaals|nog eens|weer) (?:te )?(?:versturen|sturen|opsturen|verzenden|"
        rf"leveren)\b|\bstuur\b{_GAP}{{0,30}}\b(?:na|opnieuw)\b",
    ),
    "cancel": (rf"\b(?:wil|graag|kan ik|kunt u|gelieve)\b{_GAP}{{0,35}}\bannuleren\b|\bannuleer\b|, annuleren\b",),
    "give_back": (
        rf"\b{_WANT}\b{_GAP}{{0,20}}\b(?:retourneren|terugsturen|terug te sturen)\b|"
        r"\bretour aanmelden\b|\bretourlabel\b",
    ),
    "send_new": (r"\bstuur\b[^.?!\n]{0,12}\b(?:een nieuwe?|een andere?)\b",),
    "maybe_refund": (r"\bterugbetal\w+\b|\bgeld terug\b",),
    "maybe_exchange": (r"\b(?:omruilen|ruilen|vervanging)\b",),
    "maybe_store_credit": (rf"\b{_CREDIT}\b",),
    "maybe_reship": (r"\bnasturen\b",),
    "maybe_cancel": (r"\bannul\w+\b",),
    "status_refund": (
        rf"\b(?:waar|wanneer)\b{_GAP}{{0,25}}\b(?:geld|terugbetaling|terugbetaald)\b|"
        rf"\bterugbetaling\b{_GAP}{{0,15}}\b(?:nog niet|niet)\b|\bgeld\b{_GAP}{{0,10}}\bnog niet\b",
    ),
    "status_return": (r"\b(?:mijn|de) retour\b[^.?!\n]{0,10}\b(?:ontvangen|aangekomen)\b",),
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
    ),
    "off_topic": (
        r"\bfactuur\b|\bwachtwoord\b|\binloggen\b|\bbezorgadres\b|\bleverbaar\b|\bleveren jullie\b|"
        r"\bkortingscode\b|\bnieuwsbrief\b|\bwelke maat\b|\bhebben jullie\b[^.?!\n]{0,30}\bmaat\b",
    ),
    "decoy": (
        r"\bwisselkoers\b|\bhebben (?:mijn )?\w* ?\w* ?geannuleerd\b|\b(?:is|werd) geannuleerd\b|"
        r"\bbestelling geannuleerd\b",
    ),
    "thanks": (r"\b(?:bedankt|dank|dankjewel)\b",),
    "settled": (r"\bterugbetaling ontvangen\b|\balles is opgelost\b|\bis binnen\b",),
    "retracted": (r"\bgeen terugbetaling (?:meer )?nodig\b|\bnegeer mijn\b",),
    "negation": (r"(?:geen|niet|zonder|nooit)",),
    "contrast": (r"(?:in plaats van|liever dan)",),
    "between": (r"(?:een|het|de|mijn|meer)",),
    "conditional": (r"\b(?:anders|tenzij|indien|als)\b(?! (?:het mogelijk|mogelijk|u|winkeltegoed|tegoed|bezorgd))",),
    "reported": (r"\b(?:gezegd|beloofd|collega|al (?:geannuleerd|terugbetaald))\b",),
    "reason_withdrawal": (r"\bherroep\w*\b",),
    "reason_duplicate": (
        r"\btwee keer (?:afgeschreven|besteld|betaald)\b|\bdubbel (?:besteld|betaald|afgeschreven)\b",
    ),
    "reason_missing_item": (r"\bontbreekt\b|\bontbrekende\b|\bonvolledig\b",),
    "reason_wrong_item": (r"\bverkeerde? (?:artikel|kleur|maat|product|model)\b|\biets anders gekregen\b",),
    "reason_damaged": (r"\b(?:kapot aangekomen|beschadigd|krassen|barsten|ingedeukt|gescheurd)\b",),
    "reason_defective": (r"\bwerkt niet\b|\bgaat niet meer aan\b|\bdefect\b|\bstuk\b|\bdoorgebrand\b",),
    "reason_too_small": (r"\bte (?:klein|strak|krap|kort|smal)\b|\bmaat groter\b",),
    "reason_too_large": (r"\bte (?:groot|wijd|lang|breed)\b|\bmaat kleiner\b",),
    "reason_not_as_described": (r"\bniet overeen\b|\banders uit dan\b|\bnamaak\b",),
    "reason_not_received": (
        r"\bnooit (?:aangekomen|ontvangen)\b|\bniet ontvangen\b|\bals bezorgd\b|\bkwijt\b|\bgestolen\b",
    ),
    "reason_late": (r"\bte laat\b|\bleverdatum\b",),
    "reason_style": (r"\bbevalt me niet\b|\bniet mijn stijl\b",),
    "reason_changed_mind": (r"\bme bedacht\b|\bniet meer nodig\b|\bgoedkoper gevonden\b",),
    "reason_other": (r"\bverzendkosten gerekend\b|\ballergisch\b",),
    "photo": (r"\bfoto'?s? (?:bijgevoegd|bijgesloten)\b|\bzie foto\b",),
    "everything": (r"\b(?:hele|volledige) bestelling\b|\balle artikelen\b",),
    "urgent": (r"\b(?:dringend|spoed|zo snel mogelijk|onmiddellijk)\b|!!",),
    "negative": (r"\b(?:volledige bedrag|onacceptabel|teleurgesteld|schande|oplichting)\b",),
    "automatic": (r"\bautomatisch antwoord\b|\bafwezigheidsbericht\b|\bniet op kantoor\b",),
}
