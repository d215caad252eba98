"""Bare WSGI: the signature, one raw INSERT and COMMIT per request."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bench.apps.ground import INSERT, ROW, TENANT, Execute, answer, connect, verified

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

STATEMENT = INSERT.format(rows=ROW)


class _Own(threading.local):
    """A connection per thread: nothing is cheaper."""

    execute: Execute

    def __init__(self) -> None:
        self.execute = connect()


own = _Own()


def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    found = verified(environ)
    if found is None:
        return answer(start, "401 Unauthorized")
    now = datetime.now(UTC).isoformat(" ")
    own.execute(STATEMENT, (TENANT, *found, now, now))
    return answer(start, "202 Accepted")
