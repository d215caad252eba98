"""What the composition root hands to a vendor's folder, and what it gets from there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import requests

from connector.ports.clock import Clock
from connector.ports.helpdesk import Helpdesk, Installer, Plugin
from connector.ports.secrets import Secrets
from connector.ports.store import Installation
from connector.ports.throttle import Throttle


@dataclass(frozen=True, slots=True)
class Wiring:
    """`url` is where an account lives, with `{account}` in it; it is the vendor's own for all but stand-ins."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)
    session: requests.Session
    secrets: Secrets
    clock: Clock
    throttle: Throttle


class Vendor(Plugin, Protocol):
    """One helpdesk vendor, whole: what is known without an account (`Plugin`), and the makers of what has one."""

    def installer(self, wiring: Wiring) -> Installer:
        """How accounts are joined."""

    def desk(self, wiring: Wiring, installation: Installation) -> Helpdesk:
        """One installation's account. It may be kept and shared by threads. Raise NotConnected if it lacks a part."""
