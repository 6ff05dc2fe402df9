"""How strict each reviewer is, and what people's reviews come to allowing for it (measures §1). No Django.

A mixed model: total = everybody's mean + the person + the reviewer + chance, persons and reviewers as random effects
(Henderson's equations); the three variances by expectation maximisation.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

from .scoring import Z90, Estimate

Row = tuple[Hashable, Hashable, float]
Array = NDArray[numpy.float64]
ROUNDS, FLOOR = 60, 0.25


@dataclass(frozen=True)
class Fitted:
    """`people`: 0–100, as if reviewed by somebody of middling strictness. `reviewers`: points more (+) or less."""

    mean: float
    people: Mapping[Any, Estimate]
    reviewers: Mapping[Any, Estimate]


def fitted(rows: Sequence[Row]) -> Fitted | None:
    """From (person, reviewer, total). None with one reviewer only: there is nobody to compare with."""
    people, reviewers = sorted({row[0] for row in rows}, key=str), sorted({row[1] for row in rows}, key=str)
    if len(reviewers) < 2 or len(rows) < 3:
        return None
    totals = numpy.array([row[2] for row in rows], dtype=float)
    place: dict[tuple[str, Hashable], int] = {("p", person): n + 1 for n, person in enumerate(people)}
    place |= {("r", reviewer): n + 1 + len(people) for n, reviewer in enumerate(reviewers)}
    design = numpy.zeros((len(rows), 1 + len(place)))
    design[:, 0] = 1
    for n, (person, reviewer, _total) in enumerate(rows):
        design[n, place["p", person]] = design[n, place["r", reviewer]] = 1
    effects, doubt = _solved(design, totals, len(people))
    return Fitted(
        float(effects[0]),
        {person: _estimate(effects, doubt, place["p", person], effects[0]) for person in people},
        {reviewer: _estimate(effects, doubt, place["r", reviewer], None) for reviewer in reviewers},
    )


def _solved(design: Array, totals: Array, people: int) -> tuple[Array, Array]:
    """(effects, their covariance). The same rows always give the same: a fixed number of rounds."""
    cross, right = design.T @ design, design.T @ totals
    first, second = slice(1, 1 + people), slice(1 + people, len(cross))
    chance, person, reviewer = (max(float(numpy.var(totals)) / n, FLOOR) for n in (1.5, 4, 8))
    for _ in range(ROUNDS):
        penalty = numpy.zeros(len(cross))
        penalty[first], penalty[second] = chance / person, chance / reviewer
        inverse = numpy.linalg.inv(cross + numpy.diag(penalty))
        effects = inverse @ right
        spare = numpy.diag(inverse) * chance
        person = max(float(numpy.mean(effects[first] ** 2 + spare[first])), FLOOR)
        reviewer = max(float(numpy.mean(effects[second] ** 2 + spare[second])), FLOOR)
        left = totals @ totals - effects @ right
        chance = max(float(left) / (len(totals) - 1), FLOOR)
    return effects, numpy.asarray(inverse * chance, dtype=numpy.float64)


def _estimate(effects: Array, doubt: Array, place: int, mean: float | None) -> Estimate:
    """Of a person the level, mean included, kept in 0–100; of a reviewer the difference."""
    if mean is None:
        value, half = float(effects[place]), Z90 * float(doubt[place, place]) ** 0.5
        return Estimate(value, value - half, value + half)
    spread = doubt[0, 0] + doubt[place, place] + 2 * doubt[0, place]
    value, half = float(mean + effects[place]), Z90 * float(max(spread, 0.0)) ** 0.5
    return Estimate(min(max(value, 0.0), 100.0), max(value - half, 0.0), min(value + half, 100.0))
