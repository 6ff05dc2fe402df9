import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from lms.ops.models import Notification

from .nudge import nudge

SEND = "lms.ops.tasks.send_notification"
LEASE = timedelta(seconds=60)
ATTEMPTS = 5


@transaction.atomic
def notify(
    *,
    person: Any,
    kind: str,
    key: str,
    reason: str,
    args: Mapping[str, Any] | None = None,
    urgent: bool = False,
    at: datetime | None = None,
) -> Notification:
    """Write down that this person should hear this. Quiet hours put it off unless it is urgent (an invitation)."""
    at = at or timezone.now()
    why_not = "" if person.email else "no_address"
    state = Notification.State.NOT_SENT if why_not else Notification.State.WAITING
    row, created = Notification.objects.get_or_create(
        key=key,
        defaults={
            "person": person,
            "kind": kind,
            "reason": reason,
            "args": dict(args or {}) | ({"urgent": True} if urgent else {}),
            "state": state,
            "why_not": why_not,
            "not_before": at if urgent else person.reachable_from(at),
            "created_at": at,
            "finished_at": at if why_not else None,
        },
    )
    if created and not why_not and row.not_before <= at:
        nudge(SEND, row.pk)
    return row


def claim_notification(pk: int, *, at: datetime | None = None) -> Notification | None:
    at = at or timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=at)
    taken = Notification.objects.filter(
        free, pk=pk, state=Notification.State.WAITING, not_before__lte=at, attempt__lt=ATTEMPTS
    ).update(lease_token=uuid.uuid4(), lease_until=at + LEASE, attempt=F("attempt") + 1)
    return Notification.objects.select_related("person").get(pk=pk) if taken else None


def mark_sent(*, row: Notification, at: datetime | None = None) -> None:
    _end(row, state=Notification.State.SENT, why_not="", at=at)


def mark_not_sent(*, row: Notification, why_not: str, at: datetime | None = None) -> None:
    _end(row, state=Notification.State.NOT_SENT, why_not=why_not, at=at)


def _end(row: Notification, *, state: str, why_not: str, at: datetime | None) -> None:
    Notification.objects.filter(pk=row.pk, lease_token=row.lease_token).update(
        state=state, why_not=why_not, finished_at=at or timezone.now(), lease_until=None, lease_token=None
    )


def put_off(*, row: Notification, why_not: str, at: datetime | None = None) -> None:
    """Again after 1, 2, 4 … minutes, not in quiet hours unless urgent; after the last attempt: not sent."""
    at = at or timezone.now()
    if row.attempt >= ATTEMPTS:
        mark_not_sent(row=row, why_not=why_not, at=at)
        return
    again = at + timedelta(minutes=2 ** (row.attempt - 1))
    Notification.objects.filter(pk=row.pk, lease_token=row.lease_token).update(
        not_before=again if row.args.get("urgent") else row.person.reachable_from(again),
        why_not=why_not,
        lease_until=None,
        lease_token=None,
    )


def give_up_unsent(*, at: datetime | None = None) -> int:
    """Letters whose worker died on every attempt."""
    at = at or timezone.now()
    return Notification.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lt=at),
        state=Notification.State.WAITING,
        attempt__gte=ATTEMPTS,
    ).update(
        state=Notification.State.NOT_SENT,
        why_not="letter_failed",
        finished_at=at,
        lease_until=None,
        lease_token=None,
    )
