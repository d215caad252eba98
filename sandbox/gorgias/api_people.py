"""Customers, the account's users, and the account itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, jsonify, request

from sandbox.gorgias.account import SUBDOMAIN, Json
from sandbox.gorgias.api_tickets import sent
from sandbox.gorgias.clock import iso
from sandbox.gorgias.paging import page, refuse_unknown
from sandbox.gorgias.people import Person, customer_json, user_json
from sandbox.gorgias.refusals import invalid

if TYPE_CHECKING:
    from sandbox.gorgias.desk import GorgiasDesk

FILTERS = ("email", "channel_type", "channel_address", "external_id")


def blueprint(desk: GorgiasDesk) -> Blueprint:
    routes = Blueprint("people", __name__)

    @routes.get("/customers")
    def customers() -> Response:
        refuse_unknown(FILTERS)
        return _listed([person for person in desk.people.customers() if _wanted(person)], customer_json)

    @routes.get("/customers/<int:customer_id>")
    def customer(customer_id: int) -> Response:
        return jsonify(customer_json(desk.people.customer(customer_id)))

    @routes.put("/customers/<int:customer_id>/data")
    def data(customer_id: int) -> tuple[str, int]:
        """One blob per customer, shared by all apps: whoever writes last wins."""
        person, given = desk.people.customer(customer_id), sent()
        if "data" not in given:
            raise invalid("Failed to update customer data", {"data": ["Missing data for required field."]})
        person.data, person.updated_at = given["data"], desk.clock.now()
        return "", 202

    @routes.get("/users")
    def users() -> Response:
        refuse_unknown(("email",))
        asked = request.args.get("email")
        return _listed([person for person in desk.people.users() if asked in (None, person.email)], user_json)

    @routes.get("/users/<int:user_id>")
    def user(user_id: int) -> Response:
        """0 is whoever asks."""
        return jsonify(user_json(g.user if user_id == 0 else desk.people.user(user_id)))

    @routes.get("/account")
    def account() -> Response:
        """UNCONFIRMED beyond `domain`."""
        return jsonify({"domain": SUBDOMAIN, "created_datetime": iso(desk.opened_at), "deactivated_datetime": None})

    return routes


def _wanted(person: Person) -> bool:
    asked = request.args
    address = asked.get("channel_address", "").lower()
    kind = asked.get("channel_type")
    return (
        asked.get("email", "").lower() in ("", (person.email or "").lower())  # the primary address only
        and asked.get("external_id") in (None, person.external_id)
        and (not address or any(c.type == (kind or c.type) and c.address.lower() == address for c in person.channels))
    )


def _listed(people: list[Person], to_json: Callable[[Person], Json]) -> Response:
    orders = {
        "created_datetime": lambda person: iso(person.created_at),
        "updated_datetime": lambda person: iso(person.updated_at),
    }
    return jsonify(page(people, to_json, orders, "created_datetime:desc"))
