from datetime import datetime

from django.db import transaction
from django.utils import timezone

from courses.catalogue import queries
from courses.catalogue.checks import checks_in
from courses.catalogue.models import CoursePage, Enrolment
from courses.catalogue.places import LESSON
from lms.learning.actions import issue_certificate, record
from lms.learning.models import Activity, ContentSnapshot, LearningRecord, Skill
from lms.learning.queries import current_snapshot
from lms.learning.verbs import ANSWERED, COMPLETED, STARTED
from lms.people.models import User

SOURCE = "lesson"


@transaction.atomic
def enrol(*, person: User, course: Activity, at: datetime | None = None) -> Enrolment:
    """Take a course up. Twice is once."""
    at = at or timezone.now()
    enrolment, created = Enrolment.objects.get_or_create(
        person=person, course=course, defaults={"enrolled_at": at, "opened_at": at}
    )
    if created:
        record(
            person=person,
            verb=STARTED,
            activity=course,
            key=f"started:{course.uid}:{person.pk}",
            source=SOURCE,
            at=at,
        )
    return enrolment


@transaction.atomic
def open_lesson(*, person: User, lesson: Activity, at: datetime | None = None) -> None:
    """Remember where the person is, so that the next visit resumes here."""
    at = at or timezone.now()
    if lesson.parent:
        enrol(person=person, course=lesson.parent, at=at)
    key = f"started:{lesson.uid}:{person.pk}"
    record(person=person, verb=STARTED, activity=lesson, key=key, source=SOURCE, at=at)
    Enrolment.objects.filter(person=person, course=lesson.parent).update(last_lesson=lesson, opened_at=at)


class NotInSnapshot(Exception):
    """The question or answer is not in the version of the lesson that was shown."""


@transaction.atomic
def answer_check(
    *, person: User, snapshot: ContentSnapshot, check_uid: str, option_uid: str, at: datetime | None = None
) -> LearningRecord:
    """Grade one answer on the server. Only the first answer to a question is evidence; a right one is final."""
    check = checks_in(snapshot.body).get(check_uid)
    option = check.option(option_uid) if check else None
    if check is None or option is None:
        raise NotInSnapshot
    earlier = queries.answers_to(person, snapshot.activity, check_uid)
    if earlier and (earlier[-1].score == 1 or earlier[-1].context["option"] == option_uid):
        return earlier[-1]
    skill = Skill.objects.filter(slug=check.skill).first() if check.skill and not earlier else None
    score = 1.0 if option.right else 0.0
    row, _ = record(
        person=person,
        verb=ANSWERED,
        activity=snapshot.activity,
        key=f"check:{check_uid}:{person.pk}:{len(earlier) + 1}",
        source=SOURCE,
        score=score,
        evidence={skill: score} if skill else None,
        context={"snapshot": snapshot.hash, "check": check_uid, "option": option_uid},
        at=at,
    )
    return row


class ChecksOpen(Exception):
    """Some quick checks have no answer yet: `first` is the uid of the first of them, `count` how many."""

    def __init__(self, first: str, count: int) -> None:
        super().__init__(first, count)
        self.first, self.count = first, count


@transaction.atomic
def complete_lesson(*, person: User, lesson: Activity, language: str, at: datetime | None = None) -> LearningRecord:
    """The lesson is read and its quick checks are answered. Raises `ChecksOpen`. Twice is once."""
    snapshot = current_snapshot(lesson, language)
    answered = queries.answered_checks(person, lesson)
    waiting = [uid for uid in (checks_in(snapshot.body) if snapshot else ()) if uid not in answered]
    if waiting:
        raise ChecksOpen(waiting[0], len(waiting))
    open_lesson(person=person, lesson=lesson, at=at)
    key = f"completed:{lesson.uid}:{person.pk}"
    context = {"snapshot": snapshot.hash, "language": language} if snapshot else {"language": language}
    row, _ = record(person=person, verb=COMPLETED, activity=lesson, key=key, source=SOURCE, context=context, at=at)
    finish_course(person=person, course=lesson.parent, language=language, at=at)
    return row


@transaction.atomic
def finish_course(*, person: User, course: Activity | None, language: str, at: datetime | None = None) -> bool:
    """Once every live lesson is done the course is, and its certificate is issued. True when it is done."""
    if course is None or queries.lessons_left(person, course).filter(kind=LESSON).exists():
        return False
    key = f"completed:{course.uid}:{person.pk}"
    record(person=person, verb=COMPLETED, activity=course, key=key, source=SOURCE, score=None, at=at)
    if CoursePage.objects.filter(translation_key=course.uid, certificate=True, live=True).exists():
        issue_certificate(person=person, activity=course, language=language, at=at)
    return True
