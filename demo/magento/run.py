"""A whole run: look, furnish, play, compare, clean up, and say how it ended."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from connector.domain.errors import RetourError
from connector.flow.report import verify
from connector.magento.client import segment
from connector.outbound import make_session
from demo.magento.compare import differences, in_all
from demo.magento.examine import examine
from demo.magento.goods import Wanted
from demo.magento.orders import Customer
from demo.magento.place import CannotPlay, LeftOut
from demo.magento.scenarios import SCENARIOS
from demo.magento.trial import Scenario, Trial
from demo.magento.world import Options, World, live_world

Say = Callable[[str], None]


@dataclass
class Outcome:
    """How one scenario ended. `wrong`: what was not as it must be, a sentence each; `why`: it was left out."""

    scenario: Scenario
    wrong: list[str] = field(default_factory=list)
    why: str = ""
    checks: int = 0

    @property
    def word(self) -> str:
        return "FAILED" if self.wrong else "left out" if self.why else "passed"


@dataclass
class Report:
    outcomes: list[Outcome] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # in all, besides what single scenarios showed

    @property
    def status(self) -> int:
        return 1 if self.wrong or any(each.wrong for each in self.outcomes) else 0


def run(options: Options, say: Say, directory: Path) -> Report:
    """Play. Raise CannotPlay, before anything is made, where the shop cannot be worked with. `directory` is emptied
    first, and removed afterwards unless everything is to be kept."""
    url = options.keys["base_url"]
    say(f"looking at {url}")
    for warning in examine(options.keys, make_session(allow_private=True)):
        say(f"  warning: {warning}")
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    report = Report()
    try:
        with live_world(directory, f"r{secrets.token_hex(3)}", options) as world:
            _play_all(world, say, report)
    finally:
        if not options.keep:
            shutil.rmtree(directory, ignore_errors=True)
    return report


def _play_all(world: World, say: Say, report: Report) -> None:
    place = world.place
    say(f"  books in {place.base_currency}, language {place.language}, time zone {place.timezone}")
    say(f"run {world.run}: it is in every SKU and every address that is made (….{world.run}@example.com)")
    try:
        world.goods.furnish(lambda text: say(f"  {text}"))
        world.methods = _methods(world)
        say(f"  payment methods of a cart: {', '.join(world.methods)}")
        trials: list[Trial] = []
        for number, each in enumerate(_chosen(world.options.chosen), start=1):
            say(f"\n{number:2}. {each.title}")
            outcome, trial = play(world, each, say)
            report.outcomes.append(outcome)
            trials.append(trial)
        report.wrong += in_all(world, trials)
        report.wrong += verify(world.retour.services.store)[1]
    finally:
        _leave(world, say)
    show(report, say)


def _methods(world: World) -> list[str]:
    """What a cart lists, of an article that has to be shipped and costs something."""
    somebody = Customer(f"nobody.{world.run}@example.com", "Nobody", "Yet")
    return world.orders.cart([Wanted(world.goods.mug)], somebody).methods()


def _chosen(names: Sequence[str]) -> list[Scenario]:
    return [each for name, each in SCENARIOS.items() if not names or name in names]


def play(world: World, chosen: Scenario, say: Say) -> tuple[Outcome, Trial]:
    """Play one scenario, then compare the shop's books with ours."""
    began = time.monotonic()
    trial = Trial(world, lambda text: say(f"    {time.monotonic() - began:5.1f} s  {text}"))
    outcome = Outcome(chosen)
    try:
        chosen.play(world, trial)
    except LeftOut as reason:
        outcome.why = str(reason)
    except Exception as error:  # shown and counted, whatever it is; what came of it is compared all the same
        outcome.wrong.append(f"it did not run to its end: {type(error).__name__}: {error}")
    outcome.wrong += [str(check) for check in trial.checks if not check.holds]
    try:
        outcome.wrong += differences(world, trial)
    except RetourError as error:
        outcome.wrong.append(f"the shop's books could not be read: {type(error).__name__}: {error}")
    outcome.wrong += trial.differences
    outcome.checks = len(trial.checks)
    how = f" ({outcome.why})" if outcome.why else f" ({outcome.checks} checks, then both books compared)"
    say(f"    {outcome.word}{how}")
    for sentence in outcome.wrong:
        say(f"      ✗ {sentence}")
    return outcome, trial


# --- the end --------------------------------------------------------------------------------------------------------


def _leave(world: World, say: Say) -> None:
    """Take rules with their codes, and articles, out of the shop again, unless they are to be kept."""
    if world.options.keep:
        say(f"\nkept, as asked: everything of run {world.run}; Retour's books are in {world.retour.settings.directory}")
        return
    gone = sum(_delete(world, f"salesRules/{rule}", say) for rule in dict.fromkeys(world.rules))
    articles = sum(_delete(world, f"products/{segment(sku)}", say) for sku in world.goods.made)
    say(f"\ntaken out of the shop: {gone} cart price rule(s) with their codes, {articles} article(s)")
    say(f"what stays: the orders (Magento deletes none), accounts ….{world.run}@example.com")
    if world.goods.traces:
        say(f"            and, for the next run: {', '.join(world.goods.traces)}")


def _delete(world: World, path: str, say: Say) -> bool:
    try:
        world.client.delete(path)
    except RetourError as error:
        say(f"  could not be deleted: {path} ({type(error).__name__}: {error})")
        return False
    return True


def show(report: Report, say: Say) -> None:
    """The table."""
    width = max((len(each.scenario.title) for each in report.outcomes), default=0)
    say("")
    for each in report.outcomes:
        told = each.why if each.why and not each.wrong else "; ".join(each.wrong)
        say(f"{each.scenario.title:{width}}  {each.word:8}  {told}".rstrip())
    for sentence in report.wrong:
        say(f"in all: ✗ {sentence}")
    counted = {word: sum(each.word == word for each in report.outcomes) for word in ("passed", "FAILED", "left out")}
    say("\n" + ", ".join(f"{count} {word}" for word, count in counted.items()))


__all__ = ["CannotPlay", "Outcome", "Report", "play", "run", "show"]
