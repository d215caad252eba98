"""Values to JSON and back, exactly: the form in which decisions are stored, verified and fed to `retour decide`."""

from __future__ import annotations

import functools
from typing import Any, TypeVar, cast

import msgspec

from connector.domain.errors import RetourError

T = TypeVar("T")


class BadJson(RetourError):
    """JSON that is not of the documented form. Says where and what was expected."""


@functools.cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind, strict=True)


_ENCODER = msgspec.json.Encoder(order="sorted", decimal_format="string")


def to_json(value: object) -> str:
    """Canonical: the same value gives the same text, keys and sets sorted. Amounts are text, never floats."""
    return _ENCODER.encode(value).decode()


def from_json(kind: type[T], text: str | bytes) -> T:
    """Raise BadJson naming the path of the first value that does not fit."""
    try:
        value: T = _decoder(cast(Any, kind)).decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise BadJson(str(error)) from error
    return value
