"""What an effect is: steps of one write each, in order; a step's outcome is committed before the next one begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from connector.domain.money import Money
from connector.domain.plan import MoneyAction
from connector.domain.policy import Policy
from connector.flow.services import Services, local
from connector.ports.shop import Memo, Shop, ShopOrder
from connector.ports.store import Action


@dataclass(frozen=True, slots=True)
class Doing:
    """One effect under way: everything its steps may look at. `order` and `memos` were read for this try."""

    services: Services
    shop: Shop
    action: Action
    planned: MoneyAction
    policy: Policy
    order: ShopOrder
    memos: Sequence[Memo] = ()
    steps: Mapping[str, str] = field(default_factory=dict)  # step -> what it made

    @property
    def now(self) -> datetime:
        """In the shop's zone."""
        return local(self.services.clock(), self.policy)


@dataclass(frozen=True, slots=True)
class Made:
    """What Magento's books say. `odd`: why a person must look before the customer is told; None: as promised.
    `there`: False where the books do not show it at all."""

    amount: Money
    odd: str | None
    there: bool = True


class Again(Enum):
    """What may follow a write of which nothing is heard or seen, once it has surely ended."""

    NEVER = "never"  # a person looks: it could double
    UNCHANGED = "unchanged"  # sent again if the order is as it was: unchanged books prove that nothing was made
    ALWAYS = "always"  # a repeat cannot double, or what it doubles does no harm


@dataclass(frozen=True, slots=True)
class Step:
    """`send` makes one write and returns what it made; `find` looks for what a silent one made. `free`: what `find`
    looks at was read anyway, so it is asked before every try. `restart`: the step with which to begin again where
    nothing can be found."""

    name: str
    send: Callable[[Doing], str]
    find: Callable[[Doing], str | None]
    again: Again
    free: bool = False
    restart: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """`steps` in order; what the last one made is what the effect made. `memos`: whether credit memos are looked at.
    `until`: the step from which on the order's own changes do not matter any more; None: they always do."""

    steps: Callable[[MoneyAction], Sequence[Step]]
    read_back: Callable[[Doing, str], Made]
    unchanged: Callable[[Doing], None]  # raise Overtaken: somebody else was faster, no call was made
    until: str | None = None


def nothing_found(_doing: Doing) -> str | None:
    """A step that leaves nothing to be found by."""
    return None
