"""Editing never touches what people did: facts point at snapshots."""

import pytest
from django.urls import reverse
from wagtail.blocks import StructBlockValidationError

from courses.catalogue.blocks import QuickCheckBlock
from courses.catalogue.models import LessonPage
from lms.learning.models import Activity, ContentSnapshot, LearningRecord

from .conftest import Course, check_block, options_of, text_block


def republish(page: LessonPage, blocks: list[dict]) -> None:
    page.body = LessonPage._meta.get_field("body").to_python(blocks)
    page.save_revision().publish()


def test_publishing_makes_an_activity_and_a_snapshot(course: Course):
    lesson = course.lesson(0)
    assert (lesson.kind, lesson.title_en, lesson.seconds, lesson.position) == ("lesson", "Listen", 240, 0)
    assert lesson.parent == course.activity
    assert [lesson.position for lesson in map(course.lesson, range(3))] == [0, 1, 2]
    assert course.activity.seconds == 3 * 240


def test_the_same_content_is_the_same_snapshot(course: Course):
    before = ContentSnapshot.objects.count()
    course.lessons[0].save_revision().publish()
    assert ContentSnapshot.objects.count() == before


def test_removing_a_question_leaves_earlier_answers_whole(course: Course, cast, visit):
    lesson = course.lesson(0)
    digest, check, _, right = options_of(lesson)
    visit(cast.agent).post(reverse("check_answer", args=[lesson.uid, check]), {"option": right, "snapshot": digest})
    republish(course.lessons[0], [text_block("<p>Now without a question.</p>")])
    row = LearningRecord.objects.get(verb="answered")
    old = ContentSnapshot.objects.get(hash=row.context["snapshot"])
    assert check in str(old.body) and row.score == 1


def test_an_answer_given_while_an_editor_published_is_graded_as_it_was_shown(course: Course, cast, visit):
    lesson = course.lesson(0)
    digest, check, _, right = options_of(lesson)
    republish(course.lessons[0], [check_block("Changed", "apologise")])
    response = visit(cast.agent).post(
        reverse("check_answer", args=[lesson.uid, check]), {"option": right, "snapshot": digest}
    )
    assert response.status_code == 302
    assert LearningRecord.objects.get(verb="answered").score == 1


def test_unpublishing_the_last_language_retires_the_activity(course: Course, russian):
    _, lesson = russian
    uid = lesson.translation_key
    course.lessons[0].unpublish()
    assert Activity.objects.get(uid=uid).live
    lesson.unpublish()
    assert not Activity.objects.get(uid=uid).live


def test_deleting_a_page_keeps_what_was_done_with_it(course: Course, cast, visit):
    lesson = course.lesson(2)
    visit(cast.agent).post(reverse("lesson_done", args=[lesson.uid]))
    course.lessons[2].delete()
    assert LearningRecord.objects.filter(activity=lesson, verb="completed").exists()
    assert not Activity.objects.get(pk=lesson.pk).live


def test_moving_a_lesson_changes_the_order(course: Course):
    course.lessons[2].move(course.lessons[0], pos="left")
    assert [course.lesson(n).position for n in range(3)] == [1, 2, 0]


@pytest.mark.django_db
@pytest.mark.parametrize("marked", [[], [0, 1]])
def test_a_quick_check_needs_exactly_one_right_answer(marked):
    block = QuickCheckBlock()
    options = [{"text": f"answer {n}", "right": n in marked, "why": ""} for n in range(3)]
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"question": "What now", "skill": "", "options": options}))
