"""A review turns into coaching: what was weak becomes something to do, what was good is said."""

import pytest
from django.urls import reverse

from assessments.quality.models import Coaching, Review
from assessments.quality.review_queries import help_for
from lms.learning import kinds
from lms.learning.actions import publish_activity, record
from lms.learning.models import Assignment, Skill
from lms.learning.queries import open_assignments
from lms.ops.models import Notification
from lms.people.queries import today_of

from .conftest import make_review, make_ticket, uids
from .test_reviewing import answers

PRACTICE = next(kind.name for kind in kinds.activity_kinds.values() if kind.practice == 1)


@pytest.fixture
def roleplay(scorecard):
    return publish_activity(
        uid="6d1a5d5e-2b0f-4f3b-9a57-0b7a5f0f5f01",
        kind="scenario" if "scenario" in kinds.activity_kinds else PRACTICE,
        titles={"en": "The broken vase"},
        skills=[Skill.objects.get(slug="apologise")],
        seconds=300,
    )


def test_what_is_weak_is_offered_and_asked_for(cast, scorecard, roleplay, visit):
    review = make_review(cast.agent, cast.reviewer, (5, 2, 4))
    client = visit(cast.reviewer)
    url = reverse("quality_review", args=[review.uid])
    page = client.get(url).content.decode()
    assert "What would help" in page and "The broken vase" in page
    what = f"{uids(scorecard)['Apologise']}:{roleplay.uid}"
    sent = client.post(reverse("quality_coach", args=[review.uid]), {"what": what, "due_on": "2031-01-01"})
    assert sent.status_code == 302
    asked = Assignment.objects.get()
    assert (asked.person, asked.activity, asked.by, str(asked.due_on)) == (
        cast.agent,
        roleplay,
        cast.reviewer,
        "2031-01-01",
    )
    assert "Apologise" in asked.reason and Coaching.objects.get().assignment == asked
    client.post(reverse("quality_coach", args=[review.uid]), {"what": what, "due_on": "2031-01-01"})
    assert Coaching.objects.count() == 1
    own = visit(cast.agent).get(url).content.decode()
    assert "To practise because of it" in own and "What would help" not in own
    day = today_of(cast.agent)
    assert [item.assignment for item in open_assignments(cast.agent, day)] == [asked]
    record(person=cast.agent, verb="completed", activity=roleplay, key="done", source="roleplay", score=0.9)
    assert not open_assignments(cast.agent, day)
    assert not help_for(review)
    assert ">done<" in visit(cast.manager).get(url).content.decode().replace("</svg>", ">").replace("\n", "")


def test_after_giving_one_is_asked_what_would_help(cast, scorecard, roleplay, visit):
    client = visit(cast.reviewer)
    client.post(reverse("quality_review_start", args=[make_ticket(cast.agent).uid]))
    review = Review.objects.get()
    given = client.post(reverse("quality_review", args=[review.uid]), answers(scorecard, apologise="2", submit="1"))
    assert given.url == reverse("quality_review", args=[review.uid]) + "#help"


def test_a_good_review_goes_on_at_once(cast, scorecard, roleplay, visit):
    client = visit(cast.reviewer)
    client.post(reverse("quality_review_start", args=[make_ticket(cast.agent).uid]))
    review = Review.objects.get()
    given = client.post(reverse("quality_review", args=[review.uid]), answers(scorecard, apologise="5", submit="1"))
    assert given.url == reverse("quality_reviews")


def test_nothing_chosen_or_a_day_that_is_over_is_said(cast, scorecard, roleplay, visit):
    review = make_review(cast.agent, cast.reviewer, (5, 2, 4))
    client, url = visit(cast.reviewer), reverse("quality_coach", args=[review.uid])
    assert "Choose what to ask for" in client.post(url).content.decode()
    what = f"{uids(scorecard)['Apologise']}:{roleplay.uid}"
    assert "That day is over" in client.post(url, {"what": what, "due_on": "2020-01-01"}).content.decode()
    assert not Assignment.objects.exists()


