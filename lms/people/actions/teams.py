from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from lms.ops.actions import audit
from lms.people.models import Membership, Team, User
from lms.people.signals import team_joined


@transaction.atomic
def create_team(*, name: str, by: User | None, at: datetime | None = None, **fields: Any) -> Team:
    team = Team(name=name, **fields)
    team.full_clean()
    team.save()
    audit(by=by, verb="team created", subject=team, at=at)
    return team


@transaction.atomic
def change_team(*, team: Team, by: User, at: datetime | None = None, **fields: Any) -> Team:
    changed = [name for name, value in fields.items() if getattr(team, name) != value]
    for name in changed:
        setattr(team, name, fields[name])
    team.full_clean()
    team.save(update_fields=changed)
    if changed:
        audit(by=by, verb="team changed", subject=team, at=at, fields=sorted(changed))
    return team


@transaction.atomic
def join_team(
    *, person: User, team: Team, role: str, since: date, by: User | None, at: datetime | None = None
) -> Membership:
    """In the team as `role` from `since`. An open membership with another role ends the day before."""
    open_one = Membership.objects.filter(person=person, team=team, until__isnull=True).first()
    if open_one and open_one.role == role:
        return open_one
    if open_one and open_one.since >= since:
        open_one.role = role
        open_one.save(update_fields=["role"])
        audit(by=by, verb="team role changed", subject=open_one, at=at, role=role)
        return open_one
    if open_one:
        leave_team(membership=open_one, until=since - timedelta(days=1), by=by, at=at)
    membership = Membership.objects.create(person=person, team=team, role=role, since=since)
    audit(by=by, verb="joined team", subject=membership, at=at, role=role)
    team_joined.send(sender=Membership, membership=membership, by=by, at=at or timezone.now())
    return membership


@transaction.atomic
def leave_team(*, membership: Membership, until: date, by: User | None, at: datetime | None = None) -> None:
    """`until` is the last day in the team."""
    membership.until = until
    membership.save(update_fields=["until"])
    audit(by=by, verb="left team", subject=membership, at=at)
