from datetime import datetime

from django.db import transaction
from django.utils import timezone

from courses.minutes.actions.sets import tick_off
from courses.minutes.grading import Card, Graded, card_in, chosen, typed
from courses.minutes.marking import Certainty
from courses.minutes.places import SOURCE
from lms.learning.actions import record
from lms.learning.models import ContentSnapshot, LearningRecord
from lms.learning.verbs import COMPLETED
from lms.people.models import User
from lms.people.queries import today_of

FASTEST, SLOWEST = 1, 120  # seconds that count: longer ones were spent elsewhere


class NotAnswered(Exception):
    """Nothing was chosen or written. `certainty`: an answer is there, but not how sure the person is."""

    def __init__(self, certainty: bool = False) -> None:
        super().__init__(certainty)
        self.certainty = certainty


class NotInSnapshot(Exception):
    """The answer is none of those that were shown."""


@transaction.atomic
def answer(
    *,
    person: User,
    snapshot: ContentSnapshot,
    option: str = "",
    words: str = "",
    certainty: str = "",
    seconds: int | None = None,
    at: datetime | None = None,
) -> LearningRecord:
    """Grade one card against the version that was shown. Once a day: the first answer stays.

    `option`: the uid of the answer chosen; `words`: what was typed, for a phrase. Words are not kept, only which of
    the foreseen wordings they are. Raises `NotAnswered`, `NotInSnapshot`.
    """
    at = at or timezone.now()
    activity, day = snapshot.activity, today_of(person, at)
    key = f"minute:{activity.uid}:{person.pk}:{day.isoformat()}"
    earlier = LearningRecord.objects.filter(key=key).first()
    if earlier:
        return earlier
    card = card_in(snapshot.body)
    sure = _certainty(card, certainty, bool(option))
    graded = _graded(card, option, words)
    score = 1.0 if graded.right else 0.0
    row, _ = record(
        person=person,
        verb=COMPLETED,
        activity=activity,
        key=key,
        source=SOURCE,
        score=score,
        seconds=None if seconds is None else min(SLOWEST, max(FASTEST, seconds)),
        evidence=dict.fromkeys(activity.skills.all(), score),
        context={"snapshot": snapshot.hash, "option": graded.option.uid if graded.option else "", "certainty": sure},
        at=at,
    )
    tick_off(person=person, activity=activity, day=day, at=at)
    return row


def _certainty(card: Card, said: str, answered: bool) -> str:
    if not card.asks_certainty:
        return ""
    if said not in tuple(Certainty):
        raise NotAnswered(certainty=answered)
    return said


def _graded(card: Card, option: str, words: str) -> Graded:
    if not (words.strip() if card.typed else option):
        raise NotAnswered
    graded = typed(card, words) if card.typed else chosen(card, option)
    if graded is None:
        raise NotInSnapshot
    return graded
