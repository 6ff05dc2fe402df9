"""The plan through the front door: joining, learning, signing off, taking back, finishing."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.plans.actions import give_plan
from courses.plans.models import PersonPlan, PersonStep
from lms.home import panels
from lms.home.panels import TeamDay, Today
from lms.learning.actions import publish_activity, record
from lms.learning.models import ActivityState, Evidence, LearningRecord
from lms.learning.reminders import lines_of
from lms.people import queries as people
from lms.people.actions import join_team, take_leave
from lms.people.models import User
from lms.people.working import calendars_of
from tests.conftest import _person
from tests.courses.catalogue.conftest import options_of
from tests.courses.plans.conftest import lesson_step, publish, step_named, task_step, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def mila(cast, plan) -> User:
    """Joins today, by an administrator's hand: the plan comes by itself."""
    person = _person("mila", "Новая", "Мила", 0)
    join_team(person=person, team=cast.team, role="member", since=people.today_of(person), by=cast.administrator)
    return person


def shown(client, path: str = "/plan/") -> dict[str, str]:
    """Title → state of each step on the page."""
    html = client.get(path).content.decode()
    rows = re.findall(
        r'<li class="(\w+)"[^>]*>.*?<div>(?:<a [^>]*>|<span class="title">)(.*?)</(?:a|span)>', html, re.S
    )
    return {title: state for state, title in rows}


def undo_of(html: str) -> str:
    return re.search(r'data-toast="undo".*?action="(/plan/[^"]+)"', html, re.S).group(1)


def finishes(client, lesson) -> None:
    if lesson.title != "Thank":
        digest, check, _wrong, right = options_of(lesson)
        client.post(f"/lesson/{lesson.uid}/answer/{check}/", {"snapshot": digest, "option": right})
    client.post(f"/lesson/{lesson.uid}/done/")


def test_from_joining_to_the_end(cast, course, plan, mila, visit):
    client = visit(mila)
    html = client.get("/").content.decode()
    assert "Your plan" in html and "0 of 5 done" in html and "next step of your plan" in html
    assert shown(client)["Listen"] == "now"
    finishes(client, course.lesson(0))
    assert shown(client)["Listen"] == "done"

    task = step_named(mila, "Meet the mentor")
    assert client.post(f"/plan/step/{task.pk}/sign/").status_code == 404, "nobody signs for themselves"
    client = visit(cast.agent)
    assert "To sign off" in client.get("/").content.decode()
    html = client.post(f"/plan/step/{task.pk}/sign/", {"next": "/"}, follow=True).content.decode()
    assert "“Meet the mentor” is signed off for Мила." in html and "To sign off" not in html
    state = ActivityState.objects.get(person=mila, activity=task.activity)
    assert state.done_at and not Evidence.objects.filter(record__activity=task.activity).exists()
    client.post(undo_of(html), {"next": "/"})
    task.refresh_from_db()
    state.refresh_from_db()
    assert task.signed_off_at is None and state.done_at is None
    assert "To sign off" in client.get("/").content.decode()
    client.post(f"/plan/step/{task.pk}/sign/")
    client.post(f"/plan/step/{task.pk}/sign/")
    assert LearningRecord.objects.filter(activity=task.activity).count() == 3

    client = visit(mila)
    finishes(client, course.lesson(1))
    finishes(client, course.lesson(2))
    assert PersonPlan.objects.get(person=mila).finished_at is None
    last = step_named(mila, "Sit beside the mentor for one shift")
    html = visit(cast.manager).post(f"/plan/step/{last.pk}/sign/", follow=True).content.decode()
    assert "Everything in it is done" in html
    mine = PersonPlan.objects.get(person=mila)
    assert mine.finished_at and ActivityState.objects.get(person=mila, activity=plan.activity).done_at
    client = visit(mila)
    assert set(shown(client).values()) == {"done"}
    assert "Your plan" not in client.get("/").content.decode()
    visit(cast.manager).post(undo_of(html))
    mine.refresh_from_db()
    assert mine.finished_at is None
    assert ActivityState.objects.get(person=mila, activity=plan.activity).done_at is None


def test_what_was_learnt_before_the_plan_counts(cast, course, plan, visit):
    finishes(visit(cast.new_hire), course.lesson(0))
    give_plan(person=cast.new_hire, activity=plan.activity, started_on=timezone.localdate(), by=cast.manager)
    assert shown(visit(cast.new_hire))["Listen"] == "done"


