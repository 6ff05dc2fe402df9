from django.db import transaction

from courses.minutes import projections, queries
from courses.minutes.models import CardMemory, DaySet
from courses.minutes.places import CARD, SOURCE
from lms.learning.models import LearningRecord

CHANGES_THE_CHOICE = ("review", "roleplay")


@transaction.atomic
def follow_record(*, record: LearningRecord) -> None:
    """An answer came: the memory of its card is folded anew. A review or a roleplay: today's choice is stale."""
    if record.source == SOURCE or record.replaces:
        for activity in _touched(record):
            _refresh(record.person_id, activity)
    if record.source in CHANGES_THE_CHOICE:
        sets = DaySet.objects.filter(person=record.person_id, day=record.day, finished_at__isnull=True)
        sets.update(stale=True)


def _touched(record: LearningRecord) -> set[int]:
    """The record's card, and that of the record it takes the place of."""
    own = {record.activity_id} if record.activity.kind == CARD else set()
    if not record.replaces:
        return own
    replaced = LearningRecord.objects.filter(key=record.replaces, activity__kind=CARD)
    return own | set(replaced.values_list("activity_id", flat=True))


def _refresh(person: int, activity: int) -> None:
    answers = queries.card_answers().filter(person=person, activity=activity).order_by("at", "pk")
    found = projections.row(person, activity, answers.values_list("at", "score", "seconds", "context"))
    if found is None:
        CardMemory.objects.filter(person=person, activity=activity).delete()
        return
    names = [field.name for field in CardMemory._meta.concrete_fields if not field.primary_key]
    CardMemory.objects.bulk_create(
        [found],
        update_conflicts=True,
        unique_fields=["person", "activity"],
        update_fields=[name for name in names if name not in ("person", "activity")],
    )
