"""The customer's newest words: no quoted history, forwarded mail, signature or hidden text. Linear on hostile input.

Every pattern is anchored to a line and looks at a bounded part of it, so no input makes it backtrack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from connector.understanding.fold import fold
from connector.understanding.html_text import visible_text

MAX_INPUT = 200_000  # characters of one message that are looked at
MAX_WORDS = 10_000  # characters of new words that are read
_LOOKED_AT = 300  # characters of a line the patterns see
_SIGNATURE_LINES = 12  # a closing formula with more below it is not the end of a mail

_REPLY_OPENING = re.compile(r"\s*(?:on|le|am|el|il|op|de|da|a)\b|\s*\d{1,4}[./-]\d|\s*[\w\"'<].{0,80}@", re.DOTALL)
_REPLY_END = re.compile(
    r"(?:\bwrote|\ba ecrit|\bschrieb\b.{0,80}|\bescribio|\bha scritto|\bschreef\b.{0,80}|\bhat geschrieben|"
    r"\bheeft .{0,60}geschreven|\bescreveu) ?:\s*$|^.{8,120}[\w.+-]@[\w.-]{1,80}>? ?:\s*$"
)
_SEPARATOR = re.compile(
    r"\s*(?:##-? ?.{1,120}-?##\s*$"  # Zendesk: "##- Please type your reply above this line -##"
    r"|[-_*=]{2,}\s*(?:original message|forwarded message|reply message|message d'origine|message original|"
    r"message initial|message transfere|ursprungliche nachricht|weitergeleitete nachricht|originalnachricht|"
    r"mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato|oorspronkelijk bericht|"
    r"doorgestuurd bericht)"
    r"|begin forwarded message ?:|debut du message (?:reexpedie|transfere) ?:|anfang der weitergeleiteten|"
    r"inicio del mensaje reenviado ?:|inizio messaggio inoltrato ?:|begin doorgestuurd bericht ?:"
    r"|_{20,}\s*$)"
)
_FROM = re.compile(r"[\s*]*(?:from|de|von|da|van|expediteur|mittente|remitente) ?\*? ?: ?\*? ?\S")
_HEADER = re.compile(
    r"[\s*]*(?:sent|date|to|cc|subject|envoye(?: le)?|a|objet|gesendet|an|betreff|datum|enviado(?: el)?|fecha|para|"
    r"asunto|inviato|data|oggetto|verzonden|aan|onderwerp) ?\*? ?:"
)
_SENT_FROM = re.compile(
    r"\s*(?:sent (?:from|with|via) (?:my |the )?(?:\w+ )?(?:iphone|ipad|android|mobile|phone|samsung|galaxy|huawei|"
    r"blackberry|outlook|yahoo|gmail|proton|mail|device|tablet|windows|sparrow|aol)\b"
    r"|get outlook for |envoye (?:de(?:puis)?|a partir de|avec) .{1,60}$|telecharger outlook|obtenir outlook"
    r"|(?:von meinem|gesendet (?:von|mit|uber)) .{1,60}$|outlook fur |holen sie sich outlook"
    r"|enviado (?:desde|con) .{1,60}$|inviato (?:da|con) .{1,60}$|"
    r"(?:verstuurd|verzonden) (?:vanaf|met|vanuit) .{1,60}$)"
)
_DASHES = re.compile(r"\s*(?:--|—|–) ?\s*$")
_CLOSING = re.compile(
    r"\s*(?:(?:kind|kindest|best|warm|warmest|many)? ?regards|best wishes|(?:yours )?(?:sincerely|faithfully|truly)|"
    r"all the best|(?:with )?(?:many|best) thanks and regards|"
    r"(?:bien |tres )?cordialement|(?:sinceres )?salutations(?: distinguees)?|bien (?:a vous|sincerement)|"
    r"(?:avec )?(?:mes|nos) (?:remerciements|salutations.{0,20}|meilleures salutations)|"
    r"(?:veuillez|je vous prie d')\s?(?:agreer|recevoir).{0,120}|amicalement|respectueusement|"
    r"(?:mit )?(?:freundlichen?|besten?|vielen?|lieben?|schonen?|herzlichen?) (?:grusen?|gruse)(?: aus \w+)?|mfg|"
    r"(?:un )?(?:cordial(?:es)?|atentos?)? ?saludos?(?: cordiales)?|atentamente|"
    r"(?:cordiali|distinti) saluti|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|mvg)"
    r"\s*[,.!]*(?:\s\S{1,20}){0,3}\s*$"
)
_POSTSCRIPT = re.compile(r"\s*(?:p\.? ?s\.?|nb)\b ?[:.,-]?")
_BLANKS = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_DATED = re.compile(r"[\d@]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Words:
    """`quoted`: there was history. `whole`: False where something was cut off or stands around quotes, so that what
    was read may not be all that was said."""

    text: str
    quoted: bool
    whole: bool


def newest_words(body: str, html: bool) -> Words:
    """Return what the customer wrote in this message. Never raises."""
    whole = len(body) <= MAX_INPUT
    body = body[:MAX_INPUT]
    quoted = False
    if html:
        seen = visible_text(body)
        body, quoted, whole = seen.text, seen.quoted, whole and seen.whole
    body = _INVISIBLE.sub("", body.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [_BLANKS.sub(" ", line).strip() for line in body.split("\n")]
    folded = [line[:_LOOKED_AT] for line in fold("\n".join(lines)).split("\n")]
    kept, cut, interleaved = _without_history(folded)
    text = "\n".join(lines[i] for i in _without_signature(folded, kept))
    text = _BLANK_LINES.sub("\n\n", text).strip()
    if len(text) > MAX_WORDS:
        text, whole = text[:MAX_WORDS], False
    return Words(text, quoted or cut, whole and not interleaved)


def _without_history(folded: list[str]) -> tuple[list[int], bool, bool]:
    """Return (positions of new lines, whether history was cut, whether words stand below quoted lines)."""
    kept: list[int] = []
    cut = interleaved = has_words = False
    position = 0
    while position < len(folded):
        line = folded[position]
        if _is_quote(line):
            cut = True
            position += 1
        elif length := _history_starts(folded, position):
            cut = True
            position += length
            if has_words or not _is_quote(_next_line(folded, position)):
                return kept, cut, interleaved or _has_words_below_quotes(folded, position)
        else:  # after a cut: an answer written below the quoted mail
            has_words = has_words or bool(line)
            interleaved = interleaved or (cut and bool(line))
            kept.append(position)
            position += 1
    return kept, cut, interleaved


def _is_quote(line: str) -> bool:
    return line.startswith((">", "&gt;", "|>"))


def _next_line(folded: list[str], at: int) -> str:
    """Return the first line from `at` that is not blank."""
    return next((folded[i] for i in range(at, len(folded)) if folded[i]), "")


def _has_words_below_quotes(folded: list[str], at: int) -> bool:
    """Whether unquoted words follow quoted lines: a mail answered point by point."""
    quoted = False
    for i in range(at, len(folded)):
        if _is_quote(folded[i]):
            quoted = True
        elif quoted and folded[i]:
            return True
    return False


def _history_starts(folded: list[str], at: int) -> int:
    """Return how many lines the heading of a quoted mail takes here; 0: there is none."""
    line = folded[at]
    if not line:
        return 0
    if _SEPARATOR.match(line):
        return 1
    if _FROM.match(line):
        return 1 if any(_HEADER.match(other) for other in folded[at + 1 : at + 5]) else 0
    if _REPLY_OPENING.match(line):
        for length in (1, 2, 3):
            heading = " ".join(folded[at : at + length])
            if len(heading) <= 2 * _LOOKED_AT and _REPLY_END.search(heading) and _DATED.search(heading):
                return length
    return 0


def _without_signature(folded: list[str], kept: list[int]) -> list[int]:
    """Return the positions above the closing formula, and a postscript below it."""
    below = sum(1 for position in kept if folded[position])
    result: list[int] = []
    has_words = False
    for index, position in enumerate(kept):
        line = folded[position]
        below -= bool(line)
        if _SENT_FROM.match(line):
            continue
        if has_words and below <= _SIGNATURE_LINES and (_DASHES.match(line) or _CLOSING.match(line)):
            rest = kept[index + 1 :]
            start = next((i for i, later in enumerate(rest) if _POSTSCRIPT.match(folded[later])), len(rest))
            return result + rest[start:]
        has_words = has_words or bool(line)
        result.append(position)
    return result
