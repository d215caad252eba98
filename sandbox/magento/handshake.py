"""POST /oauth/token/request and /oauth/token/access: form-encoded answers, refusals as `oauth_problem`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlencode

from sandbox.magento import oauth
from sandbox.magento.refusals import Refusal, Refusals, filled

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

PATHS = ("/oauth/token/request", "/oauth/token/access")


def answer(shop: Shop, environ: Mapping[str, Any]) -> tuple[int, str]:
    """Return status and body (text/html, whatever was asked for)."""
    scheme, _, header = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    given = oauth.parameters(header) if scheme.lower() == "oauth" else {}
    base_url = f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}"
    text = oauth.base_string(environ["REQUEST_METHOD"], base_url, environ["RAW_URI"], given)
    try:
        asks_access = environ["PATH_INFO"] == PATHS[1]
        token, secret = _access(shop, given, text) if asks_access else _request(shop, given, text)
    except Refusal as refusal:
        return refusal.status, f"oauth_problem={quote_plus(_problem(refusal))}"
    return 200, urlencode({"oauth_token": token, "oauth_token_secret": secret})


def _request(shop: Shop, given: Mapping[str, str], text: str) -> tuple[str, str]:
    consumer = oauth.checked(shop.access, given, oauth.NEEDED)
    shop.integrations.check_age(consumer)
    oauth.check_signature(given, text, consumer, "")
    return shop.integrations.request_token(consumer)


def _access(shop: Shop, given: Mapping[str, str], text: str) -> tuple[str, str]:
    consumer = oauth.checked(shop.access, given, (*oauth.NEEDED, "oauth_token", "oauth_verifier"))
    secret = shop.integrations.request_secret(consumer, given["oauth_token"], given["oauth_verifier"])
    oauth.check_signature(given, text, consumer, secret)
    token = shop.integrations.access_token(consumer, given["oauth_token"])
    return token.access_token, token.access_token_secret


def _problem(refusal: Refusal) -> str:
    """Several problems are one line, each without its full stop."""
    if isinstance(refusal, Refusals):
        return ", ".join(filled(problem).rstrip(".") for problem in refusal.problems)
    return filled(refusal)
