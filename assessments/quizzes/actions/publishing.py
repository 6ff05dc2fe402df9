from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from assessments.quizzes import queries
from assessments.quizzes.models import Edition, Question, Quiz
from assessments.quizzes.places import QUIZ
from lms.learning.actions import publish_activity, retire_activity, take_snapshot
from lms.learning.models import Activity


@transaction.atomic
def publish_quiz(quiz: Quiz) -> Edition | None:
    """A quiz, or one of its questions, went live: what learners who begin now are given. None without questions."""
    body = quiz.body()
    language = quiz.locale.language_code
    if not body["questions"]:
        withdraw_edition(quiz.translation_key, language)
        return None
    activity = publish_activity(
        uid=quiz.translation_key,
        kind=QUIZ,
        titles=queries.titles(quiz.translation_key),
        skills=queries.skills(slug for item in body["questions"] for slug in item["skills"]),
        seconds=body["seconds"],
    )
    snapshot = take_snapshot(activity=activity, language=language, body=body)
    edition, _ = Edition.objects.update_or_create(activity=activity, language=language, defaults={"snapshot": snapshot})
    return edition


@transaction.atomic
def unpublish_quiz(quiz: Quiz) -> None:
    withdraw_edition(quiz.translation_key, quiz.locale.language_code)


@transaction.atomic
def withdraw_edition(uid: UUID, language: str) -> None:
    """Not offered in this language any more; retired with the last one. Attempts under way go on."""
    editions = Edition.objects.filter(activity__uid=uid)
    editions.filter(language=language).delete()
    if not editions.exists():
        retire_activity(uid=uid)


@transaction.atomic
def renew_quizzes(question: Question) -> list[Activity]:
    """A question changed, went live or was taken back: every live quiz with it gets its new edition."""
    editions: Iterable[Edition | None] = [publish_quiz(quiz) for quiz in queries.live_quizzes_with(question)]
    return [edition.activity for edition in editions if edition]
