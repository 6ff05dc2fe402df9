"""While a worker lives, its job's lease does too, however long one step of the work takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

from django.db import DatabaseError, connection

from .actions import prolong
from .kinds import job_kinds
from .models import Job


@contextmanager
def kept(job: Job) -> Iterator[None]:
    stop = Event()
    keeper = Thread(target=_keep, args=(job, stop), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def _keep(job: Job, stop: Event) -> None:
    kind = job_kinds[job.kind]
    end = monotonic() + kind.limit_seconds
    try:
        while not stop.wait(kind.lease_seconds / 3) and monotonic() < end:
            if not _prolonged(job):
                return
    finally:
        connection.close()


def _prolonged(job: Job) -> bool:
    """False once the job is no longer ours. A busy database is no reason to give up: the next turn comes."""
    try:
        return prolong(job=job)
    except DatabaseError:
        return True
