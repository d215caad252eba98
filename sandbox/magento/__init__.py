"""A stateful stand-in of Magento Open Source 2.4.7 as recorded: refusals, races and silences included.

In process: `shop = Shop(); shop.product(...); order = shop.place_order(...); serve(create_app(shop))`.
Elsewhere: `python -m sandbox magento --port N`, then `POST /_sandbox/...` (see control.py).
"""

from sandbox.magento.app import create_app
from sandbox.magento.placing import Line
from sandbox.magento.shop import Shop
from sandbox.magento.stores import StoreView

__all__ = ["Line", "Shop", "StoreView", "create_app"]
