"""Answers that are not JSON: Magento's error pages, and XML for who asks for it."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

_PAGE = """<!doctype html>
<html xmlns="http://www.w3.org/1999/xhtml" >
<head>
    <title>{title}</title>
    <meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
</head>
<body>
    <main class="page-main">
<h1>{heading}</h1>
<p>{text}</p>
    </main>
</body>
</html>
"""
MAINTENANCE_PAGE = _PAGE.format(
    title="Error 503: Service Unavailable",
    heading="Service Temporarily Unavailable",
    text="The server is temporarily unable to service your request due to maintenance downtime or capacity problems. "
    "Please try again later.",
)
ERROR_PAGE = _PAGE.format(
    title="There has been an error processing your request",
    heading="There has been an error processing your request",
    text="Exception printing is disabled by default for security reasons.",
)


def as_xml(value: Any) -> bytes:
    """Return Magento's XML: a response element, items of a list as item elements, two spaces a level."""
    return f'<?xml version="1.0"?>\n<response>{_content(value, 1)}</response>\n'.encode()


def _content(value: Any, level: int) -> str:
    if isinstance(value, list):
        parts = [("item", item) for item in value]
    elif isinstance(value, dict):
        parts = list(value.items())
    else:
        return "" if value is None else escape(str(value))
    pad = "  " * level
    inner = "".join(f"{pad}<{name}>{_content(item, level + 1)}</{name}>\n" for name, item in parts)
    return f"\n{inner}{'  ' * (level - 1)}" if parts else ""
