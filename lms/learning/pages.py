"""What the skills pages show, put together from queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.people.models import User

from . import queries, words
from .mastery import WEIGHTS, Estimate, estimate, more_needed, trend
from .models import Skill
from .queries import Counted

TREND_DAYS = 30


@dataclass(frozen=True)
class Line:
    """One skill of one person. `more`: ratings still needed before anything can be said."""

    skill: Skill
    found: Estimate
    trend: int
    counted: Sequence[Counted]

    @property
    def more(self) -> int:
        each = self.counted[0].weight if self.counted else WEIGHTS["lesson"]
        return more_needed(self.found, each)

    @property
    def level(self) -> Any:
        return words.LEVELS[self.found.level] if self.found.level else ""

    @property
    def tone(self) -> str:
        return words.TONES[self.found.level] if self.found.level else ""

    @property
    def percent(self) -> int:
        return round(100 * self.found.mean)

    @property
    def usually(self) -> str:
        return usual_range(self.found)

    @property
    def older(self) -> int:
        """Pieces of evidence beyond the ones listed."""
        return self.found.pieces - len(self.counted)


@dataclass(frozen=True)
class Group:
    name: str
    lines: Sequence[Line]


def counted_columns() -> list[dict[str, Any]]:
    """Of the table that says how a figure was counted."""
    return [
        {"label": _("What")},
        {"label": _("Day")},
        {"label": _("Result"), "num": True},
        {"label": _("Counts now"), "num": True},
    ]


def usual_range(found: Estimate) -> str:
    """The 90 % interval, as whole numbers of 100."""
    return f"{round(100 * found.low)}–{round(100 * found.high)}"


def skill_groups(person: User, day: date) -> list[Group]:
    """Own skills by upper skill. Four queries whatever their number."""
    now = {skill.pk: found for skill, found in queries.mastery_of(person, day).items()}
    then = queries.mastery_then(person, day - timedelta(days=TREND_DAYS))
    counted = queries.latest_evidence(person, day)
    nothing = estimate(None, day)
    skills = queries.skills_in_use()
    parents = {skill.parent_id for skill in skills}
    groups: dict[int, tuple[str, list[Line]]] = {}
    for skill in skills:
        group = groups.setdefault(skill.parent_id or skill.pk, ((skill.parent or skill).name, []))[1]
        if skill.pk in parents and skill.pk not in now:
            continue  # only a heading
        found = now.get(skill.pk, nothing)
        group.append(Line(skill, found, trend(found, then.get(skill.pk, nothing)), counted.get(skill.pk, [])))
    return [Group(name, lines) for name, lines in groups.values() if lines]


def heat(people: Iterable[User], day: date) -> dict[str, Any]:
    """People × the skills at least one of them has evidence on, for the component `heat`. Two queries."""
    known = queries.masteries_of(people, day)
    seen = {skill for found in known.values() for skill in found}
    columns = [skill for skill in queries.skills_in_use() if skill in seen]
    rows = [
        {
            "name": person.get_full_name(),
            "url": reverse("skills_of", args=[person.uid]),
            "cells": [_cell(found.get(skill)) for skill in columns],
        }
        for person, found in known.items()
    ]
    return {"columns": [skill.name for skill in columns], "rows": rows}


def _cell(found: Estimate | None) -> dict[str, Any]:
    if found is None or found.level is None:
        return {"level": None}
    title = _("usually %(range)s") % {"range": usual_range(found)}
    return {"value": round(100 * found.mean), "level": words.HEAT[found.level], "title": title}
