from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.ops.actions import audit
from lms.people.calendar import PatternError, dump_pattern, dump_shifts, parse_pattern, parse_shifts
from lms.people.models import DayOff, Roster, RosterAssignment, Swap, Team, User


@transaction.atomic
def create_roster(
    *,
    name_en: str,
    name_ru: str,
    kind: str,
    data: Any,
    observes_holidays: bool = True,
    by: User | None,
    at: datetime | None = None,
) -> Roster:
    """Raises ValidationError with the sentence of `parse_pattern` when the data cannot be read."""
    try:
        pattern = parse_pattern(kind, data)
    except PatternError as error:
        raise ValidationError({"data": error.sentence(_)}) from error
    roster = Roster(
        name_en=name_en,
        name_ru=name_ru,
        kind=kind,
        data=dump_pattern(pattern),
        observes_holidays=observes_holidays,
    )
    roster.full_clean()
    roster.save()
    audit(by=by, verb="roster created", subject=roster, at=at)
    return roster


@transaction.atomic
def assign_roster(
    *,
    roster: Roster,
    since: date,
    by: User | None,
    person: User | None = None,
    team: Team | None = None,
    until: date | None = None,
    at: datetime | None = None,
) -> RosterAssignment:
    """From `since` on this roster; what was in force ends the day before, unless `until` makes this a while
    after which it goes on. The same first day again replaces the roster of that day."""
    target: dict[str, Any] = {"person": person} if person else {"team": team}
    if until is None:
        earlier = RosterAssignment.objects.filter(**target, since__lt=since, until__isnull=True)
        earlier.update(until=since - timedelta(days=1))
    row, _created = RosterAssignment.objects.update_or_create(
        **target, since=since, defaults={"roster": roster, "until": until}
    )
    audit(by=by, verb="roster assigned", subject=row, at=at, roster=roster.pk)
    return row


@transaction.atomic
def take_leave(
    *,
    person: User,
    first: date,
    last: date,
    kind: str = DayOff.Kind.VACATION,
    by: User | None,
    at: datetime | None = None,
) -> DayOff:
    """Raises ValidationError when the days are the wrong way round or partly on leave already."""
    if last < first:
        raise ValidationError({"last": _("The last day is before the first. Swap the two dates.")})
    clash = person.days_off.filter(cancelled_at__isnull=True, first__lte=last, last__gte=first).first()
    if clash:
        raise ValidationError(
            _("There is leave from %(first)s to %(last)s already. Cancel it first or choose other days.")
            % {"first": clash.first.strftime("%d.%m.%Y"), "last": clash.last.strftime("%d.%m.%Y")}
        )
    row = DayOff(person=person, first=first, last=last, kind=kind)
    row.full_clean()
    row.save()
    audit(by=by, verb="leave entered", subject=row, at=at)
    return row


@transaction.atomic
def cancel_leave(*, leave: DayOff, by: User | None, at: datetime | None = None) -> None:
    if leave.cancelled_at is None:
        leave.cancelled_at = at or timezone.now()
        leave.save(update_fields=["cancelled_at"])
        audit(by=by, verb="leave cancelled", subject=leave, at=at)


@transaction.atomic
def swap_day(*, person: User, day: date, shifts: list[str], by: User | None, at: datetime | None = None) -> Swap:
    """`shifts` as in `["09:00-21:00"]`; none: the day is given away. Raises ValidationError for a bad span."""
    try:
        tidy = dump_shifts(parse_shifts(shifts))
    except PatternError as error:
        raise ValidationError({"shifts": error.sentence(_)}) from error
    row, _created = Swap.objects.update_or_create(person=person, day=day, defaults={"shifts": tidy})
    audit(by=by, verb="day swapped", subject=row, at=at)
    return row


@transaction.atomic
def unswap_day(*, swap: Swap, by: User | None, at: datetime | None = None) -> None:
    """The day follows the roster again."""
    audit(by=by, verb="swap undone", subject=swap, at=at)
    swap.delete()