def test_a_lead_may_too_and_the_agent_may_not(cast, scorecard, roleplay, visit):
    review = make_review(cast.agent, cast.reviewer, (5, 2, 4))
    what = {"what": f"{uids(scorecard)['Apologise']}:{roleplay.uid}"}
    url = reverse("quality_coach", args=[review.uid])
    assert visit(cast.manager).post(url, what).status_code == 302
    for person in (cast.agent, cast.other_manager):
        assert visit(person).post(url, what).status_code == 404


class TestPraise:
    def test_it_is_one_press_and_the_agent_reads_it(self, cast, scorecard, visit):
        client = visit(cast.reviewer)
        client.post(reverse("quality_review_start", args=[make_ticket(cast.agent).uid]))
        review, uid = Review.objects.get(), uids(scorecard)["Greeting"]
        said = {f"w-{uid}": "1", f"t-{uid}": "By name, at once", "submit": "1"}
        client.post(reverse("quality_review", args=[review.uid]), answers(scorecard) | said)
        page = visit(cast.agent).get(reverse("quality_review", args=[review.uid])).content.decode()
        assert "Well done" in page and "By name, at once" in page

    def test_the_agent_hears_of_it_once_a_day(self, cast, scorecard):
        for _ in range(2):
            make_review(cast.agent, cast.reviewer)
        row = Notification.objects.get()
        assert (row.person, row.kind) == (cast.agent, "quality.review_given")


class TestPins:
    def test_a_comment_stands_at_its_message(self, cast, scorecard, visit):
        review = make_review_with_pins(cast, visit, scorecard, {"m-1": "A day would help", "m-9": "nowhere"})
        assert review.pins == [{"message": 1, "text": "A day would help"}]
        page = visit(cast.agent).get(reverse("quality_review", args=[review.uid])).content.decode()
        assert page.index("We will send a new one") < page.index("A day would help")

    def test_and_at_a_second_of_a_call(self, cast, scorecard, visit):
        said = {"at-1": "1:05", "s-1": "A long silence", "at-2": "soon", "s-2": "lost"}
        review = make_review_with_pins(cast, visit, scorecard, said)
        assert review.pins == [{"second": 65, "text": "A long silence"}]

    def test_they_are_saved_as_they_are_written(self, cast, scorecard, visit):
        client = visit(cast.reviewer)
        client.post(reverse("quality_review_start", args=[make_ticket(cast.agent).uid]))
        review = Review.objects.get()
        url = reverse("quality_review", args=[review.uid])
        assert client.post(url, {"m-0": "Hm"}, headers={"HX-Request": "true"}).status_code == 204
        assert ">Hm</textarea>" in client.get(url).content.decode()


def make_review_with_pins(cast, visit, scorecard, said) -> Review:
    client = visit(cast.reviewer)
    client.post(reverse("quality_review_start", args=[make_ticket(cast.agent).uid]))
    review = Review.objects.get()
    client.post(reverse("quality_review", args=[review.uid]), answers(scorecard) | said | {"submit": "1"})
    review.refresh_from_db()
    return review


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_of_a_review_asks_the_same_of_many(cast, scorecard, roleplay, visit, count, django_assert_num_queries):
    from assessments.quality.actions import coach, reply

    review = make_review(cast.agent, cast.reviewer, (5, 2, 4))
    for number in range(count):
        reply(review=review, by=cast.agent, text=f"{number}")
        activity = publish_activity(
            uid=f"6d1a5d5e-2b0f-4f3b-9a57-0b7a5f0f5f{number + 10}",
            kind=roleplay.kind,
            titles={"en": f"{number}"},
            skills=roleplay.skills.all(),
        )
        coach(review=review, category=uids(scorecard)["Apologise"], activity=activity, due_on=None, by=cast.reviewer)
    client = visit(cast.manager)
    with django_assert_num_queries(REVIEW):
        client.get(reverse("quality_review", args=[review.uid]))


REVIEW = 13
