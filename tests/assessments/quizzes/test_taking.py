"""Taking a quiz through the front door."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.quizzes import question_types
from assessments.quizzes.actions import NoMoreAttempts, NotInQuiz, save_answer, start_attempt, submit_attempt
from assessments.quizzes.models import Attempt
from lms.learning.models import ActivityState, Evidence, LearningRecord

from .conftest import CANARIES, Made, multiple, quiz_of, single


def begin(client, made: Made, **data) -> Attempt:
    client.post(reverse("quiz_start", args=[made.activity.uid]), data)
    return Attempt.objects.get(submitted_at=None)


def answer(client, attempt: Attempt, question: str, sent: list[str], go: str = "next", **headers):
    data = {"question": question, "answer": sent, "go": go}
    return client.post(reverse("quiz_attempt", args=[attempt.uid]), data, **headers)


def test_from_the_first_page_to_the_result(made: Made, cast, visit):
    client = visit(cast.agent)
    intro = client.get(reverse("quiz", args=[made.activity.uid])).content.decode()
    assert "3 questions" in intro and "60 %" in intro and "Start" in intro
    assert not Attempt.objects.exists()
    attempt = begin(client, made)
    for number in range(3):
        page = client.get(reverse("quiz_attempt", args=[attempt.uid])).content.decode()
        assert f"Question {number + 1} of 3" in page
        answer(client, attempt, made.uid(number), made.right(number))
    response = client.get(reverse("quiz_attempt", args=[attempt.uid]))
    assert response.url == reverse("quiz_review", args=[attempt.uid])
    assert "Hand in" in client.get(response.url).content.decode()
    response = client.post(reverse("quiz_submit", args=[attempt.uid]))
    page = client.get(response.url).content.decode()
    assert "Passed" in page and "canarywhy First" in page and "canaryfeedback 1" in page
    row = LearningRecord.objects.get(verb="passed")
    assert (row.score, row.source, row.activity) == (1, "quiz", made.activity)
    assert row.context == {"snapshot": attempt.snapshot.hash, "attempt": str(attempt.uid)}
    assert ActivityState.objects.get(person=cast.agent, activity=made.activity).done_at
    assert client.get(reverse("quiz_attempt", args=[attempt.uid])).url == response.url


def test_no_page_before_handing_in_holds_a_key_or_a_word_of_feedback(made: Made, cast, visit):
    client = visit(cast.agent)
    attempt = begin(client, made)
    pages = [
        client.get(reverse("quiz", args=[made.activity.uid])),
        client.get(reverse("quiz_review", args=[attempt.uid])),
    ]
    for number in range(3):
        wrong = [made.edition.snapshot.body["questions"][number].get("options", [{"uid": "no"}])[0]["uid"]]
        url = reverse("quiz_attempt", args=[attempt.uid]) + f"?n={number + 1}"
        for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
            pages.append(client.get(url, **headers))
            pages += [
                answer(client, attempt, made.uid(number), wrong, go, **headers)
                for go in ("next", "stay", "back", "review")
            ]
            pages += [client.get(url, **headers), client.get(reverse("quiz_review", args=[attempt.uid]), **headers)]
    pages += [client.get(path) for path in ("/", "/skills/", reverse("quiz_result", args=[attempt.uid]))]
    for page in pages:
        text = page.content.decode().casefold()
        assert not [word for word in CANARIES if word in text], page.request["PATH_INFO"]
        assert not re.search(r"percent&quot;|\"percent\"|\bright=|data-right", text)
    client.post(reverse("quiz_submit", args=[attempt.uid]))
    told = client.get(reverse("quiz_result", args=[attempt.uid])).content.decode().casefold()
    assert all(word in told for word in CANARIES)  # the canaries sing once they may


def test_right_and_wrong_options_look_alike_before_handing_in(made: Made, cast, visit):
    client = visit(cast.agent)
    attempt = begin(client, made)
    page = client.get(reverse("quiz_attempt", args=[attempt.uid])).content.decode()
    labels = re.findall(r'<label class="option.*?</label>', page, re.S)
    bare = {re.sub(r'value="[^"]+"|data-key="\d"|<kbd.*?</kbd>|option \d', "", label) for label in labels}
    assert len(labels) == 3 and len(bare) == 1


def test_closing_the_tab_loses_nothing(made: Made, cast, visit):
    client = visit(cast.agent)
    attempt = begin(client, made)
    answer(client, attempt, made.uid(0), made.right(0), "stay")
    assert begin(client, made) == attempt  # “Start” again goes on with it
    assert "Question 2 of 3" in client.get(reverse("quiz_attempt", args=[attempt.uid])).content.decode()
    again = client.get(reverse("quiz_attempt", args=[attempt.uid]) + "?n=1").content.decode()
    assert re.search(rf'value="{made.right(0)[0]}" checked', again)


def test_back_and_taking_an_answer_away(made: Made, cast, visit):
    client = visit(cast.agent)
    attempt = begin(client, made)
    answer(client, attempt, made.uid(1), made.right(1))
    response = answer(client, attempt, made.uid(1), [], "back")
    assert response.url.endswith("?n=1")
    attempt.refresh_from_db()
    assert attempt.answers == {}


def test_with_a_script_the_next_question_comes_as_a_fragment(made: Made, cast, visit):
    client = visit(cast.agent)
    attempt = begin(client, made)
    response = answer(client, attempt, made.uid(0), made.right(0), HTTP_HX_REQUEST="true")
    assert response.status_code == 200 and "<html" not in response.content.decode()
    assert response["HX-Push-Url"].endswith("?n=2") and "Question 2 of 3" in response.content.decode()
    assert answer(client, attempt, made.uid(0), made.right(0), "stay", HTTP_HX_REQUEST="true").status_code == 204


def test_handing_in_twice_is_once(made: Made, cast, visit):
    client = visit(cast.agent)
    attempt = begin(client, made)
    for _ in range(2):
        assert client.post(reverse("quiz_submit", args=[attempt.uid])).status_code == 302
    attempt.refresh_from_db()
    assert LearningRecord.objects.filter(verb="failed").count() == 1 and attempt.score == 0
    answer(client, attempt, made.uid(0), made.right(0))  # from another tab, too late
    attempt.refresh_from_db()
    assert attempt.answers == {} and attempt.score == 0


def test_two_tabs_begin_one_attempt(made: Made, cast):
    first = start_attempt(person=cast.agent, edition=made.edition)
    assert start_attempt(person=cast.agent, edition=made.edition) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        now = timezone.now()
        Attempt.objects.create(
            person=cast.agent, activity=made.activity, snapshot=first.snapshot, started_at=now, seen_at=now
        )


def test_answers_of_two_tabs_do_not_overwrite_each_other(made: Made, cast):
    attempt = start_attempt(person=cast.agent, edition=made.edition)
    stale = Attempt.objects.get(pk=attempt.pk)
    save_answer(attempt=attempt, question=made.uid(0), sent=made.right(0))
    save_answer(attempt=stale, question=made.uid(1), sent=made.right(1))
    stale.refresh_from_db()
    assert set(stale.answers) == {made.uid(0), made.uid(1)}
    with pytest.raises(NotInQuiz):
        save_answer(attempt=stale, question="elsewhere", sent=["x"])


def test_evidence_is_the_mean_of_the_questions_and_once_a_day(made: Made, cast):
    noon = timezone.now().replace(hour=9)
    made.taken(cast.agent, right=1, at=noon - timedelta(days=2))
    seen = {row.skill.slug: (row.score, row.weight) for row in Evidence.objects.select_related("skill")}
    assert seen == {"listen": (0.5, 1), "thank": (0, 1)}
    made.taken(cast.agent, right=3, at=noon - timedelta(days=2) + timedelta(minutes=5))
    assert Evidence.objects.count() == 2  # the same day: the answers are only fresh
    made.taken(cast.agent, right=3, at=noon)
    assert Evidence.objects.count() == 4 and LearningRecord.objects.filter(verb="passed").count() == 2


def test_time_is_counted_without_long_pauses(made: Made, cast):
    at = timezone.now() - timedelta(days=1)
    attempt = start_attempt(person=cast.agent, edition=made.edition, at=at)
    save_answer(attempt=attempt, question=made.uid(0), sent=made.right(0), at=at + timedelta(seconds=20))
    attempt = submit_attempt(attempt=attempt, at=at + timedelta(hours=9))
    assert attempt.seconds == 200 and LearningRecord.objects.get(verb="failed").seconds == 200


def test_attempts_run_out(skills, cast, visit):
    quiz = quiz_of(single("Only"), attempts_allowed=1)
    made = Made(quiz, [], skills)
    made.taken(cast.agent, right=0)
    with pytest.raises(NoMoreAttempts):
        start_attempt(person=cast.agent, edition=made.edition)
    client = visit(cast.agent)
    response = client.post(reverse("quiz_start", args=[made.activity.uid]), follow=True)
    assert "as often as it allows" in response.content.decode()
    assert "Take it again" not in client.get(reverse("quiz_result", args=[Attempt.objects.get().uid])).content.decode()


def test_a_quiz_without_feedback_shows_marks_only(skills, cast, visit):
    made = Made(quiz_of(single("Only"), shows_feedback=False), [], skills)
    attempt = made.taken(cast.agent, right=0)
    page = visit(cast.agent).get(reverse("quiz_result", args=[attempt.uid])).content.decode()
    assert "Not passed yet" in page and not [word for word in CANARIES if word in page]


def test_the_result_leads_back_to_the_lesson_and_on_to_practice(made: Made, course, cast, visit):
    lesson = course.lesson(0)
    lesson.skills.add(made.skills[0])
    client = visit(cast.agent)
    intro = client.get(reverse("quiz", args=[made.activity.uid]) + f"?from={lesson.uid}").content.decode()
    assert f'value="{lesson.uid}"' in intro
    attempt = begin(client, made, **{"from": str(lesson.uid)})
    page = client.post(reverse("quiz_submit", args=[attempt.uid]), follow=True).content.decode()
    assert f'href="{lesson.url}"' in page and "What to do next" in page and "Back to" in page
    for odd in ("nonsense", str(made.piece.pk), ""):
        assert client.get(reverse("quiz", args=[made.activity.uid]) + f"?from={odd}").status_code == 200


def test_an_attempt_belongs_to_its_person(made: Made, cast, visit):
    attempt = made.taken(cast.agent)
    for person in (cast.new_hire, cast.manager, cast.administrator):
        assert visit(person).get(reverse("quiz_result", args=[attempt.uid])).status_code == 404


def test_a_new_type_edits_no_old_file(made: Made, cast, visit):
    """A type is a grader, a reader and templates; the pages, the grading and the record know it by its name."""
    question_types.register(
        question_types.QuestionType(
            "yesno",
            "Yes or no",
            lambda item, given: 1.0 if given == item["truth"] else 0.0,
            lambda item, sent: next((one for one in sent if one in ("yes", "no")), None),
            "quizzes/types/short.html",
            "quizzes/types/short_told.html",
        )
    )
    snapshot = made.edition.snapshot
    item = {key: snapshot.body["questions"][0][key] for key in ("uid", "situation", "text", "explanation", "skills")}
    body = {**snapshot.body, "questions": [{**item, "type": "yesno", "truth": "yes"}]}
    from lms.learning.actions import take_snapshot

    edition = made.edition
    edition.snapshot = take_snapshot(activity=made.activity, language="en", body=body)
    edition.save()
    client = visit(cast.agent)
    attempt = begin(client, made)
    assert client.get(reverse("quiz_attempt", args=[attempt.uid])).status_code == 200
    answer(client, attempt, item["uid"], ["yes"])
    page = client.post(reverse("quiz_submit", args=[attempt.uid]), follow=True).content.decode()
    assert "Passed" in page
    question_types._TYPES.pop("yesno")


@pytest.mark.parametrize("questions", [1, 30])
def test_pages_ask_no_more_with_more_questions(questions, skills, cast, visit, django_assert_num_queries):
    asked = [(single if n % 2 else multiple)(f"Question {n}", skills) for n in range(questions)]
    made = Made(quiz_of(*asked), asked, skills)
    made.taken(cast.agent, right=0)
    client = visit(cast.agent)
    attempt = begin(client, made)
    urls = {
        reverse("quiz", args=[made.activity.uid]): 7,
        reverse("quiz_attempt", args=[attempt.uid]): 5,
        reverse("quiz_review", args=[attempt.uid]): 5,
        reverse("quiz_result", args=[Attempt.objects.exclude(submitted_at=None).get().uid]): 9,
    }
    client.get("/")
    for url, number in urls.items():
        with django_assert_num_queries(number):
            assert client.get(url).status_code == 200


def test_what_was_typed_goes_with_the_person_and_what_was_chosen_stays(made: Made, cast):
    from assessments.quizzes.declarations import without_words

    attempt = made.taken(cast.agent)
    assert set(without_words(attempt)) == {made.uid(0), made.uid(1)}
