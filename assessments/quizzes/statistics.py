"""How a quiz and its questions do: the formulas Moodle documents, each with a 95 % interval (measures §8). No Django.

Marks are 0–1, one row an attempt, one column a question. What cannot be said (too few attempts, nobody differs) is
None; a question worth a look is named in `notes`, never hidden.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Marks = NDArray[np.float64]
Interval = tuple[float, float]
Z95 = 1.959963984540054
DRAWS, AT_ONCE = 1000, 100
VARIES = 1e-12
DUBIOUS = 15  # discriminative efficiency below it
FEWEST = 3
WIDEST = 60  # of an index of −100 to 100: a wider interval says nothing yet


@dataclass(frozen=True)
class Item:
    """`facility`, `deviation`, `guess`: 0–1. `discrimination`: −100 to 100, `efficiency`: at most 100. `weight`: 0–100.

    `notes`: negative (who does well elsewhere fails here), dubious, hardly tried by luck alone (guess), too few.
    """

    uid: str
    n: int
    facility: float | None
    facility_between: Interval | None
    deviation: float | None
    guess: float | None
    discrimination: float | None
    discrimination_between: Interval | None
    efficiency: float | None
    weight: float | None
    notes: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Whole:
    """Of totals in per cent. `consistency` is Cronbach's α × 100; `error` the standard error of one result."""

    n: int
    mean: float | None
    median: float | None
    deviation: float | None
    skewness: float | None
    kurtosis: float | None
    consistency: float | None
    consistency_between: Interval | None
    error_ratio: float | None
    error: float | None


def wilson(mean: float, n: int) -> Interval:
    """95 % of a share, or of a mean of marks, for which it is a little wide."""
    centre = mean + Z95**2 / (2 * n)
    half = Z95 * math.sqrt(max(0.0, mean * (1 - mean) / n + Z95**2 / (4 * n**2)))
    scale = 1 + Z95**2 / n
    return max(0.0, (centre - half) / scale), min(1.0, (centre + half) / scale)


def correlation(x: Marks, y: Marks) -> Marks:
    """× 100, along the last axis; NaN where one of them does not vary."""
    dx, dy = x - x.mean(axis=-1, keepdims=True), y - y.mean(axis=-1, keepdims=True)
    both = np.sqrt((dx**2).sum(axis=-1) * (dy**2).sum(axis=-1))
    return _clean(
        100 * np.divide((dx * dy).sum(axis=-1), both, out=np.full(np.shape(both), np.nan), where=both > VARIES)
    )


def efficiency(x: Marks, y: Marks) -> float | None:
    """100 · cov / cov_max, where cov_max pairs both lists in order."""
    if x.size < FEWEST:
        return None
    most = float(np.cov(np.sort(x), np.sort(y))[0, 1])
    return float(_clean(100 * np.cov(x, y)[0, 1] / most)) if most > 1e-12 else None


def _clean(value: Marks) -> Marks:
    """What is left of a nought after adding up is a nought, and has no sign."""
    return np.round(value, 9) + 0.0


def consistency(marks: Marks) -> Marks:
    """100 · p/(p − 1) · (1 − Σvar/var of totals) of the last two axes; NaN where totals do not vary."""
    questions = marks.shape[-1]
    spread = marks.sum(axis=-1).var(axis=-1, ddof=1)
    parts = marks.var(axis=-2, ddof=1).sum(axis=-1)
    rest = np.divide(parts, spread, out=np.full(np.shape(spread), np.nan), where=spread > VARIES)
    return 100 * questions / (questions - 1) * (1 - rest)


