from datetime import date, timedelta

import pytest

from lms.learning.actions import assign, retire_activity, withdraw
from lms.learning.mastery import Level
from lms.learning.models import Skill
from lms.learning.queries import (
    behind,
    masteries_of,
    mastery_of,
    open_assignments,
    open_for,
    progress,
    weak_and_strong,
)
from lms.learning.verbs import ANSWERED, COMPLETED, PASSED, STARTED
from lms.people.actions import join_team, leave_team
from lms.people.models import Membership, Team, User

from .conftest import NOON

TODAY = date(2026, 11, 16)


def titles(rows):
    return [row.activity.title_en for row in rows]


class TestOpenAssignments:
    def test_own_and_the_teams_due_first(self, cast, make):
        later, team, first = make("Later"), make("Team"), make("First")
        assign(activity=later, person=cast.agent, by=cast.manager)
        assign(activity=team, team=cast.team, by=cast.manager, due_on=TODAY + timedelta(days=3), reason="For all")
        assign(activity=first, person=cast.agent, by=cast.manager, due_on=TODAY - timedelta(days=1))
        rows = open_assignments(cast.agent, TODAY)
        assert titles(rows) == ["First", "Team", "Later"]
        assert [row.days_left for row in rows] == [-1, 3, None]
        assert [row.overdue for row in rows] == [True, False, False]
        assert [row.due_soon for row in rows] == [False, False, False]
        assert [row.reason for row in rows] == ["", "For all", ""]
        assert [row.started for row in rows] == [False] * 3

    def test_due_today_is_soon_and_not_late(self, cast, activity):
        assign(activity=activity, person=cast.agent, by=None, due_on=TODAY)
        (row,) = open_assignments(cast.agent, TODAY)
        assert (row.days_left, row.overdue, row.due_soon) == (0, False, True)

    def test_what_is_done_is_gone_what_is_begun_says_so(self, cast, make, note):
        done, begun = make("Done"), make("Begun")
        for activity in (done, begun):
            assign(activity=activity, team=cast.team, by=cast.manager)
            note(cast.agent, activity, STARTED, f"s{activity.pk}")
        note(cast.agent, done, COMPLETED, "c")
        (row,) = open_assignments(cast.agent, TODAY)
        assert (row.activity, row.started) == (begun, True)
        assert titles(open_assignments(cast.new_hire, TODAY)) == ["Done", "Begun"]

    def test_withdrawn_retired_and_others_are_not_there(self, cast, make):
        gone, taken, foreign, strange = make("Gone"), make("Taken"), make("Foreign"), make("Strange", kind="gone")
        assign(activity=gone, person=cast.agent, by=None)
        retire_activity(uid=gone.uid)
        withdraw(assignment=assign(activity=taken, person=cast.agent, by=None), by=cast.manager)
        assign(activity=foreign, person=cast.new_hire, by=None)
        assign(activity=foreign, team=cast.other_team, by=None)
        assign(activity=strange, person=cast.agent, by=None)
        assert open_assignments(cast.agent, TODAY) == []

    def test_managers_do_not_get_what_their_team_gets(self, cast, activity):
        assign(activity=activity, team=cast.team, by=None)
        assert open_assignments(cast.manager, TODAY) == []

    def test_membership_of_that_day_counts(self, cast, activity):
        assign(activity=activity, team=cast.other_team, by=None)
        membership = join_team(
            person=cast.agent, team=cast.other_team, role=Membership.Role.MEMBER, since=TODAY, by=None
        )
        leave_team(membership=membership, until=TODAY + timedelta(days=1), by=None)
        days = [TODAY + timedelta(days=apart) for apart in (-1, 0, 1, 2)]
        assert [len(open_assignments(cast.agent, day)) for day in days] == [0, 1, 1, 0]

    def test_a_closed_team_asks_for_nothing(self, cast, activity):
        assign(activity=activity, team=cast.team, by=None)
        Team.objects.filter(pk=cast.team.pk).update(closed_on=TODAY)
        assert open_assignments(cast.agent, TODAY) == []

    def test_asked_twice_is_shown_once_and_ones_own_day_counts(self, cast, activity):
        assign(activity=activity, team=cast.team, by=None, due_on=TODAY + timedelta(days=1))
        own = assign(activity=activity, person=cast.agent, by=None, due_on=TODAY + timedelta(days=5))
        (row,) = open_assignments(cast.agent, TODAY)
        assert (row.assignment, row.days_left) == (own, 5)
        (row,) = open_assignments(cast.new_hire, TODAY)
        assert row.days_left == 1

    def test_of_two_teams_the_earlier_day_counts(self, cast, activity):
        join_team(person=cast.agent, team=cast.other_team, role=Membership.Role.MEMBER, since=TODAY, by=None)
        assign(activity=activity, team=cast.team, by=None, due_on=TODAY + timedelta(days=3))
        assign(activity=activity, team=cast.other_team, by=None, due_on=TODAY + timedelta(days=2))
        assert [row.days_left for row in open_assignments(cast.agent, TODAY)] == [2]

    def test_in_two_memberships_once(self, cast, activity):
        old = Membership.objects.get(person=cast.agent, team=cast.team)
        leave_team(membership=old, until=TODAY, by=None)
        Membership.objects.create(person=cast.agent, team=cast.team, role=Membership.Role.MEMBER, since=TODAY)
        assign(activity=activity, team=cast.team, by=None)
        assert len(open_assignments(cast.agent, TODAY)) == 1


