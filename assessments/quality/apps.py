from django.apps import AppConfig

from lms.people import rights


class QualityConfig(AppConfig):
    name = "assessments.quality"
    label = "quality"

    def ready(self) -> None:
        from . import (
            connection_letters,
            connectors,
            declarations,
            jobs,
            letters,
            norms,
            panels,
            places,
            projections,
            receivers,
        )

        declarations.declare_fields()
        rights.editors_may("quality", "scorecard")
        connectors.discover()
        connection_letters.register()
        norms.register()
        jobs.register()
        letters.register()
        places.register()
        panels.register()
        projections.register()
        receivers.connect()
