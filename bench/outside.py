"""The outside, in a process of its own: Magento's and Zendesk's stand-ins, and the customers who write.

`python -m bench.outside` is told what to do by lines of JSON, and answers each with one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.calls import LETTER
from connector.bootstrap import build
from connector.cli import bring_up_to_date
from connector.settings import Settings
from demo.desks import STAGES
from demo.world import POLICY, World, join_through, settings_for, shop_on_stage

VENDOR = "zendesk"
PLENTY = 1_000_000  # calls a minute: what is measured is us, not a plan's limit
SHOP_LIMIT = ("shop_per_day: {count: 200, amount: 5000.00 EUR}", "shop_per_day: {count: 90000, amount: 9000000.00 EUR}")


class Stage:
    """What the lines ask for; each method's answer is JSON."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._orders: dict[str, Any] = {}
        self._asked: list[tuple[Any, str]] = []

    def open(self, directory: str, database_url: str, public_url: str, more: Mapping[str, str]) -> dict[str, str]:
        """Serve the stand-ins, make the tables; return Retour's settings."""
        shop, magento, faults = self._stack.enter_context(shop_on_stage())
        desk = self._stack.enter_context(STAGES[VENDOR]())
        desk.for_harness()
        desk.desk.limits.account_per_minute = PLENTY  # type: ignore[attr-defined]  # it is Zendesk's
        kept = {"settle_seconds": "60", **more}  # on a busy machine a slow call is not yet a silent one
        settings = settings_for(Path(directory), desk, public_url, database_url=database_url, **kept)
        bring_up_to_date(settings.database)
        retour = build(settings)
        self._stack.callback(retour.engine.dispose)
        self._world = World(shop, magento, faults, desk, settings, retour)
        return {name: str(value) for name, value in asdict(settings).items()}

    def join(self) -> str:
        """Retour's web process serves by now."""
        world = self._world
        text = POLICY.read_text(encoding="utf-8")
        if SHOP_LIMIT[0] not in text:
            raise ValueError(f"{SHOP_LIMIT[0]!r} is not in the policy")
        text = text.replace(*SHOP_LIMIT)
        world.tenant = join_through(world.retour, world.shop, world.magento.url, world.desk, text)
        return world.tenant

    def latency(self, milliseconds: float) -> None:
        """Added before every answer of both."""
        self._world.magento_faults.latency = self._world.desk.faults.latency = milliseconds

    def order(self, prefix: str, count: int) -> None:
        """Parcels arrive; nobody has written yet."""
        self._orders = {
            f"{prefix}{number}": self._world.order(
                f"{prefix}{number}@example.com", [("MUG-BL", 2)], shipped_days_ago=6, first_name="Camille"
            )
            for number in range(count)
        }

    def write(self) -> None:
        """All of them write, one after the other, as fast as the helpdesk takes it."""
        self._asked = [
            (order, self._world.write(f"{name}@example.com", "Camille", "", LETTER.format(number=order.number)))
            for name, order in self._orders.items()
        ]

    def settled(self) -> list[int]:
        """Tickets written, those that got one mail, and credit memos of their orders."""
        mails = [len(self._world.mails(ticket)) for _, ticket in self._asked]
        memos = [len(self._world.memos(order)) for order, _ in self._asked]
        return [len(self._asked), mails.count(1), memos.count(1)]


class Outside:
    """The other end of the lines."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, do: str, *given: object) -> Any:
        """Raise RuntimeError with what it says went wrong."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("not connected")
        self._process.stdin.write(json.dumps([do, given]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the outside ended while it was to {do}")
        return json.loads(line)


@contextmanager
def outside() -> Iterator[Outside]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.outside"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield Outside(process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The settings as a process of Retour reads them."""
    empty = Settings()
    return {f"RETOUR_{name.upper()}": value for name, value in settings.items() if value != getattr(empty, name)}


def main() -> None:
    with ExitStack() as stack:
        stage = Stage(stack)
        for line in sys.stdin:
            do, given = json.loads(line)
            method: Callable[..., object] = getattr(stage, do)
            sys.stdout.write(json.dumps(method(*given)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
