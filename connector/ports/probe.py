"""What a check of a connection found."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Probe:
    """What a connection check found. `missing`: permissions that calls we need were refused for. `warnings`: what works
    less well than it could, a sentence each."""

    ok: bool
    detail: str
    missing: tuple[str, ...] = field(default_factory=tuple)
    warnings: tuple[str, ...] = ()
