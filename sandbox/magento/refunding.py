"""The two refund routes from check to save. One is serialised per order; the other takes no lock, and that is real.

The window of the invoice route is the recorded one: check on what was read, call the gateway, then save over whatever
others saved meanwhile. A save that meets too many others is Magento's deadlock: 400, though the money has moved.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sandbox.magento import memos, states
from sandbox.magento.gateway import Declined
from sandbox.magento.memos import Draft
from sandbox.magento.money import ZERO, Record, plain, price_text, rounded
from sandbox.magento.orders import Order, is_dummy, to_refund
from sandbox.magento.placing import ONLINE_METHODS
from sandbox.magento.refund_request import RefundRequest
from sandbox.magento.refusals import COULD_NOT_SAVE_MEMO, Refusal
from sandbox.magento.returned import restock

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

PREFIX = "Creditmemo Document Validation Error(s):\n"
UNREFUNDABLE_STATES = (states.CLOSED, states.CANCELED, states.HOLDED, states.PAYMENT_REVIEW)


def refund_order(shop: Shop, order: Order, request: RefundRequest) -> str:
    """Refund through the order: always offline, one at a time per order. Return the memo's id."""
    with order.lock:
        return _refund(shop, order, request, None, online=False)


def refund_invoice(shop: Shop, order: Order, invoice: Record, request: RefundRequest) -> str:
    """Refund through an invoice: online if asked; no lock whatsoever. Return the memo's id."""
    return _refund(shop, order, request, invoice, online=request.online)


def _refund(shop: Shop, order: Order, request: RefundRequest, invoice: Record | None, *, online: bool) -> str:
    with shop.mutex:
        work = order.working_copy()
        number = None if invoice is None else invoice["entity_id"]
        earlier = [] if number is None else [row for row in shop.memos if row.get("invoice_id") == number]
    memo = memos.draft(work, request, invoice, shipping_incl_tax=shop.shipping_incl_tax, earlier=earlier)
    if problems := _problems(shop, work, request, invoice, memo):
        raise Refusal(400, PREFIX + "\n".join(problems))
    transaction = None
    if online:
        try:
            transaction = shop.gateway.refund(order.id, memo.base_total)
        except Declined as error:
            raise Refusal(400, COULD_NOT_SAVE_MEMO) from error
    if shop.race_window:
        time.sleep(shop.race_window)
    with shop.mutex:
        if order.version - work.version >= shop.parallel_saves:
            raise Refusal(400, COULD_NOT_SAVE_MEMO)
        return _save(shop, order, work, memo, request, invoice, transaction)


def _problems(shop: Shop, order: Order, request: RefundRequest, invoice: Record | None, memo: Draft) -> list[str]:
    problems = []
    if order.state in UNREFUNDABLE_STATES:
        status = order.data["status"]
        problems.append(f"A creditmemo can not be created when an order has a status of {status}")
    if invoice is not None and order.payment["method"] not in ONLINE_METHODS:
        problems.append("We can't create creditmemo for the invoice.")
    paid, refunded = (order.data.get(f"base_total_{name}", ZERO) for name in ("paid", "refunded"))
    if rounded(refunded + memo.base_total) > rounded(paid):
        problems.append(f"The most money available to refund is {plain(paid - refunded)}.")
    problems += _item_problems(order, request)
    foreign = [number for number in request.return_to_stock if order.item(number) is None]
    for number in foreign[:1]:
        sku = shop.sku_of_item(number)
        if sku is None:
            problems.append(
                "The return to stock argument contains product item that is not part of the original order."
            )
        else:
            problems.append(f'The "{sku}" product is not part of the current creditmemo.')
    return problems


def _item_problems(order: Order, request: RefundRequest) -> list[str]:
    problems = []
    for item_id, asked in request.units.items():
        item = order.item(item_id)
        if item is None:
            problems.append("The creditmemo contains product item that is not part of the original order.")
            continue
        if is_dummy(item):
            problems.append("The creditmemo contains incorrect product items.")
            continue
        if asked > to_refund(item):  # of the order, also on the invoice route: the memo is cut down to the invoice
            problems.append("The quantity to refund must not be greater than the unrefunded quantity.")
        elif asked != int(asked):
            problems.append(f'We found an invalid quantity to refund item "{item["sku"]}".')
    return problems


def _save(
    shop: Shop,
    order: Order,
    work: Order,
    memo: Draft,
    request: RefundRequest,
    invoice: Record | None,
    transaction: str | None,
) -> str:
    """Write memo, order, stock and history; the caller holds the mutex."""
    now = shop.now()
    record = memos.memo_record(order, memo, request, shop.numbers, now)
    if invoice is not None:
        record["invoice_id"] = invoice["entity_id"]
    if transaction is not None:
        record["transaction_id"] = transaction
        work.payment["last_trans_id"] = transaction
    restock(shop.stock, work, memo, request.return_to_stock)
    memos.apply(work, memo, online=transaction is not None, notify=request.notify, now=now)
    states.settle(work, now)
    order.save(work)
    shop.memos.append(record)
    text = f"We refunded {price_text(memo.base_total, order.data['base_currency_code'])} "
    text += "offline." if transaction is None else f'online. Transaction ID: "{transaction}"'
    shop.add_history(order, text, "creditmemo", notified=int(request.notify), now=now)
    if request.notify:
        mailed = request.comment if request.append_comment else None
        shop.mail("creditmemo", order, now, memo_id=record["entity_id"], comment=mailed)
    return str(record["entity_id"])
