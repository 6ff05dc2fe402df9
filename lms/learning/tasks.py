from celery import shared_task

from .actions import remind as write_reminders


@shared_task(name="lms.learning.tasks.remind")
def remind() -> int:
    """Beat runs it every five minutes."""
    return write_reminders()
