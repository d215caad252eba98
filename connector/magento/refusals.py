"""What Magento says when it says no: `message` with placeholders, `parameters` to fill them, sometimes `errors`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from connector.ports.errors import NotFound, OutcomeUnknown, Refused, Transient

T = TypeVar("T")

_NUMBERED = re.compile(r"%(\d+)")
_NAMED = re.compile(r"%([A-Za-z_]\w*)")


def filled(message: str, parameters: object) -> str:
    """Fill `%1` from a list or `%fieldName` from an object; what has no parameter stays as it is."""
    if isinstance(parameters, list):
        values = {str(place): str(value) for place, value in enumerate(parameters, start=1)}
        return _NUMBERED.sub(lambda match: values.get(match[1], match[0]), message)
    if isinstance(parameters, Mapping):
        named = {str(name): str(value) for name, value in parameters.items()}
        return _NAMED.sub(lambda match: named.get(match[1], match[0]), message)
    return message


def parameters(body: str) -> tuple[str, ...]:
    """What fills the placeholders of an error answer: Magento translates its words, never these."""
    try:
        answer = json.loads(body)
    except ValueError:
        return ()
    given = answer.get("parameters") if isinstance(answer, dict) else None
    values = given.values() if isinstance(given, dict) else given if isinstance(given, list) else ()
    return tuple(str(value) for value in values)


def told(body: str) -> str:
    """Return the words of an error answer, one problem a line; a body that is not Magento's comes back as it is."""
    try:
        answer = json.loads(body)
    except ValueError:
        return body
    if not isinstance(answer, dict) or not isinstance(answer.get("message"), str):
        return body
    problems = answer["errors"] if isinstance(answer.get("errors"), list) else []
    parts = [answer, *(part for part in problems if isinstance(part, dict))]
    return "\n".join(filled(str(part.get("message", "")), part.get("parameters")) for part in parts)


def meaning(
    refused: Refused,
    known: Sequence[tuple[str, str]],
    *,
    otherwise: str = "",
    in_doubt: bool = False,
    quote: bool = False,
) -> Refused | OutcomeUnknown:
    """Give a refusal the code of the first of the `known` words that are in it, which then are its detail.

    Words we do not know: OutcomeUnknown where the call may have done its work all the same (`in_doubt`: extensions run
    after it, and their errors are 400s and 404s as well), else a no with the code `otherwise`, or with the status.
    They are its detail only where the call held neither a code nor an address that they could repeat (`quote`).
    """
    if refused.code in {"400", "404"}:
        for words, code in known:
            if words in refused.detail:
                return Refused(code, words)
    if refused.code.startswith("3"):
        return Refused("redirected")
    if in_doubt:
        return OutcomeUnknown(refused.code)
    return Refused(otherwise or refused.code, refused.detail[:200] if quote else "")


def discreetly(call: Callable[[], T]) -> T:
    """Make a call whose address holds a code or an e-mail address; its errors are raised without what caused them,
    since those quote the address."""
    try:
        return call()
    except (Transient, Refused, OutcomeUnknown, NotFound) as error:
        failed = error
    failed.__cause__ = failed.__context__ = None
    raise failed.with_traceback(None)
