"""The page that tells merchants what each helpdesk can do."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from connector.flow.declared import helpdesk_page
from connector.helpdesks import HELPDESKS
from connector.ports.helpdesk import Capabilities

PAGE = Path(__file__).parents[2] / "docs" / "helpdesks.md"


def test_the_page_says_what_the_adapters_declare() -> None:
    made = helpdesk_page(list(HELPDESKS.values()))
    assert PAGE.read_text(encoding="utf-8") == made, "run: retour helpdesks > docs/helpdesks.md"


def test_every_capability_says_what_follows_without_it() -> None:
    silent = [each.name for each in fields(Capabilities) if not each.metadata["about"] or not each.metadata["without"]]
    assert silent == []
