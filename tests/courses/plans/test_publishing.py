"""Publishing makes an Activity, a snapshot with a uid a step, and rows of each type; no row is of no type."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from wagtail.models import Locale
from wagtail.snippets.models import get_snippet_models

from courses.plans import queries, step_types
from courses.plans.actions import give_plan
from courses.plans.blocks import TaskStepBlock, steps_block
from courses.plans.models import ActivityStep, PersonPlan, PersonStep, Plan, PlanStep, TaskStep
from courses.plans.reading import readings
from lms.learning.kinds import activity_kinds
from lms.learning.models import Activity, ContentSnapshot
from lms.people.working import calendar_of
from tests.courses.plans.conftest import publish, task_step, written

pytestmark = pytest.mark.django_db


def test_rows_are_of_their_types_and_the_snapshot_has_every_uid(plan):
    rows = list(PlanStep.objects.filter(plan=plan.plan).order_by("position"))
    assert [type(row) for row in rows] == [ActivityStep, TaskStep, ActivityStep, TaskStep, ActivityStep]
    body = ContentSnapshot.objects.get(activity=plan.activity, language="en").body
    assert [step["uid"] for step in body["steps"]] == [block["id"] for block in plan.blocks]
    assert body["steps"][1] | {"uid": "", "activity": ""} == {
        "uid": "",
        "kind": "task",
        "day": 1,
        "title": "Meet the mentor",
        "note": "Ask to see the break room.",
        "activity": "",
    }
    assert plan.activity.seconds == sum(row.activity.seconds for row in rows) > 0


def test_a_plan_is_neither_asked_for_nor_practised(plan):
    for kind in ("plan", "plan_task"):
        assert not activity_kinds[kind].assignable and not activity_kinds[kind].practice


def test_a_bare_parent_row_is_refused(plan, course):
    row = PlanStep(plan=plan.plan, uid=plan.plan.translation_key, position=9, day=1, activity=course.activity)
    row.kind = "task"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanStep.objects.bulk_create(
            [PlanStep(**{f: getattr(row, f) for f in ("plan", "uid", "day", "position")}, activity=row.activity)]
        )


def test_no_form_edits_a_step_as_its_parent():
    assert not [model for model in get_snippet_models() if issubclass(model, PlanStep)]


def test_removing_a_step_leaves_what_people_have_whole(cast, plan, given):
    mine = given(cast.other_agent, cast.other_agent.started_on)
    before = list(mine.steps.values("uid", "title_en", "note_en", "day", "due_on"))
    publish(plan.plan, plan.blocks[2:3])
    mine.refresh_from_db()
    assert list(mine.steps.values("uid", "title_en", "note_en", "day", "due_on")) == before and len(before) == 5
    assert {str(step["uid"]) for step in before} == {step["uid"] for step in mine.snapshot.body["steps"]}
    assert Activity.objects.filter(kind="plan_task", live=True).count() == 0
    (read,) = readings(queries.steps_of(cast.other_agent), calendar_of(cast.other_agent), cast.other_agent.started_on)
    assert read.total == 5, "a task goes on though no plan has it any more"
    assert plan.plan.published_steps.count() == 1
    with pytest.raises(ProtectedError):
        mine.snapshot.delete()


def test_deleting_the_plan_leaves_what_people_have_whole(cast, plan, given):
    mine = given(cast.other_agent, cast.other_agent.started_on)
    plan.plan.delete()
    assert mine.steps.count() == 5 and PlanStep.objects.count() == 0
    assert not Activity.objects.get(pk=mine.activity_id).live


def test_unpublishing_one_language_keeps_the_other(plan):
    twin = plan.plan.copy_for_translation(Locale.objects.get(language_code="ru"))
    twin.title = "Первые дни"
    twin.save()
    publish(twin, [plan.blocks[1] | {"value": {**plan.blocks[1]["value"], "title": "Познакомиться с наставником"}}])
    task = Activity.objects.get(uid=plan.blocks[1]["id"])
    assert (task.title_en, task.title_ru) == ("Meet the mentor", "Познакомиться с наставником")
    assert (plan.activity.title_en, plan.activity.title_ru) == ("First days", "Первые дни")
    plan.plan.unpublish()
    assert plan.activity.live
    assert Activity.objects.filter(kind="plan_task", live=True).get() == task
    twin.refresh_from_db()
    twin.unpublish()
    assert not Activity.objects.get(uid=plan.plan.translation_key).live


def test_a_person_gets_the_plan_of_their_language_with_the_words_of_both(cast, plan):
    twin = plan.plan.copy_for_translation(Locale.objects.get(language_code="ru"))
    twin.title = "Первые дни"
    twin.save()
    block = plan.blocks[1]
    publish(twin, [block | {"value": {"day": 2, "title": "Познакомиться", "note": "Спросите про кухню."}}])
    cast.other_agent.language = "ru"
    cast.other_agent.save()
    mine = give_plan(person=cast.other_agent, activity=plan.activity, started_on=cast.other_agent.started_on, by=None)
    (step,) = mine.steps.all()
    assert (step.day, step.title_en, step.title_ru) == (2, "Meet the mentor", "Познакомиться")
    assert (step.note_en, step.note_ru) == ("Ask to see the break room.", "Спросите про кухню.")
    assert mine.snapshot.language == "ru"


def test_an_activity_that_is_retired_is_left_out_and_waits_for_nobody(cast, plan, given, course):
    mine = given(cast.other_agent, cast.other_agent.started_on)
    Activity.objects.filter(pk=course.lesson(2).pk).update(live=False)
    assert queries.waiting_in(mine) == 4
    (read,) = readings(queries.steps_of(cast.other_agent), calendar_of(cast.other_agent), cast.other_agent.started_on)
    assert read.total == 4 and read.steps[2].side == "no longer needed" and read.steps[2].url == ""


@pytest.fixture
def new_type() -> Any:
    """A type another room might bring: nothing of ours is edited for it."""

    class ShadowStep(TaskStep):
        KIND = "shadow"

        class Meta:
            proxy = True
            app_label = "plans"

    class ShadowBlock(TaskStepBlock):
        pass

    step_types.register(step_types.StepType(ShadowStep, ShadowBlock()))
    yield ShadowStep
    step_types.step_types.pop("shadow")
    steps_block.child_blocks.pop("shadow")
    apps.all_models["plans"].pop("shadowstep")
    apps.clear_cache()


def test_a_new_type_of_step_edits_no_old_file(cast, new_type):
    block = task_step("Answer three calls together", 2) | {"type": "shadow"}
    plan = written("With shadows", [block])
    (row,) = PlanStep.objects.filter(plan=plan)
    assert type(row) is new_type and row.kind == "shadow"
    mine = give_plan(
        person=cast.new_hire,
        activity=Activity.objects.get(uid=plan.translation_key),
        started_on=cast.new_hire.started_on,
        by=None,
    )
    step = PersonStep.objects.get(plan=mine)
    assert (step.kind, step.signed, step.title) == ("shadow", True, "Answer three calls together")
    assert PersonPlan.objects.count() == 1 and Plan.objects.count() == 1
