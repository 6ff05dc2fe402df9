from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from assessments.quality.models import Recording, Ticket
from assessments.quality.places import RECORDING
from lms.ops.actions import audit, remove_file, store_file
from lms.people.models import User


@transaction.atomic
def attach_recording(
    *,
    ticket: Ticket,
    by: User,
    url: str = "",
    content: bytes = b"",
    content_type: str = "",
    at: datetime | None = None,
) -> Recording:
    """A file, or else an address; it takes the place of the one there was."""
    at = at or timezone.now()
    remove_recording(ticket=ticket, by=by, at=at)
    file = None
    if content:
        file = store_file(
            kind=RECORDING,
            path=f"recordings/{uuid4().hex}",
            content=content,
            download_name=f"call-{ticket.external_id}",
            content_type=content_type,
            at=at,
        )
    row = Recording.objects.create(ticket=ticket, file=file, url="" if file else url, by=by, at=at)
    audit(by=by, verb="recording attached", subject=ticket, at=at)
    return row


@transaction.atomic
def remove_recording(*, ticket: Ticket, by: User, at: datetime | None = None) -> None:
    row = Recording.objects.filter(ticket=ticket).select_related("file").first()
    if row is None:
        return
    file = row.file
    row.delete()
    if file:
        remove_file(file=file)
    audit(by=by, verb="recording removed", subject=ticket, at=at)
