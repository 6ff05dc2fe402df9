from django.apps import AppConfig

from lms.people import rights


class MinutesConfig(AppConfig):
    name = "courses.minutes"
    label = "minutes"

    def ready(self) -> None:
        from . import declarations, panels, places, projections, receivers

        declarations.declare_fields()
        rights.editors_may("minutes", "minutecard")
        places.register()
        panels.register()
        projections.register()
        receivers.connect()
