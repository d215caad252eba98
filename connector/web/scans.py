"""Scans: what a warehouse or a carrier tells of a parcel is kept, and answered for at once; nothing is decided here."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from connector.flow.scans_in import InvalidScan, check_token, keep_scans, read_scans
from connector.flow.services import Services

AUTHENTICATION = "the bearer token of the shop's scans, 256 random bits, of which only the hash is kept"
MAX_BODY = 64_000  # bytes; a hundred events of a few articles each


def scans(services: Services) -> Blueprint:
    pages = Blueprint("scans", __name__)

    @pages.post("/scans/<shop>")
    def receive(shop: str) -> ResponseReturnValue:
        """A repeat is answered like the first one, but counted as known: the sender need not send it again."""
        owner = check_token(services.secrets, shop, request.headers.get("Authorization"))
        body = _body()
        try:
            told = keep_scans(services, read_scans(owner, body, services.clock()))
        except InvalidScan as error:
            abort(_no(422, "InvalidScan", str(error)))
        return jsonify({"kept": told.kept, "known": told.known}), 202

    return pages


def _body() -> bytes:
    if not request.is_json:
        abort(_no(415, "NotJson", "send JSON, with Content-Type: application/json"))
    request.max_content_length = MAX_BODY
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        abort(_no(413, "TooLarge", f"more than {MAX_BODY} bytes: send fewer events at once"))


def _no(status: int, error: str, message: str) -> Response:
    answer = jsonify({"error": error, "message": message})
    answer.status_code = status
    return answer
