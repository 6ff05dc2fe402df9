"""What to practise next: the weakest skill, why, and how it went after the practice."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lms.learning import proposals
from lms.learning.actions import record
from lms.learning.focus import LOW, RECENT, Result, told, weakest
from lms.learning.kinds import ActivityKind, activity_kinds
from lms.learning.mastery import Sums
from lms.learning.models import Focus
from lms.learning.verbs import COMPLETED, REVIEWED

DAY = date(2026, 11, 16)


def sums(good: float, bad: float, day: date = DAY) -> Sums:
    return Sums(good, bad, 1, day)


class TestWeakest:
    def test_the_lowest_mean_with_enough_evidence(self):
        assert weakest({1: sums(3, 3), 2: sums(1, 5), 3: sums(0, 2)}) == 2

    def test_nobody_is_sent_to_practise_what_holds(self):
        assert weakest({1: sums(9, 1)}) is None and weakest({}) is None

    def test_all_are_compared_on_the_same_day(self):
        """A half-year-old low weighs a quarter: it is no longer enough to say anything."""
        assert weakest({1: sums(0, 6, DAY - timedelta(days=180)), 2: sums(3, 3)}) == 2


def results(*pairs: tuple[float, str]) -> list[Result]:
    return [Result(score, DAY + timedelta(days=n), source) for n, (score, source) in enumerate(pairs)]


class TestStory:
    def test_two_low_reviews(self):
        story = told(results((0.9, "review"), (0.2, "review"), (0.0, "review")))
        assert (story.low, story.recent, story.practised, story.later) == (2, 3, 0, 0)

    def test_practice_and_later_reviews_stand_beside_it(self):
        story = told(results((0.2, "review"), (0.1, "review"), (1.0, "minute"), (0.8, "roleplay"), (1.0, "review")))
        assert (story.low, story.recent) == (2, 2)
        assert (story.practised_on, story.practised) == (DAY + timedelta(days=2), 2)
        assert (story.later, story.later_good) == (1, 1)

    def test_practice_before_the_first_low_review_is_no_answer_to_it(self):
        story = told(results((1.0, "quiz"), (0.2, "review")))
        assert story.practised_on is None and story.practised == 0

    def test_without_reviews_it_speaks_of_what_there_is(self):
        story = told(results((0.2, "lesson"), (0.4, "quiz")))
        assert (story.source, story.low, story.practised_on) == ("quiz", 2, None)

    @given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from(["review", "minute", "roleplay", "quiz", "lesson"]))))
    def test_the_numbers_are_of_the_results_given(self, pairs):
        story = told(results(*pairs))
        if not pairs:
            assert story is None
            return
        assert story.low <= story.recent <= RECENT and story.later_good <= story.later <= RECENT
        assert story.low <= sum(score < LOW for score, _ in pairs)
        assert story.practised <= sum(source != "review" for _, source in pairs)


@pytest.fixture
def drills(monkeypatch):
    """Two kinds one practises by; the first is offered first."""
    for name, practice in (("drill", 1), ("reading", 2)):
        kind = ActivityKind(name, name.title(), "book", lambda activity: f"/{activity.uid}/", practice=practice)
        monkeypatch.setitem(activity_kinds, name, kind)


@pytest.fixture
def weak(cast, make, empathy, solving, drills):
    """Three drills and a text on empathy; two low reviews of the agent's empathy."""
    for title in ("One", "Two", "Three"):
        make(title, kind="drill", skills=[empathy], seconds=60)
    make("Text", kind="reading", skills=[empathy, solving], seconds=60)
    card = make("Checklist", kind="exercise")
    for n in range(2):
        review(cast.agent, card, empathy, 0.1, n)
    return card


def review(person, card, skill, score, n):
    record(
        person=person,
        verb=REVIEWED,
        activity=card,
        key=f"review:{person.pk}:{skill.pk}:{n}",
        source="review",
        score=score,
        evidence={skill: score},
        at=timezone.now() - timedelta(days=9 - n),
    )


class TestProposals:
    def test_one_of_each_kind_with_the_reason_in_words(self, cast, weak):
        proposal = proposals.proposal_of(cast.agent)
        assert proposal.skill.slug == "empathy"
        assert [offer.activity.title for offer in proposal.offers] == ["One", "Text"]
        assert proposal.why == "2 of the last 2 ticket reviews were low here." and proposal.since == ""

    def test_what_was_done_since_gives_way_to_what_was_not(self, cast, weak, empathy):
        offer = proposals.proposal_of(cast.agent).offers[0].activity
        record(
            person=cast.agent, verb=COMPLETED, activity=offer, key="d", source="minute", score=1, evidence={empathy: 1}
        )
        proposal = proposals.proposal_of(cast.agent)
        assert proposal.offers[0].activity.title == "Two"
        assert proposal.since == "Practised since today. No ticket has been reviewed since."

    def test_later_reviews_stand_on_the_same_card(self, cast, weak, empathy):
        offer = proposals.proposal_of(cast.agent).offers[0].activity
        at = timezone.now() - timedelta(days=5)
        record(
            person=cast.agent, verb=COMPLETED, activity=offer, key="d", source="minute", evidence={empathy: 1}, at=at
        )
        review(cast.agent, weak, empathy, 0.9, 7)
        assert "1 of 1 review since then was good." in proposals.proposal_of(cast.agent).since

    def test_another_weak_skill_brings_other_activities(self, cast, weak, solving):
        for n in range(2):
            review(cast.new_hire, weak, solving, 0.0, n)
        assert [o.activity.title for o in proposals.proposal_of(cast.new_hire).offers] == ["Text"]

    def test_one_query_for_a_whole_team(self, cast, weak, empathy, django_assert_num_queries):
        review(cast.new_hire, weak, empathy, 0.0, 1)
        with django_assert_num_queries(1):
            assert set(proposals.proposals([cast.agent, cast.new_hire])) == {cast.agent.pk, cast.new_hire.pk}

    def test_today_says_what_and_why_and_team_too(self, cast, weak, visit):
        html = visit(cast.agent).get("/").content.decode()
        assert "Practise next: empathy" in html and "2 of the last 2 ticket reviews were low here." in html
        team = visit(cast.manager).get(f"/team/{cast.team.pk}/").content.decode()
        assert "Ask for “One”" in team and f"whom={cast.agent.uid}" in team
        assert "Practise next" not in visit(cast.new_hire).get("/").content.decode()

    def test_a_retired_skill_is_not_proposed(self, cast, weak, empathy):
        empathy.live = False
        empathy.save()
        assert proposals.proposal_of(cast.agent) is None

    def test_a_correction_takes_the_reason_away(self, cast, weak, empathy):
        for n in range(2):
            key = f"review:{cast.agent.pk}:{empathy.pk}:{n}"
            record(
                person=cast.agent,
                verb=REVIEWED,
                activity=weak,
                key=f"{key}:2",
                replaces=key,
                source="review",
                evidence={empathy: 1.0},
            )
        assert not Focus.objects.filter(person=cast.agent).exists()
