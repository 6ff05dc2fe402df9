"""Today: one clear next step, and the same number of queries however much there is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.home import panels
from lms.learning.actions import assign, publish_activity, record
from lms.learning.models import Activity
from lms.people import queries as people
from lms.people.models import Membership


def titles(html: str) -> list[str]:
    import re

    return [re.sub(r"<[^>]+>", "", title).strip() for title in re.findall(r"<h2[^>]*>(.*?)</h2>", html, re.S)]


def test_with_nothing_to_do_the_day_says_so(cast, visit):
    html = visit(cast.agent).get("/").content.decode()
    assert "Nothing is waiting for you" in html


def test_the_first_course_is_a_good_place_to_begin(course, cast, visit):
    html = visit(cast.new_hire).get("/").content.decode()
    assert titles(html)[0] == "Listen"
    assert "a good place to begin" in html


def test_what_the_lead_asked_for_comes_first_and_says_why(course, cast, visit):
    day = timezone.localdate() + timedelta(days=1)
    assign(activity=course.activity, by=cast.manager, team=cast.team, due_on=day, reason="The season is coming")
    html = visit(cast.new_hire).get("/").content.decode()
    assert "Chosen because your lead asked for this course" in html
    assert "The season is coming" in html
    other = visit(cast.other_agent).get("/").content.decode()
    assert "The season is coming" not in other


def test_a_hero_leads_to_where_one_stopped(course, cast, visit):
    client = visit(cast.agent)
    client.post(f"/lesson/{course.lesson(1).uid}/opened/")
    html = client.get("/").content.decode()
    assert titles(html)[0] == "Apologise" and "where you stopped" in html


def filled(person, course, count: int) -> None:
    """So many other courses begun, wishes open and lessons done by this person."""
    from uuid import uuid4

    from courses.catalogue.models import Enrolment

    for n in range(count):
        other = publish_activity(uid=uuid4(), kind="course", titles={"en": f"Course {n}"})
        part = publish_activity(uid=uuid4(), kind="lesson", titles={"en": f"Lesson {n}"}, parent=other)
        Enrolment.objects.create(person=person, course=other)
        assign(activity=other, by=None, person=person, due_on=timezone.localdate() + timedelta(days=n))
        record(
            person=person, verb="completed", activity=part, key=f"k{n}", source="lesson", evidence={course.skill: 1.0}
        )


def queries_of(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("count", [1, 30])
def test_today_asks_the_same_with_one_and_thirty(course, cast, visit, count):
    filled(cast.agent, course, count)
    assert queries_of(visit(cast.agent), "/") <= 15


@pytest.mark.parametrize("panel", panels.today_panels(), ids=lambda panel: panel.name)
def test_a_panel_asks_at_most_one_question(panel, course, cast, django_assert_max_num_queries):
    filled(cast.agent, course, 3)
    now = timezone.now()
    today = panels.Today(cast.agent, people.today_of(cast.agent, now), now, "en")
    with people.settings_remembered():
        assert today.calendar and people.settings_on()  # shared by the page, fetched once
        assert connection.features.supports_json_field  # what Django asks of a new connection
        with django_assert_max_num_queries(1):
            panel.build(today)


def test_the_lead_sees_who_is_behind(course, cast, visit):
    yesterday = timezone.localdate() - timedelta(days=1)
    assign(activity=course.activity, by=cast.manager, team=cast.team, due_on=yesterday)
    html = visit(cast.manager).get("/team/", follow=True).content.decode()
    assert "Ким Анна" in html and "Late" in html and "not started" in html
    assert "Снегов" not in html


def test_a_lead_s_team_page_is_not_another_lead_s(cast, visit):
    assert visit(cast.other_manager).get(f"/team/{cast.team.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_team_page_asks_the_same_with_one_and_thirty(course, cast, visit, count):
    from tests.conftest import _person

    for n in range(count):
        person = _person(f"p{n}", f"Family{n}", "Given", 100)
        Membership.objects.create(person=person, team=cast.team, since=timezone.localdate() - timedelta(days=50))
    assign(activity=course.activity, by=cast.manager, team=cast.team, due_on=timezone.localdate())
    assert queries_of(visit(cast.manager), f"/team/{cast.team.pk}/") <= 15


def test_activities_of_rooms_that_are_gone_do_not_break_today(cast, visit):
    Activity.objects.create(kind="course", title_en="Orphan", live=True)
    assert visit(cast.agent).get("/").status_code == 200
