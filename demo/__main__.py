"""`make demo`: stand-ins of Magento and of each helpdesk, Retour between them, customers who write. Nothing else is
needed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from pathlib import Path

import requests

from connector.bootstrap import build
from connector.cli import bring_up_to_date
from connector.flow.report import verify
from connector.settings import PREFIX, Settings
from demo.desks import STAGES
from demo.scenarios import SCENARIOS
from demo.show import Timeline, books, say, watch
from demo.story import Scenario, Story
from demo.world import World, join, settings_for, shop_on_stage

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
def demo_world(vendor: str) -> Iterator[World]:
    say(f"\n=== {vendor.title()} ===\n")
    directory = DIRECTORY / vendor
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    with ExitStack() as stack:
        shop, magento, magento_faults = stack.enter_context(shop_on_stage())
        desk = stack.enter_context(STAGES[vendor]())
        say(f"Magento stand-in   {magento.url}")
        say(f"{f'{vendor.title()} stand-in':18} {desk.pages}")
        port = free_port()
        settings = settings_for(directory, desk, f"http://127.0.0.1:{port}")
        bring_up_to_date(settings.database)
        retour = build(settings)
        stack.callback(retour.engine.dispose)
        stack.enter_context(served(settings, port))
        say(f"Retour             {settings.public_url} (SQLite in {settings.directory})")
        world = World(shop, magento, magento_faults, desk, settings, retour)
        join(world)
        say(f"installed          {world.tenant}: consent given, events set up, policy in force")
        can = [getattr(world.can, each.name) for each in fields(world.can)]
        if not all(can):
            say(f"declares           {sum(can)} of {len(can)} capabilities; docs/helpdesks.md says what follows")
        yield world


def play(world: World, timeline: Timeline | None, scenario: Scenario, number: int) -> Story:
    """Play one scenario, while its timeline is printed if there is one; return what it came to."""
    story = Story()
    if timeline is not None:
        say(f"\n{number:2}. {scenario.title}")
        say(f"    books before: {books(world)}")
    failure: list[BaseException] = []

    def run() -> None:
        try:
            scenario.play(world, story)
        except Exception as error:  # shown and counted below, whatever it is
            failure.append(error)

    thread = threading.Thread(target=run, name=scenario.name)
    if timeline is not None:
        timeline.restart()
    thread.start()
    if timeline is not None:
        watch(timeline, thread.is_alive)
        say(f"    books after:  {books(world)}")
    thread.join()
    for error in failure:
        story.check("the scenario runs to its end", "yes", f"{type(error).__name__}: {error}")
    if timeline is None:
        say(f"    {'✗' if story.failed else '✓'} {scenario.title} ({len(story.checks)} checks)")
    elif not story.failed:
        say(f"    ✓ as it must be ({len(story.checks)} checks)")
    for check in story.failed:
        say(f"    ✗ {check.what}: wanted {check.wanted!r}, found {check.found!r}")
    return story


def stay(world: World) -> None:
    """With a terminal: leave everything up to be looked at."""
    data = f"RETOUR_DATA_DIR={world.settings.directory} .venv/bin/retour"
    say("\nTo look at, until Ctrl-C:")
    say(f"  agent desk, with the sidebar in each ticket:  {world.desk.pages}")
    say(f"  cases:                                       {data} cases")
    say(f"  one case, whole:                             {data} case CASE")
    say(f"  who moved this euro:                         {data} case MEMO-ID")
    say(f"  money a person must transfer:                {data} payouts")
    try:
        while True:
            time.sleep(1)
    except KeyboardInterrupt:
        say()


def play_all(world: World, chosen: Sequence[Scenario], *, whole: bool) -> int:
    """Play scenarios on one helpdesk; return how many things went wrong. `whole`: with every step of every case."""
    timeline = Timeline(world) if whole else None
    stories = {each.title: play(world, timeline, each, n) for n, each in enumerate(chosen, start=1)}
    checked, problems = verify(world.retour.services.store)
    failed = [title for title, story in stories.items() if story.failed]
    say(f"\n{world.desk.vendor.title()}: {len(stories) - len(failed)} of {len(stories)} scenarios ended as they must.")
    for title in failed:
        say(f"  ✗ {title}")
    say(f"{checked} decisions derived again from what is stored, {len(problems)} problem(s).")
    say(f"The shop's books: {books(world)}.")
    return len(failed) + len(problems)


def main(named: Sequence[str] = ()) -> int:
    """The first helpdesk with every step, then the same scenarios on the others. `named`: helpdesks, scenarios."""
    unknown = [each for each in named if each not in STAGES and each not in SCENARIOS]
    if unknown:
        say(f"no helpdesk or scenario: {', '.join(unknown)}")
        say(f"helpdesks: {', '.join(STAGES)}\nscenarios: {', '.join(SCENARIOS)}")
        return 2
    first, *others = [each for each in named if each in STAGES] or list(STAGES)
    chosen = [SCENARIOS[each] for each in named if each in SCENARIOS] or list(SCENARIOS.values())
    began = time.monotonic()
    with demo_world(first) as world:
        wrong = play_all(world, chosen, whole=True)
        for vendor in others:
            with demo_world(vendor) as other:
                wrong += play_all(other, chosen, whole=False)
        say(f"\n{time.monotonic() - began:.0f} seconds.")
        if sys.stdout.isatty() and sys.stdin.isatty():
            stay(world)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