def between(marks: Marks, value: Callable[[Marks], Marks], seed: int = 1) -> Interval | None:
    """95 % of a figure by drawing attempts again; always the same for the same marks. None where most draws are NaN."""
    dice, n = np.random.default_rng(seed), marks.shape[0]
    found: list[Marks] = []
    for _ in range(DRAWS // AT_ONCE):
        found.append(value(marks[dice.integers(0, n, (AT_ONCE, n))]))
    drawn = np.concatenate(found)
    known = drawn[~np.isnan(drawn)]
    if known.size < DRAWS / 2:
        return None
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def _known(value: Marks) -> float | None:
    return None if np.isnan(value) else float(value)


def whole(marks: Marks) -> Whole:
    n, questions = marks.shape
    totals = 100 * marks.mean(axis=1) if n and questions else np.array([])
    alpha = _known(consistency(marks)) if n >= FEWEST and questions > 1 else None
    deviation = float(totals.std(ddof=1)) if n > 1 else None
    ratio = 100 * math.sqrt(max(0.0, 1 - alpha / 100)) if alpha is not None else None
    return Whole(
        n=n,
        mean=float(totals.mean()) if n else None,
        median=float(np.median(totals)) if n else None,
        deviation=deviation,
        skewness=skewness(totals),
        kurtosis=kurtosis(totals),
        consistency=alpha,
        consistency_between=between(marks, consistency) if alpha is not None else None,
        error_ratio=ratio,
        error=ratio * deviation / 100 if ratio is not None and deviation is not None else None,
    )


def _moments(totals: Marks) -> tuple[float, float, float]:
    off = totals - totals.mean()
    return float((off**2).mean()), float((off**3).mean()), float((off**4).mean())


def skewness(totals: Marks) -> float | None:
    """k3 / k2^1.5."""
    s = totals.size
    if s < 3 or np.ptp(totals) == 0:
        return None
    m2, m3, _ = _moments(totals)
    k2, k3 = s * m2 / (s - 1), s**2 * m3 / ((s - 1) * (s - 2))
    return k3 / k2**1.5


def kurtosis(totals: Marks) -> float | None:
    """k4 / k2²."""
    s = totals.size
    if s < 4 or np.ptp(totals) == 0:
        return None
    m2, _, m4 = _moments(totals)
    k2 = s * m2 / (s - 1)
    k4 = s**2 * ((s + 1) * m4 - 3 * (s - 1) * m2**2) / ((s - 1) * (s - 2) * (s - 3))
    return k4 / k2**2


def items(marks: Marks, questions: Sequence[Mapping[str, Any]], guesses: Sequence[float | None]) -> list[Item]:
    """`questions` as they stand in the snapshot, in the order of the columns."""
    weights = effective_weights(marks)
    return [
        _item(marks, n, str(question["uid"]), guess, weights[n])
        for n, (question, guess) in enumerate(zip(questions, guesses, strict=True))
    ]


def effective_weights(marks: Marks) -> list[float | None]:
    """100 · √cov(x, X) / Σ√cov; None where the covariance is negative, which `items` flags."""
    if marks.shape[0] < FEWEST:
        return [None] * marks.shape[1]
    totals = marks.sum(axis=1)
    covs = [float(np.cov(column, totals)[0, 1]) for column in marks.T]
    sum_of_roots = sum(math.sqrt(cov) for cov in covs if cov > 0)
    return [100 * math.sqrt(cov) / sum_of_roots if cov >= 0 and sum_of_roots else None for cov in covs]


def _item(marks: Marks, column: int, uid: str, guess: float | None, weight: float | None) -> Item:
    x = marks[:, column]
    rest = marks.sum(axis=1) - x
    n = int(x.size)
    r = _known(correlation(x, rest)) if n >= FEWEST else None
    sharp = efficiency(x, rest)
    pair = np.column_stack([x, rest])
    r_between = between(pair, lambda rows: correlation(rows[..., 0], rows[..., 1])) if r is not None else None
    facility = float(x.mean()) if n else None
    return Item(
        uid=uid,
        n=n,
        facility=facility,
        facility_between=wilson(facility, n) if facility is not None else None,
        deviation=float(x.std(ddof=1)) if n > 1 else None,
        guess=guess,
        discrimination=r,
        discrimination_between=r_between,
        efficiency=sharp,
        weight=weight,
        notes=tuple(_notes(n, facility, guess, r, r_between, sharp)),
    )


def _notes(
    n: int,
    facility: float | None,
    guess: float | None,
    r: float | None,
    r_between: Interval | None,
    sharp: float | None,
) -> list[str]:
    """Only what the interval allows to say: with few attempts the one word is `too few`."""
    if n < FEWEST or r_between is None or r_between[1] - r_between[0] > WIDEST:
        found = ["too few"]
    elif r_between[1] < 0:
        found = ["negative"]
    else:
        found = ["dubious"] if sharp is not None and sharp < DUBIOUS else []
    if facility is not None and guess is not None and n >= 10 and wilson(facility, n)[1] <= guess:
        found.append("guess")
    return found
