"""Servers under load, each in processes of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 20.0


@dataclass(frozen=True)
class Contender:
    """A WSGI application and how it is served: `workers` processes of `threads` threads."""

    name: str
    app: str
    workers: int
    threads: int
    server: str = "granian"

    @property
    def served(self) -> str:
        return f"{self.server} {self.workers} x {self.threads}"

    def command(self, port: int) -> list[str]:
        count, threads = str(self.workers), str(self.threads)
        if self.server == "gunicorn":
            return [
                *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"),
                *("--workers", count, "--threads", threads, "--log-level", "error", self.app),
            ]
        return [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", count, "--blocking-threads", threads, "--no-ws", "--log-level", "error", self.app),
        ]


class Group:
    """A process that leads a process group, with all that it started."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def cpu_seconds(self) -> float:
        """What its processes used so far."""
        return sum(_cpu_seconds(pid) for pid in self._pids())

    def _pids(self) -> list[int]:
        found = []
        for each in Path("/proc").glob("[0-9]*/stat"):
            try:
                if os.getpgid(int(each.parent.name)) == self.process.pid:
                    found.append(int(each.parent.name))
            except ProcessLookupError:
                continue
        return found

    def kill(self) -> None:
        """As a machine that is gone. Repeatable."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait(10)


class Running:
    """A server that takes connections."""

    def __init__(self, contender: Contender, environment: Mapping[str, str], port: int | None = None) -> None:
        """On `port`, or a free one. Raise RuntimeError if it does not start."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = port or int(probe.getsockname()[1])
        self.group = Group(
            subprocess.Popen(
                contender.command(self.port),
                cwd=ROOT,
                env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        )
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError as error:
                if self.group.process.poll() is not None or time.monotonic() > until:
                    self.group.kill()
                    raise RuntimeError(f"{contender.name} did not start") from error
                time.sleep(0.05)
                continue
            return


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(contender: Contender, environment: Mapping[str, str], port: int | None = None) -> Iterator[Running]:
    server = Running(contender, environment, port)
    try:
        yield server
    finally:
        server.group.kill()
