from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.quizzes import queries, question_types
from assessments.quizzes.grading import grade
from assessments.quizzes.models import Attempt, Edition
from lms.learning.actions import record
from lms.learning.models import Activity
from lms.learning.verbs import FAILED, PASSED, STARTED
from lms.people.models import User
from lms.people.queries import today_of

SOURCE = "quiz"
LONG_PAUSE = 180  # seconds; whoever was away longer was not thinking about the question


class NoMoreAttempts(Exception):
    """The person has taken the quiz as often as it allows."""


class NotInQuiz(Exception):
    """The question is not in the version of the quiz that this attempt is on."""


@transaction.atomic
def start_attempt(
    *, person: User, edition: Edition, origin: Activity | None = None, at: datetime | None = None
) -> Attempt:
    """Begin, or go on where one stopped: there is one open attempt a person and quiz. Raises `NoMoreAttempts`."""
    at = at or timezone.now()
    quiz = edition.activity
    attempt = Attempt.objects.filter(person=person, activity=quiz, submitted_at=None).first()
    if attempt is None:
        if queries.attempts_left(person, edition) == 0:
            raise NoMoreAttempts
        attempt, _ = Attempt.objects.get_or_create(
            person=person,
            activity=quiz,
            submitted_at=None,
            defaults={"snapshot": edition.snapshot, "origin": origin, "started_at": at, "seen_at": at},
        )
    elif origin and attempt.origin_id != origin.pk:
        attempt.origin = origin
        attempt.save(update_fields=["origin"])
    key = f"started:{quiz.uid}:{person.pk}"
    record(person=person, verb=STARTED, activity=quiz, key=key, source=SOURCE, at=at)
    return attempt


@transaction.atomic
def save_answer(*, attempt: Attempt, question: str, sent: list[str], at: datetime | None = None) -> Attempt:
    """Keep one answer as it was sent; nothing sent takes it away. After handing in nothing changes any more.

    Raises `NotInQuiz`.
    """
    at = at or timezone.now()
    attempt = _locked(attempt)
    item = next((item for item in attempt.body["questions"] if item["uid"] == question), None)
    if item is None:
        raise NotInQuiz
    if attempt.submitted_at is None:
        _keep(attempt, question, question_types.get(item["type"]).reader(item, sent))
        _count_time(attempt, at)
        attempt.save(update_fields=["answers", "seen_at", "seconds"])
    return attempt


def _keep(attempt: Attempt, question: str, given: Any) -> None:
    if given is None:
        attempt.answers.pop(question, None)
    else:
        attempt.answers[question] = given


def _count_time(attempt: Attempt, at: datetime) -> None:
    attempt.seconds += round(min(max(0.0, (at - attempt.seen_at).total_seconds()), LONG_PAUSE))
    attempt.seen_at = max(at, attempt.seen_at)


@transaction.atomic
def submit_attempt(*, attempt: Attempt, at: datetime | None = None) -> Attempt:
    """Hand in: graded here, recorded as passed or not. Twice is once."""
    at = at or timezone.now()
    attempt = _locked(attempt)
    if attempt.submitted_at:
        return attempt
    result = grade(attempt.body, attempt.answers, question_types.graders())
    _count_time(attempt, at)
    attempt.marks, attempt.score, attempt.passed = dict(result.marks), result.score, result.passed
    attempt.submitted_at = at
    counts = queries.counts_as_evidence(attempt.person, attempt.activity, today_of(attempt.person, at))
    attempt.save()
    record(
        person=attempt.person,
        verb=PASSED if result.passed else FAILED,
        activity=attempt.activity,
        key=f"quiz:{attempt.uid}",
        source=SOURCE,
        score=result.score,
        seconds=attempt.seconds,
        evidence={skill: result.evidence[skill.slug] for skill in queries.skills(result.evidence)} if counts else None,
        context={"snapshot": attempt.snapshot.hash, "attempt": str(attempt.uid)},
        at=at,
    )
    return attempt


def _locked(attempt: Attempt) -> Attempt:
    """The row as it is now, held until the end: two tabs wait for each other."""
    rows = Attempt.objects.select_for_update(of=("self",)).select_related("snapshot", "activity", "person")
    return rows.get(pk=attempt.pk)
