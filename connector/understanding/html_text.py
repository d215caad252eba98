"""The words a person sees in an HTML mail: no hidden text, no quoted history; in doubt a text is seen.
Where something quoted is left out, a line ">" stands for it, as in a plain mail."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from connector.understanding.css import Look, Style, add_rules, declared, hides, override, value_of

MAX_NESTING = 256  # open elements; the parser's work grows with the square of the depth
MAX_ATTRIBUTES = 500  # of one element; the parser's work grows with the square of their number as well
MOST_HISTORY = 6_000  # characters of what is quoted that are looked at
MAX_TEXT = 50_000  # characters and elements that are looked at; five times what is read


@dataclass(frozen=True, slots=True)
class Seen:
    """`quoted`: history was left out; `history`: its beginning. `whole`: False where the markup was too deep to say
    what is hidden, or there was too much of it."""

    text: str
    quoted: bool
    whole: bool
    history: str = ""


_ANY_TAG = re.compile(r"<[^<>]*>")
# Formatting elements become spans: the parser would copy unclosed ones into every later paragraph.
_FORMATTING = re.compile(r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE)
# What only a program without scripts shows may stand anywhere, and the parser would move it into the text.
_NOSCRIPT = re.compile(r"<(/?)noscript(?=[\s/>])", re.IGNORECASE)
# Options, which are not read, become breaks: each makes the parser count those before it.
_OPTION = re.compile(r"</?option(?=[\s/>])", re.IGNORECASE)


def visible_text(html: str) -> Seen:
    """Return what a reader of the newest message sees."""
    if _nesting(html) > MAX_NESTING or _crowded(html):
        return Seen(_ANY_TAG.sub(" ", html), quoted=False, whole=False)
    html = _NOSCRIPT.sub(r"<\1object", _FORMATTING.sub(r"<\1span", html))
    tree = LexborHTMLParser(_OPTION.sub("<br", html))
    if tree.body is None:
        return Seen("", quoted=False, whole=True)
    walk = _Walk(_sheet(tree))
    walk.through(tree.body)
    return Seen("".join(walk.parts), walk.quoted, walk.room > 0, walk.history)


def _sheet(tree: LexborHTMLParser) -> dict[str, Style]:
    sheet: dict[str, Style] = {}
    for node in tree.css("style"):
        if (node.attributes.get("media") or "all").strip().lower() in ("all", "screen"):
            add_rules(sheet, node.text(deep=True))
    return sheet


# --- what would keep the parser busy ----------------------------------------------------------------------------------

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_VOID = frozenset("br img hr input meta link area base col embed source track wbr p td th tr option".split())
_LIST_ITEMS = {"li": "li", "dd": "dd", "dt": "dd"}  # one closes the last of its kind, and nests in those of the other


def _nesting(html: str) -> int:
    """Return the deepest nesting by tags alone; a closing tag counts only where such an element is open."""
    opened: Counter[str] = Counter()
    items: list[str] = []
    depth = deepest = 0
    for match in _TAG.finditer(html):
        closing, name = bool(match[1]), match[2].lower()
        if name in _VOID:
            continue
        if kind := _LIST_ITEMS.get(name):
            in_one = items[-1:] == [kind]
            if closing and in_one:
                items.pop()
            elif not closing and not in_one:
                items.append(kind)
        elif not closing:
            opened[name] += 1
            depth += 1
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
        deepest = max(deepest, depth + len(items))
    return deepest


_WHOLE_TAG = re.compile(r"<[a-zA-Z]([^>]*)")
_QUOTED_END = re.compile(r"=\s*(?:\"[^\">]*>|'[^'>]*>)(?=([^>]*))")  # a quoted ">" does not end its tag
_ATTRIBUTE_GAP = re.compile(r"[\s/\"']+")


def _crowded(html: str) -> bool:
    """Whether an element may have more attributes than any mail gives it."""
    for tag in _WHOLE_TAG.finditer(html):
        if tag.end() - tag.start() > MAX_ATTRIBUTES and len(_ATTRIBUTE_GAP.findall(tag[1])) > MAX_ATTRIBUTES:
            return True
    over = 0
    for piece in _QUOTED_END.finditer(html):
        over += 1 + len(_ATTRIBUTE_GAP.findall(piece[1]))
        if over > MAX_ATTRIBUTES:
            return True
    return False


# --- from element to element ------------------------------------------------------------------------------------------

_SKIPPED = frozenset(
    "head script style title template noscript svg math object iframe select textarea datalist audio video "
    "canvas progress meter noframes noembed rp".split()
)
_BLOCKS = frozenset(
    "p div br li ul ol tr table td th h1 h2 h3 h4 h5 h6 hr section article header footer pre address dl dt dd "
    "blockquote details summary".split()
)
_SPACE = re.compile(r"\s+")


class _Walk:
    """Collects text in document order, without recursion."""

    def __init__(self, sheet: dict[str, Style]) -> None:
        self.parts: list[str] = []
        self.quoted = self.ended = False
        self.history = ""
        self.room = MAX_TEXT
        self._sheet = sheet
        self._inline: dict[str, Style] = {}  # style attributes repeat

    def through(self, body: LexborNode) -> None:
        look = Look().styled(self._style(body, "body"))
        waiting: list[tuple[LexborNode | None, Look, bool]] = [(body.child, look, False)]
        while waiting and self.room > 0 and not self.ended:
            node, look, in_block = waiting.pop()
            self.room -= 1
            if node is None:  # behind the last child
                self.parts += ["\n"] if in_block else []
                continue
            waiting.append((node.next, look, in_block))
            name = node.tag or ""
            if name == "-text":
                if look.visible():
                    self.parts.append(_SPACE.sub(" ", node.text_content or ""))
                    self.room -= len(self.parts[-1])
            elif name.startswith("-"):  # "-comment" and the like
                continue
            elif (inner := self._enter(node, name, look)) is not None and node.child is not None:
                waiting.append((node.child, inner, name in _BLOCKS))

    def _enter(self, node: LexborNode, name: str, look: Look) -> Look | None:
        """Return how the text in this element looks; None: it is not read."""
        self.parts += ["\n"] if name in _BLOCKS else []
        if name in _SKIPPED or (look.closed and name != "summary") or "popover" in node.attributes:
            return None
        style, marks = self._style(node, name), _marks(node)
        if marks & _HISTORY or "outlook" in style:
            self.ended = True
            self._leave_out(node, with_rest=True)
            return None
        if marks & _DROPPED or hides(style):
            return None
        if _is_quote(node, name, marks, style):
            self._leave_out(node)
            self.parts.append("\n>\n")
            return None
        closed = name in ("details", "dialog") and "open" not in node.attributes
        if closed != look.closed:
            look = replace(look, closed=closed)
        return look.styled(style)

    def _leave_out(self, node: LexborNode, *, with_rest: bool = False) -> None:
        """Keep the beginning of what is history. `with_rest`: what follows beside it is too."""
        self.quoted = True
        left: LexborNode | None = node
        while left is not None and len(self.history) < MOST_HISTORY:
            self.history = cut(f"{self.history}\n{left.text(deep=True, separator=' ')}", MOST_HISTORY)
            left = left.next if with_rest else None

    def _style(self, node: LexborNode, name: str) -> Style:
        """Return the element's own style: attributes first, then sheets, then its `style`; the later one wins."""
        attributes = node.attributes
        if not attributes:
            return self._sheet.get(name, {})
        style: Style = {}
        for attribute, same in (("color", "color"), ("text", "color"), ("bgcolor", "background")):
            if value := attributes.get(attribute):
                style[same] = value.lower()
        if "hidden" in attributes or attributes.get("size") == "0":
            style["display"] = "none"
        if (attributes.get("aria-hidden") or "").lower() == "true":
            style["mso-hide"] = "all !important"  # no ordinary style undoes it
        if self._sheet:
            classes = [f".{each}" for each in (attributes.get("class") or "").lower().split()]
            ids = [f"#{each}" for each in (attributes.get("id") or "").lower().split()]
            for key in (name, *classes, *(name + each for each in classes), *ids, *(name + each for each in ids)):
                override(style, self._sheet.get(key, {}))
        if inline := attributes.get("style"):
            if inline not in self._inline:
                self._inline[inline] = declared(inline)
            override(style, self._inline[inline])
        return style


