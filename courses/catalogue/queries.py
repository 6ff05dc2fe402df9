from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Page, Task, WorkflowState

from lms.learning.models import Activity, ActivityState, Assignment, Certificate, LearningRecord
from lms.learning.verbs import ANSWERED
from lms.people import queries as people
from lms.people.models import Membership, User

from .models import CoursePage, Enrolment, LearnIndexPage, LessonPage
from .places import COURSE, LESSON
from .search import stemmed


def done_by(person: User) -> Exists:
    return Exists(ActivityState.objects.filter(person=person, activity=OuterRef("pk"), done_at__isnull=False))


def lessons_of(course: Activity) -> QuerySet[Activity]:
    return Activity.objects.filter(parent=course, kind=LESSON, live=True).order_by("position", "pk")


def lessons_left(person: User, course: Activity) -> QuerySet[Activity]:
    return lessons_of(course).exclude(done_by(person))


def resume_at(person: User, course: Activity, last: int | None) -> Activity | None:
    """The lesson one was in, while it is not done; else the first not done; else the first."""
    lessons = list(lessons_of(course).annotate(is_done=done_by(person)))
    left = [lesson for lesson in lessons if not lesson.is_done]
    here = [lesson for lesson in left if lesson.pk == last]
    return next(iter(here + left + lessons), None)


def answers_to(person: User, lesson: Activity, check_uid: str) -> list[LearningRecord]:
    """All answers of this person to one question, oldest first."""
    return [row for row in answers_in(person, lesson) if row.context.get("check") == check_uid]


def answers_in(person: User, lesson: Activity) -> QuerySet[LearningRecord]:
    return LearningRecord.objects.filter(person=person, activity=lesson, verb=ANSWERED).order_by("at", "pk")


def answered_checks(person: User, lesson: Activity) -> set[str]:
    return {row.context.get("check", "") for row in answers_in(person, lesson)}


@dataclass(frozen=True)
class Place:
    """Where a page is read: its path under `/learn/`, its language, its title there."""

    path: str
    language: str
    title: str


def reader_path(url_path: str) -> str:
    """`/learn-ru/complaints/last/` is read at `/learn/complaints/last/`."""
    tail = url_path.strip("/").partition("/")[2]
    return f"/learn/{tail}/" if tail else "/learn/"


def places(keys: Iterable[UUID], language: str) -> dict[UUID, Place]:
    """For each translation key the live page in `language`, else in the other one. One query."""
    rows = Page.objects.live().filter(translation_key__in=list(keys))
    best: dict[UUID, Place] = {}
    for key, url_path, code, title in rows.values_list("translation_key", "url_path", "locale__language_code", "title"):
        if key not in best or code == language:
            best[key] = Place(reader_path(url_path), code, title)
    return best


def page_at(path: str, language: str) -> Page | None:
    """The live page at that path in any language's tree, as its live translation into `language` where there is one."""
    parts = [part for part in path.split("/") if part]
    tail = "/".join(["", *parts, ""])
    asked = Page.objects.live().filter(depth=len(parts) + 2, url_path__endswith=tail)
    rows = Page.objects.live().filter(translation_key__in=asked.values("translation_key")).select_related("locale")
    found = sorted(rows.defer_streamfields(), key=lambda page: page.locale.language_code != language)
    if not found:
        return None
    page = found[0].specific
    page.locale = found[0].locale
    return page


def started_courses(person: User) -> QuerySet[Activity]:
    """Courses a person has taken up, last opened first, with `is_done`."""
    rows = Activity.objects.filter(kind=COURSE, live=True, enrolments__person=person)
    return rows.annotate(is_done=done_by(person), opened=F("enrolments__opened_at")).order_by("-opened")


def course_lessons(person: User, courses: Iterable[Activity]) -> dict[int, list[Activity]]:
    """Live lessons of each course in order, each with `is_done`. One query."""
    grouped: dict[int, list[Activity]] = {course.pk: [] for course in courses}
    rows = Activity.objects.filter(parent__in=list(grouped), kind=LESSON, live=True)
    for lesson in rows.annotate(is_done=done_by(person)).order_by("position", "pk"):
        grouped[lesson.parent_id or 0].append(lesson)
    return grouped


def last_lessons(person: User) -> dict[int, int]:
    """Course → lesson one was last in."""
    rows = Enrolment.objects.filter(person=person, last_lesson__isnull=False)
    return dict(rows.values_list("course_id", "last_lesson_id"))


def found_pages(query: str, language: str) -> list[Page]:
    """Courses and lessons with these words in any form, each once, the reader's language first."""
    words = stemmed(query)
    hits = [page for model in (CoursePage, LessonPage) for page in _hits(model, words)] if words else []
    best: dict[UUID, Page] = {}
    for page in hits:
        if page.translation_key not in best or page.locale.language_code == language:
            best[page.translation_key] = page
    return sorted(best.values(), key=lambda page: page.locale.language_code != language)


def _hits(model: type[Page], words: str) -> list[Page]:
    """All words, else any of them."""
    rows = model.objects.live().select_related("locale")
    found = list(rows.search(words, operator="and")[:30])
    return found or list(rows.search(words, operator="or")[:10])


