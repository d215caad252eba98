"""The installed sidebar app: where it lives, its key, and the signed token of each page load."""

from __future__ import annotations

import base64
import json
import threading
import uuid
from datetime import datetime

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from sandbox.zendesk.account import SUBDOMAIN, Json

TOKEN_LIFE = 300  # seconds; the real one is UNCONFIRMED


class AppFrame:
    """`url` None: no app is installed. `signed` is the manifest's signedUrls. `with_sub`: the token names the agent."""

    def __init__(self) -> None:
        self.url: str | None = None
        self.app_id = 9
        self.installation_id = 4815162342
        self.name = "Retour"
        self.settings: Json = {"title": "Retour"}
        self.signed = True
        self.with_sub = False
        self.guid = str(uuid.uuid4())
        self._key: rsa.RSAPrivateKey | None = None
        self._lock = threading.Lock()

    def public_key(self) -> str:
        pem = (
            self._private_key()
            .public_key()
            .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        )
        return pem.decode()

    def claims(self, agent_id: int, now: datetime) -> Json:
        host = f"{SUBDOMAIN}.zendesk.com"
        issued = int(now.timestamp())
        claims: Json = {
            "iss": host,
            "aud": f"https://{host}/api/v2/apps/installations/{self.installation_id}.json",
            "iat": issued,
            "exp": issued + TOKEN_LIFE,
            "context": {"product": "support", "location": "ticket_sidebar"},
        }
        return claims | {"sub": f"https://{host}/api/v2/users/{agent_id}.json"} if self.with_sub else claims

    def token(self, agent_id: int, now: datetime) -> str:
        """Return a JWT signed with RS256 for one page load."""
        return self.sign(self.claims(agent_id, now))

    def sign(self, claims: Json) -> str:
        head = _part({"alg": "RS256", "typ": "JWT"})
        message = f"{head}.{_part(claims)}"
        signature = self._private_key().sign(message.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{message}.{_text(signature)}"

    def _private_key(self) -> rsa.RSAPrivateKey:
        with self._lock:
            if self._key is None:  # made on first use: it takes a moment
                self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            return self._key


def _part(value: Json) -> str:
    return _text(json.dumps(value, separators=(",", ":")).encode())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
