"""The library's questions and kit in both languages, and the demo's running interview."""

from datetime import date

import pytest

from assessments.interviews import queries
from assessments.interviews.competencies import SKILLS
from assessments.interviews.kit import read
from assessments.interviews.models import Candidate, Interviewing, InterviewKit, InterviewQuestion, Opening, Rating
from fixtures.demo_company import Demo
from fixtures.reading import LIBRARY
from fixtures.reading import read as read_yaml
from fixtures.rooms import interviews
from lms.learning.models import ContentSnapshot
from lms.people.queries import feature


@pytest.fixture
def library(db):
    return interviews.load_library()


def test_twelve_questions_over_five_competencies_in_both_languages(library):
    assert library == {"interview questions": 12, "interview kits": 1}
    for language in ("en", "ru"):
        found = InterviewQuestion.objects.filter(locale__language_code=language, live=True)
        assert found.count() == 12 and {question.competency for question in found} == set(SKILLS)
        for question in found:
            assert [anchor.score for anchor in question.anchors.all()] == [1, 3, 5] and len(question.probe_list) == 3


def test_the_kit_asks_the_same_in_both_languages(library):
    english, russian = (read(row.body) for row in sorted(queries.kits_to_choose(), key=lambda row: row.language))
    assert [question.uid for question in english.questions] == [question.uid for question in russian.questions]
    assert len(english.questions) == 7 and {question.competency for question in english.questions} == set(SKILLS)
    assert english.questions[1].weight == 2 and russian.questions[1].weight_reason.startswith("Половина")
    assert english.questions[0].text != russian.questions[0].text


def test_loading_again_leaves_editors_work_alone(library):
    question = InterviewQuestion.objects.filter(locale__language_code="en").first()
    question.text = "An editor's own words"
    question.save_revision().publish()
    snapshots = ContentSnapshot.objects.count()
    assert interviews.load_library() == {"interview questions": 0, "interview kits": 0}
    question.refresh_from_db()
    assert question.text == "An editor's own words" and ContentSnapshot.objects.count() == snapshots
    assert InterviewKit.objects.count() == 2


def test_every_skill_of_a_competency_is_in_the_library():
    known = {child["slug"] for group in read_yaml(LIBRARY / "skills.yaml") for child in group["children"]}
    assert {slug for names in SKILLS.values() for slug in names} <= known


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_demo_has_an_interview_running(library, cast, language):
    demo = Demo(language, date(2026, 11, 23), {"company": {"zone": "Europe/Moscow"}})
    demo.teams, demo.people = {"orders": cast.team}, {"irina": cast.hr, "marina": cast.manager}
    interviews.load_demo(demo)
    refused, half, planned = Candidate.objects.all()
    assert [row.state for row in (refused, half, planned)] == ["refused", "in process", "in process"]
    assert refused.delete_on == date(2026, 12, 12) and len(queries.counted_scorecards(refused)) == 2
    assert len(queries.counted_scorecards(half)) == 1 and not queries.panel_is_open(half)
    assert not queries.counted_scorecards(planned) and not planned.interviews.filter(scheduled_at=None).exists()
    assert Opening.objects.get().language == language and feature("hiring")
    before = [model.objects.count() for model in (Opening, Candidate, Interviewing, Rating)]
    interviews.load_demo(demo)
    assert [model.objects.count() for model in (Opening, Candidate, Interviewing, Rating)] == before
