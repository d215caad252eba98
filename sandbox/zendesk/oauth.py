"""OAuth: clients, authorisation codes, and access tokens whose refresh kills the pair before."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sandbox.zendesk.account import SERVICE_USER_ID, Json, url
from sandbox.zendesk.clock import Clock, iso
from sandbox.zendesk.numbers import Numbers
from sandbox.zendesk.refusals import Refusal, dead_token, invalid_grant, not_found

CODE_LIFE = timedelta(seconds=120)
DEFAULT_LIFE = 1800
DEFAULT_REFRESH_LIFE = 30 * 86_400
LIFE_BOUNDS = (300, 172_800)  # seconds, both excluded
REFRESH_LIFE_BOUNDS = (7 * 86_400, 90 * 86_400)  # both included


@dataclass(frozen=True)
class Client:
    """`secret` None: a public client, which needs PKCE. `redirect_uris` None: any. `expiring` False: the old kind
    whose tokens live for ever and come without a refresh token.
    """

    id: str
    secret: str | None
    redirect_uris: tuple[str, ...] | None = None
    expiring: bool = True


@dataclass(frozen=True)
class Code:
    client_id: str
    redirect_uri: str
    scope: str
    challenge: str | None
    user_id: int
    expires_at: datetime


@dataclass(frozen=True)
class Token:
    id: int
    access: str
    refresh: str | None
    client_id: str
    user_id: int
    scope: str
    created_at: datetime
    expires_at: datetime | None
    refresh_expires_at: datetime | None

    def allows(self, action: str, resource: str) -> bool:
        """Whether `action` (read or write) on `resource` lies within this token's scopes."""
        return bool({action, f"{resource}:{action}"} & set(self.scope.split()))


