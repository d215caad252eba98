"""What Zendesk declares it can do."""

from dataclasses import fields

from connector.helpdesks.zendesk import PLUGIN
from connector.helpdesks.zendesk.tickets import ZendeskHelpdesk
from connector.ports.helpdesk import Capabilities, Helpdesk


def test_plugin_and_port_declare_the_same(desk: ZendeskHelpdesk) -> None:
    port: Helpdesk = desk
    everything = Capabilities(*[True] * len(fields(Capabilities)))
    assert (PLUGIN.name, PLUGIN.capabilities, port.capabilities) == ("zendesk", everything, everything)
