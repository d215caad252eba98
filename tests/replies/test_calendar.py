from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.replies import UnknownCountry, WorkingDays


@pytest.mark.parametrize(
    ("start", "days", "country", "last"),
    [
        (date(2026, 6, 1), 1, "FR", date(2026, 6, 2)),  # Monday to Tuesday
        (date(2026, 6, 5), 1, "FR", date(2026, 6, 8)),  # Friday to Monday
        (date(2026, 6, 6), 1, "FR", date(2026, 6, 8)),  # a Saturday never counts
        (date(2026, 6, 1), 5, "FR", date(2026, 6, 8)),
        (date(2026, 6, 1), 10, "GB", date(2026, 6, 15)),
        (date(2026, 12, 24), 1, "FR", date(2026, 12, 28)),  # Friday 25 is Christmas
        (date(2026, 12, 24), 1, "GB", date(2026, 12, 29)),  # Boxing Day is a Saturday: Monday 28 instead
        (date(2026, 12, 31), 1, "FR", date(2027, 1, 4)),  # over the year's end
        (date(2026, 12, 31), 1, "GB", date(2027, 1, 4)),
        (date(2026, 4, 30), 1, "FR", date(2026, 5, 4)),  # Friday 1 May is a holiday in France
        (date(2026, 4, 30), 1, "GB", date(2026, 5, 1)),  # and not in Britain,
        (date(2026, 5, 1), 1, "GB", date(2026, 5, 5)),  # whose day is Monday 4
        (date(2026, 4, 2), 1, "FR", date(2026, 4, 3)),  # Good Friday is worked in France,
        (date(2026, 4, 2), 1, "GB", date(2026, 4, 7)),  # neither it nor Easter Monday in England
        (date(2026, 4, 3), 1, "FR", date(2026, 4, 7)),
        (date(2026, 6, 6), 0, "FR", date(2026, 6, 6)),  # no days: the start itself
    ],
)
def test_counts_working_days(start: date, days: int, country: str, last: date) -> None:
    assert WorkingDays().add_working_days(start, days, country) == last


@pytest.mark.parametrize("country", ["ZZ", "", "fr", "FRA", "UK", "France"])
def test_refuses_an_unknown_country_instead_of_guessing(country: str) -> None:
    with pytest.raises(UnknownCountry, match=f"'{country}' is no country with known holidays"):
        WorkingDays().add_working_days(date(2026, 6, 1), 1, country)


def test_refuses_to_count_backwards() -> None:
    with pytest.raises(ValueError, match="-1 working days"):
        WorkingDays().add_working_days(date(2026, 6, 1), -1, "FR")


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 20), st.integers(0, 20), st.sampled_from(["FR", "GB"])
)
def test_counting_in_two_parts_gives_the_same_day(start: date, first: int, then: int, country: str) -> None:
    calendar = WorkingDays()
    halfway = calendar.add_working_days(start, first, country)
    assert calendar.add_working_days(halfway, then, country) == calendar.add_working_days(start, first + then, country)
