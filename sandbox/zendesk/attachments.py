"""Files on comments: uploaded by API, or sent along by a customer. Their links need no login."""

from __future__ import annotations

import base64
import mimetypes
import secrets
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from sandbox.zendesk.account import Json, url
from sandbox.zendesk.clock import Clock, iso
from sandbox.zendesk.numbers import Numbers
from sandbox.zendesk.refusals import invalid, not_found

UPLOAD_LIFE = timedelta(minutes=60)


@dataclass
class Attachment:
    id: int
    token: str
    file_name: str
    content_type: str
    content: bytes
    inline: bool = False
    malware: str = "malware_not_found"


@dataclass
class Upload:
    token: str
    attachment: Attachment
    expires_at: datetime


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
        self._uploads: dict[str, Upload] = {}

    def add(self, file_name: str, content: bytes, content_type: str) -> Attachment:
        made = Attachment(self._numbers.next(), secrets.token_urlsafe(16), file_name, content_type, content)
        self._by_token[made.token] = made
        return made

    def from_mail(self, wanted: str | Mapping[str, Any]) -> Attachment:
        """Take a file name (a small picture is made for it), or a mapping with file_name and optionally content
        (bytes) or content_base64, content_type, inline, malware_scan_result.
        """
        given: Mapping[str, Any] = {"file_name": wanted} if isinstance(wanted, str) else wanted
        name = given["file_name"]
        content = given.get("content")
        if content is None:
            content = base64.b64decode(given["content_base64"]) if "content_base64" in given else sample_png()
        kind = given.get("content_type") or mimetypes.guess_type(name)[0] or "application/octet-stream"
        made = self.add(name, content, kind)
        made.inline = bool(given.get("inline", False))
        made.malware = given.get("malware_scan_result", made.malware)
        return made

    def upload(self, file_name: str, content: bytes, content_type: str) -> Upload:
        attachment = self.add(file_name, content, content_type)
        made = Upload(secrets.token_hex(12), attachment, self._clock.now() + UPLOAD_LIFE)
        self._uploads[made.token] = made
        return made

    def take_uploads(self, tokens: list[str]) -> list[Attachment]:
        """Use upload tokens up; raise a 422 refusal for one that is unknown, used or too old."""
        live = [self._uploads.get(token) for token in tokens]
        if any(upload is None or upload.expires_at <= self._clock.now() for upload in live):
            raise invalid("uploads", "Uploads: invalid or expired token")
        return [self._uploads.pop(token).attachment for token in tokens]

    def by_token(self, token: str) -> Attachment:
        found = self._by_token.get(token)
        if found is None:
            raise not_found()
        return found


def attachment_json(attachment: Attachment) -> Json:
    link = url(f"/attachments/token/{attachment.token}/?name={quote(attachment.file_name)}")
    image = attachment.content_type.startswith("image/")
    return {
        "url": url(f"/api/v2/attachments/{attachment.id}.json"),
        "id": attachment.id,
        "file_name": attachment.file_name,
        "content_url": link,
        "mapped_content_url": link,
        "content_type": attachment.content_type,
        "size": len(attachment.content),
        "width": 48 if image else None,
        "height": 48 if image else None,
        "inline": attachment.inline,
        "deleted": False,
        "malware_access_override": False,
        "malware_scan_result": attachment.malware,
        "thumbnails": [],
    }


def upload_json(upload: Upload) -> Json:
    shown = attachment_json(upload.attachment)
    return {
        "upload": {
            "token": upload.token,
            "expires_at": iso(upload.expires_at),
            "attachments": [shown],
            "attachment": shown,
        }
    }
