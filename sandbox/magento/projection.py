"""The `fields` parameter: items[entity_id,payment[method]],total_count."""

from __future__ import annotations

from typing import Any

Wanted = dict[str, Any]  # name -> 1, or a Wanted of its own


def parse(text: str) -> Wanted | None:
    """Return what is wanted, None if the brackets do not match."""
    stack: list[Wanted] = [{}]
    name = ""
    for character in text:
        if character == "[":
            if not name:
                return None
            stack.append(stack[-1].setdefault(name, {}))
            name = ""
        elif character in ",]":
            if name:
                stack[-1][name] = 1
            name = ""
            if character == "]":
                stack.pop()
                if not stack:
                    return None
        else:
            name += character
    if len(stack) != 1:
        return None
    if name:
        stack[-1][name] = 1
    return stack[0]


def project(body: Any, text: str) -> Any:
    """Return only what is wanted. Unknown names are ignored; a malformed text gives []."""
    wanted = parse(text)
    if not wanted:
        return []
    return _apply(body, wanted)


def _apply(body: Any, wanted: Wanted) -> Any:
    """An empty list below a bracket becomes null: Magento's filter never gets to make a list of it."""
    if isinstance(body, list):
        return [_pick(item, wanted) for item in body] or None
    return _pick(body, wanted)


def _pick(body: Any, wanted: Wanted) -> Any:
    if not isinstance(body, dict):
        return body
    return {
        key: _apply(value, wanted[key]) if isinstance(value, dict | list) and isinstance(wanted[key], dict) else value
        for key, value in body.items()
        if key in wanted
    }
