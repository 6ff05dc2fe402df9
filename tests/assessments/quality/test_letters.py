"""Quiet letters: each leads to its page and repeats nothing of what was said."""

import pytest

from assessments.quality.actions import ask_again, compare, decide, reply
from assessments.quality.queries import latest_snapshot, scorecards
from lms.ops.kinds import notification_kinds
from lms.ops.models import Notification
from lms.people.actions import grant_role
from lms.people.models import RoleGrant

from .conftest import make_review, make_ticket


def letters(kind: str) -> list:
    return [notification_kinds[kind].write(row) for row in Notification.objects.filter(kind=kind)]


@pytest.fixture
def second(cast):
    grant_role(person=cast.hr, role=RoleGrant.Role.QA, by=None)
    return cast.hr


def test_of_a_review_and_of_a_reply(cast, scorecard):
    review = make_review(cast.agent, cast.reviewer, comment="Secret words")
    reply(review=review, by=cast.agent, text="Other words")
    for kind in ("quality.review_given", "quality.replied"):
        (letter,) = letters(kind)
        assert f"/quality/reviews/{review.uid}/" in letter.text and "words" not in letter.text
        row = Notification.objects.get(kind=kind)
        assert row.reason in notification_kinds[kind].reasons


def test_of_a_second_look_until_it_is_decided(cast, second, scorecard):
    review, category = make_review(cast.agent, cast.reviewer, (5, 1, 4)), scorecard.categories.all()[1].uid
    row = ask_again(review=review, category=category, suggested=4, reason="Secret words", by=cast.agent)
    (asked,) = letters("quality.second_look")
    assert "/quality/second-looks/" in asked.text and "Secret" not in asked.text
    decide(dispute=row, by=second, rating=4, answer="So it is")
    assert letters("quality.second_look") == [None]
    assert len(letters("quality.second_look_decided")) == 2


def test_of_a_comparison_until_it_is_over(cast, second, scorecard):
    found = compare(
        tickets=[make_ticket(cast.agent)],
        people=[cast.reviewer, second],
        snapshot=latest_snapshot(scorecards()[0], "en"),
        by=cast.reviewer,
    )
    (letter,) = letters("quality.comparison")
    assert f"/quality/comparing/{found.uid}/" in letter.text
    type(found).objects.update(closed_at=found.created_at)
    assert letters("quality.comparison") == [None]
