"""All scenarios, in the order in which they are shown."""

from collections.abc import Mapping

from demo import story
from demo.scenarios import asking, before_shipping, goods, guarding, meanwhile, refunds

PARTS = [part.__name__ for part in (before_shipping, refunds, goods, asking, meanwhile, guarding)]
SCENARIOS: Mapping[str, story.Scenario] = dict(
    sorted(story.SCENARIOS.items(), key=lambda named: PARTS.index(named[1].play.__module__))
)
