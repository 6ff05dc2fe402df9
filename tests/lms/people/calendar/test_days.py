"""Which days are worked: rosters, official days, leave, swaps, and counting."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.people.calendar import (
    DEFAULT_WEEK,
    SEARCH_DAYS,
    Calendar,
    Cyclic,
    DatedRoster,
    NoWorkingDay,
    Shift,
    Span,
    Swap,
    Weekly,
    parse_pattern,
)
from tests.lms.people.calendar.strategies import calendars, days, near, rosters

MOSCOW = ZoneInfo("Europe/Moscow")
TWELVE = Shift(time(9), time(21))
WHOLE = Shift(time(8), time(8))
LONG_AGO = date(2000, 1, 1)
EIGHT_HOURS = Weekly({day: (Shift(time(9), time(13)), Shift(time(14), time(18))) for day in range(5)})
DAY = timedelta(days=1)


def roster(pattern, country=None, since=LONG_AGO, until=None):
    return DatedRoster(since, until, pattern, country)


def two_on_two_off(anchor=date(2026, 1, 5)):
    return Cyclic(anchor, ((TWELVE,), (TWELVE,), (), ()))


def one_on_three_off(anchor=date(2026, 1, 5)):
    return Cyclic(anchor, ((WHOLE,), (), (), ()))


def wall(calendar, day):
    """The day's shifts as the person's clock shows them."""
    return [
        f"{opens.astimezone(calendar.zone):%H:%M}-{closes.astimezone(calendar.zone):%H:%M}"
        for opens, closes in calendar.shifts_on(day)
    ]


class TestNoRoster:
    def test_is_monday_to_friday_nine_to_six(self):
        calendar = Calendar(MOSCOW)
        assert calendar.working_days(date(2026, 1, 5), date(2026, 1, 11)) == [
            date(2026, 1, day) for day in range(5, 10)
        ]
        assert wall(calendar, date(2026, 1, 7)) == ["09:00-18:00"]

    def test_comes_back_before_and_between_rosters(self):
        week = roster(two_on_two_off(), since=date(2026, 2, 2), until=date(2026, 2, 8))
        calendar = Calendar(MOSCOW, (week,))
        assert wall(calendar, date(2026, 1, 30)) == ["09:00-18:00"]
        assert wall(calendar, date(2026, 2, 2)) == ["09:00-21:00"]
        assert calendar.roster_on(date(2026, 2, 8)) is calendar.rosters[0]
        assert calendar.roster_on(date(2026, 2, 9)) is None
        assert wall(calendar, date(2026, 2, 9)) == ["09:00-18:00"]


class TestCycles:
    def test_two_on_two_off_over_ten_years(self):
        calendar = Calendar(MOSCOW, (roster(two_on_two_off()),))
        worked = calendar.working_days(date(2020, 1, 1), date(2029, 12, 30))
        assert 2 * len(worked) == (date(2029, 12, 30) - date(2020, 1, 1)).days + 1 == 3652
        steps = {(b - a).days for a, b in pairwise(worked)}
        assert steps == {1, 3}
        assert {(b - a).days for a, b in zip(worked, worked[2:], strict=False)} == {4}

    def test_a_day_in_four_over_ten_years(self):
        calendar = Calendar(MOSCOW, (roster(one_on_three_off()),))
        worked = calendar.working_days(date(2020, 1, 1), date(2029, 12, 30))
        assert 4 * len(worked) == 3652
        assert {(b - a).days for a, b in pairwise(worked)} == {4}
        assert date(2026, 1, 5) in worked

    @given(days, st.integers(1, 12), st.integers(-600, 600), st.integers(1, 40))
    def test_any_window_of_whole_cycles_holds_the_exact_share(self, first, length, shift, turns):
        cycle = tuple((TWELVE,) if place % 3 == 0 else () for place in range(length))
        calendar = Calendar(MOSCOW, (roster(Cyclic(first + shift * DAY, cycle)),))
        worked = calendar.working_days(first, first + (length * turns - 1) * DAY)
        assert len(worked) == turns * sum(bool(shifts) for shifts in cycle)

    @given(days, st.integers(-90, 90))
    def test_an_anchor_a_cycle_away_is_the_same_calendar(self, day, turns):
        one = Calendar(MOSCOW, (roster(two_on_two_off(day)),))
        other = Calendar(MOSCOW, (roster(two_on_two_off(day + 4 * turns * DAY)),))
        window = (day - 30 * DAY, day + 30 * DAY)
        assert one.working_days(*window) == other.working_days(*window)

    def test_keeps_no_holidays_by_default_and_loses_them_when_it_keeps_them(self):
        new_year = (date(2026, 1, 1), date(2026, 1, 9))
        works_through = Calendar(MOSCOW, (roster(two_on_two_off()),))
        rests = Calendar(MOSCOW, (roster(two_on_two_off(), "RU"),))
        assert works_through.working_days(*new_year) == [date(2026, 1, day) for day in (1, 2, 5, 6, 9)]
        assert rests.working_days(*new_year) == []

    def test_does_not_take_up_a_moved_saturday(self):
        saturday = date(2024, 4, 27)
        free_then = Cyclic(saturday, ((), (TWELVE,), (TWELVE,), ()))
        assert not Calendar(MOSCOW, (roster(free_then, "RU"),)).works_on(saturday)
        assert Calendar(MOSCOW, (roster(two_on_two_off(saturday), "RU"),)).works_on(saturday)


class TestRussianYear:
    @pytest.mark.parametrize(
        ("year", "months", "hours"),
        [
            (2024, [17, 20, 20, 21, 20, 19, 23, 22, 21, 23, 21, 21], 1979),
            (2025, [17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22], 1972),
            (2026, [15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22], 1972),
        ],
    )
    def test_days_by_month_and_hours_of_the_year(self, year, months, hours):
        calendar = Calendar(MOSCOW, (roster(EIGHT_HOURS, "RU"),))
        count = Counter(day.month for day in calendar.working_days(date(year, 1, 1), date(year, 12, 31)))
        assert [count[month] for month in range(1, 13)] == months
        start, end = datetime(year, 1, 1, tzinfo=MOSCOW), datetime(year + 1, 1, 1, tzinfo=MOSCOW)
        assert calendar.working_seconds(start, end) == hours * 3600

    @pytest.mark.parametrize(
        ("day", "shifts"),
        [
            (date(2024, 4, 27), ["09:00-13:00", "14:00-18:00"]),  # stands for Monday the 29th
            (date(2024, 11, 2), ["09:00-13:00", "14:00-17:00"]),  # stands for the eve of 1 May
            (date(2024, 12, 28), ["09:00-13:00", "14:00-18:00"]),
            (date(2024, 4, 30), []),
            (date(2025, 11, 1), ["09:00-13:00", "14:00-17:00"]),
            (date(2025, 11, 3), []),
            (date(2026, 1, 9), []),
            (date(2026, 3, 9), []),
            (date(2026, 4, 30), ["09:00-13:00", "14:00-17:00"]),
            (date(2026, 12, 31), []),
        ],
    )
    def test_moved_and_short_days(self, day, shifts):
        assert wall(Calendar(MOSCOW, (roster(EIGHT_HOURS, "RU"),)), day) == shifts

    def test_a_working_saturday_is_for_those_who_got_its_day_off(self):
        mondays = Weekly({0: (TWELVE,)})
        tuesdays = Weekly({1: (TWELVE,)})
        saturday = date(2024, 4, 27)  # exchanged for a Monday
        assert Calendar(MOSCOW, (roster(mondays, "RU"),)).works_on(saturday)
        assert not Calendar(MOSCOW, (roster(tuesdays, "RU"),)).works_on(saturday)
        assert not Calendar(MOSCOW, (roster(mondays),)).works_on(saturday)

    def test_a_saturday_of_ones_own_keeps_its_hours(self):
        six_days = Weekly(DEFAULT_WEEK.days | {5: (Shift(time(10), time(14)),)})
        calendar = Calendar(MOSCOW, (roster(six_days, "RU"),))
        assert wall(calendar, date(2024, 4, 27)) == ["10:00-14:00"]

    def test_the_last_hour_goes_whatever_the_shifts(self):
        eve = date(2026, 4, 30)
        for spans, left in [
            (["20:00-08:00"], ["20:00-07:00"]),
            (["08:00-08:00"], ["08:00-07:00"]),
            (["10:00-00:30"], ["10:00-23:30"]),
            (["09:00-17:00", "17:30-18:00"], ["09:00-17:00"]),
            (["08:00-16:00", "10:00-18:00"], ["08:00-16:00", "10:00-17:00"]),
            (["09:00-10:00"], []),
        ]:
            pattern = parse_pattern("weekly", {"days": {"thu": spans}})
            assert wall(Calendar(MOSCOW, (roster(pattern, "RU"),)), eve) == left


class TestPrecedence:
    LEAVE = Span(date(2026, 2, 2), date(2026, 2, 12))  # Monday to a Thursday

    def test_leave_takes_both_ends(self):
        calendar = Calendar(MOSCOW, leaves=(self.LEAVE,))
        friday, next_friday = date(2026, 1, 30), date(2026, 2, 13)
        assert calendar.working_days(friday, next_friday) == [friday, next_friday]

    def test_a_swap_beats_leave_and_holiday(self):
        taken, holiday = date(2026, 2, 4), date(2026, 2, 23)
        calendar = Calendar(
            MOSCOW,
            (roster(EIGHT_HOURS, "RU"),),
            (self.LEAVE,),
            (Swap(taken, (TWELVE,)), Swap(holiday, (TWELVE,))),
        )
        assert wall(calendar, taken) == wall(calendar, holiday) == ["09:00-21:00"]
        assert not calendar.works_on(date(2026, 2, 5))

    def test_a_swap_replaces_the_day_and_an_empty_one_gives_it_away(self):
        calendar = Calendar(
            MOSCOW,
            (roster(two_on_two_off()),),
            swaps=(Swap(date(2026, 1, 5), ()), Swap(date(2026, 1, 7), (WHOLE,))),
        )
        assert not calendar.works_on(date(2026, 1, 5))
        assert wall(calendar, date(2026, 1, 7)) == ["08:00-08:00"]
        assert wall(calendar, date(2026, 1, 6)) == ["09:00-21:00"]

    def test_of_two_swaps_of_a_day_the_last_counts(self):
        day = date(2026, 1, 5)
        assert Calendar(MOSCOW, swaps=(Swap(day, (WHOLE,)), Swap(day, ()))).shifts_on(day) == ()

    def test_leave_takes_away_beginnings_not_the_night_before(self):
        nights = Cyclic(date(2026, 2, 1), ((Shift(time(20), time(8)),),))
        calendar = Calendar(MOSCOW, (roster(nights),), (self.LEAVE,))
        assert calendar.is_working_at(datetime(2026, 2, 2, 7, 59, tzinfo=MOSCOW))
        assert not calendar.is_working_at(datetime(2026, 2, 2, 20, 0, tzinfo=MOSCOW))

    def test_the_latest_start_wins_and_gives_back_what_it_covered(self):
        summer = roster(two_on_two_off(), since=date(2026, 6, 1), until=date(2026, 8, 31))
        calendar = Calendar(MOSCOW, (summer, roster(EIGHT_HOURS, since=date(2026, 1, 1))))
        assert calendar.roster_on(date(2026, 5, 31)).pattern == EIGHT_HOURS
        assert calendar.roster_on(date(2026, 6, 1)) == summer
        assert calendar.roster_on(date(2026, 8, 31)) == summer
        assert calendar.roster_on(date(2026, 9, 1)).pattern == EIGHT_HOURS

    def test_of_two_that_start_together_the_last_listed_wins(self):
        first, second = roster(EIGHT_HOURS), roster(two_on_two_off())
        assert Calendar(MOSCOW, (first, second)).roster_on(date(2026, 1, 5)) is second
        assert Calendar(MOSCOW, (second, first)).roster_on(date(2026, 1, 5)) is first

    def test_backward_spans_are_refused(self):
        with pytest.raises(ValueError, match="ends before it begins"):
            Span(date(2026, 2, 2), date(2026, 2, 1))
        with pytest.raises(ValueError, match="ends before it begins"):
            roster(EIGHT_HOURS, since=date(2026, 2, 2), until=date(2026, 2, 1))


@given(calendars((None, "RU")), st.data())
@settings(max_examples=60, deadline=None)
def test_the_past_does_not_change_when_a_roster_is_added(drawn, data):
    calendar, day = drawn
    new = data.draw(rosters(day, (None, "RU", "DE")))
    place = data.draw(st.integers(0, len(calendar.rosters)))
    more = (*calendar.rosters[:place], new, *calendar.rosters[place:])
    after = Calendar(calendar.zone, more, calendar.leaves, calendar.swaps)
    for ahead in range(1, 60):
        past = new.since - ahead * DAY
        assert after.shifts_on(past) == calendar.shifts_on(past)
    before = datetime.combine(new.since - 5 * DAY, time(0), tzinfo=UTC)
    moment = data.draw(st.integers(0, 3 * 24 * 60).map(lambda minute: before + timedelta(minutes=minute)))
    assert after.is_working_at(moment) == calendar.is_working_at(moment)
    assert after.local_day(moment) == calendar.local_day(moment)


class TestCounting:
    def test_over_a_long_holiday(self):
        calendar = Calendar(MOSCOW, (roster(EIGHT_HOURS, "RU"),))
        last, first = date(2025, 12, 30), date(2026, 1, 12)
        assert calendar.next_working_day(last) == first
        assert calendar.previous_working_day(first) == last
        assert calendar.next_working_day(first, include=True) == first
        assert calendar.next_working_day(date(2026, 1, 3), include=True) == first
        assert calendar.previous_working_day(last, include=True) == last
        assert calendar.previous_working_day(date(2026, 1, 3), include=True) == last
        assert calendar.add_working_days(last, 1) == first
        assert calendar.add_working_days(date(2026, 1, 3), -1) == last
        assert calendar.add_working_days(date(2026, 1, 3), 0) == date(2026, 1, 3)
        assert calendar.add_working_days(date(2025, 12, 31), 247) == date(2026, 12, 30)

    def test_an_empty_window_holds_nothing(self):
        assert Calendar(MOSCOW).working_days(date(2026, 1, 6), date(2026, 1, 5)) == []

    def test_the_search_is_bounded(self):
        day = date(2026, 1, 5)
        nobody = Calendar(MOSCOW, (roster(Weekly({})),))
        for search in (nobody.next_working_day, nobody.previous_working_day):
            with pytest.raises(NoWorkingDay, match="within 400 days of 2026-01-05") as caught:
                search(day)
            assert caught.value.day == day
        with pytest.raises(NoWorkingDay):
            nobody.add_working_days(day, 3)

    @pytest.mark.parametrize("way", [1, -1])
    def test_the_bound_itself_is_searched(self, way):
        day = date(2026, 1, 5)
        for distance in (SEARCH_DAYS, SEARCH_DAYS + 1):
            swap = Swap(day + way * distance * DAY, (TWELVE,))
            calendar = Calendar(MOSCOW, (roster(Weekly({})),), swaps=(swap,))
            if distance == SEARCH_DAYS:
                assert calendar.add_working_days(day, way) == swap.day
            else:
                with pytest.raises(NoWorkingDay):
                    calendar.add_working_days(day, way)

    @given(calendars((None, "RU", "DE")), st.integers(-40, 40), st.integers(-12, 12))
    @settings(max_examples=60, deadline=None)
    def test_adding_is_the_inverse_of_counting(self, drawn, ahead, n):
        calendar, day = drawn
        day += ahead * DAY
        try:
            found = calendar.add_working_days(day, n)
        except NoWorkingDay:
            way = DAY if n > 0 else -DAY
            ends = sorted((day + way, day + way * SEARCH_DAYS))
            assert len(calendar.working_days(*ends)) < abs(n)
            return
        if n > 0:
            assert len(calendar.working_days(day + DAY, found)) == n
        elif n < 0:
            assert len(calendar.working_days(found, day - DAY)) == -n
        assert calendar.works_on(found) or n == 0
        if calendar.works_on(day):
            assert calendar.add_working_days(found, -n) == day

    @given(calendars(), st.data())
    @settings(max_examples=60, deadline=None)
    def test_the_next_day_is_the_first_of_those_listed(self, drawn, data):
        calendar, day = drawn
        start = data.draw(near(day, 20))
        listed = calendar.working_days(start, start + 30 * DAY)
        if listed:
            assert calendar.next_working_day(start, include=True) == listed[0]
            assert calendar.previous_working_day(start + 30 * DAY, include=True) == listed[-1]
