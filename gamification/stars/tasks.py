from celery import shared_task

from .actions import close_due


@shared_task(name="gamification.stars.tasks.close_last_month")
def close_last_month() -> None:
    close_due()
