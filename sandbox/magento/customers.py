"""Customer accounts: made over REST, or known from the orders they placed.

POST customers was not recorded: its fields follow Magento's public REST schema; what a read shows was recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.magento.money import Record
from sandbox.magento.refusals import Refusal, Refusals, required

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

GENERAL_GROUP = 1
TAKEN = "A customer with the same email address already exists in an associated website."
ADDRESS_FIELDS = ("region_id", "country_id", "street", "telephone", "postcode", "city", "firstname", "lastname")
COLUMNS = frozenset(
    """
    entity_id email firstname lastname middlename prefix suffix dob gender taxvat group_id store_id website_id
    created_at updated_at created_in default_billing default_shipping
    """.split()
)


def create(shop: Shop, body: Any) -> Record:
    """Make an account; an e-mail address has one at most. The password is taken and forgotten."""
    fields = body.get("customer") if isinstance(body, dict) else None
    if not isinstance(fields, dict):
        raise required("customer")
    missing = [required(name) for name in ("email", "firstname", "lastname") if not fields.get(name)]
    if missing:
        raise missing[0] if len(missing) == 1 else Refusals(missing)
    email = str(fields["email"])
    with shop.mutex:
        if email.lower() in shop.customers:
            raise Refusal(400, TAKEN)
        number = shop.customers[email.lower()] = len(shop.customers) + 1
        record = _record(shop, number, fields, shop.now())
        record["addresses"] = [_address(shop, number, row) for row in fields.get("addresses") or []]
        for kind in ("billing", "shipping"):
            for address in record["addresses"]:
                if address.get(f"default_{kind}"):
                    record[f"default_{kind}"] = str(address["id"])
        shop.accounts[number] = record
        return record


def all_records(shop: Shop) -> list[Record]:
    """Return every account, oldest first; one that no REST call made is told from its first order."""
    made = []
    for number in sorted(shop.customers.values()):
        record = shop.accounts.get(number)
        if record is None:
            order = next((one for one in shop.orders.values() if one.data.get("customer_id") == number), None)
            if order is None:
                continue
            fields = {name: order.data[f"customer_{name}"] for name in ("email", "firstname", "lastname")}
            fields["store_id"] = order.data["store_id"]
            record = _record(shop, number, fields, order.data["created_at"])
        made.append(record)
    return made


def by_id(shop: Shop, number: int) -> Record:
    found = next((row for row in all_records(shop) if row["id"] == number), None)
    if found is None:
        text = "No such entity with %fieldName = %fieldValue"
        raise Refusal(404, text, {"fieldName": "customerId", "fieldValue": number})
    return found


def _record(shop: Shop, number: int, fields: dict[str, Any], now: str) -> Record:
    view = next((store for store in shop.stores if store.id == fields.get("store_id")), shop.stores[0])
    return {
        "id": number,
        "group_id": int(fields.get("group_id") or GENERAL_GROUP),
        "created_at": now,
        "updated_at": now,
        "created_in": view.name,
        "email": fields["email"],
        "firstname": fields["firstname"],
        "lastname": fields["lastname"],
        "store_id": view.id,
        "website_id": 1,
        "addresses": [],
        "disable_auto_group_change": 0,
        "extension_attributes": {"is_subscribed": False},
    }


def _address(shop: Shop, number: int, given: dict[str, Any]) -> Record:
    record: Record = {"id": shop.numbers.id("customer_address"), "customer_id": number}
    region = given.get("region") or {}
    record["region"] = {
        "region_code": region.get("region_code"),
        "region": region.get("region"),
        "region_id": region.get("region_id") or given.get("region_id") or 0,
    }
    record |= {name: given[name] for name in ADDRESS_FIELDS if given.get(name) is not None}
    record.setdefault("region_id", record["region"]["region_id"])
    return record | {name: True for name in ("default_shipping", "default_billing") if given.get(name)}
