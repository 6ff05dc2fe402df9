"""The ground floor's own panels: wishes of the lead, the week, one skill to practise, a quiet day. One query each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from lms.learning import proposals
from lms.learning import queries as learning
from lms.learning.focus import FROM_TICKETS
from lms.learning.models import LearningRecord
from lms.learning.verbs import ANSWERED, STARTED
from lms.people.models import User

from .panels import Panel, TeamDay, Today, register_team, register_today

SHOWN = 5


def assignments(today: Today) -> Mapping[str, Any] | None:
    """What somebody asked this person to do, soonest first."""
    rows = learning.open_assignments(today.person, today.day)
    return {"rows": rows, "day": today.day} if rows else None


def week(today: Today) -> Mapping[str, Any]:
    """Two working days back, today, two ahead; a tick where something was learnt."""
    days = _days_around(today)
    rows = LearningRecord.objects.filter(person=today.person, day__gte=days[0], day__lte=today.day)
    learnt = set(rows.exclude(verb__in=(STARTED, ANSWERED)).values_list("day", flat=True).order_by().distinct())
    shown = [
        {"date": day, "state": _state(day, today.day, day in learnt), "text": _said(day in learnt)} for day in days
    ]
    return {"days": shown, "free": not today.calendar.works_on(today.day)}


def _state(day: date, today: date, learnt: bool) -> str:
    if day == today:
        return "today"
    return "done" if learnt else "next"


def _said(learnt: bool) -> str:
    return gettext("something learnt") if learnt else ""


def _days_around(today: Today) -> list[date]:
    before = today.calendar.working_days(today.day - timedelta(days=21), today.day - timedelta(days=1))[-2:]
    after = today.calendar.working_days(today.day + timedelta(days=1), today.day + timedelta(days=21))[:2]
    return [*before, today.day, *after]


def skills(today: Today) -> Mapping[str, Any] | None:
    """What goes well and one thing to practise, in words; nothing before there is enough to say."""
    weak, strong = learning.weak_and_strong(today.person, today.day)
    return {"weak": weak, "strong": strong} if weak or strong else None


def practice(today: Today) -> Mapping[str, Any] | None:
    """The weakest skill, why it was chosen, what trains it, and how tickets went after that."""
    proposal = proposals.proposal_of(today.person)
    return {"proposal": proposal} if proposal else None


def team_practice(day: TeamDay) -> Mapping[str, Any] | None:
    """Who is to practise what and why, those whose tickets say so first."""
    found = proposals.proposals(day.people, most=2)
    rows = [(person, found[person.pk]) for person in day.people if person.pk in found]
    rows.sort(key=lambda row: (row[1].story.source != FROM_TICKETS, -row[1].story.low, row[0].get_full_name()))
    return {"rows": rows[:SHOWN], "more": len(rows) - SHOWN, "team": day.team} if rows else None


def quiet(today: Today) -> Mapping[str, Any]:
    """Nothing waits: said kindly, with somewhere to go."""
    return {"today": today}


@dataclass(frozen=True)
class Behind:
    """One person, the most pressing thing open, why it may be so, and a day that would suit."""

    person: User
    open: learning.Open
    why: str
    suggest: date


def needs_you(day: TeamDay) -> Mapping[str, Any]:
    """Who is behind and why, with what to do about it; late ones first."""
    found = learning.behind(day.people, day.day)
    pressing = [(person, [item for item in items if item.overdue or item.due_soon]) for person, items in found.items()]
    rows = [_behind(day, person, items[0]) for person, items in pressing if items]
    rows.sort(key=lambda row: (row.open.urgency, row.person.get_full_name()))
    return {"rows": rows, "team": day.team}


def _behind(day: TeamDay, person: User, item: learning.Open) -> Behind:
    calendar = day.calendars[person.pk]
    away = next((leave for leave in calendar.leaves if leave.first <= day.day <= leave.last), None)
    if away:
        why = gettext("On leave until %(day)s.") % {"day": date_format(away.last, "j E")}
    elif not calendar.works_on(day.day):
        why = gettext("Not on shift today.")
    else:
        why = ""
    later = max(day.day, item.due_on or day.day)
    return Behind(person, item, why, calendar.next_working_day(later))


def members(day: TeamDay) -> Mapping[str, Any]:
    shift = {person.pk for person in day.on_shift}
    return {"rows": [(person, person.pk in shift) for person in day.people], "team": day.team}


def register() -> None:
    register_today(
        Panel("quiet", "hero", 1000, "home/panels/quiet.html", quiet),
        Panel("assignments", "main", 20, "home/panels/assignments.html", assignments),
        Panel("practice", "main", 15, "home/panels/practice.html", practice),
        Panel("week", "side", 10, "home/panels/week.html", week),
        Panel("skills", "side", 40, "home/panels/skills.html", skills, unless=("practice", "your tickets")),
    )
    register_team(
        Panel("needs you", "main", 10, "home/panels/needs_you.html", needs_you),
        Panel("practice", "main", 40, "home/panels/team_practice.html", team_practice),
        Panel("members", "side", 10, "home/panels/members.html", members),
    )
