"""An agent's screen for any stand-in: a list of tickets, one ticket with its conversation, a reply, a panel beside it.

It knows a stand-in through `Screen` only. It runs on a server of its own: a call that the panel causes must not wait
for the stand-in's lock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from flask import Blueprint, Response, jsonify, render_template, request

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    author: str
    staff: bool
    public: bool
    html: str  # cleaned by the stand-in
    at: str


@dataclass(frozen=True, slots=True)
class Shown:
    """`said` is empty in lists."""

    id: int
    subject: str
    status: str
    requester: str
    tags: Sequence[str]
    said: Sequence[Said] = ()


class Screen(Protocol):
    """What the pages need of a stand-in. Unknown tickets raise the stand-in's own refusal."""

    account: str
    statuses: Mapping[str, str]  # as submitted → as shown

    def listed(self) -> Sequence[Shown]:
        """Newest first."""

    def shown(self, ticket_id: int) -> Shown: ...

    def reply(self, ticket_id: int, html: str, public: bool, status: str | None) -> None: ...


def blueprint(screen: Screen, panel: str, settings: Callable[[int], Json]) -> Blueprint:
    """`panel` is the template of what stands beside the ticket; `settings` is what its script gets to know."""
    routes = Blueprint("screen", __name__, url_prefix="/desk", template_folder="templates", static_folder="static")

    @routes.get("/tickets")
    def tickets() -> str:
        return render_template("screen_tickets.html", rows=screen.listed(), account=screen.account)

    @routes.get("/tickets/<int:ticket_id>")
    def ticket(ticket_id: int) -> str:
        shown = screen.shown(ticket_id)
        known = {"ticket": asdict(shown), **settings(ticket_id)}
        return render_template(panel, ticket=shown, account=screen.account, statuses=screen.statuses, settings=known)

    @routes.get("/tickets/<int:ticket_id>/data")
    def data(ticket_id: int) -> Response:
        """What the page shows, read again every few seconds."""
        return jsonify({"ticket": asdict(screen.shown(ticket_id)), **settings(ticket_id)})

    @routes.post("/tickets/<int:ticket_id>/reply")
    def reply(ticket_id: int) -> Response:
        given: Json = request.get_json()
        screen.reply(
            ticket_id, str(given.get("html") or ""), bool(given.get("public", True)), given.get("status") or None
        )
        return data(ticket_id)

    return routes
