"""What a page shows of its reader: progress, answers, where to go on. Built once, before the page is served."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lms.learning.models import Activity, ActivityState, Certificate, LearningRecord
from lms.learning.queries import current_snapshot, states_of
from lms.people.models import RoleGrant, User
from lms.people.queries import company_roles

from . import queries
from .checks import Check, checks_in
from .models import CoursePage, LessonPage
from .places import COURSE


@dataclass(frozen=True)
class Step:
    """One lesson in the outline."""

    activity: Activity
    title: str
    url: str
    done: bool
    current: bool
    language: str


@dataclass(frozen=True)
class CheckState:
    """One quick check as the reader left it. `why` belongs to the answer chosen last."""

    check: Check
    snapshot: str
    chosen: str = ""
    right: bool = False
    why: str = ""
    tried: frozenset[str] = frozenset()

    @property
    def uid(self) -> str:
        return self.check.uid

    @property
    def answered(self) -> bool:
        return bool(self.chosen)


@dataclass
class Reader:
    """`person` reads `page` in `language`; the page itself may be in `shown`, when the translation is missing."""

    person: User
    page: Any
    language: str
    shown: str
    course: Activity | None = None
    steps: list[Step] = field(default_factory=list)
    checks: dict[str, CheckState] = field(default_factory=dict)
    exercises: dict[int, ActivityState] = field(default_factory=dict)
    enrolled: bool = False
    certificate: Certificate | None = None

    @property
    def may_edit(self) -> bool:
        """Whether Wagtail's bar stands on the page."""
        return bool(company_roles(self.person) & {RoleGrant.Role.EDITOR, RoleGrant.Role.ADMINISTRATOR})

    @property
    def other_language(self) -> bool:
        return self.shown != self.language

    @property
    def done_count(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def all_done(self) -> bool:
        return bool(self.steps) and self.done_count == len(self.steps)

    @cached_property
    def number(self) -> int:
        return next((n for n, step in enumerate(self.steps, 1) if step.current), 0)

    @cached_property
    def current(self) -> Step | None:
        return next((step for step in self.steps if step.current), None)

    @cached_property
    def following(self) -> Step | None:
        """The next lesson in order."""
        return self.steps[self.number] if 0 < self.number < len(self.steps) else None

    @cached_property
    def previous(self) -> Step | None:
        return self.steps[self.number - 2] if self.number > 1 else None

    @cached_property
    def resume(self) -> Step | None:
        """The first lesson not done, else the first."""
        return next((step for step in self.steps if not step.done), self.steps[0] if self.steps else None)

    @property
    def waiting(self) -> int:
        return sum(not state.answered for state in self.checks.values())


def reader_of(person: User, page: Any, language: str) -> Reader:
    reader = Reader(person, page, language, page.locale.language_code)
    if isinstance(page, LessonPage):
        _read_lesson(reader)
    elif isinstance(page, CoursePage):
        _read_course(reader, Activity.objects.filter(uid=page.translation_key).first(), None)
    return reader


def _read_lesson(reader: Reader) -> None:
    lesson = Activity.objects.filter(uid=reader.page.translation_key).select_related("parent").first()
    if lesson is None:
        return
    _read_course(reader, lesson.parent, lesson)
    reader.checks = check_states(reader.person, lesson, reader.shown)
    inside = [block.value["activity"] for block in reader.page.body if block.block_type == "exercise"]
    if inside:
        reader.exercises = states_of(reader.person, [activity for activity in inside if activity])


def _read_course(reader: Reader, course: Activity | None, current: Activity | None) -> None:
    if course is None:
        return
    reader.course = course
    lessons = queries.course_lessons(reader.person, [course])[course.pk]
    places = queries.places([lesson.uid for lesson in lessons], reader.language)
    reader.steps = [
        Step(
            lesson, place.title, place.path, bool(getattr(lesson, "is_done", False)), lesson == current, place.language
        )
        for lesson in lessons
        if (place := places.get(lesson.uid))
    ]
    if current is None:
        reader.enrolled = reader.done_count > 0 or course.enrolments.filter(person=reader.person).exists()
        if reader.all_done:
            reader.certificate = Certificate.objects.filter(person=reader.person, activity=course).first()


def check_states(person: User, lesson: Activity, language: str) -> dict[str, CheckState]:
    snapshot = current_snapshot(lesson, language)
    if snapshot is None:
        return {}
    answers: dict[str, list[LearningRecord]] = {}
    for row in queries.answers_in(person, lesson):
        answers.setdefault(row.context.get("check", ""), []).append(row)
    checks = checks_in(snapshot.body)
    return {uid: _state(check, snapshot.hash, answers.get(uid, [])) for uid, check in checks.items()}


def _state(check: Check, digest: str, answers: list[LearningRecord]) -> CheckState:
    if not answers:
        return CheckState(check, digest)
    last = answers[-1]
    option = check.option(last.context["option"])
    tried = frozenset(row.context["option"] for row in answers)
    right = last.score == 1
    return CheckState(check, digest, last.context["option"], right, option.why if option else "", tried)


@dataclass(frozen=True)
class CourseCard:
    """One course in the list."""

    page: CoursePage
    activity: Activity
    url: str
    lessons: int
    done: int
    started: bool
    language: str

    @property
    def finished(self) -> bool:
        return self.lessons > 0 and self.done == self.lessons


def course_cards(person: User, language: str) -> list[CourseCard]:
    """Every live course, in the reader's language where there is one; started ones first. Five queries."""
    activities = {a.uid: a for a in Activity.objects.filter(kind=COURSE, live=True)}
    pages: dict[Any, CoursePage] = {}
    for page in CoursePage.objects.live().filter(translation_key__in=list(activities)).select_related("locale"):
        if page.translation_key not in pages or page.locale.language_code == language:
            pages[page.translation_key] = page
    lessons = queries.course_lessons(person, activities.values())
    started = set(queries.started_courses(person).values_list("pk", flat=True))
    cards = [_card(page, activities[key], lessons, started) for key, page in pages.items()]
    return sorted(cards, key=lambda card: (card.finished, not card.started, card.activity.position, card.page.title))


def _card(page: CoursePage, activity: Activity, lessons: dict[int, list[Activity]], started: set[int]) -> CourseCard:
    parts = lessons[activity.pk]
    done = sum(bool(getattr(part, "is_done", False)) for part in parts)
    url = queries.reader_path(page.url_path)
    return CourseCard(page, activity, url, len(parts), done, activity.pk in started, page.locale.language_code)
