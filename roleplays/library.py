"""All roleplays to choose from: by words, skill, where it happens, how hard, and language."""

from dataclasses import dataclass
from typing import Any

from lms.learning.models import Activity, Skill
from lms.learning.queries import states_of
from lms.people.models import User

from . import queries, words
from .models import Scenario


@dataclass(frozen=True)
class Wish:
    """What somebody looks for; empty: anything. `language`: that the talk is there in it."""

    q: str = ""
    skill: str = ""
    channel: str = ""
    difficulty: str = ""
    language: str = ""

    @property
    def anything(self) -> bool:
        return not any((self.q, self.skill, self.channel, self.difficulty, self.language))

    def fits(self, versions: list[Scenario]) -> bool:
        first = versions[0]
        known = _plain(" ".join(f"{row.title} {row.situation} {row.customer_name}" for row in versions))
        return (
            all(word in known for word in _plain(self.q).split())
            and self.channel in ("", first.channel)
            and self.difficulty in ("", str(first.difficulty))
            and (not self.language or any(row.locale.language_code == self.language for row in versions))
            and (not self.skill or any(self.skill == skill.slug for row in versions for skill in row.skills.all()))
        )


@dataclass(frozen=True)
class Card:
    """One roleplay in the list, in the reader's language where it is there. `best`: 0–100, None when never played."""

    activity: Activity
    scenario: Scenario
    skills: tuple[Skill, ...]
    languages: tuple[str, ...]
    best: int | None
    done: bool

    @property
    def channel(self) -> Any:
        return words.CHANNELS.get(self.scenario.channel, "")

    @property
    def channel_icon(self) -> str:
        return words.CHANNEL_ICONS.get(self.scenario.channel, "chat")

    @property
    def difficulty(self) -> Any:
        return words.DIFFICULTIES.get(self.scenario.difficulty, "")


def cards(person: User, wish: Wish, language: str) -> list[Card]:
    """Not done first, easy before hard. Four queries."""
    activities = {str(activity.uid): activity for activity in queries.scenarios()}
    by_key: dict[str, list[Scenario]] = {}
    for row in queries.live_versions():
        if str(row.translation_key) in activities:
            by_key.setdefault(str(row.translation_key), []).append(row)
    found = {key: versions for key, versions in by_key.items() if wish.fits(versions)}
    states = states_of(person, [activities[key] for key in found])
    made = [_card(activities[key], versions, states, language) for key, versions in found.items()]
    return sorted(made, key=lambda card: (card.done, card.scenario.difficulty, card.scenario.title, card.activity.pk))


def _card(activity: Activity, versions: list[Scenario], states: Any, language: str) -> Card:
    shown = next((row for row in versions if row.locale.language_code == language), versions[0])
    state = states.get(activity.pk)
    best = state.best_score if state else None
    skills = {skill.slug: skill for row in versions for skill in row.skills.all() if skill.live}
    return Card(
        activity=activity,
        scenario=shown,
        skills=tuple(skills.values()),
        languages=tuple(row.locale.language_code for row in versions),
        best=None if best is None else round(100 * best),
        done=bool(state and state.done_at),
    )


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")