class OAuth:
    def __init__(self, clock: Clock, numbers: Numbers) -> None:
        self._clock = clock
        self._numbers = numbers
        self.clients: dict[str, Client] = {}
        self._codes: dict[str, Code] = {}
        self._by_access: dict[str, Token] = {}
        self.register(Client("zdg-retour", "client-secret-shown-once"))

    def register(self, client: Client) -> None:
        self.clients[client.id] = client

    def accepts_redirect(self, client: Client, uri: str) -> bool:
        parts = urlsplit(uri)
        local = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
        named = client.redirect_uris is None or uri in client.redirect_uris
        return named and (local or (parts.scheme == "https" and bool(parts.hostname)))

    def new_code(self, client: Client, redirect_uri: str, scope: str, challenge: str | None, user_id: int) -> str:
        code = secrets.token_hex(10)
        expires_at = self._clock.now() + CODE_LIFE
        self._codes[code] = Code(client.id, redirect_uri, scope, challenge, user_id, expires_at)
        return code

    def grant(self, given: Json) -> tuple[int, Json]:
        """Answer `POST /oauth/tokens` with (status, body)."""
        client = self._client(given)
        kind = given.get("grant_type")
        if kind == "authorization_code":
            return 201, self._shown(self._by_code(client, given))
        if kind == "refresh_token":
            return 200, self._shown(self._by_refresh(client, given))
        if kind == "client_credentials" and client.secret is not None:
            scope = str(given.get("scope") or "read")
            return 201, self._shown(self.issue(scope, SERVICE_USER_ID, client, given, refreshable=False))
        raise Refusal(400, {"error": "unsupported_grant_type", "error_description": "The grant type is not supported."})

    def issue(
        self,
        scope: str,
        user_id: int,
        client: Client | None = None,
        given: Json | None = None,
        *,
        refreshable: bool = True,
    ) -> Token:
        """Make a token; also the short cut for those who do not test OAuth."""
        client = client or self.clients["zdg-retour"]
        now = self._clock.now()
        life = _seconds(given or {}, "expires_in", DEFAULT_LIFE, (LIFE_BOUNDS[0] + 1, LIFE_BOUNDS[1] - 1))
        refresh_life = _seconds(given or {}, "refresh_token_expires_in", DEFAULT_REFRESH_LIFE, REFRESH_LIFE_BOUNDS)
        refreshable = refreshable and client.expiring
        token = Token(
            self._numbers.next(),
            secrets.token_hex(32),
            secrets.token_hex(32) if refreshable else None,
            client.id,
            user_id,
            scope,
            now,
            now + timedelta(seconds=life) if client.expiring else None,
            now + timedelta(seconds=refresh_life) if refreshable else None,
        )
        self._by_access[token.access] = token
        return token

    def authenticate(self, header: str | None) -> Token:
        """Raise the 401 refusal unless the header carries a living token."""
        scheme, _, given = (header or "").partition(" ")
        token = self._by_access.get(given.strip()) if scheme.lower() == "bearer" else None
        if token is None or (token.expires_at is not None and token.expires_at <= self._clock.now()):
            raise dead_token()
        return token

    def revoke(self, token_id: int) -> None:
        for token in list(self._by_access.values()):
            if token.id == token_id:
                del self._by_access[token.access]
                return
        raise not_found()

    def revoke_all(self) -> None:
        """What an admin does who removes the app."""
        self._by_access.clear()

    def _client(self, given: Json) -> Client:
        client = self.clients.get(str(given.get("client_id")))
        presented = str(given.get("client_secret") or "")
        known = client is not None and (
            client.secret is None
            or hmac.compare_digest(client.secret.encode(), presented.encode())
            or (not presented and bool(given.get("code_verifier")))  # confidential clients may use PKCE alone
        )
        if client is None or not known:
            text = "Client authentication failed due to unknown client, or wrong secret."
            raise Refusal(401, {"error": "invalid_client", "error_description": text})
        return client

    def _by_code(self, client: Client, given: Json) -> Token:
        code = self._codes.pop(str(given.get("code")), None)  # one attempt, whatever comes of it
        if (
            code is None
            or code.expires_at <= self._clock.now()
            or code.client_id != client.id
            or code.redirect_uri != given.get("redirect_uri")
            or not _proves(code.challenge, given.get("code_verifier"))
        ):
            raise invalid_grant()
        return self.issue(code.scope, code.user_id, client, given)

    def _by_refresh(self, client: Client, given: Json) -> Token:
        now = self._clock.now()
        for old in list(self._by_access.values()):
            if old.refresh is None or old.refresh != given.get("refresh_token"):
                continue
            if old.client_id != client.id or (old.refresh_expires_at is not None and old.refresh_expires_at <= now):
                break
            made = self.issue(old.scope, old.user_id, client, given)
            del self._by_access[old.access]
            return made
        raise invalid_grant()

    def _shown(self, token: Token) -> Json:
        shown: Json = {"access_token": token.access, "token_type": "bearer", "scope": token.scope}
        if token.refresh is not None and token.refresh_expires_at is not None:
            shown["refresh_token"] = token.refresh
            shown["refresh_token_expires_in"] = int((token.refresh_expires_at - token.created_at).total_seconds())
        if token.expires_at is not None:
            shown["expires_in"] = int((token.expires_at - token.created_at).total_seconds())
        return shown


def _proves(challenge: str | None, verifier: object) -> bool:
    if challenge is None:
        return verifier is None
    if not isinstance(verifier, str) or not 43 <= len(verifier) <= 128:
        return False
    digest = hashlib.sha256(verifier.encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), challenge)


def _seconds(given: Json, name: str, default: int, bounds: tuple[int, int]) -> int:
    value = given.get(name)
    if value is None:
        return default
    if not isinstance(value, int) or not bounds[0] <= value <= bounds[1]:
        raise Refusal(400, {"error": "invalid_request", "error_description": f"{name} is out of range"})
    return value


def token_json(token: Token) -> Json:
    return {
        "token": {
            "id": token.id,
            "url": url(f"/api/v2/oauth/tokens/{token.id}.json"),
            "user_id": token.user_id,
            "client_id": token.client_id,
            "token": token.access[:10],
            "refresh_token": token.refresh and token.refresh[:10],
            "created_at": iso(token.created_at),
            "expires_at": token.expires_at and iso(token.expires_at),
            "refresh_token_expires_at": token.refresh_expires_at and iso(token.refresh_expires_at),
            "scopes": token.scope.split(),
        }
    }
