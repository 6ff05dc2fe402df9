"""One person's page and what is done from it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from lms.ops.models import AuditEntry
from lms.people.actions import grant_role, join_team, take_leave
from lms.people.models import Membership, RoleGrant, Team, User
from tests.conftest import Cast


def _page(person: User, name: str = "person", *more) -> str:
    return reverse(name, args=[person.uid, *more])


def test_administrator_sees_data_teams_and_roles(cast: Cast, visit):
    text = visit(cast.administrator).get(_page(cast.new_hire)).content.decode()
    for words in ("Ким Анна Сергеевна", "anna@example.com", "Orders", "Forget this person", "Company roles"):
        assert words in text


def test_a_lead_sees_no_administration(cast: Cast, visit):
    text = visit(cast.manager).get(_page(cast.new_hire)).content.decode()
    assert "Ким Анна Сергеевна" in text
    assert "Invite" in text
    for words in ("Forget this person", "Company roles", "End employment", "End today", "Own roster"):
        assert words not in text


def test_the_own_page_is_me(cast: Cast, visit):
    assert visit(cast.agent).get(_page(cast.agent)).url == "/me/"


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_the_page(cast: Cast, visit, count, django_assert_num_queries):
    day = date(2026, 12, 1)
    for number in range(count):
        team = Team.objects.create(name=f"Past {number}")
        Membership.objects.create(person=cast.agent, team=team, since=date(2020, 1, 1), until=date(2020, 2, 1))
        first = day + timedelta(days=2 * number)
        take_leave(person=cast.agent, first=first, last=first, by=None)
    client = visit(cast.administrator)
    with django_assert_num_queries(11):
        client.get(_page(cast.agent))


def test_edit(cast: Cast, visit):
    client = visit(cast.administrator)
    values = {"given_name": "Борис", "family_name": "Орлов", "username": "boris", "started_on": "2026-05-01"}
    response = client.post(_page(cast.agent, "edit_person"), values | {"email": "new@example.com", "zone": "Asia/Omsk"})
    assert response.url == _page(cast.agent)
    cast.agent.refresh_from_db()
    assert (cast.agent.email, cast.agent.zone) == ("new@example.com", "Asia/Omsk")
    entry = AuditEntry.objects.get(verb="person changed")
    assert entry.data == {"fields": ["email", "started_on", "zone"]}


def test_move_to_another_team(cast: Cast, visit):
    values = {"team": cast.other_team.pk, "role": "mentor", "since": "2026-11-01", "move": "on"}
    visit(cast.administrator).post(_page(cast.agent, "place_in_team"), values)
    old, new = cast.agent.memberships.order_by("since")
    assert (old.team, old.until) == (cast.team, date(2026, 10, 31))
    assert (new.team, new.role, new.until) == (cast.other_team, "mentor", None)


def test_end_a_membership(cast: Cast, visit):
    row = cast.agent.memberships.get()
    client = visit(cast.administrator)
    client.post(_page(cast.agent, "end_membership", row.pk))
    row.refresh_from_db()
    assert row.until == timezone.now().astimezone(cast.agent.tz).date()
    stranger = cast.other_agent.memberships.get()
    assert client.post(_page(cast.agent, "end_membership", stranger.pk)).status_code == 404


def test_give_and_take_a_role(cast: Cast, visit):
    client = visit(cast.administrator)
    client.post(_page(cast.agent, "give_role"), {"role": "editor"})
    grant = cast.agent.role_grants.get()
    assert list(cast.agent.groups.values_list("name", flat=True)) == ["editor"]
    client.post(_page(cast.agent, "take_role", grant.pk))
    grant.refresh_from_db()
    assert grant.until is not None
    assert not cast.agent.groups.exists()


def test_the_only_administrator_stays(cast: Cast, visit):
    grant = cast.administrator.role_grants.get()
    client = visit(cast.administrator)
    text = client.post(_page(cast.administrator, "take_role", grant.pk), follow=True).content.decode()
    assert "This is the only administrator" in text
    grant.refresh_from_db()
    assert grant.until is None
    client.post(_page(cast.administrator, "end_employment"), {"last_day": "2026-11-01"})
    cast.administrator.refresh_from_db()
    assert cast.administrator.left_on is None
    assert cast.administrator.is_active


def test_end_employment_today_or_before(cast: Cast, visit):
    yesterday = timezone.now().date() - timedelta(days=1)
    visit(cast.administrator).post(_page(cast.manager, "end_employment"), {"last_day": yesterday.isoformat()})
    cast.manager.refresh_from_db()
    assert not cast.manager.is_active
    assert cast.manager.memberships.get().until == yesterday


def test_last_day_before_the_first_is_refused(cast: Cast, visit):
    response = visit(cast.administrator).post(_page(cast.agent, "end_employment"), {"last_day": "2001-01-01"})
    assert "before the person" in response.content.decode()


def test_a_coming_last_day_closes_the_account_only_afterwards(cast: Cast, visit):
    today = timezone.now().astimezone(cast.agent.tz)
    last = today.date() + timedelta(days=2)
    visit(cast.administrator).post(_page(cast.agent, "end_employment"), {"last_day": last.isoformat()})
    client = visit(cast.agent)
    assert client.get("/me/").status_code == 200
    with time_machine.travel(today + timedelta(days=2)):
        assert client.get("/me/").status_code == 200
    with time_machine.travel(today + timedelta(days=3)):
        assert client.get("/me/").status_code == 302
        cast.agent.refresh_from_db()
        assert not cast.agent.is_active


def test_come_back(cast: Cast, visit):
    client = visit(cast.administrator)
    client.post(_page(cast.agent, "end_employment"), {"last_day": "2026-11-01"})
    client.post(_page(cast.agent, "let_return"))
    cast.agent.refresh_from_db()
    assert cast.agent.is_active
    assert cast.agent.left_on is None


def test_a_lead_loses_sight_when_the_person_moves(cast: Cast, visit):
    today = timezone.now().astimezone(cast.agent.tz).date()
    Membership.objects.filter(person=cast.agent).update(until=today - timedelta(days=1))
    join_team(person=cast.agent, team=cast.other_team, role="member", since=today, by=None)
    assert visit(cast.manager).get(_page(cast.agent)).status_code == 404
    assert visit(cast.other_manager).get(_page(cast.agent)).status_code == 200


def test_granting_twice_is_one_grant(cast: Cast):
    grant_role(person=cast.agent, role="hr", by=cast.administrator)
    grant_role(person=cast.agent, role="hr", by=cast.administrator)
    assert RoleGrant.objects.filter(person=cast.agent).count() == 1
