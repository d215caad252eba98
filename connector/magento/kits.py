"""A bundle with a dynamic price: the customer bought kits, Magento keeps books of their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from connector.domain.ids import LineId
from connector.domain.money import total
from connector.magento.values import Record, identifier, number, text
from connector.ports.shop import ShopLine

NONE = Decimal(0)


def kit(parent: Record, parts: Sequence[ShopLine], currency: str) -> ShopLine:
    """Return the one line that stands for the parts, counted in kits.

    Counted so that too little rather than too much is left: a kit of which one part went back, left the house or was
    cancelled did so as a whole, and one is invoiced once all its parts are. The parent's own `qty_refunded` says
    nothing (recorded: 2 of 2 after one part of one kit); its `qty_shipped` may be the only one, where bundles are
    shipped as one.
    """
    per_kit = {part.id: _per_kit(part, number(parent, "qty_ordered")) for part in parts}
    counted = [part for part in parts if per_kit[part.id]]
    invoiced = [part.invoiced / per_kit[part.id] for part in counted]
    shipped = [part.shipped / per_kit[part.id] for part in counted]
    refunded = [part.refunded / per_kit[part.id] for part in counted]
    canceled = [part.canceled / per_kit[part.id] for part in counted]
    own_id = LineId(identifier(parent, "item_id"))
    return replace(
        parts[0],
        id=own_id,
        stock_id=own_id,
        sku=text(parent, "sku"),
        name=text(parent, "name"),
        product_type=text(parent, "product_type"),
        ordered=number(parent, "qty_ordered"),
        invoiced=min(invoiced, default=NONE).to_integral_value(ROUND_FLOOR),
        shipped=max([*shipped, number(parent, "qty_shipped")]).to_integral_value(ROUND_CEILING),
        refunded=max(refunded, default=NONE).to_integral_value(ROUND_CEILING),
        canceled=max(canceled, default=NONE).to_integral_value(ROUND_CEILING),
        paid=total([part.paid for part in parts], currency),
        refunded_amount=total([part.refunded_amount for part in parts], currency),
        virtual=all(part.virtual for part in parts),
        parts=per_kit,
        whole=len(set(refunded)) <= 1 and all(count == count.to_integral_value() for count in refunded),
    )


def _per_kit(part: ShopLine, kits: Decimal) -> Decimal:
    return part.ordered / kits if kits else Decimal(0)
