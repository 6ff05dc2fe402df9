from django.apps import AppConfig

from lms.people import rights


class LearningConfig(AppConfig):
    name = "lms.learning"
    label = "learning"

    def ready(self) -> None:
        from . import certificates, declarations, places, projections, reminders  # noqa: F401

        rights.administrators_may("learning", "skill")
        certificates.register()
        places.register()
        projections.register()
        reminders.register()
