"""Customer accounts: reads as recorded, made over REST or known from orders."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.magento import Shop
from tests.sandbox.magento.replaying import Client, differences, load, standard_order

TIMES = ("created_at", "updated_at")
JANE: dict[str, Any] = {
    "email": "jane.roe@example.com",
    "firstname": "Jane",
    "lastname": "Roe",
    "addresses": [
        {
            "region": {"region_code": "CA", "region": "California", "region_id": 12},
            "country_id": "US",
            "street": ["100 Main St", "Apt 4"],
            "telephone": "3105550100",
            "postcode": "90001",
            "city": "Los Angeles",
            "firstname": "Jane",
            "lastname": "Roe",
            "default_shipping": True,
            "default_billing": True,
        }
    ],
}


def make(client: Client, **changed: Any) -> Any:
    return client.send("POST", "/rest/V1/customers", body={"customer": JANE | changed, "password": "Retour-123"})


@pytest.mark.parametrize("name", ["customer-get", "customers-by-email"])
def test_shows_an_account_as_recorded(name: str, client: Client) -> None:
    assert make(client).json()["id"] == 1
    recorded = load("search", name)
    assert differences(recorded["response"]["body"], client.replay(recorded).json(), TIMES) == []


def test_answers_with_what_a_read_shows(client: Client) -> None:
    made = make(client).json()
    assert client.get(f"/rest/V1/customers/{made['id']}") == made


def test_an_address_has_one_account(shop: Shop, client: Client) -> None:
    assert make(client).status_code == 200
    answer = make(client, email="Jane.Roe@example.com")
    text = "A customer with the same email address already exists in an associated website."
    assert (answer.status_code, answer.json()["message"], len(shop.customers)) == (400, text, 1)


def test_names_all_that_is_missing(shop: Shop, client: Client) -> None:
    answer = client.send("POST", "/rest/V1/customers", body={"customer": {"email": "a@example.com"}})
    fields = [problem["parameters"]["fieldName"] for problem in answer.json()["errors"]]
    assert (answer.status_code, fields, shop.customers) == (400, ["firstname", "lastname"], {})


def test_orders_belong_to_the_account_of_their_address(shop: Shop, client: Client) -> None:
    make(client, email="first@example.com")
    number = make(client).json()["id"]
    assert standard_order(shop).data["customer_id"] == number == 2


def test_an_account_known_from_an_order_is_found_too(shop: Shop, client: Client) -> None:
    order = standard_order(shop, email="mike@example.com", firstname="Mike", lastname="Poe")
    shown = client.get(f"/rest/V1/customers/{order.data['customer_id']}")
    assert (shown["email"], shown["firstname"], shown["lastname"]) == ("mike@example.com", "Mike", "Poe")


def test_an_unknown_account_is_not_found(client: Client) -> None:
    answer = client.send("GET", "/rest/V1/customers/9")
    expected = {"fieldName": "customerId", "fieldValue": 9}
    assert (answer.status_code, answer.json()["parameters"]) == (404, expected)
