from celery import shared_task

from .actions import prepare as prepare_sets


@shared_task(name="courses.minutes.tasks.prepare")
def prepare() -> int:
    """Beat runs it every five minutes."""
    return prepare_sets()
