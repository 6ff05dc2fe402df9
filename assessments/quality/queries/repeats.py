"""Customers who had to ask again: the same customer, the same topic, within some hours (measures §2)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

from assessments.quality.models import Ticket
from lms.people.models import Team

WEEK, THREE_DAYS = 168, 72


@dataclass(frozen=True)
class Repeats:
    topic: str
    tickets: int
    again: int

    @property
    def share(self) -> float:
        return self.again / self.tickets if self.tickets else 0.0


def repeats_by_topic(team: Team, first: date, last: date, hours: int = WEEK) -> list[Repeats]:
    """Of tickets solved in these days whose customer is known; the most asked again first. One query."""
    before = Ticket.objects.filter(
        customer_key=OuterRef("customer_key"),
        category=OuterRef("category"),
        created_at__lt=OuterRef("created_at"),
        created_at__gte=OuterRef("since"),
    )
    rows = Ticket.objects.filter(team=team, solved_on__range=(first, last)).exclude(customer_key="")
    rows = rows.annotate(since=F("created_at") - timedelta(hours=hours)).annotate(again=Exists(before))
    counted = rows.values("category").annotate(n=Count("pk"), k=Count("pk", filter=Q(again=True))).order_by()
    found = [Repeats(topic, n, k) for topic, n, k in counted.values_list("category", "n", "k")]
    return sorted(found, key=lambda row: (-row.again, -row.tickets, row.topic))
