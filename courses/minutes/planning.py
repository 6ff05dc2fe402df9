"""What leads see: the planner, and who did a day's card."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from lms.learning.models import Activity, Skill
from lms.people.calendar import Calendar
from lms.people.models import Team, User
from lms.people.queries import members_on
from lms.people.working import calendars_of

from . import queries
from .marking import Certainty, worth_telling
from .models import PlannedMinute
from .suggesting import suggested

DAYS_AHEAD = 14
LOOK_BACK = 28
WEAKEST = 3
BY_HOUR = 10
LATEST = 60  # days ahead a card may be set for
ENOUGH_ANSWERS = 3


@dataclass(frozen=True)
class Progress:
    """Of those on shift that day: `done` of `of`, `by_ten` of them before ten where they live."""

    done: int
    of: int
    by_ten: int
    waiting: Sequence[User]

    @property
    def complete(self) -> bool:
        return self.of > 0 and self.done == self.of


def progress(plan: PlannedMinute, on_shift: Sequence[User]) -> Progress:
    """`plan` as `queries.planned_with_doers` gives it."""
    moments: Mapping[int, datetime] = plan.__dict__["done"]
    came = [(person, moments[person.pk]) for person in on_shift if person.pk in moments]
    early = sum(before_ten(person, at) for person, at in came)
    return Progress(len(came), len(on_shift), early, [person for person in on_shift if person.pk not in moments])


def before_ten(person: User, at: datetime) -> bool:
    return at.astimezone(person.tz).hour < BY_HOUR


@dataclass(frozen=True)
class Planned:
    plan: PlannedMinute
    progress: Progress | None


@dataclass(frozen=True)
class Day:
    date: date
    today: bool
    past: bool
    planned: Sequence[Planned]
    suggestion: Activity | None
    reason: str

    @property
    def pick(self) -> str:
        return f"{self.date.isoformat()}:{self.suggestion.uid}" if self.suggestion else ""


@dataclass(frozen=True)
class Planner:
    team: Team
    weeks: Sequence[tuple[str, Sequence[Day]]]
    members: Sequence[User]
    cards: bool

    @property
    def week_picks(self) -> list[str]:
        """Suggestions for the next seven days, to be taken in one press."""
        ahead = [day for _name, days in self.weeks for day in days if day.pick]
        return [day.pick for day in ahead if day.date < ahead[0].date + timedelta(days=7)]


def planner(team: Team, today: date) -> Planner:
    """From this Monday to two weeks ahead; days on which somebody works, or with something planned."""
    members = list(members_on([team], today))
    calendars = calendars_of(members)
    monday, last = today - timedelta(days=today.weekday()), today + timedelta(days=DAYS_AHEAD - 1)
    plans = queries.planned_with_doers(team, today - timedelta(days=LOOK_BACK), last, members)
    by_day: dict[date, list[PlannedMinute]] = {}
    for plan in plans:
        by_day.setdefault(plan.day, []).append(plan)
    dates = [monday + timedelta(days=n) for n in range((last - monday).days + 1)]
    shifts = {day: [person for person in members if calendars[person.pk].works_on(day)] for day in dates}
    free = [day for day in dates if day >= today and shifts[day] and day not in by_day]
    cards, picks = _suggestions(members, today, free, {plan.activity_id: plan.day for plan in plans})
    days = [
        _day(day, today, by_day.get(day, []), shifts[day], picks.get(day))
        for day in dates
        if shifts[day] or day in by_day
    ]
    return Planner(team, _weeks(days, monday), members, bool(cards))


def _suggestions(
    members: Collection[User], today: date, free: Sequence[date], used: Mapping[int, date]
) -> tuple[list[Activity], dict[date, tuple[Activity, Skill | None]]]:
    weak = queries.weakest_of(members, today)[:WEAKEST]
    cards = queries.cards_with_skills()
    skills, by_pk = {skill.pk: skill for skill in weak}, {card.pk: card for card in cards}
    shown = {card.pk: [skill.pk for skill in card.skills.all()] for card in cards}
    found = suggested(free, shown, list(skills), used)
    return cards, {day: (by_pk[one.card], skills.get(one.skill or 0)) for day, one in found.items()}


def _day(
    day: date,
    today: date,
    plans: Sequence[PlannedMinute],
    on_shift: Sequence[User],
    pick: tuple[Activity, Skill | None] | None,
) -> Day:
    planned = [Planned(plan, progress(plan, on_shift) if day <= today else None) for plan in plans]
    activity, skill = pick or (None, None)
    return Day(day, day == today, day < today, planned, activity, reason(skill) if activity else "")


def reason(skill: Skill | None) -> str:
    if skill is None:
        return _("The team has not had it yet.")
    return _("The team needs practice in “%(skill)s”.") % {"skill": skill.name}


def _weeks(days: Sequence[Day], monday: date) -> list[tuple[str, list[Day]]]:
    names = [_("This week"), _("Next week"), _("The week after")]
    weeks: list[tuple[str, list[Day]]] = []
    for number, name in enumerate(names):
        first = monday + timedelta(days=7 * number)
        some = [day for day in days if first <= day.date < first + timedelta(days=7)]
        if some:
            weeks.append((name, some))
    return weeks


# one planned minute -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    person: User
    works: bool
    at: datetime | None
    early: bool


@dataclass(frozen=True)
class Outcome:
    """Who did it, by name; how it went, of all together: an answer in a minute is for oneself."""

    lines: Sequence[Line]
    done: int
    of: int
    by_ten: int
    right: int
    answers: int
    sure_wrong: int
    told: bool

    @property
    def enough(self) -> bool:
        """So many answers that none of them can be told from the sum."""
        return self.answers >= ENOUGH_ANSWERS


def outcome(plan: PlannedMinute) -> Outcome:
    members = list(members_on([plan.team], plan.day))
    calendars, answers = calendars_of(members), queries.answers_of_plan(plan, members)
    lines = [_line(person, calendars[person.pk], answers, plan.day) for person in members]
    lines.sort(key=lambda line: (not line.works, line.at is not None, line.person.get_full_name()))
    works = [line for line in lines if line.works]
    sure = sum(row.score == 0 and row.context.get("certainty") == Certainty.SURE for row in answers.values())
    return Outcome(
        lines=lines,
        done=sum(line.at is not None for line in works),
        of=len(works),
        by_ten=sum(line.early for line in works),
        right=sum(row.score == 1 for row in answers.values()),
        answers=len(answers),
        sure_wrong=sure,
        told=worth_telling(sure, len(members)),
    )


def _line(person: User, calendar: Calendar, answers: Mapping[int, Any], day: date) -> Line:
    answer = answers.get(person.pk)
    at = answer.at.astimezone(person.tz) if answer else None
    return Line(person, calendar.works_on(day), at, bool(at and before_ten(person, at)))
