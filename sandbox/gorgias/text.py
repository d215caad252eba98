"""Message text in its forms: plain and HTML, and stripped of quoted thread and signature."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

QUOTE_STARTS = re.compile(r"^(>|On .+ wrote:$|Le .+ a écrit\s?:$|Am .+ schrieb .+:$|-{2,} ?Original Message)", re.M)
SIGNATURE_STARTS = re.compile(r"^(-- ?$|Sent from my |Envoyé de mon |Von meinem .+ gesendet)", re.M)
HIDDEN = {"script", "style", "head", "title"}
BREAKS = {"br", "p", "div", "li", "tr", "ul", "ol", "blockquote", "h1", "h2", "h3"}


def html_from_text(text: str) -> str:
    return f"<div>{html.escape(text, quote=False).replace(chr(10), '<br>')}</div>"


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in HIDDEN
        if tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in HIDDEN))
        if tag in BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def text_from_html(markup: str) -> str:
    words = _Words()
    words.feed(markup)
    words.close()
    lines = [line.strip() for line in "".join(words.parts).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def stripped(text: str) -> tuple[str, str | None]:
    """Return (text without quoted thread and signature, signature); roughly as Gorgias does it for incoming mail."""
    quote = QUOTE_STARTS.search(text)
    own = text[: quote.start()] if quote else text
    signature = SIGNATURE_STARTS.search(own)
    if signature is None:
        return own.strip(), None
    return own[: signature.start()].strip(), own[signature.start() :].strip()
