"""The trade of an activation for keys, in memory."""

from __future__ import annotations

from connector.ports.handshake import Activation, Proven
from tests.fakes.shop import FakeShop


class FakeHandshake:
    """Gives another token each time. `error` is raised instead. `asked`: (address, consumer key) of every trade."""

    def __init__(self, shop: FakeShop) -> None:
        self._shop = shop
        self.error: Exception | None = None
        self.asked: list[tuple[str, str]] = []

    def __call__(self, base_url: str, activation: Activation) -> Proven:
        self.asked.append((base_url, activation.consumer_key))
        if self.error is not None:
            raise self.error
        credentials = {
            "base_url": base_url,
            "consumer_key": activation.consumer_key,
            "consumer_secret": activation.consumer_secret,
            "access_token": f"token-{len(self.asked)}",
            "access_token_secret": f"secret-{len(self.asked)}",
        }
        return Proven(credentials, self._shop.url)
