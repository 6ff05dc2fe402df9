"""The card memory, from the answers alone."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from lms.learning.rebuilding import register_projection

from . import memory, queries
from .marking import Certainty
from .models import CardMemory

Row = tuple[datetime, float | None, int | None, dict[str, Any]]


def answer(at: datetime, score: float | None, seconds: int | None, context: dict[str, Any]) -> memory.Answer:
    return memory.Answer(at, score == 1, context.get("certainty") == Certainty.SURE, seconds)


def row(person: int, activity: int, answers: Iterable[Row]) -> CardMemory | None:
    """What is to be stored of the card after these answers, oldest first."""
    found = memory.remembered(answer(*one) for one in answers)
    if found is None:
        return None
    return CardMemory(person_id=person, activity_id=activity, version=memory.VERSION, **vars(found))


def memories() -> Iterator[CardMemory]:
    """Every card memory, by person and card."""
    rows = queries.card_answers().order_by("person_id", "activity_id", "at", "pk")
    values = rows.values_list("person_id", "activity_id", "at", "score", "seconds", "context")
    for (person, activity), group in groupby(values.iterator(), key=lambda item: item[:2]):
        found = row(person, activity, (item[2:] for item in group))
        if found:
            yield found


def register() -> None:
    register_projection("card memory", CardMemory, ("person_id", "activity_id"), memories)
