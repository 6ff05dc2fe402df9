"""Which cards a person gets today (measures §6). No Django.

In this order until 300 seconds are full: what the lead set, cards that are due, cards on the weakest skill, new ones.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

BUDGET = 300
FASTEST, SLOWEST = 20, 100  # seconds a card: nobody gets thirty cards for being quick
ENOUGH_ANSWERS = 5  # before that many, the card's own estimate is taken
REST_DAYS = 3  # a card on a weak skill comes back no sooner, unless it is due
PLANNED_A_DAY = 3  # more than three would not fit into five minutes


class Why(StrEnum):
    LEAD = "lead"
    SURE = "sure"
    DUE = "due"
    WEAK = "weak"
    NEW = "new"


@dataclass(frozen=True)
class Known:
    """What the person keeps of a card. `days`: since the last answer."""

    due: bool
    recall: float
    sure_wrong: bool
    days: int


@dataclass(frozen=True)
class Choice:
    """A card one may get. `known` None: never seen."""

    card: int
    seconds: int
    skills: frozenset[int]
    known: Known | None = None


@dataclass(frozen=True)
class Chosen:
    card: int
    why: Why
    skill: int | None
    seconds: int


def pace(seconds: Collection[int]) -> int | None:
    """Own median seconds a card; None while there are too few answers to say."""
    return _within(median(seconds)) if len(seconds) >= ENOUGH_ANSWERS else None


def _within(seconds: float) -> int:
    return int(min(SLOWEST, max(FASTEST, round(seconds))))


def chosen(
    choices: Sequence[Choice],
    *,
    planned: Sequence[int] = (),
    weak: Sequence[int] = (),
    each: int | None = None,
    budget: int = BUDGET,
) -> list[Chosen]:
    """`planned`: cards in the lead's order; `weak`: skills, weakest first; `each`: the person's own pace.

    What the lead set is always there; a card that no longer fits ends the set, so nobody gets more than a budget.
    """
    found: dict[int, Chosen] = {}
    left = budget
    for choice, why, skill in _in_order({choice.card: choice for choice in choices}, planned, weak):
        cost = each if each is not None else _within(choice.seconds)
        if choice.card in found:
            continue
        if why is not Why.LEAD and cost > left:
            break
        found[choice.card] = Chosen(choice.card, why, skill, cost)
        left -= cost
    return list(found.values())


Ranked = tuple[Choice, Why, int | None]


def _in_order(cards: Mapping[int, Choice], planned: Iterable[int], weak: Sequence[int]) -> Iterator[Ranked]:
    yield from ((cards[card], Why.LEAD, None) for card in planned if card in cards)
    yield from _due(cards.values())
    for skill in weak:
        yield from ((choice, Why.WEAK, skill) for choice in _on(skill, cards.values()))
    yield from ((choice, Why.NEW, None) for choice in cards.values() if choice.known is None)


def _due(choices: Iterable[Choice]) -> Iterator[Ranked]:
    """Sure and wrong comes back first, then what is most nearly forgotten."""
    due = [(choice.known, choice) for choice in choices if choice.known and choice.known.due]
    for known, choice in sorted(due, key=lambda pair: (not pair[0].sure_wrong, pair[0].recall, pair[1].card)):
        yield choice, Why.SURE if known.sure_wrong else Why.DUE, None


def _on(skill: int, choices: Iterable[Choice]) -> list[Choice]:
    """Cards that show the skill: unseen ones first, then the least remembered; none of the last days."""
    fits = [c for c in choices if skill in c.skills and (c.known is None or c.known.days >= REST_DAYS)]
    return sorted(fits, key=lambda c: (c.known is not None, c.known.recall if c.known else 0.0, c.card))
