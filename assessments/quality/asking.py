"""What customers answered to one question, in figures. Measures §2: CSAT and CES 1–5, NPS 0–10 (9–10 promoters, 0–6
critics). No Django."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

SCALES = {"csat": (1, 5), "nps": (0, 10), "ces": (1, 5)}
GOOD = {"csat": 4, "nps": 9, "ces": 4}
CRITIC = 6
ENOUGH = 5


@dataclass(frozen=True)
class Summary:
    """`good`: satisfied, promoters, or found it easy; `critics`: of NPS only. `missing`: answers until a figure says
    anything."""

    kind: str
    n: int
    good: int
    critics: int
    mean: float

    @property
    def missing(self) -> int:
        return max(0, ENOUGH - self.n)

    @property
    def good_percent(self) -> int:
        return round(100 * self.good / self.n) if self.n else 0

    @property
    def critics_percent(self) -> int:
        return round(100 * self.critics / self.n) if self.n else 0

    @property
    def nps(self) -> int:
        """Promoters less critics, in points from −100 to 100."""
        return round(100 * (self.good - self.critics) / self.n) if self.n else 0


def summary(kind: str, scores: Sequence[int]) -> Summary:
    return Summary(
        kind=kind,
        n=len(scores),
        good=sum(score >= GOOD[kind] for score in scores),
        critics=sum(score <= CRITIC for score in scores) if kind == "nps" else 0,
        mean=fmean(scores) if scores else 0.0,
    )


def fits(kind: str, score: int) -> bool:
    low, high = SCALES[kind]
    return low <= score <= high
