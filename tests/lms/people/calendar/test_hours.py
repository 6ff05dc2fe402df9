"""When work happens in real time: changes of the clocks, nights, overlaps, seconds between two moments."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.people.calendar import DEFAULT_WEEK, Calendar, Cyclic, DatedRoster, Shift, Weekly
from tests.lms.people.calendar.strategies import CLOCKS, calendars, moments

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
WHOLE = Shift(time(8), time(8))
NIGHT = Shift(time(20), time(8))


def every_day(zone, *shifts):
    pattern = Cyclic(date(1900, 1, 1), (shifts,))
    return Calendar(ZoneInfo(zone), (DatedRoster(pattern.anchor, None, pattern, None),))


def hours(calendar, day):
    return [(closes - opens) / timedelta(hours=1) for opens, closes in calendar.shifts_on(day)]


def local(calendar, *parts):
    return datetime(*parts, tzinfo=calendar.zone)


class TestClocks:
    @pytest.mark.parametrize(
        ("zone", "day", "length"),
        [
            ("Europe/Berlin", date(2025, 3, 29), 23),
            ("Europe/Berlin", date(2025, 3, 30), 24),
            ("Europe/Berlin", date(2025, 10, 25), 25),
            ("America/New_York", date(2025, 3, 8), 23),
            ("America/New_York", date(2025, 11, 1), 25),
            ("America/Sao_Paulo", date(2018, 11, 3), 23),
            ("America/Sao_Paulo", date(2018, 2, 17), 25),
            ("Europe/Moscow", date(2011, 3, 26), 23),
            ("Europe/Moscow", date(2014, 10, 25), 25),
            ("Europe/Moscow", date(2025, 3, 29), 24),
            ("Asia/Yekaterinburg", date(2014, 10, 25), 25),
            ("Asia/Vladivostok", date(2011, 3, 26), 23),
            ("Australia/Lord_Howe", date(2025, 4, 5), 24.5),
            ("Australia/Lord_Howe", date(2025, 10, 4), 23.5),
            ("Africa/Casablanca", date(2025, 2, 22), 25),
            ("Africa/Casablanca", date(2025, 4, 5), 23),
            ("Asia/Kathmandu", date(2025, 3, 29), 24),
            ("Pacific/Chatham", date(2025, 9, 27), 23),
        ],
    )
    def test_a_shift_of_24_hours_on_the_wall(self, zone, day, length):
        assert hours(every_day(zone, WHOLE), day) == [length]

    def test_moments_are_in_utc_and_subtract_to_real_time(self):
        calendar = every_day("Asia/Kathmandu", Shift(time(9), time(18)))
        [(opens, closes)] = calendar.shifts_on(date(2026, 1, 5))
        assert (opens, closes) == (
            datetime(2026, 1, 5, 3, 15, tzinfo=UTC),
            datetime(2026, 1, 5, 12, 15, tzinfo=UTC),
        )
        assert opens.tzinfo is closes.tzinfo is UTC

    def test_a_time_that_happens_twice_is_its_first_occurrence(self):
        calendar = every_day("Europe/Berlin", Shift(time(2, 30), time(4)))
        [(opens, closes)] = calendar.shifts_on(date(2025, 10, 26))
        assert opens == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
        assert closes - opens == timedelta(hours=2.5)
        assert hours(every_day("Europe/Berlin", Shift(time(1), time(2, 30))), date(2025, 10, 26)) == [1.5]

    def test_a_time_that_is_skipped_comes_as_much_later(self):
        calendar = every_day("Europe/Berlin", Shift(time(2, 30), time(6)))
        [(opens, _closes)] = calendar.shifts_on(date(2025, 3, 30))
        assert opens == datetime(2025, 3, 30, 1, 30, tzinfo=UTC)
        assert f"{opens.astimezone(calendar.zone):%H:%M}" == "03:30"

    def test_a_shift_can_vanish_in_the_skipped_hour(self):
        calendar = every_day("Europe/Berlin", Shift(time(2, 30), time(3, 15)))
        assert not calendar.works_on(date(2025, 3, 30))
        assert hours(calendar, date(2025, 3, 31)) == [0.75]

    def test_a_date_the_zone_left_out_is_nobodys_day(self):
        calendar = every_day("Pacific/Apia", Shift(time(9), time(18)))
        assert calendar.working_days(date(2011, 12, 28), date(2012, 1, 1)) == [
            date(2011, 12, 28),
            date(2011, 12, 29),
            date(2011, 12, 31),
            date(2012, 1, 1),
        ]
        start, end = local(calendar, 2011, 12, 29), local(calendar, 2012, 1, 1)
        assert calendar.working_seconds(start, end) == 2 * 9 * 3600

    def test_a_day_can_begin_before_the_last_one_is_over(self):
        calendar = every_day("America/St_Johns", Shift(time(0), time(6)))
        again = datetime(2010, 11, 6, 23, 30, fold=1, tzinfo=calendar.zone)  # 7 November has had a minute
        assert calendar.is_working_at(again)
        assert calendar.local_day(again) == date(2010, 11, 7)
        assert not calendar.is_working_at(again.replace(fold=0))
        assert hours(calendar, date(2010, 11, 7)) == [7]

    def test_an_evening_can_be_skipped_into_the_next_day(self):
        early, late = Shift(time(0, 30), time(0, 50)), Shift(time(23, 45), time(23, 55))
        calendar = every_day("America/Toronto", early, late)
        start = local(calendar, 1919, 3, 30, 12)  # at 23:30 the clocks went to 00:30
        assert calendar.working_seconds(start, start + DAY) == 25 * 60

    @pytest.mark.parametrize("zone", CLOCKS)
    def test_a_year_of_round_the_clock_is_a_year(self, zone):
        calendar = every_day(zone, WHOLE)
        start, end = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
        assert calendar.working_seconds(start, end) == 365 * 86400


class TestNights:
    def test_the_morning_belongs_to_the_evening_before(self):
        calendar = every_day("Europe/Moscow", NIGHT)
        assert calendar.is_working_at(local(calendar, 2026, 1, 6, 3))
        assert calendar.local_day(local(calendar, 2026, 1, 6, 3)) == date(2026, 1, 5)
        assert calendar.local_day(local(calendar, 2026, 1, 6, 7, 59)) == date(2026, 1, 5)
        assert calendar.local_day(local(calendar, 2026, 1, 6, 8)) == date(2026, 1, 6)
        assert calendar.local_day(local(calendar, 2026, 1, 6, 20)) == date(2026, 1, 6)

    def test_outside_shifts_the_day_is_the_zones_date(self):
        calendar = Calendar(ZoneInfo("Asia/Vladivostok"))
        assert calendar.local_day(datetime(2026, 1, 5, 14, 30, tzinfo=UTC)) == date(2026, 1, 6)

    def test_a_24_hour_day_runs_to_its_morning(self):
        pattern = Cyclic(date(2026, 1, 5), ((WHOLE,), (), (), ()))
        calendar = Calendar(ZoneInfo("Europe/Moscow"), (DatedRoster(date(2026, 1, 1), None, pattern, None),))
        assert calendar.local_day(local(calendar, 2026, 1, 6, 7)) == date(2026, 1, 5)
        assert calendar.local_day(local(calendar, 2026, 1, 7, 7)) == date(2026, 1, 7)

    def test_seconds_of_a_night_fall_on_both_sides_of_midnight(self):
        calendar = every_day("Europe/Moscow", NIGHT)
        midnight = local(calendar, 2026, 1, 6)
        assert calendar.working_seconds(midnight - 12 * 60 * MINUTE, midnight) == 4 * 3600
        assert calendar.working_seconds(midnight, midnight + 12 * 60 * MINUTE) == 8 * 3600

    def test_a_shift_holds_its_start_and_not_its_end(self):
        calendar = every_day("Europe/Moscow", NIGHT)
        assert calendar.is_working_at(local(calendar, 2026, 1, 5, 20))
        assert not calendar.is_working_at(local(calendar, 2026, 1, 6, 8))


class TestSeconds:
    def test_a_ticket_over_a_weekend(self):
        calendar = Calendar(ZoneInfo("Europe/Moscow"))
        asked, answered = local(calendar, 2026, 1, 16, 17, 30), local(calendar, 2026, 1, 19, 9, 10)
        assert calendar.working_seconds(asked, answered) == 40 * 60

    def test_moments_of_other_zones_are_the_same_moments(self):
        calendar = Calendar(ZoneInfo("Europe/Moscow"))
        asked = local(calendar, 2026, 1, 16, 17, 30).astimezone(ZoneInfo("America/New_York"))
        answered = local(calendar, 2026, 1, 19, 9, 10).astimezone(UTC)
        assert calendar.working_seconds(asked, answered) == 40 * 60

    def test_fractions_are_kept(self):
        calendar = every_day("Europe/Moscow", WHOLE)
        start = datetime(2026, 1, 5, 10, 0, 0, 250_000, tzinfo=UTC)
        assert calendar.working_seconds(start, start + timedelta(milliseconds=1500)) == 1.5

    def test_overlaps_count_once(self):
        early, late = Shift(time(8), time(16)), Shift(time(12), time(20))
        calendar = every_day("Europe/Moscow", early, late, early)
        day = local(calendar, 2026, 1, 5)
        assert calendar.working_seconds(day, day + DAY) == 12 * 3600

    def test_yesterdays_night_under_todays_morning_counts_once(self):
        calendar = every_day("Europe/Moscow", Shift(time(20), time(10)), Shift(time(8), time(12)))
        day = local(calendar, 2026, 1, 5)
        assert calendar.working_seconds(day, day + DAY) == 16 * 3600

    def test_backwards_is_nothing(self):
        calendar = every_day("Europe/Moscow", WHOLE)
        now = local(calendar, 2026, 1, 5, 12)
        assert calendar.working_seconds(now, now - DAY) == 0 == calendar.working_seconds(now, now)

    def test_a_repeated_hour_is_lived_twice(self):
        calendar = every_day("Europe/Berlin", NIGHT)
        first = datetime(2025, 10, 26, 2, 30, tzinfo=calendar.zone)
        assert calendar.working_seconds(first, first.replace(fold=1)) == 3600

    def test_naive_moments_are_refused(self):
        calendar = Calendar(ZoneInfo("Europe/Moscow"))
        naive = datetime(2026, 1, 5, 12)
        with pytest.raises(ValueError, match="time zone"):
            calendar.working_seconds(naive, local(calendar, 2026, 1, 6))
        with pytest.raises(ValueError, match="time zone"):
            calendar.is_working_at(naive)
        with pytest.raises(ValueError, match="time zone"):
            calendar.local_day(naive)

    def test_the_work_is_by_the_day_and_done_once(self):
        looked_up = []

        class Counted(Weekly):
            def shifts(self, day):
                looked_up.append(day)
                return super().shifts(day)

        roster = DatedRoster(date(2020, 1, 1), None, Counted(DEFAULT_WEEK.days), None)
        calendar = Calendar(ZoneInfo("Europe/Berlin"), (roster,))
        for _ in range(2):
            calendar.working_seconds(datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
        assert len(looked_up) == len(set(looked_up)) <= 365 + 5


@lru_cache
def clock_faces(zone: ZoneInfo, change: date) -> dict[datetime, datetime]:
    """What the wall clock shows → the first UTC minute that it shows it, the days around `change`."""
    start = datetime.combine(change - 7 * DAY, time(0), tzinfo=UTC)
    faces: dict[datetime, datetime] = {}
    for ahead in range(13 * 24 * 60):
        minute = start + ahead * MINUTE
        faces.setdefault(minute.astimezone(zone).replace(tzinfo=None), minute)
    return faces


def walked(faces: dict[datetime, datetime], face: datetime) -> datetime:
    """When the clock shows `face`; were it skipped, when it would have without the jump."""
    late = 0
    while face - late * MINUTE not in faces:
        late += 1
    return faces[face - late * MINUTE] + late * MINUTE


def worked_minutes(calendar: Calendar, middle: date) -> set[datetime]:
    """The minutes of work around `middle`, found the long way round."""
    change = min(CLOCKS[calendar.zone.key], key=lambda change: abs(change - middle))
    faces = clock_faces(calendar.zone, change)
    worked: set[datetime] = set()
    for ahead in range(-4, 3):
        day = middle + ahead * DAY
        swaps = [swap.shifts for swap in calendar.swaps if swap.day == day]
        in_force = [
            (roster.since, place, roster.pattern)
            for place, roster in enumerate(calendar.rosters)
            if roster.since <= day <= (roster.until or date.max)
        ]
        if datetime.combine(day, time(12)) not in faces:
            shifts = ()
        elif swaps:
            shifts = swaps[-1]
        elif any(leave.first <= day <= leave.last for leave in calendar.leaves):
            shifts = ()
        else:
            pattern = max(in_force, key=lambda row: row[:2])[2] if in_force else DEFAULT_WEEK
            shifts = pattern.shifts(day)
        for shift in shifts:
            minute = walked(faces, datetime.combine(day, shift.start))
            end = walked(faces, datetime.combine(day + (shift.end <= shift.start) * DAY, shift.end))
            while minute < end:
                worked.add(minute)
                minute += MINUTE
    return worked


@given(calendars(), st.data())
@settings(max_examples=100, deadline=None)
def test_seconds_and_moments_equal_the_minute_by_minute_walk(drawn, data):
    calendar, day = drawn
    worked = worked_minutes(calendar, day)
    start, end = sorted(data.draw(st.lists(moments(day, 40), min_size=2, max_size=2)))
    expected = sum(start <= minute < end for minute in worked)
    assert calendar.working_seconds(start, end) == expected * 60
    for moment in data.draw(st.lists(moments(day, 40), max_size=12)):
        assert calendar.is_working_at(moment) == (moment in worked)


@given(calendars((None, "RU")), st.data())
@settings(max_examples=60, deadline=None)
def test_seconds_add_up_and_stay_within_real_time(drawn, data):
    calendar, day = drawn
    a, b, c = sorted(data.draw(st.lists(moments(day, 24 * 20), min_size=3, max_size=3)))
    jitter = timedelta(microseconds=data.draw(st.integers(0, 59_999_999)))
    b = min(b + jitter, c)
    whole = calendar.working_seconds(a, c)
    parts = calendar.working_seconds(a, b) + calendar.working_seconds(b, c)
    assert whole == pytest.approx(parts, abs=1e-6)
    assert 0 <= whole <= (c - a).total_seconds()


@given(calendars(), st.data())
@settings(max_examples=60, deadline=None)
def test_each_shift_is_worked_from_start_to_end(drawn, data):
    calendar, day = drawn
    for opens, closes in calendar.shifts_on(day):
        assert calendar.is_working_at(opens)
        assert calendar.is_working_at(closes - MINUTE)
        assert calendar.working_seconds(opens, closes) == (closes - opens).total_seconds()
        moment = opens + data.draw(st.integers(0, int((closes - opens) / MINUTE) - 1)) * MINUTE
        assert calendar.local_day(moment) <= day


@given(calendars(), st.data())
@settings(max_examples=60, deadline=None)
def test_the_day_of_a_moment_holds_it(drawn, data):
    calendar, day = drawn
    moment = data.draw(moments(day, 60))
    found = calendar.local_day(moment)
    within = any(opens <= moment < closes for opens, closes in calendar.shifts_on(found))
    assert within == calendar.is_working_at(moment)
    assert within or found == moment.astimezone(calendar.zone).date()


# Where midnight happens twice the date itself goes back for an hour.
@given(
    calendars().filter(lambda drawn: drawn[0].zone.key not in {"America/Sao_Paulo", "America/St_Johns"}),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_days_never_run_backwards(drawn, data):
    calendar, day = drawn
    sampled = sorted(data.draw(st.lists(moments(day, 60), max_size=20)))
    found = [calendar.local_day(moment) for moment in sampled]
    assert found == sorted(found)
