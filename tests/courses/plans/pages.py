"""The pages of plans as their people see them (`tests/journeys/test_every_page.py`)."""

from typing import Any

PATHS = {"new_hire": ["/plan/"], "manager": ["/plan/{new_hire}/", "/plan/give/{new_hire}/"]}


def filled(people: Any) -> dict[str, Any]:
    """The new hire is on the library's plan: something signed off, something late, something of an interview."""
    from datetime import timedelta

    from courses.plans.actions import give_plan, sign_off, start_with
    from courses.plans.queries import offered
    from lms.learning.models import Skill
    from lms.people.queries import today_of

    person = people.new_hire
    start = today_of(person) - timedelta(days=7)
    plan = give_plan(person=person, activity=offered()[0], started_on=start, by=people.manager)
    sign_off(step=plan.steps.filter(signed=True)[0], by=people.manager)
    start_with(person=person, skills=Skill.objects.filter(slug="solve"), by=people.hr)
    return {}
