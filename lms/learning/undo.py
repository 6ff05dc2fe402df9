"""What takes an assignment's change back, as a signed token in the address the toast posts to."""

from collections.abc import Iterable
from datetime import date

from django.core import signing
from django.db import transaction
from django.http import Http404
from django.urls import reverse

from lms.people.models import User

from . import access
from .actions import Given, move_due, restore, withdraw

SALT, SECONDS = "assignment-undo", 3600
Step = tuple[str, int, str, str]


def back_to(pk: int, due_on: date | None, reason: str) -> Step:
    return ("change", pk, due_on.isoformat() if due_on else "", reason)


def of_given(given: Iterable[Given]) -> str:
    steps = [
        back_to(item.assignment.pk, *item.was) if item.was else ("withdraw", item.assignment.pk, "", "")
        for item in given
    ]
    return url(steps)


def of_withdrawn(pk: int) -> str:
    return url([("restore", pk, "", "")])


def url(steps: Iterable[Step]) -> str:
    return reverse("assignment_undo", args=[signing.dumps(list(steps), salt=SALT, compress=True)])


@transaction.atomic
def take_back(token: str, by: User) -> None:
    """Each step only on what the person may still change; a stale or foreign token is a 404."""
    try:
        steps = signing.loads(token, salt=SALT, max_age=SECONDS)
    except signing.BadSignature as error:
        raise Http404 from error
    for what, pk, due_on, reason in steps:
        assignment = access.assignment_for_lead(by, pk)
        if what == "withdraw":
            withdraw(assignment=assignment, by=by)
        elif what == "restore":
            restore(assignment=assignment, by=by)
        else:
            day = date.fromisoformat(due_on) if due_on else None
            move_due(assignment=assignment, due_on=day, reason=reason, by=by)
