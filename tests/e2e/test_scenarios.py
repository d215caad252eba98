"""Every scenario of the demo, end to end: both stand-ins and Retour's web application over real HTTP on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.scenarios import SCENARIOS
from demo.story import Story
from demo.world import World, small_world


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with small_world(Path(tmp_path_factory.mktemp("retour"))) as world:
        yield world


@pytest.mark.enable_socket
@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_scenario(world: World, name: str) -> None:
    story = Story()
    SCENARIOS[name].play(world, story)
    assert [f"{c.what}: wanted {c.wanted!r}, found {c.found!r}" for c in story.failed] == []
    assert story.checks != []
