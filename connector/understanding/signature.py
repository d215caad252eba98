"""What ends a mail and says nothing: notices of secrecy, "Sent from my phone", closing formulas, names, numbers.
In doubt a line is kept: a customer's sentence lost is worse than a name too many."""

from __future__ import annotations

import re

from connector.understanding.items import items

_SIGNATURE_LINES = 12  # a closing formula with more below it is not the end of a mail
_CONTACT_LINES = 8  # of a signature without a closing formula


def says_below_dashes(folded: list[str], kept: list[int]) -> bool:
    """Whether something is said below a line of two dashes, as a mail program sets them above a signature (RFC 3676,
    section 4.3): it may be the customer's, and a person had better look."""
    index = next((index for index, position in enumerate(kept) if folded[position] == "--"), None)
    return index is not None and bool(_said_below(folded, kept[index + 1 :]))


def without_signature(lines: list[str], folded: list[str], kept: list[int]) -> list[int]:
    """Return those of the positions `kept` that stand above the closing formula, or say something below it.

    `folded` are the same lines, folded (`fold.py`). Each pattern looks at a bounded part of one line.
    """
    kept = [position for position in _without_notices(folded, kept) if not _FOOTER.match(folded[position])]
    below = sum(1 for position in kept if folded[position])  # lines, blank ones not counted
    has_words = False
    for index, position in enumerate(kept):
        line = folded[position]
        if not line:
            continue
        below -= 1
        if has_words and below <= _SIGNATURE_LINES:
            if _DASHES.match(line) or _is_closing(line) or _is_short_closing(lines[position], line):
                return kept[:index] + _said_below(folded, kept[index + 1 :])
            if _ENDS_WITH_CLOSING.search(line):
                return kept[: index + 1] + _said_below(folded, kept[index + 1 :])
        has_words = True
    return _without_contact(lines, folded, kept)


# --- "Sent from my phone", notices of secrecy -------------------------------------------------------------------------

