"""One served shop for all examples of a test; every example empties it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from connector.magento import BearerToken, MagentoShop
from connector.outbound import make_session
from sandbox.faults import Faults
from sandbox.magento import Shop, create_app, gateway
from sandbox.serving import serve
from tests.cents.situations import Situation
from tests.cents.till import Till, placed

OpenTill = Callable[[Situation], Till]


@pytest.fixture
def till(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenTill]:
    """`till(situation)`: the order in the stand-in, behind the real adapter."""
    monkeypatch.setattr(gateway, "DECLINED_CENTS", 100)  # no amount ends in that: nothing is declined
    shop, session = Shop(), make_session(allow_private=True)
    shop.bearer_allowed = True
    with serve(create_app(shop, Faults())) as server:

        def open_till(given: Situation) -> Till:
            order = placed(shop, given)
            port = MagentoShop(server.url, BearerToken(shop.access.grant().access_token), session)
            return Till(given, shop, port, order)

        yield open_till
        assert server.bugs == []
