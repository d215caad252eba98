"""A shop served over HTTP and furnished with nothing but what every Magento has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from demo.magento.run import Report, run
from demo.magento.world import Options
from sandbox.faults import Faults
from sandbox.magento import Shop, create_app
from sandbox.magento.access import Token
from sandbox.serving import Server, serve

SETTLE = 2.0  # seconds: the stand-in answers at once, or never


@dataclass
class Served:
    """A stand-in on stage. `said`: what the last run told."""

    shop: Shop
    faults: Faults
    server: Server
    directory: Path
    said: list[str] = field(default_factory=list)

    def bearer(self, token: Token | None = None) -> dict[str, str]:
        token = token or self.shop.access.grant()
        return {"base_url": self.server.url, "token": token.access_token}

    def oauth(self) -> dict[str, str]:
        """The four keys of an integration, by the names of the command's options."""
        token = self.shop.access.grant()
        return {
            "consumer_key": token.consumer_key,
            "consumer_secret": token.consumer_secret,
            "access_token": token.access_token,
            "access_token_secret": token.access_token_secret,
        }

    def options(self, *chosen: str, keys: Mapping[str, str] | None = None) -> Options:
        return Options(keys or self.bearer(), chosen=chosen, settle_seconds=SETTLE)

    def run(self, *chosen: str, keys: Mapping[str, str] | None = None) -> Report:
        self.said = []
        return run(self.options(*chosen, keys=keys), self.said.append, self.directory)

    def furnished(self) -> bool:
        """Whether anything at all was made in the shop."""
        made = (self.shop.products, self.shop.orders, self.shop.promotions.rules, self.shop.carts.by_id)
        return any(made) or bool(self.shop.customers)


@contextmanager
def served(shop: Shop, directory: Path) -> Iterator[Served]:
    faults = Faults()
    shop.bearer_allowed = True
    with serve(create_app(shop, faults)) as server:
        shop.base_url = server.url
        yield Served(shop, faults, server, directory / "retour")
        assert [f"{type(bug).__name__}: {bug}" for bug in server.bugs] == []


@pytest.fixture
def magento(tmp_path: Path) -> Iterator[Served]:
    with served(Shop(), tmp_path) as ready:
        yield ready
