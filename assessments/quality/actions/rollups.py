"""Sums of days and months kept in step with their tickets, in the transaction that changes these."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django.db.models import Q

from assessments.quality.models import DayRollup, MonthRollup, Ticket
from assessments.quality.queries.hours import TeamHours, team_hours
from assessments.quality.queries.rollups import day_rollups, month_rollups

Place = tuple[int | None, date | None]
Key = tuple[int, date]
P = ParamSpec("P")
R = TypeVar("R")

AGENTS, BATCH = 50, 1000
_GATHERED: ContextVar[set[Key] | None] = ContextVar("days to count", default=None)


@contextmanager
def counted_once() -> Iterator[None]:
    """Within it the days that change are gathered, and counted once at its end. Inside another it is part of that."""
    if _GATHERED.get() is not None:
        yield
        return
    token = _GATHERED.set(set())
    try:
        yield
        found = _GATHERED.get() or set()
    finally:
        _GATHERED.reset(token)
    count_days(found)


def counts_once(function: Callable[P, R]) -> Callable[P, R]:
    """An action all of whose changed days are counted at its end."""

    @wraps(function)
    def counting(*args: P.args, **kwargs: P.kwargs) -> R:
        with counted_once():
            return function(*args, **kwargs)

    return counting


def tickets_moved(places: Iterable[Place]) -> None:
    """What `signals.tickets_changed` says."""
    known = {(agent, day) for agent, day in places if agent is not None and day is not None}
    gathered = _GATHERED.get()
    if gathered is None:
        count_days(known)
    else:
        gathered |= known


@transaction.atomic
def count_days(days: set[Key]) -> None:
    """These days of these agents anew from their tickets, and the months they lie in."""
    by_agent: dict[int, set[date]] = defaultdict(set)
    for agent, day in days:
        by_agent[agent].add(day)
    hours = team_hours()
    for agents in _some(sorted(by_agent)):
        if hours:
            _work_out(hours, {agent: by_agent[agent] for agent in agents})
        _replace(DayRollup, "day", {agent: by_agent[agent] for agent in agents})
        months = {agent: {day.replace(day=1) for day in by_agent[agent]} for agent in agents}
        _replace(MonthRollup, "month", months)


def _work_out(hours: Mapping[int, TeamHours], wanted: Mapping[int, set[date]]) -> None:
    """Minutes in the hours of the team, written where they are not what they were."""
    names = ("created_at", "first_reply_at", "solved_at", "team", "reply_worked", "solving_worked")
    changed = []
    for agent, days in wanted.items():
        rows = Ticket.objects.filter(agent=agent, solved_on__in=days, team__in=list(hours)).only(*names)
        for row in rows.iterator(chunk_size=BATCH):
            worked = hours[row.team_id or 0]
            times = [worked.minutes(row.created_at, end) for end in (row.first_reply_at, row.solved_at)]
            if times != [row.reply_worked, row.solving_worked]:
                row.reply_worked, row.solving_worked = times
                changed.append(row)
    Ticket.objects.bulk_update(changed, ["reply_worked", "solving_worked"], batch_size=BATCH)


def _some(agents: list[int]) -> Iterator[list[int]]:
    return (agents[start : start + AGENTS] for start in range(0, len(agents), AGENTS))


def _replace(model: Any, name: str, wanted: dict[int, set[date]]) -> None:
    """Agents with the same days are asked for together: a large import names nearly all days of everybody."""
    alike: dict[frozenset[date], list[int]] = defaultdict(list)
    for agent, days in wanted.items():
        alike[frozenset(days)].append(agent)
    for same, agents in alike.items():
        dates = sorted(same)
        model.objects.filter(**{"agent__in": agents, f"{name}__in": dates}).delete()
        rows = (
            day_rollups(Q(agent__in=agents, solved_on__in=dates))
            if model is DayRollup
            else month_rollups(Q(agent__in=agents), dates)
        )
        model.objects.bulk_create(rows, batch_size=BATCH)
