"""Is the claim proven as the policy asks?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, review
from connector.domain.policy import Policy, Proof
from connector.domain.request import Option, Request


def proof(request: Request, _line: Line, option: Option, _facts: Facts, policy: Policy) -> Finding:
    """A reason read from text is a claim. One that blames the shop needs its proof, or a person."""
    if option is Option.CANCEL:
        return allow("proof.not_for_cancel")
    asked = policy.proof(request.reason)
    if asked is Proof.NONE:
        return allow("proof.not_needed")
    if asked is Proof.PHOTO:
        return allow("proof.photo") if request.photo else review("proof.photo_missing")
    return review("proof.person")
