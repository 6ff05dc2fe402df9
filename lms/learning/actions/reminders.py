from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from lms.learning import queries, reminders
from lms.ops.models import Notification
from lms.people.models import User
from lms.people.working import calendars_of

CHUNK = 500


def remind(*, at: datetime | None = None) -> int:
    """Write down the day's letters that are due now; how many. Again at once: none, a person's day has one key."""
    at = at or timezone.now()
    return sum(_remind(people, at) for people in _chunks())


def _chunks() -> Iterator[list[Any]]:
    """Those who want letters, a few hundred at a time, each with the key of the last one as `told`."""
    letters = Notification.objects.filter(person=OuterRef("pk"), kind=reminders.DAILY).order_by("-created_at")
    rows = User.objects.filter(is_active=True, wants_reminders=True, forgotten_at__isnull=True).order_by("pk")
    rows = rows.annotate(told=Subquery(letters.values("key")[:1]))
    last, chunk = 0, list(rows[:CHUNK])
    while chunk:
        yield chunk
        last = chunk[-1].pk
        chunk = list(rows.filter(pk__gt=last)[:CHUNK]) if len(chunk) == CHUNK else []


def _remind(people: list[Any], at: datetime) -> int:
    days = _due(people, at)
    if not days:
        return 0
    waiting = {person for person, asked in queries.open_for(days).items() if asked}
    for day in set(days.values()):
        owners = [person for person, own in days.items() if own == day]
        lines = reminders.lines_of(owners, day)
        waiting |= {person for person in owners if lines.get(person.pk)}
    return _write_down({person: day for person, day in days.items() if person in waiting}, at)


def _due(people: list[Any], at: datetime) -> dict[User, date]:
    """Whose hour has come on a day they work and who have no letter of that day yet, with their date."""
    calendars = calendars_of(people)
    found = {}
    for person in people:
        calendar = calendars[person.pk]
        local = at.astimezone(calendar.zone)
        told = person.told == reminders.key(person, local.date())
        if not told and reminders.is_time(person, local) and calendar.works_on(local.date()):
            found[person] = local.date()
    return found


@transaction.atomic
def _write_down(days: Mapping[User, date], at: datetime) -> int:
    """As `lms.ops.actions.notify` does for one, in one statement for all; the sweep sends them."""
    rows = [_row(person, day, at) for person, day in days.items()]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _row(person: User, day: date, at: datetime) -> Notification:
    row = Notification(
        key=reminders.key(person, day),
        person=person,
        kind=reminders.DAILY,
        reason=reminders.DAILY,
        args={"day": day.isoformat()},
        not_before=person.reachable_from(at),
        created_at=at,
    )
    if not person.email:
        row.state, row.why_not, row.finished_at = Notification.State.NOT_SENT, "no_address", at
    return row
