"""Invoices and shipments of an order."""

from __future__ import annotations

from connector.magento.credit_memos import carries_amount, units
from connector.magento.values import Record, identifier, moment, number, records, text
from connector.ports.shop import Invoice, Shipment

INVOICE_FIELDS = "entity_id,created_at,state,items[order_item_id,qty,row_total]"
SHIPMENT_FIELDS = "entity_id,created_at,items[order_item_id,qty],tracks[track_number]"
PAID = 2


def invoice_from(invoice: Record) -> Invoice:
    return Invoice(
        id=identifier(invoice, "entity_id"),
        at=moment(invoice, "created_at"),
        paid=number(invoice, "state") == PAID,
        lines=units([item for item in records(invoice, "items") if carries_amount(item)]),
    )


def shipment_from(shipment: Record) -> Shipment:
    """Shipments hold no amounts: where Magento lists a configurable's child as well, it is in `lines` too."""
    tracks = (text(track, "track_number") for track in records(shipment, "tracks"))
    return Shipment(
        id=identifier(shipment, "entity_id"),
        at=moment(shipment, "created_at"),
        lines=units(records(shipment, "items")),
        tracks=tuple(track for track in tracks if track),
    )
