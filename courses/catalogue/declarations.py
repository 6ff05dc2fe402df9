from lms.ops.personal_data import declare

from .models import CoursePage, Enrolment, LearnIndexPage, LessonPage, ServiceStandard


def declare_fields() -> None:
    declare(
        Enrolment,
        subject="person",
        export=("course", "last_lesson", "enrolled_at", "opened_at"),
        keep=("id", "person"),
    )
    for model in (CoursePage, LearnIndexPage, LessonPage, ServiceStandard):
        own = [field.name for field in model._meta.get_fields() if getattr(field, "column", None) or field.many_to_many]
        declare(model, keep=tuple(own))
