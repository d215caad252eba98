"""Each kind of shop there is, for the tests of the port `Shop`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contracts.shops import KITS, ShopKit


@pytest.fixture(scope="module", params=sorted(KITS))
def shop(request: pytest.FixtureRequest) -> Iterator[ShopKit]:
    with KITS[request.param]() as made:
        yield made


@pytest.fixture
def kit(shop: ShopKit) -> Iterator[ShopKit]:
    yield shop
    shop.calm()
