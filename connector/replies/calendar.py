"""Working days from the `holidays` package, which computes them offline."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays, list_supported_countries

from connector.ports.replies import UnknownCountry

# Where a country as such has fewer holidays than the place whose banks its promises depend on: without England's,
# Easter Monday would count as a working day in all of the United Kingdom.
SUBDIVISION = {"GB": "ENG"}

_DAY = timedelta(days=1)
_SATURDAY = 5


class WorkingDays:
    """Implements `Calendar`. National holidays only: a region's own (Alsace, Bavaria) count as working days."""

    def add_working_days(self, start: date, days: int, country: str) -> date:
        """See `Calendar`. For 0 days it is `start` itself. Raise UnknownCountry, or ValueError for days below 0."""
        if days < 0:
            raise ValueError(f"{days} working days")
        if country not in _countries():
            raise UnknownCountry(f"{country!r} is no country with known holidays; use two capital letters, such as FR")
        last = start
        while days:
            last += _DAY
            if last.weekday() < _SATURDAY and last not in _public_holidays(country, last.year):
                days -= 1
        return last


@cache
def _countries() -> frozenset[str]:
    return frozenset(list_supported_countries(include_aliases=False))


@cache
def _public_holidays(country: str, year: int) -> frozenset[date]:
    """Holidays and the days observed instead. A plain set: the package's own object is filled while it is asked."""
    return frozenset(country_holidays(country, subdiv=SUBDIVISION.get(country), years=year))
