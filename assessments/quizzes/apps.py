from django.apps import AppConfig

from lms.people import rights


class QuizzesConfig(AppConfig):
    name = "assessments.quizzes"
    label = "quizzes"

    def ready(self) -> None:
        from . import declarations, panels, places, question_types, receivers

        declarations.declare_fields()
        rights.editors_may(
            "quizzes", "quiz", "question", "singlechoicequestion", "multiplechoicequestion", "shortanswerquestion"
        )
        question_types.register_own()
        places.register()
        panels.register()
        receivers.connect()
