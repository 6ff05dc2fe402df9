"""A lead plans tomorrow's minute on the phone, the team does it, and the lead sees who did by ten."""

from datetime import timedelta

import pytest

from courses.minutes.models import PlannedMinute
from tests.courses.minutes.conftest import MONDAY, NINE, add_card, later

pytestmark = pytest.mark.browser
TITLE = "Apologise without excuses"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_tomorrows_plan_to_who_did_it_by_ten(people, walk, time_machine, script):
    time_machine.move_to(NINE)
    add_card("Another")
    add_card(TITLE)
    lead = walk(people.manager, "/team/", width=360, java_script_enabled=script)
    lead.locator("a[href*='/minute/plan/']").first.click()
    tomorrow = (MONDAY + timedelta(days=1)).isoformat()
    lead.locator(f"a[href*='day={tomorrow}']").click()
    lead.locator("form", has_text=TITLE).locator("button", has_text=TITLE).click()
    lead.locator("body", has_text=f"“{TITLE}” is set for tomorrow").wait_for()
    plan = PlannedMinute.objects.get()
    assert (plan.day.isoformat(), plan.team, plan.by) == (tomorrow, people.team, people.manager)

    time_machine.move_to(later(1))
    agent = walk(people.agent, "/", width=360, java_script_enabled=script)
    hero = agent.locator(".hero")
    assert TITLE in hero.inner_text() and "Your lead chose it for today." in hero.inner_text()
    hero.locator("a.button").click()
    answer(agent)

    lead.goto(lead.url.split("/minute/")[0] + f"/minute/plan/{plan.pk}/")
    assert "1 of 2 by 10:00" in lead.locator("main").inner_text()
    assert "09:1" in lead.locator("li", has_text="Орлов Борис").inner_text()
    assert "not yet" in lead.locator("li", has_text="Ким Анна").inner_text()
    assert lead.said + agent.said + lead.foreign + agent.foreign == []


def answer(page) -> None:
    """The first card of the minute: the right option, and sure of it."""
    page.locator("label, button", has_text="Sure").first.click()
    page.locator(".options button", has_text=f"{TITLE} answer 1").click()
    page.locator("main", has_text=f"{TITLE} after 1").wait_for()
