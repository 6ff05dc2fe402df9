"""An editor writes a question of each type and a quiz of them, through Wagtail's own forms."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.quizzes.models import Question, Quiz, ShortAnswerQuestion, SingleChoiceQuestion
from lms.learning.models import Activity, Skill

from .conftest import Made


@pytest.fixture
def editor(cast, visit) -> Client:
    return visit(cast.editor)


def url(kind: str, name: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_quizzes_{kind}:{name}", args=args)


def rows(prefix: str, items: list[dict[str, Any]], first: int = 0) -> dict[str, Any]:
    """An inline form set as the browser sends it; `first`: how many were there before."""
    data = {f"{prefix}-TOTAL_FORMS": len(items), f"{prefix}-INITIAL_FORMS": first}
    data |= {f"{prefix}-MIN_NUM_FORMS": 0, f"{prefix}-MAX_NUM_FORMS": 1000}
    for n, item in enumerate(items):
        fields = {"id": "", "ORDER": n + 1, "DELETE": "", "uid": "", **item}
        data |= {f"{prefix}-{n}-{name}": value for name, value in fields.items()}
    return data


def question_form(text: str, prefix: str, items: list[dict[str, Any]], first: int = 0, **fields: Any) -> dict[str, Any]:
    base = {"situation": "", "text": text, "explanation": "", "difficulty": 2, "skills": [], "comments-TOTAL_FORMS": 0}
    return {**base, **rows(prefix, items, first), **fields}


SINGLE = [{"text": "Listen", "right": "on", "feedback": "Yes"}, {"text": "Argue", "feedback": "No"}]
MULTIPLE = [{"text": "A", "percent": 50}, {"text": "B", "percent": 50}, {"text": "C", "percent": -50}]
SHORT = [{"text": "last", "percent": 100}]
PUBLISH = {"action-publish": "1"}


def errors(page: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_a_question_of_each_type_and_a_quiz_of_them(editor, cast, visit):
    skill = Skill.objects.create(slug="listen", name_en="Listen", name_ru="Выслушать")
    for kind, prefix, items in (
        ("singlechoicequestion", "options", SINGLE),
        ("multiplechoicequestion", "options", MULTIPLE),
        ("shortanswerquestion", "answers", SHORT),
    ):
        add = url(kind, "add")
        assert editor.get(add).status_code == 200
        response = editor.post(add, question_form(f"A {kind}?", prefix, items, skills=[skill.pk], **PUBLISH))
        assert response.status_code == 302, errors(response)
    questions = list(Question.objects.order_by("pk"))
    assert [question.type for question in questions] == ["single", "multiple", "short"]
    assert all(question.live and list(question.skills.all()) == [skill] for question in questions)

    entries = rows("entries", [{"question": question.pk} for question in questions])
    form = {"title": "Three", "introduction": "", "pass_mark": 70, "attempts_allowed": 0, "shuffle": "on"}
    response = editor.post(url("quiz", "add"), {**form, **entries, "shows_feedback": "on", **PUBLISH})
    assert response.status_code == 302, errors(response)
    activity = Activity.objects.get(uid=Quiz.objects.get().translation_key)
    learner = visit(cast.agent)
    page = learner.post(reverse("quiz_start", args=[activity.uid]), follow=True).content.decode()
    assert "A singlechoicequestion?" in page and "Question 1 of 3" in page


def test_the_uid_of_an_answer_survives_drafts_of_a_live_question(editor):
    add = url("singlechoicequestion", "add")
    editor.post(add, question_form("Stable?", "options", SINGLE, **PUBLISH))
    question = SingleChoiceQuestion.objects.get()
    edit = url("singlechoicequestion", "edit", question.pk)
    sent = [
        {"id": row.pk, "uid": row.uid, "text": row.text, "right": "on" if row.right else ""}
        for row in question.options.all()
    ]
    new = {"text": "A third", "right": ""}
    editor.post(edit, question_form("Stable?", "options", [*sent, new], first=2))  # a draft: the third has no row yet
    draft = question.refresh_from_db() or question.get_latest_revision_as_object()
    third = draft.options.all()[2]
    assert third.pk is None and third.uid
    page = editor.get(edit).content.decode()
    assert str(third.uid) in page  # it travels in the form
    sent.append({"uid": third.uid, **new})
    assert editor.post(edit, question_form("Stable?", "options", sent, first=3, **PUBLISH)).status_code == 302
    kept = {row.text: row.uid for row in SingleChoiceQuestion.objects.get().options.all()}
    assert kept == {**{row["text"]: row["uid"] for row in sent}}


@pytest.mark.parametrize(
    ("kind", "prefix", "items", "said"),
    [
        (
            "singlechoicequestion",
            "options",
            [{"text": "A"}, {"text": "B"}],
            "Mark exactly one answer as the right one.",
        ),
        ("multiplechoicequestion", "options", MULTIPLE[1:], "make 50, not 100"),
        ("shortanswerquestion", "answers", [{"text": "a", "percent": 50}], "the whole mark: 100 %"),
    ],
)
def test_what_is_wrong_is_said_before_publishing_and_a_draft_may_wait(editor, kind, prefix, items, said):
    response = editor.post(url(kind, "add"), question_form("Wrong?", prefix, items, **PUBLISH))
    assert response.status_code == 200 and said in errors(response)
    assert not Question.objects.exists()
    assert editor.post(url(kind, "add"), question_form("Wrong?", prefix, items)).status_code == 302
    assert not Question.objects.get().live


def test_the_bank_lists_all_types_and_edits_each_as_what_it_is(editor, made: Made):
    page = editor.get(url("question", "list")).content.decode()
    for question, kind in zip(made.questions, ("single", "multiple", "short"), strict=True):
        model = type(question).__name__.lower()
        assert question.text in page and url(model, "edit", question.pk) in page
        assert f"/cms/questions/{kind}/edit/" in url(model, "edit", question.pk)
    assert url("question", "edit", made.questions[0].pk) not in page
    assert made.questions[2].text in editor.get(url("question", "list") + "?q=third").content.decode()
    assert "Add" in page and url("question", "add") in page
    offers = editor.get(url("question", "add")).content.decode()
    assert all(url(type(question).__name__.lower(), "add") in offers for question in made.questions)


def test_a_form_of_the_parent_never_edits_a_child(editor, made: Made):
    question = made.questions[0]
    for name in ("edit", "delete", "history", "usage", "unpublish", "copy"):
        address = url("question", name, question.pk)
        for response in (editor.get(address), editor.post(address, {"text": "Stolen", **PUBLISH})):
            assert response.status_code == 302 and "/cms/questions/single/" in response.url
    question.refresh_from_db()
    assert question.text == "First" and question.live and question.options.count() == 3
    assert editor.get(url("question", "edit", 99_999)).status_code == 404


def test_the_chooser_of_a_quiz_offers_every_type(editor, made: Made):
    page = editor.get("/cms/questions/choose/").content.decode()
    assert all(question.text in page for question in made.questions)
    assert "Third" in editor.get("/cms/questions/choose/results/?q=thir").content.decode()


@pytest.mark.parametrize("mode", ["", "answers"])
@pytest.mark.parametrize(
    ("kind", "prefix", "items"),
    [
        ("singlechoicequestion", "options", SINGLE),
        ("multiplechoicequestion", "options", MULTIPLE),
        ("shortanswerquestion", "answers", SHORT),
    ],
)
def test_preview_shows_what_the_learner_sees_or_the_answers_too(editor, kind, prefix, items, mode):
    address = url(kind, "preview_on_add")
    form = question_form("Seen?", prefix, items, explanation="Because")
    assert editor.post(address, form).json()["is_valid"]
    page = editor.get(f"{address}?mode={mode}").content.decode()
    assert "Seen?" in page and ("Because" in page) == (mode == "answers")


def test_preview_of_a_quiz_lists_its_questions(editor, made: Made):
    page = made.piece.make_preview_request().content.decode()
    assert "Complaints" in page and all(question.text in page for question in made.questions)


def test_a_translation_keeps_uids(editor, made: Made):
    question = made.questions[2]
    address = reverse(
        "simple_translation:submit_snippet_translation", args=["quizzes", "shortanswerquestion", question.pk]
    )
    from .conftest import locale

    assert editor.post(address, {"locales": [locale("ru").pk]}).status_code == 302
    twin = ShortAnswerQuestion.objects.get(locale__language_code="ru")
    assert [row.uid for row in twin.answers.all()] == [row.uid for row in question.answers.all()]
    assert twin.translation_key == question.translation_key


def test_every_page_of_the_editor_opens(editor, made: Made):
    for question in made.questions:
        model = type(question).__name__.lower()
        for name in ("edit", "history", "usage", "copy"):
            assert editor.get(url(model, name, question.pk)).status_code == 200, (model, name)
        assert editor.get(url(model, "delete", question.pk)).status_code == 200
    for name in ("edit", "history", "usage", "delete"):
        assert editor.get(url("quiz", name, made.piece.pk)).status_code == 200
    menu = editor.get("/cms/").content.decode()
    assert "/cms/questions/" in menu and "/cms/quizzes/" in menu


def test_no_door_makes_a_question_without_a_type(editor):
    editor.raise_request_exception = False  # Wagtail's chooser stumbles over a form it has not offered
    for address in ("/cms/questions/add/", "/cms/questions/choose/create/", "/cms/questions/choose/"):
        editor.post(address, {"text": "Bare", "situation": "", "difficulty": 2, **PUBLISH})
        assert not Question.objects.exists()
