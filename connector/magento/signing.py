"""How a call proves itself: a bearer token, or OAuth 1.0a (HMAC-SHA256) with Magento's departures from RFC 5849.

The departures, each measured on a running Magento 2.4.7: parameters are sorted in natural order (2 before 10), not by
bytes; nine characters are decoded in the path before signing; a nonce has at most 32 characters and serves once, ever.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from authlib.oauth1.rfc5849.client_auth import ClientAuth, generate_nonce, generate_timestamp
from authlib.oauth1.rfc5849.parameters import prepare_headers
from authlib.oauth1.rfc5849.signature import normalize_base_string_uri
from authlib.oauth1.rfc5849.util import escape
from requests import PreparedRequest
from requests.auth import AuthBase

SIGNATURE_METHOD = "HMAC-SHA256"  # the only one Magento takes

_DECODED_IN_PATH = re.compile("%(?:2F|2B|2C|26|3A|40|3D|3B|24)", re.IGNORECASE)  # / + , & : @ = ; $
_DIGITS_OR_ONE = re.compile(r"[0-9]+|[^0-9]")


@dataclass(frozen=True, slots=True)
class BearerToken:
    """An admin's token, or an integration's where the merchant allows those as bearer."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OAuth1Keys:
    """The four values of an activated integration. They do not expire; Reauthorize replaces the last two.

    While they are being traded, the last two are those of the request token, or empty for the very first call.
    """

    consumer_key: str
    consumer_secret: str = field(repr=False)
    access_token: str = field(repr=False)
    access_token_secret: str = field(repr=False)


class BearerAuth(AuthBase):
    def __init__(self, credentials: BearerToken) -> None:
        self._credentials = credentials

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._credentials.token}"
        return request


class OAuth1Auth(AuthBase):
    """Signs each call anew, so that none carries a nonce that was used. JSON bodies are not signed.

    authlib supplies nonce, parameters and header; its own signing refuses http:// and knows no HMAC-SHA256.
    """

    def __init__(self, keys: OAuth1Keys, verifier: str = "") -> None:
        self._keys = keys
        self._client = ClientAuth(
            keys.consumer_key, token=keys.access_token, signature_method=SIGNATURE_METHOD, verifier=verifier
        )

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        params = self._client.get_oauth_params(generate_nonce(), generate_timestamp())
        text = base_string(request.method or "", request.url or "", params)
        signed = [*params, ("oauth_signature", signature(text, self._keys))]
        request.headers["Authorization"] = prepare_headers(signed)["Authorization"]
        return request


def auth_for(credentials: BearerToken | OAuth1Keys) -> AuthBase:
    return BearerAuth(credentials) if isinstance(credentials, BearerToken) else OAuth1Auth(credentials)


def base_string(method: str, url: str, oauth_params: Sequence[tuple[str, str]]) -> str:
    """Return the text Magento signs for this call; `url` is the one that goes over the wire."""
    address = _DECODED_IN_PATH.sub(lambda match: unquote(match[0]), normalize_base_string_uri(url.partition("?")[0]))
    pairs = [(escape(name), escape(value)) for name, value in [*_query_params(url), *oauth_params]]
    pairs.sort(key=lambda pair: (_natural(pair[0]), _natural(pair[1])))
    return "&".join(escape(part) for part in (method.upper(), address, "&".join(f"{n}={v}" for n, v in pairs)))


def signature(text: str, keys: OAuth1Keys) -> str:
    key = f"{escape(keys.consumer_secret)}&{escape(keys.access_token_secret)}"
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _query_params(url: str) -> list[tuple[str, str]]:
    pairs = [pair.partition("=") for pair in urlsplit(url).query.split("&") if pair]
    return [(unquote(name), unquote(value)) for name, _, value in pairs]


def _natural(encoded: str) -> tuple[tuple[int, int], ...]:
    """Order as PHP's strnatcmp does for percent-encoded names: a run of digits counts as its number."""
    return tuple(
        (ord("0"), int(part)) if part[0] in "0123456789" else (ord(part), 0) for part in _DIGITS_OR_ONE.findall(encoded)
    )
