"""A person's quality in a period, put together from figures. No Django."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .scoring import (
    ENOUGH,
    Z90,
    Estimate,
    Norm,
    ScorePrior,
    SharePrior,
    internal_quality_score,
    metric_score,
    shrunk_mean,
    shrunk_rate,
)
from .shrinkage import CSAT_PRIOR, REVIEW_PRIOR, SPEED_PRIOR
from .times import Minutes, Times

PARTS = ("reviews", "csat", "first_response", "resolution")
WEIGHTS: dict[str, int] = {"reviews": 50, "csat": 30, "first_response": 10, "resolution": 10}
TARGETS: dict[str, float] = {"reviews": 75, "csat": 0.75, "first_response": 24, "resolution": 120}


@dataclass(frozen=True)
class Part:
    """One part of a person's quality. `raw`: in its own unit (share, minutes, 0–100); `score`: 0–100.

    `likely`: the shrunk score with its 90 % interval. None while there is nothing at all.
    """

    name: str
    n: int
    raw: float | None = None
    score: float | None = None
    likely: Estimate | None = None
    enough_at: int = ENOUGH

    @property
    def enough(self) -> bool:
        return self.score is not None and self.n >= self.enough_at

    @property
    def missing(self) -> int:
        """How many more until it counts."""
        return max(0, self.enough_at - self.n)


@dataclass(frozen=True)
class PeriodScore:
    """A person's quality in a period. `mean`, `weakest`, `likely`: None while no part has enough data.

    `weakest`: (part, achieved ÷ norm) of the lowest. `way`: which of the two the company looks at first.
    """

    parts: Sequence[Part] = field(default_factory=tuple)
    mean: float | None = None
    weakest: tuple[str, float] | None = None
    likely: Estimate | None = None
    tickets: int = 0
    way: str = "mean"

    @property
    def enough(self) -> bool:
        return self.mean is not None

    @property
    def reviews(self) -> int:
        return self.part("reviews").n

    def part(self, name: str) -> Part:
        return next((part for part in self.parts if part.name == name), Part(name, 0))


def weighted_mean(parts: Iterable[Part], weights: Mapping[str, float]) -> float | None:
    """Of the parts that have enough data."""
    counted = [(part.score, weights.get(part.name, 0)) for part in parts if part.enough]
    total = sum(weight for _, weight in counted)
    return sum((score or 0.0) * weight for score, weight in counted) / total if total else None


def weakest_link(
    parts: Iterable[Part], targets: Mapping[str, float], falling: Iterable[str] = ()
) -> tuple[str, float] | None:
    """The lowest of all norms the company set, each as achieved / norm: nothing compensates for a missed one.

    `falling`: parts of which less is better, so that norm / achieved is what was achieved.
    """
    less = set(falling)
    reached = [
        (part.name, _reached(part.raw, targets[part.name], part.name in less))
        for part in parts
        if part.enough and part.raw is not None and targets.get(part.name)
    ]
    return min(reached, key=lambda pair: pair[1], default=None)


def _reached(raw: float, norm: float, less_is_better: bool) -> float:
    if not less_is_better:
        return raw / norm
    return norm / raw if raw > 0 else math.inf


def likely_mean(parts: Iterable[Part], weights: Mapping[str, float]) -> Estimate | None:
    """The weighted mean of the shrunk parts; their half widths add as those of independent values do."""
    counted = [(part.likely, weights.get(part.name, 0)) for part in parts if part.enough and part.likely]
    total = sum(weight for _, weight in counted)
    if not total:
        return None
    value = sum(likely.value * weight for likely, weight in counted) / total
    below = math.sqrt(sum(((likely.value - likely.low) * weight) ** 2 for likely, weight in counted)) / total
    above = math.sqrt(sum(((likely.high - likely.value) * weight) ** 2 for likely, weight in counted)) / total
    return Estimate(value, max(0.0, value - below), min(100.0, value + above))


@dataclass
class Figures:
    """What one person did in a period. `rated` ratings, `good` of them good; review totals 0–100."""

    tickets: int = 0
    rated: int = 0
    good: int = 0
    replies: Minutes = field(default_factory=Times)
    resolutions: Minutes = field(default_factory=Times)
    reviews: list[float] = field(default_factory=list)
    late_replies: int = 0
    late_solutions: int = 0


@dataclass(frozen=True)
class Priors:
    """What is known of colleagues, towards which few figures are drawn."""

    csat: SharePrior = CSAT_PRIOR
    reviews: ScorePrior = REVIEW_PRIOR


@dataclass(frozen=True)
class Rules:
    """The company's norms as they hold on one day. `targets`: what may not be missed, in the part's own unit."""

    lines: dict[str, Norm]
    weights: dict[str, float]
    targets: dict[str, float]
    enough: int
    way: str


def period_score(figures: Figures, rules: Rules, priors: Priors | None = None) -> PeriodScore:
    priors = priors or Priors()
    parts = [
        _reviews(figures.reviews, rules, priors),
        _csat(figures, rules, priors),
        _speed("first_response", figures.replies, rules),
        _speed("resolution", figures.resolutions, rules),
    ]
    falling = {name for name, norm in rules.lines.items() if norm.less_is_better}
    return PeriodScore(
        parts=tuple(part for part in parts if part.name in PARTS),
        mean=weighted_mean(parts, rules.weights),
        weakest=weakest_link(parts, rules.targets, falling),
        likely=likely_mean(parts, rules.weights),
        tickets=figures.tickets,
        way=rules.way,
    )


def _reviews(totals: Sequence[float], rules: Rules, priors: Priors) -> Part:
    mean = internal_quality_score(totals)
    likely = None if mean is None else shrunk_mean(mean, len(totals), priors.reviews)
    return Part("reviews", len(totals), mean, mean, likely, rules.enough)


def _csat(figures: Figures, rules: Rules, priors: Priors) -> Part:
    norm, n = rules.lines["csat"], figures.rated
    if not n:
        return Part("csat", 0, enough_at=rules.enough)
    share, likely = figures.good / n, shrunk_rate(figures.good, n, priors.csat)
    on_line = Estimate(
        metric_score(likely.value, norm), metric_score(likely.low, norm), metric_score(likely.high, norm)
    )
    return Part("csat", n, share, metric_score(share, norm), on_line, rules.enough)


def _speed(name: str, minutes: Minutes, rules: Rules) -> Part:
    """By the median; how sure that is, by the ranks around it."""
    norm, n = rules.lines[name], len(minutes)
    if not n:
        return Part(name, 0, enough_at=rules.enough)
    first, raw, last = minutes.around_middle()
    score = metric_score(raw, norm)
    noise = max(abs(metric_score(last, norm) - metric_score(first, norm)) / (2 * Z90), 1.0) * math.sqrt(n)
    prior = ScorePrior(SPEED_PRIOR.mean, SPEED_PRIOR.spread, noise)
    return Part(name, n, raw, score, shrunk_mean(score, n, prior), rules.enough)
