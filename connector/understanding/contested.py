"""What speaks against acting by words alone: two stories at once. A person tells which counts."""

from __future__ import annotations

from collections.abc import Sequence

from connector.domain.request import FAULTS, Kind, Reason
from connector.understanding.amount import Amount
from connector.understanding.kinds import wider
from connector.understanding.message import Message
from connector.understanding.model import Judged

SURE_REASON = 0.35  # probability at which a reason that the model hears in a part counts as told
SURE_CLAIM = 0.5  # and at which a fault does, as it opens other options
SURE_BESIDE = 0.7  # and at which one counts that is heard where the patterns' reason is left out
SURE_FAULT = 0.9  # and at which no person need look, though it alone hears the fault
_CLAIMS = FAULTS | {Reason.NOT_AS_DESCRIBED}  # what the seller did wrong
_THERE = frozenset({Reason.DAMAGED, Reason.DEFECTIVE, Reason.WRONG_ITEM, Reason.MISSING_ITEM})  # something came


def contested(read: Message, kind: Kind, given: Reason | None, judged: Sequence[Judged], due: Sequence[Amount]) -> bool:
    """Whether sums in several currencies are due; or a claim is told and another reason too, as each asks for other
    proof; or a fault is heard by the model alone, and not surely; or what came with a fault is to be cancelled.

    `given`: the reason that is read in the end; `judged`: the parts of the ticket that make the demand, or all of it:
    the same parts whatever stands beside them; and those without the words that tell a reason.
    """
    misplaced = kind is Kind.CANCEL and given in _THERE
    return misplaced or len({each.money.currency for each in due}) > 1 or _another_story(read, given, judged)


def is_told(part: Judged) -> bool:
    """Whether the model hears a reason surely enough in a part of the ticket, and in a sentence of it."""
    return part.told and part.reason_confidence >= (SURE_CLAIM if part.reason in FAULTS else SURE_REASON)


def _another_story(read: Message, given: Reason | None, judged: Sequence[Judged]) -> bool:
    above = read.subject_cues
    told = {
        reason
        for reason in Reason
        if read.cues.named(f"reason_{reason}") or (above is not None and above.named(f"reason_{reason}"))
    }
    heard = {wider(reason).value for reason in told}
    heard |= {each.reason for each in judged if is_told(each)}
    surest = max((each.reason_confidence for each in judged if each.reason == given), default=0.0)
    guessed = given in FAULTS and not told and surest < SURE_FAULT
    return guessed or (bool(heard & _CLAIMS) and heard != {None if given is None else wider(given).value})
