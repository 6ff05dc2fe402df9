"""Reads of plans. Everything takes the day or moment it asks about."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from lms.learning.kinds import activity_kinds
from lms.learning.models import Activity, ActivityState, ContentSnapshot, Skill
from lms.people import queries as people
from lms.people.models import DayOff, Membership, Team, User
from lms.people.working import calendars_of

from . import due
from .models import PersonPlan, PersonStep, Plan, PlanStep
from .places import PLAN

NEW_FOR = 30
FIRST_TEAM_WITHIN = 90
START_WITH = 3


# what is published ----------------------------------------------------------


def offered() -> QuerySet[Activity]:
    """Plans that can be given."""
    return Activity.objects.filter(kind=PLAN, live=True).order_by("pk")


def versions(activity: Activity) -> dict[str, Plan]:
    """The live versions of a plan by language, the one published last first."""
    rows = Plan.objects.filter(translation_key=activity.uid, live=True).select_related("locale")
    return {plan.locale.language_code: plan for plan in rows.order_by(F("last_published_at").desc(nulls_last=True))}


def published_steps(plan: Plan) -> list[PlanStep]:
    """Each as its own type, in order."""
    rows: QuerySet[PlanStep] = PlanStep.objects.filter(plan=plan).select_related("activity", "plan__locale")
    return list(rows.order_by("position"))


def given_on_joining(team: Team, at: datetime) -> list[Activity]:
    """Plans that whoever joins the team gets by themselves, of those there were at that moment.

    Two languages may say different things: the one published last counts.
    """
    rows = Plan.objects.filter(live=True)
    latest: dict[UUID, Plan] = {}
    for plan in rows.order_by(F("last_published_at").asc(nulls_first=True), "pk").prefetch_related("teams"):
        latest[plan.translation_key] = plan
    keys = [key for key, plan in latest.items() if _for_team(plan, team)]
    then = ContentSnapshot.objects.filter(activity=OuterRef("pk"), at__lte=at)
    return list(offered().filter(Exists(then), uid__in=keys)) if keys else []


def given_to_anybody() -> bool:
    """Whether any plan is given by itself."""
    return Plan.objects.filter(live=True).exclude(given=Plan.Given.HAND).exists()


def _for_team(plan: Plan, team: Team) -> bool:
    return plan.given == Plan.Given.ALL or (plan.given == Plan.Given.TEAMS and team in plan.teams.all())


def is_new(membership: Membership, at: datetime) -> bool:
    """In the first 30 days at that moment; or soon after, when it is the first team.

    Staff who have worked for years before they were entered here are not new, though their first team is.
    """
    days = (at.date() - membership.person.started_on).days
    if days < NEW_FOR:
        return True
    return days < FIRST_TEAM_WITHIN and not _other_teams(membership).exists()


def _other_teams(membership: Membership) -> QuerySet[Membership]:
    return Membership.objects.filter(person=membership.person_id).exclude(pk=membership.pk)


# what people have -----------------------------------------------------------


def running() -> QuerySet[PersonPlan]:
    return PersonPlan.objects.filter(withdrawn_at__isnull=True, finished_at__isnull=True)


def plans_of(person: User) -> QuerySet[PersonPlan]:
    """Not withdrawn, running ones first."""
    rows = PersonPlan.objects.filter(person=person, withdrawn_at__isnull=True).select_related("activity")
    return rows.order_by(F("finished_at").asc(nulls_first=True), "given_at", "pk")


def steps_in(plans: QuerySet[PersonPlan]) -> QuerySet[PersonStep]:
    """Their steps in order, each with `done_at`, its plan, activity and the person. One query."""
    return _with_all(PersonStep.objects.filter(plan__in=plans))


def _with_all(rows: QuerySet[PersonStep]) -> QuerySet[PersonStep]:
    states = ActivityState.objects.filter(person=OuterRef("plan__person"), activity=OuterRef("activity"))
    recorded = Subquery(states.values("done_at")[:1], output_field=DateTimeField())
    rows = rows.select_related("plan__activity", "plan__person", "activity")
    rows = rows.annotate(done_at=Case(When(signed=True, then=F("signed_off_at")), default=recorded))
    return rows.order_by("plan__given_at", "plan", "position")


def steps_of(person: User) -> list[PersonStep]:
    """Of the plans somebody is on."""
    return list(steps_in(running().filter(person=person)))


def own_and_to_sign_off(person: User, day: date, *, mentor: bool) -> tuple[list[PersonStep], list[PersonStep]]:
    """The steps of the person's running plans; and, for a mentor, the tasks of others that wait. One query."""
    wanted = Q(plan__in=running().filter(person=person))
    if mentor:
        wanted |= _to_sign_off(person, day)
    rows = list(_with_all(PersonStep.objects.filter(wanted)))
    own = [row for row in rows if row.plan.person_id == person.pk]
    others = [row for row in rows if row.plan.person_id != person.pk]
    return own, sorted(others, key=lambda row: row.due_on or date.max)


