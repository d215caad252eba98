"""Endpoints of the account, agents, contacts and ticket fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, jsonify, request

from sandbox.freshdesk import asking
from sandbox.freshdesk.account import Json, account_json
from sandbox.freshdesk.fields import field_json
from sandbox.freshdesk.people import User, agent_json, contact_json
from sandbox.freshdesk.refusals import duplicate, missing, not_found, unexpected

if TYPE_CHECKING:
    from sandbox.freshdesk.desk import FreshdeskDesk

KEPT_FIELDS = ("mobile", "description", "address", "job_title", "view_all_tickets")
CONTACT_FIELDS = ("name", "email", "phone", "language", "other_emails", "tags", *KEPT_FIELDS)


def blueprint(desk: FreshdeskDesk) -> Blueprint:
    routes = Blueprint("people", __name__)
    _add_agents(routes, desk)
    _add_contacts(routes, desk)
    _add_fields(routes, desk)
    return routes


def _add_agents(routes: Blueprint, desk: FreshdeskDesk) -> None:
    @routes.get("/account")
    def account() -> Response:
        return jsonify(account_json())

    @routes.get("/agents/me")
    def me() -> Response:
        return jsonify(agent_json(g.user))

    @routes.get("/agents")
    def agents() -> Response:
        asking.admins_only()
        return asking.page(desk.people.agents(), agent_json)

    @routes.get("/agents/<int:agent_id>")
    def agent(agent_id: int) -> Response:
        asking.admins_only()
        found = desk.people.agent(agent_id)
        if found is None:
            raise not_found()
        return jsonify(agent_json(found))


def _contact(desk: FreshdeskDesk, contact_id: int) -> User:
    found = desk.people.get(contact_id)
    if found.is_staff:
        raise not_found()
    return found


def _add_contacts(routes: Blueprint, desk: FreshdeskDesk) -> None:
    @routes.get("/contacts")
    def contacts() -> Response:
        chosen = desk.people.contacts()
        if "email" in request.args:
            chosen = [user for user in chosen if request.args["email"].lower() in user.addresses]
        return asking.page(chosen, contact_json)

    @routes.post("/contacts")
    def create() -> tuple[Response, int]:
        given = _checked()
        for name in ("name", "email"):
            if not given.get(name):
                raise missing(name)
        if desk.people.by_email(str(given["email"])) is not None:
            raise duplicate("email")
        made = desk.people.add(str(given["name"]), str(given["email"]))
        _change(desk, made, given)
        return jsonify(contact_json(made)), 201

    @routes.get("/contacts/<int:contact_id>")
    def contact(contact_id: int) -> Response:
        return jsonify(contact_json(_contact(desk, contact_id)))

    @routes.put("/contacts/<int:contact_id>")
    def edit(contact_id: int) -> Response:
        found, given = _contact(desk, contact_id), _checked()
        other = desk.people.by_email(str(given.get("email", "")))
        if other not in (None, found):
            raise duplicate("email")
        _change(desk, found, given)
        return jsonify(contact_json(found))


def _checked() -> Json:
    given = asking.body()
    if strange := [name for name in given if name not in CONTACT_FIELDS]:
        raise unexpected(strange)
    return given


def _change(desk: FreshdeskDesk, user: User, given: Json) -> None:
    for name in ("name", "email", "phone", "language"):
        if name in given:
            setattr(user, name, given[name])
    user.other_emails = list(given.get("other_emails", user.other_emails))
    user.tags = list(given.get("tags", user.tags))
    user.more |= {name: given[name] for name in KEPT_FIELDS if name in given}
    user.updated_at = desk.clock.now()


def _add_fields(routes: Blueprint, desk: FreshdeskDesk) -> None:
    @routes.get("/ticket_fields")
    @routes.get("/admin/ticket_fields")
    def fields() -> Response:
        return jsonify([field_json(field) for field in desk.fields.all()])

    @routes.post("/admin/ticket_fields")
    def create_field() -> tuple[Response, int]:
        asking.admins_only()
        return jsonify(field_json(desk.fields.create(asking.body()))), 201

    @routes.get("/admin/ticket_fields/<int:field_id>")
    def field(field_id: int) -> Response:
        return jsonify(field_json(desk.fields.get(field_id)))
