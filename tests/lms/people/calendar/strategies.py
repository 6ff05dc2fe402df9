"""Rosters, leave, swaps and moments for the property tests, thick around changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from lms.people.calendar import Calendar, Cyclic, DatedRoster, Shift, Span, Swap, Weekly

# Each zone with dates on which something happens to its clocks.
CLOCKS = {
    "Europe/Moscow": (date(2011, 3, 27), date(2014, 10, 26)),
    "Europe/Berlin": (date(2025, 3, 30), date(2025, 10, 26)),
    "America/New_York": (date(2025, 3, 9), date(2025, 11, 2)),
    "America/Sao_Paulo": (date(2018, 2, 18), date(2018, 11, 4)),  # midnight happens twice, or not at all
    "America/St_Johns": (date(2010, 3, 14), date(2010, 11, 7)),  # at one minute past midnight
    "Asia/Yekaterinburg": (date(2014, 10, 26),),
    "Asia/Vladivostok": (date(2011, 3, 27), date(2014, 10, 26)),
    "Australia/Lord_Howe": (date(2025, 4, 6), date(2025, 10, 5)),  # by half an hour
    "Africa/Casablanca": (date(2025, 2, 23), date(2025, 4, 6)),  # for Ramadan
    "Asia/Kathmandu": (date(2025, 1, 1),),  # +5:45, no changes
    "Pacific/Apia": (date(2011, 12, 30), date(2012, 4, 1)),  # a date left out
    "Pacific/Chatham": (date(2025, 4, 6), date(2025, 9, 28)),  # +12:45
}

clocks = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
shifts = st.builds(Shift, clocks, clocks)
day_shifts = st.lists(shifts, max_size=3).map(tuple)
days = st.dates(date(2009, 1, 1), date(2030, 12, 31))
weeklies = st.dictionaries(st.integers(0, 6), day_shifts).map(Weekly)
cyclics = st.builds(Cyclic, days, st.lists(day_shifts, min_size=1, max_size=9).map(tuple))
patterns = weeklies | cyclics


def near(day: date, reach: int) -> st.SearchStrategy[date]:
    return st.integers(-reach, reach).map(lambda ahead: day + timedelta(days=ahead))


@st.composite
def spans(draw: st.DrawFn, day: date) -> Span:
    first = draw(near(day, 20))
    return Span(first, first + timedelta(days=draw(st.integers(0, 9))))


@st.composite
def rosters(draw: st.DrawFn, day: date, countries: tuple[str | None, ...] = (None,)) -> DatedRoster:
    since = draw(near(day, 40))
    until = draw(st.none() | st.integers(0, 60).map(lambda length: since + timedelta(days=length)))
    return DatedRoster(since, until, draw(patterns), draw(st.sampled_from(countries)))


@st.composite
def calendars(draw: st.DrawFn, countries: tuple[str | None, ...] = (None,)) -> tuple[Calendar, date]:
    """A calendar, and a day near which its rosters, leave, swaps and changes of the clocks lie."""
    name = draw(st.sampled_from(sorted(CLOCKS)))
    day = draw(st.sampled_from(CLOCKS[name]).flatmap(lambda change: near(change, 2)))
    calendar = Calendar(
        ZoneInfo(name),
        tuple(draw(st.lists(rosters(day, countries), max_size=3))),
        tuple(draw(st.lists(spans(day), max_size=2))),
        tuple(draw(st.lists(st.builds(Swap, near(day, 3), day_shifts), max_size=3))),
    )
    return calendar, day


def moments(day: date, hours: int) -> st.SearchStrategy[datetime]:
    """Whole minutes within `hours` of the day's UTC midnight."""
    midnight = datetime.combine(day, time(0), tzinfo=UTC)
    return st.integers(-hours * 60, hours * 60).map(lambda minutes: midnight + timedelta(minutes=minutes))
