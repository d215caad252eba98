"""What a caller is told when something goes wrong: what to do, and nothing that is inside."""

from __future__ import annotations

import pytest
from flask import Flask

from connector.domain.errors import RetourError
from connector.flow.agent import NotAllowed, Stale
from connector.ports.errors import Conflict, NotConnected, NotFound, OutcomeUnknown, ReadFailed
from connector.ports.store import KeyClash
from connector.web.errors import set_up_errors

INSIDE = "password=hunter2"


def told(error: Exception) -> tuple[int, dict[str, str], str | None]:
    app = Flask("probe")
    set_up_errors(app)

    @app.get("/")
    def page() -> str:
        raise error

    answer = app.test_client().get("/")
    return answer.status_code, answer.get_json(), answer.headers.get("Retry-After")


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (NotAllowed("cap.above", "Above the cap"), 403, {"error": "cap.above", "message": "Above the cap"}),
        (Stale("load it again"), 409, {"error": "Stale", "message": "load it again"}),
        (NotFound(INSIDE), 404, {"error": "NotFound"}),
        (Conflict(INSIDE), 502, {"error": "conflict"}),
        (OutcomeUnknown(INSIDE), 502, {"error": "OutcomeUnknown"}),
        (KeyClash(INSIDE), 500, {"error": "KeyClash"}),
        (RetourError(INSIDE), 500, {"error": "RetourError"}),
        (ValueError(INSIDE), 500, {"error": "internal"}),
    ],
)
def test_tells_what_to_do_and_nothing_that_is_inside(error: Exception, status: int, said: dict[str, str]) -> None:
    assert told(error) == (status, said, None)


@pytest.mark.parametrize("error", [ReadFailed(INSIDE), NotConnected(INSIDE)])
def test_says_when_to_come_back(error: Exception) -> None:
    assert told(error) == (503, {"error": type(error).__name__}, "30")