def next_step(person: User, day: date) -> QuerySet[Activity]:
    """Lessons still to do, most pressing first, with the course, `due`, `opened`, `of` (lessons in it). One query."""
    started = Enrolment.objects.filter(person=person, course=OuterRef("parent"))
    rows = Activity.objects.filter(kind=LESSON, live=True, parent__live=True).exclude(done_by(person))
    rows = rows.annotate(
        opened=Subquery(started.values("opened_at")[:1]),
        here=Exists(started.filter(last_lesson=OuterRef("pk"))),
        due=Subquery(assigned_to(person, day).filter(activity=OuterRef("parent")).values("due_on")[:1]),
        asked=Exists(assigned_to(person, day).filter(activity=OuterRef("parent"))),
        of=Subquery(
            Activity.objects.filter(parent=OuterRef("parent"), kind=LESSON, live=True)
            .order_by()
            .values("parent")
            .annotate(n=Count("pk"))
            .values("n")
        ),
    )
    order = ("-asked", F("due").asc(nulls_last=True), F("opened").desc(nulls_last=True), "parent__position")
    return rows.select_related("parent").order_by(*order, "-here", "position", "pk")


def assigned_to(person: User, day: date) -> QuerySet[Assignment]:
    """Open wishes for the person or a team the person learns in on that day: own ones first, then the soonest."""
    teams = Membership.objects.filter(people.on(day), person=person).exclude(role=Membership.Role.MANAGER)
    mine = Q(person=person) | Q(team__in=teams.values("team"))
    order = (F("team").asc(nulls_first=True), F("due_on").asc(nulls_last=True))
    return Assignment.objects.filter(mine, withdrawn_at__isnull=True).order_by(*order)


def courses_with_progress(person: User) -> QuerySet[Activity]:
    """Started courses, last opened first, each with `lessons`, `done` and `certificate` (its uid). One query."""
    lessons = Activity.objects.filter(parent=OuterRef("pk"), kind=LESSON, live=True).order_by()
    done = lessons.filter(done_by(person))

    def count(rows: QuerySet[Activity]) -> Coalesce:
        return Coalesce(Subquery(rows.values("parent").annotate(n=Count("pk")).values("n")), 0)

    rows = Activity.objects.filter(kind=COURSE, live=True, enrolments__person=person)
    own = Certificate.objects.filter(person=person, activity=OuterRef("pk"))
    counted = rows.annotate(lessons=count(lessons), done=count(done), certificate=Subquery(own.values("uid")[:1]))
    return counted.order_by("-enrolments__opened_at")


def team_progress(members: Iterable[User]) -> list[dict[str, Any]]:
    """Per course: how many of these people started and finished it. One query."""
    rows = Activity.objects.filter(kind=COURSE, live=True, states__person__in=list(members))
    counts = rows.annotate(started=Count("states"), finished=Count("states", filter=Q(states__done_at__isnull=False)))
    return [{"course": row, "started": row.started, "finished": row.finished} for row in counts]


def reminder_lines(readers: Iterable[User], day: date) -> dict[int, list[tuple[str, str]]]:
    """For each person with an unfinished course the lesson to go on with: (text, path). One query."""
    ids = [person.pk for person in readers]
    done = ActivityState.objects.filter(
        person=OuterRef("parent__enrolments__person"), activity=OuterRef("pk"), done_at__isnull=False
    )
    rows = Activity.objects.filter(kind=LESSON, live=True, parent__live=True, parent__enrolments__person__in=ids)
    rows = rows.annotate(reader=F("parent__enrolments__person"), is_done=Exists(done)).filter(is_done=False)
    lines: dict[int, list[tuple[str, str]]] = {}
    for lesson in rows.order_by("reader", "-parent__enrolments__opened_at", "position"):
        lines.setdefault(lesson.reader, [(lesson.title, lesson.url)])
    return lines


def index_in(language: str) -> LearnIndexPage | None:
    """The list of courses in that language, else in the other one."""
    rows = list(LearnIndexPage.objects.select_related("locale"))
    return next((row for row in rows if row.locale.language_code == language), next(iter(rows), None))


def in_review() -> QuerySet[Page]:
    """Pages a review is open for, each with `asked_by` (a person's id) and `sent_back`, the longest waiting first."""
    states = WorkflowState.objects.active().filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    rows = Page.objects.annotate(
        asked_by=Subquery(states.values("requested_by")[:1]),
        asked_at=Subquery(states.values("created_at")[:1]),
        sent_back=Exists(states.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)),
    )
    return rows.filter(asked_at__isnull=False).select_related("locale").order_by("asked_at")


def may_review(person: User) -> bool:
    return Task.objects.filter(active=True, groupapprovaltask__groups__in=person.groups.all()).exists()


def reviews_for(person: User) -> QuerySet[Page]:
    """What colleagues sent for review and this person may answer."""
    return in_review().exclude(asked_by=person.pk).filter(sent_back=False)


def reviews_asked_by(person: User) -> QuerySet[Page]:
    return in_review().filter(asked_by=person.pk)


def pieces_in_review() -> QuerySet[WorkflowState]:
    """Open reviews of what is no page: scenarios, questions, cards and the like, the longest waiting first."""
    pages = Q(base_content_type__app_label="wagtailcore", base_content_type__model="page")
    rows = WorkflowState.objects.active().exclude(pages).filter(current_task_state__revision__isnull=False)
    return rows.select_related("content_type", "current_task_state__revision").order_by("created_at")


def drafts_since(moment: datetime) -> QuerySet[Page]:
    """Pages changed since then and not published since, the last changed first; not those in review."""
    rows = Page.objects.filter(has_unpublished_changes=True, latest_revision_created_at__gte=moment)
    waiting = in_review().values("pk")
    return rows.exclude(pk__in=waiting).select_related("locale").order_by("-latest_revision_created_at")


def untranslated_lessons() -> QuerySet[LessonPage]:
    """Live lessons that stand in one language only."""
    twins = LessonPage.objects.filter(translation_key=OuterRef("translation_key")).exclude(pk=OuterRef("pk"))
    return LessonPage.objects.live().filter(~Exists(twins)).select_related("locale").order_by("path")
