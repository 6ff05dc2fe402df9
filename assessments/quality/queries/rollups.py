"""The sums of days and months, made from tickets by the database. Their order is that of their keys."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, F, IntegerField, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Floor, Greatest, Ln

from assessments.quality.models import DayRollup, MonthRollup, Ticket
from assessments.quality.norms import limits_over_time
from assessments.quality.scoring import GOOD_RATING
from assessments.quality.times import STEP

from .scores import REPLY, SOLVING, month_of

EVERYTHING = Q()
SLICE = ("agent_id", "team_id", "channel")
Slice = tuple[int, int | None, str]


def day_rollups(which: Q = EVERYTHING) -> Iterator[DayRollup]:
    """`which` of the tickets; of the days it names it has to name whole ones."""
    rows = day_sums(which).order_by("solved_on", "agent_id")
    for _key, group in groupby(rows.iterator(chunk_size=2000), key=lambda row: (row["day"], row["agent_id"])):
        for slot, row in enumerate(_by_slice(group)):
            yield DayRollup(slot=slot, **row)


def day_sums(which: Q, figures: Mapping[str, Any] | None = None) -> QuerySet[Any, dict[str, Any]]:
    """The columns of `DayRollup` but for the slot. `figures`: where they are known already."""
    return _sums(which).values(*SLICE, day=F("solved_on")).annotate(**(figures or figures_now()))


def month_rollups(
    which: Q = EVERYTHING, months: Iterable[date] | None = None, figures: Mapping[str, Any] | None = None
) -> Iterator[MonthRollup]:
    """`which` of the tickets of these months (first days); default: of all there are."""
    figures = figures or figures_now()
    for first in sorted(months if months is not None else _all_months()):
        tickets = _sums(which & Q(solved_on__range=month_of(first)))
        replies, solutions = _bins(tickets, "reply"), _bins(tickets, "solving")
        rows = tickets.values(*SLICE).annotate(**figures).order_by("agent_id")
        for _key, group in groupby(rows, key=lambda row: row["agent_id"]):
            for slot, row in enumerate(_by_slice(group)):
                key = tuple(row[name] for name in SLICE)
                bins = {"replies": replies.get(key, []), "solutions": solutions.get(key, [])}
                yield MonthRollup(slot=slot, month=first, **bins, **row)


def _sums(which: Q) -> QuerySet[Any]:
    rows = Ticket.objects.filter(which, solved_on__isnull=False, agent__isnull=False)
    return rows.annotate(reply=REPLY, solving=SOLVING).order_by()


def figures_now() -> dict[str, Any]:
    """What is added up, by the limits as they are set. One query."""
    late_replies, late_solutions = late()
    return {
        "tickets": Count("pk"),
        "rated": Count("csat"),
        "good": Count("pk", filter=Q(csat__gte=GOOD_RATING)),
        "replied": Count("reply"),
        "reply_minutes": Sum("reply", default=0.0),
        "timed": Count("solving"),
        "solving_minutes": Sum("solving", default=0.0),
        "late_replies": Count("pk", filter=late_replies),
        "late_solutions": Count("pk", filter=late_solutions),
    }


def late() -> tuple[Q, Q]:
    """Of tickets with `reply` and `solving` annotated: over the limit of their channel on the day they were solved."""
    replies, solutions = Q(pk__in=()), Q(pk__in=())
    for first, last, limits in limits_over_time():
        days = Q(solved_on__gte=first) if last is None else Q(solved_on__range=(first, last))
        others = ~Q(channel__in=[name for name in limits if name])
        for channel, (reply, solving) in limits.items():
            where = days & (Q(channel=channel) if channel else others)
            if reply is not None:
                replies |= where & Q(reply__gt=reply)
            if solving is not None:
                solutions |= where & Q(solving__gt=solving)
    return replies, solutions


def _bins(tickets: QuerySet[Any], name: str) -> dict[Slice, list[list[float]]]:
    number = Cast(Floor(Ln(Greatest(F(name), Value(0.0)) + 1.0) * Value(STEP)), IntegerField())
    rows = tickets.filter(**{f"{name}__isnull": False}).values(*SLICE).annotate(bin=number)
    found: dict[Slice, list[list[float]]] = defaultdict(list)
    counted = rows.annotate(n=Count("pk"), minutes=Sum(name)).order_by("bin")
    for agent, team, channel, n, minutes in counted.values_list(*SLICE, "n", "minutes"):
        found[agent, team, channel].append([n, round(minutes, 3)])
    return found


def _by_slice(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (row["team_id"] or 0, row["channel"]))


def _all_months() -> Iterator[date]:
    ends = Ticket.objects.filter(agent__isnull=False).aggregate(first=Min("solved_on"), last=Max("solved_on"))
    first = ends["first"] and ends["first"].replace(day=1)
    while first and first <= ends["last"]:
        yield first
        first = (first + timedelta(days=32)).replace(day=1)
