"""How webhooks are signed."""

from __future__ import annotations

import base64
import hashlib
import hmac

TEST_SECRET = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="  # the vendor's published one, before a webhook exists


def sign(secret: str, timestamp: str, raw_body: bytes) -> str:
    """The secret's text is the key; it looks like base64 and is not to be decoded."""
    digest = hmac.new(secret.encode(), timestamp.encode() + raw_body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()
