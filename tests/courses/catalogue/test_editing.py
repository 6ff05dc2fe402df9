"""The dashboard says what waits for an editor, in as many queries for thirty pages as for one."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Locale, Workflow

from courses.catalogue import editing, queries
from courses.catalogue.models import LessonPage, ServiceStandard
from lms.learning.models import Piece

from .conftest import add_lesson, text_block

WORDS = [text_block("<p>Words.</p>")]


@pytest.fixture
def ask(rf):
    def context(person):
        request = rf.get("/cms/")
        request.user = type(person).objects.get(pk=person.pk)
        return {name: list(rows) for name, rows in _lists(request).items()}

    return context


def _lists(request):
    found = editing.WaitingPanel().get_context_data({"request": request})
    return {name: found[name] for name in ("reviews", "asked", "drafts", "lonely")}


def submit(lesson: LessonPage, person) -> None:
    lesson.save_revision(user=person)
    Workflow.objects.get().start(lesson, person)


def test_a_review_waits_for_a_colleague_and_not_for_its_author(cast, course, ask):
    lesson = course.lessons[0]
    submit(lesson, cast.editor)
    assert [page.pk for page in ask(cast.editor)["asked"]] == [lesson.pk]
    assert ask(cast.editor)["reviews"] == []
    assert [page.pk for page in ask(cast.administrator)["reviews"]] == [lesson.pk]
    assert ask(cast.administrator)["asked"] == [] == ask(cast.administrator)["drafts"]
    assert ask(cast.manager)["reviews"] == []


def test_what_was_sent_back_waits_for_its_author_only(cast, course, ask):
    lesson = course.lessons[0]
    submit(lesson, cast.editor)
    lesson.current_workflow_task_state.reject(user=cast.administrator)
    assert ask(cast.administrator)["reviews"] == []
    assert ask(cast.editor)["asked"][0].sent_back


def test_drafts_and_lessons_in_one_language(cast, course, russian, ask):
    lesson = course.lessons[1]
    lesson.title = "Say sorry"
    lesson.save_revision()
    found = ask(cast.editor)
    assert [page.draft_title for page in found["drafts"]] == ["Say sorry"]
    assert [page.title for page in found["lonely"]] == ["Apologise", "Thank"]


def queries_of_the_dashboard(client) -> int:
    client.get("/cms/")  # what is loaded once
    with CaptureQueriesContext(connection) as counted:
        assert client.get("/cms/").status_code == 200
    return len(counted)


def test_thirty_pages_ask_no_more_than_one(cast, course, visit):
    submit(course.lessons[0], cast.administrator)
    course.lessons[1].save_revision()
    client = visit(cast.editor)
    few = queries_of_the_dashboard(client)
    for n in range(10):
        submit(add_lesson(course.page, f"Review {n}", f"review-{n}", WORDS), cast.administrator)
        add_lesson(course.page, f"Draft {n}", f"draft-{n}", WORDS).save_revision()
        add_lesson(course.page, f"Alone {n}", f"alone-{n}", WORDS)
    assert queries_of_the_dashboard(client) == few


def test_the_courses_of_the_editors_language_come_first(course):
    assert queries.index_in("ru").slug == "learn-ru"
    assert queries.index_in("en").slug == "learn"


def test_the_task_of_the_review_is_for_editors_and_administrators(cast):
    names = set(GroupApprovalTask.objects.get().groups.values_list("name", flat=True))
    assert names == {"editor", "administrator"}


def test_a_piece_in_review_waits_for_a_colleague_too(cast, visit):
    standard = ServiceStandard(
        title="Answer within a day", slug="within-a-day", text="<p>Words.</p>", locale=Locale.get_default()
    )
    standard.save()
    standard.title = "Answer within an hour"
    standard.save_revision(user=cast.editor)
    standard.get_workflow().start(standard, cast.editor)
    url = reverse(ServiceStandard.snippet_viewset.get_url_name("edit"), args=[standard.pk])
    waiting, own = (
        visit(cast.administrator).get("/cms/").content.decode(),
        visit(cast.editor).get("/cms/").content.decode(),
    )
    assert "Waiting for your review" in waiting and f'href="{url}">Answer within an hour</a>' in waiting
    assert "Yours, in review" in own and f'href="{url}">' in own and "Waiting for your review" not in own
    standard.current_workflow_task_state.reject(user=cast.administrator)
    assert "A colleague asks for changes" in visit(cast.editor).get("/cms/").content.decode()
    assert url not in visit(cast.administrator).get("/cms/").content.decode()


def test_every_kind_of_piece_has_the_workflow_of_the_pages(db):
    pieces = [model for model in apps.get_models() if issubclass(model, Piece)]
    assert len(pieces) >= 8
    for model in pieces:
        assert model.get_default_workflow().name == Workflow.objects.get().name, model
