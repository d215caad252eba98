"""Every rule runs on every option of every line, and is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from connector.domain.facts import Facts
from connector.domain.finding import Finding, Verdict, review
from connector.domain.ids import LineId
from connector.domain.money import Money
from connector.domain.policy import Policy
from connector.domain.refund import quote
from connector.domain.request import ASKED_OPTION, Option, Request
from connector.domain.rules import LINE_RULES, REQUEST_RULES

ENGINE = "2"  # raise it with every change that may decide the same inputs otherwise


@dataclass(frozen=True, slots=True)
class Judgement:
    """What all rules say about one option for one line."""

    line: LineId | None  # None: the request names no line
    option: Option
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """One option for the request as a whole. `codes`: those that kept it from ALLOW, strictest first."""

    option: Option
    verdict: Verdict
    amount: Money | None  # money or credit that leaves; None: cannot be told
    goods: Money | None  # value of articles that leave again
    codes: tuple[str, ...]

    @property
    def worth(self) -> Money | None:
        """All that leaves, in money, credit or goods."""
        return None if self.amount is None or self.goods is None else self.amount + self.goods


@dataclass(frozen=True, slots=True)
class Decision:
    """`offers` are ranked: what may be done first, in the journey's order; then what a person may do; then what not."""

    judgements: tuple[Judgement, ...]
    offers: tuple[Offer, ...]
    policy_hash: str
    engine: str = ENGINE

    def offer(self, option: Option) -> Offer:
        return next(offer for offer in self.offers if offer.option is option)

    def asked(self, request: Request) -> Offer | None:
        """What the customer asked for; None for a kind that starts no action."""
        option = ASKED_OPTION.get(request.kind)
        return self.offer(option) if option else None


def strictest(findings: Sequence[Finding]) -> Verdict:
    verdicts = [finding.verdict for finding in findings]
    return max(verdicts, key=lambda verdict: verdict.rank) if verdicts else Verdict.REVIEW  # no rules is not a yes


def decide(request: Request, facts: Facts, policy: Policy) -> Decision:
    """Pure and total: the same inputs give the same decision, and every input gives one."""

    whole: dict[Option, tuple[Finding, ...]] = {}

    def judge(line_id: LineId, option: Option) -> Judgement:
        line = facts.lines.get(line_id)
        if line is None or request.lines[line_id] < 1:
            return Judgement(line_id, option, (review("line.unknown"),))
        if option not in whole:
            whole[option] = tuple(rule(request, line, option, facts, policy) for rule in REQUEST_RULES)
        own = tuple(rule(request, line, option, facts, policy) for rule in LINE_RULES)
        return Judgement(line_id, option, own + whole[option])

    judgements = tuple(judge(line_id, option) for line_id in request.lines for option in Option)
    if not request.lines:
        judgements = tuple(Judgement(None, option, (review("line.unknown"),)) for option in Option)
    offers = [_offer(option, judgements, request, facts, policy) for option in Option]
    order = policy.journey(request.reason).options
    rank = {option: order.index(option) if option in order else len(order) for option in Option}
    offers.sort(key=lambda offer: (offer.verdict.rank, rank[offer.option]))
    return Decision(judgements, tuple(offers), policy.hash)


def _offer(option: Option, judgements: Sequence[Judgement], request: Request, facts: Facts, policy: Policy) -> Offer:
    findings = [finding for each in judgements if each.option is option for finding in each.findings]
    against = sorted({(-f.verdict.rank, f.code) for f in findings if f.verdict is not Verdict.ALLOW})
    quoted = quote(request, option, facts, policy)
    return Offer(option, strictest(findings), quoted.amount, quoted.goods, tuple(code for _, code in against))