def test_a_plan_whose_steps_are_all_done_is_finished_when_given(cast, course, plan, visit):
    finishes(visit(cast.new_hire), course.lesson(0))
    other = written("Only listening", [lesson_step(course.lesson(0))])
    from lms.learning.models import Activity

    activity = Activity.objects.get(uid=other.translation_key)
    mine = give_plan(person=cast.new_hire, activity=activity, started_on=timezone.localdate(), by=cast.manager)
    assert PersonPlan.objects.get(pk=mine.pk).finished_at


def test_a_mentor_sees_members_of_the_own_team_only(cast, plan, mila, visit, given):
    given(cast.other_agent, people.today_of(cast.other_agent))
    given(cast.manager, people.today_of(cast.manager))
    client = visit(cast.agent)
    assert client.get(f"/plan/{mila.uid}/").status_code == 200
    assert client.get(f"/plan/{cast.other_agent.uid}/").status_code == 404
    assert client.get(f"/plan/{cast.manager.uid}/").status_code == 404
    html = client.get("/").content.decode()
    assert "Новая Мила" in html and "Снегов" not in html
    assert client.get(f"/plan/give/{mila.uid}/").status_code == 404
    assert client.post(f"/plan/{PersonPlan.objects.get(person=mila).pk}/withdraw/").status_code == 404
    assert "Take the plan away" not in client.get(f"/plan/{mila.uid}/").content.decode()


def test_an_activity_is_not_signed_off(cast, mila, visit):
    step = step_named(mila, "Listen")
    assert visit(cast.manager).post(f"/plan/step/{step.pk}/sign/").status_code == 404


def test_a_lead_gives_a_plan_takes_it_away_and_back(cast, plan, visit):
    client = visit(cast.manager)
    assert "No plan at the moment" in client.get(f"/plan/{cast.new_hire.uid}/").content.decode()
    html = client.get(f"/plan/give/{cast.new_hire.uid}/").content.decode()
    assert "First days" in html and "Орлов Борис" in html
    wrong = client.post(f"/plan/give/{cast.new_hire.uid}/", {"plan": "", "started_on": "2026-02-31"})
    assert wrong.status_code == 200 and "Choose a plan." in wrong.content.decode()
    data = {"plan": str(plan.activity.uid), "started_on": "2026-11-30"}
    html = client.post(f"/plan/give/{cast.new_hire.uid}/", data, follow=True).content.decode()
    mine = PersonPlan.objects.get(person=cast.new_hire)
    assert (mine.given_by, str(mine.started_on)) == (cast.manager, "2026-11-30")
    html = client.post(f"/plan/{mine.pk}/withdraw/", follow=True).content.decode()
    assert "No plan at the moment" in html
    client.post(undo_of(html))
    mine.refresh_from_db()
    assert mine.withdrawn_at is None
    assert visit(cast.other_manager).post(f"/plan/{mine.pk}/withdraw/").status_code == 404


def test_a_day_more_with_a_word_on_why_and_back(cast, given, visit):
    mine = given(cast.new_hire, people.today_of(cast.new_hire))
    step = mine.steps.get(title_en="Thank")
    client, before = visit(cast.manager), step.due_on
    path = f"/plan/{cast.new_hire.uid}/"
    html = client.post(f"/plan/step/{step.pk}/day/", {"note": "Stock-taking on Friday"}, follow=True).content.decode()
    step.refresh_from_db()
    assert step.due_on > before and "Stock-taking on Friday" in html and "is now due" in html
    assert "Stock-taking on Friday" in visit(cast.new_hire).get("/plan/").content.decode()
    visit(cast.manager).post(undo_of(html))
    step.refresh_from_db()
    assert step.due_on == before and step.more_days == 0
    visit(cast.manager).post(f"/plan/step/{step.pk}/day/back/")
    step.refresh_from_db()
    assert step.due_on == before, "the plan's own days are not taken"
    answer = visit(cast.manager).post(f"/plan/step/{step.pk}/day/", {"note": "x" * 201}, follow=True)
    assert "too long" in answer.content.decode() and answer.redirect_chain[-1][0] == path


