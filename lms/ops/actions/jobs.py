import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from lms.ops.kinds import Cancelled, LeaseLost, job_kinds
from lms.ops.models import Job
from lms.ops.words import WORKER_STOPPED

from .nudge import nudge

RUN = "lms.ops.tasks.run_job"


@transaction.atomic
def enqueue(
    *,
    kind: str,
    key: str,
    args: Mapping[str, Any] | None = None,
    owner: Any = None,
    not_before: datetime | None = None,
    at: datetime | None = None,
) -> Job:
    """Write the job in the caller's transaction, with its cause. The same key twice is one job."""
    at = at or timezone.now()
    job, created = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "args": dict(args or {}),
            "owner": owner,
            "not_before": not_before or at,
            "created_at": at,
        },
    )
    if created:
        nudge(RUN, job.pk)
    return job


def claim_job(pk: int, *, at: datetime | None = None) -> Job | None:
    """Take a waiting job, or a running one whose worker is gone. None: somebody else has it."""
    at = at or timezone.now()
    kind = job_kinds.get(Job.objects.filter(pk=pk).values_list("kind", flat=True).first() or "")
    if kind is None:
        return None
    free = Q(state=Job.State.WAITING, not_before__lte=at) | Q(state=Job.State.RUNNING, lease_until__lt=at)
    taken = Job.objects.filter(free, pk=pk, attempt__lt=kind.attempts).update(
        state=Job.State.RUNNING,
        lease_token=uuid.uuid4(),
        lease_until=at + timedelta(seconds=kind.lease_seconds),
        attempt=F("attempt") + 1,
    )
    return Job.objects.get(pk=pk) if taken else None


def _mine(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, lease_token=job.lease_token)


def keep_lease(*, job: Job, done: int, total: int, at: datetime | None = None) -> None:
    """Store progress and prolong the lease. Raises `Cancelled` or `LeaseLost`."""
    if not _mine(job).update(done=done, total=total, lease_until=_until(job, at)):
        job.refresh_from_db(fields=["state"])
        raise Cancelled if job.state == Job.State.CANCELLED else LeaseLost


def prolong(*, job: Job, at: datetime | None = None) -> bool:
    """The lease alone. False when the job was cancelled or another worker has it."""
    return bool(_mine(job).update(lease_until=_until(job, at)))


def _until(job: Job, at: datetime | None) -> datetime:
    return (at or timezone.now()) + timedelta(seconds=job_kinds[job.kind].lease_seconds)


@transaction.atomic
def finish_job(*, job: Job, payload: Mapping[str, Any], at: datetime | None = None) -> None:
    """Store what the work produced and the job's end together. Raises `LeaseLost` when another worker has it."""
    changes = {"state": Job.State.DONE, "finished_at": at or timezone.now(), "done": F("total"), "error": ""}
    if not _mine(job).update(**changes, lease_until=None, lease_token=None):
        raise LeaseLost
    result = job_kinds[job.kind].store(job, payload)
    Job.objects.filter(pk=job.pk).update(result=dict(result))


@transaction.atomic
def fail_job(*, job: Job, error: str, again: bool = True, at: datetime | None = None) -> None:
    """Try again after 2, 4, 8 … seconds; after the last attempt the job stands as failed with its sentence."""
    at = at or timezone.now()
    last = not again or job.attempt >= job_kinds[job.kind].attempts
    _mine(job).update(
        state=Job.State.FAILED if last else Job.State.WAITING,
        not_before=at + timedelta(seconds=2**job.attempt),
        finished_at=at if last else None,
        lease_until=None,
        lease_token=None,
        error=error[:2000],
    )


@transaction.atomic
def cancel_job(*, job: Job, by: Any, at: datetime | None = None) -> bool:
    """True when the job was still open. A running one stops at its next step and stores nothing."""
    changed = Job.objects.filter(pk=job.pk, state__in=[Job.State.WAITING, Job.State.RUNNING]).update(
        state=Job.State.CANCELLED, finished_at=at or timezone.now(), lease_until=None, lease_token=None
    )
    return bool(changed)


@transaction.atomic
def retry_job(*, job: Job, by: Any, at: datetime | None = None) -> bool:
    """True when the job had failed or was cancelled: it waits again, with all its attempts."""
    at = at or timezone.now()
    changed = Job.objects.filter(pk=job.pk, state__in=[Job.State.FAILED, Job.State.CANCELLED]).update(
        state=Job.State.WAITING, attempt=0, done=0, error="", not_before=at, finished_at=None
    )
    if changed:
        nudge(RUN, job.pk)
    return bool(changed)


def give_up_exhausted(*, at: datetime | None = None) -> int:
    """Jobs whose worker died on every attempt: they end as failed instead of waiting for ever."""
    at = at or timezone.now()
    over = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, lease_until__lt=at)
    spent = Q(pk__in=[])
    for kind in job_kinds.values():
        spent |= Q(kind=kind.name, attempt__gte=kind.attempts)
    return Job.objects.filter(over, spent).update(
        state=Job.State.FAILED,
        finished_at=at,
        lease_until=None,
        lease_token=None,
        error=WORKER_STOPPED,
    )
