from __future__ import annotations

import pytest

from connector.replies.choose import choose_locale


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr-CA", "fr_CA"),
        ("fr_ca", "fr_CA"),
        ("fr-BE", "fr"),
        ("en-US", "en"),
        ("de", "en"),
        ("", "en"),
        ("../fr", "en"),
    ],
)
def test_takes_the_exact_locale_then_the_language_then_the_default(language: str, locale: str) -> None:
    assert choose_locale(language, ["en", "fr", "fr_CA"], "en") == locale
