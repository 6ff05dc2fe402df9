from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from .kinds import job_kinds
from .models import Job, Notification, PrivateFile


def jobs_to_sweep(at: datetime, limit: int = 200) -> QuerySet[Job]:
    """Waiting jobs that are due, and running ones whose lease has run out."""
    due = Q(state=Job.State.WAITING, not_before__lte=at) | Q(state=Job.State.RUNNING, lease_until__lt=at)
    return Job.objects.filter(due, kind__in=job_kinds).order_by("not_before")[:limit]


def notifications_to_sweep(at: datetime, limit: int = 500) -> QuerySet[Notification]:
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=at)
    return Notification.objects.filter(free, state=Notification.State.WAITING, not_before__lte=at)[:limit]


def jobs_of(person: Any) -> QuerySet[Job]:
    return Job.objects.filter(owner=person).order_by("-created_at", "-pk")


def all_jobs() -> QuerySet[Job]:
    return Job.objects.select_related("owner").order_by("-created_at", "-pk")


def notifications_of(person: Any) -> QuerySet[Notification]:
    return Notification.objects.filter(person=person).order_by("-created_at", "-pk")


def file_of(job: Job) -> PrivateFile | None:
    """The file a finished job left for its owner."""
    uid = job.result.get("file")
    return PrivateFile.objects.filter(uid=uid).first() if uid else None
