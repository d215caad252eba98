"""The results as Markdown, and their place in `README.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.calls import MINIMUM, Calls
from bench.deciding import Decided
from bench.hostile import MOST, Hostile
from bench.killing import Toll
from bench.noise import Figure, figure
from bench.profiling import Profile
from bench.reading import MOST_MB, MOST_MS, MOST_START, Way
from bench.receiving import GOALS, SLOW_GOALS, Table
from bench.settling import Settled

README = Path(__file__).with_name("README.md")
BEGIN = "<!-- results: written by `make bench`, not by hand -->"
END = "<!-- end of results -->"
NAMES = {"sqlite": "SQLite (WAL, synchronous FULL)", "postgresql": "PostgreSQL"}


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)] + [""]


def machine(lines: Sequence[str], command: str, minutes: float) -> list[str]:
    said = [f"`{command}`, {minutes:.0f} minutes. Medians, with lowest and highest in brackets."]
    return ["### Machine", "", *said, "", *(f"- {line}" for line in lines), ""]


def receiving(tables: Sequence[Table]) -> list[str]:
    lines = ["### (a) Durable receives", ""]
    for table in tables:
        slow = f", {table.sync_milliseconds:g} ms added to each sync" if table.sync_milliseconds else ""
        lines += [f"**{NAMES[table.database]}{slow}** ({table.checked:,} acknowledgements, as many rows)", ""]
        rows = []
        for row in table.rows:
            figures = [figure(row.rates).show(), figure(row.p50).show(1), figure(row.p99).show(1)]
            rows.append([row.contender.name, row.contender.served, *figures, figure(row.cpu).show()])
        lines += _table(["", "served by", "receives/s", "p50 ms", "p99 ms", "server CPU us"], rows)
        goals = SLOW_GOALS.get(table.database, {}) if table.sync_milliseconds else GOALS
        theirs = [row.contender.name for row in table.rows[1:]]
        lines += _table(
            ["Retour against", "ratio", "goal"],
            [[name, table.ratio(name).show(2), _goal(table.ratio(name), goals.get(name))] for name in theirs],
        )
    return lines


def _goal(found: Figure, goal: float | None) -> str:
    if goal is None:
        return ""
    return f"at least {goal:g}: {'met' if found.median >= goal else '**missed**'}"


def settling(found: Sequence[Settled], stages: Mapping[str, Figure]) -> list[str]:
    rows = [
        [each.form.name, f"{each.latency} ms", figure(each.rates).show(1), figure(each.cpu).show(1)] for each in found
    ]
    lines = ["### (b) Tickets settled, end to end", ""]
    lines += _table(["form", "latency of each call", "tickets/s", "CPU ms per ticket"], rows)
    lines += ["CPU of one ticket by stage (one thread, SQLite, no latency):", ""]
    return lines + _table(["stage", "CPU ms"], [[stage, each.show(2)] for stage, each in stages.items()])


def calls(found: Sequence[Calls]) -> list[str]:
    lines = ["### (c) Outside calls per settled ticket", ""]
    lines += _table(
        ["helpdesk", "calls per ticket", "the least the contract allows", "tickets counted"],
        [[each.helpdesk, f"{each.per_ticket:.1f}", str(MINIMUM[each.helpdesk]), str(each.tickets)] for each in found],
    )
    for each in found:
        routes = ", ".join(f"{route} {count / each.tickets:g}" for route, count in sorted(each.routes.items()))
        lines += [f"- {each.helpdesk}: {routes}"]
    return [*lines, ""]


def deciding(found: Sequence[Decided]) -> list[str]:
    rows = [[str(each.lines), each.rate.show(), f"{1e6 / each.rate.median:.0f}"] for each in found]
    return ["### (d) `decide` on one core", "", *_table(["lines asked about", "per second", "us each"], rows)]


def killing(found: Sequence[Toll]) -> list[str]:
    rows = [
        [NAMES[each.database]]
        + [f"{n:,}" for n in (each.kills, each.acknowledged, each.lost, each.unsure, each.sent_again, each.doubles)]
        for each in found
    ]
    head = ["", "kills", "acknowledged", "**lost**", "kept, not acknowledged", "sent again", "**doubles**"]
    return ["### (e) SIGKILL in the middle of a load", "", *_table(head, rows)]


def hostile(found: Hostile) -> list[str]:
    rows = [[each.name, each.against_prose.show(1), each.seconds.show(2)] for each in found.worst]
    slowest = max(max(each.seconds.values) for each in found.worst)
    lines = ["### (f) Understand hostile: 200 kB that keep the reader busy", ""]
    lines += _table(["the worst", "times as much CPU as prose", "CPU s"], rows)
    met = "met" if slowest <= MOST else "**missed**"
    lines += [f"- {found.read} mails were read; as much prose takes {found.prose.show(3)} s"]
    return [*lines, f"- none may take {MOST:g} s: the slowest took {slowest:.2f} s, {met}", ""]


def reading(found: Sequence[Way]) -> list[str]:
    first = found[0].milliseconds.median
    head = ["tickets read by", "CPU ms, median ticket", "against patterns alone", "CPU s to the first", "MB then"]
    rows = [
        [each.name, each.milliseconds.show(1), f"{each.milliseconds.median / first:.1f}", each.start.show(2)]
        + [each.memory.show(0)]
        for each in found
    ]
    worst = found[-1]
    met = [
        (f"{MOST_MS:g} ms", worst.milliseconds.median <= MOST_MS),
        (f"{MOST_START:g} s", worst.start.median <= MOST_START),
        (f"{MOST_MB:g} MB", worst.memory.median <= MOST_MB),
    ]
    said = ", ".join(f"{what} {'met' if ok else '**missed**'}" for what, ok in met)
    return ["### (g) Tickets read", "", *_table(head, rows), f"- at most {said}", ""]


def profile(found: Profile) -> list[str]:
    """One delivery, step by step."""
    rows = [["from the server to the intake: headers, secret, signature, JSON", found.before.show()]]
    rows += [[f"the intake, {size} at once, per row", each.show()] for size, each in found.rows.items()]
    lines = ["### Profile of a delivery", "", *_table(["Retour alone, SQLite, no server", "CPU us"], rows)]
    lines += ["From the server to the intake, by each function's own time under cProfile:", ""]
    return lines + _table(["function", "us"], [[f"`{name}`", f"{own:.1f}"] for name, own in found.hottest])


def write(sections: Sequence[str]) -> None:
    """Put the results where the last ones are."""
    text = README.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    README.write_text(head + BEGIN + "\n\n" + "\n".join(sections) + "\n" + END + tail, encoding="utf-8")
