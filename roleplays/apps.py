from django.apps import AppConfig

from lms.people import rights


class RoleplaysConfig(AppConfig):
    name = "roleplays"
    label = "roleplays"

    def ready(self) -> None:
        from . import declarations, letters, panels, places, receivers

        declarations.declare_fields()
        rights.editors_may("roleplays", "scenario")
        rights.editors_may("roleplays", "suggestion", verbs=("view", "change"))
        letters.register()
        places.register()
        panels.register()
        receivers.connect()
