"""Working calendars: rosters, official days, leave and swaps, in plain Python."""

from lms.people.calendar.engine import (
    DEFAULT_WEEK,
    SEARCH_DAYS,
    Calendar,
    DatedRoster,
    NoWorkingDay,
    Span,
    Swap,
)
from lms.people.calendar.official import OfficialYear, UnknownCountry, countries, official_days
from lms.people.calendar.patterns import (
    WEEKDAYS,
    Cyclic,
    Pattern,
    PatternError,
    Shift,
    Weekly,
    dump_pattern,
    dump_shifts,
    parse_pattern,
    parse_shifts,
)

__all__ = [
    "DEFAULT_WEEK",
    "SEARCH_DAYS",
    "WEEKDAYS",
    "Calendar",
    "Cyclic",
    "DatedRoster",
    "NoWorkingDay",
    "OfficialYear",
    "Pattern",
    "PatternError",
    "Shift",
    "Span",
    "Swap",
    "UnknownCountry",
    "Weekly",
    "countries",
    "dump_pattern",
    "dump_shifts",
    "official_days",
    "parse_pattern",
    "parse_shifts",
]
