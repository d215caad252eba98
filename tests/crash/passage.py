"""What a worker passes on its way: before and after every commit that writes, before and after every call outside.

Nothing in the product knows of this. A commit is named by the function that made it and by what happened to the outbox
in it; a call by its method and route. The n-th passage of one name is `<side> <name> #n`: a kill point. A transaction
that only read changes nothing anywhere: dying around it is dying at the next boundary, so it is none.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from sqlalchemy import Engine, event

import connector
from connector.ports.store import Action
from connector.storage.outbox import SqlOutbox

PRODUCT = str(Path(connector.__file__).parent)
WRITES = ("INSERT", "UPDATE", "DELETE")
ROOTS = (
    (re.compile(r"^/rest/([a-z]+/)?V1/"), "magento"),  # of a store view where there is one
    (re.compile(r"^/api/v2/"), "helpdesk"),
    (re.compile(r"^/api/"), "helpdesk"),
)
CODE = re.compile(r"(?<=/coupons/)[A-Z2-7]{16}$")  # money: never in a name
NUMBER = re.compile(r"[0-9]+")
NOTED = {  # methods of the outbox, and what is noted if they did something
    "add": "order",
    "claim": "claim",
    "silent": "look",
    "stepped": "step",
    "made": "record",
    "release": "release",
    "close": "close",
    "ask_person": "person",
}
CLAIMED = frozenset({"claim"})  # from here on nobody knows what became of the action …
KNOWN = frozenset({"record", "release", "close", "person"})  # … until one of these is committed

Report = Callable[[str, str], None]  # (kind of line, text)


def route_of(method: str, url: str) -> str:
    """`POST magento invoice/{id}/refund`: the same for every order and ticket."""
    path = urlsplit(url).path
    for root, name in ROOTS:
        if root.match(path):
            return f"{method} {name} {NUMBER.sub('{id}', CODE.sub('{code}', root.sub('', path)))}"
    return f"{method} {path}"


def path_regex(route: str) -> tuple[str, str]:
    """The stand-in's own view of a route: method, and a pattern of the path."""
    method, name, path = route.split(" ")
    root = "/rest/([a-z]+/)?V1/" if name == "magento" else "/api/(v2/)?"
    exact = re.escape(path).replace(re.escape("{id}"), "[0-9]+").replace(re.escape("{code}"), "[A-Z2-7]+")
    return method, f"^{root}{exact}$"


class Passage:
    """Follows one worker. Lines reported: `P` a boundary passed, `C`/`R` an action's key claimed/known, `X` a call
    whose answer was lost, `Z` its machine slept."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._seen: Counter[str] = Counter()
        self._notes: list[tuple[str, str, str]] = []  # what, kind of action, key: of the open transaction
        self._passed = 0
        self.kill_at: str | int | None = None  # a kill point, or the number of the boundary
        self.sleep_at: str | None = None
        self.nap: Callable[[], None] = lambda: None

    def boundary(self, side: str, name: str) -> None:
        """Pass one; die there if that is what this run is about."""
        self._passed += 1
        self._seen[f"{side} {name}"] += 1
        point = f"{side} {name} #{self._seen[f'{side} {name}']}"
        self._report("P", point)
        if self.kill_at in (point, self._passed):
            os.kill(os.getpid(), signal.SIGKILL)
        if self.sleep_at == point:
            self._report("Z", point)
            self.nap()

    def follow(self, engine: Engine) -> None:
        """Put the hooks in place. Call it once, in a process that is thrown away afterwards."""
        self._follow_commits(engine)
        self._follow_calls()
        for method, what in NOTED.items():
            setattr(SqlOutbox, method, self._noting(getattr(SqlOutbox, method), what))

    def _follow_commits(self, engine: Engine) -> None:
        @event.listens_for(engine, "after_cursor_execute")
        def executed(conn: Any, _cursor: object, statement: str, *_: object) -> None:
            if statement.lstrip().upper().startswith(WRITES):
                conn.connection.info["wrote"] = True

        @event.listens_for(engine, "rollback")
        def rolled_back(conn: Any) -> None:
            conn.connection.info.pop("wrote", None)
            self._notes.clear()

        commit = engine.dialect.do_commit

        def do_commit(connection: Any) -> None:
            if not connection.info.pop("wrote", False):
                commit(connection)
                return
            notes, self._notes = self._notes, []
            name = _name_of_commit([f"{what} {kind}" for what, kind, _ in notes])
            self.boundary("before", name)
            commit(connection)
            for what, _, key in notes:
                if what in CLAIMED | KNOWN:
                    self._report("C" if what in CLAIMED else "R", key)
            self.boundary("after", name)

        engine.dialect.do_commit = do_commit  # type: ignore[method-assign,assignment]

    def _follow_calls(self) -> None:
        send = requests.Session.send

        @wraps(send)
        def sending(session: Any, request: Any, **kwargs: Any) -> Any:
            name = route_of(request.method, request.url)
            self.boundary("before", name)
            try:
                answer = send(session, request, **kwargs)
            except requests.RequestException:
                self._report("X", name)
                self.boundary("after", name)
                raise
            self.boundary("after", name)
            return answer

        requests.Session.send = sending  # type: ignore[method-assign,assignment]

    def _noting(self, method: Callable[..., Any], what: str) -> Callable[..., Any]:
        @wraps(method)
        def noted(outbox: SqlOutbox, *args: Any) -> Any:
            done = method(outbox, *args)
            action = done if what in {"claim", "look"} else args[0]
            if done or (done is None and what == "release"):
                self._notes.append((what, _step(*args) if what == "step" else action.kind, action.key))
            return done

        return noted


def _step(action: Action, steps: Mapping[str, str], _now: object) -> str:
    """The step that was recorded; `anew` where some were forgotten."""
    return next((name for name in steps if name not in action.steps), "anew")


def _name_of_commit(notes: list[str]) -> str:
    """The innermost product function outside the storage, and what it did to the outbox."""
    frame = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(PRODUCT) and "/storage/" not in file:
            place = f"{Path(file).stem}.{frame.f_code.co_name}"
            return f"commit {place}" + (f" ({', '.join(notes)})" if notes else "")
        frame = frame.f_back  # type: ignore[assignment]
    return "commit"
