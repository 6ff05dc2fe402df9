"""A learner reads, answers, goes on, finishes: through the front door."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from lms.learning.actions import publish_activity, record
from lms.learning.kinds import ActivityKind, activity_kinds
from lms.learning.models import Activity, Certificate, Evidence, LearningRecord, Mastery
from lms.learning.queries import current_snapshot

from .conftest import Course, add_lesson, options_of


def answer(client, lesson, check, option, digest, **headers):
    return client.post(
        reverse("check_answer", args=[lesson.uid, check]), {"option": option, "snapshot": digest}, headers=headers
    )


def test_a_course_is_read_from_start_to_certificate(course: Course, cast, visit):
    client = visit(cast.new_hire)
    first = client.post(reverse("course_start", args=[course.activity.uid]))
    assert first.url == "/learn/complaints/listen/"
    assert "Let them finish." in client.get(first.url).content.decode()
    for number in (0, 1):
        lesson = course.lesson(number)
        digest, check, _, right = options_of(lesson)
        answer(client, lesson, check, right, digest)
    moves = [client.post(reverse("lesson_done", args=[course.lesson(n).uid])).url for n in range(3)]
    assert moves == ["/learn/complaints/apologise/", "/learn/complaints/thank/", "/learn/complaints/"]
    certificate = Certificate.objects.get(person=cast.new_hire, activity=course.activity)
    assert certificate.name == "Ким Анна Сергеевна"
    assert certificate.job.kind == "certificate.render"
    page = client.get("/learn/complaints/").content.decode()
    assert reverse("certificate", args=[certificate.uid]) in page


def test_no_byte_says_which_answer_is_right_before_one_is_given(course: Course, cast, visit):
    html = visit(cast.new_hire).get("/learn/complaints/listen/").content.decode()
    check = re.search(r'<section class="check.*?</section>', html, re.S).group()
    assert check.count('name="option"') == 3
    assert "why" not in check and "right" not in check.lower().replace("is-right", "")
    buttons = [
        re.sub(r"value=\"[^\"]+\"|answer \d|>\d<", "", b) for b in re.findall(r"<button.*?</button>", check, re.S)
    ]
    assert len(set(buttons)) == 1


def test_the_first_answer_is_evidence_and_a_right_one_is_final(course: Course, cast, visit):
    client, lesson = visit(cast.agent), course.lesson(0)
    digest, check, wrong, right = options_of(lesson)
    for option in (wrong[0], wrong[0], right, wrong[1]):
        answer(client, lesson, check, option, digest)
    rows = LearningRecord.objects.filter(person=cast.agent, verb="answered").order_by("pk")
    assert [row.score for row in rows] == [0.0, 1.0]
    assert [piece.score for piece in Evidence.objects.all()] == [0.0]
    mastery = Mastery.objects.get(person=cast.agent, skill=course.skill)
    assert (mastery.good, mastery.bad, mastery.pieces) == (0.0, 0.5, 1)


def test_an_answer_by_htmx_comes_back_as_the_same_markup(course: Course, cast, visit):
    client, lesson = visit(cast.agent), course.lesson(0)
    digest, check, wrong, _ = options_of(lesson)
    fragment = answer(client, lesson, check, wrong[0], digest, **{"HX-Request": "true"}).content.decode()
    assert f'id="check-{check}"' in fragment and "<html" not in fragment
    assert "Not quite." in fragment and "disabled" in fragment
    page = client.get("/learn/complaints/listen/").content.decode()
    assert "Not quite." in page


def test_nothing_chosen_is_said_and_nothing_is_written(course: Course, cast, visit):
    client, lesson = visit(cast.agent), course.lesson(0)
    digest, check, _, _ = options_of(lesson)
    fragment = answer(client, lesson, check, "", digest, **{"HX-Request": "true"}).content.decode()
    assert "Choose an answer first." in fragment
    assert not LearningRecord.objects.filter(verb="answered").exists()


@pytest.mark.parametrize(("option", "snapshot", "status"), [("no-such", None, 409), (None, "0" * 64, 404)])
def test_forged_answers_are_refused(course: Course, cast, visit, option, snapshot, status):
    client, lesson = visit(cast.agent), course.lesson(0)
    digest, check, _, right = options_of(lesson)
    response = answer(client, lesson, check, option or right, snapshot or digest)
    assert response.status_code == status
    assert not LearningRecord.objects.filter(verb="answered").exists()


def test_done_waits_for_the_quick_checks(course: Course, cast, visit):
    client, lesson = visit(cast.agent), course.lesson(0)
    _, check, _, _ = options_of(lesson)
    response = client.post(reverse("lesson_done", args=[lesson.uid]), follow=True)
    assert response.redirect_chain[0][0] == f"/learn/complaints/listen/#check-{check}"
    assert "1 quick check is waiting for your answer." in response.content.decode()
    assert not LearningRecord.objects.filter(verb="completed").exists()


def test_one_resumes_where_one_was(course: Course, cast, visit):
    client = visit(cast.agent)
    start = reverse("course_start", args=[course.activity.uid])
    client.post(start)
    assert client.post(reverse("lesson_opened", args=[course.lesson(2).uid])).status_code == 204
    assert client.post(start).url == "/learn/complaints/thank/"


def test_reading_writes_nothing(course: Course, cast, visit):
    client = visit(cast.agent)
    client.get("/learn/complaints/")
    client.get("/learn/complaints/listen/")
    assert not LearningRecord.objects.exists()


def test_finishing_twice_is_once(course: Course, cast, visit):
    client, lesson = visit(cast.agent), course.lesson(2)
    for _ in range(2):
        client.post(reverse("lesson_done", args=[lesson.uid]))
    assert LearningRecord.objects.filter(verb="completed", activity=lesson).count() == 1


def test_a_stranger_is_asked_to_sign_in(course: Course, client):
    assert client.get("/learn/complaints/").url.startswith("/accounts/login/")


class TestExercises:
    """A quiz or a roleplay in the flow of a lesson."""

    @pytest.fixture
    def lesson(self, course, monkeypatch):
        drill = ActivityKind("drill", "Drill", "book", lambda activity: f"/drill/{activity.uid}/", practice=1)
        monkeypatch.setitem(activity_kinds, "drill", drill)
        activity = publish_activity(uid=uuid4(), kind="drill", titles={"en": "The late parcel"}, seconds=300)
        block = {"type": "exercise", "id": str(uuid4()), "value": {"activity": activity.pk, "words": "Try it now."}}
        add_lesson(course.page, "Practise", "practise", [block])
        return activity

    def test_it_is_opened_from_the_lesson_and_knows_the_way_back(self, lesson, course, cast, visit):
        html = visit(cast.agent).get("/learn/complaints/practise/").content.decode()
        here = Activity.objects.get(kind="lesson", title_en="Practise")
        assert f"/drill/{lesson.uid}/?from={here.uid}" in html and "Try it now." in html

    def test_what_was_done_is_ticked(self, lesson, course, cast, visit):
        record(person=cast.agent, verb="passed", activity=lesson, key="d", source="quiz", score=1.0)
        html = visit(cast.agent).get("/learn/complaints/practise/").content.decode()
        assert "exercise is-done" in html and "Once more" in html

    def test_what_is_no_longer_offered_leaves_the_lesson_whole(self, lesson, course, cast, visit):
        Activity.objects.filter(pk=lesson.pk).update(live=False)
        html = visit(cast.agent).get("/learn/complaints/practise/").content.decode()
        assert "The late parcel" not in html and "Practise" in html

    def test_its_snapshot_names_it(self, lesson, course):
        here = Activity.objects.get(kind="lesson", title_en="Practise")
        body = current_snapshot(here, "en").body["body"]
        assert body[0]["value"]["title"] == "The late parcel" and body[0]["value"]["uid"] == str(lesson.uid)
