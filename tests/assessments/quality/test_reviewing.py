"""A reviewer's way: draw, rate, give, correct; what it does to the learning record and what editing cannot undo."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.quality.actions import (
    NotAnswered,
    correct_review,
    draw_sample,
    save_draft,
    start_review,
    submit_review,
)
from assessments.quality.models import Review, Sample, ScorecardCategory, Ticket
from assessments.quality.queries import company_today, latest_snapshot, open_critical, queue_of, scorecards
from lms.learning.models import ActivityState, ContentSnapshot, Evidence, LearningRecord, Mastery
from lms.learning.queries import standing

from .conftest import make_review, make_ticket, uids


def answers(card, greeting="5", apologise="3", solve="4", **more) -> dict[str, str]:
    ids = uids(card)
    values = {"Greeting": greeting, "Apologise": apologise, "Solve": solve}
    return {f"c-{ids[name]}": value for name, value in values.items() if value} | more


@pytest.fixture
def draft(cast, scorecard) -> Review:
    ticket = make_ticket(cast.agent)
    return start_review(ticket=ticket, reviewer=cast.reviewer, snapshot=latest_snapshot(scorecards()[0], "en"))


def test_publishing_makes_an_activity_and_a_snapshot(scorecard):
    activity = scorecards()[0]
    assert (activity.kind, activity.title_en) == ("scorecard", "Complaints")
    assert set(activity.skills.values_list("slug", flat=True)) == {"greeting", "apologise", "solve"}
    body = latest_snapshot(activity, "ru").body
    assert [
        (item["title"], item["weight"], item["scale"], item["critical"], item["skills"]) for item in body["categories"]
    ] == [
        ("Greeting", 10, 5, False, ["greeting"]),
        ("Apologise", 30, 5, False, ["apologise"]),
        ("Solve", 60, 4, True, ["solve"]),
    ]


def test_from_the_draw_to_the_given_review(cast, scorecard, visit):
    for person in (cast.agent, cast.new_hire, cast.other_agent):
        for _ in range(4):
            make_ticket(person)
    client = visit(cast.reviewer)
    client.post(reverse("quality_draw"), {"each": 2, "days": 14})
    waiting = list(queue_of(cast.reviewer))
    assert sorted(pick.ticket.agent.username for pick in waiting) == ["anna", "anna", "boris", "boris", "ilya", "ilya"]
    first = waiting[0].ticket
    page = client.post(reverse("quality_review_start", args=[first.uid]), follow=True)
    assert "The vase came broken." in page.content.decode()
    review = Review.objects.get()
    url = reverse("quality_review", args=[review.uid])
    saved = client.post(url, answers(scorecard, solve=""), headers={"HX-Request": "true"})
    assert saved.status_code == 204
    refused = client.post(url, answers(scorecard, solve="", comment="Kind words", submit="1"))
    assert refused.status_code == 200 and "Not given yet" in refused.content.decode()
    assert "Kind words" in refused.content.decode()
    given = client.post(url, answers(scorecard, comment="Kind words", submit="1"))
    assert given.url == reverse("quality_ticket", args=[queue_of(cast.reviewer)[0].ticket.uid])
    review.refresh_from_db()
    assert review.total == pytest.approx((100 * 10 + 50 * 30 + 100 * 60) / 100)
    assert len(queue_of(cast.reviewer)) == 5


def test_what_a_review_says_stands_in_the_learning_record(cast, scorecard):
    review = make_review(cast.agent, cast.reviewer, (5, 2, 4))
    record = LearningRecord.objects.get()
    assert (record.person, record.verb, record.source, record.key) == (cast.agent, "reviewed", "review", review.key)
    assert record.score == pytest.approx(review.total / 100)
    assert record.context == {"review": review.pk, "snapshot": review.snapshot.hash}
    scores = dict(Evidence.objects.values_list("skill__slug", "score"))
    assert scores == {"greeting": 1.0, "apologise": 0.25, "solve": 1.0}
    assert Mastery.objects.get(skill__slug="apologise").bad == pytest.approx(3 * 0.75)
    assert not ActivityState.objects.get().done_at


def test_what_does_not_fit_is_evidence_of_nothing(cast, scorecard):
    review = make_review(cast.agent, cast.reviewer, (None, 3, 4))
    assert set(Evidence.objects.values_list("skill__slug", flat=True)) == {"apologise", "solve"}
    assert review.total == pytest.approx((50 * 30 + 100 * 60) / 90)


def test_twice_is_once(cast, draft, scorecard):
    save_draft(review=draft, ratings=dict.fromkeys(uids(scorecard).values(), 4), comment="")
    for _ in range(2):
        submit_review(review=draft, by=cast.reviewer)
    assert LearningRecord.objects.count() == 1
    again = start_review(ticket=draft.ticket, reviewer=cast.reviewer, snapshot=draft.snapshot)
    assert again == draft
    save_draft(review=draft, ratings={}, comment="changed")
    draft.refresh_from_db()
    assert draft.comment == "" and draft.ratings


def test_ratings_off_the_scale_and_of_nobodys_category_are_dropped(cast, draft, scorecard):
    ids = uids(scorecard)
    ratings = {ids["Greeting"]: 6, ids["Solve"]: None, ids["Apologise"]: 1, "no-such": 3}
    assert save_draft(review=draft, ratings=ratings, comment="").ratings == {ids["Apologise"]: 1}
    with pytest.raises(NotAnswered) as waiting:
        submit_review(review=draft, by=cast.reviewer)
    assert waiting.value.waiting == [ids["Greeting"], ids["Solve"]]


def test_a_correction_is_a_new_record_in_the_place_of_the_old(cast, scorecard, visit):
    first = make_review(cast.agent, cast.reviewer, (5, 1, 4))
    client = visit(cast.reviewer)
    client.post(reverse("quality_correct", args=[first.uid]))
    second = Review.objects.get(corrects=first)
    assert (second.ratings, second.total) == (first.ratings, None)
    assert correct_review(review=first, by=cast.reviewer) == second
    client.post(reverse("quality_review", args=[second.uid]), answers(scorecard, apologise="5", submit="1"))
    first.refresh_from_db()
    assert first.superseded_at
    old, new = LearningRecord.objects.order_by("pk")
    assert (new.replaces, new.score, list(standing(LearningRecord.objects.all()))) == (old.key, 1, [new])
    assert Mastery.objects.get(skill__slug="apologise").bad == pytest.approx(0)
    page = client.get(reverse("quality_review", args=[first.uid])).content.decode()
    assert "no longer counts" in page


def test_removing_a_category_leaves_earlier_reviews_whole_and_readable(cast, scorecard, visit):
    review = make_review(cast.agent, cast.reviewer, (5, 1, 4), comment="Say sorry first")
    record = LearningRecord.objects.get()
    gone = scorecard.categories.get(title="Apologise")
    scorecard.categories.remove(gone)
    scorecard.save_revision().publish()
    assert not ScorecardCategory.objects.filter(uid=gone.uid).exists()
    review.refresh_from_db()
    assert review.ratings[str(gone.uid)] == 1 and review.percents[str(gone.uid)] == 0
    page = visit(cast.agent).get(reverse("quality_review", args=[review.uid])).content.decode()
    assert "Apologise" in page and "Say sorry first" in page and "1 of 5" in page
    assert LearningRecord.objects.get() == record
    body = latest_snapshot(scorecards()[0], "en").body
    assert [item["title"] for item in body["categories"]] == ["Greeting", "Solve"]
    scorecard.delete()
    assert Review.objects.get().snapshot == review.snapshot
    assert visit(cast.agent).get(reverse("quality_review", args=[review.uid])).status_code == 200


def test_a_draft_stays_on_the_version_it_was_begun_on(cast, draft, scorecard):
    scorecard.categories.remove(scorecard.categories.get(title="Greeting"))
    scorecard.save_revision().publish()
    assert ContentSnapshot.objects.count() == 2
    save_draft(review=draft, ratings=dict.fromkeys(uids(scorecard).values(), 3), comment="")
    with pytest.raises(NotAnswered):
        submit_review(review=draft, by=cast.reviewer)


def test_a_translation_shares_its_categories_and_skills(scorecard):
    from wagtail.models import Locale

    russian = scorecard.copy_for_translation(Locale.objects.get(language_code="ru"))
    russian.title = "Жалобы"
    russian.save()
    russian.save_revision().publish()
    activity = scorecards()[0]
    assert (activity.title_en, activity.title_ru) == ("Complaints", "Жалобы")
    english, other = latest_snapshot(activity, "en").body, latest_snapshot(activity, "ru").body
    assert [(c["uid"], c["skills"]) for c in english["categories"]] == [
        (c["uid"], c["skills"]) for c in other["categories"]
    ]
    scorecard.unpublish()
    assert scorecards() == [activity]
    russian.refresh_from_db()
    russian.unpublish()
    assert scorecards() == []


def test_nobody_reviews_themselves_or_nobody(cast, scorecard):
    snapshot = latest_snapshot(scorecards()[0], "en")
    for ticket in (make_ticket(cast.reviewer), make_ticket(None)):
        with pytest.raises(ValueError, match="somebody else"):
            start_review(ticket=ticket, reviewer=cast.reviewer, snapshot=snapshot)


def test_the_database_refuses_half_a_review(cast, draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=draft.pk).update(submitted_at=timezone.now())


def test_a_draw_can_be_made_again_and_draws_nothing_twice(cast, scorecard):
    for _ in range(5):
        make_ticket(cast.agent)
    make_ticket(cast.reviewer)
    today = company_today()
    days = {"first": today - timedelta(days=6), "last": today}
    first = draw_sample(by=cast.reviewer, each=2, seed=11, **days)
    assert (first.choosable, first.picks.count()) == (5, 2)
    drawn = list(first.picks.values_list("ticket", flat=True))
    first.delete()
    again = draw_sample(by=cast.reviewer, each=2, seed=11, **days)
    assert list(again.picks.values_list("ticket", flat=True)) == drawn
    assert draw_sample(by=cast.reviewer, each=9, **days).picks.count() == 3
    assert draw_sample(by=cast.reviewer, each=9, **days).picks.count() == 0
    assert Ticket.objects.count() == 6 and Sample.objects.latest("pk").seed < 2**48


def test_laid_aside_is_off_the_list(cast, scorecard, visit):
    make_ticket(cast.agent)
    client = visit(cast.reviewer)
    client.post(reverse("quality_draw"), {"each": 1, "days": 7})
    pick = queue_of(cast.reviewer)[0]
    client.post(reverse("quality_aside", args=[pick.pk]), {"why": "  "})
    assert len(queue_of(cast.reviewer)) == 1
    client.post(reverse("quality_aside", args=[pick.pk]), {"why": "An empty talk"})
    assert not queue_of(cast.reviewer)
    pick.refresh_from_db()
    assert pick.dropped_why == "An empty talk"


def test_without_a_checklist_one_is_told_who_makes_one(cast, visit):
    ticket = make_ticket(cast.agent)
    page = visit(cast.reviewer).post(reverse("quality_review_start", args=[ticket.uid]), follow=True)
    assert "There is no checklist yet" in page.content.decode()


class TestOpenCritical:
    def test_until_a_later_review_passes_it(self, cast, scorecard):
        today = company_today()
        make_review(cast.agent, cast.reviewer, (5, 5, 1), days_ago=9)
        make_review(cast.new_hire, cast.reviewer, (5, 5, 4), days_ago=9)
        people = [cast.agent, cast.new_hire]
        assert open_critical(people, today) == {cast.agent.pk}
        assert open_critical(people, today - timedelta(days=10)) == set()
        assert open_critical(people, today + timedelta(days=30)) == set()
        make_review(cast.agent, cast.reviewer, (1, 1, 3), days_ago=2)
        assert open_critical(people, today) == set()
        assert open_critical(people, today - timedelta(days=5)) == {cast.agent.pk}

    def test_a_corrected_one_does_not_hold(self, cast, scorecard):
        review = make_review(cast.agent, cast.reviewer, (5, 5, 1), days_ago=3)
        draft = correct_review(review=review, by=cast.reviewer)
        save_draft(review=draft, ratings={**review.ratings, uids(scorecard)["Solve"]: 4}, comment="")
        submit_review(review=draft, by=cast.reviewer)
        assert open_critical([cast.agent], company_today()) == set()
