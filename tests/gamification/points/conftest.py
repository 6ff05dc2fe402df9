from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from gamification.points.actions import add_rule
from gamification.points.models import PointRule
from lms.learning.actions import publish_activity, record
from lms.learning.models import Activity, LearningRecord
from lms.people.actions import set_setting


@pytest.fixture
def boards(db: None) -> None:
    set_setting(key="feature.boards", value=True, by=None, valid_from=date(2020, 1, 1))


@pytest.fixture
def lesson_rule(db: None) -> PointRule:
    return rule("lesson-done")


@pytest.fixture
def review_rule(db: None) -> PointRule:
    return rule("good-review", verb="reviewed", source="review", low=80, points=15, daily_cap=45, repeats="each")


def rule(code: str, **fields: Any) -> PointRule:
    plain = {"name_en": code, "name_ru": code, "verb": "completed", "source": "lesson", "points": 10, "daily_cap": 40}
    return add_rule(code=code, by=None, valid_from=date(2020, 1, 1), **{**plain, **fields})


def activity(kind: str = "lesson", title: str = "Listen") -> Activity:
    return publish_activity(uid=uuid4(), kind=kind, titles={"en": title, "ru": title}, seconds=300)


def done(person: Any, what: Activity, at: datetime | None = None, **fields: Any) -> LearningRecord:
    plain = {"verb": "completed", "source": "lesson", "key": f"k:{uuid4()}"}
    row, _ = record(person=person, activity=what, at=at or timezone.now(), **{**plain, **fields})
    return row


@pytest.fixture
def learn() -> Callable[..., None]:
    """`learn(person, n, ago=0)`: so many different lessons done so many days ago, each its own."""

    def study(person: Any, count: int, ago: int = 0) -> None:
        for _n in range(count):
            done(person, activity(), timezone.now() - timedelta(days=ago))

    return study
