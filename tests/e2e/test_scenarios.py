"""Every scenario of the demo on every helpdesk, end to end: stand-ins and Retour's web application over real HTTP.

The scenarios are the same for all; where a helpdesk cannot do something, they check what follows from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connector.helpdesks import HELPDESKS
from demo.desks import STAGES
from demo.scenarios import SCENARIOS
from demo.story import Story
from demo.world import World, small_world


def test_every_helpdesk_is_on_stage() -> None:
    assert sorted(STAGES) == sorted(HELPDESKS)


@pytest.fixture(scope="module", params=sorted(STAGES))
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with small_world(Path(tmp_path_factory.mktemp("retour")), request.param) as world:
        yield world


@pytest.mark.enable_socket
@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_scenario(world: World, name: str) -> None:
    story = Story()
    SCENARIOS[name].play(world, story)
    assert [f"{c.what}: wanted {c.wanted!r}, found {c.found!r}" for c in story.failed] == []
    assert story.checks != []
