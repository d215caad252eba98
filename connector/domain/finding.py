"""What one rule says about one option for one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from connector.domain.facts import Facts, Line
from connector.domain.policy import Policy
from connector.domain.request import Option, Request


class Verdict(StrEnum):
    """The strictest counts: allow, then review (a person decides), then deny."""

    ALLOW = "allow"
    REVIEW = "review"
    DENY = "deny"

    @property
    def rank(self) -> int:
        return _RANK[self]


_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is stable: `<rule>.<what>`. Every code has its label in `domain/labels.py` (a test holds that)."""

    verdict: Verdict
    code: str
    detail: str = ""  # numbers that show it: "34 days, window 30"; never text of the customer's


Rule = Callable[[Request, Line, Option, Facts, Policy], Finding]


def allow(code: str, detail: str = "") -> Finding:
    return Finding(Verdict.ALLOW, code, detail)


def review(code: str, detail: str = "") -> Finding:
    return Finding(Verdict.REVIEW, code, detail)


def deny(code: str, detail: str = "") -> Finding:
    return Finding(Verdict.DENY, code, detail)
