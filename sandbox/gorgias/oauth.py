"""OAuth clients, codes and tokens. Access tokens are JWTs whose signature is random: nobody says where its key is."""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sandbox.gorgias.account import ADMIN_ID, SUBDOMAIN, Json
from sandbox.gorgias.clock import Clock
from sandbox.gorgias.refusals import oauth_error, unauthorized

ACCESS_LIFE = timedelta(hours=24)
CODE_LIFE = timedelta(minutes=10)  # a guess: none is published
IDENTITY = ("openid", "email", "profile", "offline")
RESOURCES = (
    "account users customers tickets custom_fields events integrations jobs macros rules satisfaction_survey tags apps"
).split()
SCOPES = (*IDENTITY, *(f"{name}:{action}" for name in RESOURCES for action in ("read", "write")))
KNOWN_SCOPES = frozenset((*SCOPES, "statistics:read", "write:all"))
ALL_SCOPES = " ".join(SCOPES)
CLIENT_ID, CLIENT_SECRET = "retour-app", "client-secret-shown-once"


@dataclass(frozen=True)
class Client:
    """An app of the developer portal. `redirect_uris` None: any. The real portal takes no localhost."""

    id: str
    secret: str
    redirect_uris: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Code:
    client_id: str
    redirect_uri: str
    scope: str
    nonce: str | None
    user_id: int
    expires_at: datetime


@dataclass(frozen=True)
class Token:
    access: str
    client_id: str
    user_id: int
    scope: str
    expires_at: datetime

    def allows(self, action: str, resource: str) -> bool:
        """Whether `action` (read or write) on `resource` lies within this token's scopes."""
        return bool({"write:all", f"{resource}:{action}"} & set(self.scope.split()))


@dataclass
class Grant:
    """What an admin allowed: the refresh token does not expire and is not replaced."""

    refresh: str
    client_id: str
    user_id: int
    scope: str
    alive: bool = True


class OAuth:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.clients: dict[str, Client] = {}
        self._codes: dict[str, Code] = {}
        self._tokens: dict[str, Token] = {}
        self._grants: list[Grant] = []
        self.register(Client(CLIENT_ID, CLIENT_SECRET))

    def register(self, client: Client) -> None:
        self.clients[client.id] = client

    def accepts_redirect(self, client: Client, uri: str) -> bool:
        if client.redirect_uris is not None:
            return uri in client.redirect_uris
        parts = urlsplit(uri)
        return parts.scheme in ("http", "https") and bool(parts.hostname)

    def new_code(self, client: Client, redirect_uri: str, scope: str, nonce: str | None, user_id: int) -> str:
        code = secrets.token_urlsafe(24)
        expires_at = self._clock.now() + CODE_LIFE
        self._codes[code] = Code(client.id, redirect_uri, scope, nonce, user_id, expires_at)
        return code

    def grant(self, header: str | None, given: Mapping[str, str], *, tell_life: bool = True) -> Json:
        """Answer `POST /oauth/token`, or raise the refusal in OAuth's own shape. `tell_life` False: `expires_in` is 0,
        as once seen; the JWT's `exp` still tells.
        """
        client = self._client(header)
        kind = given.get("grant_type")
        if kind == "authorization_code":
            shown = self._by_code(client, given)
        elif kind == "refresh_token":
            shown = self._by_refresh(client, given)
        else:
            raise oauth_error(400, "unsupported_grant_type")
        return shown if tell_life else shown | {"expires_in": 0}

    def issue(self, scope: str = ALL_SCOPES, user_id: int = ADMIN_ID, client_id: str = CLIENT_ID) -> Token:
        """Make an access token; also the short cut for those who do not test OAuth."""
        now = self._clock.now()
        access = _jwt(
            {
                "iss": f"https://{SUBDOMAIN}.gorgias.com",
                "sub": str(user_id),
                "aud": f"https://{SUBDOMAIN}.gorgias.com/api",
                "azp": client_id,
                "jti": secrets.token_hex(8),
                "scope": scope,
                "iat": int(now.timestamp()),
                "exp": int((now + ACCESS_LIFE).timestamp()),
            }
        )
        token = Token(access, client_id, user_id, scope, now + ACCESS_LIFE)
        self._tokens[access] = token
        return token

    def authenticate(self, access: str) -> Token:
        """Raise the 401 refusal unless the token lives."""
        token = self._tokens.get(access)
        if token is None or token.expires_at <= self._clock.now():
            raise unauthorized()
        return token

    def revoke(self, header: str | None, presented: str) -> None:
        """End the grant that a refresh or access token belongs to. Access tokens live on until they expire."""
        client = self._client(header)
        token = self._tokens.get(presented)
        for grant in self._grants:
            mine = token is not None and (token.client_id, token.user_id) == (grant.client_id, grant.user_id)
            if grant.client_id == client.id and (grant.refresh == presented or mine):
                grant.alive = False

    def uninstall(self) -> None:
        """What an admin does who removes the app: refreshing ends, access tokens live on until they expire."""
        for grant in self._grants:
            grant.alive = False

    def expire(self) -> None:
        """All access tokens are worth nothing from now on; refreshing still works."""
        self._tokens.clear()

    def _client(self, header: str | None) -> Client:
        name, secret = basic(header)
        client = self.clients.get(name)
        if client is None or not hmac.compare_digest(client.secret.encode(), secret.encode()):
            raise oauth_error(401, "invalid_client")
        return client

    def _by_code(self, client: Client, given: Mapping[str, str]) -> Json:
        code = self._codes.pop(given.get("code", ""), None)  # one attempt, whatever comes of it
        if (
            code is None
            or code.expires_at <= self._clock.now()
            or code.client_id != client.id
            or code.redirect_uri != given.get("redirect_uri")
        ):
            raise oauth_error(400, "invalid_grant")
        shown = self._shown(self.issue(code.scope, code.user_id, client.id))
        asked = code.scope.split()
        if "offline" in asked:
            grant = Grant(secrets.token_urlsafe(36), client.id, code.user_id, code.scope)
            self._grants.append(grant)
            shown["refresh_token"] = grant.refresh
        if "openid" in asked:
            shown["id_token"] = self._id_token(code)
        return shown

    def _by_refresh(self, client: Client, given: Mapping[str, str]) -> Json:
        """The answer holds no refresh token: the old one stays."""
        for grant in self._grants:
            if grant.alive and grant.client_id == client.id and grant.refresh == given.get("refresh_token"):
                return self._shown(self.issue(grant.scope, grant.user_id, client.id))
        raise oauth_error(400, "invalid_grant")

    def _shown(self, token: Token) -> Json:
        seconds = int(ACCESS_LIFE.total_seconds())
        return {"token_type": "Bearer", "access_token": token.access, "expires_in": seconds, "scope": token.scope}

    def _id_token(self, code: Code) -> str:
        now = int(self._clock.now().timestamp())
        claims: Json = {
            "iss": f"https://{SUBDOMAIN}.gorgias.com",
            "sub": str(code.user_id),
            "aud": code.client_id,
            "iat": now,
            "exp": now + 3600,
        }
        return _jwt(claims | ({"nonce": code.nonce} if code.nonce else {}))


def basic(header: str | None) -> tuple[str, str]:
    """Return (name, password) of Basic credentials, two empty texts without them."""
    scheme, _, given = (header or "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        name, _, password = base64.b64decode(given.strip(), validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return name, password


def _jwt(claims: Json) -> str:
    head = _part(json.dumps({"alg": "RS256", "typ": "JWT"}).encode())
    return f"{head}.{_part(json.dumps(claims).encode())}.{_part(secrets.token_bytes(64))}"


def _part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
