"""A copy of the SQLite database while it is in use: whole, checked, readable by us alone."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine

from connector.domain.errors import RetourError

# All at once: a copy in steps begins anew at each commit of another process. Writers go on all the same: in the
# write-ahead log a reader blocks nobody.
PAGES = -1
BESIDE = ("-journal", "-wal", "-shm")  # what SQLite keeps next to a file that is open


class BackupFailed(RetourError):
    """There is no backup; the text says why, and what to do."""


def back_up(engine: Engine, path: Path, progress: Callable[[int, int], None] = lambda done, whole: None) -> int:
    """Write `path`, which must not exist; return its size in bytes. `progress` gets pages done and pages in all.

    Raise BackupFailed; nothing is left behind then. What a killed run left behind (`path` with `.part`) is replaced.
    """
    if engine.dialect.name != "sqlite":
        raise BackupFailed("this database is PostgreSQL: use pg_dump --format=custom (docs/operations.md)")
    if path.exists():
        raise BackupFailed(f"{path} is there already")
    part = path.with_name(f"{path.name}.part")
    try:
        with _ours_alone(part) as handle:
            _copy(engine.url.database or "", part, progress)
            os.fsync(handle)
            os.link(part, path)  # fails where somebody was faster; a rename would replace theirs
            _settle(path.parent)
            return path.stat().st_size
    except (sqlite3.Error, OSError) as error:
        raise BackupFailed(f"{path}: {error}") from error


@contextmanager
def _ours_alone(part: Path) -> Iterator[int]:
    """An empty file, readable by us alone, that is gone in the end. The lock on it ends with its process: whoever gets
    it on a file that is there has found what a killed run left behind."""
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupFailed(f"another backup is writing {part}") from error
        if not os.path.samestat(os.fstat(handle), os.stat(part)):  # the other one ended in between: that is its backup
            raise BackupFailed(f"another backup just wrote {part}")
        try:
            os.fchmod(handle, 0o600)
            os.ftruncate(handle, 0)
            _remove_beside(part)  # an old log would be read into the new file
            yield handle
        finally:
            part.unlink(missing_ok=True)
            _remove_beside(part)
    finally:
        os.close(handle)


def _remove_beside(part: Path) -> None:
    for ending in BESIDE:
        part.with_name(f"{part.name}{ending}").unlink(missing_ok=True)


def _copy(source: str, target: Path, progress: Callable[[int, int], None]) -> None:
    """Through SQLite's own backup, which sees what stands in the write-ahead log; the copy is one file without one."""
    if not Path(source).exists():
        raise BackupFailed(f"there is no database at {source}")
    with closing(sqlite3.connect(source)) as ours, closing(sqlite3.connect(target)) as copy:
        ours.execute("PRAGMA busy_timeout=30000")
        ours.backup(copy, pages=PAGES, progress=lambda _status, left, whole: progress(whole - left, whole))
        copy.execute("PRAGMA journal_mode=DELETE")
        found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
        if found != ["ok"]:
            raise BackupFailed(f"the copy is damaged: {found[0]}")


def _settle(folder: Path) -> None:
    """The name, too, must survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
