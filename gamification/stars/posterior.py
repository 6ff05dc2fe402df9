"""The draws behind the service circle: each part of what is known, shrunk, drawn and added. See `circle`. No Django."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from .circle import Facts, Weights

Array = NDArray[np.float64]
LEARNT_MOST = 20  # things learnt in a month beyond this add nothing
TRUST = 10.0  # the stated spread counts as much as the history of so many people
CSAT_TAU = 0.05
REVIEW_TAU, REVIEW_SIGMA = 6.0, 15.0
VOTES_TAU = 0.4  # of the mean rate
TIE = 1e-9  # of two exactly alike the draw decides, not the order they stand in


def shares_of_places(
    people: Sequence[Facts], weights: Weights, seed: int, draws: int, *, top: int
) -> list[tuple[float, float]] | None:
    """For each person the share of draws in the better half and among the `top` best; None when nothing is known."""
    scores = standing(people, weights, np.random.default_rng(seed), draws)
    if scores is None:
        return None
    places = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1, kind="stable")
    half = np.mean(places < len(people) // 2, axis=0)
    best = np.mean(places < top, axis=0)
    return [(float(h), float(t)) for h, t in zip(half, best, strict=True)]


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
