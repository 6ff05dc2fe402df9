"""Who may open what of plans (`tests/test_access.py`). The agent of the cast is a mentor in the own team."""

from typing import Any

from django.utils import timezone

from tests.access import LEADS, LEADS_PERSON, NO_PK, NO_UID, OTHER_LEADS, Row, pk_of, uid_of

GUIDES = {"may": LEADS | {"agent"}, "may_other": OTHER_LEADS}
POSTED = {"get": 405, "post": 302}

ROWS = {
    "plan": Row(),
    "plan_of": Row(
        may=LEADS | {"agent", "new_hire"},
        may_other=OTHER_LEADS,
        kwargs=uid_of("person"),
        missing=NO_UID,
        special={("new_hire", "get"): 302},
    ),
    "plan_give": Row(**LEADS_PERSON, post=200, kwargs=uid_of("person"), missing=NO_UID),
    "plan_withdraw": Row(**LEADS_PERSON, **POSTED, kwargs=pk_of("person_plan_to_lose"), missing=NO_PK),
    "plan_restore": Row(**LEADS_PERSON, **POSTED, kwargs=pk_of("person_plan"), missing=NO_PK),
    "plan_sign": Row(**GUIDES, **POSTED, kwargs=pk_of("plan_task"), missing=NO_PK),
    "plan_unsign": Row(**GUIDES, **POSTED, kwargs=pk_of("plan_task"), missing=NO_PK),
    "plan_more": Row(**GUIDES, **POSTED, kwargs=pk_of("plan_lesson"), missing=NO_PK),
    "plan_less": Row(**GUIDES, **POSTED, kwargs=pk_of("plan_lesson"), missing=NO_PK),
}


def _given(objects: Any, person: Any) -> Any:
    from courses.plans.actions import give_plan
    from courses.plans.models import Plan
    from lms.learning.models import Activity
    from tests.courses.plans.conftest import lesson_step, task_step, written

    plan = Plan.objects.first()
    if plan is None:
        plan = written("First days", [task_step("Meet the mentor"), lesson_step(objects.course.lesson(0), 2)])
    activity = Activity.objects.get(uid=plan.translation_key)
    return give_plan(person=person, activity=activity, started_on=timezone.localdate(), by=None)


def _step(objects: Any, person: Any, *, signed: bool) -> int:
    return _given(objects, person).steps.get(signed=signed).pk


THINGS = {
    "person_plan": lambda objects, person, team, other: _given(objects, person).pk,
    "person_plan_to_lose": lambda objects, person, team, other: _given(objects, person).pk,
    "plan_task": lambda objects, person, team, other: _step(objects, person, signed=True),
    "plan_lesson": lambda objects, person, team, other: _step(objects, person, signed=False),
}
