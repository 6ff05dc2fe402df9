from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from lms.learning.models import Activity, Assignment
from lms.ops.actions import audit
from lms.people.models import Team, User


@transaction.atomic
def assign(
    *,
    activity: Activity,
    by: User | None,
    person: User | None = None,
    team: Team | None = None,
    due_on: date | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Assignment:
    """Ask a person or a team. The same open wish twice is one, with the newer day and reason."""
    at = at or timezone.now()
    Activity.objects.select_for_update(no_key=True).only("pk").get(pk=activity.pk)  # no two at once
    row = _open_one(activity, person, team)
    if row is None:
        row = Assignment.objects.create(
            activity=activity, person=person, team=team, due_on=due_on, reason=reason, by=by, created_at=at
        )
        audit(by=by, verb="assigned", subject=row, at=at)
    elif (row.due_on, row.reason) != (due_on, reason):
        row.due_on, row.reason = due_on, reason
        row.save(update_fields=["due_on", "reason"])
        audit(by=by, verb="assignment changed", subject=row, at=at)
    return row


def _open_one(activity: Activity, person: User | None, team: Team | None) -> Assignment | None:
    return Assignment.objects.filter(activity=activity, person=person, team=team, withdrawn_at=None).first()


@dataclass(frozen=True)
class Given:
    """An assignment with what it was before, so that giving it can be taken back. `was` None: it is new."""

    assignment: Assignment
    was: tuple[date | None, str] | None


@transaction.atomic
def assign_many(
    *,
    activity: Activity,
    people: Iterable[User],
    teams: Iterable[Team],
    by: User,
    due_on: date | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> list[Given]:
    """To several people and teams at once, all or none."""
    given = []
    for person, team in [*((person, None) for person in people), *((None, team) for team in teams)]:
        old = _open_one(activity, person, team)
        was = (old.due_on, old.reason) if old else None
        row = assign(activity=activity, person=person, team=team, due_on=due_on, reason=reason, by=by, at=at)
        given.append(Given(row, was))
    return given


@transaction.atomic
def move_due(
    *,
    assignment: Assignment,
    due_on: date | None,
    by: User,
    reason: str | None = None,
    at: datetime | None = None,
) -> None:
    """To another day, or to none. `reason` None: it stays as it is."""
    was, assignment.due_on = assignment.due_on, due_on
    assignment.reason = assignment.reason if reason is None else reason
    assignment.save(update_fields=["due_on", "reason"])
    audit(by=by, verb="due day moved", subject=assignment, at=at, was=str(was), now=str(due_on))


@transaction.atomic
def withdraw(*, assignment: Assignment, by: User, at: datetime | None = None) -> None:
    at = at or timezone.now()
    assignment.withdrawn_at = at
    assignment.save(update_fields=["withdrawn_at"])
    audit(by=by, verb="assignment withdrawn", subject=assignment, at=at)


@transaction.atomic
def restore(*, assignment: Assignment, by: User, at: datetime | None = None) -> None:
    """Take a withdrawal back, unless the same has been asked again meanwhile."""
    if _open_one(assignment.activity, assignment.person, assignment.team):
        return
    assignment.withdrawn_at = None
    assignment.save(update_fields=["withdrawn_at"])
    audit(by=by, verb="assignment restored", subject=assignment, at=at)
