from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from lms.ops.actions import audit
from lms.people import queries
from lms.people.models import User


@transaction.atomic
def create_person(
    *,
    username: str,
    given_name: str,
    started_on: date,
    by: User | None,
    password: str | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> User:
    """A new person, without a way in until they are invited (or given a password by the demo)."""
    person = User(
        username=username,
        given_name=given_name,
        started_on=started_on,
        created_at=at or timezone.now(),
        **fields,
    )
    person.set_password(password)
    person.full_clean(exclude=["password"])
    person.save()
    audit(by=by, verb="person created", subject=person, at=at)
    return person


@transaction.atomic
def change_person(*, person: User, by: User, at: datetime | None = None, **fields: Any) -> User:
    changed = [name for name, value in fields.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, fields[name])
    if not changed:
        return person
    person.full_clean(exclude=["password"])
    person.save(update_fields=changed)
    for remembered in ("_tz", "all_memberships"):
        person.__dict__.pop(remembered, None)
    audit(by=by, verb="person changed", subject=person, at=at, fields=sorted(changed))
    return person


@transaction.atomic
def leave_company(*, person: User, last_day: date, by: User | None, at: datetime | None = None) -> None:
    """Memberships end with that day and roles at once; from the day after, nobody signs in. The facts stay."""
    from .roles import end_role
    from .teams import leave_team

    for membership in person.memberships.filter(until__isnull=True):
        leave_team(membership=membership, until=max(last_day, membership.since), by=by, at=at)
    for grant in person.role_grants.filter(until__isnull=True):
        end_role(grant=grant, by=by, at=at)
    person.left_on, person.is_active = last_day, last_day >= queries.today_of(person, at)
    person.save(update_fields=["left_on", "is_active"])
    audit(by=by, verb="person left", subject=person, at=at)


@transaction.atomic
def come_back(*, person: User, by: User, at: datetime | None = None) -> None:
    """The end of employment was a mistake, or is over: the person may sign in again. Teams are joined anew."""
    person.left_on, person.is_active = None, True
    person.save(update_fields=["left_on", "is_active"])
    audit(by=by, verb="person came back", subject=person, at=at)


@transaction.atomic
def close_accounts(*, at: datetime | None = None) -> int:
    """People whose last day is over lose their way in; how many. For a beat task and for every sign-in."""
    at = at or timezone.now()
    latest = (at + timedelta(hours=14)).date()
    leaving = User.objects.filter(is_active=True, left_on__isnull=False, left_on__lte=latest)
    over = [person for person in leaving if queries.has_left(person, at)]
    User.objects.filter(pk__in=[person.pk for person in over]).update(is_active=False)
    for person in over:
        audit(by=None, verb="account closed", subject=person, at=at)
    return len(over)
