"""The reference of the policy file, written from its schema: docs/policy.md is what `policy_reference` returns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from connector.domain.policy_schema import JOURNEY, SCHEMA

HEAD = """\
# The policy file

One YAML file per installation says what a shop gives back, to whom and when. This page is made from the schema that
checks it (`docs/schemas/policy.schema.json`): do not edit it by hand.

Two policies to start from are shipped, for a French and a British shop: `connector/policies/fr.yaml` and `en.yaml`.
Both are in `shadow`: everything is decided and recorded, nothing leaves. A key written twice, a key nobody knows, an
amount without its currency: each is refused with the line it stands on, and nothing half-read is ever used.

**Bold** keys must be there.
"""


def policy_reference() -> str:
    """Markdown: the keys at the top, then one part per section."""
    parts = [HEAD, "## At the top\n", *_table(SCHEMA)]
    for name, schema in SCHEMA["properties"].items():
        if name == "journeys":
            parts += _journeys(schema)
        elif schema.get("type") == "object":
            parts += _section(name, schema)
    return "\n".join(parts).rstrip() + "\n"


def _section(name: str, schema: dict[str, Any]) -> Iterator[str]:
    """A section, and the sections within it."""
    yield f"## `{name}`\n"
    yield f"{schema['description']}\n"
    yield from _table(schema)
    for key, each in schema["properties"].items():
        inner = each.get("items", each)
        if inner.get("type") == "object":
            yield from _section(f"{name}.{key}" + ("[]" if each["type"] == "array" else ""), inner)


def _journeys(schema: dict[str, Any]) -> Iterator[str]:
    yield "## `journeys`\n"
    yield f"{schema['description']} What a reason leaves out is taken from `default`.\n"
    yield f"Reasons: {', '.join(f'`{each}`' for each in schema['properties'] if each != 'default')}.\n"
    yield from _table(JOURNEY)


def _table(schema: dict[str, Any]) -> Iterator[str]:
    yield "| Key | Value | Meaning |"
    yield "|---|---|---|"
    for name, each in schema["properties"].items():
        key = f"**`{name}`**" if name in schema["required"] else f"`{name}`"
        yield f"| {key} | {_value(each)} | {each.get('description', '')} |"
    yield ""


def _value(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_value(each) for each in schema["anyOf"])
    if "const" in schema:
        return f"`{schema['const']}`"
    if schema["type"] == "array":
        return f"list of: {_value(schema['items'])}"
    if schema["type"] == "object":
        return "section"
    return _scalar(schema)


def _scalar(schema: dict[str, Any]) -> str:
    if schema["type"] == "string":
        return "amount" if schema.get("pattern", "").endswith("[A-Z]{3}$") else "text"
    kind = "whole number" if schema["type"] == "integer" else "number"
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"{kind}, {low} to {high}" if high is not None else f"{kind} from {low}"
