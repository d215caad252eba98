"""Who looks at the sidebar: the signed URL's token (contract, section 7, "Signed URL")."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import RSAKey

from connector.helpdesks.zendesk.install import InvalidSubdomain, check_subdomain
from connector.ports.errors import NotAuthentic
from connector.ports.helpdesk import Agent

LEEWAY_SECONDS = 30
PRODUCT, LOCATION = "support", "ticket_sidebar"
UNKNOWN = Agent(id="unknown", verified=False)


def agent_from(token: str, subdomain: str, installation_id: str, public_key: str, now: datetime) -> Agent:
    """Check the token that Zendesk posted with the first page load. `public_key` is the app's, as PEM.

    Subdomain and installation come from our own records, never from the token. It proves the installation; whom it
    names is known only through `sub`, which Zendesk does not document: without it the agent is unknown and unverified.
    The token may be replayed until it expires: who calls this remembers it until then. Raise NotAuthentic.
    """
    host = _host(subdomain)
    if not installation_id.isascii() or not installation_id.isdigit():
        raise NotAuthentic("no installation id on record")
    try:
        claims = jwt.decode(token, _key(public_key), algorithms=["RS256"]).claims
        expected = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": host},
            exp={"essential": True},
            iat={"essential": True},
        )
        expected.validate(claims)
    except (JoseError, ValueError, TypeError) as error:
        raise NotAuthentic(f"sidebar token: {type(error).__name__}") from error
    if claims.get("aud") != f"https://{host}/api/v2/apps/installations/{installation_id}.json":
        raise NotAuthentic("sidebar token: for another installation")
    context = claims.get("context")
    if not isinstance(context, Mapping) or (context.get("product"), context.get("location")) != (PRODUCT, LOCATION):
        raise NotAuthentic("sidebar token: for another place")
    return _agent(claims, host)


def _host(subdomain: str) -> str:
    try:
        return f"{check_subdomain(subdomain)}.zendesk.com"
    except InvalidSubdomain as error:
        raise NotAuthentic("no account on record") from error


def _key(pem: str) -> RSAKey:
    """Raise ValueError or JoseError unless this is an RSA public key in PEM: a short text would be a shared secret."""
    if not pem.lstrip().startswith("-----BEGIN"):
        raise ValueError("not a PEM key")
    with warnings.catch_warnings():
        warnings.simplefilter("error", SecurityWarning)  # keys too short to mean anything
        try:
            return RSAKey.import_key(pem)
        except SecurityWarning as error:
            raise ValueError("the app's key is too short") from error


def _agent(claims: Mapping[str, Any], host: str) -> Agent:
    user = re.fullmatch(rf"https://{re.escape(host)}/api/v2/users/([1-9][0-9]{{0,19}})\.json", str(claims.get("sub")))
    return Agent(user[1], verified=True) if user else UNKNOWN
