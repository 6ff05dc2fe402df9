from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lms.learning.models import Activity, GuestPass
from lms.ops.actions import audit
from lms.people.invitations import hash_of, new_secret
from lms.people.models import User

LASTS = timedelta(days=14)


class GuestPassGone(Exception):
    """Taken back or run out, between looking and pressing."""


@transaction.atomic
def issue_pass(
    *, activity: Activity, language: str, room: str, subject: UUID, by: User | None, at: datetime | None = None
) -> tuple[GuestPass, str]:
    """A link for somebody without an account, and its secret, which is shown once and stored nowhere.

    One for the same thing about the same subject that is not done yet is taken back: the newest counts.
    """
    at = at or timezone.now()
    for earlier in _unfinished(room, subject).filter(activity=activity):
        revoke_pass(guest=earlier, by=by, at=at)
    secret = new_secret()
    guest = GuestPass.objects.create(
        activity=activity,
        language=language,
        room=room,
        subject=subject,
        secret_hash=hash_of(secret),
        issued_by=by,
        issued_at=at,
        expires_at=at + LASTS,
    )
    audit(by=by, verb="guest pass issued", subject=guest, at=at)
    return guest, secret


@transaction.atomic
def begin_pass(*, guest: GuestPass, at: datetime | None = None) -> GuestPass:
    """The guest has begun. Twice is once. Raises `GuestPassGone`."""
    at = at or timezone.now()
    guest = _held(guest)
    if guest.finished_at or guest.revoked_at or guest.expires_at <= at:
        raise GuestPassGone
    if guest.started_at is None:
        guest.started_at = at
        guest.save(update_fields=["started_at"])
    return guest


@transaction.atomic
def finish_pass(*, guest: GuestPass, score: float, seconds: int, at: datetime | None = None) -> GuestPass:
    """`score`: 0–1. Twice is once. Raises `GuestPassGone` for one that was taken back meanwhile."""
    guest = _held(guest)
    if guest.finished_at:
        return guest
    if guest.revoked_at:
        raise GuestPassGone
    guest.finished_at, guest.score, guest.seconds = at or timezone.now(), score, seconds
    guest.save(update_fields=["finished_at", "score", "seconds"])
    return guest


@transaction.atomic
def revoke_pass(*, guest: GuestPass, by: User | None, at: datetime | None = None) -> None:
    """The link does not work any more. What is done stays; twice is once."""
    at = at or timezone.now()
    rows = GuestPass.objects.filter(pk=guest.pk, finished_at__isnull=True, revoked_at__isnull=True)
    if rows.update(revoked_at=at):
        audit(by=by, verb="guest pass revoked", subject=guest, at=at)


@transaction.atomic
def revoke_passes(*, room: str, subject: UUID, by: User | None, at: datetime | None = None) -> None:
    """All about one thing that are not done."""
    for guest in _unfinished(room, subject):
        revoke_pass(guest=guest, by=by, at=at)


def erase_passes(*, room: str, subject: UUID) -> None:
    """With the thing they are about: the rows go, and with them what guests have said in other rooms."""
    GuestPass.objects.filter(room=room, subject=subject).delete()


def _unfinished(room: str, subject: UUID) -> QuerySet[GuestPass]:
    return GuestPass.objects.filter(room=room, subject=subject, finished_at__isnull=True, revoked_at__isnull=True)


def _held(guest: GuestPass) -> GuestPass:
    """The row as it is now, until the transaction ends."""
    return GuestPass.objects.select_for_update(of=("self",)).select_related("activity").get(pk=guest.pk)
