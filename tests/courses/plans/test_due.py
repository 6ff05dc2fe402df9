"""Due days on any roster, with any leave: they are worked, in order, and never sooner than promised."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from courses.plans.due import (
    DONE,
    LATE,
    LEFT_OUT,
    NEXT,
    NOW,
    Standing,
    day_of_plan,
    due_day,
    nth_working_day,
    states,
)
from lms.people.calendar import Calendar, DatedRoster, Span, parse_pattern

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
SHIFT = [["09:00-21:00"]]
CYCLES = st.lists(st.booleans(), min_size=1, max_size=8).filter(any)
LEAVES = st.lists(st.tuples(DAYS, st.integers(0, 20)), max_size=3)
NUMBERS = st.integers(1, 20)


def calendar(cycle: list[bool], leaves: list[tuple[date, int]] = ()) -> Calendar:
    data = {"anchor": "2026-01-01", "cycle": [["09:00-21:00"] if works else [] for works in cycle]}
    roster = DatedRoster(date(2025, 1, 1), None, parse_pattern("cyclic", data))
    spans = tuple(Span(first, first + timedelta(days=length)) for first, length in leaves)
    return Calendar(ZoneInfo("Europe/Moscow"), (roster,), spans)


@given(CYCLES, LEAVES, DAYS, NUMBERS)
def test_the_day_is_worked_and_has_its_number(cycle, leaves, start, n):
    own = calendar(cycle, leaves)
    day = nth_working_day(own, start, n)
    assert day and own.works_on(day) and day >= start
    assert day_of_plan(own, start, day) == n


@given(CYCLES, LEAVES, DAYS, NUMBERS, NUMBERS)
def test_later_steps_are_not_due_sooner(cycle, leaves, start, n, more):
    own = calendar(cycle, leaves)
    assert nth_working_day(own, start, n) < nth_working_day(own, start, n + more)


@given(CYCLES, LEAVES, DAYS, NUMBERS)
def test_leave_entered_later_moves_a_step_on_and_its_end_does_not_bring_it_back(cycle, leaves, start, n):
    before, after = calendar(cycle), calendar(cycle, leaves)
    promised = nth_working_day(before, start, n)
    moved = due_day(after, start, n, promised)
    assert moved >= promised and after.works_on(moved)
    assert due_day(before, start, n, moved) == moved


def test_a_day_off_in_the_middle_of_a_promise():
    own = calendar([True, True, False, False])  # 1, 2, 5, 6, 9 … January
    assert nth_working_day(own, date(2026, 1, 3), 1) == date(2026, 1, 5)
    assert nth_working_day(own, date(2026, 1, 1), 4) == date(2026, 1, 6)
    assert day_of_plan(own, date(2026, 1, 1), date(2026, 1, 4)) == 2
    assert day_of_plan(own, date(2026, 1, 9), date(2026, 1, 1)) == 0


def test_with_no_work_in_sight_there_is_no_day():
    own = calendar([True], [(date(2026, 1, 1), 2000)])
    assert nth_working_day(own, date(2026, 1, 1), 1) is None
    assert due_day(own, date(2026, 1, 1), 1, date(2026, 1, 5)) is None


STANDINGS = st.lists(st.builds(Standing, st.booleans(), st.none() | DAYS, st.booleans()), max_size=12)


@given(STANDINGS, DAYS)
def test_every_step_has_the_state_its_facts_say(steps, today):
    found = states(steps, today)
    assert len(found) == len(steps) and found.count(NOW) <= 1
    for step, state in zip(steps, found, strict=True):
        assert (state == DONE) == step.done
        assert (state == LEFT_OUT) == (not step.done and not step.offered)
        assert (state == LATE) == (not step.done and step.offered and step.due is not None and step.due < today)
    if NEXT in found:
        assert found.index(NOW) < found.index(NEXT)
