"""How well labelled tickets are read: `PYTHONPATH=. python tests/understanding/scores.py dev.jsonl [--errors]`."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connector.ports.understanding import Understanding
from connector.understanding import PatternReader
from connector.understanding.report import as_json, read_line

MONEY = {"refund", "exchange", "store_credit", "reship", "cancel"}
SURE = 0.8  # the policy's threshold


@dataclass
class Scores:
    """Counts over one file of labelled tickets."""

    tickets: int = 0
    right: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)  # field -> right
    reasons: int = 0  # tickets whose label has a reason
    reasons_right: int = 0
    orders_right: int = 0
    orders_expected: int = 0
    orders_found: int = 0
    sure: int = 0  # read at SURE or more
    sure_right: int = 0
    wrong_money: list[str] = field(default_factory=list)  # a money kind at SURE or more that the label does not have
    wrong_actionable: list[str] = field(default_factory=list)  # those among them that no flag stops
    actionable_right: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        return self.right / self.tickets

    @property
    def macro_f1(self) -> float:
        kinds = set(self.expected)
        return sum(2 * self.hits[kind] / (self.expected[kind] + self.predicted[kind]) for kind in kinds) / len(kinds)


FIELDS = ("items", "skus", "want", "amount", "photo", "status_of", "sentiment", "urgent", "injection", "lang")


def read_scores(path: Path) -> Scores:
    reader = PatternReader()
    scores = Scores()
    for line in path.read_text(encoding="utf-8").splitlines():
        ticket = json.loads(line)
        ticket_id, subject, turns = read_line(line)
        _count(scores, ticket, reader.understand(subject, turns), ticket_id)
    return scores


def _count(scores: Scores, ticket: dict[str, Any], understanding: Understanding, ticket_id: str) -> None:
    label = {**ticket["expected"], "lang": ticket["lang"]}
    read: dict[str, Any] = as_json(ticket_id, understanding)
    scores.tickets += 1
    scores.expected[label["kind"]] += 1
    scores.predicted[read["kind"]] += 1
    right = read["kind"] == label["kind"]
    scores.right += right
    scores.hits[label["kind"]] += right
    for name in FIELDS:
        scores.fields[name] += _same(name, read[name], label[name])
    if label["reason"] is not None:
        scores.reasons += 1
        scores.reasons_right += read["reason"] == label["reason"]
    scores.orders_expected += len(label["orders"])
    scores.orders_found += len(read["orders"])
    scores.orders_right += len(set(label["orders"]) & set(read["orders"]))
    if read["confidence"] >= SURE:
        scores.sure += 1
        scores.sure_right += right
        if read["kind"] in MONEY and not right:
            scores.wrong_money.append(ticket_id)
            if read["actionable"]:
                scores.wrong_actionable.append(ticket_id)
        scores.actionable_right += right and read["actionable"] and not label["injection"]
    if not right or read["reason"] != label["reason"]:
        scores.errors.append(
            f"{ticket_id} {label['kind']}/{label['reason']} read as {read['kind']}/{read['reason']} "
            f"at {read['confidence']}: {ticket['subject']!r} {ticket['body'][:200]!r}"
        )


def _same(name: str, read: Any, label: Any) -> bool:
    if name == "items":  # product words: what is read need only be among them, or hold them
        mine = [item.lower() for item in read]
        return all(any(it in item.lower() or item.lower() in it for it in mine) for item in label)
    return bool(read == label)


def table(scores: Scores) -> str:
    lines = [
        f"tickets            {scores.tickets}",
        f"kind accuracy      {scores.accuracy:.3f}",
        f"kind macro-F1      {scores.macro_f1:.3f}",
        f"reason, if given   {scores.reasons_right}/{scores.reasons}",
        f"orders P           {scores.orders_right}/{scores.orders_found}",
        f"orders R           {scores.orders_right}/{scores.orders_expected}",
        f"sure (>= {SURE})      {scores.sure}, of which right {scores.sure_right}",
        f"wrong money, sure  {len(scores.wrong_money)} {' '.join(scores.wrong_money)}",
        f"  and actionable   {len(scores.wrong_actionable)} {' '.join(scores.wrong_actionable)}",
        f"right, actionable  {scores.actionable_right}",
        *(f"{name:<18} {scores.fields[name] / scores.tickets:.3f}" for name in FIELDS),
        *(f"recall {kind:<16} {scores.hits[kind]}/{scores.expected[kind]}" for kind in sorted(scores.expected)),
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    scores = read_scores(Path(arguments[0]))
    sys.stdout.write(table(scores) + "\n")
    if "--errors" in arguments:
        sys.stdout.write("\n".join(scores.errors) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
