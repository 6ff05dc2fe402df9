"""Low twice in a row: practice is proposed or asked for, once in four weeks; the reviews after that are told."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.quality.actions import close_advice, correct_review, save_draft, set_loop, submit_review
from assessments.quality.models import Advice, Review
from lms.learning.actions import publish_activity
from lms.learning.models import Activity, Assignment, Skill
from lms.people.actions import set_setting

from .conftest import make_review

GREAT, POOR = (5, 5, 4), (5, 1, 4)  # greeting, apologise, solve


def practice(slug: str = "apologise") -> Activity:
    from lms.learning.kinds import activity_kinds

    kind = min((kind for kind in activity_kinds.values() if kind.practice), key=lambda kind: kind.practice)
    skill, _ = Skill.objects.get_or_create(slug=slug, defaults={"name_en": slug, "name_ru": slug})
    return publish_activity(uid=uuid4(), kind=kind.name, titles={"en": "The broken vase"}, skills=[skill])


def make_advice(person: Any, reviewer: Any) -> Advice:
    practice()
    for ago in (3, 2):
        make_review(person, reviewer, POOR, days_ago=ago)
    return Advice.objects.filter(person=person).latest("pk")


@pytest.fixture
def trained(scorecard) -> Activity:
    return practice()


class TestTwiceInARow:
    def test_once_is_luck_twice_is_advice(self, cast, trained):
        make_review(cast.agent, cast.reviewer, POOR, days_ago=3)
        assert not Advice.objects.exists()
        make_review(cast.agent, cast.reviewer, POOR, days_ago=2)
        row = Advice.objects.get()
        assert (row.person, row.title, row.activity) == (cast.agent, "Apologise", trained)
        assert row.due_on == row.on + timedelta(days=14) and row.assignment is None
        assert not Assignment.objects.exists()

    def test_a_good_one_between_breaks_it(self, cast, trained):
        for ago, ratings in ((5, POOR), (4, GREAT), (3, POOR)):
            make_review(cast.agent, cast.reviewer, ratings, days_ago=ago)
        assert not Advice.objects.exists()

    def test_one_where_it_did_not_fit_does_not(self, cast, trained):
        for ago, ratings in ((5, POOR), (4, (5, None, 4)), (3, POOR)):
            make_review(cast.agent, cast.reviewer, ratings, days_ago=ago)
        assert Advice.objects.count() == 1

    def test_nothing_to_practise_with_is_no_advice(self, cast, scorecard):
        for ago in (3, 2):
            make_review(cast.agent, cast.reviewer, POOR, days_ago=ago)
        assert not Advice.objects.exists()

    def test_four_weeks_of_peace(self, cast, trained):
        for ago in (40, 39, 30, 12, 11):
            make_review(cast.agent, cast.reviewer, POOR, days_ago=ago)
        days = sorted((timezone.now() - row.at).days for row in Advice.objects.all())
        assert days == [11, 39]

    def test_also_when_it_was_set_aside(self, cast, trained):
        close_advice(advice=make_advice(cast.agent, cast.reviewer), by=cast.manager)
        make_review(cast.agent, cast.reviewer, POOR, days_ago=1)
        assert Advice.objects.count() == 1

    def test_later_reviews_are_told_and_corrections_too(self, cast, trained):
        row = make_advice(cast.agent, cast.reviewer)
        for ratings in (GREAT, POOR, (5, None, 4)):
            review = make_review(cast.agent, cast.reviewer, ratings, days_ago=1)
        row.refresh_from_db()
        assert (row.later, row.later_good) == (2, 1)
        poor = Review.objects.filter(total__lt=100).latest("pk")
        draft = correct_review(review=poor, by=cast.reviewer)
        order = [item["uid"] for item in review.snapshot.body["categories"]]
        submit_review(
            review=save_draft(review=draft, ratings=dict(zip(order, GREAT, strict=True)), comment=""), by=cast.reviewer
        )
        row.refresh_from_db()
        assert (row.later, row.later_good) == (3 if poor.percents.get(order[1]) is None else 2, 2)

    def test_the_teams_rule_asks_by_itself(self, cast, trained):
        set_loop(team=cast.team, itself=True, by=cast.manager)
        row = make_advice(cast.agent, cast.reviewer)
        given = Assignment.objects.get()
        assert row.assignment == given and (given.person, given.due_on, given.by) == (cast.agent, row.due_on, None)
        assert "Apologise" in given.reason


class TestTheLead:
    @pytest.fixture
    def row(self, cast, trained) -> Advice:
        set_setting(key="feature.quality", value=True, by=None)
        return make_advice(cast.agent, cast.reviewer)

    def panel(self, cast) -> str:
        return reverse("team_panel", args=[cast.team.pk, "low twice"])

    def test_asks_with_one_press(self, cast, visit, row):
        client = visit(cast.manager)
        page = client.get(self.panel(cast)).content.decode()
        assert "apologise" in page and "The broken vase" in page and "Ask for it" in page
        client.post(reverse("quality_advice", args=[row.pk]), {"ask": "1", "next": "/team/"})
        assert Assignment.objects.get().person == cast.agent
        page = client.get(self.panel(cast)).content.decode()
        assert "Ask for it" not in page and "asked for by" in page
        client.post(reverse("quality_advice", args=[row.pk]), {"ask": "1"})
        assert Assignment.objects.count() == 1

    def test_sets_it_aside(self, cast, visit, row):
        client = visit(cast.manager)
        client.post(reverse("quality_advice", args=[row.pk]), {"close": "1", "next": "//evil.example"})
        assert "apologise" not in client.get(self.panel(cast)).content.decode()

    def test_chooses_the_rule(self, cast, visit):
        client = visit(cast.manager)
        url = reverse("quality_loop", args=[cast.team.pk])
        client.post(url, {"itself": "yes"})
        page = client.get(reverse("quality_team", args=[cast.team.pk])).content.decode()
        assert "Practice is asked for by itself" in page
