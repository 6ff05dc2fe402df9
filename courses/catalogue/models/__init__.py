from .enrolment import Enrolment
from .pages import CoursePage, LearnIndexPage, LessonPage
from .standard import ServiceStandard

__all__ = ["CoursePage", "Enrolment", "LearnIndexPage", "LessonPage", "ServiceStandard"]
