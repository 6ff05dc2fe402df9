from importlib import import_module

from celery.signals import worker_init, worker_ready
from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OpsConfig(AppConfig):
    name = "lms.ops"
    label = "ops"

    def ready(self) -> None:
        from . import append_only, broker, checks, declarations, startup  # noqa: F401

        post_migrate.connect(append_only.install_after_migrate, dispatch_uid="append_only")
        worker_init.connect(startup.refuse_a_broken_worker, dispatch_uid="refuse_a_broken_worker")
        worker_ready.connect(startup.sweep_at_once, dispatch_uid="sweep_at_once")
        broker.use()
        import_module("lms.celery").app.set_default()  # for every thread of the web server too
