"""Towards what few figures are drawn: what its history says of a team (measures §3, decision 0017). No Django."""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import chain
from statistics import fmean
from typing import TypeVar

from .scoring import ScorePrior, SharePrior

FEWEST = 5  # figures of a person, and such people in the company, before there is a history
INSIDE = 0.75  # of the default spread, which tells companies apart too, so much lies inside a team
TEAM = 3  # such people in a team, before it has a mean of its own

# Stated defaults, before there is a history. Minutes are many: they are hardly drawn.
CSAT_PRIOR = SharePrior(0.8, 0.08)
REVIEW_PRIOR = ScorePrior(75, 9, 18)
SPEED_PRIOR = ScorePrior(55, 30, 30)

Counts = tuple[int, int]  # good, rated
Moments = tuple[int, float, float]  # how many, their sum, the sum of their squares
Team = TypeVar("Team", bound=Hashable)


def share_priors(
    teams: Mapping[Team, Sequence[Counts]], default: SharePrior = CSAT_PRIOR
) -> dict[Team | None, SharePrior]:
    """Per team, and under None of the company: each team's own mean, everybody's spread around it.

    What varies beyond luck is true difference. A team with few people has a mean one is less sure of: that doubt is
    part of the spread. Teams without a history of their own are left out; None is there from five people on.
    """
    known = {team: [(k, n) for k, n in rows if n >= FEWEST] for team, rows in teams.items()}
    everybody = [pair for rows in known.values() for pair in rows]
    if len(everybody) < FEWEST:
        return {}
    mean = _share(everybody)
    luck = fmean(mean * (1 - mean) / n for _, n in everybody)
    groups = [[k / n for k, n in rows] for rows in known.values()]
    spread = _spread(groups, luck, default.spread)
    found: dict[Team | None, SharePrior] = {None: _capped(mean, _spread([[*chain(*groups)]], luck, default.spread))}
    for team, rows in known.items():
        if team is not None and len(rows) >= TEAM:
            own = _share(rows)
            doubt = math.sqrt((spread**2 + fmean(own * (1 - own) / n for _, n in rows)) / len(rows))
            found[team] = _capped(own, math.hypot(spread, doubt))
    return found


def _share(rows: Iterable[Counts]) -> float:
    pairs = list(rows)
    return min(max(sum(k for k, _ in pairs) / sum(n for _, n in pairs), 0.02), 0.98)


def _capped(mean: float, spread: float) -> SharePrior:
    return SharePrior(mean, min(spread, math.sqrt(mean * (1 - mean)) * 0.99))


def score_priors(teams: Mapping[Team, Sequence[Moments]], default: ScorePrior) -> dict[Team | None, ScorePrior]:
    """The same of scores 0–100, from how many each colleague has, their sum and the sum of their squares."""
    known = {team: [row for row in rows if row[0] >= FEWEST] for team, rows in teams.items()}
    everybody = [row for rows in known.values() for row in rows]
    if len(everybody) < FEWEST:
        return {}
    inside = sum(max(q - s * s / n, 0.0) for n, s, q in everybody)
    noise = math.sqrt(inside / sum(n - 1 for n, _, _ in everybody)) or default.noise
    luck = fmean(noise**2 / n for n, _, _ in everybody)
    groups = [[s / n for n, s, _ in rows] for rows in known.values()]
    spread = _spread(groups, luck, default.spread)
    whole = list(chain(*groups))
    found: dict[Team | None, ScorePrior] = {
        None: ScorePrior(fmean(whole), _spread([whole], luck, default.spread), noise)
    }
    for team, rows in known.items():
        if team is not None and len(rows) >= TEAM:
            doubt = math.sqrt((spread**2 + fmean(noise**2 / n for n, _, _ in rows)) / len(rows))
            found[team] = ScorePrior(fmean(s / n for n, s, _ in rows), math.hypot(spread, doubt), noise)
    return found


def _spread(groups: Sequence[Sequence[float]], luck: float, default: float) -> float:
    """How far people truly lie from the mean of their group; drawn to the default as if by five more people."""
    sizes = [(len(group), fmean(group), group) for group in groups if group]
    seen = sum((value - mean) ** 2 for _, mean, group in sizes for value in group)
    free = sum(n - 1 for n, _, _ in sizes)
    true = max(seen - free * luck, 0.0)
    return math.sqrt((true + FEWEST * (INSIDE * default) ** 2) / (free + FEWEST))
