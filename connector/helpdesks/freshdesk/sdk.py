"""python-freshdesk without its transport: it builds requests and reads answers, every call goes through
`client.Account`.

Left to itself it has no time-out, prints deletes to standard output and loses what a refusal says (contract, section
7). It never gets that far: our errors are raised before it sees the answer. Its objects and its exceptions stay in this
folder; it is asked about agents and contacts only, never about tickets.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from freshdesk.v2.api import API

from connector.helpdesks.freshdesk.client import Account
from connector.ports.errors import ReadFailed

_BELIEVED = "account.freshdesk.com"  # it takes no name without "freshdesk.com"; never asked, our session knows where


@dataclass(frozen=True)
class _Answer:
    """As much of a response as python-freshdesk looks at. Every failed one was raised before."""

    document: Any
    status_code: int = 200

    def json(self) -> Any:
        return self.document

    def raise_for_status(self) -> None:
        return None


class _Session:
    """What python-freshdesk takes for a requests session. It reads; whatever else it may try has no method here."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def get(self, url: str, params: dict[str, Any] | None = None) -> _Answer:
        texts = {name: str(value) for name, value in (params or {}).items()}
        return _Answer(self._account.read(url, texts or None))


def freshdesk_for(account: Account) -> API:
    """Return a client for agents and contacts."""
    api = API(_BELIEVED, "")
    api._session.close()
    api._session = _Session(account)
    api._api_prefix = "/api/v2/"  # `Account` takes paths
    return api


@contextmanager
def contained() -> Iterator[None]:
    """Turn python-freshdesk's surprise at an answer into ReadFailed. Ours pass."""
    try:
        yield
    except (requests.RequestException, ValueError, KeyError, TypeError, AttributeError) as cause:
        raise ReadFailed(f"python-freshdesk: {type(cause).__name__}") from cause
