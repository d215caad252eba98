"""Calls to one Magento: addresses, pages, and what its answers mean for reads and writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from requests.auth import AuthBase

from connector import outbound
from connector.magento import criteria, refusals
from connector.magento.criteria import Filter, Query
from connector.magento.values import Record, record, records
from connector.ports.errors import NotFound, OutcomeUnknown, ReadFailed, Refused

MAX_PAGES = 50  # 5,000 records of one order: beyond, something is wrong and we would rather stop


def is_entity_id(value: str) -> bool:
    """Tell an entity id from anything else. Magento casts `000000005` in a path to entity 5: a stranger's order."""
    return value.isascii() and value.isdecimal() and not value.startswith("0")


def segment(value: str) -> str:
    """One part of a path, percent-encoded in full, as Magento wants SKUs and codes. Raise NotFound for what addresses
    cannot carry: a dot or two would lead to another call."""
    if value in {"", ".", ".."}:
        raise NotFound("no such name")
    return quote(value, safe="")


class MagentoClient:
    """One shop's REST API. May be shared by threads. Without a store view's code in the path (`view`) all store views
    are seen; with it, carts get its currency and articles its words.

    `base_url` may hold a path and a trailing slash; signatures are made for exactly this address, so it has to be the
    one the shop knows itself by. Raises ValueError for anything but http and https.
    """

    def __init__(self, base_url: str, auth: AuthBase, session: requests.Session) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("the shop's address must start with http:// or https:// and end with its path")
        self.base_url = base_url.rstrip("/")
        self._auth = auth
        self._session = session

    def url(self, path: str, query: Query = (), view: str = "") -> str:
        root = f"{self.base_url}/rest/{view}/V1" if view else f"{self.base_url}/rest/V1"
        return f"{root}/{path}" + (f"?{criteria.encode(query)}" if query else "")

    def get(self, path: str, query: Query = (), view: str = "") -> Any:
        """Read a JSON document. Raise NotFound, NotConnected or ReadFailed."""
        return outbound.read(self._session, self.url(path, query, view), auth=self._auth)

    def get_if_there(self, path: str, query: Query = ()) -> Any:
        """The same; None for any 404: Magento translates the words that tell a missing route from a missing record."""
        try:
            answer = self.look(path, query)
        except requests.RequestException as error:
            raise ReadFailed(type(error).__name__) from error
        if answer.status_code == 404:
            return None
        return outbound.judged(answer)

    def newest(self, path: str, wanted: Filter, fields: str, most: int) -> list[Record]:
        """Read the matches that were made last, newest first, in one call."""
        query = criteria.search([wanted], fields, size=most, newest_by="created_at")
        return records(record(self.get(path, query), path), "items")

    def search(self, path: str, any_of: Sequence[Filter], fields: str) -> list[Record]:
        """Read all matches, page by page. Raise NotConnected or ReadFailed, also where fewer came than were announced.

        A memo that is missing from a list would look like money that has not been paid back.
        """
        found: list[Record] = []
        for page in range(1, MAX_PAGES + 1):
            query = criteria.search(any_of, fields, page)
            answer = record(self.get(path, query), path)
            total = answer.get("total_count")
            if not isinstance(total, int):
                raise ReadFailed(f"{path}: no total_count")
            items = records(answer, "items")  # null with a projection and no hits
            found += items
            if len(found) >= total:
                return found
            if not items:
                break
        raise ReadFailed(f"{path}: incomplete")

    def post(self, path: str, body: object = None, view: str = "") -> Any:
        """Send once and return the JSON document answered.

        Raise NotSent, NotConnected, Refused (its code the status, its detail Magento's words with placeholders filled)
        or OutcomeUnknown, also for an answer that is not JSON: something else than Magento may have spoken last.
        """
        return self._write("POST", path, body, view)

    def put(self, path: str, body: object = None, view: str = "") -> Any:
        """Like `post`."""
        return self._write("PUT", path, body, view)

    def delete(self, path: str) -> Any:
        """Like `post`."""
        return self._write("DELETE", path, None, "")

    def _write(self, method: str, path: str, body: object, view: str) -> Any:
        try:
            answer = outbound.write(self._session, method, self.url(path, view=view), body, auth=self._auth)
        except Refused as refused:
            if refused.code == "408":  # a proxy lost patience with our body or with PHP
                raise OutcomeUnknown("408") from refused
            told, given = refusals.told(refused.detail), refusals.parameters(refused.detail)
            raise Refused(refused.code, told, given) from refused
        return outbound.decoded(answer, OutcomeUnknown)

    def look(self, path: str, query: Query = ()) -> requests.Response:
        """GET without judging the answer, for the connection check. Raises requests' own errors."""
        return self._session.request("GET", self.url(path, query), auth=self._auth, allow_redirects=False)
