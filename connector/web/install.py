"""The end of an installation: the helpdesk sends the admin's browser back with a code and our state."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from markupsafe import escape

from connector.flow import install as flow
from connector.flow.services import Services

AUTHENTICATION = "the state, 256 random bits given to the admin who began, good once and for 15 minutes"


def install(services: Services) -> Blueprint:
    pages = Blueprint("install", __name__)

    @pages.get("/install/<helpdesk>/callback")
    def callback(helpdesk: str) -> ResponseReturnValue:
        if request.args.get("error"):
            raise flow.CannotInstall("the helpdesk says that access was not granted")
        state, code = request.args.get("state", ""), request.args.get("code", "")
        if not state or not code:
            raise flow.CannotInstall("state or code is missing: begin the installation again")
        installation = flow.complete(services, helpdesk, state, code)
        return (
            "<!doctype html><meta charset=utf-8><title>Retour</title>"
            f"<p>Retour is connected to {escape(installation.account)}. It starts in the mode your policy names. "
            "You may close this page.</p>"
        )

    return pages
