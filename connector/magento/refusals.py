"""What Magento says when it says no: `message` with placeholders, `parameters` to fill them, sometimes `errors`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

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
