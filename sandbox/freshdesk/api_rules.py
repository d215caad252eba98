"""Endpoints of automation rules and canned responses: an admin's key is needed (for rules UNCONFIRMED)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, jsonify

from sandbox.freshdesk import asking
from sandbox.freshdesk.canned import Folder, folder_json, response_json
from sandbox.freshdesk.refusals import feature_missing, not_found
from sandbox.freshdesk.rules import KINDS, rule_json

if TYPE_CHECKING:
    from sandbox.freshdesk.desk import FreshdeskDesk


def blueprint(desk: FreshdeskDesk) -> Blueprint:
    routes = Blueprint("rules", __name__)
    _add_rules(routes, desk)
    _add_folders(routes, desk)
    _add_responses(routes, desk)
    return routes


def _allowed(desk: FreshdeskDesk, kind: int) -> None:
    if kind not in KINDS:
        raise not_found()
    asking.admins_only()
    if not desk.switches.automations_in_plan:
        raise feature_missing("automations")


def _add_rules(routes: Blueprint, desk: FreshdeskDesk) -> None:
    @routes.get("/automations/<int:kind>/rules")
    def rules(kind: int) -> Response:
        _allowed(desk, kind)
        shown = [rule_json(desk, rule) for rule in desk.rules.all(kind)]
        meta = {"total_active_count": sum(rule["active"] for rule in shown), "total_count": len(shown)}
        return jsonify(shown if desk.switches.rules_as_array else {"rules": shown, "meta": meta})

    @routes.post("/automations/<int:kind>/rules")
    def create(kind: int) -> tuple[Response, int]:
        _allowed(desk, kind)
        return jsonify(rule_json(desk, desk.rules.add(desk, kind, asking.body(), g.user))), 201

    @routes.get("/automations/<int:kind>/rules/<int:rule_id>")
    def show(kind: int, rule_id: int) -> Response:
        _allowed(desk, kind)
        return jsonify(rule_json(desk, desk.rules.get(kind, rule_id)))

    @routes.put("/automations/<int:kind>/rules/<int:rule_id>")
    def edit(kind: int, rule_id: int) -> Response:
        _allowed(desk, kind)
        rule = desk.rules.get(kind, rule_id)
        desk.rules.edit(desk, rule, asking.body(), g.user)
        return jsonify(rule_json(desk, rule))

    @routes.delete("/automations/<int:kind>/rules/<int:rule_id>")
    def remove(kind: int, rule_id: int) -> tuple[str, int]:
        _allowed(desk, kind)
        desk.rules.remove(kind, rule_id)
        return "", 204


def _add_folders(routes: Blueprint, desk: FreshdeskDesk) -> None:
    def shown(folder: Folder) -> dict[str, object]:
        return folder_json(folder, len(desk.canned.of(folder.id)))

    @routes.get("/canned_response_folders")
    def folders() -> Response:
        asking.admins_only()
        return asking.page(desk.canned.folders(), shown)

    @routes.post("/canned_response_folders")
    def create_folder() -> tuple[Response, int]:
        asking.admins_only()
        made = desk.canned.add_folder(desk, asking.body())
        return jsonify({"id": made.id, "name": made.name}), 201

    @routes.put("/canned_response_folders/<int:folder_id>")
    def rename_folder(folder_id: int) -> Response:
        asking.admins_only()
        folder = desk.canned.folder(folder_id)
        desk.canned.rename_folder(desk, folder, asking.body())
        return jsonify({"id": folder.id, "name": folder.name})

    @routes.get("/canned_response_folders/<int:folder_id>")
    def folder(folder_id: int) -> Response:
        """Titles only."""
        asking.admins_only()
        titles = [{"id": one.id, "title": one.title} for one in desk.canned.of(folder_id)]
        return jsonify(shown(desk.canned.folder(folder_id)) | {"canned_responses": titles})

    @routes.get("/canned_response_folders/<int:folder_id>/responses")
    def responses(folder_id: int) -> Response:
        asking.admins_only()
        return asking.page(desk.canned.of(folder_id), response_json)


def _add_responses(routes: Blueprint, desk: FreshdeskDesk) -> None:
    @routes.post("/canned_responses")
    def create_response() -> tuple[Response, int]:
        asking.admins_only()
        return jsonify(response_json(desk.canned.add(desk, asking.body()))), 201

    @routes.get("/canned_responses/<int:response_id>")
    def response(response_id: int) -> Response:
        asking.admins_only()
        return jsonify(response_json(desk.canned.get(response_id)))

    @routes.put("/canned_responses/<int:response_id>")
    def edit_response(response_id: int) -> Response:
        asking.admins_only()
        found = desk.canned.get(response_id)
        desk.canned.edit(desk, found, asking.body())
        return jsonify(response_json(found))
