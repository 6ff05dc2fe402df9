"""What takes a step of the planner back, as a signed token in the address the toast posts to."""

from collections.abc import Iterable

from django.core import signing
from django.db import transaction
from django.http import Http404
from django.urls import reverse

from lms.people.models import User

from . import access
from .actions import restore_minute, withdraw_minute
from .models import PlannedMinute

SALT, SECONDS = "minute-undo", 3600


def of_planned(plans: Iterable[PlannedMinute]) -> str:
    return _url([("withdraw", plan.pk) for plan in plans])


def of_withdrawn(plan: PlannedMinute) -> str:
    return _url([("restore", plan.pk)])


def _url(steps: list[tuple[str, int]]) -> str:
    return reverse("minute_plan_undo", args=[signing.dumps(steps, salt=SALT, compress=True)])


@transaction.atomic
def take_back(token: str, by: User) -> None:
    """Each step only on what the person may still change; a stale or foreign token is a 404."""
    try:
        steps = signing.loads(token, salt=SALT, max_age=SECONDS)
    except signing.BadSignature as error:
        raise Http404 from error
    for what, pk in steps:
        plan = access.plan_for_lead(by, pk)
        if what == "restore":
            restore_minute(plan=plan, by=by)
        elif plan.withdrawn_at is None:
            withdraw_minute(plan=plan, by=by)
