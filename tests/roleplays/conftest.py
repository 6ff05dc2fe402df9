"""A small scenario of its own: sound, both languages, one check, one guard, three ends."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.learning.models import Activity, ContentSnapshot, Skill
from roleplays.actions import reply, save_scenario, start_run
from roleplays.formats import scenario_yaml
from roleplays.models import Run, Scenario
from roleplays.talks import talk_of

SMALL = """
scenario: cold-soup
channel: counter
difficulty: 1
minutes: 4
skills: [listen, apologise, solve]
title: {en: Cold soup, ru: Холодный суп}
customer: {en: Mr Reed, ru: Иван Ильич}
note: {en: second lunch here, ru: второй обед у нас}
situation: {en: The soup is cold., ru: Суп холодный.}
good_to_know: [{en: The kitchen is open till ten., ru: Кухня открыта до десяти.}]
variables:
  patience: {label: {en: Patience, ru: Терпение}, low: 0, high: 10, start: 5, shown: true}
  secretvar: {start: no}
nodes:
  opening:
    mood: annoyed
    text: {en: This soup is cold., ru: Суп холодный.}
    strong: {en: STRONGLISTEN, ru: СИЛЬНЫЙ}
    replies:
      - text: {en: We cook as we can., ru: Готовим как умеем.}
        to: gate
        shows: {apologise: -2}
        effects: {patience: -5}
        feedback: {en: FEEDBACKBAD, ru: ОТЗЫВ}
        why: {en: WHYBAD, ru: ПОЧЕМУ}
      - text: {en: Cold indeed. I am sorry., ru: И правда холодный. Простите.}
        to: gate
        shows: {listen: 1, apologise: 2}
        effects: {patience: 2, secretvar: yes}
        feedback: {en: FEEDBACKGOOD, ru: ОТЗЫВ}
  gate:
    kind: check
    replies: [{when: patience == 0, to: gone}]
    to: next
  next:
    mood: calm
    text: {en: "So what now?", ru: "И что теперь?"}
    replies:
      - text: {en: A hot one in five minutes., ru: Горячий через пять минут.}
        to: good
        when: secretvar
        shows: {solve: 2}
      - text: {en: I shall ask., ru: Спрошу.}
        to: fair
        shows: {solve: -1}
  good: {kind: end, mood: happy, text: {en: He eats., ru: Он ест.}}
  fair: {kind: end, mood: calm, text: {en: He waits., ru: Он ждёт.}}
  gone: {kind: end, mood: angry, text: {en: He leaves., ru: Он уходит.}}
"""


@pytest.fixture
def skills(db: None) -> dict[str, Skill]:
    names = {"listen": "Выслушать", "apologise": "Извиниться", "solve": "Решить", "thank": "Поблагодарить"}
    return {
        slug: Skill.objects.get_or_create(slug=slug, defaults={"name_en": slug.capitalize(), "name_ru": name})[0]
        for slug, name in names.items()
    }


@pytest.fixture
def small(skills: dict[str, Skill]) -> Activity:
    return published(SMALL)


def published(text: str) -> Activity:
    file = scenario_yaml.read(text)
    (scenario, *_others) = save_scenario(file=file, by=None, publish=True)
    return Activity.objects.get(uid=scenario.translation_key)


def snapshot_of(activity: Activity, language: str = "en") -> ContentSnapshot:
    return Scenario.objects.get(translation_key=activity.uid, locale__language_code=language).played


def play(person: Any, activity: Activity, *texts: str, at: Any = None, **fields: Any) -> Run:
    """A run with these replies, each by the beginning of its words."""
    run = start_run(person=person, snapshot=snapshot_of(activity), at=at, **fields)
    for text in texts:
        run = say(run, text, at=at)
    return run


def say(run: Run, text: str, at: Any = None) -> Run:
    options = talk_of(run).options
    choice = next(option for option in options if option.text.startswith(text))
    return reply(run=run, turn=len(run.steps), choice_uid=choice.uid, at=at)


WELL = ("Cold indeed", "A hot one")
BADLY = ("We cook",)
SO_SO = ("Cold indeed", "I shall")


@pytest.fixture
def finished(small: Activity) -> Callable[..., Run]:
    return lambda person, *texts, **fields: play(person, small, *(texts or WELL), **fields)
