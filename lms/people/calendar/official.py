"""Countries' official calendars, moved days included, from the `holidays` package.

Checked against the production calendars Russia published for 2024–2026 (Government decrees No. 1314 of
10.08.2023, No. 1335 of 04.10.2024, No. 1466 of 24.09.2025) and Belarus for 2025: no correction is needed.
Moved days are decreed a year at a time, so a year after the package's release has its holidays only.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import holidays

# The working day before a public holiday is an hour shorter: Labour Code of Russia, Article 95;
# of Belarus, Article 116.
SHORT_BEFORE_HOLIDAYS = frozenset({"BY", "RU"})

_DAY = timedelta(days=1)


class UnknownCountry(ValueError):
    """No official calendar is known for this country code."""


@dataclass(frozen=True)
class OfficialYear:
    """One country's year, for the whole country (no regions).

    `off`: public holidays and moved days off, with their names; other weekend days are not listed.
    `working`: weekend days that are worked because their day off was moved.
    `stands_for`: each of those → the day off it was exchanged for.
    `short`: working days that end an hour earlier.
    """

    off: Mapping[date, str]
    working: frozenset[date]
    short: frozenset[date]
    stands_for: Mapping[date, date]


@lru_cache(maxsize=1)
def countries() -> tuple[str, ...]:
    """ISO 3166-1 alpha-2 codes that `official_days` knows, in alphabetical order."""
    return tuple(sorted(holidays.list_supported_countries(include_aliases=False)))


@lru_cache(maxsize=512)
def official_days(country: str, year: int, language: str | None = None) -> OfficialYear:
    """The official calendar of `country` (ISO 3166-1 alpha-2) in `year`; raises `UnknownCountry`.

    Names are in `language` ("en", "ru" …) where the package has it, else in the country's own.
    """
    # The neighbours too: a day of 28 December may be exchanged for 3 January, decreed with the new year.
    years = (year - 1, year, year + 1)
    names = _load(country, years, language)
    moved = _moved(names, years)
    off = {day: name for day, name in sorted(names.items()) if day.year == year}
    stands_for = {
        worked: free
        for free, worked in sorted(moved.items())
        if worked.year == year and worked in names.weekend_workdays and worked not in off
    }
    short: Iterator[date] = iter(())
    if country in SHORT_BEFORE_HOLIDAYS:
        short = _short(names.keys() - moved.keys(), off, stands_for, names.weekend)
    return OfficialYear(
        off=MappingProxyType(off),
        working=frozenset(stands_for),
        short=frozenset(day for day in short if day.year == year),
        stands_for=MappingProxyType(stands_for),
    )


def _load(country: str, years: tuple[int, ...], language: str | None) -> holidays.HolidayBase:
    try:
        bare = holidays.country_holidays(country)
    except NotImplementedError:
        raise UnknownCountry(f"No official calendar is known for “{country}”.") from None
    # Named always: left to itself the package follows the machine's LANG.
    spoken = (tag for tag in bare.supported_languages if tag.split("_")[0] == language)
    chosen = next(spoken, bare.default_language)
    return holidays.country_holidays(country, years=years, language=chosen)


def _moved(calendar: holidays.HolidayBase, years: tuple[int, ...]) -> dict[date, date]:
    """Moved days off → the days they were moved from, over `years`.

    The package keeps them per year as one row or several: (month, day, from month, from day[, from year]);
    rows of three are (month, day, name) and move nothing.
    """
    table = getattr(calendar, "special_public_holidays", {})
    moved = {}
    for year in years:
        rows = table.get(year, ())
        for row in rows if rows and isinstance(rows[0], tuple) else (rows,):
            if len(row) > 3:
                from_year = row[4] if len(row) > 4 else year
                moved[date(year, row[0], row[1])] = date(from_year, row[2], row[3])
    return moved


def _short(
    festive: Set[date], off: Mapping[date, str], stands_for: Mapping[date, date], weekend: set[int]
) -> Iterator[date]:
    """Working days before a holiday, and weekend days worked in place of one.

    A day is as long as the one it stands for: Russian order No. 588n of 13.08.2009.
    """
    for eve in (day - _DAY for day in festive):
        if eve in stands_for or (eve.weekday() not in weekend and eve not in off):
            yield eve
        yield from (worked for worked, free in stands_for.items() if free == eve)
