from django.apps import AppConfig

from lms.people import rights


class RoleplaysConfig(AppConfig):
    name = "roleplays"
    label = "roleplays"

    def ready(self) -> None:
        from . import declarations, panels, places, receivers

        declarations.declare_fields()
        rights.editors_may("roleplays", "scenario")
        places.register()
        panels.register()
        receivers.connect()
