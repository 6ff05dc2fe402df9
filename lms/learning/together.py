"""Whether two figures of the same people go together: are those who are high in the one high in the other? No Django.

By ranks (Spearman), not by the figures themselves: the question is one of order, the figures are bounded and few, and
one person far from the rest would carry a correlation of the figures alone. The 90 % interval is Fisher's z with the
standard error √((1 + r²/2)/(n − 3)) of Bonett and Wright (2000) for ranks, from four people on. An order that is quite
the same is taken half a swap of two neighbours short of 1, or a handful of people would seem to prove it. What goes
together need not cause one another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import atanh, sqrt, tanh
from statistics import NormalDist, fmean

FEWEST = 4
SURE = 0.90
LITTLE = 0.3  # below that an order is hardly the same
Pair = tuple[float, float]


class Verdict(Enum):
    CLEARLY = "clearly"
    RATHER = "rather"
    HARDLY = "hardly"
    AGAINST = "against"
    UNKNOWN = "unknown"
    ALIKE = "alike"
    TOO_FEW = "too few"


@dataclass(frozen=True)
class Together:
    """`r`: −1 to 1 with its 90 % interval. None with too few people, or where all are alike in one of the figures."""

    n: int
    r: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def verdict(self) -> Verdict:
        if self.n < FEWEST:
            return Verdict.TOO_FEW
        if self.low is None or self.high is None:
            return Verdict.ALIKE
        if self.high < 0:
            return Verdict.AGAINST
        if self.low > 0:
            return Verdict.CLEARLY if self.low >= LITTLE else Verdict.RATHER
        return Verdict.HARDLY if self.low > -LITTLE and self.high < LITTLE else Verdict.UNKNOWN


def together(pairs: Sequence[Pair]) -> Together:
    """`pairs`: one of each person."""
    n = len(pairs)
    r = spearman(pairs) if n >= FEWEST else None
    return Together(n) if r is None else Together(n, r, *interval(r, n))


def spearman(pairs: Sequence[Pair]) -> float | None:
    """The correlation of ranks, ties sharing theirs. None where one of the figures is the same for all."""
    return _correlation(ranks([one for one, _ in pairs]), ranks([other for _, other in pairs]))


def ranks(values: Sequence[float]) -> list[float]:
    """From 1; equal values share the mean of their places."""
    places: dict[float, list[int]] = {}
    for place, value in enumerate(sorted(values), 1):
        places.setdefault(value, []).append(place)
    return [fmean(places[value]) for value in values]


def _correlation(x: Sequence[float], y: Sequence[float]) -> float | None:
    if len(set(x)) < 2 or len(set(y)) < 2:
        return None
    mean_x, mean_y = fmean(x), fmean(y)
    both = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    spread = sqrt(sum((a - mean_x) ** 2 for a in x) * sum((b - mean_y) ** 2 for b in y))
    return max(-1.0, min(1.0, both / spread))


def interval(r: float, n: int) -> tuple[float, float]:
    """90 %. `n` of at least four."""
    most = 1 - 6 / (n**3 - n)
    centre = atanh(max(-most, min(most, r)))
    half = NormalDist().inv_cdf((1 + SURE) / 2) * sqrt((1 + r**2 / 2) / (n - 3))
    return tanh(centre - half), tanh(centre + half)
