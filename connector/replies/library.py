"""All macros of a folder, one sub-folder per locale, each saying the same things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError

from connector.ports.replies import BrokenMacro
from connector.replies.macro_file import Macro, load_macro
from connector.replies.snippets import Snippets, load_snippets
from connector.replies.template import MacroEnvironment

SNIPPETS = "snippets.yaml"


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything we can say in one locale."""

    macros: Mapping[str, Macro]
    snippets: Snippets


def default_macros_dir() -> Path:
    """Return the macros that come with Retour: beside `connector`, in a checkout as in an installed package."""
    return Path(__file__).resolve().parents[2] / "macros"


def load(path: Path) -> Mapping[str, Texts]:
    """Read all locales. Raise BrokenMacro with the problems of all files, one line each."""
    folders = sorted(folder for folder in path.glob("*") if folder.is_dir() and not folder.name.startswith((".", "_")))
    if not folders:
        raise BrokenMacro(f"{path}: no macros there")
    problems: list[str] = []
    locales = {folder.name: texts for folder in folders if (texts := _load_locale(folder, problems))}
    if not problems:  # a broken file would be reported as missing once more
        problems = _differences(path, locales)
    if problems:
        raise BrokenMacro("\n".join(problems))
    return locales


def _load_locale(folder: Path, problems: list[str]) -> Texts | None:
    """Return the locale's texts; None, with what is wrong added to `problems`, where a file is broken."""
    environment = MacroEnvironment()
    before = len(problems)
    macros: dict[str, Macro] = {}
    try:
        Locale.parse(folder.name)
    except (UnknownLocaleError, ValueError):
        problems.append(f"{folder}: {folder.name!r} is no locale, such as fr or en_GB")
    for file in sorted(folder.glob("*.md")):
        try:
            macros[file.stem] = load_macro(file, environment)
        except BrokenMacro as error:
            problems.append(str(error))
    try:
        snippets = load_snippets(folder / SNIPPETS)
    except BrokenMacro as error:
        problems.append(str(error))
        return None
    return Texts(macros, snippets) if len(problems) == before else None


def _differences(path: Path, locales: Mapping[str, Texts]) -> list[str]:
    """A customer's language must not decide what can be said: the same macros, needs, reasons and codes everywhere."""
    problems = []
    first = next(iter(locales))
    names = {name for texts in locales.values() for name in texts.macros}
    codes = {code for texts in locales.values() for code in texts.snippets.because}
    for locale, texts in locales.items():
        problems += [f"{path / locale / name}.md: the file is missing" for name in sorted(names - texts.macros.keys())]
        problems += [
            f"{path / locale / SNIPPETS}: because: {code} is missing"
            for code in sorted(codes - texts.snippets.because.keys())
        ]
        for name, macro in texts.macros.items():
            other = locales[first].macros.get(name, macro)
            if differing := macro.needs ^ other.needs:
                problems.append(f"{macro.path}: needs differ from {other.path}: {', '.join(sorted(differing))}")
            if macro.reasons != other.reasons:
                problems.append(f"{macro.path}: reasons differ from {other.path}")
    return problems
