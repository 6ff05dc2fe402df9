"""What a run is worth: (earned − worst) / (best − worst) over all complete runs (measures §9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .play import Turn, earned

PASS = 0.6


@dataclass(frozen=True)
class Range:
    worst: int
    best: int

    def share(self, points: int) -> float | None:
        """0 for the weakest way through, 1 for the strongest; None where all ways are worth the same."""
        return (points - self.worst) / (self.best - self.worst) if self.best > self.worst else None


@dataclass(frozen=True)
class Bounds:
    """Over all complete runs. `runs`, `longest`: None when a loop makes them endless; `shortest` is in clicks too."""

    total: Range
    tags: Mapping[str, Range]
    runs: int | None
    shortest: int
    longest: int | None

    def score(self, turns: Iterable[Turn]) -> float:
        return self.total.share(sum(earned(turns).values())) or 0.0

    def shares(self, turns: Iterable[Turn]) -> dict[str, float]:
        """Per skill the share earned on this path; skills on which paths do not differ are left out."""
        points = earned(turns)
        found = {tag: bounds.share(points.get(tag, 0)) for tag, bounds in self.tags.items()}
        return {tag: share for tag, share in found.items() if share is not None}


def plain_bounds(bounds: Bounds) -> dict[str, Any]:
    """As a snapshot keeps them, so that finishing a run needs no new analysis."""
    return {
        "total": [bounds.total.worst, bounds.total.best],
        "tags": {tag: [found.worst, found.best] for tag, found in bounds.tags.items()},
        "runs": bounds.runs,
        "turns": [bounds.shortest, bounds.longest],
    }


def read_bounds(stored: Mapping[str, Any]) -> Bounds:
    tags = {tag: Range(*pair) for tag, pair in stored["tags"].items()}
    return Bounds(Range(*stored["total"]), tags, stored["runs"], *stored["turns"])
