"""What a checklist says besides its points: channels, causes, a bonus, how long it takes."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale

from assessments.quality.actions import save_draft, start_review, submit_review
from assessments.quality.models import Review, Scorecard, ScorecardCategory
from assessments.quality.queries import latest_snapshot, scorecards
from assessments.quality.review_queries import offered
from assessments.quality.scorecards import kept_details, lines_of, made_for
from assessments.quality.scoring import Category, review_score
from lms.learning.models import Evidence, LearningRecord

from .conftest import make_scorecard, make_ticket, uids


def publish(title: str, channels: str = "", minutes: int = 8, above_100: bool = False, **category) -> Scorecard:
    card = Scorecard.objects.create(
        title=title,
        channels=channels,
        minutes=minutes,
        above_100=above_100,
        locale=Locale.objects.get(language_code="en"),
        live=False,
    )
    ScorecardCategory.objects.create(scorecard=card, title="Kindness", **{"weight": 10, **category})
    Scorecard.objects.get(pk=card.pk).save_revision().publish()
    return Scorecard.objects.get(pk=card.pk)


class TestChannels:
    def test_the_one_made_for_the_channel_is_offered_first(self, db):
        publish("For anything")
        publish("Calls", channels="phone, voice")
        publish("Letters", channels="e-mail")
        titles = lambda channel: [card.snapshot.body["title"] for card in offered("en", channel)]  # noqa: E731
        assert titles("phone") == ["Calls", "For anything", "Letters"]
        assert titles("Email") == ["Letters", "For anything", "Calls"]
        assert titles("") == ["For anything", "Calls", "Letters"]

    def test_a_review_begins_on_it(self, cast, scorecard, visit):
        publish("Calls", channels="phone")
        ticket = make_ticket(cast.agent, channel="phone")
        visit(cast.reviewer).post(reverse("quality_review_start", args=[ticket.uid]))
        assert Review.objects.get().snapshot.body["title"] == "Calls"

    def test_another_may_be_chosen(self, cast, scorecard, visit):
        publish("Calls", channels="phone")
        ticket = make_ticket(cast.agent, channel="phone")
        client = visit(cast.reviewer)
        page = client.get(reverse("quality_ticket", args=[ticket.uid])).content.decode()
        assert page.index(">Calls<") < page.index(">Complaints<")
        chosen = next(card for card in scorecards() if card.title_en == "Complaints")
        client.post(reverse("quality_review_start", args=[ticket.uid]), {"scorecard": chosen.uid})
        assert Review.objects.get().snapshot.body["title"] == "Complaints"

    def test_names_are_read_kindly(self):
        assert made_for({"channels": ["E-mail"]}, "email") and not made_for({}, "email")
        assert made_for({"channels": ["Почта", "звонок"]}, "phone") and not made_for({"channels": ["чат"]}, "phone")


class TestCauses:
    def test_they_stand_in_the_snapshot_and_the_review_names_one(self, cast, db, visit):
        card = publish("Calls", causes="Did not know\n\nNo time ", scale=5)
        snapshot = latest_snapshot(scorecards()[0], "en")
        assert snapshot.body["categories"][0]["causes"] == ["Did not know", "No time"]
        uid = str(card.categories.get().uid)
        review = start_review(ticket=make_ticket(cast.agent), reviewer=cast.reviewer, snapshot=snapshot)
        visit(cast.reviewer).post(
            reverse("quality_review", args=[review.uid]),
            {f"c-{uid}": "2", f"k-{uid}": "2", f"t-{uid}": "Hurried", "submit": "1"},
        )
        review.refresh_from_db()
        assert review.details == {uid: {"cause": 2, "text": "Hurried"}}
        card.categories.update(causes="Something else")
        page = visit(cast.agent).get(reverse("quality_review", args=[review.uid])).content.decode()
        assert "No time" in page and "Hurried" in page

    def test_what_the_list_does_not_hold_is_dropped(self):
        lines = lines_of({"categories": [line("a", causes=["x"])]})
        assert kept_details(lines, {"a": {"cause": 9}, "b": {"well": True}}) == {}
        assert kept_details(lines, {"a": {"cause": 1, "well": True, "text": " hm "}}) == {
            "a": {"cause": 1, "well": True, "text": "hm"}
        }


def line(uid: str, **more) -> dict:
    return {"uid": uid, "title": uid, "weight": 10, "scale": 5, "critical": False, "may_skip": False, **more}


class TestBonus:
    def test_by_hand(self):
        rows = [Category("a", 80, 5), Category("b", 20, 2), Category("c", 10, 2, bonus=True)]
        assert review_score(rows, {"a": 3, "b": 2}).total == 60
        assert review_score(rows, {"a": 3, "b": 2, "c": 2}).total == 70
        assert review_score(rows, {"a": 5, "b": 2, "c": 2}).total == 100
        assert review_score(rows, {"a": 5, "b": 2, "c": 2}, above_100=True).total == 110
        assert review_score(rows, {"c": 2}).total is None

    @given(st.lists(st.tuples(st.integers(1, 100), st.integers(2, 5), st.integers(0, 9), st.booleans()), max_size=6))
    def test_it_never_takes_away(self, found):
        rows = [Category(str(n), weight, scale, bonus=bonus) for n, (weight, scale, _, bonus) in enumerate(found)]
        ratings = {str(n): 1 + pick % scale for n, (_, scale, pick, _) in enumerate(found)}
        plain = review_score([row for row in rows if not row.bonus], ratings).total
        with_it, above = review_score(rows, ratings).total, review_score(rows, ratings, above_100=True).total
        assert (plain is None) == (with_it is None) == (above is None)
        if plain is not None:
            assert plain <= with_it + 1e-9 and with_it <= above and with_it <= 100 and above <= 200

    def test_a_review_above_100_is_one_in_the_record(self, cast, db):
        card = publish("Calls", above_100=True, scale=5)
        extra = ScorecardCategory.objects.create(scorecard=card, title="Beyond", weight=5, scale=2, bonus=True)
        Scorecard.objects.get(pk=card.pk).save_revision().publish()
        snapshot = latest_snapshot(scorecards()[0], "en")
        review = start_review(ticket=make_ticket(cast.agent), reviewer=cast.reviewer, snapshot=snapshot)
        ratings = {str(row.uid): row.scale for row in card.categories.all()}
        save_draft(review=review, ratings=ratings, comment="")
        assert submit_review(review=review, by=cast.reviewer).total == 150
        assert LearningRecord.objects.get().score == 1 and str(extra.uid) in ratings

    def test_a_bonus_not_earned_is_no_evidence(self, cast, scorecard):
        scorecard.categories.filter(title="Greeting").update(bonus=True)
        Scorecard.objects.get(pk=scorecard.pk).save_revision().publish()
        snapshot = latest_snapshot(scorecards()[0], "en")
        review = start_review(ticket=make_ticket(cast.agent), reviewer=cast.reviewer, snapshot=snapshot)
        ids = uids(scorecard)
        save_draft(review=review, ratings={ids["Greeting"]: 1, ids["Apologise"]: 5, ids["Solve"]: 4}, comment="")
        assert submit_review(review=review, by=cast.reviewer).total == 100
        assert set(Evidence.objects.values_list("skill__slug", flat=True)) == {"apologise", "solve"}

    def test_it_cannot_be_critical(self, scorecard):
        row = scorecard.categories.get(title="Solve")
        row.bonus = True
        with pytest.raises(ValidationError, match="A bonus cannot be critical"):
            row.full_clean()


def test_how_long_it_takes_stands_in_the_activity(db):
    publish("Quick", minutes=3)
    assert scorecards()[0].seconds == 180


def test_without_anything_new_it_is_as_before(db):
    make_scorecard()
    body = latest_snapshot(scorecards()[0], "en").body
    assert (body["channels"], body["minutes"], body["above_100"]) == ([], 8, False)
