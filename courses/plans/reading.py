"""A plan as one reads it: each step with its state, its day in words and why it stands there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.people.calendar import Calendar
from lms.ui import dates

from . import due, queries
from .models import PersonPlan, PersonStep

AROUND = 4


@dataclass(frozen=True)
class Step:
    """`number`: from 1. `when`: the day it is due, or was done. `state` as in `due`. `first`: of those to open here."""

    row: PersonStep
    number: int
    state: str
    when: date | None
    today: date
    first: bool = False

    @property
    def title(self) -> str:
        return self.row.title

    @property
    def open(self) -> bool:
        return self.state in (due.NOW, due.NEXT, due.LATE)

    @property
    def note(self) -> str:
        lines = [self.row.note, self.row.more_note]
        if self.row.start_with:
            lines.insert(0, _("It came up in your interview: a good place to begin."))
        elif self.row.signed and self.state in (due.NOW, due.LATE):
            lines.append(_("A mentor or your lead signs it off."))
        return " ".join(line for line in lines if line)

    @property
    def side(self) -> str:
        """“done yesterday”, “due Friday”; of a day that is over, only which day it was."""
        if self.state == due.LEFT_OUT:
            return _("no longer needed")
        if self.when is None:
            return ""
        said = dates.day(self.when, self.today)
        if self.state == due.DONE:
            return _("done %(day)s") % {"day": said}
        if self.state == due.LATE:
            return _("the day was %(day)s") % {"day": said}
        return _("due %(due)s") % {"due": said}

    @property
    def url(self) -> str:
        """Where it is done; nothing for what is done at work."""
        return self.row.activity.url if self.open and not self.row.signed else ""

    @property
    def action(self) -> str:
        """A button on the first; the others are links."""
        return pgettext("verb", "Open") if self.first else ""


@dataclass(frozen=True)
class Reading:
    """One plan on one day. `day`: which working day of it, `days`: how many it was written for."""

    plan: PersonPlan
    steps: Sequence[Step]
    day: int

    @property
    def title(self) -> str:
        return self.plan.activity.title if self.plan.activity else _("To begin with")

    @property
    def days(self) -> int:
        return max((step.row.counted_day for step in self.steps), default=0)

    @cached_property
    def total(self) -> int:
        return sum(step.state != due.LEFT_OUT for step in self.steps)

    @cached_property
    def done(self) -> int:
        return sum(step.state == due.DONE for step in self.steps)

    @property
    def finished(self) -> bool:
        return self.plan.finished_at is not None or self.done == self.total

    @property
    def note(self) -> str:
        return _("%(done)s of %(all)s done") % {"done": self.done, "all": self.total}

    @property
    def late(self) -> list[Step]:
        return [step for step in self.steps if step.state == due.LATE]

    @property
    def around_now(self) -> Sequence[Step]:
        """The last step done and what follows it, four in all."""
        first_open = next((place for place, step in enumerate(self.steps) if step.open), len(self.steps))
        start = max(0, min(first_open - 1, len(self.steps) - AROUND))
        return self.steps[start : start + AROUND]

    @property
    def next_to_open(self) -> Step | None:
        return next((step for step in self.steps if step.first), None)


def readings(rows: Iterable[PersonStep], calendar: Calendar, today: date) -> list[Reading]:
    """Of one person's steps, plan by plan, in the order given. Asks nothing of the database."""
    grouped = groupby(rows, key=lambda row: row.plan)
    return [_reading(plan, list(steps), calendar, today) for plan, steps in grouped]


def _reading(plan: PersonPlan, rows: Sequence[PersonStep], calendar: Calendar, today: date) -> Reading:
    standings = [_standing(row, calendar) for row in rows]
    steps = [
        Step(row, number, state, _done_on(row, calendar) or standing.due, today)
        for number, (row, standing, state) in enumerate(
            zip(rows, standings, due.states(standings, today), strict=True), 1
        )
    ]
    first = next((place for place, step in enumerate(steps) if step.url), None)
    if first is not None:
        steps[first] = replace(steps[first], first=True)
    return Reading(plan, steps, due.day_of_plan(calendar, plan.started_on, today))


def _standing(row: PersonStep, calendar: Calendar) -> due.Standing:
    done = _done_on(row, calendar) is not None
    when = None if done else due.due_day(calendar, row.plan.started_on, row.counted_day, row.due_on)
    return due.Standing(done, when, queries.is_offered(row))


def _done_on(row: PersonStep, calendar: Calendar) -> date | None:
    moment = getattr(row, "done_at", None)
    return moment.astimezone(calendar.zone).date() if moment else None
