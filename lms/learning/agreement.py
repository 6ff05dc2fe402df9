"""How far several people who rate the same things agree. No Django.

A unit is one thing rated: a mapping of who rated it to the rating. Ratings are ordered numbers; gaps are allowed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isfinite, sqrt
from statistics import fmean, median, stdev

Unit = Mapping[int, float]
"""Who rated (an id) -> the rating."""

FIRM, TENTATIVE = 0.8, 2 / 3
DRAWS, SURE = 500, 0.90


@dataclass(frozen=True)
class Agreed:
    """A coefficient with its interval; the interval is None where there is too little to say."""

    value: float
    low: float | None = None
    high: float | None = None


def alpha(units: Sequence[Unit]) -> float | None:
    """Krippendorff's α for ordered ratings. None without two raters of anything, or when all ratings are one value."""
    pairable = [unit for unit in units if len(unit) > 1]
    values = {value for unit in pairable for value in unit.values()}
    if len(values) < 2:
        return None
    raters = sorted({rater for unit in pairable for rater in unit})
    import krippendorff  # these two only where ratings are compared: most processes never do
    import numpy as np

    table = [[unit.get(rater, np.nan) for unit in pairable] for rater in raters]
    found = float(krippendorff.alpha(np.array(table, dtype=float), level_of_measurement="ordinal"))
    return found if isfinite(found) else None


def weighted_kappa(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Cohen's κ with quadratic weights of two raters: 1 − Σ(a − b)² observed / expected from their own margins.

    None when neither of them ever varied: nothing to agree on beyond chance.
    """
    if not pairs:
        return None
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    seen = fmean((a - b) ** 2 for a, b in pairs)
    by_chance = fmean((a - b) ** 2 for a in first for b in second)
    return None if by_chance == 0 else 1 - seen / by_chance


def mean_kappa(units: Sequence[Unit]) -> float | None:
    """The mean of the κ of every two raters who share units, by how many they share."""
    raters = sorted({rater for unit in units for rater in unit})
    found: list[tuple[float, int]] = []
    for one, other in combinations(raters, 2):
        pairs = [(unit[one], unit[other]) for unit in units if one in unit and other in unit]
        kappa = weighted_kappa(pairs)
        if kappa is not None:
            found.append((kappa, len(pairs)))
    total = sum(n for _, n in found)
    return sum(kappa * n for kappa, n in found) / total if total else None


def from_median(units: Sequence[Unit]) -> float | None:
    """The mean distance of a rating from the median of its unit."""
    shared = [unit for unit in units if len(unit) > 1]
    distances = [abs(value - median(unit.values())) for unit in shared for value in unit.values()]
    return fmean(distances) if distances else None


def with_interval(
    measure: Callable[[Sequence[Unit]], float | None], units: Sequence[Unit], *, seed: int = 1, draws: int = DRAWS
) -> Agreed | None:
    """A 90 % bootstrap interval over units (percentiles). The same seed gives the same interval.

    No interval below three units, or when half of the draws say nothing.
    """
    shared = [unit for unit in units if len(unit) > 1]
    value = measure(shared)
    if value is None:
        return None
    import numpy as np

    dice = np.random.default_rng(seed)
    picks: list[list[int]] = dice.integers(0, len(shared), size=(draws, len(shared))).tolist()
    picks = picks if len(shared) > 2 else []
    found = [again for row in picks if (again := measure([shared[place] for place in row])) is not None]
    if len(found) < draws / 2:
        return Agreed(value)
    low, high = np.quantile(found, [(1 - SURE) / 2, (1 + SURE) / 2])
    return Agreed(value, float(low), float(high))


@dataclass(frozen=True)
class Severity:
    """Own rating minus the mean of the others', over `n` things. Below 0: stricter. No interval below three."""

    mean: float
    n: int
    low: float | None = None
    high: float | None = None

    @property
    def sure(self) -> bool:
        """Zero is not in the interval."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def severity(units: Sequence[Unit], rater: int) -> Severity | None:
    """A 90 % interval by Student's t. None without anything rated together with others."""
    apart = [
        unit[rater] - fmean(value for other, value in unit.items() if other != rater)
        for unit in units
        if rater in unit and len(unit) > 1
    ]
    if not apart:
        return None
    if len(apart) < 3:
        return Severity(fmean(apart), len(apart))
    from scipy.special import stdtrit

    half = float(stdtrit(len(apart) - 1, (1 + SURE) / 2)) * stdev(apart) / sqrt(len(apart))
    return Severity(fmean(apart), len(apart), fmean(apart) - half, fmean(apart) + half)
