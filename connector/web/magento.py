"""Where a shop's integration reports when its admin activates it, and where it sends the admin's browser then."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from connector.flow import handshake
from connector.flow.services import Services
from connector.ports.errors import Malformed

AUTHENTICATION = (
    "a token of 256 random bits in the address, given to the admin who announced the shop; what is posted there is "
    "believed only once the announced shop itself proved it"
)
MAX_FORM = 4096  # bytes; Magento posts about 200
log = logging.getLogger(__name__)


def magento(services: Services, first: Callable[[str], bool]) -> Blueprint:
    """`first` says whether a name was not seen within the last seconds, in any process."""
    pages = Blueprint("magento", __name__)

    @pages.post("/magento/callback/<token>")
    def callback(token: str) -> ResponseReturnValue:
        """Magento waits 5 seconds and looks at neither status nor text: what went wrong is in the log."""
        request.max_content_length = MAX_FORM
        try:
            posted = request.form.to_dict()
        except RequestEntityTooLarge:
            raise Malformed("too long for what Magento posts") from None
        try:
            handshake.accept(services, first, token, posted)
        except handshake.NotProven as error:
            log.warning("shop_not_proven", extra={"why": error.code})
            raise
        log.info("shop_connected")
        return _guarded(Response("connected\n", mimetype="text/plain"))

    @pages.get("/magento/identity/<token>")
    def identity(token: str) -> ResponseReturnValue:
        """Magento opens it with the consumer's key and where to go back to; it may be opened by hand as well."""
        given = request.args
        found = handshake.landing(
            services, token, given.get("oauth_consumer_key", ""), given.get("success_call_back", "")
        )
        if found.target is not None:
            return _guarded(redirect(found.target))
        return _guarded(Response(PAGE.format(said=CONNECTED if found.connected else NOT_CONNECTED)))

    return pages


PAGE = (
    '<!doctype html><meta charset=utf-8><meta name=viewport content="width=device-width"><title>Retour</title><p>{said}'
)
CONNECTED = "Retour is connected to this shop. You may close this window."
NOT_CONNECTED = (
    "Retour is not connected by this integration. Press Activate (or Reauthorize) in Magento; if it stays so, Retour's "
    "log names the reason (shop_not_proven)."
)


def _guarded(answer: BaseResponse) -> BaseResponse:
    """The address holds a token: nobody is told where the browser came from, nothing is kept or framed."""
    answer.headers["Content-Security-Policy"] = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
