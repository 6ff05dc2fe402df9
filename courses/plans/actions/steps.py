from datetime import datetime

from django.db import transaction
from django.utils import timezone

from courses.plans import due, queries
from courses.plans.models import PersonPlan, PersonStep
from lms.learning.actions import record
from lms.learning.models import Activity, LearningRecord
from lms.learning.verbs import COMPLETED, STARTED
from lms.ops.actions import audit
from lms.people.models import User
from lms.people.working import calendar_of

SOURCE = "plan"


@transaction.atomic
def sign_off(*, step: PersonStep, by: User, at: datetime | None = None) -> None:
    """A mentor or lead saw it done. Recorded for the person without evidence on any skill. Twice is once."""
    at = at or timezone.now()
    step = _locked(step)
    if not step.signed or step.signed_off_at:
        return
    step.signed_off_at, step.signed_off_by = at, by
    step.save(update_fields=["signed_off_at", "signed_off_by"])
    _say(step.plan, step.activity, f"plan:{step.plan_id}:step:{step.uid}:", done=True, at=at)
    audit(by=by, verb="step signed off", subject=step, at=at)
    settle_plans(person=step.plan.person, at=at)


@transaction.atomic
def take_back_sign_off(*, step: PersonStep, by: User, at: datetime | None = None) -> None:
    """It was a mistake: the step is open again, and a correction takes the place of what was recorded."""
    at = at or timezone.now()
    step = _locked(step)
    if step.signed_off_at is None:
        return
    step.signed_off_at = step.signed_off_by = None
    step.save(update_fields=["signed_off_at", "signed_off_by"])
    _say(step.plan, step.activity, f"plan:{step.plan_id}:step:{step.uid}:", done=False, at=at)
    audit(by=by, verb="sign-off taken back", subject=step, at=at)
    settle_plans(person=step.plan.person, at=at)


def _locked(step: PersonStep) -> PersonStep:
    rows = PersonStep.objects.select_for_update(of=("self",)).select_related("plan__person", "activity")
    return rows.get(pk=step.pk)


def _say(plan: PersonPlan, activity: Activity, stem: str, *, done: bool, at: datetime) -> None:
    """One more in a chain of records, each taking the place of the one before it."""
    count = LearningRecord.objects.filter(person=plan.person, key__startswith=stem).count()
    record(
        person=plan.person,
        verb=COMPLETED if done else STARTED,
        activity=activity,
        key=f"{stem}{count}",
        replaces=f"{stem}{count - 1}" if count else "",
        source=SOURCE,
        context={"plan": plan.pk, "snapshot": plan.snapshot.hash if plan.snapshot else ""},
        at=at,
    )


@transaction.atomic
def settle_plans(*, person: User, at: datetime | None = None) -> None:
    """A plan with nothing left to do is finished; one that has something again is not."""
    at = at or timezone.now()
    for plan in queries.plans_of(person).select_related("person", "snapshot", "activity"):
        finished = queries.waiting_in(plan) == 0
        if finished == (plan.finished_at is None) and (finished or not _given_again(plan)):
            _finish(plan, at if finished else None, at)


def _given_again(plan: PersonPlan) -> bool:
    return queries.running().filter(person=plan.person, activity=plan.activity).exists()


def _finish(plan: PersonPlan, finished_at: datetime | None, at: datetime) -> None:
    plan.finished_at = finished_at
    plan.save(update_fields=["finished_at"])
    if plan.activity:
        _say(plan, plan.activity, f"plan:{plan.pk}:finished:", done=finished_at is not None, at=at)


@transaction.atomic
def give_a_day(*, step: PersonStep, by: User, note: str = "", at: datetime | None = None) -> PersonStep:
    """One working day more, with a word on why. Without a day there is nothing to move."""
    step, calendar = _locked(step), calendar_of(step.plan.person)
    when = due.due_day(calendar, step.plan.started_on, step.counted_day, step.due_on)
    if when is None:
        return step
    step.more_days, step.more_note = step.more_days + 1, note or step.more_note
    step.due_on = due.nth_working_day(calendar, when, 1 + calendar.works_on(when))
    step.save(update_fields=["more_days", "more_note", "due_on"])
    audit(by=by, verb="step given a day", subject=step, at=at, now=str(step.due_on))
    return step


@transaction.atomic
def take_a_day_back(*, step: PersonStep, by: User, at: datetime | None = None) -> PersonStep:
    """The last day given on top, never one of the plan's own."""
    step, calendar = _locked(step), calendar_of(step.plan.person)
    if step.more_days == 0 or step.due_on is None:
        return step
    step.more_days -= 1
    step.due_on = calendar.previous_working_day(step.due_on)
    step.save(update_fields=["more_days", "due_on"])
    audit(by=by, verb="step's day taken back", subject=step, at=at, now=str(step.due_on))
    return step
