"""An editor writes a plan in `/cms/`: one form with all its steps; publishing it makes it one that can be given."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses.plans.actions import give_plan
from courses.plans.models import Plan, PlanStep
from lms.learning.models import Activity

pytestmark = pytest.mark.django_db


def form(steps: list, **fields) -> dict:
    data = {"title": "Two weeks", "description": "", "given": "hand", "steps": streamfield(steps), **fields}
    return nested_form_data({**data, "action-publish": "on"})


def test_a_plan_is_written_published_and_changed_in_one_form(cast, course, visit):
    client, locale = visit(cast.editor), Locale.objects.get(language_code="en")
    steps = [
        ("activity", {"day": "1", "activity": str(course.lesson(0).pk), "note": "First of all"}),
        ("task", {"day": "2", "title": "Sit beside the mentor", "note": ""}),
    ]
    answer = client.post(reverse("wagtailsnippets_plans_plan:add") + f"?locale={locale.language_code}", form(steps))
    assert answer.status_code == 302
    plan = Plan.objects.get()
    assert plan.live and [row.kind for row in PlanStep.objects.all()] == ["activity", "task"]
    activity = Activity.objects.get(uid=plan.translation_key)
    mine = give_plan(person=cast.new_hire, activity=activity, started_on=cast.new_hire.started_on, by=cast.manager)
    answer = client.post(reverse("wagtailsnippets_plans_plan:edit", args=[plan.pk]), form(steps[:1], title="One day"))
    assert answer.status_code == 302
    assert PlanStep.objects.count() == 1 and mine.steps.count() == 2
    html = visit(cast.new_hire).get("/plan/").content.decode()
    assert "Sit beside the mentor" in html


def test_a_step_without_what_to_do_or_with_no_such_day_is_refused(cast, course, visit):
    client = visit(cast.editor)
    for wrong in ({"day": "0", "title": "x", "note": ""}, {"day": "1", "title": "", "note": ""}):
        assert client.post(reverse("wagtailsnippets_plans_plan:add"), form([("task", wrong)])).status_code == 200
    assert client.post(reverse("wagtailsnippets_plans_plan:add"), form([])).status_code == 200
    assert not Plan.objects.exists()
