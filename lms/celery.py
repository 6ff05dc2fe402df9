"""The Celery application. Tasks are nudges: the row they name is the work (decision 0003)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.development")

app = Celery("service_star")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
