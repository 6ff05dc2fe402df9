"""Against the calendars the countries published.

Russia: Labour Code, Articles 95 and 112, and Government decrees No. 1314 of 10.08.2023 (for 2024), No. 1335
of 04.10.2024 (for 2025), No. 1466 of 24.09.2025 (for 2026); hours at 40 a week by order No. 588n.
Belarus: the production calendar for 2025.
"""

from collections import Counter
from datetime import date, timedelta

import pytest

from lms.people.calendar import OfficialYear, UnknownCountry, countries, official_days

RUSSIA = {
    2024: {
        "months": [17, 20, 20, 21, 20, 19, 23, 22, 21, 23, 21, 21],
        "days": 248,
        "hours": 1979,
        "moved off": ["04-29", "04-30", "05-10", "12-30", "12-31"],
        "working": {"04-27": "04-29", "11-02": "04-30", "12-28": "12-30"},
        "short": ["02-22", "03-07", "05-08", "06-11", "11-02"],
    },
    2025: {
        "months": [17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22],
        "days": 247,
        "hours": 1972,
        "moved off": ["05-02", "05-08", "06-13", "11-03", "12-31"],
        "working": {"11-01": "11-03"},
        "short": ["03-07", "04-30", "06-11", "11-01"],
    },
    2026: {
        "months": [15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22],
        "days": 247,
        "hours": 1972,
        "moved off": ["01-09", "03-09", "05-11", "12-31"],
        "working": {},
        "short": ["04-30", "05-08", "06-11", "11-03"],
    },
}
ARTICLE_112 = [*(f"01-0{day}" for day in range(1, 9)), "02-23", "03-08", "05-01", "05-09", "06-12", "11-04"]


def on(year: int, text: str) -> date:
    return date.fromisoformat(f"{year}-{text}")


def five_day_week(official: OfficialYear, year: int) -> list[date]:
    every = (date(year, 1, 1) + timedelta(days=ahead) for ahead in range(366))
    return [
        day
        for day in every
        if day.year == year and (day in official.working or (day.weekday() < 5 and day not in official.off))
    ]


@pytest.mark.parametrize("year", RUSSIA)
def test_russia_as_published(year):
    published, official = RUSSIA[year], official_days("RU", year)
    worked = five_day_week(official, year)
    months = Counter(day.month for day in worked)
    assert [months[month] for month in range(1, 13)] == published["months"]
    assert len(worked) == published["days"]
    assert len(worked) * 8 - len(official.short) == published["hours"]
    assert set(official.off) == {on(year, text) for text in ARTICLE_112 + published["moved off"]}
    assert official.stands_for == {on(year, a): on(year, b) for a, b in published["working"].items()}
    assert official.working == set(official.stands_for)
    assert official.short == {on(year, text) for text in published["short"]}


@pytest.mark.parametrize(
    ("year", "days", "hours"),
    [(2016, 247, 1974), (2018, 247, 1970), (2020, 248, 1979), (2021, 247, 1972), (2022, 247, 1973)],
)
def test_earlier_russian_years(year, days, hours):
    official = official_days("RU", year)
    worked = five_day_week(official, year)
    assert (len(worked), len(worked) * 8 - len(official.short)) == (days, hours)


def test_belarus_as_published():
    official = official_days("BY", 2025)
    months = Counter(day.month for day in five_day_week(official, 2025))
    assert [months[month] for month in range(1, 13)] == [20, 20, 21, 21, 20, 21, 22, 21, 22, 23, 19, 22]
    assert months.total() * 8 - len(official.short) == 2007
    assert official.stands_for == {
        date(2025, 1, 11): date(2025, 1, 6),
        date(2025, 4, 26): date(2025, 4, 28),
        date(2025, 7, 12): date(2025, 7, 4),
        date(2025, 12, 20): date(2025, 12, 26),
    }


def test_germany():
    official = official_days("DE", 2026)
    assert sorted(official.off) == [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 10, 3),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ]
    assert not official.working
    assert not official.short


def test_kazakhstan():
    official = official_days("KZ", 2024)
    assert official.stands_for == {date(2024, 5, 4): date(2024, 5, 8)}
    assert {date(2024, 3, 21), date(2024, 3, 22), date(2024, 3, 25), date(2024, 5, 8)} <= set(official.off)
    assert not official.short


def test_a_day_exchanged_over_new_year_belongs_to_the_year_it_is_worked_in():
    assert official_days("KZ", 2013).stands_for[date(2013, 12, 28)] == date(2014, 1, 3)
    assert date(2014, 1, 3) in official_days("KZ", 2014).off


def test_a_weekday_that_is_worked_after_all_is_no_working_weekend_day():
    official = official_days("KZ", 2020)  # Monday 11 May was given up for Friday 8 May
    assert date(2020, 5, 8) in official.off
    assert date(2020, 5, 11) not in official.off
    assert all(day.weekday() >= 5 for day in official.working)


def test_armenia():
    assert {date(2026, 1, 6), date(2026, 4, 24), date(2026, 9, 21)} <= set(official_days("AM", 2026).off)


@pytest.mark.parametrize("country", ["RU", "BY", "KZ", "AM", "DE", "CN", "HU", "IL", "AE"])
@pytest.mark.parametrize("year", [1990, 2024, 2026, 2040])
def test_every_year_holds_together(country, year):
    official = official_days(country, year)
    assert all(day.year == year for day in [*official.off, *official.working, *official.short])
    assert not official.working & set(official.off)
    assert not official.short & set(official.off)
    assert official.working == set(official.stands_for)


def test_names_speak_the_asked_language():
    victory = date(2026, 5, 9)
    assert official_days("RU", 2026).off[victory] == "День Победы"
    assert official_days("RU", 2026, "en").off[victory] == "Victory Day"
    assert official_days("RU", 2026, "xx").off[victory] == "День Победы"
    assert official_days("RU", 2025, "en").working == official_days("RU", 2025, "ru").working != frozenset()


def test_an_unknown_country_is_said():
    for code in ["XX", "", "ru"]:
        with pytest.raises(UnknownCountry, match=f"“{code}”"):
            official_days(code, 2026)


def test_countries_are_listed_once():
    assert {"RU", "BY", "KZ", "AM", "DE"} <= set(countries())
    assert "UK" not in countries()
    assert list(countries()) == sorted(set(countries()))


def test_a_year_is_worked_out_once_and_cannot_be_changed():
    official = official_days("RU", 2026)
    assert official_days("RU", 2026) is official
    with pytest.raises(TypeError):
        official.off[date(2026, 1, 12)] = "a day"
