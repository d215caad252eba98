"""Which of the languages we write in a customer gets."""

from __future__ import annotations

from collections.abc import Collection


def choose_locale(language: str, available: Collection[str], default: str) -> str:
    """Return the exact locale (`fr_CA`, also asked for as `fr-ca`), else its language (`fr`), else `default`."""
    by_name = {locale.lower(): locale for locale in available}
    wanted = language.strip().lower().replace("-", "_")
    return by_name.get(wanted) or by_name.get(wanted.partition("_")[0]) or default
