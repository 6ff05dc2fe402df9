from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from lms.learning.kinds import activity_kinds
from lms.learning.models import Activity, ActivityState, LearningRecord, Skill
from lms.learning.verbs import FAILED, PASSED
from lms.people.models import User

from .models import Attempt, Edition, Question, Quiz
from .places import QUIZ


def titles(uid: UUID) -> dict[str, str]:
    """Per language in which the quiz is live."""
    return dict(Quiz.objects.filter(translation_key=uid, live=True).values_list("locale__language_code", "title"))


def skills(slugs: Iterable[str]) -> list[Skill]:
    return list(Skill.objects.filter(slug__in=set(slugs)))


def live_quizzes_with(question: Question) -> QuerySet[Quiz]:
    """In every language, whichever of its languages the question was chosen in."""
    rows = Quiz.objects.filter(live=True, entries__question__translation_key=question.translation_key)
    return rows.select_related("locale").distinct()


def edition_of(quiz: Activity, language: str) -> Edition | None:
    """In that language, else in the other one."""
    rows = Edition.objects.filter(activity=quiz).select_related("snapshot", "activity")
    return min(rows, key=lambda row: row.language != language, default=None)


def attempts_of(person: User, quiz: Activity) -> list[Attempt]:
    """Own ones, the newest first; an open one before all others."""
    rows = Attempt.objects.filter(person=person, activity=quiz).select_related("snapshot")
    return sorted(rows, key=lambda row: (row.submitted_at is None, row.submitted_at or row.started_at), reverse=True)


def attempts_left(person: User, edition: Edition) -> int | None:
    """None: as many as one likes."""
    allowed = edition.snapshot.body["attempts"]
    taken = Attempt.objects.filter(person=person, activity=edition.activity, submitted_at__isnull=False).count()
    return max(0, allowed - taken) if allowed else None


def counts_as_evidence(person: User, quiz: Activity, day: date) -> bool:
    """One attempt a day says something about a skill; more of them only that the answers are fresh."""
    return not LearningRecord.objects.filter(person=person, activity=quiz, day=day, verb__in=(PASSED, FAILED)).exists()


def to_practise(person: User, slugs: Iterable[str], *, without: Activity, most: int = 3) -> list[Activity]:
    """Things that train these skills: reading and practice, not done yet first. One query, no courses."""
    done = ActivityState.objects.filter(person=person, activity=OuterRef("pk"), done_at__isnull=False)
    rows = Activity.objects.filter(live=True, kind__in=activity_kinds, skills__slug__in=set(slugs))
    rows = rows.exclude(pk=without.pk).filter(~Exists(Activity.objects.filter(parent=OuterRef("pk"))))
    found = rows.annotate(done=Exists(done), fits=Count("skills")).order_by("done", "-fits", "position", "pk")
    return list(found[:most])


@dataclass(frozen=True)
class Row:
    """One person's results in a quiz. `best`, `last`: 0–1."""

    person: User
    attempts: int
    best: float | None
    last: float | None
    last_at: datetime | None
    passed: bool


def results_of(quiz: Activity, people: Iterable[User]) -> list[Row]:
    """Everybody asked for, in that order, also without an attempt. One query."""
    found = list(people)
    handed_in = Attempt.objects.filter(activity=quiz, person__in=found, submitted_at__isnull=False)
    newest: dict[int, list[Attempt]] = {}
    for attempt in handed_in.only("person_id", "score", "passed", "submitted_at").order_by("-submitted_at"):
        newest.setdefault(attempt.person_id, []).append(attempt)
    return [_row(person, newest.get(person.pk, [])) for person in found]


ATTEMPTS = ("first", "last", "all")


def marks_of(quiz: Activity, questions: Sequence[str], which: str = "first") -> tuple[list[list[float]], int]:
    """Marks in the order of `questions`, an attempt a row; how many attempts were on other questions. One query.

    `which`: each person's first attempt, their last one, or all. Raises KeyError for another word.
    """
    if which not in ATTEMPTS:
        raise KeyError(which)
    rows = Attempt.objects.filter(activity=quiz, submitted_at__isnull=False).order_by("submitted_at", "pk")
    found: dict[int, dict[str, float]] = {}
    for pk, person, marks in rows.values_list("pk", "person_id", "marks"):
        key = pk if which == "all" else person
        if which != "first" or key not in found:
            found[key] = marks
    same = [marks for marks in found.values() if set(marks) == set(questions)]
    return [[marks[uid] for uid in questions] for marks in same], len(found) - len(same)


def _row(person: User, attempts: list[Attempt]) -> Row:
    if not attempts:
        return Row(person, 0, None, None, None, False)
    best = max(attempt.score or 0.0 for attempt in attempts)
    passed = any(attempt.passed for attempt in attempts)
    return Row(person, len(attempts), best, attempts[0].score, attempts[0].submitted_at, passed)


def team_quizzes(people: Iterable[User]) -> list[dict[str, Any]]:
    """Per live quiz somebody of them began: how many passed. One query."""
    rows = Activity.objects.filter(kind=QUIZ, live=True, states__person__in=list(people))
    counted = rows.annotate(
        tried=Count("states"),
        passed=Count("states", filter=Q(states__done_at__isnull=False)),
        newest=Max("states__last_at"),
    ).order_by("-newest")
    return [{"quiz": row, "tried": row.tried, "passed": row.passed} for row in counted[:6]]
