from celery import shared_task

from .actions import erase_due


@shared_task(name="assessments.interviews.tasks.erase_due_candidates")
def erase_due_candidates() -> int:
    """Beat runs it every hour: candidates whose term is over are erased on its day."""
    return erase_due()
