"""What an account of a vendor may be asked in a while, counted over all our processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls within so many seconds."""

    calls: int
    seconds: float


class Throttle(Protocol):
    """`pool` names what shares a limit, such as `freshdesk:acme`."""

    def take(self, pool: str, rate: Rate, calls: int = 1) -> float:
        """Count `calls` that are about to be made. Return 0.0, or the seconds to wait with nothing counted.

        `rate` holds until `learned` told a better one.
        """

    def learned(self, pool: str, rate: Rate) -> None:
        """The other side said what it allows."""

    def hold(self, pool: str, seconds: float) -> None:
        """The other side turned a call away: nobody calls for so long."""
