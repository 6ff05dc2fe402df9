from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from lms.ui import dates
from lms.ui.templatetags import ui

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (40, "40 s"), (300, "5 min"), (3599, "1 h"), (3600, "1 h"), (4800, "1 h 20 min"), (None, "")],
)
def test_lengths_are_said_with_their_unit(seconds: float | None, words: str) -> None:
    with translation.override("en"):
        assert dates.duration(seconds) == words


def test_a_length_may_be_a_timedelta() -> None:
    with translation.override("en"):
        assert ui.duration(timedelta(minutes=6)) == "6 min"


@pytest.mark.parametrize(
    ("apart", "english"),
    [
        (-1, "yesterday"),
        (0, "today"),
        (1, "tomorrow"),
        (2, "Wednesday"),
        (6, "Sunday"),
        (7, "30 November"),
        (-2, "21 November"),
        (60, "22 January 2027"),
    ],
)
def test_days_as_people_say_them(apart: int, english: str) -> None:
    with translation.override("en"):
        assert dates.day(MONDAY + timedelta(days=apart), today=MONDAY) == english


@pytest.mark.parametrize(("apart", "russian"), [(2, "среда"), (7, "30 ноября"), (60, "22 января 2027")])
def test_days_in_russian_use_the_right_case(apart: int, russian: str) -> None:
    with translation.override("ru"):
        assert dates.day(MONDAY + timedelta(days=apart), today=MONDAY).lower() == russian


def test_a_moment_is_a_day_where_the_person_lives() -> None:
    late = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    with translation.override("en"), timezone.override("Asia/Yekaterinburg"):
        assert dates.day(late, today=MONDAY) == "tomorrow"


def test_shares_and_signs() -> None:
    with translation.override("en"):
        assert ui.percent(0.744) == "74\N{NO-BREAK SPACE}%"
        assert ui.percent(37, 50) == "74\N{NO-BREAK SPACE}%"
        assert ui.percent(None) == "–"
        assert ui.signed(-3) == "−3"
        assert ui.initials("Anna Maria Kim") == "AM"
