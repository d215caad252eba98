"""Where the quoted history of a mail begins: marked lines, "On ... wrote:", "From: ... Sent: ...", separator lines.
Lines come folded (`fold.py`); each pattern looks at a bounded part of one, so no input makes it backtrack for long."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEADING_LINES = 4  # lines over which "On ... wrote:" may be broken
_HEADER_LINES = 14  # lines in which "From:", "Sent:", "To:", "Subject:" stand together
_WRAPPED = 60  # a quoted line at least this long may have been broken by the mail program, its rest left without a mark


@dataclass(frozen=True, slots=True)
class NewLines:
    """`positions`: of the lines that are not history. `first_cut`: position of the first line that is, or the number of
    lines. `doubtful`: some heading may not be a mail program's but the customer's own words."""

    positions: list[int]
    first_cut: int
    doubtful: bool


def without_history(folded: list[str], room: int) -> NewLines:
    """Tell new lines from history, until `room` characters are found. In doubt a line is new.

    Where history is marked line by line, what stands between is the customer's answer; else it goes on to the end.
    """
    kept: list[int] = []
    first_cut = len(folded)
    doubtful = False
    position = 0
    while position < len(folded) and room > 0:
        line = folded[position]
        marked = _is_quote(line) or _is_rest_of_quote(folded, position)
        length = 1 if marked else _history_heading(folded, position)
        if not length:
            doubtful = doubtful or (line.endswith(":") and _WROTE.search(line) is not None)
            kept.append(position)
            room -= len(line) + bool(line)
            position += 1
            continue
        first_cut = min(first_cut, position)
        position += length
        if not (marked or _is_quote(_line_at(folded, _next_filled(folded, position)))):
            doubtful = doubtful or _is_vague(" ".join(folded[position - length : position]))
            break
    return NewLines(kept, first_cut, doubtful)


def _line_at(folded: list[str], at: int) -> str:
    return folded[at] if at < len(folded) else ""


def _next_filled(folded: list[str], at: int) -> int:
    """Return the first position from `at` that is not blank."""
    return next((i for i in range(at, len(folded)) if folded[i]), len(folded))


# The last line of a broken heading looks like a quote.
_HEADING_END = re.compile(r"> ?\)?,? ?(?:wrote|a ecrit|escribio|ha scritto)? ?:$")  # of "... <a@b\n> wrote:"


def _is_quote(line: str) -> bool:
    return line.startswith((">", "&gt;", "|>")) and not _HEADING_END.match(line)


def _is_rest_of_quote(folded: list[str], at: int) -> bool:
    """Whether this is the rest of the quoted line above: that one was long, ended nowhere, and quoting goes on."""
    above = folded[at - 1] if at else ""
    wrapped = _is_quote(above) and len(above) >= _WRAPPED and above[-1] not in ".?!:;"
    return wrapped and bool(folded[at]) and _is_quote(_line_at(folded, at + 1))


# --- headings ---------------------------------------------------------------------------------------------------------

_DRAWN_LINE = re.compile(r"[-_=*~—]{3,}")


def _history_heading(folded: list[str], at: int) -> int:
    """Return how many lines the heading of a quoted mail takes here; 0: there is none."""
    if _DRAWN_LINE.fullmatch(folded[at]):  # a line drawn above the heading belongs to it
        heading = _next_filled(folded, at + 1)
        length = _heading(folded, heading)
        return heading - at + length if length else 0
    return _heading(folded, at)


_ORIGINAL = (
    r"original(?: e?-?mail)? ?message|forwarded (?:message|by)|reply message|message (?:d'origine|original|initial|"
    r"transfere|reexpedie)|(?:mail|courriel|e-mail) (?:original|d'origine|transfere)|"
    r"ursprungliche (?:nachricht|mail|e-mail|message)|weitergeleitete (?:nachricht|mail|e-mail|message)|"
    r"original-?(?:nachricht|mail|e-mail)|(?:mensaje|correo) (?:original|reenviado)|"
    r"messaggio (?:originale|inoltrato)|(?:oorspronkelijk|origineel|doorgestuurd) bericht|originele e-?mail"
)
_SEPARATOR = re.compile(
    r"##-? ?.{1,120}-?##$"  # Zendesk: "##- Please type your reply above this line -##"
    rf"|[-_*=—]{{2,}} ?(?:{_ORIGINAL})\b"
    r"|begin forwarded message ?:|debut du message (?:reexpedie|transfere) ?:|anfang der weitergeleiteten .{1,20}:|"
    r"(?:inicio|comienzo) del mensaje reenviado ?:|inizio (?:del )?messaggio inoltrato ?:|begin doorgestuurd bericht ?:"
    r"|[-> ]{0,3}message du ?: ?\d"  # Orange, La Poste
    r"|.{0,60}\b(?:above this line|au-dessus de cette ligne|(?:uber|oberhalb) dieser zeile|encima de esta linea|"
    r"sopra (?:di )?questa (?:riga|linea)|boven deze (?:regel|lijn))\b"
    r"|(?:your|votre|ihre?|su|tu|la tua|la sua|uw|je) (?:request|ticket|demande|anfrage|solicitud|richiesta|aanvraag|"
    r"verzoek) [(\[]#?\d{1,12}[)\]] (?:has been|a ete|wurde|ha sido|se ha|e stata|is)\b"
    r"|(?:to add additional comments, reply|pour ajouter des commentaires|um weitere kommentare hinzuzufugen|"
    r"para (?:anadir|agregar) comentarios|per aggiungere (?:altri )?commenti|om (?:extra )?opmerkingen toe te voegen)\b"
)


def _heading(folded: list[str], at: int) -> int:
    line = _line_at(folded, at)
    if not line:
        return 0
    if _SEPARATOR.match(line):
        return 1
    return _header_block(folded, at) or _reply_heading(folded, at)


_HEADER = re.compile(
    r"(?<![\w'])(?:(?P<by>from|de|von|da|van|expediteur|mittente|remitente|absender|afzender)"
    r"|(?P<sent>sent|envoye(?: le)?|gesendet(?: am)?|enviado(?: el)?|inviato(?: il)?|verzonden(?: op)?)"
    r"|(?P<date>date|datum|fecha|data)"
    r"|(?P<to>to|a|an|para|aan|pour|destinataire|cc|copie(?: a)?|kopie)"
    r"|(?P<subject>subject|objet|sujet|betreff|asunto|oggetto|onderwerp)) ?\*{0,2} ?:"
)
_EMPHASIS = re.compile(r"[*_ ]{0,4}")
_CLOCK_TIME = re.compile(r"\b\d{1,2} ?[:h] ?\d{2}\b|\b\d{1,2} ?[ap]\.?m\b|\b\d{1,2}\.\d{2} uhr")  # a time, and no date


def _header_block(folded: list[str], at: int) -> int:
    """Return the lines of "From: ... Sent: ... To: ... Subject: ...", in any order, on one line or several.

    A letter may open with "De :", "Date :", "Objet :" too; only mail programs write "Sent:", an hour or an address.
    """
    found: set[str] = set()  # the names of the groups of `_HEADER`
    length = other_lines = 0
    has_hour_or_address = False
    for offset, line in enumerate(folded[at : at + _HEADER_LINES]):
        if not line:
            continue
        start = _EMPHASIS.match(line)
        if not _HEADER.match(line, start.end() if start else 0):
            other_lines += 1  # a long list of recipients, say
            if offset == 0 or other_lines > 2:
                break
            continue
        found |= {str(header.lastgroup) for header in _HEADER.finditer(line)}
        length, other_lines = offset + 1, 0
        has_hour_or_address = has_hour_or_address or "@" in line or _CLOCK_TIME.search(line) is not None
    dated = "sent" in found or (has_hour_or_address and "date" in found and bool(found & {"to", "subject"}))
    return length if "by" in found and dated else 0


# --- "On 5 May 2025 at 9:03 Anna <anna@shop.example> wrote:" ----------------------------------------------------------

# Where a heading may begin, and where its line is not its last.
_DATE_FIRST = re.compile(r"(?:(?:on|le|am|el|il|op|den) )?(?:[^\W\d_]{1,12}[.,]{0,2} ){0,3}\d")
_FIRST_WORD = re.compile(r"(?:on|le|am|el|il|op|den) ")
_UNFINISHED = re.compile(r"(?:,|[^.!?]|[ap]\. ?m\.)$")
# "wrote", at its end or before a date.
_WROTE = re.compile(
    r"\b(?:wrote|a ecrit|schrieb|escribio|ha "
    r"scritto|schreef|geschrieben|geschreven|escreveu|skrev|napisa[lł](?:\(a\))?)"
    r"(?=\W).{0,120}:$"
)
_WROTE_ON = re.compile(r"\b(?:wrote|a ecrit|schrieb|escribio|ha scritto|schreef)\b.{0,30}\d.{0,60}:$")
_TIME_OF_DAY = re.compile(r"\b\d{1,2} ?[:.h] ?\d{2}\b|\b\d{1,2} ?[ap]\.?m\b")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
# The sender's address: in brackets; as the first word; in brackets as the last.
_SENDER = re.compile(r"[<(\[][^<>()\[\]]{0,100}@")
_SENDER_FIRST = re.compile(r"[\"'<(]?\S{1,80}@")
_SENDER_LAST = re.compile(r"@[\w.-]{1,80}[>)\]]+ ?:$")
# Whoever says "I", "you" or "your colleague" tells of a letter; a mail program names its sender.
_PERSONAL = re.compile(
    r"\b(?:i|you|your|we|our|j'\w+|je|vous|votre|nous|notre|ich|sie|ihre?r?|ihnen|mein\w*|wir|unser\w*|yo|usted|"
    r"vuestr\w+|io|lei|voi|vostr\w+|ik|uw|jullie|mijn)\b"
)


def _reply_heading(folded: list[str], at: int) -> int:
    """Return the lines of "On ... wrote:"; only one that opens with a date may be broken over several."""
    heading = ""
    for length in range(1, _HEADING_LINES + 1):
        line = _line_at(folded, at + length - 1)
        if not line or _is_quote(line) or (heading and _FIRST_WORD.match(line)):
            return 0
        heading = f"{heading} {line}".strip()
        if line.endswith(":"):
            quote_follows = _is_quote(_line_at(folded, _next_filled(folded, at + length)))
            return length if _is_heading(heading, quote_follows) else 0
        dated = _DATE_FIRST.match(heading) and (_TIME_OF_DAY.search(heading) or line.endswith(","))
        if not dated or not _UNFINISHED.search(line) or _PERSONAL.search(heading):
            return 0
    return 0


def _is_heading(heading: str, quote_follows: bool) -> bool:
    dated = _DATE_FIRST.match(heading) is not None
    timed = _TIME_OF_DAY.search(heading) is not None
    personal = _PERSONAL.search(heading) is not None
    if not _WROTE.search(heading):  # in a language we have no word for
        named = _SENDER_LAST.search(heading) is not None
        return not personal and ((dated and timed and named) or (quote_follows and (named or (dated and timed))))
    if _SENDER.search(heading) and (timed or not personal):
        return True
    if personal:
        return False
    if quote_follows:
        return dated or len(heading) <= 80
    if dated:
        return timed or _YEAR.search(heading) is not None
    return _SENDER_FIRST.match(heading) is not None or (timed and _WROTE_ON.search(heading) is not None)


def _is_vague(heading: str) -> bool:
    """Whether this may as well be a customer who cites: "On 5 May 2025 the driver wrote:"."""
    return _WROTE.search(heading) is not None and not ("@" in heading or _TIME_OF_DAY.search(heading))
