"""Ends processes that tests started, also when the tests themselves are killed."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

# Its standard input ends with us: then every process group that was named on it is killed.
UNTIL_WE_ARE_GONE = 'while read -r group; do groups="$groups -$group"; done; [ -z "$groups" ] || kill -KILL -- $groups'


class Reaper:
    """A context manager; at its end nothing that it started lives."""

    def __init__(self) -> None:
        self._shell = subprocess.Popen(
            ["/bin/sh", "-c", UNTIL_WE_ARE_GONE],
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # groups that ended by themselves
            start_new_session=True,
        )
        self._started: list[subprocess.Popen[bytes]] = []

    def start(
        self, command: Sequence[str], log: IO[bytes], cwd: Path, env: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a command in a process group of its own."""
        started = subprocess.Popen(
            command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        self._started.append(started)
        if self._shell.stdin is None:
            raise RuntimeError("the reaper has no input")
        self._shell.stdin.write(f"{started.pid}\n".encode())
        self._shell.stdin.flush()
        return started

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in self._started:
            if process.poll() is None:
                kill(process)
        if self._shell.stdin is not None:
            self._shell.stdin.close()
        self._shell.wait(10)


def kill(process: subprocess.Popen[bytes]) -> None:
    """As a machine that is gone: the process and all its children at once."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
