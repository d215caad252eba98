"""Entity ids (one sequence per table) and increment ids (one sequence per document and store view)."""

from __future__ import annotations

import itertools
import threading
from collections import defaultdict
from collections.abc import Iterator


class Numbers:
    """Thread-safe sequences starting at 1."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sequences: dict[str, Iterator[int]] = defaultdict(lambda: itertools.count(1))

    def id(self, table: str) -> int:
        with self._lock:
            return next(self._sequences[table])

    def increment_id(self, document: str, store_id: int) -> str:
        """Return e.g. 000000005, or 2000000001 for store view 2."""
        number = self.id(f"{document} {store_id}")
        return f"{number:09d}" if store_id == 1 else f"{store_id}{number:09d}"
