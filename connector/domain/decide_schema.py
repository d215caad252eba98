"""The JSON Schema (draft 2020-12) of a line for `retour decide`, made from the types that read it."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from connector.domain.decide_line import RECORDS
from connector.domain.facts import Facts
from connector.domain.request import Request

_PER_LINE = "Units per line id."
_AT = "When it happened; with its zone."

# What names and types cannot say. A test finds fields without words, and words without a field.
FIELDS: dict[str, dict[str, str]] = {
    "Money": {"amount": "Exact, as text: 19.49.", "currency": "ISO 4217, such as EUR."},
    "Request": {
        "kind": "What is asked.",
        "reason": "Why; null: not said.",
        "lines": "Units asked for per line id. Empty: the line is not known.",
        "confidence": "How surely it was understood, 0 to 1, as text.",
        "amount": "What the text asks for. It never raises what is granted.",
        "photo": "A picture is attached, not merely mentioned.",
        "status_of": "What kind status asks about: refund, return, exchange or order.",
        "flags": "What a person should see before anything moves.",
        "language": "ISO 639-1 of the customer's words.",
    },
    "Facts": {
        "today": "The date in the shop's zone.",
        "order": "Magento's entity_id; null: no order is known.",
        "state": "Magento's order state, not its status.",
        "store": "Magento's store_id.",
        "currency": "The order's, ISO 4217.",
        "placed_on": "The day of the order.",
        "payment_method": "Magento's payment method code.",
        "customer": "A keyed pseudonym, never an address.",
        "lines": "Every line of the order, by its id.",
        "memos": "Ids of the credit memos so far.",
        "memo_dates": "Their days, in the same order.",
        "memo_amounts": "Their grand totals, in the same order.",
        "memo_online": "Whether each moved the money by itself (made through an invoice), in the same order.",
        "invoices": "What each invoice can still refund, oldest first.",
        "paid": "Paid in all.",
        "refunded": "Refunded in all.",
        "shipping_paid": "Paid for shipping: after discount, with tax.",
        "shipping_refunded": "The part of it that went back.",
        "promised": "A money action on this order is not settled yet.",
        "base_currency": "The shop's own, in which coupons count; null: not known.",
        "agreed_on": "The day on which we agreed to a return; from then on the window is kept. null: none was agreed.",
        "return_odd": "What came back is not what was agreed.",
        "sender_matches_order": "The writer has the order's address; null: not compared.",
        "sender_trusted": "The helpdesk's verdict on the sender; null: it gives none.",
        "thread_private": "Nobody else reads the thread.",
        "by_customer": "What counts against the customer's limit.",
        "by_shop": "What counts against the shop's daily limit.",
        "draw": "0 to 9999, stable per customer: which share of a pilot they fall into. null: in none.",
        "brake": "Everything that moves alone is stopped.",
    },
    "Line": {
        "id": "The key it stands under.",
        "sku": "Article number.",
        "ordered": "Units.",
        "paid": "For all units: after discount, with tax.",
        "invoiced": "Units.",
        "shipped": "Units.",
        "refunded": "Units.",
        "canceled": "Units.",
        "promised": "Units in an action that Magento does not show yet.",
        "compensated": "Units for which we gave credit or goods, of which Magento's books say nothing.",
        "replaced": "Those of them for which goods left: the customer keeps something of the order.",
        "returned": "Units that came back in good order.",
        "refunded_amount": "What went back for it; null: nothing.",
        "shipped_on": "The day of the last parcel that held units of it.",
        "delivered_on": "The day that parcel came, only where proven.",
        "plain": "Whole units of an article with one price.",
        "virtual": "Nothing is shipped.",
        "final_sale": "null: the shop did not tell.",
        "categories": "Magento category ids, as text.",
        "reorderable": "The same can be put into a cart by its SKU alone.",
        "variants": "It is one of several variants of a configurable article.",
        "salable": "As many as were asked about are in stock; null: not asked.",
        "wish": "The variant that is wanted instead; null: none, or not clear which.",
    },
    "Wish": {
        "sku": "Article number of the variant.",
        "salable": "As many as were asked about are in stock; null: not asked.",
        "ratio": "Its price by the price of the one bought, as text; null: cannot be told.",
        "name": "The article's name.",
    },
    "InvoiceLeft": {"id": "The invoice's entity_id.", "units": _PER_LINE},
    "Usage": {"count": "Money actions within the limit's days.", "amounts": "One sum per currency."},
    "OrderPlaced": {
        "at": _AT,
        "order": "Magento's entity_id.",
        "store": "Magento's store_id.",
        "currency": "The order's, ISO 4217.",
        "payment_method": "Magento's payment method code.",
        "customer": "A keyed pseudonym, never an address.",
        "total": "Grand total.",
        "shipping": "Paid for shipping: after discount, with tax.",
        "base_currency": "The shop's own, in which coupons count. Empty: the order's.",
    },
    "LinePlaced": {
        "at": _AT,
        "line": "Magento's item_id, the parent line of a configurable article.",
        "sku": "Article number.",
        "units": "Units ordered.",
        "paid": "For all units: after discount, with tax.",
        "plain": "Whole units of an article with one price.",
        "virtual": "Nothing is shipped.",
        "final_sale": "null: the shop did not tell.",
        "categories": "Magento category ids, as text.",
        "reorderable": "The same can be put into a cart by its SKU alone.",
        "variants": "It is one of several variants of a configurable article.",
    },
    "StateSeen": {"at": _AT, "state": "Magento's order state, not its status."},
    "Invoiced": {"at": _AT, "invoice": "Its entity_id; null: not known by which one.", "units": _PER_LINE},
    "Paid": {"at": _AT, "amount": "In all, so far."},
    "Shipped": {"at": _AT, "units": _PER_LINE},
    "Delivered": {"at": _AT, "lines": "Ids of the lines that came."},
    "Canceled": {"at": _AT, "units": _PER_LINE},
    "Refunded": {
        "at": _AT,
        "memo": "The credit memo's entity_id.",
        "amount": "Its grand total.",
        "units": _PER_LINE,
        "line_amounts": "Parts of the amount, per line id.",
        "shipping": "Part of the amount.",
        "invoice": "The invoice it was made through; null: none.",
        "online": "Whether the gateway sent it back; null: not told, made through an invoice counts as it.",
    },
    "Promised": {"at": _AT, "key": "The action's key.", "amount": "What it comes to.", "units": _PER_LINE},
    "Compensated": {
        "at": _AT,
        "key": "The action's key.",
        "units": _PER_LINE,
        "goods": "Others left for them: the customer keeps something of the order.",
    },
    "Stocked": {"at": _AT, "salable": "Per line id: as many as were asked about are in stock."},
    "Wished": {
        "at": _AT,
        "line": "The line it is wanted instead of.",
        "sku": "Article number of the variant.",
        "salable": "As many as were asked about are in stock; null: not asked.",
        "own_price": "The catalogue's price of the one bought, as text; null: not told.",
        "price": "The catalogue's price of the variant, as text; null: not told.",
        "name": "The article's name.",
    },
    "ReturnAgreed": {"at": _AT, "units": _PER_LINE},
    "Returned": {"at": _AT, "units": "Units that came in good order, per line id.", "odd": "More, less or else came."},
    "Granted": {"at": _AT, "amount": "What it came to.", "limit": "Which limit it counts against."},
    "SenderCompared": {
        "at": _AT,
        "matches": "The writer has the order's address; null: no order to compare with.",
        "trusted": "The helpdesk's verdict on the sender; null: it gives none.",
        "private": "Nobody else reads the thread.",
        "draw": "0 to 9999, stable per customer: which share of a pilot they fall into. null: in none.",
    },
    "BrakeSet": {"at": _AT, "on": "Everything that moves alone is stopped."},
}
SUMMARIES = {
    "Money": "An exact amount, with no more decimals than its currency has.",
    "OrderPlaced": "The order, as its customer placed it.",
    "StateSeen": "The order's state as it was read.",
    "Paid": "What had been paid in all.",
    "Shipped": "A parcel left.",
    "Canceled": "Units were cancelled.",
    "BrakeSet": "Somebody, or a bound that was left, set or released the brake.",
}  # where Python's docstring is absent or speaks to programmers
PATTERNS = {
    ("Money", "amount"): r"^-?[0-9]+(\.[0-9]+)?$",
    ("Money", "currency"): "^[A-Z]{3}$",
    ("Request", "confidence"): r"^[0-9]+(\.[0-9]+)?$",
}


def _described(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Close an object and say what its fields mean; other definitions (enums) stay as they are."""
    if "properties" not in schema:
        return schema
    fields = {key: {**each, "description": FIELDS[name][key]} for key, each in schema["properties"].items()}
    for key, each in fields.items():
        if pattern := PATTERNS.get((name, key)):
            each["pattern"] = pattern
    summary = SUMMARIES.get(name) or inspect.cleandoc(schema["description"])
    return {**schema, "description": summary, "properties": fields, "additionalProperties": False}


