"""Under which addresses a shop knows itself, out of `/store/storeConfigs`."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from connector.ports.errors import ReadFailed


def own_url(stores: Any) -> str:
    """Of the store view with the lowest id: every administrator, web server and integration sees the same.

    Raise ReadFailed for an answer of another form.
    """
    try:
        return str(min(stores, key=lambda store: int(store["id"]))["base_url"])
    except (TypeError, KeyError, ValueError) as error:
        raise ReadFailed("no store configuration as documented") from error


def all_urls(stores: Any) -> Set[str]:
    """The base addresses of every store view, plain and secure. Raise ReadFailed for an answer of another form."""
    try:
        return {str(store[name]) for store in stores for name in ("base_url", "secure_base_url")}
    except (TypeError, KeyError) as error:
        raise ReadFailed("no store configuration as documented") from error
