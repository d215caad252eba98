"""What a campaign found, as text."""

from __future__ import annotations

from tests.crash.campaign import Outcome

COLUMNS = {
    "runs": "runs",
    "killed": "killed",
    "dropped": "dropped",
    "doubles": "doubles",
    "unrecorded": "unrecorded",
    "unfounded": "unfounded",
    "stuck": "stuck",
    "handed_over": "handed over, allowed",
    "wrongly_handed_over": "handed over, not allowed",
    "lost_tags": "lost tags",
}


def points(outcome: Outcome) -> str:
    """Every kill point and how often a worker died there; then deaths elsewhere, of two workers at once."""
    lines = []
    for kind, listed in outcome.listed.items():
        lines.append(f"{kind}: {len(listed)} kill points")
        lines += [f"  {outcome.hits[kind, point]:4} {point}" for point in listed]
        other = sum(hits for (of, point), hits in outcome.hits.items() if of == kind and point not in listed)
        if other:
            lines.append(f"  {other:4} elsewhere")
    return "\n".join(lines)


def table(outcome: Outcome) -> str:
    """Kinds × counts, with a line of sums."""
    width = max(map(len, [*outcome.tallies, "all"]))
    lines = [f"{'':{width}}  " + "  ".join(COLUMNS.values())]
    rows = [(kind, [getattr(tally, name) for name in COLUMNS]) for kind, tally in outcome.tallies.items()]
    for kind, counts in [*rows, ("all", [outcome.total(name) for name in COLUMNS])]:
        cells = (f"{count:{len(title)}}" for count, title in zip(counts, COLUMNS.values(), strict=True))
        lines.append(f"{kind:{width}}  " + "  ".join(cells))
    return "\n".join(lines)


def summary(outcome: Outcome) -> str:
    """The figures that must be zero, and how thoroughly they were looked for."""
    many = sum(map(len, outcome.listed.values()))
    told = f"{many} kill points in {len(outcome.moments())} moments, each hit at least {outcome.fewest_hits()} times; "
    hit = told if many else ""
    effects = ", ".join(
        f"{title}: {outcome.total(name)}"
        for title, name in (
            ("double effects", "doubles"),
            ("effects without record", "unrecorded"),
            ("records without effect", "unfounded"),
            ("stuck", "stuck"),
            ("hand-overs not allowed", "wrongly_handed_over"),
            ("lost tags", "lost_tags"),
            ("hand-overs allowed", "handed_over"),
        )
    )
    return f"{hit}{outcome.verified} decisions derived again. {effects}. Problems: {len(outcome.problems)}"
