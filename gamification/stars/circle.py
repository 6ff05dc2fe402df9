"""The service circle and the star of a month: how sure one can be, by posterior draws (measures §4). No Django.

Each part of what is known about a person is shrunk towards the company's mean, by as much as its number of cases
says, and drawn many times from what remains uncertain. Parts are compared in units of the true spread between people
(τ), added by their weights, and ranked in each draw. `p_half` is the share of draws in which a person is in the better
half, `p_top3` among the top three (with fewer than six people: the better half).
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

SURE = 0.8
TOP = 3
DRAWS = 4000


@dataclass(frozen=True)
class Facts:
    """One candidate. Ratings good of rated, review totals 0–100, votes and tickets closed: of the last months;
    `learnt`: things learnt in the month itself."""

    person: int
    good: int = 0
    rated: int = 0
    reviews: tuple[float, ...] = ()
    votes: int = 0
    tickets: int = 0
    learnt: int = 0

    def inputs(self) -> dict[str, Any]:
        return {name: list(value) if name == "reviews" else value for name, value in asdict(self).items()}


def facts_from(inputs: dict[str, Any]) -> Facts:
    return Facts(**{**inputs, "reviews": tuple(inputs["reviews"])})


@dataclass(frozen=True)
class Weights:
    quality: float = 0.5
    votes: float = 0.3
    learning: float = 0.2


@dataclass(frozen=True)
class Chance:
    person: int
    p_half: float
    p_top3: float

    @property
    def in_circle(self) -> bool:
        return self.p_half >= SURE


def chances(facts: Iterable[Facts], weights: Weights, seed: int, draws: int = DRAWS) -> list[Chance]:
    """By person id. The same facts, in any order, with the same seed give the same numbers."""
    people = sorted(facts, key=lambda item: item.person)
    count = len(people)
    if count < 2:
        return [Chance(item.person, 0.0, 0.0) for item in people]
    from .posterior import shares_of_places  # numpy: most processes never draw

    found = shares_of_places(people, weights, seed, draws, top=min(TOP, count // 2))
    if found is None:
        return [Chance(item.person, 0.0, 0.0) for item in people]
    return [Chance(item.person, round(h, 4), round(t, 4)) for item, (h, t) in zip(people, found, strict=True)]


def star_of(found: Iterable[Chance]) -> int | None:
    """The one who is surest among the top three, if sure enough; of two equally sure the surer of the better half."""
    best = max(found, key=lambda item: (item.p_top3, item.p_half, -item.person), default=None)
    return best.person if best and best.p_top3 >= SURE else None
