from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.quality.models import Coaching, Review
from assessments.quality.scorecards import lines_of
from lms.learning.actions import assign
from lms.learning.models import Activity
from lms.ops.actions import audit
from lms.people.models import User


@transaction.atomic
def coach(
    *, review: Review, category: UUID, activity: Activity, due_on: date | None, by: User, at: datetime | None = None
) -> Coaching:
    """Ask the agent for something that trains what was weak; they find it on Today. The same twice is once."""
    at = at or timezone.now()
    line = next(line for line in lines_of(review.snapshot.body) if line.uid == str(category))
    with translation.override(review.person.preferred_language):
        reason = _("From the review of your ticket: %(what)s") % {"what": line.title}
    asked = assign(activity=activity, person=review.person, due_on=due_on, reason=reason[:200], by=by, at=at)
    row, _created = Coaching.objects.get_or_create(
        review=review, assignment=asked, defaults={"category": category, "at": at}
    )
    audit(by=by, verb="coached", subject=review, at=at, assignment=asked.pk)
    return row
