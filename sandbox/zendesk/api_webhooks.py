"""Endpoints of webhooks, their secrets and their log. Admins only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, jsonify, request

from sandbox.zendesk import limits
from sandbox.zendesk.account import Json
from sandbox.zendesk.api_tickets import body
from sandbox.zendesk.clock import iso
from sandbox.zendesk.delivery import post, signed_headers
from sandbox.zendesk.invocations import Invocation, pairs
from sandbox.zendesk.numbers import ulid
from sandbox.zendesk.paging import page
from sandbox.zendesk.refusals import bad_request, forbidden, not_found
from sandbox.zendesk.signature import TEST_SECRET
from sandbox.zendesk.webhooks import Webhook, webhook_json

if TYPE_CHECKING:
    from sandbox.zendesk.desk import ZendeskDesk

LOG_KEPT = timedelta(days=7)
TEST_NEEDS = ("endpoint", "http_method")


def secret_json(webhook: Webhook) -> Json:
    return {"signing_secret": {"secret": webhook.secret, "algorithm": "SHA256"}}


def blueprint(desk: ZendeskDesk) -> Blueprint:
    routes = Blueprint("webhooks", __name__)

    @routes.before_request
    def admins_only() -> None:
        if g.user.role != "admin":
            raise forbidden("You do not have access to this page.")
        testing = request.path.endswith("/test")
        allowed = desk.limits.webhook_tests_per_minute if testing else desk.limits.webhook_api_per_minute
        with desk.lock:
            desk.windows.take(("webhooks", testing), allowed, limits.MINUTE)

    _add_registry(routes, desk)
    _add_secret_and_log(routes, desk)
    _add_test(routes, desk)
    return routes


def _add_registry(routes: Blueprint, desk: ZendeskDesk) -> None:
    @routes.post("/webhooks")
    def create() -> tuple[Response, int]:
        if "clone_webhook_id" in request.args:
            source = desk.webhooks.get(request.args["clone_webhook_id"])
            return jsonify({"webhook": webhook_json(desk.webhooks.add(dict(source.given), g.user.id))}), 201
        return jsonify({"webhook": webhook_json(desk.webhooks.add(body("webhook"), g.user.id))}), 201

    @routes.get("/webhooks")
    def index() -> Response:
        part = request.args.get("filter[name_contains]", "")
        named = [webhook for webhook in desk.webhooks.all() if part.lower() in webhook.given["name"].lower()]
        return jsonify(page(named, "webhooks", webhook_json))

    @routes.get("/webhooks/<webhook_id>")
    def show(webhook_id: str) -> Response:
        return jsonify({"webhook": webhook_json(desk.webhooks.get(webhook_id))})

    @routes.route("/webhooks/<webhook_id>", methods=["PUT", "PATCH"])
    def edit(webhook_id: str) -> tuple[str, int]:
        desk.webhooks.edit(desk.webhooks.get(webhook_id), body("webhook"), whole=request.method == "PUT")
        return "", 204

    @routes.delete("/webhooks/<webhook_id>")
    def remove(webhook_id: str) -> tuple[str, int]:
        desk.webhooks.remove(webhook_id)
        desk.deliveries.forget(webhook_id)
        return "", 204


def _add_secret_and_log(routes: Blueprint, desk: ZendeskDesk) -> None:
    @routes.get("/webhooks/<webhook_id>/signing_secret")
    def secret(webhook_id: str) -> Response:
        return jsonify(secret_json(desk.webhooks.get(webhook_id)))

    @routes.post("/webhooks/<webhook_id>/signing_secret")
    def rotate(webhook_id: str) -> tuple[Response, int]:
        webhook = desk.webhooks.get(webhook_id)
        desk.webhooks.rotate(webhook)
        return jsonify(secret_json(webhook)), 201

    @routes.get("/webhooks/<webhook_id>/invocations")
    def invocations(webhook_id: str) -> Response:
        """Newest first, seven days back."""
        desk.webhooks.get(webhook_id)
        first = max(desk.clock.now() - LOG_KEPT, _moment("filter[from_ts]", datetime.min.replace(tzinfo=UTC)))
        last = _moment("filter[to_ts]", datetime.max.replace(tzinfo=UTC))
        status = request.args.get("filter[status]")

        def wanted(one: Invocation) -> bool:
            return one.status != "pending" and status in (None, one.status) and first <= one.completed_at <= last

        shown = page(
            [one for one in desk.deliveries.log_of(webhook_id) if wanted(one)], "invocations", Invocation.as_json
        )
        del shown["meta"]["before_cursor"], shown["links"]["prev"]
        return jsonify(shown)

    @routes.get("/webhooks/<webhook_id>/invocations/<invocation_id>/attempts")
    def attempts(webhook_id: str, invocation_id: str) -> Response:
        for invocation in desk.deliveries.log_of(webhook_id):
            if invocation.id == invocation_id:
                return jsonify({"attempts": [one.as_json(invocation_id) for one in invocation.attempts]})
        raise not_found()


def _add_test(routes: Blueprint, desk: ZendeskDesk) -> None:
    @routes.post("/webhooks/test")
    def test() -> Response:
        """Send once, now. Without a registered webhook the vendor's published secret signs."""
        with desk.lock:
            given: Json = request.get_json(silent=True) or {}
            wanted: Json = given.get("request") or {}
            webhook_id = request.args.get("webhook_id")
            webhook = desk.webhooks.get(webhook_id) if webhook_id else None
            values = (webhook.given if webhook else {}) | wanted
            secret = webhook.secret if webhook else TEST_SECRET
            credentials = webhook.credentials() if webhook else {}
            now = iso(desk.clock.now())
        if any(not values.get(name) for name in TEST_NEEDS):
            raise bad_request("Invalid webhook", f"missing: {', '.join(TEST_NEEDS)}")
        raw = str(values.get("payload") or "{}").encode()
        headers = signed_headers(webhook_id or ulid(), secret, raw, now, ulid())
        code, answered, text = post(
            str(values["endpoint"]), str(values["http_method"]), headers | credentials, raw, desk.deliveries.timeout
        )
        return jsonify({"response": {"status": code or 0, "headers": pairs(answered), "payload": text}})


def _moment(name: str, default: datetime) -> datetime:
    given = request.args.get(name)
    try:
        return datetime.fromisoformat(given) if given else default
    except ValueError as error:
        raise bad_request("Invalid attribute", f"{name} is not a time") from error
