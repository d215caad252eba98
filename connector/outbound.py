"""The only maker of HTTP sessions, and the two ways out: `read` and `write`.

No call is ever repeated here, no redirect followed, no cookie kept, no proxy or netrc of the machine used.
"""

from __future__ import annotations

import ipaddress
import json
import math
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.retry import Retry

from connector.ports.errors import (
    NotConnected,
    NotFound,
    NotSent,
    OutcomeUnknown,
    ReadFailed,
    Refused,
)
from connector.tally import TALLY

CONNECT_SECONDS = 5.0
READ_SECONDS = 30.0
USER_AGENT = "Retour/0.1"
MAX_RETRY_AFTER = 900.0


# IPv6 ranges that carry an IPv4 address, perhaps a private one: NAT64 (RFC 6052) and 6to4 (RFC 3056).
TRANSLATED = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"))


class _PrivateAddress(NewConnectionError):
    """The name leads into a private network: a tenant may not make us call there."""


def _refuse_private(connection: HTTPConnection, sock: socket.socket) -> socket.socket:
    peer = ipaddress.ip_address(sock.getpeername()[0])
    if not peer.is_global or peer.is_multicast or any(peer in net for net in TRANSLATED if net.version == peer.version):
        sock.close()
        raise _PrivateAddress(connection, "leads into a private network; see RETOUR_ALLOW_PRIVATE_HOSTS")
    return sock


class _PublicHTTPConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _refuse_private(self, super()._new_conn())


class _PublicHTTPSConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _refuse_private(self, super()._new_conn())


class _PublicHTTPPool(HTTPConnectionPool):
    ConnectionCls = _PublicHTTPConnection


class _PublicHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _PublicHTTPSConnection


class _Adapter(HTTPAdapter):
    """Checks the address actually connected to, so that a name cannot change its mind between check and use."""

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private
        super().__init__(
            pool_connections=4,
            pool_maxsize=64,
            max_retries=Retry(0, read=False, redirect=False),
        )

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        if not self._allow_private:
            self.poolmanager.pool_classes_by_scheme = {
                "http": _PublicHTTPPool,
                "https": _PublicHTTPSPool,
            }


class _NoCookies(RequestsCookieJar):
    """Magento serialises calls that send its session cookie back (contract, Authentication)."""

    def set_cookie(self, *args: object, **kwargs: object) -> None:
        return None

    def extract_cookies(self, *args: object, **kwargs: object) -> None:
        return None


def make_session(
    allow_private: bool,
    connect: float = CONNECT_SECONDS,
    read: float = READ_SECONDS,
    party_of: Callable[[str], str] = lambda url: "other",
) -> requests.Session:
    """Make a session. It may be shared by threads as long as nobody changes it afterwards.

    `party_of` names whom an address belongs to, out of a short list: calls are counted and timed by it.
    """
    session = requests.Session()
    session.trust_env = False
    session.cookies = _NoCookies()
    session.headers.update({"Accept": "application/json", "User-Agent": USER_AGENT})
    adapter = _Adapter(allow_private)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    # A default time-out also for clients that never give one (python-freshdesk, authlib).
    original: Callable[..., requests.Response] = session.request

    def request(method: str, url: str, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", (connect, read))
        status, began = None, time.monotonic()
        try:
            answer = original(method, url, **kwargs)
            status = answer.status_code
            return answer
        finally:
            TALLY.call(party_of(url), method.upper(), status, time.monotonic() - began)

    session.request = request  # type: ignore[method-assign,assignment]
    return session


def retry_after(answer: requests.Response, default: float = 30.0) -> float:
    """Seconds the other side asks us to wait: a number or an HTTP date, at most 15 minutes."""
    given = answer.headers.get("Retry-After", "")
    try:
        seconds = float(given)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(given) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            seconds = default
    if not math.isfinite(seconds):  # "nan" is a number, too
        seconds = default
    return min(max(seconds, 1.0), MAX_RETRY_AFTER)


def read(session: requests.Session, url: str, **kwargs: Any) -> Any:
    """GET a JSON document; numbers with a point come as Decimal.

    Raise NotFound (404), NotConnected (401, 403), ReadFailed (anything else, an answer that is not JSON included).
    """
    try:
        answer = session.request("GET", url, allow_redirects=False, **kwargs)
    except requests.RequestException as error:
        raise ReadFailed(type(error).__name__) from error
    return judged(answer)


def judged(answer: requests.Response) -> Any:
    """Return the document of an answer to a read, or raise what `read` raises."""
    if answer.status_code == 429:
        raise ReadFailed("429", retry_after(answer))
    if answer.status_code in {401, 403}:
        raise NotConnected(str(answer.status_code), missing_permission(answer))
    if answer.status_code == 404:
        raise NotFound("404")
    if answer.status_code != 200:
        raise ReadFailed(str(answer.status_code))
    return decoded(answer, ReadFailed)


def decoded(answer: requests.Response, error: type[ReadFailed] | type[OutcomeUnknown]) -> Any:
    """Parse exactly: numbers with a point become Decimal. Raise `error` for HTML and other surprises."""
    try:
        return json.loads(answer.content, parse_float=Decimal)
    except ValueError as cause:
        raise error(f"not JSON: {answer.headers.get('Content-Type', 'no content type')}") from cause


def write(session: requests.Session, method: str, url: str, body: object = None, **kwargs: Any) -> requests.Response:
    """Send once; raise NotSent, Refused or OutcomeUnknown. A redirect is a no: following it would send twice.

    429 and 401 are refusals at the door, before the other side acted: NotSent, so that a renewed token or a later
    minute may try again. Refused carries the status as its code and the body's text as its detail.
    """
    try:
        answer = session.request(method, url, json=body, allow_redirects=False, **kwargs)
    except requests.RequestException as error:
        # ConnectionError alone may also mean "hung up after reading": look at the reason.
        reason = getattr(error.args[0] if error.args else None, "reason", None)
        never_left = isinstance(reason, NewConnectionError | ConnectTimeoutError)
        raise (NotSent if never_left else OutcomeUnknown)(type(error).__name__) from error
    if answer.status_code == 429:
        raise NotSent("429", retry_after(answer))
    if answer.status_code in {401, 403}:
        raise NotConnected(str(answer.status_code), missing_permission(answer))
    if answer.status_code >= 500:
        raise OutcomeUnknown(str(answer.status_code))
    if answer.status_code >= 300:
        raise Refused(str(answer.status_code), answer.text[:2000])
    return answer


def missing_permission(answer: requests.Response) -> str | None:
    """Name the permission an answer says is missing (Magento puts it in `parameters.resources`), else None."""
    try:
        parameters = answer.json().get("parameters")
    except (ValueError, AttributeError):
        return None
    resources = parameters.get("resources") if isinstance(parameters, dict) else None
    return str(resources) if resources else None
