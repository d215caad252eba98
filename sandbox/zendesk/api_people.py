"""Endpoints of users and identities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, jsonify, request

from sandbox.zendesk.paging import page
from sandbox.zendesk.people import identity_json, user_json

if TYPE_CHECKING:
    from sandbox.zendesk.desk import ZendeskDesk


def blueprint(desk: ZendeskDesk) -> Blueprint:
    routes = Blueprint("people", __name__)

    @routes.get("/users/me")
    def me() -> Response:
        return jsonify({"user": user_json(g.user)})

    @routes.get("/users/<int:user_id>")
    def show(user_id: int) -> Response:
        return jsonify({"user": user_json(desk.people.get(user_id))})

    @routes.get("/users/<int:user_id>/identities")
    def identities(user_id: int) -> Response:
        user = desk.people.get(user_id)
        if "page[size]" in request.args:
            return jsonify(page(user.identities, "identities", lambda one: identity_json(user, one)))
        return jsonify({"identities": [identity_json(user, one) for one in user.identities]})

    @routes.get("/users")
    def index() -> Response:
        return jsonify(page(desk.people.all(), "users", user_json))

    @routes.get("/users/search")
    def search() -> Response:
        """By address only: `query=name@example.com` or `query=email:name@example.com`."""
        found = desk.people.by_email(request.args.get("query", "").removeprefix("email:").strip('"'))
        users = [] if found is None else [user_json(found)]
        return jsonify({"users": users, "next_page": None, "previous_page": None, "count": len(users)})

    return routes
