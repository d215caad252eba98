"""All scenarios, in the order in which they are played: those that need Retour's clock to run ahead come last."""

from collections.abc import Mapping

from demo.magento import trial
from demo.magento.scenarios import (
    before_shipping,
    credit,
    currencies,
    exchanges,
    meanwhile,
    money_back,
    parcels,
    photos,
)

PARTS = [
    part.__name__ for part in (before_shipping, money_back, currencies, credit, exchanges, parcels, photos, meanwhile)
]
SCENARIOS: Mapping[str, trial.Scenario] = dict(
    sorted(trial.SCENARIOS.items(), key=lambda named: (named[1].ahead, PARTS.index(named[1].play.__module__)))
)
