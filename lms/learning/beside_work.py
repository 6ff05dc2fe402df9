"""What practice shows of people's skills beside what their work shows: by skill, by person, and whether both agree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

from lms.people.models import User

from . import sources, words
from .beside_queries import Shown
from .mastery import ENOUGH_WEIGHT, ROUNDING
from .models import Skill
from .sources import PRACTICE, WORK
from .together import Together, together

DAYS = 183  # six months
FEWEST_NAMELESS = 5  # people behind a figure for who may not know whose it is
WIDE, HIGH, EDGE = 200, 16, 7  # of one line of the drawing


@dataclass(frozen=True)
class Side:
    """`mean`: 0–1 over `n` pieces of evidence; `enough`: as for a skill, so much weight that something can be said."""

    mean: float
    n: int
    weight: float

    @property
    def enough(self) -> bool:
        return self.weight >= ENOUGH_WEIGHT - ROUNDING

    @property
    def percent(self) -> int:
        return round(100 * self.mean)

    @property
    def x(self) -> int:
        return round(EDGE + (WIDE - 2 * EDGE) * self.mean)


@dataclass(frozen=True)
class Row:
    """One person. A side is None while there is too little to say."""

    person: User
    practice: Side | None
    work: Side | None

    @property
    def both(self) -> bool:
        return self.practice is not None and self.work is not None


@dataclass(frozen=True)
class Beside:
    """Of one skill, or (None) of all that a person has on both sides. `rows`: whoever has something on one side."""

    skill: Skill | None
    rows: list[Row]
    fewest: int = 1

    @property
    def pairs(self) -> list[tuple[Side, Side]]:
        found = [(row.practice, row.work) for row in self.rows]
        return [(one, other) for one, other in found if one and other]

    @property
    def shown(self) -> bool:
        """Whether so many have both that a mean says nothing of one of them to who may not know."""
        return len(self.pairs) >= self.fewest

    @property
    def practice(self) -> int | None:
        """The mean of the people who have both, 0–100."""
        return round(100 * fmean(one.mean for one, _ in self.pairs)) if self.shown and self.pairs else None

    @property
    def work(self) -> int | None:
        return round(100 * fmean(other.mean for _, other in self.pairs)) if self.shown and self.pairs else None

    @property
    def together(self) -> Together:
        return together([(round(one.mean, 6), round(other.mean, 6)) for one, other in self.pairs])

    @property
    def word(self) -> Any:
        return words.TOGETHER_SHORT[self.together.verdict]

    @property
    def sentence(self) -> str:
        return words.together_told(self.together)


@dataclass(frozen=True)
class Page:
    """`chosen`: what the people below are shown for. `named`: whether the reader may know who is who."""

    chosen: Beside
    skills: list[Beside]
    named: bool
    size: Mapping[str, int] = field(default_factory=lambda: {"wide": WIDE, "high": HIGH, "middle": HIGH // 2})

    @property
    def practice_titles(self) -> str:
        return _titles(PRACTICE)

    @property
    def work_titles(self) -> str:
        return _titles(WORK)

    @property
    def anything(self) -> bool:
        return bool(self.chosen.rows or self.skills)


def page(
    found: Iterable[Shown], people: Mapping[int, User], skills: Iterable[Skill], slug: str, *, named: bool
) -> Page:
    """No query: what was found, whose it is, and the skills in use."""
    fewest = 1 if named else FEWEST_NAMELESS
    sides = _by_skill(found)
    by_skill = [
        Beside(skill, _rows(sides[skill.pk], people), fewest) for skill in skills if len(_kinds(sides, skill.pk)) > 1
    ]
    chosen = next((one for one in by_skill if one.skill and one.skill.slug == slug), None)
    return Page(chosen or Beside(None, _over_all(by_skill), fewest), by_skill, named)


Sides = dict[int, dict[str, Side]]


def _by_skill(found: Iterable[Shown]) -> dict[int, Sides]:
    """Skill → person → side. Several sources of one side are one figure, by their pieces."""
    side_of = sources.sides()
    made: dict[int, Sides] = {}
    for one in found:
        here = made.setdefault(one.skill, {}).setdefault(one.person, {})
        side = side_of[one.source]
        here[side] = _added(here.get(side), Side(one.mean, one.n, one.weight))
    return made


def _added(one: Side | None, other: Side) -> Side:
    if one is None:
        return other
    n = one.n + other.n
    return Side((one.mean * one.n + other.mean * other.n) / n, n, one.weight + other.weight)


def _kinds(made: Mapping[int, Sides], skill: int) -> set[str]:
    return {side for sides in made.get(skill, {}).values() for side in sides}


def _rows(sides: Sides, people: Mapping[int, User]) -> list[Row]:
    rows = [
        Row(people[pk], _known(found, PRACTICE), _known(found, WORK)) for pk, found in sides.items() if pk in people
    ]
    return _sorted(row for row in rows if row.practice or row.work)


def _known(found: Mapping[str, Side], side: str) -> Side | None:
    return found[side] if side in found and found[side].enough else None


def _over_all(by_skill: Iterable[Beside]) -> list[Row]:
    """Per person the mean of the skills that both sides show: like is held against like."""
    pairs: dict[User, list[tuple[Side, Side]]] = {}
    for one in by_skill:
        for row in one.rows:
            if row.practice and row.work:
                pairs.setdefault(row.person, []).append((row.practice, row.work))
    return _sorted(
        Row(person, _mean([one for one, _ in found]), _mean([other for _, other in found]))
        for person, found in pairs.items()
    )


def _mean(sides: list[Side]) -> Side:
    return Side(fmean(side.mean for side in sides), max(side.n for side in sides), max(side.weight for side in sides))


def _sorted(rows: Iterable[Row]) -> list[Row]:
    """Those with both first, by their work."""
    return sorted(rows, key=lambda row: (not row.both, -(row.work.mean if row.work else 0), row.person.get_full_name()))


def _titles(side: str) -> str:
    """Inside a sentence."""
    return ", ".join(title[:1].lower() + title[1:] for title in (str(source.title) for source in sources.on_side(side)))
