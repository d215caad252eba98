"""Bodies as Freshdesk keeps them: HTML it has rewritten, and a flat text made from it."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

KEPT_TAGS = set(
    "p br div span b strong i em u a ul ol li h1 h2 h3 h4 blockquote pre code hr img table tbody tr td th".split()
)
DROPPED_WITH_CONTENT = {"script", "style", "iframe", "object"}
KEPT_ATTRIBUTES = {"href", "src", "alt", "title", "dir"}
VOID_TAGS = {"br", "hr", "img"}
BLOCK_TAGS = {"p", "div", "ul", "ol", "li", "h1", "h2", "h3", "h4", "blockquote", "pre", "table", "tr", "td", "th"}


class _Cleaner(HTMLParser):
    """Keeps harmless markup only; collects the text on the way, and notes whether one `div` holds everything."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.markup: list[str] = []
        self.text: list[str] = []
        self.one_div = True
        self._open: list[str] = []
        self._roots = 0
        self._dropping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED_WITH_CONTENT:
            self._dropping += 1
        if self._dropping or tag not in KEPT_TAGS:
            return
        if not self._open:
            self._roots += 1
            self.one_div = self.one_div and tag == "div" and self._roots == 1
        kept = [(name, value or "") for name, value in attrs if name in KEPT_ATTRIBUTES]
        kept = [(name, value) for name, value in kept if not value.lower().lstrip().startswith("javascript:")]
        attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in kept)
        self.markup.append(f"<{tag}{attributes}>")
        self.text.append("\n" if tag == "br" else "\n\n" if tag in BLOCK_TAGS else "")
        if tag not in VOID_TAGS:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in DROPPED_WITH_CONTENT:
            self._dropping = max(0, self._dropping - 1)
        elif not self._dropping and tag in self._open:
            while self._open.pop() != tag:
                pass
            self.markup.append(f"</{tag}>")
            self.text.append("\n\n" if tag in BLOCK_TAGS else "")

    def handle_data(self, data: str) -> None:
        if self._dropping:
            return
        if not self._open and data.strip():
            self.one_div = False
        self.markup.append(html.escape(data, quote=False))
        self.text.append(re.sub(r"\s+", " ", data))


def _cleaned(markup: str) -> _Cleaner:
    cleaner = _Cleaner()
    cleaner.feed(markup)
    cleaner.close()
    return cleaner


def clean_html(markup: str) -> str:
    """Return what is kept of `markup`, inside one `div`."""
    cleaner = _cleaned(markup)
    inner = "".join(cleaner.markup)
    return inner if cleaner.one_div and inner.startswith("<div") else f"<div>{inner}</div>"


def html_from_text(text: str) -> str:
    """A mail's plain text as Freshdesk shows it: line breaks become `<br>`."""
    escaped = html.escape(text.strip(), quote=False).replace("\n", "<br>")
    return f'<div dir="ltr">{escaped}</div>'


def plain_from_html(markup: str) -> str:
    """The text as a reader sees it, paragraphs parted by an empty line."""
    lines = [line.strip() for line in "".join(_cleaned(markup).text).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def flat_text(markup: str) -> str:
    """What the API gives as `body_text` and `description_text`: all white space is one blank."""
    return " ".join(plain_from_html(markup).split())
