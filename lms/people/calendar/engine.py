"""When one person, or one team, works: dated rosters, official days, leave and swaps.

Wall-clock times become moments by the rule of PEP 495 with fold=0: a time that happens twice is its
first occurrence; a time that the clocks skip is read with the offset before the jump, so it falls as
much later. A 24-hour shift therefore lasts 23 or 25 real hours over a change of the clocks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from lms.people.calendar.official import official_days
from lms.people.calendar.patterns import Pattern, Shift, Weekly

SEARCH_DAYS = 400
DEFAULT_WEEK = Weekly({weekday: (Shift(time(9), time(18)),) for weekday in range(5)})

_DAY = timedelta(days=1)
_SHORTER = 60  # minutes

Moments = tuple[datetime, datetime]


class NoWorkingDay(LookupError):
    """Nobody works within `SEARCH_DAYS` days of `day`."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(f"No working day within {SEARCH_DAYS} days of {day.isoformat()}.")


@dataclass(frozen=True, slots=True)
class Span:
    """Days of leave, both ends included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"A span ends before it begins: {self.first} to {self.last}.")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Swap:
    """What is worked on one day instead; no shifts: the day was given away."""

    day: date
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class DatedRoster:
    """A pattern in force from `since` to `until`, both included (`until` None: until further notice).

    `country`: whose official days it keeps, ISO 3166-1 alpha-2; None keeps none.
    """

    since: date
    until: date | None
    pattern: Pattern
    country: str | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise ValueError(f"A roster ends before it begins: {self.since} to {self.until}.")

    def __contains__(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def shifts(self, day: date) -> tuple[Shift, ...]:
        """The day's shifts after official days.

        A working weekend day has the pattern's own shifts, or in a weekly pattern those of the weekday it
        stands for, so that a person free on that weekday gains nothing and owes nothing. A short day has no
        work in its last hour.
        """
        if self.country is None:
            return self.pattern.shifts(day)
        official = official_days(self.country, day.year)
        if day in official.off:
            return ()
        shifts = self.pattern.shifts(day)
        if not shifts and day in official.working and isinstance(self.pattern, Weekly):
            shifts = self.pattern.shifts(official.stands_for[day])
        return _an_hour_shorter(shifts) if day in official.short else shifts


def _an_hour_shorter(shifts: tuple[Shift, ...]) -> tuple[Shift, ...]:
    close = max((shift.closes for shift in shifts), default=0) - _SHORTER
    return tuple(shift.until(min(shift.closes, close)) for shift in shifts if shift.opens < close)


@dataclass(frozen=True)
class Calendar:
    """The working days and hours of one person in one zone.

    A day's shifts come from its swap, else none on leave, else from the roster in force that started last
    (of two that start together, the one listed last), else from `DEFAULT_WEEK`, which keeps no official
    days. Leave takes away the shifts that begin on its days: a night begun the evening before is worked.
    Days before the first roster have the default too, so adding a roster never changes the past.
    """

    zone: ZoneInfo
    rosters: tuple[DatedRoster, ...] = ()
    leaves: tuple[Span, ...] = ()
    swaps: tuple[Swap, ...] = ()

    def roster_on(self, day: date) -> DatedRoster | None:
        """The roster in force on `day`, whether or not it has a shift then."""
        return next((roster for roster in self._latest_first if day in roster), None)

    def works_on(self, day: date) -> bool:
        """Whether a shift begins on `day`."""
        return bool(self.shifts_on(day))

    def shifts_on(self, day: date) -> tuple[Moments, ...]:
        """(start, end) of each shift that begins on `day`, in UTC, in order; they may overlap.

        In UTC because Python compares and subtracts two datetimes of one zone by the wall clock; show them
        with `astimezone(calendar.zone)`. A date the zone left out (Apia, 30 December 2011) has none.
        """
        if day not in self._known:
            self._known[day] = () if self._left_out(day) else self._moments(day)
        return self._known[day]

    def working_days(self, first: date, last: date) -> list[date]:
        """The days on which a shift begins, both ends included; empty when `last` is before `first`."""
        return [day for day in _days(first, last) if self.works_on(day)]

    def next_working_day(self, day: date, *, include: bool = False) -> date:
        """The first working day after `day` (or `day` itself with `include`); raises `NoWorkingDay`."""
        return self._search(day, _DAY, include=include)

    def previous_working_day(self, day: date, *, include: bool = False) -> date:
        """The last working day before `day` (or `day` itself with `include`); raises `NoWorkingDay`."""
        return self._search(day, -_DAY, include=include)

    def add_working_days(self, day: date, n: int) -> date:
        """The `n`-th working day after `day`, or before it when `n` is negative; `day` is not counted.

        With 0 it is `day` itself, working or not. Raises `NoWorkingDay`.
        """
        for _ in range(abs(n)):
            day = self._search(day, _DAY if n > 0 else -_DAY, include=False)
        return day

    def working_seconds(self, start: datetime, end: datetime) -> float:
        """Seconds of real time between two aware moments that fall in a shift, overlaps counted once.

        0 when `end` is not after `start`. The work grows with the days between, not the seconds.
        """
        start, end = _utc(start), _utc(end)
        worked, reached = timedelta(), start
        for opens, closes in self._shifts_near(start, end):
            worked += max(timedelta(), min(closes, end) - max(opens, reached))
            reached = max(reached, closes)
        return worked.total_seconds()

    def is_working_at(self, moment: datetime) -> bool:
        """Whether an aware moment falls in a shift; a shift's start does, its end does not."""
        moment = _utc(moment)
        return any(opens <= moment < closes for opens, closes in self._shifts_near(moment, moment))

    def local_day(self, moment: datetime) -> date:
        """The day an aware moment belongs to: 03:00 in a night shift is the day the shift began.

        Outside shifts it is the date in the zone. Where shifts of two days overlap, the earlier day has it
        until its shift ends, so that days never run backwards.
        """
        moment = _utc(moment)
        for day in self._days_near(moment, moment):
            if any(opens <= moment < closes for opens, closes in self.shifts_on(day)):
                return day
        return moment.astimezone(self.zone).date()

    @cached_property
    def _latest_first(self) -> tuple[DatedRoster, ...]:
        return tuple(sorted(self.rosters, key=lambda roster: roster.since)[::-1])

    @cached_property
    def _swapped(self) -> dict[date, tuple[Shift, ...]]:
        return {swap.day: swap.shifts for swap in self.swaps}

    @cached_property
    def _known(self) -> dict[date, tuple[Moments, ...]]:
        """Answers of `shifts_on` already worked out: the calendar is immutable."""
        return {}

    def _wall_shifts(self, day: date) -> tuple[Shift, ...]:
        if day in self._swapped:
            return self._swapped[day]
        if any(day in leave for leave in self.leaves):
            return ()
        roster = self.roster_on(day)
        return roster.shifts(day) if roster else DEFAULT_WEEK.shifts(day)

    def _moments(self, day: date) -> tuple[Moments, ...]:
        pairs = (
            (self._moment(day, shift.start), self._moment(day + _DAY * shift.overnight, shift.end))
            for shift in self._wall_shifts(day)
        )
        # A short shift can vanish in the hour that the clocks skip.
        return tuple(sorted((opens, closes) for opens, closes in pairs if opens < closes))

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)

    def _left_out(self, day: date) -> bool:
        return self._moment(day, time(12)).astimezone(self.zone).date() != day

    def _days_near(self, start: datetime, end: datetime) -> Iterator[date]:
        """The days whose shifts can touch [start, end].

        Two days back: a night that ends in a skipped hour before midnight ends on the day after. One day
        ahead: midnight itself can happen twice, and a day then begins before the last one is over.
        """
        first, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        return _days(first - 2 * _DAY, last + _DAY)

    def _shifts_near(self, start: datetime, end: datetime) -> list[Moments]:
        return sorted(shift for day in self._days_near(start, end) for shift in self.shifts_on(day))

    def _search(self, day: date, step: timedelta, *, include: bool) -> date:
        for ahead in range(0 if include else 1, SEARCH_DAYS + 1):
            if self.works_on(day + step * ahead):
                return day + step * ahead
        raise NoWorkingDay(day)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


def _utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"A moment needs its time zone: {moment.isoformat()}.")
    return moment.astimezone(UTC)
