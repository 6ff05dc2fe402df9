"""Customers who had to ask again: the same customer, the same topic, within some hours (measures §2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum

from assessments.quality.models import RepeatRollup, Ticket
from lms.people.models import Team

from .scores import month_of

WEEK, THREE_DAYS = 168, 72


@dataclass(frozen=True)
class Repeats:
    topic: str
    tickets: int
    again: int

    @property
    def share(self) -> float:
        return self.again / self.tickets if self.tickets else 0.0


def repeats_by_topic(team: Team, month: date, hours: int = WEEK) -> list[Repeats]:
    """Of tickets solved in the month that begins on that day, whose customer is known; the most asked again first. One
    query."""
    name = "in_72_hours" if hours == THREE_DAYS else "in_a_week"
    rows = RepeatRollup.objects.filter(team=team, month=month).values("topic").order_by()
    counted = rows.annotate(n=Sum("tickets"), k=Sum(name))
    found = [Repeats(topic, n, k) for topic, n, k in counted.values_list("topic", "n", "k")]
    return sorted(found, key=lambda row: (-row.again, -row.tickets, row.topic))


# the sums ---------------------------------------------------------------------


def repeat_marks(which: Q, month: date) -> QuerySet[Any, Any]:
    """Of each ticket solved in that month: whose it is, and whether the customer had asked before."""
    rows = Ticket.objects.filter(which, solved_on__range=month_of(month), agent__isnull=False, team__isnull=False)
    rows = rows.exclude(customer_key="").order_by()
    marks = {"in_72_hours": Exists(_before(THREE_DAYS)), "in_a_week": Exists(_before(WEEK))}
    since = {f"since_{hours}": F("created_at") - timedelta(hours=hours) for hours in (THREE_DAYS, WEEK)}
    return rows.annotate(**since).values("agent_id", "team_id", topic=F("category")).annotate(**marks)


def _before(hours: int) -> QuerySet[Ticket]:
    return Ticket.objects.filter(
        customer_key=OuterRef("customer_key"),
        category=OuterRef("category"),
        created_at__lt=OuterRef("created_at"),
        created_at__gte=OuterRef(f"since_{hours}"),
    )


def repeat_rollups() -> Iterator[RepeatRollup]:
    """Of all there are."""
    ends = Ticket.objects.filter(team__isnull=False).aggregate(first=Min("solved_on"), last=Max("solved_on"))
    month = ends["first"] and ends["first"].replace(day=1)
    while month and month <= ends["last"]:
        yield from _of_month(month)
        month = (month + timedelta(days=32)).replace(day=1)


def _of_month(month: date) -> Iterator[RepeatRollup]:
    marks = repeat_marks(Q(), month)
    names = ("agent_id", "team_id", "topic")
    sums = {name: Count("pk", filter=Q(**{name: True})) for name in ("in_72_hours", "in_a_week")}
    rows = marks.values(*names).annotate(tickets=Count("pk"), **{f"n_{name}": count for name, count in sums.items()})
    ordered = sorted(rows, key=lambda row: tuple(row[name] for name in names))
    for agent, group in groupby(ordered, key=lambda row: row["agent_id"]):
        for slot, row in enumerate(group):
            yield RepeatRollup(
                month=month,
                agent_id=agent,
                slot=slot,
                team_id=row["team_id"],
                topic=row["topic"],
                tickets=row["tickets"],
                in_72_hours=row["n_in_72_hours"],
                in_a_week=row["n_in_a_week"],
            )
