"""The agent's screen of the Gorgias stand-in: beside the ticket stand the cards drawn from stored data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flask import Flask, jsonify

from sandbox.desk.screen import Json, Said, Shown, blueprint
from sandbox.gorgias.account import SUBDOMAIN
from sandbox.gorgias.clock import iso
from sandbox.gorgias.refusals import Refusal
from sandbox.gorgias.tickets import STATUSES, Ticket

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from sandbox.gorgias.desk import GorgiasDesk


class GorgiasScreen:
    """Implements `Screen`."""

    account: str = f"{SUBDOMAIN}.gorgias.com"
    statuses: Mapping[str, str] = {status: status for status in STATUSES}

    def __init__(self, desk: GorgiasDesk) -> None:
        self._desk = desk

    def listed(self) -> Sequence[Shown]:
        with self._desk.lock:
            kept = [ticket for ticket in self._desk.tickets.all() if ticket.trashed_at is None and not ticket.spam]
            return [_shown(ticket, ()) for ticket in reversed(kept)]

    def shown(self, ticket_id: int) -> Shown:
        with self._desk.lock:
            ticket = self._desk.tickets.get(ticket_id)
            said = [
                Said(one.sender.name, one.from_agent, one.public, one.body_html, iso(one.created_at))
                for one in ticket.messages
            ]
            return _shown(ticket, said)

    def reply(self, ticket_id: int, html: str, public: bool, status: str | None) -> None:
        self._desk.agent_replies(ticket_id, html=html or None, public=public, status=status)


def create_app(desk: GorgiasDesk) -> WSGIApplication:
    """The screen as an application of its own."""
    app = Flask(__name__, static_folder=None)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.register_error_handler(Refusal, lambda refusal: (jsonify(refusal.body), refusal.status))

    def settings(ticket_id: int) -> Json:
        return {"cards": desk.cards(ticket_id)}

    app.register_blueprint(blueprint(GorgiasScreen(desk), "screen_gorgias.html", settings))
    return app


def _shown(ticket: Ticket, said: Sequence[Said]) -> Shown:
    customer = ticket.customer
    return Shown(ticket.id, ticket.subject, ticket.status, customer.email or customer.name, tuple(ticket.tags), said)
