"""The admin's own tokens: a signed JWT for user name and password, good for one hour."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sandbox.magento.access import Token
from sandbox.magento.refusals import Refusal, Refusals, required

LIFETIME = 3600  # seconds: webapi/jwtauth/admin_expiration
ADMIN_USER = 2  # utypid of an admin
BAD_SIGN_IN = (
    "The account sign-in was incorrect or your account is disabled temporarily. Please wait and try again later."
)


class AdminTokens:
    """Issues and reads tokens; they hold whatever a full administrator may do. Whose: any of the shop's admins."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)

    def issue(self, body: Any, admins: Mapping[str, str]) -> str:
        """Return a JWT for `{username, password}`; `admins` maps user names to passwords. Raise Refusal."""
        fields = body if isinstance(body, dict) else {}
        missing = [required(name) for name in ("username", "password") if name not in fields]
        if missing:
            raise missing[0] if len(missing) == 1 else Refusals(missing)
        name, given = str(fields["username"]), str(fields["password"])
        expected = admins.get(name)
        if expected is None or not hmac.compare_digest(expected.encode(), given.encode()):
            raise Refusal(401, BAD_SIGN_IN)
        now = int(self._clock().timestamp())
        claims = {"uid": list(admins).index(name) + 1, "utypid": ADMIN_USER, "iat": now, "exp": now + LIFETIME}
        text = f"{_part({'kid': '1', 'alg': 'HS256'})}.{_part(claims)}"
        return f"{text}.{self._signature(text)}"

    def read(self, value: str) -> Token | None:
        """Return what a bearer may do, None unless it is a token of this shop that has not expired."""
        text, _, signature = value.rpartition(".")
        if not hmac.compare_digest(self._signature(text).encode(), signature.encode()):
            return None
        claims = json.loads(_decoded(text.partition(".")[2]))
        if claims["exp"] <= self._clock().timestamp():
            return None
        return Token(0, "", "", value, "", None)

    def _signature(self, text: str) -> str:
        return _encoded(hmac.new(self._key, text.encode(), hashlib.sha256).digest())


def _part(fields: Mapping[str, object]) -> str:
    return _encoded(json.dumps(fields, separators=(",", ":")).encode())


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
