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
from collections.abc import Mapping
from urllib.parse import quote, unquote

from sandbox.magento.access import Access, Token
from sandbox.magento.refusals import REQUIRED, Refusal

LENGTH = 32  # of every key, token and secret, and the most a nonce may have
FUTURE = 600  # seconds a timestamp may be ahead; the past is not checked
DECODED_IN_PATH = {"%2F": "/", "%2B": "+", "%2C": ",", "%26": "&", "%3A": ":", "%40": "@", "%3D": "=", "%3B": ";"}
DECODED_IN_PATH["%24"] = "$"
NEEDED = ("oauth_consumer_key", "oauth_signature", "oauth_signature_method", "oauth_nonce", "oauth_timestamp")


def verify(access: Access, header: str, method: str, base_url: str, raw_target: str) -> Token:
    """Return the token a signed call was made with; raise Refusal. Uses up the nonce even if the signature is bad."""
    given = _header(header)
    _check_form(given)
    consumer = access.by_consumer_key(given["oauth_consumer_key"])
    if len(given["oauth_consumer_key"]) != LENGTH:
        raise Refusal(401, "Consumer key is not the correct length")
    if consumer is None:
        raise Refusal(401, "A consumer having the specified key does not exist")
    _check_nonce(access, consumer, given)
    token = access.by_access_token(given["oauth_token"])
    if token is None:
        raise Refusal(401, "Specified token does not exist")
    if token.consumer_key != consumer.consumer_key:
        raise Refusal(401, "Token is not associated with the specified consumer")
    text = base_string(method, base_url, raw_target, given)
    expected = signature(text, token.consumer_secret, token.access_token_secret)
    if not hmac.compare_digest(expected.encode(), given["oauth_signature"].encode()):
        raise Refusal(401, "The signature is invalid. Verify and try again.")
    return token


def _check_form(given: Mapping[str, str]) -> None:
    for name in (*NEEDED, "oauth_token"):
        if not given.get(name):
            raise Refusal(400, REQUIRED, {"fieldName": name})
    if len(given["oauth_token"]) != LENGTH:
        raise Refusal(400, "The token length is invalid. Check the length and try again.")
    if given["oauth_signature_method"] != "HMAC-SHA256":
        raise Refusal(400, "Signature method %1 is not supported", [given["oauth_signature_method"]])


def _check_nonce(access: Access, consumer: Token, given: Mapping[str, str]) -> None:
    stamp, nonce = given["oauth_timestamp"], given["oauth_nonce"]
    if not stamp.isdigit() or int(stamp) > time.time() + FUTURE or len(nonce) > LENGTH:
        raise Refusal(401, "An error occurred validating the nonce")
    if not access.use_nonce(consumer.consumer_id, nonce):
        text = "The nonce is already being used by the consumer with ID %1"
        raise Refusal(401, text, [str(consumer.consumer_id)])


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


def _header(header: str) -> dict[str, str]:
    found = re.findall(r'([A-Za-z_]+)="([^"]*)"', header)
    return {name: unquote(value) for name, value in found}
