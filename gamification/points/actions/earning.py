from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gamification.points import queries
from gamification.points.models import PointEntry, Standing
from gamification.points.rules import Award, Paid, awards
from lms.learning.models import LearningRecord
from lms.learning.queries import standing
from lms.people.models import User
from lms.people.queries import setting

Reason = PointEntry.Reason


@transaction.atomic
def pay(*, record: LearningRecord) -> list[PointEntry]:
    """What this record earns, into the ledger; what it corrects is taken back first. Twice is once.

    Runs inside the transaction that wrote the record, under its lock on the person.
    """
    if record.replaces:
        take_back_replaced(person=record.person, at=record.at)
    rules = queries.rules_for([record.verb])
    rules = [rule for rule in rules if rule.source in ("", record.source)]
    if not rules or queries.is_replaced(record):
        return []
    day = queries.company_day(record.at)
    event = queries.event_of(record, record.activity.kind, day)
    if not any(rule.fits(event) for rule in rules):
        return []
    paid = queries.paid_for(record.person, [rule.code for rule in rules], day, event.activity)
    return _write(record.person, [_earned(record, award) for award in awards(rules, event, paid)])


def _earned(record: LearningRecord, award: Award) -> PointEntry:
    return PointEntry(
        person_id=record.person_id,
        record=record,
        rule_id=award.rule,
        points=award.points,
        reason=Reason.EARNED,
        at=record.at,
        day=award.day,
    )


def _write(person: User, entries: list[PointEntry]) -> list[PointEntry]:
    PointEntry.objects.bulk_create(entries)
    for entry in entries:
        add_to_standing(entry)
    return entries


def add_to_standing(entry: PointEntry) -> None:
    """Keep the projection in step with one new entry."""
    month = queries.month_of(entry.day)
    stands = Standing.objects.filter(person_id=entry.person_id, month=month)
    if not stands.update(points=F("points") + entry.points):
        Standing.objects.create(person_id=entry.person_id, month=month, points=entry.points)


@transaction.atomic
def take_back_replaced(*, person: User, at: datetime | None = None) -> list[PointEntry]:
    """Points of this person's records whose place a correction has taken."""
    at = at or timezone.now()
    replaced = LearningRecord.objects.filter(person=person).exclude(replaces="").values("replaces")
    rows = queries.earned(person).filter(gone=False, record__key__in=replaced)
    day = queries.company_day(at)
    back = [
        PointEntry(person=person, corrects=row, points=-row.points, reason=Reason.REPLACED, at=at, day=day)
        for row in rows
    ]
    return _write(person, back)


@transaction.atomic
def backfill(*, at: datetime | None = None) -> int:
    """Pay earlier records under the rules that held then. Returns how many entries were added; again: none."""
    rules, zone = queries.rules_for(), setting("company.zone")
    corrected = LearningRecord.objects.exclude(replaces="").values("person")
    for person in User.objects.filter(pk__in=corrected):
        take_back_replaced(person=person, at=at)
    added: list[PointEntry] = []
    for owner, records in _by_person({rule.verb for rule in rules}):
        paid = queries.paid_from(queries.earned().filter(person=owner))
        added += _missing(rules, records, paid, zone)
    PointEntry.objects.bulk_create(added, batch_size=1000)
    if added:
        Standing.objects.all().delete()
        Standing.objects.bulk_create(queries.standings(), batch_size=1000)
    return len(added)


def _by_person(verbs: set[str]) -> Iterator[tuple[int, Iterable[LearningRecord]]]:
    rows = standing(LearningRecord.objects.filter(verb__in=verbs)).select_related("activity")
    return groupby(rows.order_by("person_id", "at", "pk"), key=lambda row: row.person_id)


def _missing(rules: list, records: Iterable[LearningRecord], paid: Paid, zone: str) -> list[PointEntry]:
    found = []
    for record in records:
        event = queries.event_of(record, record.activity.kind, queries.company_day(record.at, zone))
        found += [_earned(record, award) for award in awards(rules, event, paid)]
    return found
