"""Store views: what language and currency a customer bought in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sandbox.magento.money import SYMBOLS, Record


@dataclass(frozen=True)
class StoreView:
    """One store view. `rate` turns base currency into this view's currency (0.9: 10 base are 9)."""

    id: int
    code: str
    name: str
    currency: str = "USD"
    rate: Decimal = Decimal(1)
    locale: str = "en_US"
    timezone: str = "America/Chicago"

    def view(self) -> Record:
        return {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "website_id": 1,
            "store_group_id": 1,
            "is_active": 1,
        }

    def config(self, base_currency: str, base_url: str) -> Record:
        record: Record = {
            "id": self.id,
            "code": self.code,
            "website_id": 1,
            "locale": self.locale,
            "base_currency_code": base_currency,
            "default_display_currency_code": self.currency,
            "timezone": self.timezone,
            "weight_unit": "lbs",
        }
        url = base_url.rstrip("/") + "/"
        for prefix in ("", "secure_"):
            record[f"{prefix}base_url"] = url
            record[f"{prefix}base_link_url"] = url
            record[f"{prefix}base_static_url"] = f"{url}static/version1795289954\n/"  # the line break is Magento's own
            record[f"{prefix}base_media_url"] = f"{url}media/"
        return record


def currencies(base: str, stores: Sequence[StoreView]) -> Record:
    """Return what GET directory/currency shows: the first view's currency, and every one the shop sells in."""
    rates = {base: Decimal(1)} | {store.currency: store.rate for store in stores}
    shown = stores[0].currency
    return {
        "base_currency_code": base,
        "base_currency_symbol": SYMBOLS.get(base, base),
        "default_display_currency_code": shown,
        "default_display_currency_symbol": SYMBOLS.get(shown, shown),
        "available_currency_codes": list(rates),
        "exchange_rates": [{"currency_to": code, "rate": rate} for code, rate in rates.items()],
    }


ADMIN_VIEW: Record = {
    "id": 0,
    "code": "admin",
    "name": "Admin",
    "website_id": 0,
    "store_group_id": 0,
    "is_active": 1,
}
US_AND_EU = (
    StoreView(1, "default", "Default Store View"),
    StoreView(2, "eu", "Europe", currency="EUR", rate=Decimal("0.9")),
)
