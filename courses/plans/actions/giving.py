from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from courses.plans import queries
from courses.plans.due import nth_working_day
from courses.plans.models import PersonPlan, PersonStep, PlanStep
from lms.learning.models import Activity, ContentSnapshot, Skill
from lms.learning.queries import current_snapshot
from lms.ops.actions import audit
from lms.people import queries as people
from lms.people.calendar import Calendar
from lms.people.models import Membership, User
from lms.people.working import calendar_of

from .steps import settle_plans


class PlanGone(LookupError):
    """The plan is published in no language."""


@transaction.atomic
def give_plan(
    *, person: User, activity: Activity, started_on: date, by: User | None, at: datetime | None = None
) -> PersonPlan:
    """Its steps, due by the person's own working days from `started_on` on. While it runs, twice is once.

    What an interview proposed before there was a plan stands at its front. Raises `PlanGone`.
    """
    at = at or timezone.now()
    person = _one_at_a_time(person)
    running = queries.running().filter(person=person)
    there = running.filter(activity=activity).first()
    if there:
        return there
    version, snapshot = _version(activity, person)
    plan = running.filter(activity=None).first() or PersonPlan(person=person, given_at=at)
    plan.activity, plan.snapshot, plan.started_on, plan.given_by = activity, snapshot, started_on, by
    plan.save()
    _write_steps(plan, version, calendar_of(person))
    audit(by=by, verb="plan given", subject=plan, at=at)
    settle_plans(person=person, at=at)
    return plan


def _one_at_a_time(person: User) -> User:
    """The person anew: what the caller holds may remember the teams of a moment ago."""
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _version(activity: Activity, person: User) -> tuple[dict[str, list[PlanStep]], ContentSnapshot]:
    """The steps by language, the person's own first, and the snapshot of that language."""
    found = queries.versions(activity)
    codes = sorted(found, key=lambda code: code != person.preferred_language)
    snapshot = current_snapshot(activity, codes[0]) if codes else None
    if snapshot is None:
        raise PlanGone
    return {code: queries.published_steps(found[code]) for code in codes}, snapshot


def _write_steps(plan: PersonPlan, version: dict[str, list[PlanStep]], calendar: Calendar) -> None:
    notes = {code: {step.uid: step.note for step in steps} for code, steps in version.items()}
    own = next(iter(version.values()))
    PersonStep.objects.bulk_create(
        PersonStep(
            plan=plan,
            uid=step.uid,
            kind=step.kind,
            signed=step.SIGNED,
            activity=step.activity,
            title_en=step.activity.title_en,
            title_ru=step.activity.title_ru,
            note_en=notes.get("en", {}).get(step.uid, ""),
            note_ru=notes.get("ru", {}).get(step.uid, ""),
            position=position,
            day=step.day,
            due_on=nth_working_day(calendar, plan.started_on, step.day),
        )
        for position, step in enumerate(sorted(own, key=lambda step: (step.day, step.position)))
    )


@transaction.atomic
def give_on_joining(*, membership: Membership, by: User | None, at: datetime) -> list[PersonPlan]:
    """What the team's new members get by themselves; each plan once in a person's life, taken away or not."""
    if membership.role != Membership.Role.MEMBER or not queries.is_new(membership, at):
        return []
    person = membership.person
    found = queries.given_on_joining(membership.team, at)
    if not found:
        return []
    had = set(queries.had(person).values_list("activity", flat=True))
    started_on = max(membership.since, people.today_of(person, at))
    return [
        give_plan(person=person, activity=activity, started_on=started_on, by=by, at=at)
        for activity in found
        if activity.pk not in had
    ]


def give_on_joining_at_once(*, memberships: Iterable[Membership], by: User | None, at: datetime) -> None:
    """The same after an import. Where no plan is given by itself that is one query, however many came."""
    if queries.given_to_anybody():
        with transaction.atomic():
            for membership in memberships:
                give_on_joining(membership=membership, by=by, at=at)


@transaction.atomic
def start_with(*, person: User, skills: Iterable[Skill], by: User | None, at: datetime | None = None) -> None:
    """Up to three things for these skills at the front of the plan, one a working day. Ratings are not passed on."""
    at = at or timezone.now()
    person = _one_at_a_time(person)
    plan = queries.running().filter(person=person).order_by("given_at", "pk").first()
    taken = list(plan.steps.values_list("activity", flat=True)) if plan else []
    if plan and plan.steps.filter(start_with=True).exists():
        return
    found = queries.to_start_with(skills, taken)
    if not found:
        return
    if plan is None:
        plan = PersonPlan.objects.create(person=person, started_on=person.started_on, given_by=by, given_at=at)
    _write_front(plan, found, calendar_of(person))
    audit(by=by, verb="start with given", subject=plan, at=at)


def _write_front(plan: PersonPlan, activities: list[Activity], calendar: Calendar) -> None:
    PersonStep.objects.bulk_create(
        PersonStep(
            plan=plan,
            uid=activity.uid,
            kind="activity",
            activity=activity,
            title_en=activity.title_en,
            title_ru=activity.title_ru,
            position=day - len(activities) - 1,
            start_with=True,
            day=day,
            due_on=nth_working_day(calendar, plan.started_on, day),
        )
        for day, activity in enumerate(activities, 1)
    )


@transaction.atomic
def withdraw_plan(*, plan: PersonPlan, by: User, at: datetime | None = None) -> None:
    """Taken away; what was done with it stays."""
    if plan.withdrawn_at is None:
        plan.withdrawn_at = at or timezone.now()
        plan.save(update_fields=["withdrawn_at"])
        audit(by=by, verb="plan withdrawn", subject=plan, at=at)


@transaction.atomic
def restore_plan(*, plan: PersonPlan, by: User, at: datetime | None = None) -> None:
    """Take a withdrawal back, unless the same plan was given again meanwhile."""
    _one_at_a_time(plan.person)
    again = queries.running().filter(person=plan.person, activity=plan.activity).exists()
    if plan.withdrawn_at is None or again:
        return
    plan.withdrawn_at = None
    plan.save(update_fields=["withdrawn_at"])
    audit(by=by, verb="plan restored", subject=plan, at=at)
    settle_plans(person=plan.person, at=at)
