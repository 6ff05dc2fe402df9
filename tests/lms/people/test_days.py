"""Rosters, leave and swaps, and the calendars made of them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from lms.people.actions import (
    assign_roster,
    cancel_leave,
    create_roster,
    join_team,
    set_setting,
    swap_day,
    take_leave,
)
from lms.people.models import Membership, Roster, RosterAssignment, Team, User
from lms.people.working import Layer, calendar_of, calendars_of, flatten
from tests.conftest import Cast

DAY = timedelta(days=1)
MONDAY = date(2026, 11, 16)


def _page(person: User, name: str, *more) -> str:
    return reverse(name, args=[person.uid, *more])


@pytest.fixture
def two_two(db: None) -> Roster:
    data = {"anchor": MONDAY.isoformat(), "cycle": [["09:00-21:00"], ["09:00-21:00"], [], []]}
    return create_roster(name_en="2/2", name_ru="2/2", kind="cyclic", data=data, observes_holidays=False, by=None)


@pytest.fixture
def weekend(db: None) -> Roster:
    data = {"days": {"sat": ["10:00-14:00"], "sun": ["10:00-14:00"]}}
    return create_roster(name_en="Weekend", name_ru="Выходные", kind="weekly", data=data, by=None)


def _week(person: User) -> list[bool]:
    calendar = calendar_of(person)
    return [calendar.works_on(MONDAY + DAY * ahead) for ahead in range(7)]


WORKDAYS = [True] * 5 + [False] * 2


def test_without_a_roster_it_is_monday_to_friday(cast: Cast):
    assert _week(cast.agent) == WORKDAYS


def test_team_then_assignment_then_own(cast: Cast, two_two, weekend):
    cast.team.roster = weekend
    cast.team.save()
    assert _week(cast.agent) == [False] * 5 + [True] * 2
    assign_roster(team=cast.team, roster=two_two, since=MONDAY, by=None)
    assert _week(cast.agent) == [True, True, False, False, True, True, False]
    assign_roster(person=cast.agent, roster=weekend, since=MONDAY + 4 * DAY, by=None)
    assert _week(cast.agent) == [True, True, False, False, False, True, True]
    assert _week(cast.new_hire) == [True, True, False, False, True, True, False]


def test_own_roster_wins_over_a_later_one_of_the_team(cast: Cast, two_two, weekend):
    assign_roster(person=cast.agent, roster=weekend, since=date(2026, 1, 1), by=None)
    assign_roster(team=cast.team, roster=two_two, since=MONDAY, by=None)
    assert _week(cast.agent) == [False] * 5 + [True] * 2


def test_a_passing_roster_gives_way_again(cast: Cast, two_two, weekend):
    assign_roster(person=cast.agent, roster=weekend, since=date(2026, 1, 1), by=None)
    assign_roster(person=cast.agent, roster=two_two, since=MONDAY, until=MONDAY + DAY, by=None)
    assert _week(cast.agent) == [True, True, False, False, False, True, True]


def test_a_new_roster_ends_the_one_before(cast: Cast, two_two, weekend):
    first = assign_roster(person=cast.agent, roster=weekend, since=date(2026, 1, 1), by=None)
    assign_roster(person=cast.agent, roster=two_two, since=MONDAY, by=None)
    first.refresh_from_db()
    assert first.until == MONDAY - DAY
    assert calendar_of(cast.agent).works_on(MONDAY - DAY)  # a Sunday, by the old roster


def test_the_team_counts_only_while_one_is_in_it(cast: Cast, two_two):
    cast.other_team.roster = two_two
    cast.other_team.save()
    Membership.objects.filter(person=cast.agent).update(until=MONDAY + 2 * DAY)
    join_team(person=cast.agent, team=cast.other_team, role="member", since=MONDAY + 3 * DAY, by=None)
    assert _week(cast.agent) == [True, True, True, False, True, True, False]


def test_official_days_of_the_company_s_country(cast: Cast, weekend):
    unity = date(2026, 11, 4)  # a Wednesday
    week = {"days": {"wed": ["09:00-18:00"]}}
    roster = create_roster(name_en="W", name_ru="С", kind="weekly", data=week, by=None)
    assign_roster(person=cast.agent, roster=roster, since=date(2026, 1, 1), by=None)
    assert not calendar_of(cast.agent).works_on(unity)
    set_setting(key="company.country", value="DE", by=None)
    assert calendar_of(cast.agent).works_on(unity)


def test_leave_swaps_and_their_end(cast: Cast):
    leave = take_leave(person=cast.agent, first=MONDAY, last=MONDAY + DAY, by=None)
    swap_day(person=cast.agent, day=MONDAY + DAY, shifts=["10:00-12:00"], by=None)
    swap_day(person=cast.agent, day=MONDAY + 2 * DAY, shifts=[], by=None)
    assert _week(cast.agent) == [False, True, False, True, True, False, False]
    cancel_leave(leave=leave, by=None)
    assert _week(cast.agent) == [True, True, False, True, True, False, False]


def test_zones(cast: Cast):
    calendars = calendars_of([cast.agent, cast.other_agent])
    assert calendars[cast.agent.pk].zone.key == "Europe/Moscow"
    User.objects.filter(pk=cast.other_agent.pk).update(zone="")
    other = User.objects.get(pk=cast.other_agent.pk)
    assert calendar_of(other).zone.key == "Asia/Yekaterinburg"
    assert other.tz.key == "Asia/Yekaterinburg"


@pytest.mark.parametrize("count", [1, 30])
def test_queries_for_many(cast: Cast, two_two, count, django_assert_num_queries):
    people = []
    for number in range(count):
        person = User.objects.create(username=f"p{number}", given_name="П", started_on=MONDAY)
        team = Team.objects.create(name=f"T{number}", roster=two_two)
        join_team(person=person, team=team, role="member", since=MONDAY, by=None)
        assign_roster(team=team, roster=two_two, since=MONDAY + DAY, by=None)
        take_leave(person=person, first=MONDAY, last=MONDAY, by=None)
        people.append(User.objects.get(pk=person.pk))
    with django_assert_num_queries(5):
        calendars = calendars_of(people)
    assert not any(calendar.works_on(MONDAY) for calendar in calendars.values())


def test_layers_without_overlap(db: None):
    a, b = Roster(pk=1, name_en="a"), Roster(pk=2, name_en="b")
    pieces = flatten([Layer(MONDAY + 2 * DAY, MONDAY + 3 * DAY, a), Layer(MONDAY, None, b)])
    assert [(piece.since, piece.until, piece.roster.pk) for piece in pieces] == [
        (MONDAY, MONDAY + DAY, 2),
        (MONDAY + 2 * DAY, MONDAY + 3 * DAY, 1),
        (MONDAY + 4 * DAY, None, 2),
    ]
    assert flatten([]) == []


# through the front door


def test_a_lead_enters_leave_and_takes_it_back(cast: Cast, visit):
    client = visit(cast.manager)
    values = {"kind": "vacation", "first": "2026-12-01", "last": "2026-12-10"}
    response = client.post(_page(cast.agent, "take_leave"), values, follow=True)
    leave = cast.agent.days_off.get()
    undo = _page(cast.agent, "cancel_leave", leave.pk)
    assert undo in response.content.decode()
    client.post(undo)
    leave.refresh_from_db()
    assert leave.cancelled_at is not None


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [("2026-12-10", "2026-12-01", "Swap the two dates"), ("2026-11-18", "2026-11-20", "already")],
)
def test_leave_that_does_not_fit(cast: Cast, visit, first, last, said):
    take_leave(person=cast.agent, first=MONDAY, last=MONDAY + 3 * DAY, by=None)
    response = visit(cast.manager).post(_page(cast.agent, "take_leave"), {"kind": "sick", "first": first, "last": last})
    assert said in response.content.decode()
    assert cast.agent.days_off.count() == 1


def test_swap_and_back(cast: Cast, visit):
    client = visit(cast.manager)
    client.post(_page(cast.agent, "swap_day"), {"day": "2026-11-21", "shifts": "9:00-13:00, 14:00-18:00"})
    swap = cast.agent.swaps.get()
    assert swap.shifts == ["09:00-13:00", "14:00-18:00"]
    assert calendar_of(cast.agent).works_on(date(2026, 11, 21))
    client.post(_page(cast.agent, "unswap_day", swap.pk))
    assert not cast.agent.swaps.exists()


def test_hours_nobody_can_read(cast: Cast, visit):
    response = visit(cast.manager).post(_page(cast.agent, "swap_day"), {"day": "2026-11-21", "shifts": "from nine"})
    assert "from nine” is not a time span" in response.content.decode().replace("&quot;", "”")
    assert not cast.agent.swaps.exists()


def test_other_managers_and_colleagues_reach_nothing(cast: Cast, visit):
    leave = take_leave(person=cast.agent, first=MONDAY, last=MONDAY, by=None)
    swap = swap_day(person=cast.agent, day=MONDAY, shifts=[], by=None)
    for person in (cast.other_manager, cast.new_hire, cast.hr, cast.agent):
        client = visit(person)
        for name, more in (
            ("take_leave", ()),
            ("swap_day", ()),
            ("cancel_leave", (leave.pk,)),
            ("unswap_day", (swap.pk,)),
            ("assign_roster", ()),
        ):
            assert client.post(_page(cast.agent, name, *more)).status_code == 404, (person.username, name)
    leave.refresh_from_db()
    assert leave.cancelled_at is None
    client = visit(cast.manager)
    stranger = take_leave(person=cast.other_agent, first=MONDAY, last=MONDAY, by=None)
    assert client.post(_page(cast.agent, "cancel_leave", stranger.pk)).status_code == 404


def test_rosters_are_added_and_given(cast: Cast, visit):
    client = visit(cast.administrator)
    cycle = {"name_en": "2/2", "name_ru": "2/2", "kind": "cyclic", "anchor": "2026-11-16"}
    client.post(reverse("add_roster"), cycle | {"cycle": "09:00-21:00\n09:00-21:00\n-\n\n-"})
    roster = Roster.objects.get()
    assert roster.data == {"anchor": "2026-11-16", "cycle": [["09:00-21:00"], ["09:00-21:00"], [], [], []]}
    assert not roster.observes_holidays
    client.post(_page(cast.agent, "assign_roster"), {"roster": roster.pk, "since": "2026-11-16"})
    assert RosterAssignment.objects.get().person == cast.agent
    text = client.get(_page(cast.agent, "person")).content.decode()
    assert "Own roster: 2/2" in text
    client.post(
        reverse("team_settings", args=[cast.other_team.pk]), {"name": "Returns", "roster": roster.pk, "zone": ""}
    )
    assert "The team's roster: 2/2" in client.get(_page(cast.other_agent, "person")).content.decode()


def test_a_roster_nobody_can_read(cast: Cast, visit):
    week = {"name_en": "W", "name_ru": "Н", "kind": "weekly", "mon": "9 to 5"}
    response = visit(cast.administrator).post(reverse("add_roster"), week)
    assert "Monday: “9 to 5” is not a time span" in response.content.decode()
    assert not Roster.objects.exists()
    with pytest.raises(ValidationError):
        create_roster(name_en="x", name_ru="x", kind="cyclic", data={"anchor": "", "cycle": []}, by=None)


def test_teams_are_added_and_renamed(cast: Cast, visit):
    client = visit(cast.administrator)
    client.post(reverse("add_team"), {"name": "  Доставка  ", "zone": "Asia/Omsk"})
    team = Team.objects.get(zone="Asia/Omsk")
    assert team.name == "Доставка"
    response = client.post(reverse("add_team"), {"name": "доставка"})
    assert "There is a team of this name already" in response.content.decode()
    client.post(reverse("team_settings", args=[team.pk]), {"name": "Курьеры", "zone": ""})
    team.refresh_from_db()
    assert (team.name, team.zone) == ("Курьеры", "")
    assert client.get(reverse("team_settings", args=[9999])).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_the_teams_page(cast: Cast, visit, two_two, count, django_assert_num_queries):
    for number in range(count):
        Team.objects.create(name=f"T{number}", roster=two_two)
    client = visit(cast.administrator)
    with django_assert_num_queries(6):
        client.get(reverse("people_teams"))
