"""OAuth 1.0a as Magento verifies it: HMAC-SHA256 only, header only, and a base string that departs from RFC 5849.

Departures, each recorded: + in a query is a plus; a parameter without = never verifies; keys sort in natural order;
nine percent-encoded characters of the path are decoded before signing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import time
from collections.abc import Collection, Mapping, Sequence
from urllib.parse import quote, unquote

from sandbox.magento.access import Access, Consumer, Token
from sandbox.magento.refusals import REQUIRED, Refusal, Refusals

LENGTH = 32  # of every key, token and secret, and the most a nonce may have
FUTURE = 600  # seconds a timestamp may be ahead; the past is not checked
DECODED_IN_PATH = {"%2F": "/", "%2B": "+", "%2C": ",", "%26": "&", "%3A": ":", "%40": "@", "%3D": "=", "%3B": ";"}
DECODED_IN_PATH["%24"] = "$"
NEEDED = ("oauth_consumer_key", "oauth_signature", "oauth_signature_method", "oauth_nonce", "oauth_timestamp")


def verify(
    access: Access,
    header: str,
    method: str,
    base_url: str,
    raw_target: str,
    request_tokens: Collection[str] = (),
) -> Token:
    """Return the token a signed call was made with; raise Refusal. Uses up the nonce even if the signature is bad.

    `request_tokens`: those of a handshake under way, which are no access tokens.
    """
    given = parameters(header)
    consumer = checked(access, given, (*NEEDED, "oauth_token"))
    if given["oauth_token"] in request_tokens:
        raise Refusal(401, "Token is not an access token")
    token = access.by_access_token(given["oauth_token"])
    if token is None:
        raise Refusal(401, "Specified token does not exist")
    if token.consumer_key != consumer.key:
        raise Refusal(401, "Token is not associated with the specified consumer")
    check_signature(given, base_string(method, base_url, raw_target, given), consumer, token.access_token_secret)
    return token


def checked(access: Access, given: Mapping[str, str], needed: Sequence[str]) -> Consumer:
    """Return the consumer of a well-formed request with a fresh nonce; raise Refusal, naming all that is missing."""
    missing = [Refusal(400, REQUIRED, {"fieldName": name}) for name in needed if not given.get(name)]
    if missing:
        raise missing[0] if len(missing) == 1 else Refusals(missing)
    if len(given.get("oauth_token", "x" * LENGTH)) != LENGTH:
        raise Refusal(400, "The token length is invalid. Check the length and try again.")
    if given["oauth_signature_method"] != "HMAC-SHA256":
        raise Refusal(400, "Signature method %1 is not supported", [given["oauth_signature_method"]])
    if len(given["oauth_consumer_key"]) != LENGTH:
        raise Refusal(401, "Consumer key is not the correct length")
    consumer = access.by_consumer_key(given["oauth_consumer_key"])
    if consumer is None:
        raise Refusal(401, "A consumer having the specified key does not exist")
    _check_nonce(access, consumer, given)
    return consumer


def check_signature(given: Mapping[str, str], text: str, consumer: Consumer, token_secret: str) -> None:
    """Raise Refusal unless the base string `text` was signed with both secrets."""
    expected = signature(text, consumer.secret, token_secret)
    if not hmac.compare_digest(expected.encode(), given["oauth_signature"].encode()):
        raise Refusal(401, "The signature is invalid. Verify and try again.")


def _check_nonce(access: Access, consumer: Consumer, given: Mapping[str, str]) -> None:
    stamp, nonce = given["oauth_timestamp"], given["oauth_nonce"]
    if not stamp.isdigit() or int(stamp) > time.time() + FUTURE or len(nonce) > LENGTH:
        raise Refusal(401, "An error occurred validating the nonce")
    if not access.use_nonce(consumer.id, nonce):
        text = "The nonce is already being used by the consumer with ID %1"
        raise Refusal(401, text, [str(consumer.id)])


def signature(text: str, consumer_secret: str, token_secret: str) -> str:
    key = f"{quote(consumer_secret, safe='')}&{quote(token_secret, safe='')}"
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def base_string(method: str, base_url: str, raw_target: str, given: Mapping[str, str]) -> str:
    """Return what is signed; `raw_target` is path and query as sent."""
    path, _, query = raw_target.partition("?")
    pairs = [(name, value) for name, value in given.items() if name not in ("oauth_signature", "realm")]
    for part in query.split("&"):
        name, separator, value = part.partition("=")
        if separator:  # without =, Magento loses the parameter, so that no honest signature matches
            pairs.append((unquote(name), unquote(value)))
    pairs.sort(key=lambda pair: (_natural(pair[0]), pair[1]))
    text = "&".join(f"{_escape(name)}={_escape(value)}" for name, value in pairs)
    return "&".join((method.upper(), _escape(base_url + _signed_path(path)), _escape(text)))


def _signed_path(path: str) -> str:
    return re.sub(r"%[0-9A-Fa-f]{2}", lambda found: DECODED_IN_PATH.get(found[0].upper(), found[0]), path)


def _natural(name: str) -> list[tuple[int, int]]:
    """Sort key of PHP's strnatcmp: runs of digits compare as numbers, everything else by byte."""
    parts = re.findall(r"\d+|\D", name)
    return [(ord("0"), int(part)) if part.isdigit() else (ord(part), 0) for part in parts]


def _escape(text: str) -> str:
    return quote(text, safe="~-._")


def parameters(header: str) -> dict[str, str]:
    """Return what an `Authorization: OAuth` header holds, decoded."""
    found = re.findall(r'([A-Za-z_]+)="([^"]*)"', header)
    return {name: unquote(value) for name, value in found}
