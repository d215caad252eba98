"""One explicit line per vendor."""

from collections.abc import Mapping

from connector.helpdesks.freshdesk import PLUGIN as FRESHDESK
from connector.helpdesks.gorgias import PLUGIN as GORGIAS
from connector.helpdesks.zendesk import PLUGIN as ZENDESK
from connector.wiring import Vendor

HELPDESKS: Mapping[str, Vendor] = {vendor.name: vendor for vendor in (ZENDESK, FRESHDESK, GORGIAS)}
