from django.apps import AppConfig

from lms.people import rights


class InterviewsConfig(AppConfig):
    name = "assessments.interviews"
    label = "interviews"

    def ready(self) -> None:
        from . import declarations, panels, places, receivers, talks

        declarations.declare_fields()
        rights.editors_may("interviews", "interviewquestion", "interviewkit")
        places.register()
        panels.register()
        talks.register()
        receivers.connect()
