"""What several interviewers' ratings come to: the mechanical mean (OPM), nothing judged from words.

Ratings are 1–5. A question nobody could ask has no rating and leaves every sum it would stand in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

LOWEST, HIGHEST = 1.0, 5.0
LEAST_FOR_INTERVAL = 3
FAR_APART = 2
GOOD_ENOUGH = 3.5
AGREEMENT_FROM = 10

# Student's t, 0.95 quantile (a 90 % interval, both sides), for 1 … 30 degrees of freedom; beyond, the normal's.
T95: tuple[float, ...] = (
    6.3138,
    2.92,
    2.3534,
    2.1318,
    2.015,
    1.9432,
    1.8946,
    1.8595,
    1.8331,
    1.8125,
    1.7959,
    1.7823,
    1.7709,
)
T95 += (1.7613, 1.7531, 1.7459, 1.7396, 1.7341, 1.7291, 1.7247, 1.7207, 1.7171, 1.7139, 1.7109, 1.7081)
T95 += (1.7056, 1.7033, 1.7011, 1.6991, 1.6973)
NORMAL95 = 1.6449


@dataclass(frozen=True)
class Item:
    """One question as the formulas see it."""

    uid: str
    competency: str
    weight: int = 1


@dataclass(frozen=True)
class Value:
    """`mean` of `n` ratings, the `low`est and the `high`est of them."""

    mean: float
    low: int
    high: int
    n: int

    @property
    def far_apart(self) -> bool:
        """Two steps or more between two interviewers: worth talking about."""
        return self.high - self.low >= FAR_APART


@dataclass(frozen=True)
class Result:
    """`questions` by uid and `competencies` by name, in the kit's order; `interval` is None when there are too few."""

    mean: float
    interval: tuple[float, float] | None
    questions: Mapping[str, Value]
    competencies: Mapping[str, Value]
    interviewers: int


Ratings = Mapping[str, int]
"""One interviewer's: question uid -> 1 … 5."""


def result(items: Sequence[Item], ratings: Sequence[Ratings]) -> Result | None:
    """None when nobody rated anything."""
    questions = {item.uid: value for item in items if (value := _value(own.get(item.uid) for own in ratings))}
    if not questions:
        return None
    rated = [item for item in items if item.uid in questions]
    points = [(questions[item.uid].mean, item.weight) for item in rated]
    return Result(
        mean=weighted_mean(points),
        interval=interval(points),
        questions=questions,
        competencies=_competencies(rated, questions),
        interviewers=sum(1 for own in ratings if own),
    )


def _value(scores: Iterable[int | None]) -> Value | None:
    given = [score for score in scores if score is not None]
    return Value(sum(given) / len(given), min(given), max(given), len(given)) if given else None


def _competencies(items: Sequence[Item], questions: Mapping[str, Value]) -> dict[str, Value]:
    """The weighted mean over a competency's questions; the lowest and the highest single rating in it."""
    names = list(dict.fromkeys(item.competency for item in items))
    return {name: _together([item for item in items if item.competency == name], questions) for name in names}


def _together(items: Sequence[Item], questions: Mapping[str, Value]) -> Value:
    values = [questions[item.uid] for item in items]
    mean = weighted_mean([(questions[item.uid].mean, item.weight) for item in items])
    return Value(mean, min(v.low for v in values), max(v.high for v in values), sum(v.n for v in values))


def weighted_mean(points: Sequence[tuple[float, int]]) -> float:
    """Of (value, weight) pairs."""
    return sum(value * weight for value, weight in points) / sum(weight for _, weight in points)


def interval(points: Sequence[tuple[float, int]]) -> tuple[float, float] | None:
    """How far the mean would move with other questions of this sort: a 90 % interval by t over the questions.

    With weights w the questions count as n = (Σw)² / Σw² equal ones. Cut off at 1 and 5; None below three questions.
    """
    if len(points) < LEAST_FOR_INTERVAL:
        return None
    weights = [weight for _, weight in points]
    mean, count = weighted_mean(points), sum(weights) ** 2 / sum(weight * weight for weight in weights)
    variance = sum(weight * (value - mean) ** 2 for value, weight in points) / sum(weights)
    variance *= len(points) / (len(points) - 1)
    half = t95(len(points) - 1) * sqrt(variance / count)
    return max(LOWEST, mean - half), min(HIGHEST, mean + half)


def t95(freedom: int) -> float:
    return T95[freedom - 1] if freedom <= len(T95) else NORMAL95


def weakest(competencies: Mapping[str, Value], below: float = GOOD_ENOUGH) -> list[str]:
    """Names of those below, the lowest mean first; equal ones in the kit's order."""
    low = [(value.mean, place, name) for place, (name, value) in enumerate(competencies.items()) if value.mean < below]
    return [name for _, _, name in sorted(low)]
