"""A short run of the crash harness on both databases, and its proof: Retour without a guard is caught.

The long one is `make crash RUNS=2000`; every moment at which a worker may die is hit at least five times from
RUNS=5200 on, at least once in 2000.
"""

from __future__ import annotations

import pytest

from demo.desks import STAGES
from tests.crash.campaign import Campaign, Outcome
from tests.crash.kinds import BY_NAME
from tests.crash.plan import GATEWAY, Mode, Run
from tests.crash.table import points, summary, table

SQLITE_RUNS, POSTGRES_RUNS, OTHER_RUNS = 80, 60, 30
SEED = 20261121
PAIR = Run("two tickets, one order", Mode.PAIR)
PLACED = "after PUT magento carts/{id}/order #1"
HELD = "after POST magento orders/{id}/hold #1"
FREED = "after POST magento orders/{id}/unhold #1"
LOOKED = "after GET magento orders/{id} #1"
UNSAVED = [Run(kind, Mode.UNSAVED, f"{GATEWAY} #1") for kind in ("refund, invoice route", "cancel, paid")]

pytestmark = pytest.mark.timeout(300)


def shown(outcome: Outcome) -> str:
    return "\n\n".join([points(outcome), table(outcome), summary(outcome), *outcome.problems])


def _nothing_is_lost_or_doubled(campaign: Campaign, runs: int, terminal: pytest.CaptureFixture[str]) -> None:
    outcome = campaign.execute(runs)
    with terminal.disabled():  # the counts are part of what `make test` says
        print(f"\n\n{table(outcome)}\n\n{summary(outcome)}")
    assert outcome.problems == []
    assert outcome.total("runs") == runs + len(campaign.kinds)  # and the ones that listed the kill points
    assert outcome.total("killed") >= runs * 0.5
    assert all(tally.killed for tally in outcome.tallies.values())
    assert [outcome.total(name) for name in ("doubles", "unrecorded", "unfounded", "stuck")] == [0, 0, 0, 0]
    assert [outcome.total(name) for name in ("wrongly_handed_over", "lost_tags")] == [0, 0]
    for kind in campaign.kinds:
        assert all(f"before {point}" in "".join(outcome.listed[kind.name]) for point in PASSED.get(kind.name, ()))


STEPS = ("rule", "code", "cart", "articles", "address", "coupon")
PASSED = {  # commits on the way of these kinds, by name: they are kill points
    "refund, order route": ("commit act._money (record money)",),
    "cancel, unpaid": ("commit act._money (record money)",),
    "question": ("commit act._send (record reply)",),
    "store credit": ("commit codes.code_for", "commit under_way._recorded (step rule)"),
    "exchange": tuple(f"commit under_way._recorded (step {step})" for step in STEPS),
    "held": ("commit under_way._recorded (step place)", "POST magento orders/{id}/hold"),
    "held, scanned": ("commit parcels.settle_parcel", "commit parcels._settle (order money)"),
    "held, never came": ("commit under_way._recorded (step unhold)", "POST magento orders/{id}/cancel"),
}


def test_no_kill_and_no_lost_answer_doubles_or_loses_an_effect_on_sqlite(capsys: pytest.CaptureFixture[str]) -> None:
    _nothing_is_lost_or_doubled(Campaign(None, SEED), SQLITE_RUNS, capsys)


def test_no_kill_and_no_lost_answer_doubles_or_loses_an_effect_on_postgresql(
    postgres_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _nothing_is_lost_or_doubled(Campaign(postgres_url, SEED), POSTGRES_RUNS, capsys)


@pytest.mark.parametrize("vendor", sorted(set(STAGES) - {"zendesk"}))
def test_no_kill_doubles_or_loses_an_effect_where_a_write_is_several_calls(
    vendor: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _nothing_is_lost_or_doubled(Campaign(None, SEED, vendor=vendor), OTHER_RUNS, capsys)


def test_catches_retour_without_its_lease() -> None:
    outcome = Campaign(None, SEED, "no-lease", [BY_NAME[PAIR.kind]]).repeat([PAIR] * 4)
    assert outcome.total("doubles") >= 1, shown(outcome)


def test_catches_retour_that_sends_again_what_it_did_not_hear_of() -> None:
    outcome = Campaign(None, SEED, "resend", [BY_NAME[run.kind] for run in UNSAVED]).repeat(UNSAVED)
    assert (outcome.total("doubles"), outcome.total("unrecorded")) == (2, 2), shown(outcome)


@pytest.mark.parametrize(
    ("mutant", "runs", "count"),
    [
        ("no-steps", [Run("exchange", Mode.KILL, PLACED), Run("held", Mode.KILL, HELD)], "unrecorded"),
        ("place-again", [Run("exchange", Mode.KILL, PLACED), Run("reshipment", Mode.KILL, PLACED)], "doubles"),
        ("release-twice", [Run("held, scanned", Mode.KILL, FREED)], "wrongly_handed_over"),
    ],
)
def test_catches_retour_that_does_not_know_how_far_it_came(mutant: str, runs: list[Run], count: str) -> None:
    kinds = [BY_NAME[run.kind] for run in runs]
    outcome = Campaign(None, SEED, mutant, kinds).repeat(runs)
    assert outcome.total("killed") == len(runs), shown(outcome)
    assert outcome.total(count) >= len(runs), shown(outcome)


def test_catches_retour_that_does_not_notice_that_it_slept() -> None:
    run = Run("exchange", Mode.SLEEP, LOOKED)
    outcome = Campaign(None, SEED, "never-stale", [BY_NAME[run.kind]]).repeat([run])
    assert outcome.total("unrecorded") == 1, shown(outcome)  # a second rule, which nobody deletes


def test_the_same_runs_find_nothing_wrong_with_retour_as_it_is() -> None:
    runs = [Run("exchange", Mode.KILL, PLACED), Run("held", Mode.KILL, HELD), Run("held, scanned", Mode.KILL, FREED)]
    runs += [
        Run("exchange", Mode.SLEEP, LOOKED),
        Run("exchange", Mode.SLEEP, "after commit act.act (claim comment) #1"),
    ]
    kinds = [BY_NAME[name] for name in dict.fromkeys(run.kind for run in runs)]
    outcome = Campaign(None, SEED, kinds=kinds).repeat(runs)
    assert (outcome.total("killed"), outcome.problems) == (3, [])
