"""The permissions an integration needs, each with the calls that ask for it: what the connection check, the README's
table and the merchant's page (`docs/magento-admin.md`) all follow.

Names as the admin screen shows them: the `acl.xml` of magento/magento2 and magento/inventory; a translated or older
admin may word them otherwise, the resource stays. Parents need not be ticked (recorded on Magento 2.4.7).
"""

from __future__ import annotations

from dataclasses import dataclass

from connector.magento import criteria
from connector.magento.criteria import PAGE_SIZE, Filter, Query

MSI = frozenset({"Magento_InventoryApi", "Magento_InventorySalesApi"})  # modules that a shop may lack
NOWHERE = "0"  # no record has it: the answer is empty, and costs the shop nothing


@dataclass(frozen=True, slots=True)
class Read:
    """A harmless call that asks for a permission.

    `field`: it is a search, by this field, for what is not there. `module`: without it there is no such call.
    `without`: what does not work in a shop that lacks the call; empty: nothing does.
    """

    path: str
    field: str = ""
    size: int = PAGE_SIZE  # as in our own searches, so that a shop's limit shows
    module: str = ""
    without: str = ""

    def query(self) -> Query:
        return criteria.search([Filter(self.field, NOWHERE)], self.field, size=self.size) if self.field else ()


@dataclass(frozen=True, slots=True)
class Permission:
    """`screen`: where the API tab of an integration shows it. `proof`: None where only a write asks for it."""

    resource: str
    screen: str
    calls: tuple[str, ...]
    proof: Read | None = None


PERMISSIONS = (
    Permission(
        "Magento_Sales::actions_view",
        "Sales > Operations > Orders > Actions > View",
        ("GET orders", "GET orders/{id}"),
        Read("orders", "increment_id"),
    ),
    Permission(
        "Magento_Sales::sales_creditmemo",
        "Sales > Operations > Credit Memos",
        ("GET creditmemos",),
        Read("creditmemos", "order_id"),
    ),
    Permission(
        "Magento_Sales::sales_invoice",
        "Sales > Operations > Invoices",
        ("GET invoices", "POST invoice/{id}/refund"),
        Read("invoices", "order_id"),
    ),
    Permission(
        "Magento_Sales::shipment",
        "Sales > Operations > Shipments",
        ("GET shipments",),
        Read("shipments", "order_id"),
    ),
    Permission(
        "Magento_Catalog::products",
        "Catalog > Inventory > Products",
        ("GET products", "GET configurable-products/{sku}/children"),
        Read("products", "sku"),
    ),
    Permission(
        "Magento_Backend::store",
        "Stores > Settings > All Stores",
        ("GET store/storeConfigs", "GET store/storeViews"),
        Read("store/storeConfigs"),
    ),
    Permission(
        "Magento_Catalog::catalog",
        "Catalog",
        ("GET products/{sku}/links/{type}",),
        Read("products/links/types", without="articles that go with another one cannot be recommended"),
    ),
    Permission(
        "Magento_Catalog::attributes_attributes",
        "Stores > Attributes > Product",
        ("GET products/attributes/{code}/options",),
        Read("products/attributes/status/options", without="sizes and colours have no names"),
    ),
    Permission(
        "Magento_InventorySalesApi::stock",
        "Stores > Inventory > Sales Stock",
        ("GET inventory/stock-resolver/website/{code}", "GET inventory/are-product-salable-for-requested-qty"),
        Read(
            "inventory/stock-resolver/website/base",
            module="Magento_InventorySalesApi",
            without="what is in stock cannot be seen, and exchanges are left to a person",
        ),
    ),
    Permission(
        "Magento_Cart::manage",
        "Carts > Manage carts",
        ("POST carts/", "POST carts/{id}/items", "PUT carts/{id}/order"),
        Read("carts/search", "customer_id", size=1, without="replacement orders cannot be placed"),
    ),
    Permission(
        "Magento_SalesRule::quote",
        "Marketing > Promotions > Cart Price Rules",
        ("POST salesRules", "DELETE salesRules/{id}", "POST coupons", "GET coupons/search"),
        Read("salesRules/search", "name", without="store credit and exchanges have no coupons"),
    ),
    Permission(
        "Magento_Sales::creditmemo",
        "Sales > Operations > Orders > Actions > Credit Memos",
        ("POST order/{id}/refund",),
    ),
    Permission(
        "Magento_Sales::cancel",
        "Sales > Operations > Orders > Actions > Cancel",
        ("POST orders/{id}/cancel",),
    ),
    Permission(
        "Magento_Sales::comment",
        "Sales > Operations > Orders > Actions > Comment",
        ("POST orders/{id}/comments",),
    ),
    Permission(
        "Magento_Sales::hold",
        "Sales > Operations > Orders > Actions > Hold",
        ("POST orders/{id}/hold",),
    ),
    Permission(
        "Magento_Sales::unhold",
        "Sales > Operations > Orders > Actions > Unhold",
        ("POST orders/{id}/unhold",),
    ),
)
UNPROVEN = tuple(each.resource for each in PERMISSIONS if each.proof is None)
"""Only a write asks for these: they come to light when the first order is refunded, cancelled, held or commented."""
