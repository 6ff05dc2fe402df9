from django.apps import AppConfig

from lms.people import rights


class PointsConfig(AppConfig):
    name = "gamification.points"
    label = "points"

    def ready(self) -> None:
        from . import declarations, panels, places, projections, receivers

        rights.administrators_may("points", "pointrule", verbs=("add", "change"))
        declarations.declare_fields()
        places.register()
        panels.register()
        projections.register()
        receivers.connect()
