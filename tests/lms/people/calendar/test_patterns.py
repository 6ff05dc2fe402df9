from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people.calendar import (
    Cyclic,
    PatternError,
    Shift,
    Weekly,
    dump_pattern,
    dump_shifts,
    parse_pattern,
    parse_shifts,
)
from tests.lms.people.calendar.strategies import cyclics, day_shifts, days, patterns

NINE_TO_SIX = Shift(time(9), time(18))


def week(**days: object) -> object:
    return {"days": days}


def test_a_week_is_read():
    pattern = parse_pattern("weekly", week(mon=["14:00-18:00", "09:00-13:00"], sat=[]))
    assert pattern == Weekly({0: (Shift(time(9), time(13)), Shift(time(14), time(18)))})
    assert pattern.shifts(date(2026, 1, 5)) == (Shift(time(9), time(13)), Shift(time(14), time(18)))
    assert pattern.shifts(date(2026, 1, 6)) == ()


def test_a_cycle_is_read():
    pattern = parse_pattern("cyclic", {"anchor": "2026-01-05", "cycle": [["09:00-21:00"], []]})
    assert pattern == Cyclic(date(2026, 1, 5), ((Shift(time(9), time(21)),), ()))


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("9:00-18:00", NINE_TO_SIX),
        (" 09:00 – 18:00 ", NINE_TO_SIX),
        ("09:00—18:00", NINE_TO_SIX),
        ("18:00-24:00", Shift(time(18), time(0))),
        ("00:00-24:00", Shift(time(0), time(0))),
    ],
)
def test_spans_are_read_as_people_write_them(text, shift):
    assert parse_shifts([text]) == (shift,)


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        ("weekly", week(wed=["9-25"]), "Wednesday: “9-25” is not a time span; write 09:00-18:00"),
        ("weekly", week(sun=["09:00-25:00"]), "Sunday: “09:00-25:00” is not a time span; write 09:00-18:00"),
        ("weekly", week(mon=["24:00-08:00"]), "Monday: “24:00-08:00” is not a time span; write 09:00-18:00"),
        ("weekly", week(mon=["09:60-18:00"]), "Monday: “09:60-18:00” is not a time span; write 09:00-18:00"),
        ("weekly", week(mon=["٠٩:٠٠-١٨:٠٠"]), "Monday: “٠٩:٠٠-١٨:٠٠” is not a time span; write 09:00-18:00"),
        ("weekly", week(fri=[9]), "Friday: “9” is not a time span; write 09:00-18:00"),
        (
            "weekly",
            week(tue="09:00-18:00"),
            "Tuesday: “09:00-18:00” is not a list of time spans; leave it empty for a free day",
        ),
        (
            "weekly",
            week(tue=None),
            "Tuesday: “None” is not a list of time spans; leave it empty for a free day",
        ),
        ("weekly", week(monday=[]), "“monday” is not a weekday; use mon, tue, wed, thu, fri, sat, sun"),
        (
            "weekly",
            {"days": []},
            "The week needs its time spans under the names mon, tue, wed, thu, fri, sat, sun",
        ),
        ("weekly", [], "The roster needs these entries and no others: days"),
        ("weekly", {"days": {}, "weeks": 2}, "The roster needs these entries and no others: days"),
        ("cyclic", week(), "The roster needs these entries and no others: anchor, cycle"),
        ("cyclic", {"anchor": "2026-01-05", "cycle": []}, "A cycle is a list of 1 to 366 days"),
        ("cyclic", {"anchor": "2026-01-05", "cycle": [[]] * 367}, "A cycle is a list of 1 to 366 days"),
        (
            "cyclic",
            {"anchor": "5 January", "cycle": [[]]},
            "First day of the cycle: “5 January” is not a date; write 2026-01-05",
        ),
        (
            "cyclic",
            {"anchor": "2026-01-05", "cycle": [["09:00-21:00"], [], ["night"]]},
            "Day 3 of the cycle: “night” is not a time span; write 09:00-18:00",
        ),
        ("monthly", {}, "“monthly” is not a kind of roster; use weekly or cyclic"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(kind, data, sentence):
    with pytest.raises(PatternError) as caught:
        parse_pattern(kind, data)
    assert str(caught.value) == sentence


def test_the_sentence_can_be_translated():
    russian = {
        "Day %(number)s of the cycle": "%(number)s-й день цикла",
        "“%(text)s” is not a time span; write 09:00-18:00": "«%(text)s» — не время; напишите 09:00-18:00",
    }
    with pytest.raises(PatternError) as caught:
        parse_pattern("cyclic", {"anchor": "2026-01-05", "cycle": [[], ["100%-5"]]})
    sentence = caught.value.sentence(russian.__getitem__)
    assert sentence == "2-й день цикла: «100%-5» — не время; напишите 09:00-18:00"


def test_a_day_without_a_name_needs_none():
    with pytest.raises(PatternError, match=r"^“9-18” is not a time span"):
        parse_shifts(["9-18"])


@given(patterns)
def test_a_dumped_pattern_reads_back(pattern):
    again = parse_pattern(pattern.kind, dump_pattern(pattern))
    assert again == pattern
    assert hash(again) == hash(pattern)


@given(day_shifts)
def test_dumped_shifts_read_back_in_order(shifts):
    assert parse_shifts(dump_shifts(shifts)) == tuple(sorted(shifts))


@given(cyclics, days, st.integers(-50, 50))
def test_a_cycle_is_the_same_from_any_of_its_first_days(pattern, day, turns):
    length = timedelta(days=len(pattern.cycle))
    moved = Cyclic(pattern.anchor + turns * length, pattern.cycle)
    assert moved.shifts(day) == pattern.shifts(day) == pattern.shifts(day + turns * length)


def test_the_length_of_a_shift():
    assert (NINE_TO_SIX.opens, NINE_TO_SIX.closes) == (540, 1080)
    night = Shift(time(20), time(8))
    assert night.overnight
    assert night.closes - night.opens == 12 * 60
    whole = Shift(time(8), time(8))
    assert whole.closes - whole.opens == 24 * 60


@pytest.mark.parametrize("clock", [time(9, 0, 30), time(9, 0, 0, 1), time(9, tzinfo=UTC), time(9, fold=1)])
def test_a_shift_is_plain_wall_clock_minutes(clock):
    with pytest.raises(ValueError, match="whole minutes"):
        Shift(clock, time(18))


def test_impossible_patterns_are_refused():
    with pytest.raises(ValueError, match="0 to 6"):
        Weekly({7: (NINE_TO_SIX,)})
    with pytest.raises(ValueError, match="at least one day"):
        Cyclic(date(2026, 1, 5), ())