def _tagged(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    properties = {"type": {"const": name}, **schema["properties"]}
    return {**schema, "properties": properties, "required": ["type", *schema["required"]]}


def decide_schema() -> dict[str, Any]:
    """Return what docs/schemas/decide-line.schema.json holds (a test compares)."""
    _, made = msgspec.json.schema_components([Request, Facts, *RECORDS.values()])
    definitions = {name: _described(name, schema) for name, schema in sorted(made.items())}
    definitions |= {name: _tagged(name, definitions[name]) for name in RECORDS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line for retour decide",
        "description": "What is asked, and what is true: as facts, or as dated records and the moment to decide at.",
        "type": "object",
        "properties": {
            "id": {"description": "Anything; it comes back with the answer."},
            "request": {"$ref": "#/$defs/Request"},
            "facts": {"$ref": "#/$defs/Facts"},
            "records": {
                "type": "array",
                "items": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in RECORDS]},
                "description": "What happened, in any order. Later than `as_of` does not count.",
            },
            "as_of": {
                "type": "string",
                "format": "date-time",
                "description": "The moment to decide at; with its zone. Days are counted in the policy's.",
            },
        },
        "additionalProperties": False,
        "required": ["request"],
        "oneOf": [
            {"required": ["facts"], "properties": {"records": False, "as_of": False}},
            {"required": ["records", "as_of"], "properties": {"facts": False}},
        ],
        "$defs": definitions,
    }
