"""Endpoints that read many tickets at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, jsonify, request

from sandbox.zendesk import exports, limits
from sandbox.zendesk.api_tickets import includes_users, sideload, ticket_users
from sandbox.zendesk.paging import page_size
from sandbox.zendesk.refusals import bad_request, forbidden, missing_scope

if TYPE_CHECKING:
    from sandbox.zendesk.desk import ZendeskDesk


def blueprint(desk: ZendeskDesk) -> Blueprint:
    routes = Blueprint("exports", __name__)

    @routes.before_request
    def scope() -> None:
        if desk.switches.exports_need_read and "read" not in g.token.scope.split():
            raise missing_scope("read")

    @routes.get("/incremental/tickets/cursor")
    def incremental() -> Response:
        if g.user.role != "admin":
            raise forbidden("You do not have access to this page.")
        desk.windows.take("incremental", desk.limits.incremental_per_minute, limits.MINUTE)
        per_page = request.args.get("per_page", default=exports.MOST_PER_PAGE, type=int)
        start_time = request.args.get("start_time", type=int)
        body, shown = exports.incremental(desk, request.args.get("cursor"), start_time, per_page)
        if includes_users():
            body["users"] = sideload(desk, [user_id for ticket in shown for user_id in ticket_users(ticket)])
        return jsonify(body)

    @routes.get("/search/export")
    def search() -> Response:
        desk.windows.take("search", desk.limits.search_export_per_minute, limits.MINUTE)
        if request.args.get("filter[type]") != "ticket":
            raise bad_request("Invalid attribute", "filter[type] must be ticket")
        query = request.args.get("query", "")
        found = exports.search(desk, query)
        start = exports.search_start(request.args.get("page[after]"))
        return jsonify(exports.search_page(found, page_size(exports.MOST_PER_PAGE), start, query))

    return routes
