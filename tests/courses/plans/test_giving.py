"""Who gets a plan by themselves, who by hand, and what an interview puts at its front."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from assessments.interviews.signals import candidate_hired
from courses.plans import queries
from courses.plans.actions import PlanGone, give_plan, start_with, withdraw_plan
from courses.plans.models import PersonPlan, PersonStep, Plan
from courses.plans.reading import readings
from lms.learning.actions import publish_activity, retire_activity
from lms.learning.kinds import ActivityKind, activity_kinds
from lms.learning.models import Skill
from lms.people.actions import create_roster, join_team, take_leave
from lms.people.models import Membership, RosterAssignment, Team, User
from lms.people.queries import today_of
from lms.people.signals import many_joined
from lms.people.working import calendar_of
from tests.conftest import _person
from tests.courses.plans.conftest import publish, written

pytestmark = pytest.mark.django_db
MOSCOW = ZoneInfo("Europe/Moscow")


def joins(person: User, team: Team, role: str = "member", since: date | None = None, **fields) -> Membership:
    return join_team(person=person, team=team, role=role, since=since or today_of(person), by=None, **fields)


def test_a_newcomer_gets_the_plan_with_days_of_their_own_roster(cast, plan):
    two_on_two_off = create_roster(
        name_en="2/2",
        name_ru="2/2",
        kind="cyclic",
        data={"anchor": "2026-01-05", "cycle": [["09:00-21:00"], ["09:00-21:00"], [], []]},
        observes_holidays=False,
        by=None,
    )
    person = _person("mila", "Новая", "Мила", 0)
    person.started_on = date(2026, 1, 7)  # a day off
    person.save()
    RosterAssignment.objects.create(person=person, roster=two_on_two_off, since=date(2026, 1, 1))
    at = datetime(2026, 1, 6, 9, tzinfo=MOSCOW)
    before_there_was_a_plan = joins(person, cast.team, since=date(2026, 1, 7), at=at)
    assert not PersonPlan.objects.exists()
    before_there_was_a_plan.delete()
    publish(plan.plan)
    mine = give_plan(person=person, activity=plan.activity, started_on=date(2026, 1, 7), by=cast.manager, at=at)
    days = dict(mine.steps.values_list("title_en", "due_on"))
    assert days["Meet the mentor"] == date(2026, 1, 9)
    assert days["Sit beside the mentor for one shift"] == date(2026, 1, 13)
    assert days["Complaints"] == date(2026, 1, 17)


def test_by_itself_once_in_a_life(cast, plan):
    person = _person("mila", "Новая", "Мила", 2)
    joins(person, cast.team)
    mine = PersonPlan.objects.get(person=person)
    assert mine.started_on == today_of(person) and mine.steps.count() == 5
    withdraw_plan(plan=mine, by=cast.manager)
    joins(person, cast.other_team)
    assert PersonPlan.objects.filter(person=person).count() == 1
    again = give_plan(person=person, activity=plan.activity, started_on=timezone.localdate(), by=cast.manager)
    assert again != mine
    assert again == give_plan(person=person, activity=plan.activity, started_on=date(2027, 1, 1), by=None)


@pytest.mark.parametrize(
    ("days", "role", "gets"),
    [(0, "member", True), (29, "member", True), (60, "member", True), (1000, "member", False), (3, "mentor", False)],
)
def test_who_is_new(cast, plan, days, role, gets):
    person = _person("mila", "Новая", "Мила", days)
    joins(person, cast.team, role)
    assert PersonPlan.objects.filter(person=person).exists() == gets


def test_a_second_team_after_the_first_month_brings_nothing(cast, plan):
    person = _person("mila", "Новая", "Мила", 60)
    Membership.objects.create(person=person, team=cast.team, since=person.started_on)
    joins(person, cast.other_team)
    assert not PersonPlan.objects.exists()


def test_only_the_chosen_teams_and_what_was_published_last_counts(cast, plan):
    plan.plan.given, plan.plan.teams = Plan.Given.TEAMS, [cast.other_team]
    publish(plan.plan)
    here, there = _person("a", "A", "A", 1), _person("b", "B", "B", 1)
    joins(here, cast.team)
    joins(there, cast.other_team)
    assert [mine.person for mine in PersonPlan.objects.all()] == [there]
    plan.plan.given = Plan.Given.HAND
    publish(plan.plan)
    assert queries.given_on_joining(cast.other_team, timezone.now()) == []


def test_what_is_not_published_cannot_be_given(cast, plan):
    activity = plan.activity
    plan.plan.unpublish()
    with pytest.raises(PlanGone):
        give_plan(person=cast.new_hire, activity=activity, started_on=timezone.localdate(), by=None)
    assert not PersonPlan.objects.exists()


def test_leave_entered_later_moves_open_steps(cast, given):
    start = date(2026, 11, 23)
    given(cast.other_agent, start)
    take_leave(person=cast.other_agent, first=date(2026, 11, 24), last=date(2026, 11, 30), by=None)
    (read,) = readings(queries.steps_of(cast.other_agent), calendar_of(cast.other_agent), date(2026, 11, 26))
    assert [step.when for step in read.steps] == [
        *(date(2026, 11, day) for day in (23, 23)),
        *(date(2026, 12, day) for day in (1, 2, 4)),
    ]
    assert [step.state for step in read.steps] == ["late", "late", "now", "next", "next"]


@pytest.fixture
def skills(course):
    found = [course.skill, Skill.objects.create(slug="thank", name_en="Thank", name_ru="Поблагодарить")]
    found.append(Skill.objects.create(slug="listen", name_en="Listen", name_ru="Выслушать"))
    activity_kinds["drill"] = ActivityKind("drill", "Drill", "chat", lambda activity: "/", practice=1)
    for skill in found:
        publish_activity(uid=uuid4(), kind="drill", titles={"en": f"Drill {skill.slug}"}, skills=[skill])
    publish_activity(uid=uuid4(), kind="lesson", titles={"en": "Reading"}, skills=found)
    yield found
    activity_kinds.pop("drill")


def hired(cast, person, skills) -> None:
    at = timezone.now()
    candidate_hired.send(sender=None, person=person, team=cast.team, skills=skills, by=cast.hr, at=at)


def test_an_interview_puts_three_things_at_the_front(cast, plan, skills, visit):
    person = _person("mila", "Новая", "Мила", 0)
    joins(person, cast.team)
    hired(cast, person, skills)
    hired(cast, person, skills)
    steps = list(PersonStep.objects.filter(plan__person=person).order_by("position"))
    assert [step.title_en for step in steps[:3]] == ["Drill apologise", "Drill thank", "Drill listen"]
    assert [step.day for step in steps[:3]] == [1, 2, 3] and len(steps) == 8
    html = visit(person).get("/plan/").content.decode()
    assert html.count("It came up in your interview") == 3


def test_before_there_is_a_plan_they_wait_and_then_stand_at_its_front(cast, plan, skills):
    person = _person("mila", "Новая", "Мила", 0)
    hired(cast, person, skills[:1])
    alone = PersonPlan.objects.get(person=person)
    assert alone.activity is None and alone.steps.count() == 1
    joins(person, cast.team)
    whole = PersonPlan.objects.get(person=person)
    assert whole.pk == alone.pk and whole.activity == plan.activity and whole.steps.count() == 6


def test_with_nothing_to_begin_with_there_is_no_plan(cast, course):
    retire_activity(uid=course.activity.uid)
    start_with(person=cast.new_hire, skills=[Skill.objects.create(slug="x", name_en="X", name_ru="X")], by=None)
    assert not PersonPlan.objects.exists()


def test_two_plans_do_not_mix(cast, plan, course):
    other = written("Second", [plan.blocks[0] | {"id": str(uuid4())}])
    from lms.learning.models import Activity

    for activity in (plan.activity, Activity.objects.get(uid=other.translation_key)):
        give_plan(person=cast.new_hire, activity=activity, started_on=timezone.localdate(), by=cast.manager)
    found = readings(queries.steps_of(cast.new_hire), calendar_of(cast.new_hire), timezone.localdate())
    assert [read.total for read in found] == [5, 1]
    assert found[0].plan.given_at <= found[1].plan.given_at + timedelta(seconds=1)


def test_an_import_gives_newcomers_their_plan_and_veterans_none(cast, plan):
    new, old = _person("a", "A", "A", 1), _person("b", "B", "B", 900)
    rows = [Membership(person=person, team=cast.team, since=person.started_on) for person in (new, old)]
    many_joined.send(sender=Membership, memberships=Membership.objects.bulk_create(rows), by=None, at=timezone.now())
    assert [mine.person for mine in PersonPlan.objects.all()] == [new]
