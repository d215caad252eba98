"""Names of kill points, and which of them are one moment."""

from __future__ import annotations

import re

import pytest

from tests.crash.passage import path_regex, route_of
from tests.crash.plan import moments

SHOP = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("POST", "/rest/V1/order/12/refund", "POST magento order/{id}/refund"),
        ("POST", "/rest/fr/V1/carts/", "POST magento carts/"),
        ("PUT", "/rest/fr/V1/carts/7/coupons/ABCDEFGH234567AB", "PUT magento carts/{id}/coupons/{code}"),
        ("DELETE", "/rest/V1/salesRules/3", "DELETE magento salesRules/{id}"),
        ("PUT", "/api/v2/tickets/35436", "PUT helpdesk tickets/{id}"),
    ],
)
def test_a_call_has_one_name_for_every_order_ticket_and_code(method: str, path: str, name: str) -> None:
    assert route_of(method, f"{SHOP}{path}?x=1") == name
    method_there, pattern = path_regex(name)
    assert method_there == method
    assert re.search(pattern, path)
    assert not re.search(pattern, f"{path}/more")


def test_kill_points_between_two_writes_are_one_moment() -> None:
    points = ["before commit a #1", "after commit a #1", "before GET x #1", "after GET x #1", "before POST y #1"]
    points += ["after POST y #1", "before commit b #1", "after commit b #1"]
    assert moments(points) == [points[:1], points[1:5], points[5:7], points[7:]]
