"""Minutes as counts: exact values, or bins four per cent wide that add up over days and channels. No Django."""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Protocol

STEP = 1 / math.log(1.04)  # bins of one logarithmic width; from 0 minutes on, hence minutes + 1


def bin_of(minutes: float) -> int:
    return math.floor(math.log(max(minutes, 0.0) + 1) * STEP)


class Minutes(Protocol):
    """How long something took: how often, and in the middle."""

    def __len__(self) -> int: ...

    @property
    def middle(self) -> float | None: ...

    def around_middle(self) -> tuple[float, float, float]: ...


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


@dataclass(frozen=True)
class Middle:
    """What `Times` say once all are known. `stored`: how many, then the three of `around_middle`; empty for none."""

    stored: Sequence[float] = ()

    @classmethod
    def of(cls, times: Times) -> "Middle":
        return cls([len(times), *times.around_middle()] if times.counts else [])

    def __len__(self) -> int:
        return int(self.stored[0]) if self.stored else 0

    @property
    def middle(self) -> float | None:
        return self.stored[2] if self.stored else None

    def around_middle(self) -> tuple[float, float, float]:
        """Raises IndexError without any."""
        return self.stored[1], self.stored[2], self.stored[3]


class Bins:
    """Bins of many, to which others are added and from which they are taken away again, exactly: minutes are held in
    whole thousandths, so that the order does not matter."""

    def __init__(self, stored: Iterable[tuple[int, int, int]] = ()) -> None:
        self.held: dict[int, tuple[int, int]] = {place: (count, minutes) for place, count, minutes in stored}

    def add(self, bins: Iterable[tuple[int, float]], sign: int = 1) -> None:
        """(how many, their minutes together) of each bin. `sign`: -1 to take them away."""
        for count, minutes in bins:
            place = bin_of(minutes / count)
            n, thousandths = self.held.get(place, (0, 0))
            self.held[place] = n + sign * count, thousandths + sign * round(1000 * minutes)

    @property
    def stored(self) -> list[list[int]]:
        return [[place, *self.held[place]] for place in sorted(self.held) if self.held[place][0]]

    @property
    def times(self) -> Times:
        found = Times()
        found.add_bins((count, thousandths / 1000) for _place, count, thousandths in self.stored)
        return found


def typical(minutes: Iterable[float]) -> float | None:
    return Times.of(minutes).middle
