from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gamification.points import queries
from gamification.points.models import PointEntry, PointNote
from lms.ops.actions import audit
from lms.people.models import User

from .earning import add_to_standing

Reason = PointEntry.Reason


@transaction.atomic
def take_back(*, entry: PointEntry, text: str, by: User, at: datetime | None = None) -> PointEntry | None:
    """A row of the opposite amount with the reason in words. None when it was taken back before."""
    _one_at_a_time(entry.person)
    if entry.corrects_id or PointEntry.objects.filter(corrects=entry).exists():
        return None
    return _correct(entry.person, -entry.points, Reason.TAKEN_BACK, text, by, at, corrects=entry)


@transaction.atomic
def change_by_hand(*, person: User, points: int, text: str, by: User, at: datetime | None = None) -> PointEntry:
    """Add or take points that no record explains. Raises ValueError for nothing at all."""
    if not points:
        raise ValueError("Nothing to add and nothing to take.")
    _one_at_a_time(person)
    return _correct(person, points, Reason.BY_HAND, text, by, at)


def _correct(
    person: User,
    points: int,
    reason: str,
    text: str,
    by: User,
    at: datetime | None,
    corrects: PointEntry | None = None,
) -> PointEntry:
    at = at or timezone.now()
    entry = PointEntry.objects.create(
        person=person,
        corrects=corrects,
        points=points,
        reason=reason,
        by=by,
        at=at,
        day=queries.company_day(at),
    )
    PointNote.objects.create(entry=entry, text=text)
    add_to_standing(entry)
    audit(by=by, verb="points corrected", subject=entry, at=at, points=points, person=person.pk)
    return entry


def _one_at_a_time(person: User) -> None:
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
