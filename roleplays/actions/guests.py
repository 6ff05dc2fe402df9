from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lms.learning.actions import begin_pass
from lms.learning.models import ContentSnapshot, GuestPass
from roleplays.models import Run


@transaction.atomic
def start_guest_run(*, guest: GuestPass, snapshot: ContentSnapshot, at: datetime | None = None) -> Run:
    """Begin a guest's talk. In two tabs, or pressed twice, it is the same one. Raises `GuestPassGone`."""
    at = at or timezone.now()
    guest = begin_pass(guest=guest, at=at)
    run, _new = Run.objects.get_or_create(
        guest=guest, defaults={"snapshot": snapshot, "started_at": at, "moved_at": at}
    )
    return run
