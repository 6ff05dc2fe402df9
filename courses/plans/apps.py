from django.apps import AppConfig

from lms.people import rights


class PlansConfig(AppConfig):
    name = "courses.plans"
    label = "plans"

    def ready(self) -> None:
        from . import declarations, panels, places, receivers, step_types

        step_types.register_own()
        declarations.declare_fields()
        rights.editors_may("plans", "plan")
        places.register()
        panels.register()
        receivers.connect()
