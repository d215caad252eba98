"""`{{…}}` in an integration's address and form, filled in from the event."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from sandbox.gorgias.account import Json

OUTPUT = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")  # braces written as %7B%7B are not seen, as in Gorgias
WHOLE_CONTEXT = re.compile(r"\s*\{\{\s*context\s*\}\}\s*")


def found(context: Json, path: str) -> Any:
    """Return what `path` (dotted) names in the context, None where it leads nowhere."""
    value: Any = context
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def as_text(value: Any, *, lower_booleans: bool = False) -> str:
    """Values filled in one by one become texts: "True" for a truth, nothing for a null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower() if lower_booleans else str(value)
    return json.dumps(value) if isinstance(value, dict | list) else str(value)


def filled(text: str, context: Json, shown: Callable[[Any], str] = as_text) -> str:
    return OUTPUT.sub(lambda match: shown(found(context, match.group(1))), text)


def filled_form(form: Any, context: Json, shown: Callable[[Any], str] = as_text) -> Any:
    """Fill a form in, whatever its depth. `"{{context}}"` alone becomes ticket and message with their JSON types."""
    if isinstance(form, str):
        if WHOLE_CONTEXT.fullmatch(form):
            return {"ticket": context["ticket"], "message": context["message"]}
        return filled(form, context, shown)
    if isinstance(form, dict):
        return {key: filled_form(value, context, shown) for key, value in form.items()}
    if isinstance(form, list):
        return [filled_form(value, context, shown) for value in form]
    return form


def filled_url(url: str, context: Json) -> str:
    """Fill an address in; values are percent-encoded (UNCONFIRMED), the rest stays as given."""
    return filled(url, context, lambda value: quote(as_text(value), safe=""))
