from time import monotonic

from celery import shared_task
from django.utils import timezone

from . import heartbeat, queries, work
from .actions.files import sweep_parts
from .actions.jobs import RUN, give_up_exhausted
from .actions.notifications import SEND, give_up_unsent

TURN = 20.0  # seconds one sweep may work; the next one goes on


@shared_task(name=RUN)
def run_job(pk: int) -> str:
    return work.run_job(pk)


@shared_task(name=SEND)
def send_notification(pk: int) -> str:
    return work.send_notification(pk)


@shared_task(name="lms.ops.tasks.sweep")
def sweep() -> None:
    """Picks up what a lost nudge or a killed worker left behind. Beat runs it every ten seconds."""
    now, end = timezone.now(), monotonic() + TURN
    heartbeat.beat(at=now)
    give_up_exhausted(at=now)
    give_up_unsent(at=now)
    sweep_parts(at=now)
    for row in queries.notifications_to_sweep(now):
        if monotonic() < end:
            work.send_notification(row.pk)
    for job in queries.jobs_to_sweep(now):
        if monotonic() < end:
            work.run_job(job.pk)
