"""Minutes as counts: exact values, or bins four per cent wide that add up over days and channels. No Django."""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

STEP = 1 / math.log(1.04)  # bins of one logarithmic width; from 0 minutes on, hence minutes + 1


def bin_of(minutes: float) -> int:
    return math.floor(math.log(max(minutes, 0.0) + 1) * STEP)


@dataclass
class Times:
    """`counts`: how often each value occurred, in minutes."""

    counts: Counter[float] = field(default_factory=Counter)

    @classmethod
    def of(cls, minutes: Iterable[float]) -> "Times":
        return cls(Counter(minutes))

    def add_bins(self, bins: Iterable[tuple[int, float]]) -> None:
        """(how many, their minutes together) of each bin: all of it stands at its mean, within four per cent of any."""
        for count, minutes in bins:
            self.counts[minutes / count] += count

    def __len__(self) -> int:
        return self.counts.total()

    @property
    def middle(self) -> float | None:
        """The median: one forgotten ticket does not spoil a month."""
        return self.around_middle()[1] if self.counts else None

    def around_middle(self) -> tuple[float, float, float]:
        """The median between two values; the true one lies there nine times in ten, whatever the distribution.

        These have the ranks n/2 ± 1.645·√n/2. Raises IndexError without any.
        """
        n = len(self)
        half = 1.645 * math.sqrt(n) / 2
        low, high = math.floor((n - 1) / 2 - half), math.ceil((n - 1) / 2 + half)
        values = sorted(self.counts)
        upto = list(accumulate(self.counts[value] for value in values))
        ends = (max(low, 0), (n - 1) // 2, n // 2, min(high, n - 1))
        first, left, right, last = (values[bisect_right(upto, place)] for place in ends)
        return first, (left + right) / 2, last


def typical(minutes: Iterable[float]) -> float | None:
    return Times.of(minutes).middle
