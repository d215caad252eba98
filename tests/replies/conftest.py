"""The shipped macros, one full set of values, and a small folder of macros for a test to break."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml

from connector.domain.money import Money
from connector.domain.request import Reason
from connector.ports.replies import Value
from connector.replies import MacroReplies, default_macros_dir

MacroFolder = Callable[..., Path]


@pytest.fixture(scope="session")
def replies() -> MacroReplies:
    return MacroReplies(default_macros_dir(), "fr")


VALUES: Mapping[str, Value] = {  # every one there is
    "name": "Marie",
    "shop": "Maison Bleue",
    "order": "000000123",
    "articles": "1 × Mug bleu",
    "amount": Money.parse("1219.49 EUR"),
    "by": date(2026, 12, 1),
    "made_on": date(2026, 11, 20),
    "shipping_included": True,
    "bonus_included": True,
    "because": "window.expired",
    "choices": "S / Bleu, L / Bleu",
    "goods": "1 × Mug bleu, grand",
    "rma": "R-7OK2BIQX",
    "address": "Maison Bleue, 12 rue des Lilas, 69003 Lyon",
    "code": "RET-7Q2M-K4XA",
    "until": date(2027, 12, 1),
}


@pytest.fixture
def values() -> dict[str, Value]:
    return dict(VALUES)


SNIPPETS: Mapping[str, Mapping[str, str]] = {
    "understood": {**{reason.value: f"About {reason}." for reason in Reason}, "none": "Thank you."},
    "because": {"window.expired": "It is too late."},
}


@pytest.fixture
def folder(tmp_path: Path) -> MacroFolder:
    """Write `<locale>/note.md` with `head` and `body`, and snippets, in each locale; return the folder."""

    def write(
        body: str = "{{ amount }} {{ understood }}",
        head: str = "name: note\nneeds: [amount]",
        locales: tuple[str, ...] = ("fr", "en"),
        snippets: Mapping[str, Mapping[str, str]] = SNIPPETS,
    ) -> Path:
        for locale in locales:
            (tmp_path / locale).mkdir(exist_ok=True)
            (tmp_path / locale / "note.md").write_text(f"---\n{head}\n---\n{body}\n", encoding="utf-8")
            text = yaml.safe_dump({part: dict(lines) for part, lines in snippets.items()})
            (tmp_path / locale / "snippets.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write
