"""How to write a share of the shipping into a refund.

`arguments.shipping_amount` is without tax, or with it where `tax/sales_display/shipping` says so, and no call shows
that setting (contract, "twelve that cost money", 5). But Magento tells the most it would take when it refuses an
impossible amount, before anything is made: "Maximum shipping amount allowed to refund is: $15.00" (recorded in
refund/order-shipping-too-much). The figure is in base currency, and says whether tax is in it.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from connector.domain.ids import OrderId
from connector.domain.money import Money
from connector.magento.client import MagentoClient
from connector.magento.values import number, record, records, required_number, text
from connector.ports.errors import OutcomeUnknown, Refused

FIELDS = (
    "entity_id,order_currency_code,base_to_order_rate,base_shipping_amount,base_shipping_incl_tax,base_shipping_refunded,"
    "base_shipping_discount_amount,base_grand_total,items[item_id,parent_item_id,product_type]"
)
CENT = Decimal("0.01")


def argument(client: MagentoClient, order: OrderId, invoice: str | None, share: Money, key: str) -> Decimal:
    """`share` of the order's shipping, tax included and in its currency, as Magento wants it: in base currency, with or
    without tax. Raise ReadFailed, Refused("shipping_unclear") where Magento's answer fits neither, OutcomeUnknown."""
    known = record(client.get(f"orders/{order}", [("fields", FIELDS)]), "order")
    rate = number(known, "base_to_order_rate") or Decimal(1)
    gross, net = required_number(known, "base_shipping_incl_tax"), required_number(known, "base_shipping_amount")
    if (
        text(known, "order_currency_code") != share.currency
        or not gross
        or number(known, "base_shipping_discount_amount")
    ):
        raise Refused("shipping_unclear", "a discounted shipping has no share that could be told")
    wanted = share.amount / rate
    if gross == net:
        return wanted.quantize(CENT, ROUND_HALF_UP)
    left = net - number(known, "base_shipping_refunded")
    most = _most(client, order, invoice, known, key)
    if most == _digits(left):
        return (wanted * net / gross).quantize(CENT, ROUND_HALF_UP)
    if most == _digits((left * gross / net).quantize(CENT, ROUND_HALF_UP)):
        return wanted.quantize(CENT, ROUND_HALF_UP)
    raise Refused("shipping_unclear", f"Magento would take {most}")


def _most(client: MagentoClient, order: OrderId, invoice: str | None, known: object, key: str) -> str:
    """Ask for more shipping than the whole order came to: a refusal tells what would be taken. Its words may be
    translated, the figure is a parameter. Were a memo made all the same, it would carry the action's key."""
    whole = record(known, "order")
    lines = [line for line in records(whole, "items") if not line.get("parent_item_id")]
    body = {
        "items": [{"order_item_id": int(lines[0]["item_id"]), "qty": 0}],
        "notify": False,
        "appendComment": False,
        "comment": {"comment": key, "is_visible_on_front": 0},
        "arguments": {
            "shipping_amount": float(required_number(whole, "base_grand_total") * 10 + 100_000),
            "adjustment_positive": 0,
            "adjustment_negative": 0,
        },
    }
    if invoice is not None:
        body["isOnline"] = False  # were it taken all the same, no money would move
    path = f"order/{order}/refund" if invoice is None else f"invoice/{invoice}/refund"
    try:
        client.post(path, body)
    except Refused as refused:
        if len(refused.parameters) != 1:
            raise Refused("shipping_unclear", refused.detail[:200]) from refused
        return "".join(each for each in refused.parameters[0] if each.isdigit())
    raise OutcomeUnknown("Magento took an impossible shipping amount")


def _digits(amount: Decimal) -> str:
    """`$15.00` and `15,00 €` have the same digits."""
    return "".join(each for each in f"{amount:.2f}" if each.isdigit())
