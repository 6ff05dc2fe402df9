"""Publishing writes a snapshot; editing what was published leaves earlier ratings whole and readable."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale

from assessments.interviews import queries
from assessments.interviews.actions import publish_kit
from assessments.interviews.kit import read
from assessments.interviews.models import InterviewKit, InterviewQuestion, KitQuestion
from lms.learning.models import Activity, ContentSnapshot

from .conftest import make_kit, make_question, score, snapshot_of


def test_a_kit_becomes_an_activity_and_a_snapshot(kit, questions, skills):
    publish_kit(kit=kit)
    activity = Activity.objects.get(uid=kit.translation_key)
    assert (activity.kind, activity.title_en, activity.seconds, activity.live) == (
        "interview-kit",
        "Support agent",
        2700,
        True,
    )
    assert {skill.slug for skill in activity.skills.all()} == {skill.slug for skill in skills}
    found = read(snapshot_of(kit).body)
    assert [question.uid for question in found.questions] == [str(q.translation_key) for q in questions]
    assert found.questions[0].ladder == [
        (1, "case 1: sounds like 1"),
        (2, ""),
        (3, "case 1: sounds like 3"),
        (4, ""),
        (5, "case 1: sounds like 5"),
    ]
    assert found.minutes_each == 15


def test_a_changed_question_is_in_the_kit_for_openings_to_come(kit, questions, opening):
    questions[0].text = "Tell me something else."
    questions[0].save_revision().publish()
    assert read(snapshot_of(kit).body).questions[0].text == "Tell me something else."
    assert opening.kit.questions[0].text == "Tell me about case 1."


def test_a_draft_of_a_question_changes_nothing(kit, questions):
    before = ContentSnapshot.objects.count()
    questions[0].text = "Not ready yet."
    questions[0].save_revision()
    publish_kit(kit=InterviewKit.objects.get(pk=kit.pk))
    assert ContentSnapshot.objects.count() == before


def test_both_languages_share_the_uids(kit, questions):
    russian = Locale.objects.get(language_code="ru")
    for question in questions:
        other = question.copy_for_translation(russian)
        other.title, other.text = f"{question.title} по-русски", "Расскажите."
        other.save()
        other.save_revision().publish()
    translated = kit.copy_for_translation(russian)
    translated.title = "Специалист поддержки"
    translated.save()
    translated.save_revision().publish()
    english, other = (row.body for row in ContentSnapshot.objects.filter(activity__uid=kit.translation_key))
    assert [q["uid"] for q in english["questions"]] == [q["uid"] for q in other["questions"]]
    assert [q["anchors"][0]["uid"] for q in english["questions"]] == [
        q["anchors"][0]["uid"] for q in other["questions"]
    ]
    assert {q["text"] for q in other["questions"]} == {"Расскажите."}
    assert {row.language for row in queries.kits_to_choose()} == {"en", "ru"}


def test_unpublishing_the_last_language_takes_it_from_the_choice(kit):
    assert queries.kits_to_choose()
    kit.unpublish()
    assert not queries.kits_to_choose()


def test_a_weight_wants_a_reason(kit, questions):
    row = KitQuestion(kit=kit, question=questions[0], weight=2)
    with pytest.raises(ValidationError, match="weighs more"):
        row.clean()
    row.weight_reason = "Most of the day is spent with upset people."
    row.clean()


def test_a_draft_is_not_for_a_kit(kit):
    draft = InterviewQuestion.objects.create(title="Later", competency="empathy", text="…", live=False)
    with pytest.raises(ValidationError, match="draft"):
        KitQuestion(kit=kit, question=draft).clean()


@pytest.fixture
def rated(hiring):
    score(hiring.by_lead, 4, 2, 5, words="Took him aside and let him finish")
    score(hiring.by_hr, 4, 3, 4)
    return hiring


def reads(visit, person, hiring) -> str:
    return visit(person).get(reverse("panel", args=[hiring.candidate.uid])).content.decode()


def test_removing_an_anchor_leaves_ratings_readable(rated, cast, visit):
    question = rated.questions[0]
    question.anchors = [anchor for anchor in question.anchors.all() if anchor.score != 5]
    question.save_revision().publish()
    assert question.anchors.count() == 2
    html = reads(visit, cast.hr, rated)
    assert "Took him aside and let him finish" in html and "case 1" in html
    assert rated.opening.kit.questions[0].anchors[5] == "case 1: sounds like 5"


def test_removing_a_question_leaves_ratings_readable(rated, cast, visit):
    before = reads(visit, cast.hr, rated)
    rated.kit.kit_questions = [row for row in rated.kit.kit_questions.all() if row.question_id != rated.questions[1].pk]
    rated.kit.save_revision().publish()
    assert len(read(snapshot_of(rated.kit).body).questions) == 2
    rated.questions[1].delete()
    after = reads(visit, cast.hr, rated)
    assert "case 2" in after and before.count("Took him aside") == after.count("Took him aside") > 0


def test_deleting_the_kit_leaves_ratings_readable(rated, cast, visit):
    rated.kit.delete()
    assert "case 3" in reads(visit, cast.hr, rated)


def test_the_editors_form_adds_a_question(cast, visit, db):
    url = reverse("wagtailsnippets_interviews_interviewquestion:add")
    page = visit(cast.editor).get(url)
    assert page.status_code == 200 and "snippet" not in page.content.decode().lower().split("<main", 1)[-1][:2000]
    form = {
        "title": "Night shift",
        "competency": "initiative",
        "kind": "situational",
        "text": "It is two in the night.",
        "probes": "Whom do you call?",
        "anchors-TOTAL_FORMS": "1",
        "anchors-INITIAL_FORMS": "0",
        "anchors-MIN_NUM_FORMS": "0",
        "anchors-MAX_NUM_FORMS": "1000",
        "anchors-0-score": "3",
        "anchors-0-text": "Calls the lead",
        "anchors-0-ORDER": "1",
        "action-publish": "yes",
    }
    assert visit(cast.editor).post(url, form).status_code == 302
    question = InterviewQuestion.objects.get(title="Night shift")
    assert question.live and question.anchors.get().score == 3


def test_the_same_question_twice_is_asked_once(questions):
    kit = make_kit([questions[0], questions[0], make_question("other")])
    assert len(read(snapshot_of(kit).body).questions) == 2
