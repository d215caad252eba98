"""Order numbers as the shop would hold them, with what looks like one blanked out first. Numbers are claims: the flow
looks each up and compares its owner."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER_WORD = r"(?:number|numero|nummer|num|nr|no|n[°º]|id|code|ref(?:erence|erentie|erencia)?|receipt|beleg)"
_CARRIER = (
    r"(?:colissimo|chronopost|mondial relay|la poste|dpd|dhl|ups|fedex|gls|hermes|evri|royal mail|parcelforce|postnl|"
    r"bpost|correos|seur|brt|poste italiane|deutsche post)"
)
_OF_SOMETHING_ELSE = (
    r"(?:customer|client|kunden|cliente|klant(?:en)?|invoice|facture|rechnungs?|factura|fattura|factuur|return|retour|"
    r"retouren?|reso|devolucion|article|artikel|articulo|articolo|item|serial|serie|serien|ticket|voucher|gift ?card|"
    r"coupon|rma|suivi|colis|telephone)"
)
_IBAN = r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,7}(?: ?[a-z0-9]{1,3})?\b"
_BLANKED = re.compile(
    r"https?://\S{1,500}|www\.\S{1,500}"
    r"|\bref\. [a-z2-7]{4}-[a-z2-7]{4}\b"  # our own, below an answer
    r"|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
    rf"|{_IBAN}"
    r"|\b1z[0-9a-z]{16}\b"  # UPS
    r"|\b[a-z]{2}\d{9}[a-z]{2}\b"  # postal tracking, UPU S10
    r"|\b\d[a-z]\d{11}\b|\bjd\d{16,20}\b|\bjjd\d{10,25}\b"  # Colissimo; DHL
    r"|\b(?:tracking|colissimo|chronopost|dpd|dhl|ups|fedex|suivi|sendungsnummer|sendungsverfolgung|seguimiento|"
    r"tracciamento|track ?(?:and|&) ?trace)(?: (?:number|no\.?|nummer|code|id|numero|"
    r"n[°º]))? ?[:#]? ?[a-z]{0,4}\d{8,22}\b"
    r"|(?:\b(?:tel|phone|mobile|fax|mob|telephone|portable|telefon|telefono|handy|call me (?:on|at))\b\.? ?:? ?)"
    r"\+?\d[\d ./()-]{6,20}\d"
    r"|(?<![\w-])\+\d{1,3}[\d ./()-]{6,18}\d"
    r"|(?<![\w-])00(?:33|49|44|34|39|31|32|41|43|352)[ ./-]?\d(?:[ ./-]\d{2,4}){2,5}\b"
    r"|(?<![\w-])0\d(?:[ .-]\d{2}){4}\b"  # 06 12 34 56 78
    r"|(?<![\w-])0[67]\d{8}(?!\d)"  # 0612345678; a ten-digit order number of store 0 would not start so
    r"|(?<![\w-])0\d{2,4}[ /-]\d{3,4}[ -]?\d{3,4}\b"
    r"|\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b"  # dates
    r"|\b\d{4} \d{4} \d{4} \d{4}\b"  # a payment card
    rf"|\b{_CARRIER}\b(?:(?!order|command|bestel|auftrag|pedido|ordine|cde|cmd)[^!?\n\d]){{0,40}}"
    rf"\b{_NUMBER_WORD}[ .:°º#]{{0,4}}[a-z]{{0,4}}\d{{7,22}}\b"
    rf"|\b{_OF_SOMETHING_ELSE}[ -]?{_NUMBER_WORD}\b[ .:°º#-]{{0,4}}[a-z]{{0,4}}-?\d{{4,20}}\b"
    rf"|\b{_NUMBER_WORD} (?:de |du |di |del )?{_OF_SOMETHING_ELSE}\b[ .:°º#-]{{0,4}}[a-z]{{0,4}}-?\d{{4,20}}\b"
    r"|\b(?:rma|inv|fac|sku)-?\d{3,20}\b"
)
_LABEL = (
    r"(?:orders?|ordr|ord|commandes?|cde|cmd|bestell(?:ung|nummer|nr)?|bestelling|bestelnummer|auftrag(?:snummer)?|"
    r"pedidos?|ordine|ordini|ref(?:erence|erentie|erencia)?|purchase|number|numero|nummer|num|no|nr|nro|n)"
)
_NUMBER = re.compile(
    rf"(?P<label>(?<![\w]){_LABEL}[ .:°º#-]{{1,4}}(?:(?:id|no|nr|num|number|nummer|numero|ref|is|"
    r"est|ist|le|la|der|es|e|n)"
    rf"[ .:°º#]{{1,3}}){{0,3}}|[#№] ?)?"
    r"(?<![\w.,€$£-])(?P<number>(?:[a-z]{1,6}-)?[a-z]{0,6}[\do]{4,14}(?:-\d{1,3})?)(?! ?[€$£%]|\w| eur\b|[.,]\d)"
)
_SPACED = re.compile(  # 000 080 334, 0000 87760, 000.040.365
    r"(?<![\w.,€$£+/-])(?<!\d[ .-])000(?=\d{0,6}[ .]\d)(?:[ .]?\d){6,7}(?! ?[€$£%]|\w|[ ]\d|[.,-]\d)"
)
_MOST_DIGITS = 12
_UNLABELLED_DIGITS = 9  # an increment id of Magento; shorter numbers need a label
_LIKE_ZERO = re.compile(r"o")


@dataclass(frozen=True, slots=True)
class OrderNumber:
    """[start, end) in the text it was read from; `value` as the shop would hold it."""

    value: str
    start: int
    end: int


def blanked(folded: str) -> str:
    """Return the text with addresses, phone and tracking numbers, IBANs and dates blanked; same length."""
    return _BLANKED.sub(lambda match: " " * len(match[0]), folded)


def order_numbers(folded: str) -> list[OrderNumber]:
    """Return the order numbers in order of mention, each once. `folded` as `fold` gives it, not yet blanked."""
    found: dict[str, OrderNumber] = {}
    folded = re.sub(_IBAN, lambda match: " " * len(match[0]), folded)
    for match in _SPACED.finditer(folded):
        value = re.sub(r"\D", "", match[0])
        found.setdefault(value, OrderNumber(value, *match.span()))
    together = _SPACED.sub(lambda match: " " * len(match[0]), folded)
    for match in _NUMBER.finditer(blanked(together)):
        held = _as_held(match["number"], labelled=match["label"] is not None)
        if held is not None:
            found.setdefault(held, OrderNumber(held, match.start("number"), match.end("number")))
    return sorted(found.values(), key=lambda number: number.start)


def _as_held(raw: str, labelled: bool) -> str | None:
    """Return the number with the letter O read as zero, or None where it is none."""
    letters = re.match(r"[a-z-]*?(?=[\do]*\d)", raw)
    prefix = letters[0] if letters else ""
    number = _LIKE_ZERO.sub("0", raw[len(prefix) :])
    digits = sum(char.isdigit() for char in number.split("-")[0])
    if not number[:1].isdigit() or sum(char.isdigit() for char in raw) < 3:
        return None
    if "o" in raw[len(prefix) :] and not (labelled or digits == _UNLABELLED_DIGITS):
        return None
    if digits < (4 if labelled else 6 if prefix else _UNLABELLED_DIGITS) or digits > _MOST_DIGITS:
        return None
    return prefix.upper() + number
