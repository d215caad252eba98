"""The JSON Schema of a policy file (draft 2020-12). Descriptions are the reference that merchants read."""

from __future__ import annotations

from typing import Any

from connector.domain.policy import Mode, OrderAt, Proof, Refusals, Settle
from connector.domain.request import Option, Reason

MONEY = {
    "type": "string",
    "pattern": r"^\d+(\.\d+)? [A-Z]{3}$",
    "description": "An amount with its currency, such as 150.00 EUR.",
}
NAMES = {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": True}


def _one_of(values: type[Any]) -> dict[str, Any]:
    return {"type": "string", "enum": [each.value for each in values]}


def _section(description: str, required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "additionalProperties": False,
        "required": required,
        "properties": properties,
    }


def _all_or(items: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "anyOf": [{"const": "all"}, {"type": "array", "items": items, "minItems": 1, "uniqueItems": True}],
        "description": description,
    }


def _days(description: str, lowest: int = 0, highest: int = 3650) -> dict[str, Any]:
    return {"type": "integer", "minimum": lowest, "maximum": highest, "description": description}


JOURNEY = _section(
    "What happens for one reason.",
    [],
    options={
        "type": "array",
        "items": _one_of(Option),
        "minItems": 1,
        "uniqueItems": True,
        "description": "What may be offered, in this order.",
    },
    proof={**_one_of(Proof), "description": "none, photo, or person: somebody always looks."},
    proof_hours={
        "type": "integer",
        "minimum": 1,
        "maximum": 336,
        "description": "Hours the customer has for the photo; then a person takes over.",
    },
    settle={
        **_one_of(Settle),
        "description": "When refund, exchange and store credit are settled: at once, or once the parcel was scanned by "
        "the carrier or in the warehouse. The last two need `returns`.",
    },
    order_at={
        **_one_of(OrderAt),
        "description": "When the replacement of an exchange that waits for a parcel is ordered. acceptance: at once "
        "and put on hold, so that the unit is reserved. scan: when the parcel is back, if there is stock then.",
    },
    bonus={"type": "number", "minimum": 0, "maximum": 50, "description": "Percent on top of store credit."},
)

LIMIT = {
    "count": {"type": "integer", "minimum": 0, "description": "Refunds, credits and cancellations."},
    "amount": {**MONEY, "description": "What they may come to together."},
}

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Retour policy",
    **_section(
        "The rules of one shop.",
        ["shop", "language", "country", "timezone", "return_window", "caps", "limits", "payments"],
        shop={"type": "string", "minLength": 1, "maxLength": 80, "description": "The name customers know."},
        language={"type": "string", "pattern": "^[a-z]{2}$", "description": "Where the customer's is not spoken."},
        country={"type": "string", "pattern": "^[A-Z]{2}$", "description": "Whose working days a promise counts."},
        timezone={"type": "string", "description": "IANA name, such as Europe/Paris. Days are counted in it."},
        rollout=_section(
            "How far Retour goes, and for whom.",
            ["mode"],
            mode={**_one_of(Mode), "description": "off, shadow (record only), assist (note and draft), auto."},
            share={"type": "number", "minimum": 0, "maximum": 100, "description": "Percent of customers."},
            reasons=_all_or(_one_of(Reason), "Reasons it is on for."),
            languages=_all_or({"type": "string", "pattern": "^[a-z]{2}$"}, "Languages it is on for."),
            stores=_all_or({"type": "string", "minLength": 1}, "Magento store ids it is on for, as text."),
        ),
        confidence={
            "type": "number",
            "minimum": 0.75,  # words that may take a demand back are read at 0.70: no policy may act on them
            "maximum": 1,
            "description": "Below this surety a person reads the ticket.",
        },
        return_window=_section(
            "How long articles may come back.",
            ["days"],
            days=_days("Calendar days after arrival, the last one included."),
            max_transit_days=_days("Days after which a parcel has surely arrived. Left out: never sure.", 1, 90),
        ),
        withdrawal=_section(
            "The statutory right of withdrawal (EU: 14 days after receipt).",
            [],
            days=_days("Days of the right.", 14, 365),
            exceptions={
                "type": "array",
                "description": "Goods outside the right, each under its legal name.",
                "items": _section(
                    "One legal exception.",
                    ["name", "categories"],
                    name={"type": "string", "minLength": 8, "description": "The legal ground in words."},
                    categories={**NAMES, "minItems": 1, "description": "Magento category ids, as text."},
                ),
            },
            below_floor={
                "type": "string",
                "minLength": 8,
                "description": "Why a return window below the statutory days is right here. Without it, none is taken.",
            },
            standard_shipping={
                **MONEY,
                "description": "The cheapest delivery you offer, with tax: a withdrawal gives back at most this much "
                "of the shipping paid (directive 2011/83, art. 13). Left out: all of it.",
            },
        ),
        final_sale=_section(
            "Articles that do not come back.",
            [],
            attribute={"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "description": "A yes/no product attribute."},
            categories={**NAMES, "description": "Magento category ids, as text."},
            skus={**NAMES, "description": "Article numbers."},
        ),
        caps=_section(
            "The most that moves without a person, for one request.",
            ["refund", "cancel", "unverified"],
            refund={**MONEY, "description": "One refund."},
            cancel={**MONEY, "description": "One order cancelled before shipping."},
            unverified={**MONEY, "description": "Where the helpdesk gives no verdict on who wrote."},
        ),
        limits=_section(
            "How often and how much in all.",
            ["customer", "shop_per_day"],
            customer=_section(
                "For one customer.",
                ["days", "count", "amount"],
                days=_days("Counted over this many days, today included.", 1, 365),
                **LIMIT,
            ),
            shop_per_day=_section("For the whole shop in one day.", ["count", "amount"], **LIMIT),
        ),
        payments=_section(
            "What a refund does to the money, by Magento's payment method code.",
            ["online", "offline", "online_shown_within", "offline_paid_within"],
            online={**NAMES, "description": "A refund moves the money by itself."},
            offline={**NAMES, "description": "Magento only books it: somebody must transfer the money."},
            online_shown_within=_days("Working days until the customer's bank shows it, at the latest.", 1, 60),
            offline_paid_within=_days("Working days within which we transfer.", 1, 60),
        ),
        answer_within=_days("Working days within which a person answers what was handed over.", 1, 30),
        hold_minutes={
            "type": "integer",
            "minimum": 0,
            "maximum": 10080,
            "description": "Time between deciding and acting in which anyone may undo.",
        },
        returns=_section(
            "How articles come back, where a journey waits for the parcel.",
            ["address"],
            address={
                "type": "array",
                "items": {"type": "string", "minLength": 1, "maxLength": 80},
                "minItems": 2,
                "maxItems": 8,
                "description": "Where parcels go, one line each; the customer reads it as it stands here.",
            },
            send_within_days=_days("Days in which the customer sends the parcel.", 1, 90),
            arrive_within_days=_days("More days until it has surely arrived; then a person looks.", 1, 60),
        ),
        store_credit_days=_days("Days a store credit is good for, the last one included.", 30, 3650),
        store_credit_bonus={"type": "number", "minimum": 0, "maximum": 50, "description": "Percent on top."},
        refusals={**_one_of(Refusals), "description": "agent: a person tells a customer no. send: Retour does."},
        journeys={
            "type": "object",
            "description": "Per reason; `default` for every reason without its own.",
            "additionalProperties": False,
            "properties": dict.fromkeys(["default", *(reason.value for reason in Reason)], JOURNEY),
        },
    ),
}
