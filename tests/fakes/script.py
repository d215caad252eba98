"""What goes wrong, and who acts in between: the programme of a fake, by the port's method names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass
class Failure:
    """`done`: the work was done all the same, only the answer is lost. `times` None: until `heal`."""

    method: str
    error: Exception
    done: bool
    times: int | None
    skip: int


@dataclass
class Hook:
    method: str
    act: Callable[[], object]
    skip: int


class Script:
    """Every call of a fake runs through here, so that it is counted, disturbed and failed as a test wrote it."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self._failures: list[Failure] = []
        self._before: list[Hook] = []
        self._after: list[Hook] = []

    def fail(self, method: str, error: Exception, *, done: bool = False, times: int | None = 1, skip: int = 0) -> None:
        """Raise `error` in the next `times` calls of `method`, once `skip` of them went well."""
        self._failures.append(Failure(method, error, done, times, skip))

    def heal(self) -> None:
        self._failures.clear()

    def before(self, method: str, act: Callable[[], object], *, skip: int = 0) -> None:
        """Let somebody act right before the next call of `method`, once."""
        self._before.append(Hook(method, act, skip))

    def after(self, method: str, act: Callable[[], object], *, skip: int = 0) -> None:
        """Let somebody act right after the work of the next call of `method`, before its answer arrives, once."""
        self._after.append(Hook(method, act, skip))

    def run(self, method: str, work: Callable[[], T]) -> T:
        self.calls[method] += 1
        _act(self._before, method)
        failure = self._strike(method)
        if failure is not None and not failure.done:
            raise failure.error
        result = work()
        _act(self._after, method)
        if failure is not None:
            raise failure.error
        return result

    def _strike(self, method: str) -> Failure | None:
        for failure in self._failures:
            if failure.method != method:
                continue
            if failure.skip:
                failure.skip -= 1
                return None
            if failure.times is not None:
                failure.times -= 1
                if not failure.times:
                    self._failures.remove(failure)
            return failure
        return None


def _act(hooks: list[Hook], method: str) -> None:
    for hook in [each for each in hooks if each.method == method]:
        if hook.skip:
            hook.skip -= 1
            continue
        hooks.remove(hook)  # first, since what it does may call the same method
        hook.act()
