"""The end of an installation: the helpdesk sends the admin's browser back with a code and our state. Where the vendor
has no consent page, a form of ours stands in its place, and an agent's API key is the code."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from markupsafe import escape

from connector.flow import install as flow
from connector.flow.services import Services
from connector.ports.errors import NotFound

AUTHENTICATION = "the state, 256 random bits given to the admin who began, good once and for 15 minutes"
FORM = """<!doctype html><meta charset=utf-8><meta name=viewport content="width=device-width"><title>Retour</title>
<h1>Connect {helpdesk}</h1>
<form method=post action="callback">
<input type=hidden name=state value="{state}">
<p><label>API key of the agent that Retour shall write as<br>
<input type=password name=code size=40 required autocomplete=off autofocus></label>
<p>Best an agent of its own, named Retour, who may see every ticket and is an admin.
It is kept encrypted and used for nothing else.
<p><button>Connect</button>
</form>"""


def install(services: Services) -> Blueprint:
    pages = Blueprint("install", __name__)

    @pages.get("/install/<helpdesk>/key")
    def key_form(helpdesk: str) -> ResponseReturnValue:
        if services.plugin(helpdesk).capabilities.consent:
            raise NotFound("this helpdesk has a consent page of its own")
        state = request.args.get("state", "")
        return _plain(FORM.format(helpdesk=escape(helpdesk.title()), state=escape(state)))

    @pages.route("/install/<helpdesk>/callback", methods=["GET", "POST"])
    def callback(helpdesk: str) -> ResponseReturnValue:
        if services.plugin(helpdesk).capabilities.consent:
            given = request.args
        elif request.method == "POST":
            given = request.form
        else:  # a key in an address ends up in logs
            raise flow.CannotInstall("the API key comes by the form, not in the address")
        if given.get("error"):
            raise flow.CannotInstall("the helpdesk says that access was not granted")
        state, code = given.get("state", ""), given.get("code", "").strip()
        if not state or not code:
            raise flow.CannotInstall("state or code is missing: begin the installation again")
        installation = flow.complete(services, helpdesk, state, code)
        return _plain(
            "<!doctype html><meta charset=utf-8><title>Retour</title>"
            f"<p>Retour is connected to {escape(installation.account)}. It starts in the mode your policy names. "
            "You may close this page.</p>"
        )

    return pages


def _plain(html: str) -> Response:
    """A page without script or pictures that nobody may frame or keep, and whose address (it has the state) stays."""
    answer = Response(html, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
