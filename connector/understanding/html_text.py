"""The words a person sees in an HTML mail: no hidden text, no quoted history. Linear on hostile input."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_NESTING = 256  # open elements; the parser's work grows with the square of the depth

_SKIPPED = frozenset(
    "head script style title template noscript blockquote svg math object iframe select textarea".split()
)
_BLOCKS = frozenset(
    "p div br li ul ol tr table td th h1 h2 h3 h4 h5 h6 hr section article header footer pre address dl dt dd".split()
)
_VOID = frozenset("br img hr input meta link area base col embed source track wbr p li td th tr dt dd option".split())
_QUOTE_CLASSES = (
    "gmail_quote gmail_attr gmail_signature yahoo_quoted moz-cite-prefix moz-signature moz-forward-container "
    "protonmail_quote protonmail_signature_block zmail_extra outlookmessageheader tutanota_quote mcntsignature"
)
_QUOTED = frozenset(_QUOTE_CLASSES.split())
_SIGNATURE_IDS = frozenset({"signature", "ms-outlook-mobile-signature", "mobile-signature"})
_HISTORY_IDS = frozenset({"appendonsend", "divrplyfwdmsg", "stopspelling", "mail-editor-reference-message-container"})
_HIDDEN_STYLE = re.compile(
    r"display:none|visibility:hidden|opacity:0(?:\.0+)?(?:;|$|!)|font-size:0(?!\.?[1-9])|(?:max-)?height:0(?!\.?[1-9])|"
    r"mso-hide:all|(?:text-indent|left|top):-\d{3,}|font-size:1px"
)
_WHITE_STYLE = re.compile(r"(?:^|;)color:(?:#fff(?:fff)?\b|white\b|transparent\b|rgba?\(255,255,255)")
_WHITE_FONT = frozenset({"white", "#fff", "#ffffff"})
# Formatting elements become spans: the parser would copy unclosed ones into every later paragraph.
_FORMATTING = re.compile(r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_ANY_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Seen:
    """`quoted`: history was left out. `whole`: False where the markup was too deep to say what is hidden."""

    text: str
    quoted: bool
    whole: bool


def visible_text(html: str) -> Seen:
    """Return what a reader of the newest message sees."""
    if _nesting(html) > MAX_NESTING:
        return Seen(_ANY_TAG.sub(" ", html), quoted=False, whole=False)
    body = LexborHTMLParser(_FORMATTING.sub(r"<\1span", html)).body
    if body is None:
        return Seen("", quoted=False, whole=True)
    parts: list[str] = []
    quoted = _walk(body, parts)
    return Seen("".join(parts), quoted, whole=True)


def _nesting(html: str) -> int:
    """Return the deepest nesting by tags alone; a closing tag counts only where such an element is open."""
    opened: Counter[str] = Counter()
    depth = deepest = 0
    for match in _TAG.finditer(html):
        name = match[2].lower()
        if name in _VOID:
            continue
        if not match[1]:
            opened[name] += 1
            depth += 1
            deepest = max(deepest, depth)
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
    return deepest


def _walk(body: LexborNode, parts: list[str]) -> bool:
    """Collect text in document order without recursion; return whether quoted history was met."""
    quoted = False
    node: LexborNode | None = body
    while node is not None:
        name = node.tag or ""
        descend = False
        if name == "-text":
            parts.append(_SPACE.sub(" ", node.text_content or ""))
        elif not name.startswith("-"):  # "-comment" and the like
            marks = _marks(node)
            if marks & _HISTORY_IDS:
                return True
            is_quote = name == "blockquote" or bool(marks & (_QUOTED - {"gmail_signature", "moz-signature"}))
            quoted = quoted or is_quote
            skip = is_quote or name in _SKIPPED or marks & (_QUOTED | _SIGNATURE_IDS) or _hidden(node)
            descend = not skip
            if name in _BLOCKS:
                parts.append("\n")
        node = _next(node, body, parts, descend)
    return quoted


def _next(node: LexborNode, root: LexborNode, parts: list[str], descend: bool) -> LexborNode | None:
    if descend and node.child is not None:
        return node.child
    current: LexborNode | None = node
    while current is not None and current.mem_id != root.mem_id:  # "==" would serialise both trees
        if current.next is not None:
            return current.next
        current = current.parent
        if current is not None and current.tag in _BLOCKS:
            parts.append("\n")
    return None


def _marks(node: LexborNode) -> frozenset[str]:
    attributes = node.attributes
    if not attributes:
        return frozenset()
    return frozenset(f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split())


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if not attributes:
        return False
    if "hidden" in attributes or (attributes.get("aria-hidden") or "").lower() == "true":
        return True
    style = _SPACE.sub("", (attributes.get("style") or "").lower())
    if _HIDDEN_STYLE.search(style) or attributes.get("size") == "0":
        return True
    white = _WHITE_STYLE.search(style) or (attributes.get("color") or "").strip().lower() in _WHITE_FONT
    return bool(white) and "background" not in style
