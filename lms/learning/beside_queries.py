"""Reads of what practice and work show, summed up in the database."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count, Exists, QuerySet, Sum

from lms.people.models import Team, User
from lms.people.queries import members_on

from .models import Evidence
from .queries import corrections


@dataclass(frozen=True)
class Shown:
    """What one source shows of one skill of one person. `mean`: 0–1 over `n` pieces."""

    person: int
    skill: int
    source: str
    mean: float
    n: int
    weight: float


def people_of(whose: "QuerySet[User] | None", team: Team | None, day: date) -> dict[int, User]:
    """`whose` (None: everybody), or those of them who learn in the team that day. One query."""
    rows = User.objects.filter(is_active=True, forgotten_at__isnull=True) if whose is None else whose
    if team:
        rows = rows.filter(pk__in=members_on([team], day).values("pk"))
    return {person.pk: person for person in rows}


def shown_by(people: Iterable[int], names: Collection[str], after: date, until: date) -> list[Shown]:
    """Of these people by person, skill and source, without what a correction has taken the place of. One query."""
    rows = Evidence.objects.filter(
        ~Exists(corrections("record__key")),
        record__person__in=list(people),
        record__source__in=list(names),
        record__day__gt=after,
        record__day__lte=until,
        skill__live=True,
    )
    summed = rows.values_list("record__person", "skill", "record__source").order_by()
    return [Shown(*row) for row in summed.annotate(Avg("score"), Count("pk"), Sum("weight"))]
