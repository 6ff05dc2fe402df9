from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lms.learning import projections
from lms.learning.mastery import WEIGHTS
from lms.learning.models import Activity, Evidence, LearningRecord, Skill
from lms.learning.signals import record_added
from lms.people.models import User
from lms.people.queries import zone_of


@transaction.atomic
def record(
    *,
    person: User,
    verb: str,
    activity: Activity,
    key: str,
    source: str,
    score: float | None = None,
    seconds: int | None = None,
    evidence: Mapping[Skill, float] | None = None,
    context: Mapping[str, Any] | None = None,
    replaces: str = "",
    at: datetime | None = None,
) -> tuple[LearningRecord, bool]:
    """Write one thing a person did, its evidence per skill (0–1) and the projections. A key twice is once.

    `replaces`: the key of a record of the same person whose place this one takes; it may still be to come.
    Raises ValueError when a key or a correction crosses from one person to another.
    """
    at = at or timezone.now()
    _one_at_a_time(person)
    row = LearningRecord.objects.filter(key=key).first()
    if row:
        if row.person_id != person.pk:
            raise ValueError(f"The key {key} belongs to a record of somebody else.")
        return row, False
    row = LearningRecord.objects.create(
        key=key,
        replaces=replaces,
        person=person,
        verb=verb,
        activity=activity,
        score=score,
        seconds=seconds,
        at=at,
        day=at.astimezone(zone_of(person)).date(),
        source=source,
        context=dict(context or {}),
    )
    _follow(row, evidence or {})
    return row, True


def _one_at_a_time(person: User) -> None:
    """One writer a person, or two answers at once would each miss the other's evidence.

    Without the key: whoever writes rows that refer to the person, such as a rebuild, needs a share of the key
    when it commits, and would wait for us while we wait for it.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)


def _follow(row: LearningRecord, scores: Mapping[Skill, float]) -> None:
    tied = _tied(row)
    pieces = [
        Evidence(record=row, skill=skill, score=score, weight=WEIGHTS[row.source]) for skill, score in scores.items()
    ]
    Evidence.objects.bulk_create(pieces)
    before, state = projections.follow_record(row, pieces, tied)
    done_before = bool(before and before.done_at)
    record_added.send(
        sender=LearningRecord,
        record=row,
        evidence=pieces,
        state=state,
        first_done=bool(state and state.done_at and not done_before),
    )


def _tied(row: LearningRecord) -> list[LearningRecord]:
    """The record this one corrects, and the correction that came before what it corrects."""
    if row.replaces == row.key:
        raise ValueError(f"The record {row.key} cannot replace itself.")
    ties = Q(replaces=row.key) | (Q(key=row.replaces) if row.replaces else Q(pk__isnull=True))
    tied = list(LearningRecord.objects.filter(ties).select_related("activity"))
    if any(other.person_id != row.person_id for other in tied):
        raise ValueError(f"The record {row.key} replaces, or is replaced by, a record of somebody else.")
    return tied
