from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "lms.learning"
    label = "learning"

    def ready(self) -> None:
        from . import certificates, declarations, places, projections, reminders  # noqa: F401

        certificates.register()
        places.register()
        projections.register()
        reminders.register()
