"""The shop, on Magento 2 (Open Source 2.4, REST)."""

from connector.magento.handshake import Handshake
from connector.magento.shop import MagentoShop
from connector.magento.signing import BearerToken, OAuth1Keys

__all__ = ["BearerToken", "Handshake", "MagentoShop", "OAuth1Keys"]
