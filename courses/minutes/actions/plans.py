from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from courses.minutes.choosing import PLANNED_A_DAY
from courses.minutes.models import DaySet, PlannedMinute
from lms.learning.models import Activity
from lms.ops.actions import audit
from lms.people.models import Team, User
from lms.people.queries import members_on


class DayFull(Exception):
    """So many cards are set for that day already that no other fits into five minutes."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


@transaction.atomic
def plan_minutes(
    *, team: Team, picks: Iterable[tuple[date, Activity]], by: User | None, at: datetime | None = None
) -> list[PlannedMinute]:
    """Set cards for a team's days, all or none; the same again is once. Raises `DayFull`."""
    at = at or timezone.now()
    Team.objects.select_for_update(no_key=True).only("pk").get(pk=team.pk)  # no two at once
    return [plan for day, activity in picks if (plan := _plan(team, day, activity, by, at))]


def _plan(team: Team, day: date, activity: Activity, by: User | None, at: datetime) -> PlannedMinute | None:
    there = PlannedMinute.objects.filter(team=team, day=day, withdrawn_at__isnull=True)
    if there.filter(activity=activity).exists():
        return None
    if there.count() >= PLANNED_A_DAY:
        raise DayFull(day)
    plan = PlannedMinute.objects.create(team=team, day=day, activity=activity, by=by, created_at=at)
    _choose_anew(plan)
    audit(by=by, verb="minute planned", subject=plan, at=at)
    return plan


@transaction.atomic
def withdraw_minute(*, plan: PlannedMinute, by: User, at: datetime | None = None) -> None:
    """Answers given meanwhile stay."""
    at = at or timezone.now()
    plan.withdrawn_at = at
    plan.save(update_fields=["withdrawn_at"])
    _choose_anew(plan)
    audit(by=by, verb="minute withdrawn", subject=plan, at=at)


@transaction.atomic
def restore_minute(*, plan: PlannedMinute, by: User, at: datetime | None = None) -> None:
    """Take a withdrawal back, unless the same card has been set for that day again meanwhile."""
    there = PlannedMinute.objects.filter(team=plan.team, day=plan.day, withdrawn_at__isnull=True)
    if plan.withdrawn_at is None or there.filter(activity=plan.activity).exists():
        return
    plan.withdrawn_at = None
    plan.save(update_fields=["withdrawn_at"])
    _choose_anew(plan)
    audit(by=by, verb="minute restored", subject=plan, at=at)


def _choose_anew(plan: PlannedMinute) -> None:
    """Sets of that day that were made already no longer hold."""
    people = members_on([plan.team], plan.day)
    DaySet.objects.filter(day=plan.day, person__in=people).update(stale=True)