_DEVICE = (
    r"(?:iphone|ipad|android\w*|mobile?|phone|smartphone|handy|mobil\w+|telephone|portable|telefono|movil|cellulare|"
    r"telefoon|tablett?e?|device|appareil|gerat|dispositivo|toestel|apparaat|samsung|galaxy|huawei|xiaomi|redmi|oppo|"
    r"oneplus|sony|xperia|nokia|motorola|wiko|blackberry|windows)"
)
_APP = (
    r"(?:outlook|yahoo|gmail|proton\s?\w*|aol|gmx|web\.de|freenet|t-online|telekom|hotmail|icloud|orange|sfr|bouygues|"
    r"laposte|libero|virgilio|tiscali|ziggo|kpn|spark|sparrow|airmail|bluemail|edison|zoho|superhuman|thunderbird)"
)
# One line of a mail program, of a virus scanner, or about printing.
_FOOTER = re.compile(
    rf"(?:(?:sent (?:from|via|using)|envoye (?:depuis|de|a partir d[eu]|via)|gesendet (?:von|uber|aus)|"
    r"enviado (?:desde|por)|inviat[oa] (?:da|dal|tramite)|(?:verstuurd|verzonden) (?:vanaf|vanuit|via|van)) "
    rf"(?:[\w'-]{{1,15}} ){{0,3}}(?:[ld]')?(?:{_DEVICE}|{_APP})"
    r"|(?:sent with|envoye avec|gesendet mit|enviado con|inviat[oa] con|(?:verstuurd|verzonden) met) "
    rf"(?:[\w'-]{{1,15}} ){{0,3}}{_APP})\b(?! (?:to|on|and|but|a|le|et|mais|an|am|und|aber|al|el|y|il|e|naar|op|en)\b)"
    r".{0,60}$"
    r"|(?:diese (?:nachricht|e-?mail) wurde )?von meinem .{1,60}\bgesendet[.!]?$"
    r"|(?:get|download|telecharge[rz]|obten(?:ir|ez|er)|descargar|ottieni|scarica|hol(?:en)? (?:sie sich|dir)|krijg) "
    r"(?:outlook|bluemail|yahoo)\b.{0,80}$|outlook (?:fur|voor) (?:ios|android)\b.{0,60}$"
    r"|(?:virus-?free|(?:garanti )?sans virus|virenfrei|libre de virus|(?:mail )?priva di virus|virusvrij)\b.{0,60}$"
    r"|(?=.{0,160}\b(?:e-?mail|message|mail|courrier|nachricht|correo|bericht)\b)"
    r"(?=.{0,160}\b(?:antivir\w*|virus\w*|viren)\b)(?=.{0,160}\b(?:avast|avg|norton|kaspersky|eset|mcafee|bitdefender)\b)"
    r"|.{0,60}\b(?:before printing this|avant d'imprimer|n'imprimez ce|drucken sie diese|antes de imprimir|"
    r"prima di stampare|voordat u deze e-?mail (?:af)?print)\b"
)
# A notice of secrecy says what it is, speaks of itself, and says one thing more.
_CONFIDENTIAL = re.compile(
    r"\b(?:confidential|privileged|intended recipient|confidentiel\w*|vertraulich\w*|confidencial\w*|"
    r"riservat\w+|confidenzial\w+|vertrouwelijk\w*)\b"
)
_THIS_MAIL = re.compile(
    r"\b(?:(?:this|ce|cet|cette|diese[rs]?|este|questo|questa|dit|deze) (?:e-?mail|message|mail|communication|courriel|"
    r"courrier|nachricht|mensaje|correo|messaggio|bericht)|quest'e-?mail|attachments?|attached files)\b"
)
_NOTICE_WORD = re.compile(
    r"\b(?:intended|addressee|recipient|in error|unauthori[sz]ed|disclos\w+|prohibited|legally|delete|"
    r"destinataires?|par erreur|pieces? jointes?|interdite?s?|divulg\w+|detruire|"
    r"empfanger\w*|adressat\w*|irrtumlich\w*|unbefugt\w*|vernichten|gestattet|loschen|"
    r"destinatari[oa]s?|por error|prohibid\w+|remitente|per errore|vietat\w+|mittente|"
    r"geadresseerde|bestemd|abusievelijk|verboden|toegestaan|afzender)\b"
)


def _without_notices(folded: list[str], kept: list[int]) -> list[int]:
    """Leave out paragraphs that declare the mail secret, and those below that go on with it."""
    result: list[int] = []
    paragraph: list[int] = []
    noticed = has_words = False
    for position in [*kept, None]:  # None ends the last paragraph
        if position is not None and folded[position]:
            paragraph.append(position)
            continue
        text = " ".join(folded[each] for each in paragraph)
        marks = len(set(_NOTICE_WORD.findall(text)))
        secret = marks and _CONFIDENTIAL.search(text) and _THIS_MAIL.search(text)
        if has_words and (secret or (noticed and marks >= 2)):
            noticed = True
        else:
            result += paragraph
            has_words = has_words or bool(paragraph)
        if position is not None:
            result.append(position)
        paragraph = []
    return result


# --- closing formulas -------------------------------------------------------------------------------------------------

