"""What courses say on Today and on the lead's page. One query a panel."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.home.panels import Panel, TeamDay, Today, register_team, register_today
from lms.learning import reminders

from . import queries


def next_lesson(today: Today) -> Mapping[str, Any] | None:
    """The one next step: what the lead asked for first, then where one stopped, then the first course there is."""
    lesson = queries.next_step(today.person, today.day).first()
    return None if lesson is None else {"lesson": lesson, "course": lesson.parent, "today": today}


def own_courses(today: Today) -> Mapping[str, Any] | None:
    courses = list(queries.courses_with_progress(today.person)[:4])
    return {"courses": courses} if courses else None


def team_courses(day: TeamDay) -> Mapping[str, Any] | None:
    rows = queries.team_progress(day.people)
    return {"courses": rows, "people": len(day.people)} if rows else None


def register() -> None:
    register_today(
        Panel("next lesson", "hero", 50, "catalogue/panels/next_lesson.html", next_lesson),
        Panel(
            "next lesson beside it",
            "main",
            12,
            "catalogue/panels/beside.html",
            next_lesson,
            unless=("next lesson", "plan step", "plan"),
        ),
        Panel(
            "courses",
            "main",
            30,
            "catalogue/panels/courses.html",
            own_courses,
            unless=("plan",),
            lazy=True,
            title=_("Your courses"),
        ),
    )
    reminders.add_source("courses", queries.reminder_lines)
    register_team(
        Panel("courses", "side", 30, "catalogue/panels/team_courses.html", team_courses, lazy=True, title=_("Courses"))
    )
