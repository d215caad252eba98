"""How well labelled tickets are read: `make eval`, or `make eval DATA='my.jsonl …'`.

A line of a labelled set: {"id", "lang", "subject", "body", "expected": {"kind", "reason", "orders", "want", …}}, with
"pair" where two lines are one ticket in two languages. A line of a set of other matters: {"text", "intent"}; nothing in
it asks a shop for money, but for intents named `request_refund`. Both may be gzipped.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from connector.domain.request import ASKED_OPTION
from connector.ports.understanding import Reader, Understanding
from connector.understanding import TicketReader
from connector.understanding.model import load_model
from connector.understanding.report import as_json, read_line

HELD_OUT = Path(__file__).parent / "held_out"
MONEY = frozenset(kind.value for kind in ASKED_OPTION)
SURE = 0.8  # the policies' threshold
SUREST = 0.6  # share of a set, the surest first
BINS = 10
RESAMPLED = 2_000
TRUE_DEMANDS = frozenset({"request_refund"})
FIELDS = ("items", "skus", "amount", "photo", "status_of", "sentiment", "urgent", "injection")


@dataclass
class Scores:
    """Counts over one file of labelled tickets."""

    tickets: int = 0
    right: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)  # field -> right
    labelled: Counter[str] = field(default_factory=Counter)  # field -> tickets whose label has it
    languages: Counter[str] = field(default_factory=Counter)
    languages_right: Counter[str] = field(default_factory=Counter)
    reasons: int = 0  # tickets whose label has a reason
    reasons_right: int = 0  # the likeliest
    reasons_told: int = 0  # ... and surely enough to decide by
    reasons_made_up: int = 0  # read where the label has none
    reasons_made_up_told: int = 0
    orders_right: int = 0
    orders_expected: int = 0
    orders_found: int = 0
    wanted: int = 0  # sizes and colours in the labels
    wanted_found: int = 0
    wanted_right: int = 0
    judged: list[tuple[float, bool]] = field(default_factory=list)  # confidence, right
    wrong_money: list[str] = field(default_factory=list)  # a money kind at SURE or more that the label does not have
    wrong_actionable: list[str] = field(default_factory=list)  # those among them that no flag stops
    money: int = 0  # tickets that ask for one money action, uninjected
    actionable_right: int = 0
    pairs: defaultdict[str, dict[str, bool]] = field(default_factory=lambda: defaultdict(dict))
    errors: list[str] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        return self.right / self.tickets

    @property
    def macro_f1(self) -> float:
        kinds = set(self.expected)
        return sum(2 * self.hits[kind] / (self.expected[kind] + self.predicted[kind]) for kind in kinds) / len(kinds)

    @property
    def calibration_error(self) -> float:
        """Expected calibration error over BINS bins of equal width."""
        bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
        for confidence, right in self.judged:
            bins[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
        gaps = (abs(sum(c for c, _ in each) - sum(right for _, right in each)) for each in bins.values())
        return sum(gaps) / self.tickets

    @property
    def wrong_among_surest(self) -> int:
        surest = sorted(self.judged, key=lambda each: -each[0])[: int(SUREST * self.tickets)]
        return sum(not right for _, right in surest)


def read_scores(path: Path, reader: Reader) -> Scores:
    scores = Scores()
    for line in lines(path):
        ticket_id, subject, turns = read_line(line)
        _count(scores, json.loads(line), reader.understand(subject, turns), ticket_id)
    return scores


def lines(path: Path) -> Iterator[str]:
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    with opened as file:
        yield from file


def _count(scores: Scores, ticket: dict[str, Any], understanding: Understanding, ticket_id: str) -> None:
    label = ticket["expected"]
    read: dict[str, Any] = as_json(ticket_id, understanding)
    right = read["kind"] == label["kind"]
    scores.tickets += 1
    scores.right += right
    scores.expected[label["kind"]] += 1
    scores.predicted[read["kind"]] += 1
    scores.hits[label["kind"]] += right
    scores.languages[ticket["lang"]] += 1
    scores.languages_right[ticket["lang"]] += right
    scores.judged.append((read["confidence"], right))
    if "pair" in ticket:
        scores.pairs[ticket["pair"]][ticket["lang"]] = right
    for name in FIELDS:
        if name in label:
            scores.labelled[name] += 1
            scores.fields[name] += _same(name, read[name], label[name])
    if label["reason"] is not None:
        scores.reasons += 1
        scores.reasons_right += read["reason"] == label["reason"]
        scores.reasons_told += read["reason_told"] and read["reason"] == label["reason"]
    elif read["reason"] is not None:
        scores.reasons_made_up += 1
        scores.reasons_made_up_told += read["reason_told"]
    scores.orders_expected += len(label["orders"])
    scores.orders_found += len(read["orders"])
    scores.orders_right += len(set(label["orders"]) & set(read["orders"]))
    wanted, found = _folded(label["want"]), _folded(read["want"])
    scores.wanted += len(wanted)
    scores.wanted_found += len(found)
    scores.wanted_right += len(wanted & found)
    _count_money(scores, label, read, ticket_id)
    if not right or read["reason"] != label["reason"] or wanted != found or set(label["orders"]) != set(read["orders"]):
        shown = f"{read['kind']}/{read['reason']} {read['orders']} {read['want']} at {read['confidence']}"
        asked = f"{label['kind']}/{label['reason']} {label['orders']} {label['want']}"
        scores.errors.append(f"{ticket_id} {asked} read as {shown}: {ticket['subject']!r} {ticket['body'][:300]!r}")


def _count_money(scores: Scores, label: dict[str, Any], read: dict[str, Any], ticket_id: str) -> None:
    clear = label["kind"] in MONEY and len(label["kinds"]) == 1 and not label.get("injection")
    scores.money += clear
    if read["confidence"] < SURE or read["kind"] not in MONEY:
        return
    right = read["kind"] == label["kind"] and not label.get("injection")
    scores.actionable_right += right and read["actionable"]
    if not right:
        scores.wrong_money.append(ticket_id)
        if read["actionable"]:
            scores.wrong_actionable.append(ticket_id)


def _folded(want: dict[str, str] | None) -> set[tuple[str, str]]:
    return {(name, str(value).casefold()) for name, value in (want or {}).items()}


def _same(name: str, read: Any, label: Any) -> bool:
    if name == "items":  # product words: what is read need only be among them, or hold them
        mine = [item.lower() for item in read]
        return all(any(it in item.lower() or item.lower() in it for it in mine) for item in label)
    return bool(read == label)


def interval(differences: Sequence[int]) -> tuple[float, float, float]:
    """Return the mean of paired differences and its 95 % interval, by resampling with a fixed seed."""
    dice, n = random.Random(1), len(differences)
    means = sorted(sum(dice.choices(differences, k=n)) / n for _ in range(RESAMPLED))
    return sum(differences) / n, means[int(0.025 * RESAMPLED)], means[int(0.975 * RESAMPLED)]


def table(scores: Scores) -> str:
    rows = [
        f"  tickets                     {scores.tickets}",
        f"  kind: macro-F1, accuracy    {scores.macro_f1:.3f}  {scores.accuracy:.3f}",
        f"  reason, where one is given  {_share(scores.reasons_right, scores.reasons)}; surely {scores.reasons_told}",
        f"          where none is given {scores.reasons_made_up} made up; surely {scores.reasons_made_up_told}",
        f"  order numbers: precision    {_share(scores.orders_right, scores.orders_found)}",
        f"                 recall       {_share(scores.orders_right, scores.orders_expected)}",
        f"  size or colour: precision   {_share(scores.wanted_right, scores.wanted_found)}",
        f"                  recall      {_share(scores.wanted_right, scores.wanted)}",
        f"  calibration error           {scores.calibration_error:.3f}",
        f"  wrong among surest {SUREST:.0%}      {scores.wrong_among_surest}",
        f"  wrong money at {SURE} or more    {len(scores.wrong_money)}; no flag stops {len(scores.wrong_actionable)}",
        f"  clear demands for money that may be acted on  {_share(scores.actionable_right, scores.money)}",
        "  " + "  ".join(f"{name} {_share(scores.fields[name], n)}" for name, n in scores.labelled.items()),
        "  right by kind      "
        + "  ".join(f"{kind} {scores.hits[kind]}/{n}" for kind, n in sorted(scores.expected.items())),
        "  right by language  "
        + "  ".join(f"{lang} {scores.languages_right[lang]}/{n}" for lang, n in sorted(scores.languages.items())),
    ]
    both = [each for each in scores.pairs.values() if {"en", "fr"} <= each.keys()]
    if both:
        mean, low, high = interval([each["fr"] - each["en"] for each in both])
        rows.append(
            f"  French minus English  {mean:+.1%} on {len(both)} pairs (95 % interval {low:+.1%} to {high:+.1%})"
        )
    return "\n".join(rows)


def _share(part: int, of: int) -> str:
    return f"{part}/{of}" + (f" = {part / of:.3f}" if of else "")


def others_table(path: Path, reader: Reader) -> str:
    """What would be proposed on texts that ask a shop for no money."""
    texts = proposed = with_order = 0
    shown: list[str] = []
    for number, line in enumerate(lines(path)):
        said = json.loads(line)
        if said["intent"] in TRUE_DEMANDS:
            continue
        ticket_id, subject, turns = read_line(json.dumps({"id": number, "body": said["text"]}))
        read = reader.understand(subject, turns)
        texts += 1
        if read.actionable and read.confidence >= SURE:
            proposed += 1
            with_order += len(read.orders) == 1
            shown.append(f"    {said['intent']}: {said['text']}")
    return (
        f"  texts {texts}: money proposals {proposed} ({10_000 * proposed / texts:.1f} in 10,000), "
        f"with one order number {with_order}\n" + "\n".join(shown)
    )


def cpu(path: Path, reader: Reader) -> str:
    seconds = []
    for line in lines(path):
        _, subject, turns = read_line(line)
        began = time.process_time()
        reader.understand(subject, turns)
        seconds.append(time.process_time() - began)
    worst = sorted(seconds)[int(0.95 * len(seconds))]
    return f"  CPU a ticket, ms            median {1000 * median(seconds):.1f}, 95th percentile {1000 * worst:.1f}"


def main(arguments: Sequence[str]) -> None:
    paths = [Path(each) for each in arguments if not each.startswith("-")] or sorted(HELD_OUT.glob("*.jsonl"))
    if missing := [str(path) for path in paths if not path.is_file()]:
        sys.exit(f"no such file: {', '.join(missing)}")
    reader = TicketReader(lambda: load_model(meaning="--words" not in arguments))
    reader.understand("", read_line('{"id": 0, "body": "hello"}')[2])
    print(f"read by {load_model(meaning='--words' not in arguments).name}")
    for path in paths:
        first = json.loads(next(lines(path)))
        print(f"\n{path}")
        if "expected" not in first:
            print(others_table(path, reader))
            continue
        scores = read_scores(path, reader)
        print(table(scores))
        print(cpu(path, reader))
        if "--errors" in arguments:
            print("\n".join(scores.errors))


if __name__ == "__main__":
    main(sys.argv[1:])
