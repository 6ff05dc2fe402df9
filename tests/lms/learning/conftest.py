from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from lms.learning import rebuilding
from lms.learning.actions import publish_activity, record
from lms.learning.kinds import ActivityKind, activity_kinds
from lms.learning.models import Activity, LearningRecord, Skill
from lms.learning.verbs import PASSED

NOON = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)  # a Monday, noon in Moscow


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds of our own: an exercise is done when completed or passed, an exam only when passed."""
    for kind in (
        ActivityKind("exercise", "Exercise", "book", lambda activity: f"/exercise/{activity.uid}/"),
        ActivityKind("exam", "Exam", "check", lambda activity: f"/exam/{activity.uid}/", done_by=frozenset({PASSED})),
    ):
        monkeypatch.setitem(activity_kinds, kind.name, kind)


@pytest.fixture(autouse=True)
def projections_of_this_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written here of words and queries holds whatever projections rooms above register."""
    own = {name: rebuilding._PROJECTIONS[name] for name in ("activity state", "mastery", "focus")}
    monkeypatch.setattr(rebuilding, "_PROJECTIONS", own)


@pytest.fixture
def make(db: None) -> Callable[..., Activity]:
    """`make("Calm down", kind="exam", live=True)`: a published activity."""

    def publish(title: str = "Calm down", kind: str = "exercise", **fields: Any) -> Activity:
        titles = {"en": title, "ru": fields.pop("ru", "")}
        return publish_activity(uid=uuid4(), kind=kind, titles=titles, **fields)

    return publish


@pytest.fixture
def activity(make: Callable[..., Activity]) -> Activity:
    return make()


@pytest.fixture
def empathy(db: None) -> Skill:
    return Skill.objects.create(slug="empathy", name_en="Empathy", name_ru="Эмпатия", order=1)


@pytest.fixture
def solving(db: None) -> Skill:
    return Skill.objects.create(slug="solving", name_en="Solving", name_ru="Решение", order=2)


@pytest.fixture
def note() -> Callable[..., LearningRecord]:
    """`note(person, activity, "completed", "key", …)`: one record by the action everybody uses."""

    def write(person: Any, activity: Activity, verb: str, key: str, **fields: Any) -> LearningRecord:
        row, _ = record(
            person=person, verb=verb, activity=activity, key=key, **{"source": "quiz", "at": NOON, **fields}
        )
        return row

    return write