_DASHES = re.compile(r"(?:--|—|–)$")
_FORMULA = (
    r"(?:(?:(?:kind|kindest|best|warm|warmest|many|with) )*regards|best wishes|all the best|respectfully|"
    r"(?:yours )?(?:sincerely|faithfully|truly)|sincerely yours|"
    r"(?:with )?(?:(?:many|best) )?thanks (?:and|&) (?:(?:kind|best) )?regards|(?:bien |tres )?cordialement|"
    r"(?:(?:sinceres|meilleures) )?salutations(?: distinguees)?|bien (?:a vous|sincerement)|"
    r"(?:avec )?(?:mes|nos) (?:remerciements|salutations.{0,20}|meilleures salutations)|amicalement|respectueusement|"
    r"(?:veuillez|je vous prie d[e'])\s?(?:agreer|recevoir|croire)\b.{0,60}\b(?:madame|monsieur|messieurs|salutations|"
    r"sentiments|consideration)\b.{0,80}|l'expression de m(?:es|a) .{1,60}|"
    r"(?:mit )?(?:freundliche[nm]?|beste[nm]?|viele[nm]?|liebe[nm]?|schone[nm]?|herzliche[nm]?|sonnige[nm]?) "
    r"(?:gru(?:e)?ss?en?|gru(?:e)?ss?)(?: (?:aus|von) \w+)?|hochachtungsvoll|"
    r"(?:un |muchos )?(?:(?:cordial(?:es)?|atentos?) )?saludos?(?: cordial(?:es)?)?|atentamente|cordialmente|"
    r"un (?:fuerte )?abrazo|un abbraccio|"
    r"(?:(?:cordiali|distinti|cari|migliori) )?saluti(?: cordiali)?|un (?:caro )?saluto|"
    r"(?:met )?(?:(?:vriendelijke|hartelijke|lieve) )?groet(?:en|jes)?|hoogachtend)"
)
_CLOSING = re.compile(rf"{_FORMULA} ?[,.!]*(?P<whose>(?: \S{{1,20}}){{0,3}})$")
_ENDS_WITH_CLOSING = re.compile(rf"(?<=..)(?:[,.!;]|\b(?:and|et|und|y|e|en|mit)) {_FORMULA} ?[,.!]*$")
# Short ones are words of their own too: alone on their line, or with nothing but a name behind them.
_SHORT_CLOSING = re.compile(
    r"(?:best|cheers|love|rgds|brgds|br|kr|xoxo|take care|cdl?t|bav|bisous?|bises?|biz|a (?:tres )?bientot|"
    r"(?:bonne|belle|excellente) (?:journee|soiree)|lg|vg|bg|mfg|gru(?:e)?ss?e?|tschuss|bis bald|atte|abrazos?|besos?|"
    r"ciao|a presto|baci|buona (?:giornata|serata)|m\.?v\.?g|gr|liefs|fijne dag|mvh|hilsen)\b[.:]?"
)
_ONLY_A_NAME = re.compile(r" ?[,.!)-]* ?(?:[A-ZÀ-Þ][a-zß-ÿ'’-]+[ .,]{0,2}){0,3}$|, ?\S{2,20}$")


def _is_closing(folded: str) -> bool:
    match = _CLOSING.match(folded)
    if match is None:
        return False
    return not _SENTENCE_WORD.search(match["whose"])  # "best regards were not enough" is a sentence


def _is_short_closing(line: str, folded: str) -> bool:
    match = _SHORT_CLOSING.match(folded)
    if match is None or not _ONLY_A_NAME.match(line, match.end()):
        return False
    return not items(line, folded, "")  # "LG Monitor" is no greeting


# --- what is said below one all the same: a sentence with somebody in it, an order, a size, a product -----------------

_POSTSCRIPT = re.compile(r"(?:p\.? ?s\.?|nb)\b ?[:.,-]?")
_LINK = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w.-]{1,80}")
_FULL_STOP = re.compile(r"[a-z]{3}[.!]$")
_SENTENCE = 4  # words, of a line that ends like a sentence
_SENTENCE_WORD = re.compile(
    r"\b(?:i|i'\w+|me|my|mine|you|your|please|pls|want|need|is|are|was|were|have|has|had|can|could|will|would|do|does|"
    r"did|don't|not|it|this|that|je|j'\w+|moi|mon|mes|vous|votre|vos|merci|svp|est|sont|ai|avez|suis|pas|pouvez|veux|"
    r"c'est|elle|cette|faut|ich|mir|mich|mein\w*|sie|ihre?n?|bitte|ist|sind|habe|hat|war|kann|nicht|mochte|das|"
    r"mi|mis|su|favor|esta|son|he|quiero|puede\w*|no|io|mio|mia|vostr\w|favore|sono|ho|vorrei|non|"
    r"ik|mij|mijn|uw|jullie|graag|aub|zijn|heb|heeft|kunt|niet|wil|het)\b"
)
_ORDER_OR_SIZE = re.compile(
    r"\b(?:orders?|ordr|commande|cde|cmd|bestell\w*|bestelling|auftrag\w*|pedido|ordine|ref\w*|purchase)\b.{0,20}\d{4}|"
    r"# ?\w{0,4}-?\d{4}|(?:\w{1,4}-)?\d{9}$|"
    r"\b(?:sizes?|taille|pointure|grose|grosse|talla|taglia|maat|colou?r|couleur|farbe|kleur|colore)\b"
)


