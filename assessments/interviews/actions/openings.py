from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.interviews import queries
from assessments.interviews.models import Opening
from lms.learning.models import ContentSnapshot
from lms.ops.actions import audit
from lms.people.models import Team, User


@transaction.atomic
def open_position(
    *,
    title: str,
    snapshot: ContentSnapshot,
    by: User,
    team: Team | None = None,
    interviewers: Iterable[User] = (),
    at: datetime | None = None,
) -> Opening:
    """A place to fill, asked for with this version of a kit from the first candidate to the last."""
    at = at or timezone.now()
    opening = Opening(title=title, team=team, snapshot=snapshot, opened_by=by, opened_at=at)
    opening.full_clean()
    opening.save()
    opening.interviewers.set(interviewers)
    audit(by=by, verb="opening opened", subject=opening, at=at)
    return opening


@transaction.atomic
def change_opening(
    *, opening: Opening, by: User, interviewers: Iterable[User], at: datetime | None = None, **fields: Any
) -> Opening:
    """Title, team, and who is asked to interview candidates added from now on. The kit stays."""
    for name, value in fields.items():
        setattr(opening, name, value)
    opening.full_clean()
    opening.save(update_fields=sorted(fields))
    opening.interviewers.set(interviewers)
    audit(by=by, verb="opening changed", subject=opening, at=at)
    return opening


@transaction.atomic
def close_opening(*, opening: Opening, by: User, at: datetime | None = None) -> None:
    """Raises ValidationError while a candidate waits for an answer. Twice is once."""
    if queries.in_process(opening).exists():
        raise ValidationError(_("Some candidates have no answer yet. Decide about each of them, then close."))
    if opening.closed_at is None:
        opening.closed_at = at or timezone.now()
        opening.save(update_fields=["closed_at"])
        audit(by=by, verb="opening closed", subject=opening, at=at)
