"""The connection check: what is wrong with address, credentials or permissions, in words a merchant can act on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests

from connector import outbound
from connector.magento import criteria, refusals
from connector.magento.client import MagentoClient
from connector.magento.signing import BearerToken, OAuth1Keys
from connector.ports.errors import ReadFailed
from connector.ports.probe import Probe

# One harmless read per permission: what to read, and what Magento calls the right to.
READS = (
    ("orders", "Magento_Sales::actions_view"),
    ("creditmemos", "Magento_Sales::sales_creditmemo"),
    ("invoices", "Magento_Sales::sales_invoice"),
    ("shipments", "Magento_Sales::shipment"),
    ("products", "Magento_Catalog::products"),
)


def probe(client: MagentoClient, credentials: BearerToken | OAuth1Keys) -> Probe:
    """`/modules` answers any live integration however limited: refused there, the token is bad; refused only later,
    a permission is missing. Never raises."""
    try:
        answer = client.look("modules")
        if answer.status_code == 401:
            return Probe(ok=False, detail=_bad_credentials(answer, credentials))
        if (problem := _not_magento(answer, list)) is not None:
            return Probe(ok=False, detail=problem)
        missing = []
        for path, resource in READS:
            answer = client.look(path, criteria.search((), "entity_id,id", size=1))
            if answer.status_code == 401:
                missing.append(outbound.missing_permission(answer) or resource)
            elif (problem := _not_magento(answer, dict)) is not None:
                return Probe(ok=False, detail=f"{path}: {problem}", missing=tuple(missing))
    except requests.RequestException as error:
        return Probe(ok=False, detail=_no_connection(error))
    if missing:
        return Probe(
            ok=False, detail="The integration lacks permissions: " + ", ".join(missing), missing=tuple(missing)
        )
    return Probe(ok=True, detail="Connected")


def _no_connection(error: requests.RequestException) -> str:
    if "private network" in str(error):
        return "The address leads into a private network, which this installation does not allow."
    if isinstance(error, requests.exceptions.SSLError):
        return "The shop's certificate is not valid."
    return f"No connection to this address ({type(error).__name__})."


def _bad_credentials(answer: requests.Response, credentials: BearerToken | OAuth1Keys) -> str:
    """Magento gives a bad bearer token and a switched-off bearer the same 401; only the token's own form tells more."""
    words = refusals.told(answer.text)
    if isinstance(credentials, BearerToken):
        if credentials.token.count(".") == 2:
            return "The token was refused: it is wrong or has expired (an admin's token lives one hour)."
        return (
            "The token was refused: it is wrong, or the shop does not take integration tokens as bearer. Allow it "
            "under Stores > Configuration > Services > OAuth > Consumer Settings, or connect with the four keys."
        )
    if "signature is invalid" in words:
        return (
            "The signature was refused: a secret is wrong, or a proxy hides the shop's own address from it "
            "(it must forward Host and X-Forwarded-Proto)."
        )
    if "Specified token does not exist" in words:
        return "The access token is no longer valid. Was the integration authorised again? Connect it once more."
    if "validating the nonce" in words:
        return "The call was refused for its time: this machine's clock is more than ten minutes ahead."
    if "isn't authorized" in words:
        return "The signature did not reach Magento: a proxy or web server drops the Authorization header."
    return f"The keys were refused: {words[:200]}"


def _not_magento(answer: requests.Response, shape: type[Any]) -> str | None:
    """Return what is wrong with an answer that should be 200 and a JSON document of this shape, else None."""
    status = answer.status_code
    if 300 <= status < 400:
        return f"The address redirects to {_site(answer.headers.get('Location', ''))}. Enter the address it leads to."
    try:
        document = outbound.decoded(answer, ReadFailed)
    except ReadFailed:
        if status == 503:
            return "The shop is in maintenance mode or away (503)."
        return f"This is not Magento's REST API: the answer ({status}) is a page, not JSON. Is the address complete?"
    if status == 200 and isinstance(document, shape):
        return None
    if status == 200:
        return "This is not Magento's REST API: the answer has another form. Is the address complete?"
    if status == 404:
        return f"Magento's REST API is not at this address: {refusals.told(answer.text)[:200]}"
    return f"The shop answered {status}: {refusals.told(answer.text)[:200]}"


def _site(location: str) -> str:
    """Scheme, host and path only: a query may hold session ids."""
    parts = urlsplit(location)
    return f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.netloc else parts.path
