"""zenpy without its transport: it builds requests and reads answers, every call goes through `client.Account`.

Left to itself zenpy repeats an unanswered PUT three times and sleeps on 429 (contract, section 8). It never gets that
far: our errors are raised before it sees the answer. Its objects and its exceptions stay in this folder.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import requests
from zenpy import Zenpy
from zenpy.lib.exception import ZenpyException

from connector.helpdesks.zendesk.client import Account
from connector.ports.errors import OutcomeUnknown, ReadFailed

_SUBDOMAIN, _DOMAIN = "account", "invalid"  # a name that leads nowhere, should a call ever slip past us
_BELIEVED = f"https://{_SUBDOMAIN}.{_DOMAIN}"

logging.getLogger("zenpy").setLevel(logging.WARNING)  # at DEBUG it logs bodies, signing secrets among them


@dataclass(frozen=True)
class _Answer:
    """As much of a response as zenpy looks at. Every failed one was raised before, so the status is a success."""

    status_code: int
    content: bytes | None
    document: Any
    request: SimpleNamespace
    headers: dict[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        if self.document is not None:
            return self.document
        return json.loads(self.content or b"")  # ValueError for "204 no content", as zenpy expects


class _Session:
    """What zenpy takes for a requests session."""

    authorized = True  # keeps zenpy from asking for credentials: `Account` has the token

    def __init__(self, account: Account) -> None:
        self._account = account
        self.headers: dict[str, str] = {}

    def get(self, url: str, params: dict[str, Any] | None = None, **_: object) -> _Answer:
        texts = {name: str(value) for name, value in (params or {}).items()}
        document = self._account.read(self._path(url), texts or None)
        return _Answer(200, None, document, SimpleNamespace(url=url))

    def post(self, url: str, json: object = None, **_: object) -> _Answer:
        return self._write("POST", url, json)

    def put(self, url: str, json: object = None, **_: object) -> _Answer:
        return self._write("PUT", url, json)

    def patch(self, url: str, json: object = None, **_: object) -> _Answer:
        return self._write("PATCH", url, json)

    def delete(self, url: str, json: object = None, **_: object) -> _Answer:
        return self._write("DELETE", url, json)

    def _write(self, method: str, url: str, body: object) -> _Answer:
        answer: requests.Response = self._account.write(method, self._path(url), body)
        return _Answer(answer.status_code, answer.content, None, SimpleNamespace(url=url))

    def _path(self, url: str) -> str:
        """Links to further pages name the account's real host; nothing else may be asked."""
        for known in (_BELIEVED, self._account.base_url):
            if url.startswith(f"{known}/"):
                return url.removeprefix(known)
        raise ReadFailed("a link leads to another host")


def zenpy_for(account: Account) -> Zenpy:
    """Return a client for users, macros, triggers and webhooks: never for tickets, never while holding a lease."""
    return Zenpy(subdomain=_SUBDOMAIN, domain=_DOMAIN, session=_Session(account), disable_cache=True)


@contextmanager
def contained(error: type[ReadFailed] | type[OutcomeUnknown]) -> Iterator[None]:
    """Turn zenpy's surprise at an answer into `error`. Ours pass."""
    try:
        yield
    except (ZenpyException, requests.RequestException, ValueError, KeyError, TypeError, AttributeError) as cause:
        raise error(f"zenpy: {type(cause).__name__}") from cause
