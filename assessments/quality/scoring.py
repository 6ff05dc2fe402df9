"""Ticket quality in numbers (measures §1–3): a review, a metric, a value drawn towards the team's. No Django."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from lms.learning.intervals import beta_interval

CRITICAL_PASS = 50.0
MOST = 200.0
GOOD_RATING = 0.75  # 4 of 5, 8 of 10 and “good” count as good (Zendesk: 1–3 of 5 are bad)
ENOUGH = 5
Z90 = 1.6448536269514722


@dataclass(frozen=True)
class Category:
    """One line of a scorecard. `scale`: how many points there are, 2–5; the lowest is 1. `bonus`: only adds."""

    uid: str
    weight: int
    scale: int
    critical: bool = False
    may_skip: bool = False
    bonus: bool = False


@dataclass(frozen=True)
class Scored:
    """`total` 0–100 (with a bonus up to 200), None when all was left out.

    `percents`: per category uid; `failed`: critical ones below 50.
    """

    total: float | None
    percents: Mapping[str, float]
    failed: tuple[str, ...]


def category_score(chosen: int, scale: int) -> float:
    """(chosen − lowest) / (highest − lowest) × 100 (as Zendesk QA documents it). Raises ValueError off the scale."""
    if not 1 <= chosen <= scale or scale < 2:
        raise ValueError(f"{chosen} is not on a scale of {scale}")
    return 100 * (chosen - 1) / (scale - 1)


def review_score(categories: Iterable[Category], ratings: Mapping[str, int | None], above_100: bool = False) -> Scored:
    """Σ(category × weight) / Σ(weight); what is left out leaves both sums; a critical category below 50 makes it 0.

    A bonus is only in the upper sum; it lifts above 100 (to 200 at most) only where the scorecard says so.
    """
    rated = [(item, ratings[item.uid]) for item in categories if ratings.get(item.uid) is not None]
    percents = {item.uid: category_score(chosen, item.scale) for item, chosen in rated if chosen is not None}
    failed = tuple(item.uid for item, _ in rated if item.critical and percents[item.uid] < CRITICAL_PASS)
    weights = sum(item.weight for item, _ in rated if not item.bonus)
    if not weights:
        return Scored(None if not failed else 0.0, percents, failed)
    mean = sum(percents[item.uid] * item.weight for item, _ in rated) / weights
    return Scored(0.0 if failed else min(mean, MOST if above_100 else 100.0), percents, failed)


def missing(categories: Iterable[Category], ratings: Mapping[str, int | None]) -> list[str]:
    """Uids still to be answered: neither rated nor, where that is allowed, left out. A bonus may wait."""
    return [
        item.uid
        for item in categories
        if not item.bonus and (item.uid not in ratings or (ratings[item.uid] is None and not item.may_skip))
    ]


def internal_quality_score(totals: Sequence[float]) -> float | None:
    """IQS of a person or team over a period: the plain mean of its reviews."""
    return fmean(totals) if totals else None


@dataclass(frozen=True)
class Norm:
    """What is bad, average and best of a metric, in its own unit; either direction. Raises ValueError."""

    bad: float
    average: float
    best: float

    def __post_init__(self) -> None:
        rising, falling = self.bad < self.average < self.best, self.bad > self.average > self.best
        if not (rising or falling):
            raise ValueError("bad, average and best must rise or fall")

    @property
    def less_is_better(self) -> bool:
        return self.best < self.bad


def metric_score(value: float, norm: Norm) -> float:
    """Straight lines from bad = 0 over average = 50 to best = 100, clamped (measures §2, from seed 002's table)."""
    sign = -1.0 if norm.less_is_better else 1.0
    at, low, middle, high = (sign * x for x in (value, norm.bad, norm.average, norm.best))
    if at <= middle:
        return max(0.0, 50 * (at - low) / (middle - low))
    return min(100.0, 50 + 50 * (at - middle) / (high - middle))


# Seed 002's table: minutes, shares, requests. Each company sets its own.
NORMS: dict[str, Norm] = {
    "first_response": Norm(40, 24, 10),
    "csat": Norm(0.5, 0.75, 0.9),
    "solved_per_session": Norm(1, 3, 5),
    "repeat_contact": Norm(0.2, 0.1, 0.03),
    "resolution": Norm(240, 120, 30),
    "retention": Norm(0.7, 0.8, 0.9),
}


@dataclass(frozen=True)
class Estimate:
    """A value with its 90 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class SharePrior:
    """Of shares such as CSAT. `mean`: everybody together; `spread`: how far people truly differ (a deviation)."""

    mean: float
    spread: float

    @property
    def kappa(self) -> float:
        """How many ratings the team's history weighs: m(1 − m)/τ² − 1, never below nothing."""
        return max(0.0, self.mean * (1 - self.mean) / self.spread**2 - 1)


@dataclass(frozen=True)
class ScorePrior:
    """Of scores 0–100. `noise`: the standard deviation of one score around a person's own level."""

    mean: float
    spread: float
    noise: float


def shrunk_rate(good: int, rated: int, prior: SharePrior) -> Estimate:
    """(k + mκ) / (n + κ), with the 90 % interval of Beta(k + mκ, n − k + (1 − m)κ)."""
    kappa = max(prior.kappa, 1e-6)
    a, b = good + prior.mean * kappa, rated - good + (1 - prior.mean) * kappa
    low, high = beta_interval(a, b)
    return Estimate(a / (a + b), low, high)


def shrunk_mean(mean: float, n: int, prior: ScorePrior) -> Estimate:
    """B·x̄ + (1 − B)·μ with B = τ²/(τ² + σ²/n); the interval is that of the normal posterior, kept in 0–100."""
    if n == 0:
        value, deviation = prior.mean, prior.spread
    else:
        between, within = prior.spread**2, prior.noise**2 / n
        trust = between / (between + within) if between + within else 1.0
        value, deviation = trust * mean + (1 - trust) * prior.mean, math.sqrt(trust * within)
    half = Z90 * deviation
    return Estimate(value, max(0.0, value - half), min(100.0, value + half))
