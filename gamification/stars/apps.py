from django.apps import AppConfig


class StarsConfig(AppConfig):
    name = "gamification.stars"
    label = "stars"

    def ready(self) -> None:
        from . import declarations, letters, panels, places

        declarations.declare_fields()
        declarations.add_settings()
        letters.register()
        places.register()
        panels.register()
