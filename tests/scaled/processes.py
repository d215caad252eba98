"""Web and worker processes, started with the Procfile's own command lines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.reaper import Reaper, kill

ROOT = Path(__file__).parents[2]


def procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    return {name: command.strip() for name, _, command in (line.partition(":") for line in lines)}


@dataclass(frozen=True)
class Process:
    popen: subprocess.Popen[bytes]
    log: Path

    @property
    def alive(self) -> bool:
        return self.popen.poll() is None

    def lines(self) -> list[dict[str, Any]]:
        """What it logged, one JSON object a line; what others print to it is left out."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return [json.loads(line) for line in text.splitlines() if line.startswith("{") and line.endswith("}")]

    def events(self) -> list[str]:
        return [str(line["event"]) for line in self.lines()]

    def kill(self) -> None:
        kill(self.popen)

    def end(self) -> int:
        """SIGTERM; return its status."""
        self.popen.send_signal(signal.SIGTERM)
        return self.popen.wait(30)


class Processes:
    """Starts processes of the Procfile with these settings, each with a log of its own."""

    def __init__(self, reaper: Reaper, directory: Path, settings: Mapping[str, str]) -> None:
        self._reaper = reaper
        self._directory = directory
        mine = {name: value for name, value in os.environ.items() if not name.startswith("RETOUR_")}
        path = os.pathsep.join([str(Path(sys.executable).parent), mine.get("PATH", os.defpath)])
        self._environment = {**mine, "PATH": path, **settings}
        self._count = 0

    def start(self, kind: str, **more: str) -> Process:
        self._count += 1
        log = self._directory / f"{self._count}-{kind}.log"
        with log.open("wb") as output:
            command = ["/bin/sh", "-c", f"exec {procfile()[kind]}"]
            popen = self._reaper.start(command, output, ROOT, {**self._environment, **more})
        return Process(popen, log)