def _said_below(folded: list[str], rest: list[int]) -> list[int]:
    """Return the lines of each paragraph from the first that says something."""
    result: list[int] = []
    says = False
    for index, position in enumerate(rest):
        line = folded[position]
        if _POSTSCRIPT.match(line):
            return result + rest[index:]
        says = bool(line) and (says or _says_something(line))
        if says or (not line and result):
            result.append(position)
    return result


def _says_something(line: str) -> bool:
    if _ORDER_OR_SIZE.search(line) or _names_things(line):
        return True
    words = _LINK.sub(" ", line)
    if "?" in words:
        return True
    if _is_closing(line):
        return False
    told = len(words.split())
    return (told >= 3 and _SENTENCE_WORD.search(words) is not None) or (
        told >= _SENTENCE and _FULL_STOP.search(words) is not None
    )


def _names_things(line: str) -> bool:
    """Whether a product is named; "Phone: +44 ..." names none."""
    return not _CONTACT.match(line) and bool(items(line, line, ""))


# --- a signature without a closing formula ----------------------------------------------------------------------------

_CONTACT = re.compile(
    r"(?:(?:tel|phone|mobile?|fax|mob|telephone|portable|telefono?|handy|cell|gsm|e-?mail|mail|web|t|m|p)\b\.? ?:? ?)?"
    r"(?:(?:\+|00)\d[\d ./()-]{7,20}|\(?0[1-9]\)?\d{0,3}(?:[ ./-]?\d{2,4}){2,5}|(?:https?://|www\.)\S{1,100}|"
    r"[\w.+-]{1,64}@[\w.-]{1,80})(?: ?\|.{0,80})?$"
)
_PERSON_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w'’.-]{0,24} ?){1,4}$")
_TITLE_LINE = re.compile(r"[A-ZÀ-Þ][^\d?!:;,]{1,60}$")
# What tells that the block is not a signature: it was announced, or it greets and thanks.
_CONTACT_ASKED = re.compile(
    r"\b(?:address?e?|adress?e?|direccion|indirizzo|adres|phone|tele(?:ph|f)on\w*|contact\w*)\b|:$"
)
_GREETING = re.compile(
    r"\b(?:thanks?|merci|danke?|gracias|grazie|bedankt|hello|hi|dear|bonjour|hallo|hola|ciao|buongiorno)\b"
)


def _without_contact(lines: list[str], folded: list[str], kept: list[int]) -> list[int]:
    """Leave out a name, a job, a telephone number at the very end, unless they may be the answer to a question."""
    start = len(kept)
    block: list[int] = []  # from the last line upwards
    while start and len(block) <= _CONTACT_LINES:
        position = kept[start - 1]
        if line := folded[position]:
            titled = _TITLE_LINE.match(lines[position]) and not (_SENTENCE_WORD.search(line) or _GREETING.search(line))
            if _ORDER_OR_SIZE.search(line) or not (titled or _CONTACT.match(line)):
                break
            block.append(position)
        start -= 1
    above = next((folded[position] for position in reversed(kept[:start]) if folded[position]), "")
    if not above or _CONTACT_ASKED.search(above) or len(block) < 2 or not _PERSON_NAME.match(lines[block[-1]]):
        return kept
    has_contact = any(_CONTACT.match(folded[position]) for position in block)
    has_things = any(_names_things(folded[position]) for position in block)
    return kept[:start] if has_contact and not has_things else kept
