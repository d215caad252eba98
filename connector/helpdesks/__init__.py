"""One explicit line per vendor."""

from collections.abc import Mapping

from connector.helpdesks.zendesk import PLUGIN as ZENDESK
from connector.ports.helpdesk import Plugin

HELPDESKS: Mapping[str, Plugin] = {ZENDESK.name: ZENDESK}
