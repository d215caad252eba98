"""POST order/{id}/invoice and order/{id}/ship: what is checked, and one at a time per order.

Recorded: the answers (an id as text), and the refusals of a repeated call. The other refusals are those of Magento's
source. `notify` mails the customer; comments and packages are taken and forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sandbox.magento import documents, states
from sandbox.magento.gateway import Declined
from sandbox.magento.money import ZERO, Record, decimal
from sandbox.magento.numbers import Numbers
from sandbox.magento.orders import Order, to_invoice, to_ship
from sandbox.magento.placing import ONLINE_METHODS
from sandbox.magento.refusals import Refusal, required

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

INVOICE_PREFIX = "Invoice Document Validation Error(s):\n"
SHIPMENT_PREFIX = "Shipment Document Validation Error(s):\n"
NOT_INVOICED_IN = (states.PAYMENT_REVIEW, states.HOLDED, states.CANCELED, states.COMPLETE, states.CLOSED)
NOT_SHIPPED_IN = (states.PAYMENT_REVIEW, states.HOLDED, states.CANCELED)
NO_INVOICE_LINES = "The invoice can't be created without products. Add products and try again."
NO_SHIPMENT_LINES = "You can't create a shipment without products."
TOO_MANY_TO_INVOICE = "The quantity to invoice must not be greater than the uninvoiced quantity for product SKU"
TOO_MANY_TO_SHIP = "The quantity to ship must not be greater than the unshipped quantity for product SKU"


def invoice(shop: Shop, order: Order, body: Any) -> str:
    """Invoice the listed units, all that is left if none is listed; return the invoice's id.

    `capture` asks the gateway of an online method for the money; without it the invoice is paid all the same.
    """
    fields = body if isinstance(body, dict) else {}
    with order.lock:
        with shop.mutex:
            chosen = _to_invoice(order, fields)
            draft = documents.make_invoice(order.working_copy(), chosen, Numbers(), shop.now())
        transaction = ""
        if fields.get("capture") and order.payment["method"] in ONLINE_METHODS:
            try:  # outside of the mutex: a slow gateway holds up this order only
                transaction = shop.gateway.capture(order.id, draft["base_grand_total"])
            except Declined as error:
                raise Refusal(400, "Could not save an invoice, see error log for details") from error
        made = shop.invoice(order, chosen, transaction=transaction)
    if fields.get("notify"):
        shop.mail("invoice", order, made["created_at"], invoice_id=made["entity_id"])
    return str(made["entity_id"])


def _to_invoice(order: Order, fields: Mapping[str, Any]) -> dict[int, Decimal]:
    """Return the units to invoice per visible line; raise Refusal."""
    chosen, foreign = _units(order, fields, to_invoice)
    problems = _too_many(order, chosen, to_invoice, TOO_MANY_TO_INVOICE)
    if foreign:
        problems.append("The invoice contains one or more items that are not part of the original order.")
    elif not any(chosen.values()):
        problems.append(NO_INVOICE_LINES)
    problems += _order_problems(order, "An invoice", NOT_INVOICED_IN)
    if not states.can_invoice(order) and order.state not in NOT_INVOICED_IN:
        problems.append("The order does not allow an invoice to be created.")
    if problems:
        raise Refusal(400, INVOICE_PREFIX + "\n".join(problems))
    return chosen


def captured(shop: Shop, order: Order, invoice: Record, transaction: str, now: str) -> None:
    """Write down what the gateway took for an invoice. Changes order and invoice."""
    amount = invoice["base_grand_total"]
    invoice["transaction_id"] = transaction
    payment = order.payment
    payment |= {"amount_authorized": invoice["grand_total"], "base_amount_authorized": amount}
    payment["base_amount_paid_online"] = payment.get("base_amount_paid_online", ZERO) + amount
    payment["last_trans_id"] = transaction
    states.settle(order, now)
    text = documents.capture_history(amount, shop.base_currency, transaction)
    shop.add_history(order, text, "invoice", notified=None, now=now)


def ship(shop: Shop, order: Order, body: Any) -> str:
    """Ship the listed units, all that is left if none is listed, with tracks; return the shipment's id."""
    fields = body if isinstance(body, dict) else {}
    tracks = fields.get("tracks") or []
    if any(not isinstance(row, dict) or row.get("track_number") is None for row in tracks):
        raise required("track_number")
    with order.lock, shop.mutex:
        problems = _order_problems(order, "A shipment", NOT_SHIPPED_IN)
        if not problems and not states.can_ship(order):
            problems.append("The order does not allow a shipment to be created.")
        chosen, foreign = _units(order, fields, to_ship)
        problems += _too_many(order, chosen, to_ship, TOO_MANY_TO_SHIP)
        if foreign:
            problems.append("The shipment contains one or more items that are not part of the original order.")
        elif not any(chosen.values()):
            problems.append(NO_SHIPMENT_LINES)
        if problems:
            raise Refusal(400, SHIPMENT_PREFIX + "\n".join(problems))
        made = shop.ship(order, chosen, tracks=tracks)
        if fields.get("notify"):
            shop.mail("shipment", order, made["created_at"], shipment_id=made["entity_id"])
        return str(made["entity_id"])


def _units(
    order: Order, fields: Mapping[str, Any], left: Callable[[Record], Decimal]
) -> tuple[dict[int, Decimal], list[int]]:
    """Return units per visible line, and the ids asked for that are none of the order's lines."""
    rows = fields.get("items") or []
    if not rows:
        return {line["item_id"]: left(line) for line in order.lines}, []
    if any(not isinstance(row, dict) or row.get("order_item_id") is None for row in rows):
        raise required("order_item_id")
    asked = {int(row["order_item_id"]): decimal(row.get("qty") or 0) for row in rows}
    mine = {line["item_id"]: asked.get(line["item_id"], ZERO) for line in order.lines}
    return mine, [number for number in asked if order.item(number) is None]


def _too_many(order: Order, chosen: Mapping[int, Decimal], left: Callable[[Record], Decimal], text: str) -> list[str]:
    return [f'{text} "{line["sku"]}".' for line in order.lines if chosen[line["item_id"]] > left(line)]


def _order_problems(order: Order, what: str, states_without: tuple[str, ...]) -> list[str]:
    if order.state not in states_without:
        return []
    return [f"{what} cannot be created when an order has a status of {order.data['status']}"]
