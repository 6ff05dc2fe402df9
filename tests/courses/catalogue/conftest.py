from dataclasses import dataclass
from uuid import uuid4

import pytest
from wagtail.models import Locale

from courses.catalogue.models import CoursePage, LearnIndexPage, LessonPage
from lms.learning.models import Activity, Skill
from lms.learning.queries import current_snapshot


@dataclass
class Course:
    page: CoursePage
    lessons: list[LessonPage]
    skill: Skill

    @property
    def activity(self) -> Activity:
        return Activity.objects.get(uid=self.page.translation_key)

    def lesson(self, number: int) -> Activity:
        return Activity.objects.get(uid=self.lessons[number].translation_key)


def check_block(question: str, skill: str, right: int = 1, options: int = 3) -> dict:
    items = [
        {
            "type": "item",
            "id": str(uuid4()),
            "value": {"text": f"{question} answer {n}", "right": n == right, "why": f"why {n}"},
        }
        for n in range(options)
    ]
    value = {"question": question, "skill": skill, "options": items}
    return {"type": "quick_check", "id": str(uuid4()), "value": value}


def text_block(html: str) -> dict:
    return {"type": "rich_text", "id": str(uuid4()), "value": html}


def add_lesson(course: CoursePage, title: str, slug: str, blocks: list[dict], **fields: object) -> LessonPage:
    page = LessonPage(title=title, slug=slug, minutes=4, live=False, **fields)
    page.body = LessonPage._meta.get_field("body").to_python(blocks)
    course.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def course(db: None) -> Course:
    """Three lessons in English; the first two with a quick check."""
    skill = Skill.objects.create(slug="apologise", name_en="Apologise", name_ru="Извиниться")
    index = LearnIndexPage.objects.get(locale__language_code="en")
    page = CoursePage(title="Complaints", slug="complaints", summary="How to meet them", live=False)
    index.add_child(instance=page)
    page.skills.set([skill])
    page.save_revision().publish()
    page.refresh_from_db()
    lessons = [
        add_lesson(
            page, "Listen", "listen", [text_block("<p>Let them finish.</p>"), check_block("First", "apologise")]
        ),
        add_lesson(page, "Apologise", "apologise", [check_block("Second", "apologise")]),
        add_lesson(page, "Thank", "thank", [text_block("<p>Thank them.</p>")]),
    ]
    return Course(page, lessons, skill)


def options_of(lesson: Activity, language: str = "en") -> tuple[str, str, list[str], str]:
    """(snapshot hash, check uid, wrong option uids, right option uid) of the lesson's first quick check."""
    snapshot = current_snapshot(lesson, language)
    from courses.catalogue.checks import checks_in

    check = next(iter(checks_in(snapshot.body).values()))
    wrong = [option.uid for option in check.options if not option.right]
    return snapshot.hash, check.uid, wrong, next(option.uid for option in check.options if option.right)


@pytest.fixture
def russian(course: Course) -> tuple[CoursePage, LessonPage]:
    """The course and its first lesson in Russian; the other two are not translated."""
    locale = Locale.objects.get(language_code="ru")
    page = course.page.copy_for_translation(locale)
    page.title, page.summary = "Жалобы", "Как их встречать"
    page.save_revision().publish()
    lesson = course.lessons[0].copy_for_translation(locale)
    lesson.title = "Выслушать"
    lesson.body = LessonPage._meta.get_field("body").to_python([text_block("<p>Дайте договорить, и ещё раз.</p>")])
    lesson.save_revision().publish()
    page.refresh_from_db()
    lesson.refresh_from_db()
    return page, lesson
