"""A second look: asked by the agent, decided by somebody else; whatever happens, one review counts."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.quality import disputes
from assessments.quality.actions import (
    ask_again,
    correct_review,
    decide,
    save_draft,
    submit_review,
    withdraw_dispute,
)
from assessments.quality.disputes import NotPossible
from assessments.quality.models import Dispute, Review
from assessments.quality.queries import standing_reviews
from assessments.quality.scorecards import score
from lms.learning.models import LearningRecord
from lms.learning.queries import standing
from lms.ops.models import Notification
from lms.people.actions import grant_role
from lms.people.models import RoleGrant

from .conftest import make_review, uids


@pytest.fixture
def second(cast):
    """Another reviewer."""
    grant_role(person=cast.hr, role=RoleGrant.Role.QA, by=None)
    return cast.hr


@pytest.fixture
def review(cast, scorecard) -> Review:
    return make_review(cast.agent, cast.reviewer, (5, 1, 4))


def ask(client, review, uid, rating="4", reason="I did say sorry"):
    return client.post(
        reverse("quality_ask_again", args=[review.uid]), {"category": uid, f"c-{uid}": rating, "reason": reason}
    )


def test_to_its_end_a_change(cast, second, scorecard, review, visit):
    uid = uids(scorecard)["Apologise"]
    client = visit(cast.agent)
    url = reverse("quality_review", args=[review.uid])
    assert "Ask for a second look" in client.get(url).content.decode()
    assert ask(client, review, uid).url == url
    dispute = Dispute.objects.get()
    told = Notification.objects.filter(kind="quality.second_look")
    assert [row.person for row in told] == [second]

    assert visit(cast.reviewer).get(reverse("quality_decide", args=[dispute.pk])).status_code == 404
    client = visit(second)
    assert review.ticket.subject in client.get(reverse("quality_second_looks")).content.decode()
    decision = reverse("quality_decide", args=[dispute.pk])
    page = client.get(decision).content.decode()
    assert "I did say sorry" in page and "1 of 5" in page and "4 of 5" in page
    assert "Choose a rating" in client.post(decision, {"answer": "Look"}).content.decode()
    assert client.post(decision, {f"c-{uid}": "4"}).status_code == 200
    done = client.post(decision, {f"c-{uid}": "4", "answer": "It stands in the second message."})
    assert done.url == url

    dispute.refresh_from_db()
    assert (dispute.state, dispute.rating, dispute.decided_by) == ("changed", 4, second)
    newer = standing_reviews().get()
    assert newer.corrects == review and newer.reviewer == cast.reviewer and newer.ratings[uid] == 4
    assert newer.total == pytest.approx((100 * 10 + 75 * 30 + 100 * 60) / 100)
    assert standing(LearningRecord.objects.all()).get().score == pytest.approx(newer.total / 100)
    for person in (cast.agent, cast.reviewer, cast.manager):
        page = visit(person).get(reverse("quality_review", args=[newer.uid])).content.decode()
        assert "It stands in the second message." in page and "I did say sorry" in page and "Versions" in page
    assert {row.person for row in Notification.objects.filter(kind="quality.second_look_decided")} == {
        cast.agent,
        cast.reviewer,
    }


def test_the_same_rating_keeps_the_review(cast, second, scorecard, review, visit):
    uid = uids(scorecard)["Apologise"]
    ask(visit(cast.agent), review, uid)
    url = reverse("quality_decide", args=[Dispute.objects.get().pk])
    visit(second).post(url, {f"c-{uid}": "1", "answer": "Nothing of it stands there."})
    assert Dispute.objects.get().state == "kept"
    assert Review.objects.get() == review


def test_what_is_not_asked(cast, second, scorecard, review, visit):
    ids, client = uids(scorecard), visit(cast.agent)
    for rating, reason in (("1", "the same"), ("9", "off the scale"), ("", "nothing"), ("n", "no"), ("4", " ")):
        uid = ids["Apologise"] if rating != "n" else ids["Solve"]
        assert ask(client, review, uid, rating, reason).status_code == 200
    assert ask(client, review, "no-such").status_code == 200
    assert not Dispute.objects.exists()
    ask(client, review, ids["Apologise"])
    assert ask(client, review, ids["Apologise"], "5").status_code == 200
    assert Dispute.objects.count() == 1
    for person in (cast.manager, cast.reviewer, cast.new_hire):
        assert ask(visit(person), review, ids["Greeting"], "2").status_code == 404


def test_after_two_weeks_it_is_too_late(cast, scorecard, visit):
    old = make_review(cast.agent, cast.reviewer, (5, 1, 4), days_ago=15)
    last = make_review(cast.agent, cast.reviewer, (5, 1, 4), days_ago=14)
    uid, client = uids(scorecard)["Apologise"], visit(cast.agent)
    assert "Ask for a second look" not in client.get(reverse("quality_review", args=[old.uid])).content.decode()
    ask(client, old, uid)
    assert not Dispute.objects.exists()
    ask(client, last, uid)
    assert Dispute.objects.get().review == last


def test_taken_back(cast, second, scorecard, review, visit):
    ask(visit(cast.agent), review, uids(scorecard)["Apologise"])
    row = Dispute.objects.get()
    url = reverse("quality_withdraw", args=[row.pk])
    assert visit(cast.manager).post(url).status_code == 404
    for _ in range(2):
        assert visit(cast.agent).post(url).status_code == 302
    row.refresh_from_db()
    assert row.state == "withdrawn"
    sent = visit(second).post(reverse("quality_decide", args=[row.pk]), {f"c-{row.category}": "4", "answer": "Yes"})
    assert sent.url == reverse("quality_second_looks")


class TestWhoDecides:
    def test_where_there_is_one_reviewer_the_lead_or_an_administrator(self, cast, scorecard, review, visit):
        ask(visit(cast.agent), review, uids(scorecard)["Apologise"])
        url = reverse("quality_decide", args=[Dispute.objects.get().pk])
        seen = {name: visit(person).get(url).status_code for name, person in cast.by_role().items()}
        assert {name for name, status in seen.items() if status == 200} == {"manager", "administrator"}
        told = Notification.objects.filter(kind="quality.second_look")
        assert {row.person for row in told} == {cast.manager, cast.administrator}

    def test_where_there_are_two_the_other(self, cast, second, scorecard, review, visit):
        ask(visit(cast.agent), review, uids(scorecard)["Apologise"])
        url = reverse("quality_decide", args=[Dispute.objects.get().pk])
        seen = {name: visit(person).get(url).status_code for name, person in cast.by_role().items()}
        assert {name for name, status in seen.items() if status == 200} == {"hr"}

    def test_the_page_of_them_is_for_whoever_may(self, cast, scorecard, review, visit):
        url = reverse("quality_second_looks")
        ask(visit(cast.agent), review, uids(scorecard)["Apologise"])
        assert visit(cast.agent).get(url).status_code == 404
        assert review.ticket.subject not in visit(cast.other_manager).get(url).content.decode()
        assert review.ticket.subject in visit(cast.manager).get(url).content.decode()


def test_the_first_reviewer_does_not_correct_meanwhile(cast, second, scorecard, review, visit):
    draft = correct_review(review=review, by=cast.reviewer)
    ask(visit(cast.agent), review, uids(scorecard)["Apologise"])
    assert not Review.objects.filter(pk=draft.pk).exists()
    assert correct_review(review=review, by=cast.reviewer) == review
    page = visit(cast.reviewer).get(reverse("quality_review", args=[review.uid])).content.decode()
    assert "Correct it" not in page


def test_a_reply_is_read_by_both(cast, scorecard, review, visit):
    url = reverse("quality_reply", args=[review.uid])
    assert visit(cast.agent).post(url, {"text": " "}).status_code == 200
    visit(cast.agent).post(url, {"text": "Thank you, I see it now"})
    assert Notification.objects.get(kind="quality.replied").person == cast.reviewer
    page = visit(cast.reviewer).get(reverse("quality_review", args=[review.uid])).content.decode()
    assert "Thank you, I see it now" in page
    assert visit(cast.new_hire).post(url, {"text": "me too"}).status_code == 404


def test_the_database_refuses_a_decision_of_nobody(cast, second, scorecard, review):
    row = ask_again(review=review, category=_uid(scorecard, "Apologise"), suggested=4, reason="x", by=cast.agent)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.filter(pk=row.pk).update(state="kept")


def _uid(scorecard, title):
    return next(row.uid for row in scorecard.categories.all() if row.title == title)


class TestStates:
    @given(st.lists(st.sampled_from(["keep", "change", "withdraw", "nonsense"]), max_size=6))
    def test_there_is_one_decision_and_then_nothing(self, deeds):
        state, moved = disputes.OPEN, 0
        for deed in deeds:
            try:
                state = disputes.after(state, deed)
                moved += 1
            except NotPossible:
                assert state != disputes.OPEN or deed == "nonsense"
        assert moved == any(deed != "nonsense" for deed in deeds)


DEEDS = st.tuples(
    st.sampled_from(["ask", "withdraw", "decide", "correct", "submit", "later"]),
    st.sampled_from(["agent", "reviewer", "hr", "manager", "administrator"]),
    st.sampled_from(["Greeting", "Apologise", "Solve"]),
    st.sampled_from([None, 1, 2, 3, 4, 5, 6]),
)


class _Life:
    """One review through whatever people try."""

    def __init__(self, cast, scorecard) -> None:
        self.cast, self.ids = cast, {row.title: row.uid for row in scorecard.categories.all()}
        self.first = make_review(cast.agent, cast.reviewer, (5, 1, 3))
        self.now = timezone.now()

    def standing(self) -> Review:
        return standing_reviews().get(ticket=self.first.ticket)

    def do(self, deed: str, who: str, title: str, rating: int | None) -> None:
        person, category = getattr(self.cast, who), self.ids[title]
        row = Dispute.objects.filter(category=category).first()
        try:
            if deed == "later":
                self.now += timedelta(days=5)
            elif deed == "ask":
                ask_again(
                    review=self.standing(), category=category, suggested=rating, reason="r", by=person, at=self.now
                )
                assert who == "agent" and self.now - self.first.submitted_at < timedelta(days=40)
            elif deed == "withdraw" and row:
                withdraw_dispute(dispute=row, by=person, at=self.now)
                assert who == "agent"
            elif deed == "decide" and row:
                decide(dispute=row, by=person, rating=rating, answer="a", at=self.now)
                assert who not in ("agent", "reviewer")
            elif deed == "correct":
                correct_review(review=self.standing(), by=self.cast.reviewer, at=self.now)
            elif deed == "submit":
                self.submit(title, rating)
        except NotPossible:
            pass

    def submit(self, title: str, rating: int | None) -> None:
        draft = Review.objects.filter(submitted_at=None).first()
        if draft and rating and rating < 5:
            save_draft(review=draft, ratings={**draft.ratings, str(self.ids[title]): rating}, comment="")
            submit_review(review=draft, by=self.cast.reviewer, at=self.now)

    def check(self) -> None:
        counts = self.standing()
        assert counts.total == pytest.approx(score(counts.snapshot.body, counts.ratings).total)
        record = standing(LearningRecord.objects.filter(verb="reviewed")).get()
        assert record.score == pytest.approx(counts.total / 100) and record.key == counts.key
        waiting = Dispute.objects.filter(state="open")
        assert not (waiting and Review.objects.filter(submitted_at=None).exists())
        for row in Dispute.objects.exclude(state__in=["open", "withdrawn"]):
            assert row.decided_by not in (self.cast.agent, self.cast.reviewer) and row.answer
        assert Review.objects.filter(submitted_at__isnull=False).count() == LearningRecord.objects.count()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(DEEDS, min_size=3, max_size=12))
def test_whatever_people_try_one_review_counts(cast, second, scorecard, deeds):
    with transaction.atomic():
        life = _Life(cast, scorecard)
        for deed in deeds:
            life.do(*deed)
            life.check()
        transaction.set_rollback(True)
