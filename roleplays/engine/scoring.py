"""What a run is worth: (earned − worst) / (best − worst) over all complete runs (measures §9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .play import Turn, earned
from .space import Edge, Space, components, reaching_an_end

PASS = 0.6
Vector = tuple[int, ...]


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


class EndlessScore(Exception):
    """A loop that can be walked again and again changes the score. `state`: one on it."""

    def __init__(self, state: int) -> None:
        super().__init__(state)
        self.state = state


def bounds_of(space: Space) -> Bounds | None:
    """None when no end can be reached. Raises `EndlessScore`.

    States are folded from the ends backwards. Within a loop every way round must be worth nothing, so each state
    has one worth relative to the others (its potential) and the best way out is found once for all of them.
    """
    tags = space.script.tags
    good = reaching_an_end(space)
    if not good or not good[0]:
        return None
    low: dict[int, Vector] = {}
    high: dict[int, Vector] = {}
    runs: dict[int, int | None] = {}
    for group in components(space):
        group = [state for state in group if good[state]]
        if not group:
            continue
        standing = _potentials(space, group, tags)
        ways = list(_ways_out(space, group, standing, good, low, high, tags))
        lowest = tuple(map(min, zip(*(way[0] for way in ways), strict=True)))
        highest = tuple(map(max, zip(*(way[1] for way in ways), strict=True)))
        loops = len(group) > 1 or any(edge.to == group[0] for edge in space.edges[group[0]])
        for state in group:
            low[state] = tuple(a - b for a, b in zip(lowest, standing[state], strict=True))
            high[state] = tuple(a - b for a, b in zip(highest, standing[state], strict=True))
            runs[state] = None if loops else _runs(space, state, good, runs)
    ranges = [Range(a, b) for a, b in zip(low[0], high[0], strict=True)]
    longest = None if runs[0] is None else _longest(space, good)
    return Bounds(ranges[0], dict(zip(tags, ranges[1:], strict=True)), runs[0], _shortest(space), longest)


def _worth(edge: Edge, tags: tuple[str, ...]) -> Vector:
    if edge.choice is None or not edge.choice.shows:
        return (0,) * (len(tags) + 1)
    shows = edge.choice.shows
    return (sum(shows.values()), *(shows.get(tag, 0) for tag in tags))


def _plus(one: Vector, other: Vector) -> Vector:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _potentials(space: Space, group: list[int], tags: tuple[str, ...]) -> dict[int, Vector]:
    """What has been earned on the way from the first state of the group to each; every way must agree."""
    inside, first = set(group), group[0]
    standing: dict[int, Vector] = {first: (0,) * (len(tags) + 1)}
    queue = [first]
    while queue:
        state = queue.pop()
        for edge in space.edges[state]:
            if edge.to not in inside:
                continue
            there = _plus(standing[state], _worth(edge, tags))
            if edge.to not in standing:
                standing[edge.to] = there
                queue.append(edge.to)
            elif standing[edge.to] != there:
                raise EndlessScore(state)
    return standing


def _ways_out(
    space: Space,
    group: list[int],
    standing: Mapping[int, Vector],
    good: list[bool],
    low: Mapping[int, Vector],
    high: Mapping[int, Vector],
    tags: tuple[str, ...],
) -> Iterable[tuple[Vector, Vector]]:
    """Lowest and highest of each way from the group to an end, counted from its first state."""
    inside = set(group)
    for state in group:
        if space.is_end(state):
            yield standing[state], standing[state]
        for edge in space.edges[state]:
            if edge.to not in inside and good[edge.to]:
                here = _plus(standing[state], _worth(edge, tags))
                yield _plus(here, low[edge.to]), _plus(here, high[edge.to])


def _runs(space: Space, state: int, good: list[bool], runs: Mapping[int, int | None]) -> int | None:
    """How many complete runs begin in a state that is on no loop."""
    count = int(space.is_end(state))
    for edge in space.edges[state]:
        if good[edge.to]:
            further = runs[edge.to]
            if further is None:
                return None
            count += further
    return count


def _longest(space: Space, good: list[bool]) -> int:
    """Clicks of the longest complete run; only for a space without loops on the way to an end."""
    found: dict[int, int] = {}
    for group in components(space):
        for state in group:
            if good[state]:
                onward = (found[edge.to] + (edge.choice is not None) for edge in space.edges[state] if good[edge.to])
                found[state] = max(onward, default=0)
    return found[0]


def _shortest(space: Space) -> int:
    return min(len(space.path(state)) for state in range(len(space.edges)) if space.is_end(state))


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
