"""`make demo`: stand-ins of Magento and Zendesk, Retour between them, customers who write. Nothing else is needed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from pathlib import Path

import requests

from connector.bootstrap import build
from connector.cli import bring_up_to_date
from connector.flow.report import verify
from connector.settings import PREFIX, Settings
from demo.scenarios import SCENARIOS
from demo.show import Timeline, books, say, watch
from demo.story import Scenario, Story
from demo.world import World, join, settings_for, stand_ins

DIRECTORY = Path(".retour/demo")


def environment(settings: Settings) -> dict[str, str]:
    """The settings as a process reads them."""
    given = {f"{PREFIX}{each.name.upper()}": str(getattr(settings, each.name)) for each in fields(settings)}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return inherited | {name: value for name, value in given.items() if value}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(settings: Settings, port: int) -> Iterator[None]:
    """Run Retour as a merchant would: `retour run`, one process with everything in it."""
    command = [sys.executable, "-m", "connector.cli", "run", "--port", str(port)]
    with (settings.directory / "retour.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment(settings), stdout=log, stderr=log)  # noqa: S603
    try:
        until = time.monotonic() + 30
        while True:
            try:
                if requests.get(f"{settings.public_url}/health/ready", timeout=2).status_code == 200:
                    break
            except requests.ConnectionError:
                pass
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"Retour did not start; see {settings.directory / 'retour.log'}")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def demo_world() -> Iterator[World]:
    shutil.rmtree(DIRECTORY, ignore_errors=True)
    DIRECTORY.mkdir(parents=True)
    with ExitStack() as stack:
        shop, magento, magento_faults, desk, zendesk, zendesk_faults = stack.enter_context(stand_ins())
        say(f"Magento stand-in   {magento.url}")
        say(f"Zendesk stand-in   {zendesk.url}/agent/tickets")
        app_key = DIRECTORY / "app.pem"
        app_key.write_text(desk.app_frame.public_key(), encoding="ascii")
        port = free_port()
        settings = settings_for(DIRECTORY, zendesk, f"http://127.0.0.1:{port}", app_key)
        bring_up_to_date(settings.database)
        retour = build(settings)
        stack.callback(retour.engine.dispose)
        stack.enter_context(served(settings, port))
        say(f"Retour             {settings.public_url} (SQLite in {settings.directory})")
        world = World(shop, magento, magento_faults, desk, zendesk, zendesk_faults, settings, retour)
        join(world)
        say(f"installed          {world.tenant}: consent given, webhook signed, policy in force")
        yield world


def play(world: World, timeline: Timeline, scenario: Scenario, number: int) -> Story:
    """Play one scenario while its timeline is printed; return what it came to."""
    story = Story()
    say(f"\n{number:2}. {scenario.title}")
    say(f"    books before: {books(world)}")
    failure: list[BaseException] = []

    def run() -> None:
        try:
            scenario.play(world, story)
        except Exception as error:  # shown and counted below, whatever it is
            failure.append(error)

    thread = threading.Thread(target=run, name=scenario.name)
    timeline.restart()
    thread.start()
    watch(timeline, thread.is_alive)
    say(f"    books after:  {books(world)}")
    for error in failure:
        story.check("the scenario runs to its end", "yes", f"{type(error).__name__}: {error}")
    for check in story.failed:
        say(f"    ✗ {check.what}: wanted {check.wanted!r}, found {check.found!r}")
    if not story.failed:
        say(f"    ✓ as it must be ({len(story.checks)} checks)")
    return story


def stay(world: World) -> None:
    """With a terminal: leave everything up to be looked at."""
    say("\nTo look at, until Ctrl-C:")
    say(f"  agent desk, with the sidebar in each ticket:  {world.zendesk.url}/agent/tickets")
    say(f"  cases:                                       RETOUR_DATA_DIR={DIRECTORY} .venv/bin/retour cases")
    say(f"  one case, whole:                             RETOUR_DATA_DIR={DIRECTORY} .venv/bin/retour case CASE")
    say(f"  who moved this euro:                         RETOUR_DATA_DIR={DIRECTORY} .venv/bin/retour case MEMO-ID")
    say(f"  money a person must transfer:                RETOUR_DATA_DIR={DIRECTORY} .venv/bin/retour payouts")
    try:
        while True:
            time.sleep(1)
    except KeyboardInterrupt:
        say()


def main() -> int:
    chosen = [SCENARIOS[name] for name in sys.argv[1:]] or list(SCENARIOS.values())
    began = time.monotonic()
    with demo_world() as world:
        timeline = Timeline(world)
        stories = {each.title: play(world, timeline, each, n) for n, each in enumerate(chosen, start=1)}
        checked, problems = verify(world.retour.services.store)
        failed = [title for title, story in stories.items() if story.failed]
        say(f"\n{len(stories) - len(failed)} of {len(stories)} scenarios ended as they must.")
        for title in failed:
            say(f"  ✗ {title}")
        say(f"{checked} decisions derived again from what is stored, {len(problems)} problem(s).")
        say(f"The shop's books: {books(world)}.")
        say(f"{time.monotonic() - began:.0f} seconds.")
        if sys.stdout.isatty() and sys.stdin.isatty():
            stay(world)
    return 1 if failed or problems else 0


if __name__ == "__main__":
    sys.exit(main())
