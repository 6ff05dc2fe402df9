"""Editing never touches what people did: attempts point at snapshots."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments.quizzes.models import Attempt, Edition, Question, Quiz, SingleChoiceOption, SingleChoiceQuestion
from lms.learning.models import Activity, ContentSnapshot, LearningRecord

from .conftest import Made, locale, published, quiz_of, single


def test_publishing_makes_an_activity_and_an_edition(made: Made):
    activity, body = made.activity, made.edition.snapshot.body
    assert (activity.kind, activity.title_en, activity.seconds, activity.live) == ("quiz", "Complaints", 150, True)
    assert {skill.slug for skill in activity.skills.all()} == {"listen", "thank"}
    assert [item["uid"] for item in body["questions"]] == [made.uid(n) for n in range(3)]
    assert [option["percent"] for option in body["questions"][1]["options"]] == [50, 50, -50, 0]
    assert activity.url == reverse("quiz", args=[activity.uid])


def test_a_draft_of_a_question_changes_nothing(made: Made):
    before = made.edition.snapshot
    question = made.questions[0]
    question.text = "Not yet"
    question.save_revision()
    assert made.edition.snapshot == before and ContentSnapshot.objects.count() == 1


def test_a_question_published_anew_makes_a_new_edition_of_its_quizzes(made: Made):
    before = made.edition.snapshot
    question = made.questions[0]
    question.text = "First, better put"
    question.save_revision().publish()
    assert made.edition.snapshot != before
    assert made.edition.snapshot.body["questions"][0]["text"] == "First, better put"


def test_going_back_to_an_earlier_text_is_in_force_again(made: Made):
    first = made.edition.snapshot
    for text in ("Second", "Complaints"):
        made.piece.title = text
        made.piece.save_revision().publish()
    assert made.edition.snapshot.body == first.body and made.edition.snapshot != first
    assert ContentSnapshot.objects.count() == 3


def test_removing_an_option_leaves_earlier_attempts_whole(made: Made, cast, visit):
    attempt = made.taken(cast.agent)
    before = ContentSnapshot.objects.get(pk=attempt.snapshot_id).body
    question = SingleChoiceQuestion.objects.get(pk=made.questions[0].pk)
    question.options = [option for option in question.options.all() if not option.right]
    question.options.first().right = True
    question.save_revision().publish()
    assert question.options.count() == 2 and made.edition.snapshot_id != attempt.snapshot_id
    attempt.refresh_from_db()
    assert attempt.score == 1 and attempt.snapshot.body == before
    page = visit(cast.agent).get(reverse("quiz_result", args=[attempt.uid])).content.decode()
    assert "First option 1" in page and "3 of 3 fully right" in page


def test_removing_a_question_leaves_earlier_attempts_whole(made: Made, cast, visit):
    done, going = made.taken(cast.agent), None
    client = visit(cast.new_hire)
    client.post(reverse("quiz_start", args=[made.activity.uid]))
    going = Attempt.objects.get(submitted_at=None)
    quiz = Quiz.objects.get(pk=made.piece.pk)
    quiz.entries = list(quiz.entries.all())[1:]
    quiz.save_revision().publish()
    made.questions[0].delete()
    assert len(made.edition.snapshot.body["questions"]) == 2
    page = visit(cast.agent).get(reverse("quiz_result", args=[done.uid])).content.decode()
    assert "First option 1" in page and "3 of 3 fully right" in page
    client = visit(cast.new_hire)  # who is under way finishes what they began
    data = {"question": made.uid(0), "answer": going.snapshot.body["questions"][0]["options"][1]["uid"]}
    assert client.post(reverse("quiz_attempt", args=[going.uid]), data).status_code == 302
    client.post(reverse("quiz_submit", args=[going.uid]))
    assert LearningRecord.objects.get(person=cast.new_hire, verb="failed").score == pytest.approx(1 / 3)


def test_deleting_the_quiz_keeps_what_was_done_with_it(made: Made, cast, visit):
    attempt = made.taken(cast.agent)
    uid = made.activity.uid
    made.piece.delete()
    assert not Activity.objects.get(uid=uid).live and not Edition.objects.exists()
    client = visit(cast.agent)
    assert client.get(reverse("quiz", args=[uid])).status_code == 404
    assert client.get(reverse("quiz_result", args=[attempt.uid])).status_code == 200


def test_taking_a_question_back_takes_it_out_of_the_quiz(made: Made):
    made.questions[0].unpublish()
    assert [item["uid"] for item in made.edition.snapshot.body["questions"]] == [made.uid(1), made.uid(2)]
    made.questions[1].unpublish()
    made.questions[2].unpublish()
    assert not Activity.objects.get(uid=made.piece.translation_key).live


def russian(made: Made) -> Quiz:
    """The quiz and its first question in Russian."""
    question = made.questions[0].copy_for_translation(locale("ru"))
    question.text = "Первый"
    published(question)
    quiz = made.piece.copy_for_translation(locale("ru"))
    quiz.title = "Жалобы"
    return published(quiz)


def test_both_languages_share_uids_and_one_activity(made: Made, cast, visit):
    russian(made)
    bodies = {row.language: row.snapshot.body for row in Edition.objects.select_related("snapshot")}
    assert [item["uid"] for item in bodies["ru"]["questions"]] == [item["uid"] for item in bodies["en"]["questions"]]
    assert [item["text"] for item in bodies["ru"]["questions"]] == ["Первый", "Second", "Third"]
    options = [{option["uid"] for option in bodies[code]["questions"][0]["options"]} for code in ("en", "ru")]
    assert options[0] == options[1] and len(options[0]) == 3
    assert (made.activity.title_en, made.activity.title_ru) == ("Complaints", "Жалобы")
    client = visit(cast.agent)
    client.cookies["language"] = "ru"
    assert "Жалобы" in client.get(reverse("quiz", args=[made.activity.uid])).content.decode()


def test_a_quiz_in_one_language_is_served_in_the_other_with_a_note(made: Made, cast, visit):
    client = visit(cast.agent)
    client.cookies["language"] = "ru"
    page = client.get(reverse("quiz", args=[made.activity.uid])).content.decode()
    assert "Complaints" in page and 'lang="en"' in page and "note-language" in page


def test_taking_one_language_back_leaves_the_other(made: Made):
    russian(made)
    made.piece.unpublish()
    assert made.activity.live and set(Edition.objects.values_list("language", flat=True)) == {"ru"}


def test_a_question_without_a_type_is_refused_by_the_database(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Question(text="Bare", locale=locale("en")).save()
    assert not Question.objects.exists()


def test_the_bank_hands_out_each_question_as_what_it_is(made: Made):
    assert {type(row) for row in Question.objects.all()} == {type(row) for row in made.questions}


def test_a_question_in_a_quiz_cannot_be_deleted_from_under_it(made: Made):
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        made.questions[0].delete()


def test_one_uid_once_in_a_question(made: Made):
    question = made.questions[0]
    twin = question.options.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        SingleChoiceOption.objects.create(question=question, uid=twin.uid, text="Twin")


def test_a_quiz_of_drafts_is_not_offered(db):
    question = single("Draft")
    question.unpublish()
    quiz = quiz_of(question)
    assert not Activity.objects.filter(uid=quiz.translation_key, live=True).exists()
