"""Mastery of a skill: a Beta posterior on decayed evidence (measures §7). No Django."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from .intervals import beta_interval

PRIOR = (1.0, 1.0)
HALF_LIFE_DAYS = 90.0
ENOUGH_WEIGHT = 3.0
ROUNDING = 1e-9  # good + bad of one review is 3 only but for the last digit
WEIGHTS = {"review": 3.0, "roleplay": 2.0, "quiz": 1.0, "lesson": 0.5, "minute": 0.5}


@dataclass(frozen=True)
class Piece:
    """One piece of evidence: score 0–1, weight of its source, the person's date."""

    score: float
    weight: float
    day: date


@dataclass(frozen=True)
class Sums:
    """Σ weight·score and Σ weight·(1 − score), both decayed to `as_of`; `pieces` counts them undecayed."""

    good: float
    bad: float
    pieces: int
    as_of: date

    @property
    def weight(self) -> float:
        return self.good + self.bad


def decay(days: float) -> float:
    """What is left of a weight after so many days: a half after 90. Negative days grow it back."""
    return float(0.5 ** (days / HALF_LIFE_DAYS))


def moved(sums: Sums, as_of: date) -> Sums:
    """The same evidence stated at another date. Exact: decay is multiplicative."""
    factor = decay((as_of - sums.as_of).days)
    return Sums(sums.good * factor, sums.bad * factor, sums.pieces, as_of)


def added(sums: Sums | None, piece: Piece) -> Sums:
    """One more piece. The sums are stated at the latest evidence day, whatever the order of arrival."""
    if sums is None:
        return Sums(piece.weight * piece.score, piece.weight * (1 - piece.score), 1, piece.day)
    as_of = max(sums.as_of, piece.day)
    base, left = moved(sums, as_of), piece.weight * decay((as_of - piece.day).days)
    return Sums(base.good + left * piece.score, base.bad + left * (1 - piece.score), sums.pieces + 1, as_of)


def total(pieces: Iterable[Piece]) -> Sums | None:
    sums: Sums | None = None
    for piece in pieces:
        sums = added(sums, piece)
    return sums


class Level(Enum):
    """What a person reads instead of a number. The lower bound of the mean that each begins at."""

    STRONG = 0.85
    STEADY = 0.7
    GROWING = 0.5
    STARTING = 0.0


def without(sums: Sums, pieces: Iterable[Piece]) -> Sums:
    """The sums as they were before these pieces came. Nothing falls below zero by rounding."""
    good, bad, count = sums.good, sums.bad, sums.pieces
    for piece in pieces:
        left = piece.weight * decay((sums.as_of - piece.day).days)
        good, bad, count = good - left * piece.score, bad - left * (1 - piece.score), count - 1
    return Sums(max(0.0, good), max(0.0, bad), count, sums.as_of)


@dataclass(frozen=True)
class Estimate:
    """`mean` and the 90 % interval `low`–`high`, 0–1; `enough` is False below total weight 3."""

    mean: float
    low: float
    high: float
    weight: float
    enough: bool
    pieces: int = 0

    @property
    def level(self) -> Level | None:
        """None while there is too little evidence to say."""
        return next(level for level in Level if self.mean >= level.value) if self.enough else None


def estimate(sums: Sums | None, on: date) -> Estimate:
    """The posterior on a day. Source: Beta(1 + good, 1 + bad), measures §7."""
    now = moved(sums, on) if sums else Sums(0.0, 0.0, 0, on)
    a, b = PRIOR[0] + now.good, PRIOR[1] + now.bad
    low, high = beta_interval(a, b)
    return Estimate(a / (a + b), low, high, now.weight, now.weight >= ENOUGH_WEIGHT - ROUNDING, now.pieces)


def more_needed(found: Estimate, each: float = WEIGHTS["lesson"]) -> int:
    """How many more pieces of weight `each` until there is enough to say something."""
    missing = ENOUGH_WEIGHT - found.weight
    return max(0, math.ceil(missing / each - ROUNDING))


NOTICEABLE = 0.03


def trend(now: Estimate, then: Estimate) -> int:
    """1 up, −1 down, 0 about the same or too little known to say."""
    if not (now.enough and then.enough):
        return 0
    change = now.mean - then.mean
    return (change >= NOTICEABLE) - (change <= -NOTICEABLE)
