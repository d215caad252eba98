"""What an app sets up: integrations, widgets and macros; and the event log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, jsonify, request

from sandbox.gorgias.account import Json
from sandbox.gorgias.api_tickets import sent
from sandbox.gorgias.clock import iso
from sandbox.gorgias.events import Event, event_json
from sandbox.gorgias.integrations import Integration, integration_json, mailbox_json
from sandbox.gorgias.macros import Macro, macro_json
from sandbox.gorgias.paging import page, refuse_unknown
from sandbox.gorgias.refusals import conflict, invalid
from sandbox.gorgias.widgets import widget_json

if TYPE_CHECKING:
    from sandbox.gorgias.desk import GorgiasDesk


def blueprint(desk: GorgiasDesk) -> Blueprint:
    routes = Blueprint("apps", __name__)
    _add_integrations(routes, desk)
    _add_widgets(routes, desk)
    _add_macros(routes, desk)
    _add_events(routes, desk)
    return routes


def _add_integrations(routes: Blueprint, desk: GorgiasDesk) -> None:
    def shown(integration: Integration) -> Json:
        return integration_json(integration, underscores=desk.switches.underscore_triggers)

    @routes.get("/integrations")
    def index() -> Response:
        """The `type` filter takes only `http`; without it the connected mailbox is listed, too."""
        refuse_unknown(("type",))
        kind = request.args.get("type")
        if kind not in (None, "http"):
            raise invalid("Invalid query parameters", {"type": ["Must be one of: http."]})
        rows = [shown(integration) for integration in desk.integrations.all()]
        rows += [] if kind == "http" else [mailbox_json(desk.opened_at)]
        orders = {"created_datetime": lambda row: row["created_datetime"]}
        return jsonify(page(rows, lambda row: row, orders, "created_datetime:asc"))

    @routes.post("/integrations")
    def create() -> tuple[Response, int]:
        return jsonify(shown(desk.integrations.add(sent(), g.user.id))), 201

    @routes.get("/integrations/<int:integration_id>")
    def show(integration_id: int) -> Response:
        return jsonify(shown(desk.integrations.get(integration_id)))

    @routes.put("/integrations/<int:integration_id>")
    def edit(integration_id: int) -> tuple[Response, int]:
        integration = desk.integrations.get(integration_id)
        if desk.integrations.edit(integration, sent()):
            desk.events.add("integration-reactivated", "Integration", integration.id, user_id=g.user.id)
        return jsonify(shown(integration)), 202

    @routes.delete("/integrations/<int:integration_id>")
    def delete(integration_id: int) -> tuple[str, int]:
        desk.integrations.get(integration_id)
        if desk.widgets.use(integration_id):
            raise conflict("This integration is used by a widget.")
        desk.integrations.remove(integration_id)
        return "", 204


def _add_widgets(routes: Blueprint, desk: GorgiasDesk) -> None:
    @routes.get("/widgets")
    def widgets() -> Response:
        refuse_unknown(("integration_id",))
        asked = request.args.get("integration_id")
        found = [widget for widget in desk.widgets.all() if asked in (None, str(widget.integration_id))]
        orders = {"order": lambda widget: widget.order, "created_datetime": lambda widget: iso(widget.created_at)}
        return jsonify(page(found, widget_json, orders, "order:asc"))

    @routes.post("/widgets")
    def create_widget() -> tuple[Response, int]:
        made = desk.widgets.add(sent(), desk.integrations, keep_buttons=desk.switches.keep_buttons)
        return jsonify(widget_json(made)), 201

    @routes.get("/widgets/<int:widget_id>")
    def widget(widget_id: int) -> Response:
        return jsonify(widget_json(desk.widgets.get(widget_id)))

    @routes.put("/widgets/<int:widget_id>")
    def edit_widget(widget_id: int) -> tuple[Response, int]:
        found = desk.widgets.get(widget_id)
        desk.widgets.edit(found, sent(), desk.integrations, keep_buttons=desk.switches.keep_buttons)
        return jsonify(widget_json(found)), 202

    @routes.delete("/widgets/<int:widget_id>")
    def delete_widget(widget_id: int) -> tuple[str, int]:
        desk.widgets.remove(widget_id)
        return "", 204


def _add_macros(routes: Blueprint, desk: GorgiasDesk) -> None:
    @routes.get("/macros")
    def macros() -> Response:
        """No filter by `external_id`. Archived ones are listed only with `archived=true`."""
        refuse_unknown(("search", "archived", "languages", "tags"))
        orders = {"name": lambda macro: macro.name, "created_datetime": lambda macro: iso(macro.created_at)}
        found = [macro for macro in desk.macros.all() if _wanted(macro)]
        return jsonify(page(found, macro_json, orders, "created_datetime:desc"))

    @routes.post("/macros")
    def create_macro() -> tuple[Response, int]:
        return jsonify(macro_json(desk.macros.add(sent()))), 201

    @routes.put("/macros/<any(archive, unarchive):what>")
    def archive(what: str) -> tuple[Response, int]:
        changed = desk.macros.archive(sent().get("ids"), on=what == "archive")
        return jsonify({"data": [macro_json(macro) for macro in changed]}), 202

    @routes.get("/macros/<int:macro_id>")
    def macro(macro_id: int) -> Response:
        return jsonify(macro_json(desk.macros.get(macro_id)))

    @routes.put("/macros/<int:macro_id>")
    def edit_macro(macro_id: int) -> tuple[Response, int]:
        found = desk.macros.get(macro_id)
        desk.macros.edit(found, sent())
        return jsonify(macro_json(found)), 202

    @routes.delete("/macros/<int:macro_id>")
    def delete_macro(macro_id: int) -> tuple[str, int]:
        desk.macros.remove(macro_id)
        return "", 204


def _wanted(macro: Macro) -> bool:
    archived = request.args.get("archived", "false").lower() == "true"
    asked = request.args.get("search", "").lower()
    return (macro.archived_at is not None) == archived and asked in macro.name.lower()


def _add_events(routes: Blueprint, desk: GorgiasDesk) -> None:
    @routes.get("/events")
    def events() -> Response:
        """`object_type` needs `object_id`."""
        asked = request.args
        refuse_unknown(("object_type", "object_id", "types[]", "types", "created_datetime[gte]"))
        if "object_type" in asked and "object_id" not in asked:
            raise invalid("Invalid query parameters", {"object_id": ["Missing data for required field."]})
        kinds = asked.getlist("types[]") or asked.getlist("types")

        def wanted(event: Event) -> bool:
            return (
                asked.get("object_type") in (None, event.object_type)
                and asked.get("object_id") in (None, str(event.object_id))
                and (not kinds or event.type in kinds)
                and asked.get("created_datetime[gte]", "") <= event.created_at.isoformat()
            )

        found = [event for event in desk.events.all() if wanted(event)]
        orders = {"created_datetime": lambda event: iso(event.created_at)}
        return jsonify(page(found, event_json, orders, "created_datetime:desc"))
