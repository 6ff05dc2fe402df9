from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.interviews.retention import TERMS, add_months, delete_by


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("RU", date(2026, 9, 30)),
        ("DE", date(2027, 2, 28)),
        ("FR", date(2028, 8, 31)),
        ("NL", date(2026, 9, 28)),
        ("ZZ", date(2026, 9, 30)),
    ],
)
def test_each_country_has_its_term(country, day):
    assert delete_by(country, date(2026, 8, 31), in_pool=False) == day


@pytest.mark.parametrize("country", TERMS)
def test_the_talent_pool_has_no_term(country):
    assert delete_by(country, date(2026, 8, 31), in_pool=True) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_are_added_as_people_count_them(day, months):
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months and later.day <= day.day
