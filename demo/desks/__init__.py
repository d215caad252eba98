"""Every helpdesk that the demo, the end-to-end tests and the crash harness can play on."""

from collections.abc import Mapping

from demo.desks.freshdesk import freshdesk
from demo.desks.gorgias import gorgias
from demo.desks.stage import Desk, Said, Stage
from demo.desks.zendesk import zendesk

STAGES: Mapping[str, Stage] = {"zendesk": zendesk, "freshdesk": freshdesk, "gorgias": gorgias}

__all__ = ["STAGES", "Desk", "Said", "Stage"]
