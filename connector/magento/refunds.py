"""The one call that gives money back: its body, and what each refusal means.

Every choice here answers one of the contract's ways to lose money: an empty list of items refunds all of them, an
absent `shipping_amount` refunds all shipping, a negative quantity is taken, and the order route never moves money.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from connector.domain.ids import MemoId
from connector.domain.money import Money
from connector.magento.client import is_entity_id
from connector.magento.values import json_number
from connector.ports.errors import OutcomeUnknown, Refused
from connector.ports.shop import RefundCall

CENT = Decimal("0.01")  # what Magento's core rounds every currency to
_IN_DOUBT = "Could not save a Creditmemo"
# Put in front of what its validators say, before anything is begun; not translated, as the words behind it may be.
_VALIDATED = "Creditmemo Document Validation Error(s):"
# What Magento says before it acts, and the code each gets. The first that is found counts.
_REFUSALS = (
    ("A creditmemo can not be created when an order has a status of", "order_state"),
    ("We can't create creditmemo for the invoice.", "offline_method"),
    ("that is not part of the original order", "foreign_line"),
    ("The creditmemo contains incorrect product items.", "wrong_line"),
    ("product is not part of the current creditmemo", "foreign_stock_line"),
    ("Maximum shipping amount allowed to refund is", "shipping_amount"),
    ("The most money available to refund is", "amount"),
    ("We found an invalid quantity to refund item", "quantity"),
    ("The quantity to refund must not be greater than the unrefunded quantity", "quantity"),
    ("is not supported. Correct the field name", "bad_request"),
    ("Maximum items of type", "too_many_lines"),
    ("The entity that was requested doesn't exist.", "not_found"),
    ("Request does not match any route.", "not_found"),
)


def check(call: RefundCall) -> None:
    """Raise Refused for what Magento would take and should not. No call has been made then."""
    if not call.units:
        raise Refused("no_lines", "Magento would refund every line")
    for line, count in call.units.items():
        if isinstance(count, bool) or not isinstance(count, int) or not _fits(count, call):
            raise Refused("quantity", f"{count!r} units of line {line}")
    if call.goodwill is not None:
        _base_amount(call.goodwill, call.base_rate)
    if call.shipping is not None and (call.shipping <= 0 or call.whole_shipping):
        raise Refused("shipping_amount", f"a share of {call.shipping}")
    ids = [call.order, *call.units, *call.to_stock, *([] if call.invoice is None else [call.invoice])]
    if wrong := [value for value in ids if not is_entity_id(value)]:
        raise Refused("bad_id", ", ".join(wrong))
    if not call.key or call.key.split() != [call.key]:
        raise Refused("no_key", "a memo without its key could not be found again")


def _fits(count: int, call: RefundCall) -> bool:
    return count > 0 if call.goodwill is None else count == 0


def _base_amount(goodwill: Money, rate: Decimal | None) -> float:
    """Return the goodwill in base currency, half up to two decimals, as JSON wants it: such an amount survives float.
    Raise Refused for nothing, less than nothing, and what would become nothing."""
    if goodwill.amount <= 0 or (rate is not None and not (rate.is_finite() and rate > 0)):
        raise Refused("goodwill", f"{goodwill} at a rate of {rate}")
    base = (goodwill.amount / (rate or 1)).quantize(CENT, ROUND_HALF_UP)
    if base <= 0:
        raise Refused("goodwill", f"{goodwill} is nothing in base currency")
    return float(base)


def path(call: RefundCall) -> str:
    """The invoice route moves money at the gateway, the order route only books it."""
    return f"order/{call.order}/refund" if call.invoice is None else f"invoice/{call.invoice}/refund"


def body(call: RefundCall) -> dict[str, Any]:
    """Return the body for a checked call. The key is the comment's first word.

    `shipping_amount` is 0, or absent where all that is left goes back, or the very figure that `shipping_share` learned
    from Magento: whether it takes one with or without tax depends on a setting no call shows. Of the adjustments, in
    base currency there, only the goodwill is ever not 0.
    """
    goodwill = _base_amount(call.goodwill, call.base_rate) if call.goodwill is not None else 0
    arguments: dict[str, Any] = {"adjustment_positive": goodwill, "adjustment_negative": 0}
    if not call.whole_shipping:
        arguments["shipping_amount"] = json_number(call.shipping or Decimal(0))
    if call.to_stock:
        arguments["extension_attributes"] = {"return_to_stock_items": [int(line) for line in call.to_stock]}
    document: dict[str, Any] = {
        "items": [{"order_item_id": int(line), "qty": count} for line, count in call.units.items()],
        "notify": False,  # we write to the customer ourselves
        "appendComment": False,
        "comment": {"comment": f"{call.key} {call.note}".strip(), "is_visible_on_front": 0},
        "arguments": arguments,
    }
    if call.invoice is not None:
        document["isOnline"] = True  # left out, Magento books an offline refund and no money moves
    return document


def memo_id(answer: object) -> MemoId:
    """Magento answers the id as a JSON string. Raise OutcomeUnknown for anything that is no id."""
    value = str(answer) if isinstance(answer, int | str) and not isinstance(answer, bool) else ""
    if not is_entity_id(value):
        raise OutcomeUnknown("a refund answered without a memo's id")
    return MemoId(value)


def meaning(refused: Refused) -> Refused | OutcomeUnknown:
    """Tell a clear no from a failure after the gateway was asked.

    `Could not save a Creditmemo` does not prove that no money moved. Nor do words we do not know: extensions run after
    the refund was committed, and their errors are 400s and 404s as well.
    """
    in_doubt = _IN_DOUBT in refused.detail or refused.code not in {"400", "404"}
    for words, code in _REFUSALS:
        if words in refused.detail and not in_doubt:
            return Refused(code, refused.detail)
    if refused.code == "400" and refused.detail.startswith(_VALIDATED):
        return Refused("not_refundable", refused.detail)
    if refused.code.startswith("3"):
        return Refused("redirected", refused.detail)
    return OutcomeUnknown(f"{refused.code}: {refused.detail[:200]}")
