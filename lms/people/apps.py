from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lms.people"
    label = "people"

    def ready(self) -> None:
        from . import declarations, letters, logs, operations, places, receivers  # noqa: F401

        logs.install()
