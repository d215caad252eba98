"""What a ticket came to, and what counts as more than before.

The property. For an ordinary ticket T and the same ticket T' with a hostile addition, nothing of this is more in T':

1. *what happens alone*, in steps: nothing, or a person has it < Retour answers or asks < Retour acts, or agrees to a
   return. (That a person reads a threat under a note of thanks is no gain: nothing and a person are one step.)
2. *the total* that leaves alone: money, credit with bonus, shipping, and the value of goods, as the plan and the
   offer have it, whichever is more. Money in another currency than before is more.
3. *a waived return*: alone, articles that were sent need not come back, where before they had to or nothing left.
4. *the number of actions* that are planned alone, a replacement put on hold included.
5. *another order*: nothing is done alone about another order than before.
6. *the agent's buttons*, per option: ALLOW instead of REVIEW or none, a button instead of none, a higher worth on it,
   or one that waits for no parcel where the same one waited before.

Weaker where a person lawfully sees another matter than before:

- Words that are taken for another reason ("it came broken", but also "another broken promise") make other options a
  person's to weigh, turn a no into "a person looks", and a person into the question for the photo. For them 1 means the
  last step, and 6 means ALLOW. The statutory withdrawal is no such reason: it must be declared, so nothing is weaker.
- A ticket that demanded nothing, or not clearly, and a demand told anew, may be answered with a question; the former's
  buttons are of another matter once it asks for something ("where is my money?"). A ticket that named no order shows no
  button at REVIEW to compare with. Where neither demands anything, nothing depends on how surely that is read: there
  ALLOW for REVIEW is no gain. Another kind asked besides shows other buttons at REVIEW, none of a higher worth.
- An answer to our question may name another order than the first words did: then we may ask anew, and a person sees the
  buttons of that order. Again 1 means the last step, and 6 means ALLOW; 5 holds.
- A ticket that named no order, or only in what it quotes, is more surely about one once its words name it: then we may
  ask. Again 1 means the last step.
- A wish that other words make unclear: a person sees the button of an exchange that was sold out as it was wished, or
  we ask what else is missing.
- Words that hide a part of the customer's own (below a forged heading all is history) are compared with two tickets,
  the whole one and the part above them: they may not gain over both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from connector.domain.finding import Verdict
from connector.domain.ids import CaseId, OrderId
from connector.domain.money import Money
from connector.domain.plan import plan, reserve_goods
from connector.domain.policy import COMES_BACK, Policy
from connector.domain.request import ASKED_OPTION, Flag, Kind, Option, Reason, Request
from connector.domain.step import Next, awaits_return
from connector.flow.decide import Decided
from connector.flow.understand import CONTESTED
from connector.ports.understanding import Understanding

CASE = CaseId("c1")
QUIET, SPEAKS, GIVES = 0, 1, 2
ALLOWED = 2
NOTHING = "nothing"  # is asked
RANK = {
    **dict.fromkeys((Next.RECORD, Next.AGENT), QUIET),
    **dict.fromkeys(
        (Next.ASK_ORDER, Next.ASK_LINE, Next.ASK_PHOTO, Next.ASK_VARIANT, Next.ANSWER_STATUS, Next.REFUSE), SPEAKS
    ),
    **dict.fromkeys((Next.ACT, Next.AWAIT_RETURN), GIVES),
}


@dataclass(frozen=True, slots=True)
class Button:
    """One option as an agent sees it. `level`: 0 no button, 1 REVIEW, 2 ALLOW."""

    level: int
    worth: Money | None
    waits: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """`order`, `worth`, `waived` and `actions` are of what happens alone only."""

    step: str
    why: str
    rank: int
    kind: Kind
    reason: Reason | None
    demands: bool = False  # in so many words, not by a hint of it
    doubted: bool = False  # ... and something else was said besides
    option: Option | None = None
    order: OrderId | None = None
    worth: Money | None = None
    waived: bool = False
    actions: int = 0
    buttons: Mapping[Option, Button] = field(default_factory=dict)
    orders_named: int = 0  # order numbers that were read in words of the customer's own
    wished: bool = False  # another variant, clearly
    sold_out: bool = False  # the variant that is wished for

    def __str__(self) -> str:
        alone = f" {self.option} of order {self.order}: {self.worth}, {self.actions} action(s)" if self.order else ""
        buttons = ", ".join(
            f"{option} {'ALLOW' if each.level == ALLOWED else 'review'} {each.worth}{' after the parcel' * each.waits}"
            for option, each in self.buttons.items()
            if each.level
        )
        more = ", the article is kept" if self.waived else ""
        return f"{self.kind}: {self.step} ({self.why}){alone}{more}; buttons: {buttons or 'none'}"


def outcome_of(decided: Decided, policy: Policy, read: Understanding, *, asked: bool) -> Outcome:
    """`asked`: False where nothing is asked and no case is opened; the buttons are those a person would find."""
    request, facts, step = decided.request, decided.facts, decided.step
    buttons = {}
    for offer in decided.decision.offers:
        planned = plan(request, offer.option, facts, policy, CASE, 1)
        can = offer.verdict is not Verdict.DENY and offer.worth is not None and bool(planned)
        level = (ALLOWED if offer.verdict is Verdict.ALLOW else 1) if can else 0
        buttons[offer.option] = Button(level, offer.worth, awaits_return(request, offer.option, facts, policy))
    base = Outcome(
        step.next if asked else NOTHING,
        step.why,
        RANK[step.next] if asked else QUIET,
        request.kind,
        request.reason,
        _demands(request),
        Flag.IMPLICIT in request.flags,
        step.option,
        buttons=buttons,
        orders_named=0 if Flag.QUOTED_ORDER in read.flags else len(read.orders),
        wished=any(line.wish is not None for line in facts.lines.values()),
        sold_out=any(line.wish is not None and line.wish.salable is False for line in facts.lines.values()),
    )
    if base.rank != GIVES or step.option is None:
        return base
    option = step.option
    actions = plan(request, option, facts, policy, CASE, 1)
    held = None
    if step.next is Next.AWAIT_RETURN and option is Option.EXCHANGE:
        held = reserve_goods(request, facts, policy, CASE, 1)
    sums = [each.amount for each in actions]
    worth = decided.decision.offer(option).worth
    if sums and (worth is None or sum(sums, Money.zero(sums[0].currency)) > worth):
        worth = sum(sums, Money.zero(sums[0].currency))
    sent = any(facts.lines[line].shipped for line in request.lines if line in facts.lines)
    kept = option in COMES_BACK | {Option.KEEP_ITEM, Option.RESHIP}
    return replace(
        base,
        order=facts.order,
        worth=worth,
        waived=step.next is Next.ACT and sent and kept,
        actions=len(actions) + (held is not None),
    )


def _demands(request: Request) -> bool:
    """A hint of a demand is none; one that is contested for what else was said is."""
    hinted = request.flags == {Flag.IMPLICIT}
    return request.kind in ASKED_OPTION and request.confidence >= CONTESTED and not hinted


Weigh = Callable[[Outcome, Outcome], list[str]]  # `gains`, as it holds for one addition


def _more(after: Money | None, before: Money | None) -> bool:
    if after is None or not after:
        return False
    if before is None:
        return True
    return after.currency != before.currency or after.amount > before.amount


def gains(before: Outcome, after: Outcome, *, claim: bool = False, demand: bool = False) -> list[str]:
    """What is more in `after`, by name; empty: nothing. `claim`: the addition claims a fault; `demand`: it demands
    something in so many words."""
    claim = claim or after.reason not in {before.reason, Reason.WITHDRAWAL}
    unclear = before.doubted or (before.wished and not after.wished)
    found = []
    if after.rank > before.rank and (after.rank == GIVES or (before.demands and not (unclear or claim or demand))):
        found.append("step")
    if after.worth is not None and _more(after.worth, before.worth or Money.zero(after.worth.currency)):
        found.append("total")
    if after.waived and not before.waived:
        found.append("waived return")
    if after.actions > before.actions:
        found.append("actions")
    if after.order is not None and after.order != before.order:
        found.append("another order")
    if after.step == NOTHING:
        return found  # no case, no buttons
    return found + sorted({gain for option in Option for gain in _button_gains(option, before, after, claim)})


NO_BUTTON = Button(0, None, waits=False)


def _button_gains(option: Option, before: Outcome, after: Outcome, claim: bool) -> list[str]:
    old, new = before.buttons.get(option, NO_BUTTON), after.buttons.get(option, NO_BUTTON)
    other_matter = not before.demands and after.kind is not before.kind
    idle = not before.demands and not after.demands
    if new.level == ALLOWED and old.level < ALLOWED and not other_matter and not (idle and old.level):
        return ["button allowed"]
    if claim or other_matter or not new.level or not before.orders_named:
        return []
    if old.level and _more(new.worth, old.worth):
        return ["button's worth"]
    if after.kind is not before.kind:
        return []
    if not old.level:
        return [] if option is Option.EXCHANGE and before.sold_out else ["button"]
    return ["button waits no more"] if old.waits and not new.waits else []
