"""What each helpdesk can do, as a page: made from the declarations that the core itself asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from connector.ports.helpdesk import Capabilities, Plugin

HEAD = """# What each helpdesk can do

Retour behaves the same on every helpdesk; where one cannot do something, this follows. Made by `retour helpdesks` from
what the adapters declare (`connector/ports/helpdesk.py`), and held by the tests: every scenario of the demo runs on all
of them (`tests/e2e`), every promise of the port as well (`tests/contracts`).
"""


def helpdesk_page(plugins: Sequence[Plugin]) -> str:
    """Return the page, in Markdown."""
    parts = fields(Capabilities)
    lines = [HEAD, f"| |{'|'.join(f' {plugin.name.title()} ' for plugin in plugins)}|", "|---|" + "---|" * len(plugins)]
    for part in parts:
        has = (" yes " if getattr(plugin.capabilities, part.name) else " no " for plugin in plugins)
        lines.append(f"| {part.metadata['about']} |{'|'.join(has)}|")
    lines += ["", "Where it says no:", ""]
    for part in parts:
        without = [plugin.name.title() for plugin in plugins if not getattr(plugin.capabilities, part.name)]
        if without:
            lines.append(f"- **{part.metadata['about']}** ({', '.join(without)}): {part.metadata['without']}.")
    return "\n".join(lines) + "\n"
