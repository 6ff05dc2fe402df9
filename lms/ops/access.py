"""Gatekeepers: the object, or 404 for whoever may not see it."""

from typing import Any
from uuid import UUID

from django.http import Http404

from . import queries
from .kinds import file_kinds, may_see_all_jobs
from .models import Job, PrivateFile


def job_of(person: Any, uid: UUID) -> Job:
    """The owner's; any job for those who look after the installation."""
    job = queries.all_jobs().filter(uid=uid).first()
    if job is None or not (job.owner_id == person.pk or may_see_all_jobs(person)):
        raise Http404
    return job


def file_for(person: Any, uid: UUID) -> PrivateFile:
    """As the kind of the file decides."""
    file = PrivateFile.objects.filter(uid=uid).first()
    kind = file_kinds.get(file.kind) if file else None
    if file is None or kind is None or not kind.may_fetch(person, file):
        raise Http404
    return file
