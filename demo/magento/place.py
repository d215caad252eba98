"""What the shop says of itself: currency, language, store views, stock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connector.domain.errors import RetourError
from connector.magento.client import MagentoClient

LANGUAGES = ("en", "fr", "de", "es", "it", "nl")  # those that Retour writes in
HOMES: Mapping[str, Mapping[str, Any]] = {
    "US": {
        "street": ["100 Main St"],
        "city": "Los Angeles",
        "postcode": "90001",
        "region": "California",
        "region_code": "CA",
        "region_id": 12,
    },
    "FR": {"street": ["8 rue des Lilas"], "city": "Paris", "postcode": "75011"},
    "GB": {"street": ["12 Rose Lane"], "city": "Leeds", "postcode": "LS1 4AP"},
    "DE": {"street": ["Lindenweg 8"], "city": "Bonn", "postcode": "53111"},
    "BE": {"street": ["Rue du Midi 8"], "city": "Bruxelles", "postcode": "1000"},
    "NL": {"street": ["Lindelaan 8"], "city": "Utrecht", "postcode": "3511 AA"},
}  # where customers live, by country; Magento's own number for California


class CannotPlay(RetourError):
    """The shop cannot be played in; the text says what to do. Nothing was made there."""


class LeftOut(RetourError):
    """A scenario this shop has no place for; the text says why."""


@dataclass(frozen=True, slots=True)
class View:
    """One store view."""

    id: int
    code: str
    currency: str
    locale: str


@dataclass(frozen=True, slots=True)
class Place:
    """`other`: a view of the same website that sells in another currency; None: there is none. `stock`: the id of the
    stock the website sells from; None without Magento's inventory modules. `country`: where customers live."""

    website: int
    base_currency: str
    timezone: str
    language: str
    country: str
    main: View
    other: View | None
    stock: str | None


def survey(client: MagentoClient, country: str = "") -> Place:
    """Read it. Raise CannotPlay where no view sells in the currency that the shop's books are in."""
    configs = sorted(client.get("store/storeConfigs"), key=lambda each: int(each["id"]))
    configs = [each for each in configs if int(each["website_id"])]  # 0 is the admin's own
    views = [(each, _view(each)) for each in configs]
    main = next((pair for pair in views if pair[1].currency == pair[0]["base_currency_code"]), None)
    if main is None:
        raise CannotPlay(
            "no store view shows prices in the shop's base currency: give one of them that currency. Nothing was made"
        )
    config, view = main
    here = [each for other, each in views if other["website_id"] == config["website_id"]]
    others = [each for each in here if each.currency != view.currency]
    return Place(
        website=int(config["website_id"]),
        base_currency=str(config["base_currency_code"]),
        timezone=str(config["timezone"]),
        language=view.locale[:2] if view.locale[:2] in LANGUAGES else "en",
        country=_home(country or view.locale[-2:]),
        main=view,
        other=others[0] if others else None,
        stock=_stock(client, int(config["website_id"])),
    )


def _view(config: Mapping[str, Any]) -> View:
    code, currency = str(config["code"]), str(config["default_display_currency_code"])
    return View(int(config["id"]), code, currency, str(config["locale"]))


def _home(country: str) -> str:
    return country if country in HOMES else "US"


def _stock(client: MagentoClient, website: int) -> str | None:
    codes = {int(each["id"]): str(each["code"]) for each in client.get("store/websites")}
    answer = client.get_if_there(f"inventory/stock-resolver/website/{codes[website]}")
    return None if answer is None else str(answer["stock_id"])
