"""The library's plan is whole in both languages; the demo's new people are on it, each with something late."""

import pytest

from courses.plans import queries
from courses.plans.models import Plan
from fixtures.rooms import plans as room
from lms.learning.models import Activity


@pytest.fixture
def library(loaded_library, db, settings):
    found, folder = loaded_library
    settings.MEDIA_ROOT = settings.PRIVATE_ROOT = folder
    return found


def test_the_plan_is_the_same_in_both_languages(library):
    assert library["plans"] == 1
    english, russian = (Plan.objects.get(locale__language_code=code, live=True) for code in ("en", "ru"))
    steps = [queries.published_steps(plan) for plan in (english, russian)]
    assert [step.uid for step in steps[0]] == [step.uid for step in steps[1]]
    assert len(steps[0]) >= 16 and max(step.day for step in steps[0]) == 14
    assert sum(step.SIGNED for step in steps[0]) == 8
    assert all(step.note for side in steps for step in side)
    for task in Activity.objects.filter(kind="plan_task"):
        assert task.title_en and task.title_ru and task.title_en != task.title_ru


def test_loading_again_leaves_an_editor_s_plan_alone(library):
    plan = Plan.objects.get(locale__language_code="en")
    plan.title = "Ours"
    plan.save_revision().publish()
    assert room.load_library() == {"plans": 0}
    plan.refresh_from_db()
    assert plan.title == "Ours"
