from time import monotonic

from celery import shared_task
from django.utils import timezone

from . import connection_queries, fetching
from .actions import draw_due
from .actions.connecting import PULL
from .actions.spool import sweep_spool

TURN = 50.0  # seconds one sweep may work; the next one goes on


@shared_task(name="assessments.quality.tasks.sweep_uploads")
def sweep_uploads() -> int:
    """Beat runs it every hour: files nobody came back for are deleted."""
    return sweep_spool()


@shared_task(name=PULL)
def pull_connection(pk: int) -> str:
    return fetching.fetch(pk)


@shared_task(name="assessments.quality.tasks.pull_due")
def pull_due() -> int:
    """Beat runs it twice a minute: every connection whose time has come, whether or not it was nudged."""
    end, turns = monotonic() + TURN, 0
    for connection in connection_queries.due(timezone.now()):
        if monotonic() < end:
            fetching.fetch(connection.pk)
            turns += 1
    return turns


@shared_task(name="assessments.quality.tasks.draw_weeks")
def draw_weeks() -> int:
    """Beat runs it every hour: each plan's tickets of the week, once."""
    return draw_due()
