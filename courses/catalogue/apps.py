from django.apps import AppConfig
from django.db.models.signals import post_migrate

from lms.people import rights


class CatalogueConfig(AppConfig):
    name = "courses.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from . import declarations, panels, places, receivers

        declarations.declare_fields()
        rights.editors_may("catalogue", "servicestandard")
        places.register()
        panels.register()
        receivers.connect()
        post_migrate.connect(receivers.prepare_tree, sender=self, dispatch_uid="catalogue_tree")
