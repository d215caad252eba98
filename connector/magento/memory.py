"""What a shop told a short while ago, so that it is not asked again for what hardly ever changes.

Never for anything an amount, a state or a quantity depends on: those are read anew each time.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

UNCHANGING = 600.0  # seconds: store views, websites, stocks, attributes
CATALOGUE = 60.0  # seconds: the children of a configurable article


class Memory:
    """Answers with their age, by shop and question; shared by threads and by all `MagentoShop`s of a process.

    At most `most` answers are kept, the ones used last; `clock` tells seconds and never goes back. A read that fails is
    not remembered. Two threads may read the same at once: nobody waits for another's call.
    """

    def __init__(self, most: int = 500, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._kept: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def recall(self, shop: str, question: Hashable, seconds: float, read: Callable[[], T]) -> T:
        """Return what the shop answered at most `seconds` ago, else what `read` returns now."""
        key, asked = (shop, question), self._clock()
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and asked - kept[0] < seconds:
                self._kept.move_to_end(key)
                known: T = kept[1]
                return known
        fresh = read()
        with self._lock:
            self._kept[key] = (asked, fresh)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return fresh

    def forget(self, shop: str, question: Hashable) -> bool:
        """Forget one answer, so that it is read anew; tell whether there was one."""
        with self._lock:
            return self._kept.pop((shop, question), None) is not None


SHARED = Memory()
