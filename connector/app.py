"""The web application: blueprints and the error map around the services."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from flask import Flask

from connector.bootstrap import Application
from connector.metrics import exposition
from connector.ports.store import Installation
from connector.web.auth import Bearers, Links
from connector.web.cards import cards
from connector.web.errors import set_up_errors
from connector.web.health import health
from connector.web.install import install
from connector.web.magento import magento
from connector.web.metrics import metrics
from connector.web.scans import scans
from connector.web.sidebar import SidebarParts, sidebar, sidebar_api
from connector.web.webhooks import Deliveries

MAX_BODY = 1_000_000  # bytes; the largest documented delivery is far below
ACTIVATION = timedelta(seconds=5)  # between two tries to connect one shop: a try takes less, so none overlap


def sidebar_assets() -> Path:
    """`sidebar_ui/`, beside the package in a checkout and when installed."""
    return Path(__file__).resolve().parent.parent / "sidebar_ui"


def create_app(application: Application) -> Flask:
    """Make the WSGI application. Nothing is called and no table read before the first request."""
    app = Flask("retour", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    settings, services = application.settings, application.services

    @lru_cache(maxsize=8)
    def app_key(path: str) -> str:
        return Path(path).read_text(encoding="ascii") if path else ""

    def once(digest: str, life: timedelta, grace: timedelta) -> bool:
        return application.remember(f"sidebar:{digest}", life, grace)

    def ancestors(installation: Installation) -> str:
        return settings.zendesk_frame_ancestors.format(account=installation.account)

    def render() -> bytes:
        return exposition(application.engine, services.clock)

    def first(announced: str) -> bool:
        return application.remember(f"activation:{announced}", ACTIVATION, timedelta(0))

    key = application.derived_key("sidebar")
    bearers, links = Bearers(key), Links(key)
    parts = SidebarParts(
        bearers=bearers,
        links=links,
        assets=sidebar_assets(),
        app_key=lambda _installation: app_key(settings.zendesk_app_key),
        frame_ancestors=ancestors,
        once=once,
    )
    for blueprint in (
        install(services),
        magento(services, first),
        sidebar(services, parts),
        sidebar_api(services, bearers),
        cards(services, links),
        scans(services),
        health(application.ready),
        metrics(settings.metrics_token, render),
    ):
        app.register_blueprint(blueprint)
    set_up_errors(app)
    app.wsgi_app = Deliveries(services, app.wsgi_app, MAX_BODY)  # type: ignore[method-assign,assignment]
    return app
