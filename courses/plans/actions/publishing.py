from datetime import datetime
from typing import Any

from django.db import transaction

from courses.plans.models import Plan, PlanStep
from courses.plans.places import PLAN, TASK
from courses.plans.step_types import step_types
from lms.learning.actions import publish_activity, retire_activity, take_snapshot
from lms.learning.models import Activity


@transaction.atomic
def publish_plan(*, plan: Plan, at: datetime | None = None) -> Activity:
    """A plan went live in a language: its Activity, the rows of its steps, and a snapshot with a uid a step."""
    activity = publish_activity(uid=plan.translation_key, kind=PLAN, titles={plan.locale.language_code: plan.title})
    steps = _write_steps(plan, activity)
    _retire_tasks(activity)
    seconds = sum(step.activity.seconds for step in steps)
    Activity.objects.filter(pk=activity.pk).update(seconds=seconds)
    body = {"title": plan.title, "description": plan.description, "steps": [step.fact() for step in steps]}
    take_snapshot(activity=activity, language=plan.locale.language_code, body=body, at=at)
    return activity


def _write_steps(plan: Plan, activity: Activity) -> list[PlanStep]:
    """Anew, from the blocks whose type is known and whose activity is there."""
    PlanStep.objects.filter(plan=plan).delete()
    blocks = [block for block in plan.steps if block.block_type in step_types]
    steps = [_step(plan, activity, block, position) for position, block in enumerate(blocks)]
    return [step for step in steps if step]


def _step(plan: Plan, activity: Activity, block: Any, position: int) -> PlanStep | None:
    model = step_types[block.block_type].model
    fields = model.fields_from(block.value)
    step = model(plan=plan, uid=block.id, position=position, **fields)
    if model.SIGNED:
        step.activity = _own_activity(plan, activity, step)
    elif fields.get("activity") is None:
        return None
    step.save()
    return step


def _own_activity(plan: Plan, activity: Activity, step: PlanStep) -> Activity:
    """What a sign-off is recorded on."""
    titles = {plan.locale.language_code: step.title}
    return publish_activity(uid=step.uid, kind=TASK, titles=titles, parent=activity, position=step.position)


def _retire_tasks(activity: Activity) -> None:
    """Tasks that stand in no language any more. What people have goes on."""
    there = PlanStep.objects.filter(plan__translation_key=activity.uid).values("activity")
    Activity.objects.filter(parent=activity, kind=TASK).exclude(pk__in=there).update(live=False)


@transaction.atomic
def unpublish_plan(*, plan: Plan) -> None:
    """No longer given in this language; retired once no language is live. Plans people have go on."""
    PlanStep.objects.filter(plan=plan).delete()
    others = Plan.objects.filter(translation_key=plan.translation_key, live=True).exclude(pk=plan.pk)
    if not others.exists():
        retire_activity(uid=plan.translation_key)
    activity = Activity.objects.filter(uid=plan.translation_key).first()
    if activity:
        _retire_tasks(activity)