def test_the_lead_sees_who_is_on_which_day_and_what_is_late_and_why(cast, plan, given, visit):
    day = people.today_of(cast.new_hire)
    given(cast.new_hire, day - timedelta(days=40))
    html = visit(cast.manager).get(f"/team/{cast.team.pk}/").content.decode()
    assert "New people" in html and "5 steps late" in html and "the day was" in html
    take_leave(person=cast.new_hire, first=day, last=day + timedelta(days=3), by=None)
    html = visit(cast.manager).get(f"/plan/{cast.new_hire.uid}/").content.decode()
    assert "On leave" in html
    html = visit(cast.manager).get(f"/team/{cast.team.pk}/").content.decode()
    assert "On leave until" in html
    assert "To sign off" not in visit(cast.agent).get("/").content.decode(), "who is away has nothing to show"


def test_somebody_new_without_a_plan_is_one_press_from_one(cast, visit):
    html = visit(cast.manager).get(f"/team/{cast.team.pk}/").content.decode()
    assert "No plan yet" in html and f"/plan/give/{cast.new_hire.uid}/" in html


def test_the_letter_names_what_is_due_today_and_tomorrow(cast, plan, given, django_assert_num_queries):
    start = people.today_of(cast.new_hire)
    given(cast.new_hire, start)
    first = PersonStep.objects.filter(plan__person=cast.new_hire).earliest("position").due_on
    lines = lines_of([cast.new_hire, cast.manager], first)
    texts = [line.text for line in lines[cast.new_hire.pk] if "by your plan" in line.text]
    assert texts[:2] == ["Listen, due today by your plan", "Meet the mentor, due today by your plan"]
    assert cast.manager.pk not in lines


def many(cast, course, count: int) -> None:
    """So many people with a plan of so many steps, some of them done."""
    lessons = [
        publish_activity(uid=block, kind="lesson", titles={"en": f"Part {n}"}, parent=course.activity)
        for n, block in enumerate(uids(count))
    ]
    blocks = [
        step for n, lesson in enumerate(lessons) for step in (lesson_step(lesson, n + 1), task_step(f"T{n}", n + 1))
    ]
    plan = written("Long", blocks)
    from lms.learning.models import Activity

    activity = Activity.objects.get(uid=plan.translation_key)
    for n in range(count):
        person = _person(f"p{n}", f"Family{n}", "Given", 5)
        join_team(person=person, team=cast.team, role="member", since=person.started_on, by=None)
        give_plan(person=person, activity=activity, started_on=person.started_on, by=None)
    give_plan(person=cast.new_hire, activity=activity, started_on=cast.new_hire.started_on, by=None)
    record(person=cast.new_hire, verb="completed", activity=lessons[0], key="k", source="lesson")


def uids(count: int):
    from uuid import uuid4

    return [uuid4() for _ in range(count)]


def asked(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("count", [1, 30])
def test_pages_ask_the_same_with_one_and_thirty(cast, course, visit, count):
    many(cast, course, count)
    found = {
        path: asked(visit(person), path)
        for person, path in (
            (cast.new_hire, "/plan/"),
            (cast.manager, f"/plan/{cast.new_hire.uid}/"),
            (cast.manager, f"/plan/give/{cast.new_hire.uid}/"),
        )
    }
    assert list(found.values()) == [8, 12, 9]
    assert asked(visit(cast.agent), "/") <= 15
    assert asked(visit(cast.manager), f"/team/{cast.team.pk}/") <= 15


OURS = ("plan step", "plan", "sign-offs")


@pytest.mark.parametrize("name", [*OURS, "new people"])
def test_a_panel_asks_at_most_one_question(name, cast, course, django_assert_max_num_queries):
    many(cast, course, 3)
    now = timezone.now()
    if name == "new people":
        members = list(people.members_on([cast.team], now.date()))
        subject = TeamDay(cast.manager, cast.team, now.date(), now, "en", members, calendars_of(members))
    else:
        person = cast.agent if name == "sign-offs" else cast.new_hire
        subject = Today(person, now.date(), now, "en")
        assert subject.calendar and subject.person.standing
    panel = next(panel for panel in (*panels.today_panels(), *panels.team_panels()) if panel.name == name)
    with django_assert_max_num_queries(1):
        assert panel.build(subject) is not None


def test_the_preview_shows_the_steps(plan, rf):
    assert publish(plan.plan).get_preview_template(None, "") == "plans/plan_preview.html"
    html = plan.plan.make_preview_request().content.decode()
    assert "Listen" in html and "Meet the mentor" in html and "working day 5" in html
