"""A short run of the crash harness on both databases, and its proof: Retour without a guard is caught.

The long one, in which every kill point is hit at least five times, is `make crash RUNS=2000`.
"""

from __future__ import annotations

import pytest

from demo.desks import STAGES
from tests.crash.campaign import Campaign, Outcome
from tests.crash.kinds import ALL
from tests.crash.plan import GATEWAY, Mode, Run
from tests.crash.table import points, summary, table

SQLITE_RUNS, POSTGRES_RUNS, OTHER_RUNS = 60, 20, 30
SEED = 20261121
PAIR = Run("two tickets, one order", Mode.PAIR)
UNSAVED = [Run(kind, Mode.UNSAVED, f"{GATEWAY} #1") for kind in ("refund, invoice route", "cancel, paid")]

pytestmark = pytest.mark.timeout(300)


def shown(outcome: Outcome) -> str:
    return "\n\n".join([points(outcome), table(outcome), summary(outcome), *outcome.problems])


def _nothing_is_lost_or_doubled(outcome: Outcome, runs: int, terminal: pytest.CaptureFixture[str]) -> None:
    with terminal.disabled():  # the counts are part of what `make test` says
        print(f"\n\n{table(outcome)}\n\n{summary(outcome)}")
    assert outcome.problems == []
    assert outcome.total("runs") == runs + len(ALL)  # and the ones that listed the kill points
    assert outcome.total("killed") >= runs * 0.5
    assert [outcome.total(name) for name in ("doubles", "unrecorded", "unfounded", "stuck")] == [0, 0, 0, 0]
    assert [outcome.total(name) for name in ("wrongly_handed_over", "lost_tags")] == [0, 0]
    assert all(f"before commit act._send (record {what})" in "".join(outcome.listed[kind]) for kind, what in ENDS)


ENDS = (("refund, order route", "money"), ("cancel, unpaid", "money"), ("question", "reply"))


def test_no_kill_and_no_lost_answer_doubles_or_loses_an_effect_on_sqlite(capsys: pytest.CaptureFixture[str]) -> None:
    _nothing_is_lost_or_doubled(Campaign(None, SEED).execute(SQLITE_RUNS), SQLITE_RUNS, capsys)


def test_no_kill_and_no_lost_answer_doubles_or_loses_an_effect_on_postgresql(
    postgres_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _nothing_is_lost_or_doubled(Campaign(postgres_url, SEED).execute(POSTGRES_RUNS), POSTGRES_RUNS, capsys)


@pytest.mark.parametrize("vendor", sorted(set(STAGES) - {"zendesk"}))
def test_no_kill_doubles_or_loses_an_effect_where_a_write_is_several_calls(
    vendor: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _nothing_is_lost_or_doubled(Campaign(None, SEED, vendor=vendor).execute(OTHER_RUNS), OTHER_RUNS, capsys)


def test_catches_retour_without_its_lease() -> None:
    outcome = Campaign(None, SEED, "no-lease").repeat([PAIR] * 4)
    assert outcome.total("doubles") >= 1, shown(outcome)


def test_catches_retour_that_sends_again_what_it_did_not_hear_of() -> None:
    outcome = Campaign(None, SEED, "resend").repeat(UNSAVED)
    assert (outcome.total("doubles"), outcome.total("unrecorded")) == (2, 2), shown(outcome)
