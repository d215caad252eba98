"""Names for the kinds of identifier, so that one is not taken for another. All are opaque text."""

from typing import NewType

TenantId = NewType("TenantId", str)  # an installation: one helpdesk account joined to a shop
ShopId = NewType("ShopId", str)  # one Magento, with its store views; installations may share it
CaseId = NewType("CaseId", str)
OrderId = NewType("OrderId", str)  # Magento's entity_id
LineId = NewType("LineId", str)  # Magento's order item_id, the parent line of a configurable article
MemoId = NewType("MemoId", str)  # a credit memo's entity_id
ReturnId = NewType("ReturnId", str)  # an RMA number, as the customer writes it on the parcel
ActionKey = NewType("ActionKey", str)  # [a-z0-9-], names one effect; it travels inside the write
