"""Chromium, and the sidebar in the frame of the stand-in's agent desk: everything real but Zendesk and the shop."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from connector.app import create_app
from connector.domain.ids import TenantId
from sandbox.serving import Server, serve

OURS = TenantId("acme-1")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def chromium() -> str | None:
    """`CHROMIUM` in the environment, else the usual names."""
    return os.environ.get("CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = chromium()
    if path is None:
        pytest.skip(f"no Chromium: set CHROMIUM, or install one of {', '.join(NAMES)}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def ancestors(zendesk_server: Server) -> str:
    return zendesk_server.url


@pytest.fixture
def retour(socket_enabled: None, desk: Any) -> Iterator[Server]:
    with serve(create_app(desk.application)) as running:
        desk.zendesk.app_frame.url = f"{running.url}/sidebar/{OURS}"
        yield running
    assert running.bugs == []


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A window; it, or one opened from it, fails the test on a script error or a breach of the security policy."""
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    context.set_default_timeout(10_000)
    said: list[str] = []
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on("console", lambda line: said.append(line.text) if "Content Security Policy" in line.text else None)
    yield context.new_page()
    context.close()
    assert said == []


@pytest.fixture
def show(page: Any, retour: Server, zendesk_server: Server, ticket_id: int) -> Callable[[], Any]:
    """Open the ticket on the agent desk; return the sidebar's frame once it shows something."""

    def shown() -> Any:
        page.goto(f"{zendesk_server.url}/agent/tickets/{ticket_id}")
        frame = page.frame_locator("#app")
        frame.locator("#app:not([aria-busy]), #empty").first.wait_for()
        return frame

    return shown
