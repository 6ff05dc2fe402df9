from celery import shared_task
from django.core.management import call_command


@shared_task(name="courses.catalogue.tasks.publish_scheduled")
def publish_scheduled() -> None:
    """What editors scheduled goes live, what they set to expire goes. Beat runs it every minute."""
    call_command("publish_scheduled", verbosity=0)
