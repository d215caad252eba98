"""Deliveries: raw bytes in, 202 out once they are kept. The vendor's signature is the authentication.

Plain WSGI in front of the pages: on this path Flask's own work costs more than all the rest (`bench/README.md`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.wsgi import get_input_stream

from connector.domain.errors import RetourError
from connector.domain.ids import TenantId
from connector.flow.receive import receive
from connector.flow.services import Services, UnknownInstallation
from connector.ports.errors import DatabaseAway
from connector.ports.helpdesk import RawWebhook
from connector.ports.store import NotKept
from connector.tally import TALLY
from connector.web.errors import answer_to, answer_to_bug

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

AUTHENTICATION = "the vendor's signature over the raw bytes"
ADDRESS = "/hooks/"
UNKNOWN = "unknown"
BESIDES = ("CONTENT_TYPE", "CONTENT_LENGTH")  # headers that WSGI names without HTTP_


class Deliveries:
    """`POST /hooks/<tenant>`; every other path goes on to `pages`."""

    def __init__(self, services: Services, pages: WSGIApplication, max_body: int) -> None:
        self._services = services
        self._pages = pages
        self._max_body = max_body

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """A repeat is answered like the first one: the vendor must not send it again."""
        path: str = environ.get("PATH_INFO", "")
        tenant = path.removeprefix(ADDRESS)
        if tenant == path or not tenant or "/" in tenant:
            return self._pages(environ, start)
        try:
            if environ["REQUEST_METHOD"] != "POST":
                raise MethodNotAllowed(["POST"])
            body = get_input_stream(environ, max_content_length=self._max_body + 1).read()
            if len(body) > self._max_body:  # one that comes in chunks has no length to refuse it by
                raise RequestEntityTooLarge
            # WSGI hands over the path's bytes as Latin-1
            named = TenantId(tenant.encode("latin-1").decode("utf-8", "replace"))
            new = receive(self._services, named, RawWebhook(_headers(environ), body, _query(environ)))
        except HTTPException as error:
            TALLY.delivery(UNKNOWN, "refused")
            return error(environ, start)
        except RetourError as error:
            TALLY.delivery(*_turned_down(tenant, error))
            return answer_to(error, path)(environ, start)
        except Exception as error:
            TALLY.delivery(UNKNOWN, "away")
            return answer_to_bug(error, path)(environ, start)
        TALLY.delivery(_helpdesk(tenant), "accepted" if new else "repeated")
        start("202 Accepted", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "0")])
        return [b""]


def _helpdesk(tenant: str) -> str:
    """The vendor's name begins the id of an installation that is there."""
    return tenant.partition("-")[0]


def _turned_down(tenant: str, error: RetourError) -> tuple[str, str]:
    """For metrics. A label must not be what a stranger put into the address."""
    if isinstance(error, UnknownInstallation):
        return UNKNOWN, "refused"
    if isinstance(error, DatabaseAway):  # so that nobody knows whether there is such a tenant
        return UNKNOWN, "away"
    return _helpdesk(tenant), "away" if isinstance(error, NotKept) else "refused"


def _headers(environ: WSGIEnvironment) -> dict[str, str]:
    found = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    found.update((name.replace("_", "-").lower(), environ[name]) for name in BESIDES if environ.get(name))
    return found


def _query(environ: WSGIEnvironment) -> dict[str, str]:
    """The first value of each name."""
    query = environ.get("QUERY_STRING", "")
    return MultiDict(parse_qsl(query, keep_blank_values=True)).to_dict() if query else {}
