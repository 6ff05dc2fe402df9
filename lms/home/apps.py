from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "lms.home"
    label = "home"

    def ready(self) -> None:
        from . import own_panels, places

        places.register()
        own_panels.register()
