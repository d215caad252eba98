"""Every recorded exchange is replayed or left out for a reason, and docs/magento-replays.md says which."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.sandbox.magento import table
from tests.sandbox.magento.replaying import LOADED, load

KEYS = [("acl", "cancel"), ("acl", "hold"), ("state", "hold")]
REPLAYED = {("acl", "cancel"): {"test_acl::test_x"}, ("state", "hold"): {"test_state::test_x"}}
REASON = {("acl", "hold"): "nobody calls it"}


def current_page(*, whole_folder_ran: bool) -> str:
    """Return the page from the notes of this session; where it ran only a part of the folder, from a run of its own."""
    if whole_folder_ran:
        return table.current()
    command = [sys.executable, "-m", "tests.sandbox.magento.table"]
    clean = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    root = table.PAGE.parents[1]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=root, env=clean, check=False, timeout=110)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_page_is_up_to_date_and_accounts_for_every_recording(whole_folder_ran: bool) -> None:
    page = current_page(whole_folder_ran=whole_folder_ran)
    assert table.PAGE.read_text() == page
    rows = [line for line in page.splitlines() if "| replayed by `" in line or "| left out: " in line]
    assert len(rows) == len(table.recorded()) == 514


def test_notes_which_test_loads_what() -> None:
    mine = "test_table::test_notes_which_test_loads_what"
    load("acl", "modules")
    noted = mine in LOADED["acl", "modules"]
    LOADED["acl", "modules"].discard(mine)  # it is no replay
    assert noted is True


def test_shows_counts_and_reasons() -> None:
    lines = table.page(KEYS, REPLAYED, REASON, {("state", "hold"): "no mail"}).splitlines()
    assert "| hold | replayed by `test_state::test_x`; partly: no mail |" in lines
    assert "| acl | 2 | 1 | 1 |" in lines
    assert "| **all** | 3 | 2 | 1 |" in lines
    assert "| cancel | replayed by `test_acl::test_x` |" in lines
    assert "| hold | left out: nobody calls it |" in lines


@pytest.mark.parametrize(
    ("loaded", "reasons", "problem"),
    [
        (REPLAYED, {}, "('acl', 'hold') is neither replayed nor left out"),
        (REPLAYED, REASON | {("acl", "cancel"): "no"}, "('acl', 'cancel') is left out, yet loaded by"),
        (REPLAYED | {("acl", "new"): {"x::y"}}, REASON, "('acl', 'new') is loaded, but not known as recorded"),
    ],
    ids=["neither", "both", "unknown"],
)
def test_refuses_what_does_not_add_up(
    loaded: dict[table.Key, set[str]], reasons: dict[table.Key, str], problem: str
) -> None:
    with pytest.raises(table.Unaccounted) as raised:
        table.page(KEYS, loaded, reasons)
    assert str(raised.value).startswith(problem)
    assert len(str(raised.value).splitlines()) == 1


def test_only_what_is_replayed_is_replayed_partly() -> None:
    with pytest.raises(table.Unaccounted):
        table.page(KEYS, REPLAYED, REASON, {("acl", "hold"): "no mail"})


def test_reads_all_three_ways_of_leaving_out() -> None:
    values = {
        "LEFT_OUT": {"acl/hold": "a", "cancel": "b"},
        "ACL_LEFT_OUT": {"state": {"hold": "c"}},
        "CASES": {"x": "y"},
    }
    assert list(table.entries(values, "LEFT_OUT")) == [
        ("acl", "hold", "a"),
        (None, "cancel", "b"),
        ("state", "hold", "c"),
    ]


def test_a_bare_name_must_fit_one_recording() -> None:
    assert table.resolved(KEYS, "hold", {"state"}) == ("state", "hold")
    for name, folders in (("hold", {"acl", "state"}), ("gone", {"acl"})):
        with pytest.raises(table.Unaccounted):
            table.resolved(KEYS, name, folders)
