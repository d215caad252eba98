"""What an account takes (contract, section 4, Limits), counted over all our processes.

We use four fifths: the account's other apps, and updates made in the agents' own screens, count as well.
"""

from __future__ import annotations

import re

import requests

from connector.outbound import retry_after
from connector.ports.throttle import Rate, Throttle

MINUTE = 60.0
ACCOUNT = 200  # calls a minute of the smallest plan, until an answer's `X-Rate-Limit` names this account's
UPDATES = 100  # ticket updates a minute; 300 with the add-on that takes the account to 2500
UPDATES_PART = 9  # so at 2500: 277
EXPORT = 10  # pages of the incremental export a minute
PLAN = re.compile(r"[0-9]{2,7}")

_TICKET = re.compile(r"/api/v2/tickets/[0-9]+(?:\.json)?")


def share(calls: int) -> Rate:
    """Our part of so many calls a minute."""
    return Rate(calls * 4 // 5, MINUTE)


class Limits:
    """The pools of one account. `host` names it: two installations of one account share its limits."""

    def __init__(self, host: str, throttle: Throttle) -> None:
        self._throttle = throttle
        self._account = f"zendesk:{host}"[:150]

    def wait(self, method: str, path: str) -> float:
        """Count a call that is about to be made. Return 0.0, or the seconds to wait without calling."""
        endpoint = self._endpoint(method, path)
        if endpoint is not None:
            wait = self._throttle.take(endpoint, share(EXPORT if method == "GET" else UPDATES))
            if wait > 0:
                return wait
        return self._throttle.take(self._account, share(ACCOUNT))

    def heard(self, answer: requests.Response, *_: object, **__: object) -> None:
        """An answer came: learn the plan's limit; after a 429, hold what was too fast. A hook of requests."""
        if answer.status_code == 429:
            self._turned_away(answer)
            return
        told = answer.headers.get("X-Rate-Limit", "")
        if PLAN.fullmatch(told):
            calls = int(told)
            self._throttle.learned(self._account, share(calls))
            self._throttle.learned(f"{self._account}:updates", share(max(UPDATES, calls // UPDATES_PART)))

    def _turned_away(self, answer: requests.Response) -> None:
        """Endpoints have limits of their own, with room left in the account's (contract, section 9). One of them is a
        single ticket's, for ten minutes: the others must not wait that long."""
        asked = answer.request
        endpoint = self._endpoint(asked.method or "", (asked.path_url or "").partition("?")[0])
        if endpoint is not None and answer.headers.get("X-Rate-Limit-Remaining", "0") != "0":
            self._throttle.hold(endpoint, min(retry_after(answer), MINUTE))
        else:
            self._throttle.hold(self._account, retry_after(answer))

    def _endpoint(self, method: str, path: str) -> str | None:
        if method == "GET" and path.startswith("/api/v2/incremental/"):
            return f"{self._account}:export"
        if method == "PUT" and _TICKET.fullmatch(path):
            return f"{self._account}:updates"
        return None
