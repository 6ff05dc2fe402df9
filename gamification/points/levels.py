"""Levels and ranks: plain Python, no Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

STEP = 50
Who = TypeVar("Who")


def needed(level: int) -> int:
    """Points with which a level begins: 0, 100, 300, 600, 1000 …"""
    return STEP * level * (level - 1)


@dataclass(frozen=True)
class Level:
    number: int
    points: int

    @property
    def left(self) -> int:
        """Points to the next level."""
        return needed(self.number + 1) - self.points

    @property
    def share(self) -> int:
        """Per cent of the way from this level to the next."""
        start, end = needed(self.number), needed(self.number + 1)
        return max(0, 100 * (self.points - start) // (end - start))


def level(points: int) -> Level:
    number = 1
    while points >= needed(number + 1):
        number += 1
    return Level(number, points)


@dataclass(frozen=True)
class Ranked(Generic[Who]):
    rank: int
    who: Who
    points: int


def ranked(scores: Iterable[tuple[Who, int]]) -> list[Ranked[Who]]:
    """Most points first; ties share a rank and keep the order they came in: 1, 2, 2, 4."""
    found: list[Ranked[Who]] = []
    for place, (who, points) in enumerate(sorted(scores, key=lambda pair: -pair[1]), 1):
        rank = found[-1].rank if found and found[-1].points == points else place
        found.append(Ranked(rank, who, points))
    return found


def band(rows: Sequence[Ranked[Who]], place: int, reach: int = 2) -> list[Ranked[Who]]:
    """The rows around `place` (an index): so many above, so many below."""
    return list(rows[max(0, place - reach) : place + reach + 1])
