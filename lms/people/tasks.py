from celery import shared_task

from . import actions


@shared_task(name="lms.people.tasks.close_accounts")
def close_accounts() -> int:
    """Beat runs it every ten minutes: whose last working day is over loses the way in, also without coming back."""
    return actions.close_accounts()
