"""What practice shows beside what work shows: by skill and person, for whom, and how it is told."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from lms.learning import sources
from lms.learning.actions import record
from lms.learning.verbs import PASSED, REVIEWED
from lms.people.actions import join_team
from lms.people.models import Membership, User

pytestmark = pytest.mark.django_db
PAGE = "/practice/beside-work/"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture(autouse=True)
def two_sides(monkeypatch):
    known = {"roleplay": sources.PRACTICE, "review": sources.WORK}
    found = {name: sources.Source(name, side, name.upper()) for name, side in known.items()}
    monkeypatch.setattr(sources, "_SOURCES", found)


@pytest.fixture
def show(make, now):
    """`show(person, skill, talks, reviews)`: evidence with these scores, 0–100."""
    activity = make("A talk")

    def write(person, skill, talks=(), reviews=(), at=now, **fields):
        for source, verb, scores in (("roleplay", PASSED, talks), ("review", REVIEWED, reviews)):
            for n, score in enumerate(scores):
                key = f"{source}:{person.pk}:{skill.pk}:{n}:{at}"
                record(
                    person=person, verb=verb, activity=activity, key=key, source=source, score=score / 100,
                    evidence={skill: score / 100}, at=at, **fields,
                )  # fmt: skip

    return write


def text_of(client, query=""):
    html = client.get(PAGE + query).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def crowd(team, count, day):
    """So many people more in the team."""
    people = [
        User.objects.create(username=f"p{n}", given_name=f"P{n}", family_name="Q", started_on=day) for n in range(count)
    ]
    for person in people:
        join_team(person=person, team=team, role=Membership.Role.MEMBER, since=day, by=None)
    return people


def test_means_counts_and_too_few(cast, visit, empathy, show):
    show(cast.agent, empathy, talks=[40, 80], reviews=[90])
    show(cast.new_hire, empathy, talks=[70], reviews=[50])  # one talk is too little to say anything
    text = text_of(visit(cast.manager), "?skill=empathy")
    row = text.split(cast.agent.get_full_name())[1]
    assert re.match(r" +60 2 results +90 1 result ", row)
    assert re.match(r" +– too few yet +50 1 result ", text.split(cast.new_hire.get_full_name())[1])
    assert "1 person has both so far. From four people on" in text
    assert "On average practice shows 60 of 100 and work 90." in text
    assert "(rOLEPLAY)" in text and "(rEVIEW)" in text


def test_whether_they_go_together_is_told_in_words_first(cast, visit, empathy, show, now):
    people = crowd(cast.team, 6, now.date() - timedelta(days=30))
    for n, person in enumerate(people):
        show(person, empathy, talks=[20 + 10 * n] * 2, reviews=[30 + 10 * n])
    text = text_of(visit(cast.manager))
    told = text.index("Those who do well in practice also do well at work, and clearly so: seen in 6 people.")
    assert told < text.index("How it was counted") < text.index("Here it is 1.00 from 6 people")
    assert "does not say that one brings the other about" in text


def test_like_is_held_against_like_for_all_skills_together(cast, visit, empathy, solving, show):
    show(cast.agent, empathy, talks=[60, 60], reviews=[70])
    show(cast.agent, solving, reviews=[0])  # not practised: no part of it
    text = text_of(visit(cast.manager))
    assert (
        "On average practice shows 60 of 100 and work 70." in text and "Solving" not in text.split("Skill by skill")[1]
    )


def test_old_corrected_and_other_evidence_does_not_count(cast, visit, empathy, show, note, activity, now):
    show(cast.agent, empathy, talks=[60, 60], reviews=[80])
    show(cast.agent, empathy, talks=[0], reviews=[0], at=now - timedelta(days=200))
    note(cast.agent, activity, REVIEWED, "wrong", source="review", score=0.1, evidence={empathy: 0.1}, at=now)
    note(
        cast.agent,
        activity,
        REVIEWED,
        "right",
        source="review",
        score=0.8,
        evidence={empathy: 0.8},
        at=now,
        replaces="wrong",
    )
    note(cast.agent, activity, PASSED, "quiz", source="quiz", score=0.1, evidence={empathy: 0.1}, at=now)
    assert "On average practice shows 60 of 100 and work 80." in text_of(visit(cast.manager))


def test_a_lead_sees_their_people_an_editor_nobody_by_name(cast, visit, empathy, show):
    for person in (cast.agent, cast.new_hire):
        show(person, empathy, talks=[60, 60], reviews=[70])
    name = cast.agent.get_full_name()
    assert name in text_of(visit(cast.manager)) and name in text_of(visit(cast.reviewer))
    assert name not in text_of(visit(cast.other_manager))
    assert "Nothing to compare yet" in text_of(visit(cast.other_manager))
    text = text_of(visit(cast.editor))
    assert name not in text and "On average" not in text  # two people: a mean would nearly name them
    assert name not in text_of(visit(cast.reviewer), f"?team={cast.other_team.pk}")
    assert name in text_of(visit(cast.manager), "?team=999&skill=nonsense")  # as if it were not there


@pytest.mark.parametrize("count", [1, 12])
def test_it_asks_the_same_of_many(cast, visit, empathy, solving, show, now, count, django_assert_num_queries):
    for n, person in enumerate(crowd(cast.team, count, now.date() - timedelta(days=30))):
        for skill in (empathy, solving)[: 1 + (count > 1)]:
            show(person, skill, talks=[n, n], reviews=[n])
    client = visit(cast.manager)
    client.get(PAGE)
    with django_assert_num_queries(7):
        client.get(PAGE)


def test_one_finds_it(cast, visit):
    assert f"{PAGE}?team={cast.team.pk}" in visit(cast.manager).get(f"/team/{cast.team.pk}/skills/").content.decode()
