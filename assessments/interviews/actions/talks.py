from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.interviews.models import Candidate
from assessments.interviews.room import ROOM
from lms.learning.actions import erase_passes, issue_pass, revoke_passes
from lms.learning.models import Activity, GuestPass
from lms.people.models import User


@transaction.atomic
def give_talk(
    *, candidate: Candidate, activity: Activity, language: str, by: User, at: datetime | None = None
) -> tuple[GuestPass, str]:
    """A link by which the candidate plays it, and its secret. Raises ValidationError once a decision stands."""
    if not Candidate.objects.select_for_update().get(pk=candidate.pk).is_open:
        raise ValidationError(_("A decision about this candidate stands already."))
    return issue_pass(activity=activity, language=language, room=ROOM, subject=candidate.uid, by=by, at=at)


def close_talks(*, candidate: Candidate, by: User | None, at: datetime | None = None) -> None:
    """Links that are not used up lead nowhere any more."""
    revoke_passes(room=ROOM, subject=candidate.uid, by=by, at=at)


def erase_talks(*, candidate: Candidate) -> None:
    """With the candidate: the links, and all they said by them."""
    erase_passes(room=ROOM, subject=candidate.uid)