def is_offered(step: PersonStep) -> bool:
    """Whether it can still be done: what is signed off always can, other things while they are live."""
    return step.signed or (step.activity.live and step.activity.kind in activity_kinds)


def is_left(step: PersonStep) -> bool:
    """Still to do. Needs `done_at`."""
    return step.done_at is None and is_offered(step)  # type: ignore[attr-defined]  # annotated


def had(person: User) -> QuerySet[PersonPlan]:
    return PersonPlan.objects.filter(person=person)


def newcomers(members: Iterable[User], day: date) -> list[User]:
    """In their first 30 days."""
    return [person for person in members if (day - person.started_on).days < NEW_FOR]


# who guides whom ------------------------------------------------------------


def mentors(person: User, other: User, day: date) -> bool:
    """Whether `other` is a member of a team where `person` is a mentor on that day."""
    teams = people.teams_of(person, day, [Membership.Role.MENTOR])
    rows = Membership.objects.filter(people.on(day), person=other, role=Membership.Role.MEMBER, team__in=teams)
    return rows.exists()


def _to_sign_off(mentor: User, day: date) -> Q:
    """Tasks of members of the mentor's teams whose day is tomorrow at the latest; not of who is away."""
    teams = people.teams_of(mentor, day, [Membership.Role.MENTOR])
    members = Membership.objects.filter(people.on(day), role=Membership.Role.MEMBER, team__in=teams)
    away = DayOff.objects.filter(
        person=OuterRef("plan__person"), cancelled_at__isnull=True, first__lte=day, last__gte=day
    )
    return Q(
        ~Exists(away),
        plan__in=running().filter(person__in=members.values("person"), person__is_active=True),
        signed=True,
        signed_off_at__isnull=True,
        due_on__lte=day + timedelta(days=1),
    )


def colleagues(person: User, lead: User, day: date) -> list[User]:
    """Others the lead could give a plan to: those who learn in the lead's teams on that day. One query."""
    teams = people.teams_led_by(lead, day)
    return list(people.members_on(teams, day).exclude(pk=person.pk))


# what to begin with ---------------------------------------------------------


def to_start_with(skills: Iterable[Skill], taken: Iterable[int]) -> list[Activity]:
    """For each skill, in the order given, one thing to do: what is practised before what is read. One query."""
    wanted = [skill.pk for skill in skills]
    kinds = {name: kind for name, kind in activity_kinds.items() if kind.assignable or kind.practice}
    rows = Activity.objects.filter(live=True, kind__in=kinds, skills__in=wanted).exclude(pk__in=list(taken))
    found: dict[int, list[Activity]] = {}
    for row in rows.annotate(skill=F("skills")).order_by("position", "pk"):
        found.setdefault(row.skill, []).append(row)
    chosen: list[Activity] = []
    for skill in wanted:
        rest = [row for row in found.get(skill, []) if row not in chosen]
        if rest and len(chosen) < START_WITH:
            chosen.append(min(rest, key=lambda row: (kinds[row.kind].practice or 9, row.parent_id is None)))
    return chosen


# the daily letter -----------------------------------------------------------


def due_soon(readers: Iterable[User], day: date) -> dict[int, list[tuple[PersonStep, date]]]:
    """Per person the steps whose day is today or tomorrow. As many queries for thirty people as for one."""
    owners = {person.pk: person for person in readers}
    steps = [step for step in steps_in(running().filter(person__in=owners)) if is_left(step)]
    if not steps:
        return {}
    calendars = calendars_of(owners[pk] for pk in {step.plan.person_id for step in steps})
    found: dict[int, list[tuple[PersonStep, date]]] = {}
    for step in steps:
        person = step.plan.person_id
        when = due.due_day(calendars[person], step.plan.started_on, step.counted_day, step.due_on)
        if when and day <= when <= day + timedelta(days=1):
            found.setdefault(person, []).append((step, when))
    return found


def waiting_in(plan: PersonPlan) -> int:
    """How many steps are still to do."""
    return sum(map(is_left, steps_in(PersonPlan.objects.filter(pk=plan.pk))))


def touched_by(person: User, activity: Activity) -> bool:
    """Whether a plan of theirs that was not withdrawn has a step that this activity decides."""
    plans = Q(plan__person=person, plan__withdrawn_at__isnull=True)
    return PersonStep.objects.filter(plans, activity=activity).exists()
