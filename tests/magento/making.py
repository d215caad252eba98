"""Orders' lines and orders by hand, where a test is about what is made of them, and the calls it took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import responses

from connector.domain.ids import LineId, OrderId
from connector.domain.money import Money
from connector.ports.shop import Address, ShopLine, ShopOrder

VIEW = "https://shop.example.test/rest/default/V1"  # of store view 1
QUINN = {
    "firstname": "Quinn",
    "lastname": "Example",
    "street": ["1 Main St"],
    "city": "Springfield",
    "region_id": 12,
    "region_code": "CA",
    "region": "California",
    "country_id": "US",
    "postcode": "90001",
    "telephone": "5550100",
}
ITEMS_251 = [{"item_id": 546, "sku": "MUG-01", "qty": 1, "name": "Stoneware Mug", "price": 18, "quote_id": "251"}]
NONE = Money.zero("USD")
BLACK_M = {"137": 5, "93": 7}


def line_of(sku: str, **more: object) -> ShopLine:
    """A line of one simple article."""
    units = (Decimal(1), Decimal(0), Decimal(0), Decimal(0), Decimal(0))
    line = ShopLine(LineId("7"), LineId("7"), sku, sku, "simple", *units, NONE, NONE, product_id="1")
    return replace(line, **more)  # type: ignore[arg-type]


def tee(sku: str = "TEE-BLA-M", choices: Mapping[str, int] = BLACK_M) -> ShopLine:
    """A line of the recorded configurable article, whose parent has the id 14."""
    return line_of(sku, product_type="configurable", product_id="14", choices=choices)


def order_to(fields: Mapping[str, object] | None, email: str, method: str = "flatrate_flatrate") -> ShopOrder:
    """An order that was sent there."""
    at = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
    return ShopOrder(
        id=OrderId("3"),
        number="000000003",
        store="1",
        state="complete",
        currency="USD",
        placed_at=at,
        updated_at=at,
        email=email,
        first_name="Jane",
        customer_id=None,
        payment_method="checkmo",
        lines=(),
        total=NONE,
        total_paid=NONE,
        total_refunded=NONE,
        shipping_paid=NONE,
        shipping_refunded=NONE,
        ship_to=None if fields is None else Address(fields),
        shipping_method=method,
    )


def called(web: responses.RequestsMock) -> list[str]:
    """Verb and path of each call but the one for the store views."""
    calls = [(str(call.request.method), str(call.request.url)) for call in web.calls]
    return [f"{verb} {url.removeprefix(f'{VIEW}/')}" for verb, url in calls if not url.endswith("/store/storeViews")]
