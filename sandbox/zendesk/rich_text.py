"""Comment text in Zendesk's three forms: given text or HTML becomes `html_body`, `plain_body` and `body`."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

BYTES_KEPT = 64 * 1024  # the rest of a comment is cut without a word
KEPT_TAGS = set(
    "p br div span b strong i em u a ul ol li h1 h2 h3 h4 blockquote pre code hr img table tr td th".split()
)
DROPPED_WITH_CONTENT = {"script", "style", "iframe", "object"}
KEPT_ATTRIBUTES = {"href", "src", "alt", "title"}
VOID_TAGS = {"br", "hr", "img"}
BLOCK_TAGS = {"p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "pre", "table"}


def cut(text: str) -> str:
    """Return at most 64 kB of `text`, whole characters only."""
    return text.encode()[:BYTES_KEPT].decode(errors="ignore")


def wrap(inner: str) -> str:
    return f'<div class="zd-comment" dir="auto">{inner}</div>'


def html_from_text(text: str) -> str:
    """Blank lines part paragraphs, single line breaks become `<br>`."""
    paragraphs = [part for part in re.split(r"\n\s*\n", text.strip()) if part]
    escaped = [html.escape(part, quote=False).replace("\n", "<br>") for part in paragraphs]
    return wrap("".join(f'<p dir="auto">{part}</p>' for part in escaped))


class _Cleaner(HTMLParser):
    """Keeps harmless markup only, and collects the plain text on the way."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.markup: list[str] = []
        self.text: list[str] = []
        self._dropping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED_WITH_CONTENT:
            self._dropping += 1
        if self._dropping or tag not in KEPT_TAGS:
            return
        kept = [(name, value or "") for name, value in attrs if name in KEPT_ATTRIBUTES]
        kept = [(name, value) for name, value in kept if not value.lower().lstrip().startswith("javascript:")]
        if tag == "p":
            kept.append(("dir", "auto"))
        attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in kept)
        self.markup.append(f"<{tag}{attributes}>")
        self.text.append({"br": "\n", "li": "\n- "}.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in DROPPED_WITH_CONTENT:
            self._dropping = max(0, self._dropping - 1)
        elif not self._dropping and tag in KEPT_TAGS - VOID_TAGS:
            self.markup.append(f"</{tag}>")
            self.text.append("\n\n" if tag in BLOCK_TAGS else "")

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self.markup.append(html.escape(data, quote=False))
            self.text.append(data)


def clean_html(markup: str) -> str:
    cleaner = _Cleaner()
    cleaner.feed(markup)
    cleaner.close()
    return wrap("".join(cleaner.markup))


def plain_from_html(markup: str) -> str:
    cleaner = _Cleaner()
    cleaner.feed(markup)
    cleaner.close()
    lines = [line.strip() for line in "".join(cleaner.text).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
