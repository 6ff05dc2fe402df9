"""What plans say on Today and on the lead's page. At most one query a panel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.home.panels import Panel, TeamDay, Today, register_team, register_today
from lms.learning import reminders
from lms.people.models import Membership, User

from . import queries
from .models import PersonStep
from .reading import Reading, Step, readings
from .reminding import reminder_lines


@dataclass(frozen=True)
class Todays:
    plans: list[Reading]
    to_sign_off: list[PersonStep]


def _todays(today: Today) -> Todays:
    """Asked once a page, though three panels speak of it."""
    kept: dict[str, Any] = today.__dict__
    if "plans" not in kept:
        calendar = today.calendar
        mentor = any(role == Membership.Role.MENTOR for role, _zone in today.person.standing)
        own, others = queries.own_and_to_sign_off(today.person, today.day, mentor=mentor)
        running = [plan for plan in readings(own, calendar, today.day) if not plan.finished]
        kept["plans"] = Todays(running, others)
    found: Todays = kept["plans"]
    return found


def own_plan(today: Today) -> Mapping[str, Any] | None:
    plans = _todays(today).plans
    return {"plans": plans} if plans else None


def next_step(today: Today) -> Mapping[str, Any] | None:
    """The one next thing of the plan that can be opened here."""
    found = next(((plan, plan.next_to_open) for plan in _todays(today).plans if plan.next_to_open), None)
    return None if found is None else {"plan": found[0], "step": found[1]}


def sign_offs(today: Today) -> Mapping[str, Any] | None:
    """For mentors: whom they may sign something off for by now."""
    steps = _todays(today).to_sign_off
    return {"steps": steps} if steps else None


@dataclass(frozen=True)
class Newcomer:
    """Somebody with a plan, or in the first days without one (`plan` None). `why`: of the first late step."""

    person: User
    plan: Reading | None
    why: str = ""

    @property
    def late(self) -> Step | None:
        return next(iter(self.plan.late), None) if self.plan else None


def new_people(day: TeamDay) -> Mapping[str, Any] | None:
    """Who is on which day of which plan, and what is late and why; whoever is late first."""
    steps: dict[int, list[Any]] = {}
    for step in queries.steps_in(queries.running().filter(person__in=day.people)):
        steps.setdefault(step.plan.person_id, []).append(step)
    rows = [row for person in day.people for row in _newcomers(day, person, steps.get(person.pk, []))]
    rows += [Newcomer(person, None) for person in queries.newcomers(day.people, day.day) if person.pk not in steps]
    rows.sort(key=lambda row: (row.late is None, row.plan is None))
    return {"rows": rows, "team": day.team} if rows else None


def _newcomers(day: TeamDay, person: User, steps: list[Any]) -> list[Newcomer]:
    found = readings(steps, day.calendars[person.pk], day.day)
    return [Newcomer(person, plan, _why(day, person, plan)) for plan in found if not plan.finished]


def _why(day: TeamDay, person: User, plan: Reading) -> str:
    """Why a step may be late, as far as the calendar and the step know."""
    if not plan.late:
        return ""
    calendar = day.calendars[person.pk]
    away = next((leave for leave in calendar.leaves if leave.first <= day.day <= leave.last), None)
    if away:
        return _("On leave until %(day)s.") % {"day": date_format(away.last, "j E")}
    if not calendar.works_on(day.day):
        return _("Not on shift today.")
    return _("It waits for a sign-off.") if plan.late[0].row.signed else ""


def register() -> None:
    register_today(
        Panel("plan step", "hero", 30, "plans/panels/next_step.html", next_step),
        Panel("plan", "main", 10, "plans/panels/plan.html", own_plan),
        Panel("sign-offs", "main", 15, "plans/panels/sign_offs.html", sign_offs),
    )
    register_team(Panel("new people", "main", 20, "plans/panels/new_people.html", new_people))
    reminders.add_source("plans", reminder_lines)
