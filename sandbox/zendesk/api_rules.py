"""Endpoints of macros and triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, jsonify

from sandbox.zendesk.api_tickets import body
from sandbox.zendesk.macros import macro_json, preview
from sandbox.zendesk.paging import page
from sandbox.zendesk.refusals import forbidden
from sandbox.zendesk.triggers import trigger_json

if TYPE_CHECKING:
    from sandbox.zendesk.desk import ZendeskDesk


def blueprint(desk: ZendeskDesk) -> Blueprint:
    routes = Blueprint("rules", __name__)
    _add_macros(routes, desk)
    _add_triggers(routes, desk)
    return routes


def _add_macros(routes: Blueprint, desk: ZendeskDesk) -> None:
    @routes.get("/macros")
    def macros() -> Response:
        return jsonify(page(desk.macros.all(), "macros", macro_json))

    @routes.post("/macros")
    def create() -> tuple[Response, int]:
        return jsonify({"macro": macro_json(desk.macros.add(desk, body("macro")))}), 201

    @routes.get("/macros/<int:macro_id>")
    def show(macro_id: int) -> Response:
        return jsonify({"macro": macro_json(desk.macros.get(macro_id))})

    @routes.put("/macros/<int:macro_id>")
    def edit(macro_id: int) -> Response:
        macro = desk.macros.get(macro_id)
        desk.macros.edit(desk, macro, body("macro"))
        return jsonify({"macro": macro_json(macro)})

    @routes.delete("/macros/<int:macro_id>")
    def remove(macro_id: int) -> tuple[str, int]:
        desk.macros.remove(macro_id)
        return "", 204

    @routes.get("/macros/<int:macro_id>/apply")
    def apply(macro_id: int) -> Response:
        return jsonify(preview(desk, desk.macros.get(macro_id), None, g.user))

    @routes.get("/tickets/<int:ticket_id>/macros/<int:macro_id>/apply")
    def apply_to(ticket_id: int, macro_id: int) -> Response:
        return jsonify(preview(desk, desk.macros.get(macro_id), desk.tickets.get(ticket_id), g.user))


def _add_triggers(routes: Blueprint, desk: ZendeskDesk) -> None:
    @routes.get("/triggers")
    def triggers() -> Response:
        return jsonify(page(desk.triggers.all(), "triggers", trigger_json))

    @routes.post("/triggers")
    def create_trigger() -> tuple[Response, int]:
        _admins_only()
        return jsonify({"trigger": trigger_json(desk.triggers.add(desk, body("trigger")))}), 201

    @routes.get("/triggers/<int:trigger_id>")
    def show_trigger(trigger_id: int) -> Response:
        return jsonify({"trigger": trigger_json(desk.triggers.get(trigger_id))})

    @routes.put("/triggers/<int:trigger_id>")
    def edit_trigger(trigger_id: int) -> Response:
        _admins_only()
        trigger = desk.triggers.get(trigger_id)
        desk.triggers.edit(desk, trigger, body("trigger"))
        return jsonify({"trigger": trigger_json(trigger)})

    @routes.delete("/triggers/<int:trigger_id>")
    def remove_trigger(trigger_id: int) -> tuple[str, int]:
        _admins_only()
        desk.triggers.remove(trigger_id)
        return "", 204


def _admins_only() -> None:
    if g.user.role != "admin":
        raise forbidden("You do not have access to this page.")
