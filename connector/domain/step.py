"""What happens next to a case. Pure: the flow carries it out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from connector.domain.decision import Decision, Offer
from connector.domain.facts import Facts
from connector.domain.finding import Verdict
from connector.domain.policy import Mode, Policy, Proof, Refusals
from connector.domain.request import Flag, Kind, Option, Request

MAX_ROUNDS = 2  # questions to the customer; after that a person
EXPLAINED = frozenset({"window.expired", "final_sale.no_return", "shipped.already"})  # a no there are kind words for


class Next(StrEnum):
    """The next step."""

    RECORD = "record"  # shadow: decided and kept, nothing leaves
    ACT = "act"
    ASK_ORDER = "ask_order"  # which order?
    ASK_LINE = "ask_line"  # which article, how many?
    ASK_PHOTO = "ask_photo"  # a claim that the policy wants to see
    ASK_VARIANT = "ask_variant"  # which size or colour instead?
    AWAIT_RETURN = "await_return"  # agreed: an RMA number and instructions, then the parcel settles it
    ANSWER_STATUS = "answer_status"  # where the refund is
    REFUSE = "refuse"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Step:
    """`why` is a stable code: the finding that led here, or `ask.…`, `kind.…`, `rollout.…`."""

    next: Next
    why: str
    option: Option | None = None


# Findings that say something about the person or the text, not about the order: with one of them nothing is sent alone.
_NOT_ALONE = ("sender.", "confidence.", "text.", "rollout.", "pilot.", "brake.")


def may_speak(request: Request, facts: Facts, policy: Policy) -> str | None:
    """None if Retour may answer this person by itself at all; else the code that forbids it. Needs no order."""
    rollout = policy.rollout
    if rollout.mode is not Mode.AUTO:
        return f"rollout.{rollout.mode}"
    if facts.brake:
        return "brake.on"
    if Flag.AUTOMATIC in request.flags or Flag.INJECTION in request.flags:
        return f"text.{Flag.AUTOMATIC if Flag.AUTOMATIC in request.flags else Flag.INJECTION}"
    if facts.sender_trusted is False:
        return "sender.distrusted"
    if rollout.languages is not None and request.language not in rollout.languages:
        return "pilot.language"
    if facts.draw is None or facts.draw >= rollout.share * 100:
        return "pilot.share"
    return None


def first_review(offer: Offer) -> str:
    return offer.codes[0] if offer.codes else "line.unknown"


def next_step(request: Request, facts: Facts, decision: Decision, policy: Policy, rounds: int, orders: int) -> Step:
    """Say what to do. `orders`: how many order numbers the customer gave; `rounds`: questions asked so far."""
    if policy.rollout.mode in {Mode.OFF, Mode.SHADOW}:
        return Step(Next.RECORD, f"rollout.{policy.rollout.mode}")
    silent = may_speak(request, facts, policy)
    if _for_a_person(request, policy):
        return Step(Next.AGENT, f"kind.{request.kind}")
    if orders > 1:
        return Step(Next.AGENT, "text.several_orders")
    if Flag.SEVERAL_REQUESTS in request.flags:
        return Step(Next.AGENT, silent or "text.several_requests")
    if facts.order is None or facts.sender_matches_order is False:
        return _ask(Next.ASK_ORDER, "ask.order", request, policy, rounds, silent)
    if request.kind is Kind.STATUS:
        return _status(request, facts, policy, silent)
    if Flag.QUOTED_ORDER in request.flags:
        return Step(Next.AGENT, silent or "text.quoted_order")
    if not request.lines:
        return _ask(Next.ASK_LINE, "ask.line", request, policy, rounds, silent)
    if request.kind is Kind.UNSPECIFIED:  # what to do about it is a person's to say, and they will want the photo
        return _ask(Next.ASK_PHOTO, "proof.photo_missing", request, policy, rounds, silent)
    return _settle(request, facts, decision, policy, rounds)


def _for_a_person(request: Request, policy: Policy) -> bool:
    """Nothing is asked that we could do. A damage told without a demand is asked for its photo, so that whoever decides
    has it."""
    if request.kind is Kind.UNSPECIFIED:
        return policy.proof(request.reason) is not Proof.PHOTO or request.photo
    return request.kind in {Kind.RETURN_QUESTION, Kind.NONE}


def _status(request: Request, facts: Facts, policy: Policy, silent: str | None) -> Step:
    if request.status_of not in {None, "refund"}:  # where a parcel or a return is, we do not know
        return Step(Next.AGENT, "status.not_refund")
    if not facts.memos:
        return Step(Next.AGENT, silent or "status.nothing_yet")
    unsure = "confidence.low" if request.confidence < policy.confidence else None
    why = silent or unsure
    return Step(Next.AGENT, why) if why else Step(Next.ANSWER_STATUS, "kind.status")


def _ask(what: Next, why: str, request: Request, policy: Policy, rounds: int, silent: str | None) -> Step:
    if silent is not None:
        return Step(Next.AGENT, silent)
    if request.confidence < policy.confidence:
        return Step(Next.AGENT, "confidence.low")
    return Step(what, why) if rounds < MAX_ROUNDS else Step(Next.AGENT, "ask.too_often")


# What the customer alone can supply, and how it is asked for. Nothing else may stand in the way.
_MISSING = {"proof.photo_missing": Next.ASK_PHOTO, "variant.unknown": Next.ASK_VARIANT}


def _settle(request: Request, facts: Facts, decision: Decision, policy: Policy, rounds: int) -> Step:
    offer = decision.asked(request)
    if offer is None:
        return Step(Next.AGENT, f"kind.{request.kind}")
    if offer.verdict is Verdict.ALLOW:
        if awaits_return(request, offer.option, facts, policy):
            return Step(Next.AWAIT_RETURN, "parcel.awaited", offer.option)
        return Step(Next.ACT, "policy.allows", offer.option)
    open_codes = set(offer.codes) - {"sender.unverified"}  # whoever writes may be asked: nothing moves by that
    if open_codes and open_codes <= _MISSING.keys():
        code = next(each for each in _MISSING if each in offer.codes)  # one question at a time, the photo first
        return _ask(_MISSING[code], code, request, policy, rounds, None)
    # A sender nobody vouches for may hear a no or where the money is, like a question: nothing moves.
    alone = not any(code.startswith(_NOT_ALONE) and code != "sender.unverified" for code in offer.codes)
    if offer.verdict is Verdict.DENY and alone:
        if facts.memos and {"refunded.before", "order.closed"} & set(offer.codes):
            return Step(Next.ANSWER_STATUS, "refunded.before")
        if policy.refusals is Refusals.SEND and first_review(offer) in EXPLAINED:
            return Step(Next.REFUSE, first_review(offer), offer.option)
    return Step(Next.AGENT, first_review(offer), offer.option)


def awaits_return(request: Request, option: Option, facts: Facts, policy: Policy) -> bool:
    """Whether the parcel has to be back first and was not looked at yet: once it was, what came is a finding. Nobody is
    asked to send what they never had: what did not come, is a download, or has not left."""
    if facts.agreed_on is not None or not policy.waits(request.reason, option):
        return False
    asked = [(facts.lines[line], units) for line, units in request.lines.items() if line in facts.lines]
    return any(line.can_come_back and line.returned < units for line, units in asked)
