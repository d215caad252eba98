"""The activation of a shop's integration: what the shop posts, and what is left once it is proven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Activation:
    """What a shop hands over when its admin activates the integration. Whoever posted it is not proven."""

    consumer_key: str
    consumer_secret: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proven:
    """`credentials` work: the shop itself told `base_url` to a call made with them."""

    credentials: Mapping[str, str] = field(repr=False)
    base_url: str
