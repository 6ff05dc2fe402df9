"""Marks for certainty (measures §6). No Django."""

from collections.abc import Iterable
from enum import StrEnum


class Certainty(StrEnum):
    SURE = "sure"
    THINK = "think"
    GUESS = "guess"


# Right, wrong. The best choice changes at 67 % and 80 %: whoever is less certain gains by saying so.
MARKS = {Certainty.GUESS: (1, 0), Certainty.THINK: (2, -2), Certainty.SURE: (3, -6)}
TOLD_FROM = 0.2


def mark(certainty: Certainty, right: bool) -> int:
    return MARKS[certainty][0 if right else 1]


def expected(certainty: Certainty, chance: float) -> float:
    """The mark to expect of somebody who is right with this probability."""
    right, wrong = MARKS[certainty]
    return chance * right + (1 - chance) * wrong


def best(chance: float) -> Certainty:
    """What pays most at this chance of being right; at a boundary the more modest."""
    return max((Certainty.GUESS, Certainty.THINK, Certainty.SURE), key=lambda level: expected(level, chance))


def worth_telling(sure_and_wrong: int, people: int) -> bool:
    """Whether so many of a team were sure of a wrong answer that the lead is told: 20 per cent or more."""
    return people > 0 and sure_and_wrong / people >= TOLD_FROM


def total(marks: Iterable[tuple[Certainty, bool]]) -> int:
    return sum(mark(certainty, right) for certainty, right in marks)
