"""What an answer that should have been another one says about the connection: a sentence that says what to do."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import requests

from connector import outbound
from connector.magento import refusals
from connector.magento.criteria import PAGE_SIZE
from connector.magento.signing import BearerToken, OAuth1Keys
from connector.ports.errors import ReadFailed

TOKEN = re.compile(r"[0-9A-Za-z]{32}")  # an integration's; an admin's is a JWT
NO_ROUTE = "does not match any route"
LIMIT = re.compile(r"Maximum SearchCriteria pageSize is (\d+)")
BEARER_SWITCH = (
    "Stores > Configuration > Services > OAuth > Consumer Settings, "
    "Allow OAuth Access Tokens to be used as standalone Bearer tokens"
)


def no_connection(error: requests.RequestException) -> str:
    if "private network" in str(error):
        return "The address leads into a private network, which this installation does not allow."
    if isinstance(error, requests.exceptions.SSLError):
        return "The shop's certificate is not valid: renew it, or enter the name that it is for."
    return f"No connection to this address ({type(error).__name__}): is it right, and may we reach it from here?"


def bad_credentials(answer: requests.Response, credentials: BearerToken | OAuth1Keys, proven: bool) -> str:
    """A 401 where any live integration gets an answer. `proven`: these credentials worked once before."""
    if isinstance(credentials, BearerToken):
        return _bad_bearer(credentials, proven)
    return _bad_keys(refusals.told(answer.text), proven)


def _bad_bearer(credentials: BearerToken, proven: bool) -> str:
    """Magento gives a bad token and a switched-off bearer the same 401; only the token's own form tells more."""
    if credentials.token.count(".") == 2:
        return "The token was refused: it is wrong or has expired (an admin's token lives one hour)."
    if not TOKEN.fullmatch(credentials.token):
        return "The token was refused: an access token has 32 letters and digits, this one has not. Copy it again."
    if proven:
        return (
            "The token was refused though it worked before: bearer was switched off "
            f"({BEARER_SWITCH}), or the integration was authorised again or removed. Allow bearer, or connect again."
        )
    return (
        "The token was refused: it is wrong, or the shop does not take integration tokens as bearer. Allow it under "
        f"{BEARER_SWITCH}, or connect with the four keys."
    )


def _bad_keys(words: str, proven: bool) -> str:
    if "signature is invalid" in words and proven:
        return (
            "The signature was refused though these keys worked before: a proxy in front of the shop now hides the "
            "shop's own host or scheme from it. It must forward Host and X-Forwarded-Proto unchanged."
        )
    if "signature is invalid" in words:
        return (
            "The signature was refused: a secret is wrong, or a proxy hides the shop's own address from it "
            "(it must forward Host and X-Forwarded-Proto)."
        )
    if "Specified token does not exist" in words:
        return "The access token is no longer valid. Was the integration authorised again? Connect it once more."
    if "specified key does not exist" in words or "key is not the correct length" in words:
        return "The shop knows no integration with this consumer key. Was it removed, or is this another shop?"
    if "validating the nonce" in words:
        return "The call was refused for its time: this machine's clock is more than ten minutes ahead."
    if "isn't authorized" in words:
        return "The signature did not reach Magento: a proxy or web server drops the Authorization header."
    return f"The keys were refused: {words[:200]}"


def page_limit(answer: requests.Response) -> str | None:
    """The warning that follows where the shop refuses our page size, else None."""
    found = LIMIT.search(refusals.told(answer.text)) if answer.status_code == 400 else None
    if found is None:
        return None
    return (
        f"The shop limits searches to {found[1]} records a page, Retour asks for {PAGE_SIZE}: no order will be found. "
        "Raise Maximum Page Size under Stores > Configuration > Services > Magento Web API > Web Api Limits "
        f"(webapi/validation/maximum_page_size) to {PAGE_SIZE} or more, or switch the limits off."
    )


def not_magento(answer: requests.Response, shape: type[Any]) -> str | None:
    """Return what is wrong with an answer that should be 200 and a JSON document of this shape, else None."""
    status = answer.status_code
    if 300 <= status < 400:
        return f"The address redirects to {_site(answer.headers.get('Location', ''))}. Enter the address it leads to."
    try:
        document = outbound.decoded(answer, ReadFailed)
    except ReadFailed:
        return _a_page(answer)
    if status == 200 and isinstance(document, shape):
        return None
    if status == 200:
        return "This is not Magento's REST API: the answer has another form. Is the address complete?"
    if status == 404:
        return f"Magento's REST API is not at this address: {refusals.told(answer.text)[:200]}"
    return f"The shop answered {status}: {refusals.told(answer.text)[:200]}"


def _a_page(answer: requests.Response) -> str:
    if answer.status_code == 503 and "maintenance" in answer.text.casefold():
        return (
            "The shop is in maintenance mode (503). Retour waits for it, and nothing is lost; if it should be open, "
            "its developers run `bin/magento maintenance:disable`."
        )
    if answer.status_code == 503:
        return "The shop is away (503): its web server answers, Magento does not. Wait, or ask whoever runs it."
    return (
        f"This is not Magento's REST API: the answer ({answer.status_code}) is a page, not JSON. "
        "Is the address complete?"
    )


def _site(location: str) -> str:
    """Scheme, host and path only: a query may hold session ids."""
    parts = urlsplit(location)
    return f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.netloc else parts.path
