"""A plan of five steps: two lessons, two tasks, a course; for whoever joins any team."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from wagtail.models import Locale

from courses.plans.actions import give_plan
from courses.plans.models import PersonPlan, PersonStep, Plan
from lms.learning.models import Activity
from lms.people.models import User


def lesson_step(activity: Activity, day: int = 1, note: str = "") -> dict[str, Any]:
    value = {"day": day, "activity": activity.pk, "note": note}
    return {"type": "activity", "id": str(uuid4()), "value": value}


def task_step(title: str, day: int = 1, note: str = "") -> dict[str, Any]:
    return {"type": "task", "id": str(uuid4()), "value": {"day": day, "title": title, "note": note}}


def publish(plan: Plan, blocks: Iterable[dict[str, Any]] | None = None) -> Plan:
    if blocks is not None:
        plan.steps = Plan._meta.get_field("steps").to_python(list(blocks))
    plan.save_revision().publish()
    plan.refresh_from_db()
    return plan


def written(title: str, blocks: Iterable[dict[str, Any]], given: str = "hand", language: str = "en") -> Plan:
    locale = Locale.objects.get(language_code=language)
    plan = Plan(title=title, description="The first days", given=given, locale=locale, live=False)
    plan.steps = Plan._meta.get_field("steps").to_python(list(blocks))
    plan.save()
    return publish(plan)


@dataclass
class Written:
    plan: Plan
    blocks: list[dict[str, Any]]

    @property
    def activity(self) -> Activity:
        return Activity.objects.get(uid=self.plan.translation_key)


@pytest.fixture
def plan(course: Any) -> Written:
    blocks = [
        lesson_step(course.lesson(0), 1, "Read it before the first call"),
        task_step("Meet the mentor", 1, "Ask to see the break room."),
        lesson_step(course.lesson(2), 2),
        task_step("Sit beside the mentor for one shift", 3),
        lesson_step(course.activity, 5),
    ]
    return Written(written("First days", blocks, "all"), blocks)


@pytest.fixture
def given(plan: Written) -> Callable[..., PersonPlan]:
    def give(person: User, started_on: date, **fields: Any) -> PersonPlan:
        fields = {"by": None, **fields}
        return give_plan(person=person, activity=plan.activity, started_on=started_on, **fields)

    return give


def step_named(person: User, title: str) -> PersonStep:
    return PersonStep.objects.get(plan__person=person, title_en=title)
