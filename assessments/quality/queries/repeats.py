"""Customers who had to ask again: the same customer, the same topic, within some hours (measures §2)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum

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
    """Of each ticket solved in that month: whose it is, when it was made, and when the one before it of the same
    customer and topic was, if any."""
    rows = Ticket.objects.filter(which, solved_on__range=month_of(month), agent__isnull=False, team__isnull=False)
    same = Ticket.objects.filter(customer_key=OuterRef("customer_key"), category=OuterRef("category"))
    before = same.filter(created_at__lt=OuterRef("created_at")).order_by("-created_at").values("created_at")[:1]
    marks = rows.exclude(customer_key="").order_by().values("agent_id", "team_id", topic=F("category"))
    return marks.annotate(made=F("created_at"), earlier=Subquery(before))


def repeat_rollups() -> Iterator[RepeatRollup]:
    """Of all there are."""
    ends = Ticket.objects.filter(team__isnull=False).aggregate(first=Min("solved_on"), last=Max("solved_on"))
    month = ends["first"] and ends["first"].replace(day=1)
    while month and month <= ends["last"]:
        yield from _of_month(month)
        month = (month + timedelta(days=32)).replace(day=1)


def _of_month(month: date) -> Iterator[RepeatRollup]:
    counts: dict[tuple[int, int, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in repeat_marks(Q(), month).iterator(chunk_size=5000):
        gap = row["made"] - row["earlier"] if row["earlier"] else timedelta.max
        counted = counts[row["agent_id"], row["team_id"], row["topic"]]
        for n, most in enumerate((timedelta.max, timedelta(hours=THREE_DAYS), timedelta(hours=WEEK))):
            counted[n] += gap <= most
    for agent, group in groupby(sorted(counts), key=lambda key: key[0]):
        for slot, key in enumerate(group):
            n, three, week = counts[key]
            names = {"month": month, "agent_id": agent, "slot": slot, "team_id": key[1], "topic": key[2]}
            yield RepeatRollup(**names, tickets=n, in_72_hours=three, in_a_week=week)
