"""Sums of days and months kept in step with their tickets, in the transaction that changes these."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction
from django.db.models import Q

from assessments.quality.models import ChannelMonth, DayRollup, MonthRollup, PersonMonth, RepeatRollup, Ticket
from assessments.quality.queries.hours import TeamHours, team_hours
from assessments.quality.queries.repeats import THREE_DAYS, WEEK, repeat_marks
from assessments.quality.queries.rollups import SLICE, day_sums, figures_now, month_rollups
from assessments.quality.queries.wholes import COUNTS, TeamMonths, person_months

from .matching import TAKE_TURNS

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


@transaction.atomic(savepoint=False)
def count_days(days: set[Key]) -> None:
    """These days of these agents anew from their tickets, and the months they lie in."""
    by_agent: dict[int, set[date]] = defaultdict(set)
    for agent, day in days:
        by_agent[agent].add(day)
    _one_at_a_time()
    hours, figures = team_hours(), figures_now()
    for agents in _some(sorted(by_agent)):
        if hours:
            _work_out(hours, {agent: by_agent[agent] for agent in agents})
        _replace_days({agent: by_agent[agent] for agent in agents}, figures)
        by_month: dict[date, list[int]] = defaultdict(list)
        for agent in agents:
            for month in {day.replace(day=1) for day in by_agent[agent]}:
                by_month[month].append(agent)
        for month in sorted(by_month):
            _replace_month(month, by_month[month], figures)


def _one_at_a_time() -> None:
    """Two imports may bring tickets of the same person: the second counts after the first has ended. On SQLite nobody
    writes at all meanwhile."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(TAKE_TURNS, ["quality sums"])


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


def _replace_days(wanted: Mapping[int, set[date]], figures: Mapping[str, Any]) -> None:
    """Agents with the same days are asked for together: a large import names nearly all days of everybody."""
    alike: dict[frozenset[date], list[int]] = defaultdict(list)
    for agent, days in wanted.items():
        alike[frozenset(days)].append(agent)
    for same, agents in alike.items():
        dates = sorted(same)
        DayRollup.objects.filter(agent__in=agents, day__in=dates).delete()
        _count_into_days(day_sums(Q(agent__in=agents, solved_on__in=dates), figures))


def _count_into_days(sums: Any) -> None:
    """Within the database: a large import has a hundred thousand of them. Slots as `queries.rollups` gives them."""
    names = ", ".join((*SLICE, *sums.query.annotation_select))
    inner, values = sums.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {DayRollup._meta.db_table} (slot, {names})
            SELECT row_number() OVER (
                PARTITION BY day, agent_id ORDER BY coalesce(team_id, 0), channel {_code_points()}
            ) - 1, {names} FROM ({inner}) AS sums""",
            values,
        )


def _code_points() -> str:
    """The order of Python's texts."""
    return {"postgresql": 'COLLATE "C"', "sqlite": "COLLATE BINARY"}[connection.vendor]


def _replace_month(month: date, agents: list[int], figures: Mapping[str, Any]) -> None:
    """The slices of these agents, and what is put together from them."""
    slices = MonthRollup.objects.filter(agent__in=agents, month=month)
    old, new = list(slices), list(month_rollups(Q(agent__in=agents), [month], figures))
    slices.delete()
    MonthRollup.objects.bulk_create(new, batch_size=BATCH)
    _replace_people(month, agents, new)
    RepeatRollup.objects.filter(agent__in=agents, month=month).delete()
    _count_repeats(repeat_marks(Q(agent__in=agents), month), month)
    if teams := {row.team_id for row in (*old, *new)} - {None}:
        channels = ChannelMonth.objects.filter(month=month, team__in=teams)
        whole = TeamMonths(channels).add(old, -1).add(new)
        channels.delete()
        ChannelMonth.objects.bulk_create(whole.rows())


def _replace_people(month: date, agents: list[int], slices: Iterable[MonthRollup]) -> None:
    rows = list(person_months(slices))
    PersonMonth.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["month", "agent"], update_fields=[*COUNTS, "replies", "solutions"]
    )
    if gone := set(agents) - {row.agent_id for row in rows}:
        PersonMonth.objects.filter(agent__in=gone, month=month).delete()


def _count_repeats(marks: Any, month: date) -> None:
    inner, values = marks.query.sql_with_params()
    hours = _HOURS[connection.vendor]
    within = f"sum(CASE WHEN {hours} <= %s THEN 1 ELSE 0 END)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH marks AS MATERIALIZED ({inner})
            INSERT INTO {RepeatRollup._meta.db_table}
                (month, slot, agent_id, team_id, topic, tickets, in_72_hours, in_a_week)
            SELECT %s, row_number() OVER (PARTITION BY agent_id ORDER BY team_id, topic {_code_points()}) - 1,
                agent_id, team_id, topic, count(*), {within}, {within}
            FROM marks GROUP BY agent_id, team_id, topic""",
            (*values, month, THREE_DAYS + INEXACT, WEEK + INEXACT),
        )


_HOURS = {
    "postgresql": "extract(epoch FROM made - earlier) / 3600",
    "sqlite": "(julianday(made) - julianday(earlier)) * 24",
}
INEXACT = 1e-6  # SQLite's days are floats
