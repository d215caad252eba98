"""Files on tickets and conversations. Their links are signed and need no login."""

from __future__ import annotations

import base64
import mimetypes
import secrets
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from sandbox.freshdesk.account import Json, url
from sandbox.freshdesk.clock import Clock, iso
from sandbox.freshdesk.numbers import Numbers
from sandbox.freshdesk.refusals import not_found

File = str | Mapping[str, Any]


@dataclass
class Attachment:
    id: int
    token: str
    name: str
    content_type: str
    content: bytes
    created_at: datetime


def sample_png(side: int = 48) -> bytes:
    """Return a real, plain picture: grey, `side` pixels square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = (b"\x00" + b"\x9a" * side) * side
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


class Attachments:
    def __init__(self, clock: Clock, numbers: Numbers) -> None:
        self._clock = clock
        self._numbers = numbers
        self._by_token: dict[str, Attachment] = {}

    def add(self, name: str, content: bytes, content_type: str) -> Attachment:
        token = secrets.token_urlsafe(16)
        made = Attachment(self._numbers.next(), token, name, content_type, content, self._clock.now())
        self._by_token[token] = made
        return made

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
        return self.add(name, content, kind)

    def by_token(self, token: str) -> Attachment:
        found = self._by_token.get(token)
        if found is None:
            raise not_found()
        return found


def attachment_json(attachment: Attachment) -> Json:
    return {
        "id": attachment.id,
        "content_type": attachment.content_type,
        "size": len(attachment.content),
        "name": attachment.name,
        "attachment_url": url(f"/attachments/{attachment.token}/{quote(attachment.name)}"),
        "created_at": iso(attachment.created_at),
        "updated_at": iso(attachment.created_at),
    }
