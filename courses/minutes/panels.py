"""What the minute says on Today and on the lead's page. One query a panel; the day's first look chooses the cards.

Today's two panels share one query. Where nothing was chosen yet (the worker does it every five minutes), or what was
chosen no longer holds, the hero chooses once, and asks one question from then on.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.home.panels import Panel, TeamDay, Today, register_team, register_today
from lms.learning import reminders
from lms.people.models import User

from . import planning, queries, screens
from .models import PlannedMinute
from .queries import OwnDay, SureWrong

AHEAD = 7
TeamDays = tuple[list[PlannedMinute], list[SureWrong]]


def _own(today: Today) -> OwnDay | None:
    """None for who has no minute today."""
    if "minute" not in today.__dict__:
        works = today.calendar.works_on(today.day)
        own = queries.own_day(today.person, today.day) if works else None
        if own and own.learns and own.cards and own.items is None:
            own = screens.chosen_day(today.person, today.day, today.now)
        today.__dict__["minute"] = own if own and own.learns else None
    return today.__dict__["minute"]


def hero(today: Today) -> Mapping[str, Any] | None:
    own = _own(today)
    return screens.hero(own, today.calendar, today.day) if own and own.left else None


def done(today: Today) -> Mapping[str, Any] | None:
    own = _own(today)
    if own is None or own.left or not own.finished_at:
        return None
    return {"streak": screens.in_a_row(own, today.calendar, today.day), "cards": len(own.items or ())}


def _team(day: TeamDay) -> TeamDays:
    """Both of the team's panels share one query."""
    if "minutes" not in day.__dict__:
        day.__dict__["minutes"] = queries.team_days(day.team, day.day, day.day + timedelta(days=AHEAD), day.people)
    found: TeamDays = day.__dict__["minutes"]
    return found


def team_minutes(day: TeamDay) -> Mapping[str, Any] | None:
    """Today's cards with who has not done them, and what is set for the days ahead."""
    plans, _sure = _team(day)
    now = [(plan, planning.progress(plan, day.on_shift)) for plan in plans if plan.day == day.day]
    return {"team": day.team, "now": now, "ahead": [plan for plan in plans if plan.day > day.day][:3]}


def sure_and_wrong(day: TeamDay) -> Mapping[str, Any] | None:
    """A fifth of the team or more was sure of a wrong answer: worth a word before the shift."""
    _plans, rows = _team(day)
    return {"rows": rows[:3], "team": day.team, "tomorrow": day.day + timedelta(days=1)} if rows else None


def reminder_lines(people: Iterable[User], day: date) -> dict[int, list[tuple[str, str]]]:
    line = (_("Your service minute, 5 min"), reverse("minute"))
    return {pk: [line] for pk in queries.reminded(people, day)}


def register() -> None:
    register_today(
        Panel("service minute", "hero", 10, "minutes/panels/hero.html", hero),
        Panel("service minute done", "side", 5, "minutes/panels/done.html", done),
    )
    register_team(
        Panel("service minutes", "side", 5, "minutes/panels/team.html", team_minutes),
        Panel("sure and wrong", "main", 15, "minutes/panels/sure_and_wrong.html", sure_and_wrong),
    )
    reminders.add_source("minutes", reminder_lines)
