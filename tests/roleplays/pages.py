"""The pages of a talk, for the browser's walk over every page."""

from typing import Any

from roleplays.actions import reply, start_run
from roleplays.models import Run, Scenario
from roleplays.talks import talk_of

PATHS = {
    "new_hire": [
        "/roleplay/",
        "/roleplay/?q=нет такого",
        "/roleplay/{talk}/",
        "/roleplay/run/{talk_open}/",
        "/roleplay/run/{talk_done}/debrief/",
    ],
    "manager": ["/roleplay/run/{talk_done}/debrief/", "/roleplay/{talk}/paths/"],
}


def filled(people: Any) -> dict[str, Any]:
    """One talk in the middle, one finished for the record."""
    scenario = Scenario.objects.get(slug="wrong-size-again", locale__language_code="ru")
    return {
        "talk": scenario.translation_key,
        "talk_open": _played(people.new_hire, scenario, 2, official=False).uid,
        "talk_done": _played(people.new_hire, scenario, 20, official=True).uid,
    }


def _played(person: Any, scenario: Scenario, most: int, *, official: bool) -> Run:
    run = start_run(person=person, snapshot=scenario.played, official=official)
    while not run.done and len(run.steps) < most:
        run = reply(run=run, turn=len(run.steps), choice_uid=talk_of(run).options[0].uid)
    return run
