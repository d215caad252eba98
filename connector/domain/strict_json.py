"""What msgspec lets pass for dataclasses and a format for strangers must not: a key nobody knows (a misspelt `brake`
would read as false) and an amount that came as a JSON number (most writers made a float of it before)."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect

from connector.domain.codec import BadJson, from_json


def strict_from_json(kind: Any, text: str | bytes) -> Any:
    """Like `codec.from_json`, and raise BadJson for unknown keys and for amounts that are not text."""
    value = from_json(kind, text)
    for problem in _problems(msgspec.json.decode(text), _type_of(kind), "$"):
        raise BadJson(problem)
    return value


@functools.cache
def _type_of(kind: Any) -> inspect.Type:
    return inspect.type_info(kind)


def _not_none(kind: inspect.Type) -> inspect.Type:
    """Our unions are `… | None` only."""
    if not isinstance(kind, inspect.UnionType):
        return kind
    return next(each for each in kind.types if not isinstance(each, inspect.NoneType))


def _problems(value: Any, kind: inspect.Type, path: str) -> Iterator[str]:
    """`value` is known to decode as `kind`."""
    kind = _not_none(kind)
    if value is None:
        return
    if isinstance(kind, inspect.DecimalType) and not isinstance(value, str):
        yield f'Expected a decimal number as text, such as "0.95" - at `{path}`'
    elif isinstance(kind, inspect.DataclassType | inspect.StructType):
        known = {field.encode_name: field.type for field in kind.fields}
        for key, each in value.items():
            if key not in known:
                yield f"Object contains unknown field `{key}` - at `{path}`"
            else:
                yield from _problems(each, known[key], f"{path}.{key}")
    elif isinstance(kind, inspect.DictType):
        for key, each in value.items():
            yield from _problems(each, kind.value_type, f"{path}.{key}")
    elif isinstance(kind, inspect.CollectionType):
        for index, each in enumerate(value):
            yield from _problems(each, kind.item_type, f"{path}[{index}]")
