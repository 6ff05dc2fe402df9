"""Memory of one card, person by person, by FSRS-6 (`fsrs` 6.3). No Django.

Desired retention 0.90. Right is Good, wrong is Again. Without steps within a day (a card is asked once a day) and
without fuzz, so that the same answers give the same days, always.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from fsrs import Card, Rating, Scheduler, State

VERSION = "fsrs-6/1"  # of what follows: another number for other parameters, and `manage.py rebuild`
RETENTION = 0.90
PARAMETERS = (
    *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
)
LONGEST_DAYS = 365

_SCHEDULER = Scheduler(
    parameters=PARAMETERS,
    desired_retention=RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=LONGEST_DAYS,
    enable_fuzzing=False,
)


@dataclass(frozen=True)
class Answer:
    """`sure`: the person said so before answering. `seconds`: None when nobody measured."""

    at: datetime
    right: bool
    sure: bool = False
    seconds: int | None = None


@dataclass(frozen=True)
class Memory:
    """`stability` in days, `difficulty` 1–10. `sure_wrong`: of the last answer."""

    stability: float
    difficulty: float
    last_at: datetime
    due_at: datetime
    answers: int
    right: int
    sure_wrong: bool
    seconds: int | None


def after(memory: Memory | None, answer: Answer) -> Memory:
    at = answer.at.astimezone(UTC)
    card, _ = _SCHEDULER.review_card(_card(memory), Rating.Good if answer.right else Rating.Again, at)
    return Memory(
        stability=float(card.stability or 0),
        difficulty=float(card.difficulty or 0),
        last_at=at,
        due_at=card.due,
        answers=(memory.answers if memory else 0) + 1,
        right=(memory.right if memory else 0) + answer.right,
        sure_wrong=answer.sure and not answer.right,
        seconds=answer.seconds,
    )


def remembered(answers: Iterable[Answer]) -> Memory | None:
    """After all of them, in the order given: oldest first."""
    memory: Memory | None = None
    for answer in answers:
        memory = after(memory, answer)
    return memory


def _card(memory: Memory | None) -> Card:
    if memory is None:
        return Card(card_id=1, due=datetime(2000, 1, 1, tzinfo=UTC))
    return Card(
        card_id=1,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due_at,
        last_review=memory.last_at,
    )


def retrievability(stability: float, last_at: datetime, now: datetime) -> float:
    """The chance, 0–1, that the person would recall it now; by whole days."""
    card = Card(card_id=1, state=State.Review, stability=stability, difficulty=5.0, due=now, last_review=last_at)
    return float(_SCHEDULER.get_card_retrievability(card, now))


def is_due(due_at: datetime, day: date, zone: tzinfo) -> bool:
    """From the morning of the day on, whatever the hour of the answer before."""
    return due_at.astimezone(zone).date() <= day
