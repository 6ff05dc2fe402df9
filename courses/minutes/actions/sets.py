from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from courses.minutes import memory, queries
from courses.minutes.choosing import BUDGET, Choice, Chosen, Known, Why, chosen, pace
from courses.minutes.models import CardMemory, DaySet
from lms.learning.models import Activity, Skill
from lms.people.calendar import Calendar
from lms.people.models import User
from lms.people.working import calendars_of

FIRST_HOUR = 4  # of the person's day: from then on it is chosen
TICK_MINUTES = 5  # between two runs of `prepare`
CHUNK = 200


@transaction.atomic
def make_sets(*, days: Mapping[User, date], at: datetime | None = None) -> dict[int, DaySet]:
    """Choose the cards of these people's days, by person id. What they answered that day stays in front.

    Eleven queries at most for one day, however many people. A set that is there is made anew; when it was offered,
    and when it was finished first, stays.
    """
    at = at or timezone.now()
    stock = _Stock(days, at)
    sets = [stock.day_set(person, day) for person, day in days.items()]
    DaySet.objects.bulk_create(
        sets,
        update_conflicts=True,
        unique_fields=["person", "day"],
        update_fields=["items", "finished_at", "stale"],
    )
    return {row.person_id: row for row in sets}


class _Stock:
    """Everything the choice is made of, fetched at once."""

    def __init__(self, days: Mapping[User, date], at: datetime) -> None:
        self.at = at
        self.cards = {row.pk: row for row in queries.cards_with_skills()}
        self.kinds = queries.kinds_of(row.uid for row in self.cards.values())
        self.planned = queries.planned_for(days)
        self.memories = queries.memories_of(days)
        self.weak = queries.weak_skills(days)
        self.reviews = queries.missed_reviews(days)
        self.sets = queries.day_sets(days)

    def day_set(self, person: User, day: date) -> DaySet:
        old = self.sets.get(person.pk)
        done = [item for item in (old.items if old else ()) if item["done"]]
        items = done + [self._item(person, one) for one in self._chosen(person, day, done)]
        finished = old.finished_at if old else None
        if old and done and finished is None and all(item["done"] for item in items):
            finished = self.at
        made = old.made_at if old else self.at
        return DaySet(person=person, day=day, items=items, made_at=made, finished_at=finished)

    def _chosen(self, person: User, day: date, done: list[dict[str, Any]]) -> list[Chosen]:
        known = self.memories[person.pk]
        answered = {pk for pk, row in known.items() if row.last_at.astimezone(person.tz).date() == day}
        answered |= {item["id"] for item in done}
        choices = [
            Choice(pk, card.seconds, frozenset(skill.pk for skill in card.skills.all()), self._known(person, pk, day))
            for pk, card in self.cards.items()
            if pk not in answered
        ]
        return chosen(
            choices,
            planned=self.planned.get(person.pk, ()),
            weak=[skill.pk for skill in self.weak.get(person.pk, ())],
            each=pace([row.seconds for row in known.values() if row.seconds]),
            budget=BUDGET - sum(item["seconds"] for item in done),
        )

    def _known(self, person: User, card: int, day: date) -> Known | None:
        row = self.memories[person.pk].get(card)
        if row is None:
            return None
        recall = memory.retrievability(row.stability, row.last_at, self.at)
        days = (day - row.last_at.astimezone(person.tz).date()).days
        return Known(memory.is_due(row.due_at, day, person.tz), recall, row.sure_wrong, days)

    def _item(self, person: User, one: Chosen) -> dict[str, Any]:
        card, known = self.cards[one.card], self.memories[person.pk].get(one.card)
        skill = next((skill for skill in self.weak.get(person.pk, ()) if skill.pk == one.skill), None)
        missed, of = self.reviews.get((person.pk, one.skill or 0), (0, 0))
        return {
            "card": str(card.uid),
            "id": card.pk,
            "kind": self.kinds.get(card.uid, ""),
            "why": one.why.value,
            "skill": _names(skill),
            "missed": missed,
            "of": of,
            "last": _last(known, person) if one.why in (Why.DUE, Why.SURE) else "",
            "title": {"en": card.title_en, "ru": card.title_ru},
            "seconds": one.seconds,
            "done": False,
        }


def _names(skill: Skill | None) -> dict[str, str] | None:
    return {"en": skill.name_en, "ru": skill.name_ru} if skill else None


def _last(known: CardMemory | None, person: User) -> str:
    return known.last_at.astimezone(person.tz).date().isoformat() if known else ""


@transaction.atomic
def tick_off(*, person: User, activity: Activity, day: date, at: datetime) -> None:
    """The card is answered; when it was the last one the day's minute is done."""
    row = DaySet.objects.select_for_update().filter(person=person, day=day).first()
    if row is None:
        return
    for item in row.items:
        item["done"] = item["done"] or item["id"] == activity.pk
    if row.finished_at is None and all(item["done"] for item in row.items):
        row.finished_at = at
    row.save(update_fields=["items", "finished_at"])


def prepare(*, at: datetime | None = None) -> int:
    """Choose for all whose working day has begun and who have no choice yet, or a stale one; how many.

    And count the time the others had: every five minutes, for sets that wait while their person's shift runs.
    """
    at = at or timezone.now()
    return sum(_prepare(chunk, at) for chunk in _chunks())


def _chunks() -> Iterator[list[User]]:
    rows, last = queries.learners().order_by("pk"), 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


def _prepare(people: list[User], at: datetime) -> int:
    calendars = calendars_of(people)
    days = {person: day for person in people if (day := _begun(calendars[person.pk], at))}
    sets = queries.day_sets(days)
    waiting = {person: day for person, day in days.items() if person.pk not in sets or sets[person.pk].stale}
    if waiting and queries.live_cards().exists():
        make_sets(days=waiting, at=at)
    _keep_open((sets[person.pk] for person in days if person.pk in sets), calendars, at)
    return len(waiting)


def _begun(calendar: Calendar, at: datetime) -> date | None:
    local = at.astimezone(calendar.zone)
    return local.date() if local.hour >= FIRST_HOUR and calendar.works_on(local.date()) else None


def _keep_open(sets: Iterable[DaySet], calendars: Mapping[int, Calendar], at: datetime) -> None:
    waits = [
        row.pk
        for row in sets
        if row.finished_at is None
        and row.items
        and row.made_at <= at - timedelta(minutes=TICK_MINUTES)
        and calendars[row.person_id].is_working_at(at)
    ]
    DaySet.objects.filter(pk__in=waits).update(open_minutes=F("open_minutes") + TICK_MINUTES)
