"""Is it alive, and can it work?"""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from connector.flow.services import Services

AUTHENTICATION = "none: it tells nothing but that"


def health(services: Services) -> Blueprint:
    pages = Blueprint("health", __name__)

    @pages.get("/health/live")
    def live() -> ResponseReturnValue:
        return jsonify({"live": True})

    @pages.get("/health/ready")
    def ready() -> ResponseReturnValue:
        """The database answers; how much waits."""
        with services.store.begin() as tx:
            waiting = dict(tx.inbox.backlog())
            people = len(tx.outbox.waiting())
        return jsonify({"ready": True, "inbox": waiting, "actions_waiting_for_a_person": people})

    return pages
