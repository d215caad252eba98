"""The connection check: what is wrong with address, credentials or permissions, in words a merchant can act on."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any
from urllib.parse import urlsplit

import requests

from connector import outbound
from connector.flow.install import shop_id
from connector.magento import diagnosis, refusals
from connector.magento.address import all_urls, own_url
from connector.magento.client import MagentoClient
from connector.magento.permissions import MSI, PERMISSIONS, UNPROVEN, Permission, Read
from connector.magento.signing import BearerToken, OAuth1Keys
from connector.ports.errors import ReadFailed
from connector.ports.probe import Probe

STORES = "store/storeConfigs"
GOOD = f"Connected. No harmless call proves these permissions, see to them yourself: {', '.join(UNPROVEN)}"
NO_MSI = (
    "Magento's inventory modules (MSI) are off: Retour cannot see what is in stock, and leaves exchanges to a person."
)


class _Unusable(Exception):
    """The shop answered in a way that nothing can be done with; the text says what to do."""


def probe(client: MagentoClient, credentials: BearerToken | OAuth1Keys, proven: bool = False) -> Probe:
    """`/modules` answers any live integration however limited: refused there, the token is bad; refused only later,
    a permission is missing. `proven`: the credentials worked once before. Never raises."""
    missing: list[str] = []
    warnings: list[str] = []
    try:
        answer = client.look("modules")
        if answer.status_code == 401:
            return Probe(ok=False, detail=diagnosis.bad_credentials(answer, credentials, proven))
        modules = set(_document(answer, list))
        if not modules >= MSI:
            warnings.append(NO_MSI)
        for permission, read in _provable(modules):
            answer = client.look(read.path, read.query())
            if answer.status_code == 401:
                missing.append(outbound.missing_permission(answer) or permission.resource)
            else:
                warnings += _warnings(read, answer, client.base_url)
    except _Unusable as unusable:
        return Probe(False, str(unusable), tuple(missing), tuple(warnings))
    except requests.RequestException as error:
        return Probe(False, diagnosis.no_connection(error), tuple(missing), tuple(warnings))
    detail = "The integration lacks permissions: " + ", ".join(missing) if missing else GOOD
    return Probe(not missing, detail, tuple(missing), tuple(dict.fromkeys(warnings)))


def _provable(modules: Set[str]) -> Iterator[tuple[Permission, Read]]:
    for permission in PERMISSIONS:
        if permission.proof is not None and permission.proof.module in {"", *modules}:
            yield permission, permission.proof


def _warnings(read: Read, answer: requests.Response, base_url: str) -> list[str]:
    """What a read that was not forbidden tells besides. Raise _Unusable where the shop cannot be worked with."""
    if (limit := diagnosis.page_limit(answer)) is not None:
        return [limit]
    if read.path == STORES:
        return _address_warnings(_document(answer, list, read.path), base_url)
    if not read.without:
        _document(answer, dict, read.path)
        return []
    return _optional_warnings(read, answer)


def _optional_warnings(read: Read, answer: requests.Response) -> list[str]:
    """The right to the call is what is looked for: an answer that nothing was found proves it as well."""
    try:
        outbound.decoded(answer, ReadFailed)
    except ReadFailed:
        raise _Unusable(f"{read.path}: {diagnosis.not_magento(answer, object)}") from None
    if answer.status_code >= 500 or (answer.status_code == 404 and diagnosis.NO_ROUTE in answer.text):
        words = refusals.told(answer.text)[:200]
        return [f"{read.path} answers {answer.status_code} ({words}): {read.without}. Is its module on and whole?"]
    return []


def _document(answer: requests.Response, shape: type[Any], path: str = "") -> Any:
    if (problem := diagnosis.not_magento(answer, shape)) is not None:
        raise _Unusable(f"{path}: {problem}" if path else problem)
    return outbound.decoded(answer, ReadFailed)


def _address_warnings(stores: Any, base_url: str) -> list[str]:
    try:
        own, known = own_url(stores), {url: shop_id(url) for url in all_urls(stores)}
    except (ReadFailed, ValueError):
        raise _Unusable(f"{STORES}: the answer has another form than Magento's. Is this a Magento 2 shop?") from None
    if shop_id(base_url) not in known.values():
        return [
            f"The shop calls itself {own}, Retour calls it {base_url}. If a proxy changes its host, it must forward "
            f"Host and X-Forwarded-Proto; if both lead to one shop, connect it as {own}."
        ]
    if urlsplit(base_url).scheme == "http" and any(url.startswith("https:") for url in known):
        return [f"The shop has https, Retour calls {base_url} without it: connect it under https."]
    return []