@pytest.mark.parametrize("count", [1, 30])
def test_open_assignments_ask_once(cast, make, count, django_assert_num_queries):
    for number in range(count):
        assign(activity=make(f"A{number}"), team=cast.team, by=None)
        assign(activity=make(f"B{number}"), person=cast.agent, by=None)
    with django_assert_num_queries(1):
        assert len(open_assignments(cast.agent, TODAY)) == 2 * count


def crowd(team: Team, count: int) -> list[User]:
    people = [
        User.objects.create(username=f"user{n}", given_name=f"U{n}", started_on=TODAY, zone="UTC") for n in range(count)
    ]
    for person in people:
        Membership.objects.create(person=person, team=team, role=Membership.Role.MEMBER, since=date(2026, 1, 1))
    return people


@pytest.mark.parametrize("count", [1, 30])
def test_behind_is_the_same_for_many_in_one_question(cast, make, note, count, django_assert_num_queries):
    people = crowd(cast.team, count)
    team, own = make("Team"), make("Own")
    assign(activity=team, team=cast.team, by=None, due_on=TODAY)
    for person in people:
        assign(activity=own, person=person, by=None)
        note(person, own, STARTED, f"s{person.pk}")
    with django_assert_num_queries(1):
        found = behind(people, TODAY)
    assert list(found) == people
    for person in people:
        assert [(row.activity, row.started, row.due_soon) for row in found[person]] == [
            (team, False, True),
            (own, True, False),
        ]
    assert found[people[0]] == open_assignments(people[0], TODAY)


def test_each_person_has_a_date_of_their_own(cast, activity):
    assign(activity=activity, team=cast.team, by=None, due_on=TODAY)
    found = open_for({cast.agent: TODAY, cast.new_hire: TODAY + timedelta(days=1)})
    assert {person: row.days_left for person, (row,) in found.items()} == {cast.agent: 0, cast.new_hire: -1}
    assert open_for({}) == {}


def test_progress(cast, make, note):
    steps = [make(name) for name in ("One", "Two", "Three")]
    assert (progress(cast.agent, steps).percent, progress(cast.agent, steps).next_up) == (0, steps[0])
    note(cast.agent, steps[0], COMPLETED, "a")
    note(cast.agent, steps[1], STARTED, "b")
    found = progress(cast.agent, steps)
    assert (found.done, found.total, found.percent, found.next_up) == (1, 3, 33, steps[1])
    assert set(found.states) == {steps[0].pk, steps[1].pk}
    for activity in steps[1:]:
        note(cast.agent, activity, COMPLETED, f"c{activity.pk}")
    found = progress(cast.agent, steps)
    assert (found.percent, found.complete, found.next_up) == (100, True, None)
    assert not progress(cast.agent, []).complete


@pytest.mark.parametrize("count", [1, 30])
def test_masteries_ask_once(cast, activity, note, count, django_assert_num_queries):
    people = crowd(cast.team, count)
    skills = [Skill.objects.create(slug=f"s{n}", name_en=f"S{n}", name_ru=f"С{n}", order=9 - n) for n in range(3)]
    for person in people:
        note(person, activity, ANSWERED, f"k{person.pk}", evidence=dict.fromkeys(skills, 1.0))
    with django_assert_num_queries(1):
        found = masteries_of(people, TODAY)
    assert list(found) == people
    for person in people:
        assert list(found[person]) == skills[::-1]
        assert {estimate.mean for estimate in found[person].values()} == {2 / 3}


def test_mastery_ages(cast, activity, empathy, note):
    for n in range(6):
        note(cast.agent, activity, ANSWERED, f"k{n}", evidence={empathy: 1.0})
    now, later = (mastery_of(cast.agent, TODAY + timedelta(days=apart))[empathy] for apart in (0, 90))
    assert (now.weight, later.weight) == (6, 3)
    assert now.enough
    assert later.enough
    assert not mastery_of(cast.agent, TODAY + timedelta(days=91))[empathy].enough


def test_weak_and_strong(cast, activity, note):
    figures = {"bad": 0.1, "soso": 0.55, "fine": 0.75, "good": 0.95, "best": 1.0}
    skills = {slug: Skill.objects.create(slug=slug, name_en=slug, name_ru=slug) for slug in (*figures, "few")}
    for n in range(20):
        note(cast.agent, activity, ANSWERED, f"k{n}", evidence={skills[slug]: f for slug, f in figures.items()})
    note(cast.agent, activity, PASSED, "once", evidence={skills["few"]: 0.0})
    weak, strong = weak_and_strong(cast.agent, TODAY)
    assert [skill.slug for skill, _ in weak] == ["bad", "soso"]
    assert [skill.slug for skill, _ in strong] == ["best", "good"]
    assert [found.level for _, found in weak] == [Level.STARTING, Level.GROWING]
    weak, strong = weak_and_strong(cast.agent, TODAY, most=1)
    assert len(weak) == len(strong) == 1


def test_skills_out_of_use_are_not_shown(cast, activity, empathy, note):
    note(cast.agent, activity, ANSWERED, "k", evidence={empathy: 1.0})
    Skill.objects.update(live=False)
    assert mastery_of(cast.agent, NOON.date()) == {}
