"""One macro: `<locale>/<name>.md`, YAML front matter (`name`, `needs`, perhaps `reasons`), then the text."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import yaml
from jinja2 import Template

from connector.domain.request import Reason
from connector.ports.replies import BrokenMacro
from connector.replies.template import MacroEnvironment, compile_body
from connector.replies.values import UNDERSTOOD, VARIABLES

KEYS = frozenset({"name", "needs", "reasons"})

_BETWEEN_PARAGRAPHS = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
_UNDERSTOOD = re.compile(r"\{\{\s*" + UNDERSTOOD + r"\s*\}\}")
_CODE = re.compile(r"\{[{%#]|[%#}]\}")
_FILE = re.compile(r"---\n(?P<head>.*?\n)---\n(?P<body>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Macro:
    """`needs` is what a caller must give; `reasons` the only ones it may be used for, or None for all. `free`: the
    paragraphs between greeting and signature that print no value."""

    name: str
    path: Path
    needs: frozenset[str]
    reasons: frozenset[str] | None
    template: Template
    free: tuple[Template, ...] = ()


def load_macro(path: Path, environment: MacroEnvironment) -> Macro:
    """Read and check one file. Raise BrokenMacro, naming the file and, where it is about one, the variable."""
    try:
        parts = _FILE.fullmatch(path.read_text(encoding="utf-8-sig"))
        head = yaml.safe_load(parts["head"]) if parts else None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BrokenMacro(f"{path}: {error}") from error
    if parts is None or not isinstance(head, dict):
        raise BrokenMacro(f"{path}: it starts with front matter between two lines of '---'")
    if wrong := {str(key) for key in head} - KEYS:
        raise BrokenMacro(f"{path}: unknown key in front matter: {', '.join(sorted(wrong))}")
    if head.get("name") != path.stem:
        raise BrokenMacro(f"{path}: name is {head.get('name')!r}, not {path.stem!r} as the file's")
    if not parts["body"].strip():
        raise BrokenMacro(f"{path}: the text is empty")
    needs = _names(path, head, "needs", VARIABLES.keys()) or frozenset()
    reasons = _names(path, head, "reasons", frozenset(Reason))
    try:
        template, used = compile_body(environment, parts["body"], 3 + parts["head"].count("\n"))
    except BrokenMacro as error:
        raise BrokenMacro(f"{path}: {error}") from error
    _check_variables(path, needs, used - {UNDERSTOOD})
    return Macro(path.stem, path, needs, reasons, template, _free(environment, parts["body"]))


def _free(environment: MacroEnvironment, body: str) -> tuple[Template, ...]:
    """Those without code but the sentence for the reason. Whether one within an `if` is printed is seen in the text."""
    between = _BETWEEN_PARAGRAPHS.split(body.strip())[1:-1]
    plain = [each for each in between if not _CODE.search(_UNDERSTOOD.sub("", each))]
    return tuple(environment.from_string(each) for each in plain)


def _names(path: Path, head: dict[str, object], key: str, known: Collection[str]) -> frozenset[str] | None:
    """Return the list under `key`, or None where there is none."""
    if key not in head:
        return None
    names = head[key]
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BrokenMacro(f"{path}: {key} is a list, such as [amount, by]")
    if wrong := set(names) - set(known):
        raise BrokenMacro(f"{path}: {key}: unknown: {', '.join(sorted(wrong))}")
    return frozenset(names)


def _check_variables(path: Path, needs: frozenset[str], used: frozenset[str]) -> None:
    if unknown := used - VARIABLES.keys():
        raise BrokenMacro(f"{path}: unknown variable: {', '.join(sorted(unknown))}")
    if undeclared := used - needs:
        raise BrokenMacro(f"{path}: used, but not in needs: {', '.join(sorted(undeclared))}")
    if unused := needs - used:
        raise BrokenMacro(f"{path}: in needs, but never used: {', '.join(sorted(unused))}")
