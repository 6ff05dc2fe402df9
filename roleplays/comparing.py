"""A finished talk beside others of the same version: the person's last one, and what most of the team said."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import queries
from .engine import Talk, read_bounds
from .models import Run
from .talks import talk_of

FEWEST = 3  # colleagues who stood at the same place: fewer would tell who said what

Steps = Iterable[Mapping[str, str]]


@dataclass(frozen=True)
class Beside:
    """`last`: by node, the reply given there last time. `usual`: by node, what most of the team said there.

    Both by uid. `score_before`: 0–1, None without an earlier talk. `moved`: per skill, the share now less the share
    then, in points of 100; skills that stayed are left out.
    """

    last: Mapping[str, str]
    usual: Mapping[str, str]
    before: Run | None
    moved: Mapping[str, int]


ALONE = Beside(last={}, usual={}, before=None, moved={})


def beside(run: Run, talk: Talk, body: Mapping[str, Any], day: date) -> Beside:
    """Two queries."""
    before = queries.run_before(run)
    return Beside(
        last=first_choices(before.steps) if before else {},
        usual=usual_choices(queries.team_steps(run, day)),
        before=before,
        moved=_moved(talk, talk_of(before), body) if before else {},
    )


def _moved(now: Talk, then: Talk, body: Mapping[str, Any]) -> dict[str, int]:
    bounds = read_bounds(body["bounds"])
    shares, earlier = bounds.shares(now.turns), bounds.shares(then.turns)
    points = {tag: round(100 * (share - earlier[tag])) for tag, share in shares.items() if tag in earlier}
    return {tag: value for tag, value in points.items() if value}


def first_choices(steps: Steps) -> dict[str, str]:
    """By node, the reply given there the first time."""
    found: dict[str, str] = {}
    for step in steps:
        found.setdefault(step["node"], step["choice"])
    return found


def usual_choices(talks: Iterable[Steps]) -> dict[str, str]:
    """By node, the reply that more than half of those who stood there gave, where they are at least `FEWEST`."""
    counts: dict[str, Counter[str]] = {}
    for steps in talks:
        for node, choice in first_choices(steps).items():
            counts.setdefault(node, Counter())[choice] += 1
    best = {node: (*given.most_common(1)[0], given.total()) for node, given in counts.items()}
    return {node: choice for node, (choice, times, of) in best.items() if of >= FEWEST and 2 * times > of}
