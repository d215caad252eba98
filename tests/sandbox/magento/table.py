"""`python -m tests.sandbox.magento.table`: the page docs/magento-replays.md, made from a run of the tests here.

What a test replays is what it loaded (`replaying.load` takes notes); what is left out, and why, stands in dicts of the
test modules whose names end in LEFT_OUT: {"folder/name": reason}, {"name": reason} where the name fits one of the
folders that the module loads from, or {"folder": {"name": reason}}. What a replay leaves uncompared stands in
dicts whose names end in PARTLY, of the same kinds.
`recorded.txt` names every exchange ever recorded, copied to `fixtures/` or not.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.magento.replaying import FIXTURES, LOADED

HERE = Path(__file__).parent
PAGE = HERE.parents[2] / "docs" / "magento-replays.md"
OWN_TEST = "test_table.py"  # it looks at the notes of the others
NOT_COPIED = "none of this folder has been copied here yet"
Key = tuple[str, str]  # folder, name
INTRODUCTION = """# Which recorded exchanges the Magento stand-in replays

Recorded from a real Magento Open Source 2.4.7-p3. "Replayed by" names the tests that send the recorded request to the
stand-in, or build its situation, and compare what is answered; "partly" says what they do not compare. This page is
generated; a test fails if it is not up to date: `python -m tests.sandbox.magento.table > docs/magento-replays.md`.
"""


class Unaccounted(Exception):
    """A recorded exchange is neither replayed nor left out, or both, or its name fits no recording or several."""


def recorded() -> list[Key]:
    """Return every exchange ever recorded; raise Unaccounted for a fixture that was not."""
    known = [line.partition("/") for line in (HERE / "recorded.txt").read_text().split()]
    keys = [(folder, name) for folder, _, name in known]
    copied = {(path.parent.name, path.stem) for path in FIXTURES.glob("*/*.json")}
    if strange := sorted(copied - set(keys)):
        raise Unaccounted(f"fixtures that recorded.txt does not name: {strange}")
    return keys


def test_modules() -> list[str]:
    return sorted(path.stem for path in HERE.glob("test_*.py") if path.name != OWN_TEST)


def left_out(keys: Sequence[Key], loaded: Mapping[Key, set[str]]) -> dict[Key, str]:
    """Return the reasons that the test modules give, and one for folders of which nothing has been copied."""
    copied = {path.parent.name for path in FIXTURES.glob("*/*.json")}
    return {key: NOT_COPIED for key in keys if key[0] not in copied} | declared(keys, loaded, "LEFT_OUT")


def declared(keys: Sequence[Key], loaded: Mapping[Key, set[str]], kind: str) -> dict[Key, str]:
    """Return what the test modules say in their dicts of this kind, LEFT_OUT or PARTLY."""
    reasons = {}
    for module in test_modules():
        values = vars(importlib.import_module(f"{__package__}.{module}"))
        mine = {folder for (folder, _), tests in loaded.items() if any(_module(test) == module for test in tests)}
        for folder, name, reason in entries(values, kind):
            reasons[resolved(keys, name, mine if folder is None else {folder})] = reason
    return reasons


def resolved(keys: Sequence[Key], name: str, folders: Collection[str]) -> Key:
    """Return the one recording of this name in these folders; raise Unaccounted if there is none or several."""
    fitting = [key for key in keys if key[1] == name and key[0] in folders]
    if len(fitting) != 1:
        raise Unaccounted(f"{name!r} fits {fitting or 'nothing'} in {sorted(folders)}")
    return fitting[0]


def _module(test: str) -> str:
    return test.partition("::")[0]


def entries(values: Mapping[str, Any], kind: str) -> Iterator[tuple[str | None, str, str]]:
    """Yield folder (None: not said), name and reason from a module's dicts whose names end in `kind`."""
    for variable, reasons in values.items():
        if not variable.endswith(kind) or not isinstance(reasons, dict):
            continue
        for key, reason in reasons.items():
            if isinstance(reason, dict):
                yield from ((key, name, text) for name, text in reason.items())
            else:
                folder, slash, name = key.rpartition("/")
                yield folder if slash else None, name, reason


def page(
    keys: Sequence[Key],
    loaded: Mapping[Key, set[str]],
    reasons: Mapping[Key, str],
    partly: Mapping[Key, str] | None = None,
) -> str:
    """Return the page; raise Unaccounted unless every recording is either replayed or left out.

    `reasons`: why something is left out; `partly`: what a replay leaves uncompared.
    """
    notes = {key: f"; partly: {text}" for key, text in (partly or {}).items()}
    replayed = {key: sorted(tests) for key, tests in loaded.items() if tests}
    problems = [f"{key} is neither replayed nor left out" for key in keys if key not in replayed and key not in reasons]
    problems += [f"{key} is left out, yet loaded by {tests}" for key, tests in replayed.items() if key in reasons]
    problems += [f"{key} is replayed partly, yet not loaded" for key in notes if key not in replayed]
    problems += [f"{key} is loaded, but not known as recorded" for key in replayed if key not in keys]
    if problems:
        raise Unaccounted("\n".join(problems))
    folders = sorted({folder for folder, _ in keys})
    cells = {key: f"left out: {reason}" for key, reason in reasons.items()}
    for key, tests in replayed.items():
        cells[key] = "replayed by " + ", ".join(f"`{test}`" for test in tests) + notes.get(key, "")
    sections = [_section(folder, {key: cells[key] for key in keys if key[0] == folder}) for folder in folders]
    return "\n".join([INTRODUCTION, _counts(folders, keys, replayed), *sections])


def _counts(folders: Sequence[str], keys: Sequence[Key], replayed: Mapping[Key, Sequence[str]]) -> str:
    rows = ["| folder | recorded | replayed | left out |", "|---|---|---|---|"]
    for folder in (*folders, None):
        mine = [key for key in keys if folder in (None, key[0])]
        done = sum(key in replayed for key in mine)
        rows.append(f"| {folder or '**all**'} | {len(mine)} | {done} | {len(mine) - done} |")
    return "\n".join(rows) + "\n"


def _section(folder: str, cells: Mapping[Key, str]) -> str:
    rows = [f"## {folder}", "", "| exchange | |", "|---|---|"]
    return "\n".join([*rows, *(f"| {name} | {cell} |" for (_, name), cell in cells.items())]) + "\n"


def current() -> str:
    """Return the page as the notes of this process have it."""
    keys = recorded()
    return page(keys, LOADED, left_out(keys, LOADED), declared(keys, LOADED, "PARTLY"))


def main() -> int:
    """Run the tests of this folder, their output on stderr, then print the page."""
    with contextlib.redirect_stdout(sys.stderr):
        status = pytest.main(["-q", "-p", "no:cacheprovider", f"--ignore={HERE / OWN_TEST}", str(HERE)])
    if status:
        return int(status)
    sys.stdout.write(current())
    return 0


if __name__ == "__main__":
    sys.exit(main())
