"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median

PACKAGES = ("granian", "gunicorn", "flask", "sqlalchemy", "psycopg", "redis", "rq", "requests")


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def sync_milliseconds() -> float:
    """What this disk takes to make 8 kB durable: the median of 50."""
    took = []
    with tempfile.TemporaryFile() as file:
        for _ in range(50):
            file.write(b"x" * 8192)
            file.flush()
            start = time.perf_counter()
            os.fsync(file.fileno())
            took.append(time.perf_counter() - start)
    return median(took) * 1000


def describe() -> list[str]:
    """Lines about machine and versions, and how busy others kept it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return [
        f"{os.cpu_count()} x {_cpu()}, {memory:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}",
        f"one sync of 8 kB in the temporary folder: {sync_milliseconds():.2f} ms",
        "load before the run: " + " ".join(f"{each:.2f}" for each in os.getloadavg()),
        ", ".join(f"{name} {version(name)}" for name in PACKAGES),
    ]
