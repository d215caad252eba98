"""A database with the product's tables and one installation in it: what every server of a comparison stores into."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import Engine, delete, func, select, text

from connector.bootstrap import build
from connector.cli import bring_up_to_date
from connector.domain.ids import ShopId, TenantId
from connector.domain.policy_text import read_policy
from connector.flow.senders import HOOK_SECRETS
from connector.ports.store import Installation
from connector.settings import Settings
from connector.storage.session import make_engine
from connector.storage.tables import inbox
from tests.postgres import postgres_server

ROOT = Path(__file__).resolve().parent.parent
TENANT = TenantId("zendesk-bench")
HOOK_SECRET = "YmVuY2gtc2lnbmluZy1zZWNyZXQ="
DURABLE = ("-c", "max_connections=300")  # everything else as PostgreSQL ships it: each commit is synced
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
static void slow(void) {
  struct timespec pause = {0, atol(getenv("BENCH_SYNC_MICROSECONDS") ? getenv("BENCH_SYNC_MICROSECONDS") : "0") * 1000};
  nanosleep(&pause, 0);
}
int fsync(int fd) { int (*real)(int) = dlsym(RTLD_NEXT, "fsync"); slow(); return real(fd); }
int fdatasync(int fd) { int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync"); slow(); return real(fd); }
"""
NUMBERS = count(1)


@dataclass(frozen=True)
class Site:
    """`environment`: for the processes that serve it."""

    name: str
    database_url: str
    engine: Engine
    environment: Mapping[str, str]

    def empty(self) -> None:
        with self.engine.begin() as connection:
            connection.execute(delete(inbox))
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("COMMIT")  # the engine begins every transaction itself
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE inbox"))
                connection.execute(text("CHECKPOINT"))

    def kept(self) -> tuple[int, int]:
        """Rows, and different deliveries among them."""
        with self.engine.begin() as connection:
            row = connection.execute(
                select(func.count(), func.count(inbox.c.delivery_id.distinct())).select_from(inbox)
            ).one()
        return row[0], row[1]

    def kept_ids(self) -> list[str]:
        with self.engine.begin() as connection:
            return list(connection.scalars(select(inbox.c.delivery_id)))


def compiler() -> str | None:
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def shim(folder: Path) -> Path:
    """Compile what makes every sync of the disk slower. It is in the folder that PostgreSQL's user can read, too."""
    source, library = folder / "slow_sync.c", folder / "slow_sync.so"
    source.write_text(SHIM, encoding="ascii")
    subprocess.run([str(compiler()), "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True)
    library.chmod(0o755)
    return library


def _installed(database_url: str, folder: Path) -> dict[str, str]:
    """Tables, one installation, its secret. Return the environment of the product's processes."""
    key = Fernet.generate_key().decode()
    settings = Settings(
        data_dir=str(folder), database_url=database_url, secret_keys=key, pool_threads="0", log_level="ERROR"
    )
    bring_up_to_date(database_url)
    retour = build(settings)
    policy = (ROOT / "connector" / "policies" / "fr.yaml").read_text(encoding="utf-8")
    now, digest = datetime.now(UTC), read_policy(policy).hash
    with retour.services.store.begin() as tx:
        tx.tenants.put_policy(digest, policy, now)
        shop = "https://shop.example.test"
        account = Installation(TENANT, "zendesk", "bench", "https://bench.test", ShopId("s"), shop, "9", digest)
        tx.tenants.put(account, now)
    retour.box.put(f"tenant:{TENANT}", HOOK_SECRETS, {"current": HOOK_SECRET})
    retour.engine.dispose()
    return {
        "RETOUR_DATA_DIR": str(folder),
        "RETOUR_DATABASE_URL": database_url,
        "RETOUR_SECRET_KEYS": key,
        "RETOUR_POOL_THREADS": "0",  # receiving alone is measured
        "RETOUR_POLL_SECONDS": "0",
        "RETOUR_LOG_LEVEL": "ERROR",
        "BENCH_DATABASE": database_url,
        "BENCH_SECRET": HOOK_SECRET,
        "BENCH_TENANT": TENANT,
    }


@contextmanager
def _preloaded(library: Path | None, milliseconds: float) -> Iterator[dict[str, str]]:
    """Processes started meanwhile, and those given the yielded variables, sync slowly."""
    slow = {"LD_PRELOAD": str(library), "BENCH_SYNC_MICROSECONDS": str(int(milliseconds * 1000))} if library else {}
    before = {name: os.environ.get(name) for name in slow}
    os.environ.update(slow)
    try:
        yield slow
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@contextmanager
def site(kind: str, sync_milliseconds: float = 0.0) -> Iterator[Site]:
    """`sqlite` or `postgresql`, thrown away afterwards. `sync_milliseconds` are added to each sync of the disk."""
    with tempfile.TemporaryDirectory(prefix="retour-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        library = shim(folder) if sync_milliseconds else None
        with _preloaded(library, sync_milliseconds) as slow:
            if kind == "sqlite":
                url = f"sqlite:///{folder / 'retour.db'}"
                yield from _served(kind, url, folder, slow)
                return
            with postgres_server(options=DURABLE) as server:
                yield from _served(kind, server.url, folder, slow)


def _served(kind: str, url: str, folder: Path, slow: Mapping[str, str]) -> Iterator[Site]:
    environment = _installed(url, folder)
    engine = make_engine(url)
    try:
        yield Site(kind, url, engine, {**environment, **slow})
    finally:
        engine.dispose()
