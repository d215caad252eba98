"""Files on messages. Their links need no login."""

from __future__ import annotations

import base64
import mimetypes
import secrets
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import has_request_context, request

from sandbox.gorgias.account import SUBDOMAIN, Json
from sandbox.gorgias.refusals import not_found

File = str | Mapping[str, Any]


@dataclass(frozen=True)
class Attachment:
    token: str
    name: str
    content_type: str
    content: bytes


def sample_png(side: int = 48) -> bytes:
    """Return a real, plain picture: grey, `side` pixels square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = (b"\x00" + b"\x9a" * side) * side
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


class Attachments:
    def __init__(self) -> None:
        self._by_token: dict[str, Attachment] = {}

    def from_mail(self, wanted: File) -> Attachment:
        """Take a file name (a small picture is made for it), or a mapping with file_name and optionally content
        (bytes) or content_base64, and content_type.
        """
        given: Mapping[str, Any] = {"file_name": wanted} if isinstance(wanted, str) else wanted
        name = str(given["file_name"])
        content = given.get("content")
        if content is None:
            content = base64.b64decode(given["content_base64"]) if "content_base64" in given else sample_png()
        kind = given.get("content_type") or mimetypes.guess_type(name)[0] or "application/octet-stream"
        made = Attachment(secrets.token_urlsafe(12), name, kind, content)
        self._by_token[made.token] = made
        return made

    def by_token(self, token: str) -> Attachment:
        found = self._by_token.get(token)
        if found is None:
            raise not_found()
        return found


def attachment_json(attachment: Attachment) -> Json:
    root = request.host_url.rstrip("/") if has_request_context() else f"https://{SUBDOMAIN}.gorgias.com"
    return {
        "url": f"{root}/attachments/{attachment.token}/{quote(attachment.name)}",
        "name": attachment.name,
        "content_type": attachment.content_type,
        "size": len(attachment.content),
        "public": True,
        "extra": None,
    }
