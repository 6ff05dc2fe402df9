"""The service circle and the star of a month: how sure one can be, by posterior draws (measures §4). No Django.

Each part of what is known about a person is shrunk towards the company's mean, by as much as its number of cases
says, and drawn many times from what remains uncertain. Parts are compared in units of the true spread between people
(τ), added by their weights, and ranked in each draw. `p_half` is the share of draws in which a person is in the better
half, `p_top3` among the top three (with fewer than six people: the better half).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SURE = 0.8
TOP = 3
DRAWS = 4000
LEARNT_MOST = 20  # things learnt in a month beyond this add nothing
TRUST = 10.0  # the stated spread counts as much as the history of so many people
CSAT_TAU = 0.05
REVIEW_TAU, REVIEW_SIGMA = 6.0, 15.0
VOTES_TAU = 0.4  # of the mean rate
TIE = 1e-9  # of two exactly alike the draw decides, not the order they stand in


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
    scores = standing(people, weights, np.random.default_rng(seed), draws)
    if scores is None:
        return [Chance(item.person, 0.0, 0.0) for item in people]
    places = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1, kind="stable")
    half = np.mean(places < count // 2, axis=0)
    top = np.mean(places < min(TOP, count // 2), axis=0)
    return [
        Chance(item.person, round(float(h), 4), round(float(t), 4))
        for item, h, t in zip(people, half, top, strict=True)
    ]


def star_of(found: Iterable[Chance]) -> int | None:
    """The one who is surest among the top three, if sure enough; of two equally sure the surer of the better half."""
    best = max(found, key=lambda item: (item.p_top3, item.p_half, -item.person), default=None)
    return best.person if best and best.p_top3 >= SURE else None


def standing(people: Sequence[Facts], weights: Weights, rng: np.random.Generator, draws: int) -> Array | None:
    """Weighted sums in units of τ, shape (draws, people). A part nobody has anything of is left out.

    None when nothing is known of how customers were served: learning alone names nobody.
    """
    parts = [
        (weights.quality, [_csat, _reviews]),
        (weights.votes, [_votes]),
        (weights.learning, [_learning]),
    ]
    total, known = rng.normal(0, TIE, (draws, len(people))), False
    for weight, makers in parts:
        drawn = [found for make in makers if (found := make(people, rng, draws)) is not None]
        if drawn and weight > 0:
            total += weight * np.mean(drawn, axis=0)
            known = known or makers != [_learning]
    return total if known else None


def _csat(people: Sequence[Facts], rng: np.random.Generator, draws: int) -> Array | None:
    good, rated = _columns(people, "good", "rated")
    if not rated.sum():
        return None
    mean, kappa, tau = share_prior(good, rated)
    drawn = rng.beta(mean * kappa + good, (1 - mean) * kappa + rated - good, (draws, len(people)))
    return _in_units(drawn, mean, tau)


def share_prior(good: Array, rated: Array, tau: float = CSAT_TAU) -> tuple[float, float, float]:
    """Mean, κ = m(1 − m)/τ² − 1 and τ of shares: (k + m·κ)/(n + κ) is the shrunk share."""
    mean = float(np.clip(good.sum() / max(1.0, rated.sum()), 0.02, 0.98))
    spread = mean * (1 - mean)
    tau = _spread(good, rated, lambda n: spread / n, mean, tau)
    return mean, max(1.0, spread / tau**2 - 1), tau


def _spread(amount: Array, cases: Array, noise: Callable[[Array], Array], mean: float, stated: float) -> float:
    """τ from how people's rates differ beyond chance, held by the stated τ as by ten people's history."""
    some = cases > 0
    rates = amount[some] / cases[some]
    seen = float(np.mean((rates - mean) ** 2 - noise(cases[some]))) if some.sum() > 1 else 0.0
    people = max(0.0, float(some.sum()) - 1)
    pooled = (TRUST * stated**2 + people * max(0.0, seen)) / (TRUST + people)
    return float(np.sqrt(pooled))


def _reviews(people: Sequence[Facts], rng: np.random.Generator, draws: int) -> Array | None:
    every = np.array([score for item in people for score in item.reviews])
    if not len(every):
        return None
    cases = np.array([float(len(item.reviews)) for item in people])
    sums = np.array([float(sum(item.reviews)) for item in people])
    mean = float(every.mean())
    noise = _within(people)
    tau = _spread(sums, cases, lambda n: noise / n, mean, REVIEW_TAU)
    kept = tau**2 / (tau**2 + noise / np.maximum(cases, 1e-9))  # B = τ²/(τ² + σ²/n)
    middle = kept * np.where(cases > 0, sums / np.maximum(cases, 1), mean) + (1 - kept) * mean
    drawn = rng.normal(middle, tau * np.sqrt(1 - kept), (draws, len(people)))
    return _in_units(drawn, mean, tau)


def _within(people: Sequence[Facts]) -> float:
    """σ² of one person's reviews, pooled, held by the stated one."""
    off = sum(float(np.sum((np.array(item.reviews) - np.mean(item.reviews)) ** 2)) for item in people if item.reviews)
    free = sum(max(0, len(item.reviews) - 1) for item in people)
    return (TRUST * REVIEW_SIGMA**2 + off) / (TRUST + free)


def _votes(people: Sequence[Facts], rng: np.random.Generator, draws: int) -> Array | None:
    votes, tickets = _columns(people, "votes", "tickets")
    if not votes.sum() or not tickets.sum():
        return None
    mean = float(votes.sum() / tickets.sum())
    tau = _spread(votes, tickets, lambda n: mean / n, mean, VOTES_TAU * mean)
    kappa = mean / tau**2  # the shrunk rate is (k + m·κ)/(n + κ)
    drawn = rng.gamma(mean * kappa + votes, 1 / (kappa + tickets), (draws, len(people)))
    return _in_units(drawn, mean, tau)


def _learning(people: Sequence[Facts], rng: np.random.Generator, draws: int) -> Array | None:
    """Known for certain: the same in every draw."""
    learnt = np.array([float(min(item.learnt, LEARNT_MOST)) for item in people])
    spread = float(learnt.std())
    if spread == 0:
        return None
    return np.broadcast_to((learnt - learnt.mean()) / spread, (draws, len(people)))


def _columns(people: Sequence[Facts], *names: str) -> tuple[Array, ...]:
    return tuple(np.array([float(getattr(item, name)) for item in people]) for name in names)


def _in_units(drawn: Array, mean: float, tau: float) -> Array:
    found: Array = (drawn - mean) / tau
    return found