def cut(text: str, most: int) -> str:
    """The beginning of a text, at most `most` characters, without the word that does not end there."""
    return text if len(text) <= most else text[:most].rpartition(" ")[0]


# --- what mail programs mark ------------------------------------------------------------------------------------------

_QUOTED = frozenset(  # of class and id; "=" goes before a name
    "gmail_quote yahoo_quoted moz-forward-container protonmail_quote zmail_extra outlookmessageheader tutanota_quote "
    "skiff_quote freshdesk_quote front-blockquote spark_quote olk_src_body_section isforwardcontent isreplycontent "
    "=quote =messagereplysection".split()
)
_AROUND_ANSWERS = frozenset({"gmail_quote", "protonmail_quote"})  # answers stand in them, between block quotes
_DROPPED = frozenset(  # signatures, and the headings of quotes
    "gmail_signature moz-signature protonmail_signature_block mcntsignature signature ms-outlook-mobile-signature "
    "mobile-signature applemailsignature ymail_android_signature =messagesignaturesection gmail_attr "
    "moz-cite-prefix".split()
)
_HISTORY = frozenset(  # what follows is history to the end
    "appendonsend divrplyfwdmsg stopspelling mail-editor-reference-message-container zwchr".split()
)
_INDENT = re.compile(r"0(?:px)? 0(?:px)? 0(?:px)? 40px")  # "indent more" of Gmail and Apple: a blockquote, but no quote


def _marks(node: LexborNode) -> set[str]:
    """Return the element's classes and ids, and its name behind "="; Outlook puts "x_" before those of others."""
    attributes = node.attributes
    if not attributes:
        return set()
    marks = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split()
    return {mark.removeprefix("x_") for mark in marks} | {f"={(attributes.get('name') or '').lower()}"}


def _is_quote(node: LexborNode, name: str, marks: set[str], style: Style) -> bool:
    if name == "blockquote":
        indented = _INDENT.match(value_of(style, "margin")) and value_of(style, "border").startswith(("none", "0"))
        return not indented or node.attributes.get("type") == "cite" or bool(marks & _QUOTED)
    if marks & _QUOTED:
        return not (marks & _AROUND_ANSWERS and _holds_quotes(node))
    line = value_of(style, "border-left")  # many programs draw one along a quote
    apart = any(value_of(style, side) for side in ("padding", "padding-left", "margin", "margin-left"))
    drawn = bool(line) and not line.startswith(("none", "0", "medium none"))
    return name in ("div", "p", "section") and apart and drawn


def _holds_quotes(node: LexborNode) -> bool:
    """Whether block quotes stand in this element, and it is no forwarded mail: then the rest may be answers."""
    child = node.child
    while child is not None:
        if "gmail_attr" in _marks(child) and child.text(deep=True).lstrip().startswith("-"):
            return False
        if child.tag == "blockquote":
            return True
        child = child.next
    return False
