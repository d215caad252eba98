"""The sentences that several macros share: one per reason, one per refusal code; `<locale>/snippets.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from connector.domain.request import Reason
from connector.ports.replies import BrokenMacro, MissingValue
from connector.replies.values import broken_up

NO_REASON = "none"
REASON_KEYS = frozenset({*Reason, NO_REASON})


@dataclass(frozen=True, slots=True)
class Snippets:
    """`understood`: by reason, or `none`. `because`: by finding code, a sentence a customer understands."""

    understood: Mapping[str, str]
    because: Mapping[str, str]

    def understanding(self, reason: str | None) -> str:
        """Return the sentence for `reason`. Raise MissingValue for one that is no Reason."""
        return _look_up(self.understood, NO_REASON if reason is None else reason, "reason")

    def explanation(self, code: str) -> str:
        """Return the sentence for a finding's code. Raise MissingValue where nobody wrote one."""
        return _look_up(self.because, code, "code")


def _look_up(sentences: Mapping[str, str], key: str, what: str) -> str:
    try:
        return sentences[key]
    except KeyError:
        raise MissingValue(f"no sentence for the {what} {key!r}") from None


def load_snippets(path: Path) -> Snippets:
    """Read one locale's file. Raise BrokenMacro, naming file and key, unless every Reason has its sentence."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise BrokenMacro(f"{path}: the file is missing") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BrokenMacro(f"{path}: {error}") from error
    if not isinstance(content, dict) or set(content) != {"understood", "because"}:
        raise BrokenMacro(f"{path}: its keys are 'understood' and 'because', no others")
    for part, sentences in content.items():
        _check(path, part, sentences)
    if wrong := REASON_KEYS ^ content["understood"].keys():
        raise BrokenMacro(f"{path}: understood: missing or unknown: {', '.join(sorted(wrong))}")
    return Snippets(content["understood"], content["because"])


def _check(path: Path, part: str, sentences: object) -> None:
    if not isinstance(sentences, dict):
        raise BrokenMacro(f"{path}: {part} is a list of 'key: sentence'")
    for key, sentence in sentences.items():
        if not isinstance(key, str) or not isinstance(sentence, str) or not sentence.strip():
            raise BrokenMacro(f"{path}: {part}: {key} has no sentence")
        if sentence != broken_up(sentence):
            raise BrokenMacro(f"{path}: {part}: {key}: a sentence holds no variables")
