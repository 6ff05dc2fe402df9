"""Looks that never count: the agent's own, and those of whoever compares ratings."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from assessments.quality import review_queries
from assessments.quality.models import ComparedTicket, Comparison, Look, Ticket
from assessments.quality.scorecards import kept_ratings, lines_of, score
from assessments.quality.scoring import missing
from lms.learning.models import ContentSnapshot
from lms.ops.actions import audit, notify
from lms.people.models import User

from .reviewing import LONGEST, NotAnswered

INVITED = "quality.comparison"


@transaction.atomic
def look_at_own(*, ticket: Ticket, snapshot: ContentSnapshot, at: datetime | None = None) -> Look:
    """The agent's own draft; the same again is the one there is. Raises ValueError without an agent."""
    if ticket.agent is None:
        raise ValueError("nobody's ticket")
    row, _ = Look.objects.get_or_create(
        ticket=ticket,
        person=ticket.agent,
        comparison=None,
        defaults={"snapshot": snapshot, "started_at": at or timezone.now()},
    )
    return row


@transaction.atomic
def save_look(*, look: Look, ratings: Mapping[str, int | None], comment: str) -> Look:
    """A submitted one stays as it is, and so does one of a comparison that is over."""
    look = _held(look)
    if look.submitted_at or (look.comparison and look.comparison.closed_at):
        return look
    look.ratings = kept_ratings(lines_of(look.snapshot.body), ratings)
    look.comment = comment.strip()[:LONGEST]
    look.save(update_fields=["ratings", "comment"])
    return look


@transaction.atomic
def submit_look(*, look: Look, at: datetime | None = None) -> Look:
    """Twice is once; the last of a comparison closes it. Raises NotAnswered."""
    look = _held(look)
    if look.submitted_at or (look.comparison and look.comparison.closed_at):
        return look
    lines = lines_of(look.snapshot.body)
    waiting = missing([line.category for line in lines], look.ratings)
    if waiting or score(look.snapshot.body, look.ratings).total is None:
        raise NotAnswered(waiting or [line.uid for line in lines])
    look.submitted_at = at or timezone.now()
    look.save(update_fields=["submitted_at"])
    if look.comparison and review_queries.all_submitted(look.comparison):
        Comparison.objects.filter(pk=look.comparison.pk, closed_at=None).update(closed_at=look.submitted_at)
    return look


def _held(look: Look) -> Look:
    rows = Look.objects.select_for_update(of=("self",)).select_related("snapshot", "comparison")
    return rows.get(pk=look.pk)


@transaction.atomic
def compare(
    *,
    tickets: Sequence[Ticket],
    people: Iterable[User],
    snapshot: ContentSnapshot,
    by: User,
    due_on: date | None = None,
    at: datetime | None = None,
) -> Comparison:
    """Each of them rates each of these tickets alone.

    Raises ValueError for fewer than two people, for a ticket of one of them, and for a ticket somebody has reviewed
    already: its rating could be read.
    """
    at, people = at or timezone.now(), list(people)
    if len(people) < 2 or not tickets:
        raise ValueError("at least two people and one ticket")
    free = set(review_queries.comparable().filter(pk__in=[row.pk for row in tickets]).values_list("pk", flat=True))
    if any(row.pk not in free or row.agent in people for row in tickets):
        raise ValueError("tickets nobody has reviewed, of somebody else")
    row = Comparison.objects.create(snapshot=snapshot, by=by, due_on=due_on, created_at=at)
    row.people.set(people)
    ComparedTicket.objects.bulk_create(
        ComparedTicket(comparison=row, ticket=ticket, position=place) for place, ticket in enumerate(tickets, 1)
    )
    for person in people:
        if person != by:
            key = f"{INVITED}:{row.pk}:{person.pk}"
            notify(person=person, kind=INVITED, key=key, reason="asked", args={"comparison": str(row.uid)}, at=at)
    audit(by=by, verb="comparison begun", subject=row, at=at, people=len(people), tickets=len(tickets))
    return row


@transaction.atomic
def begin_compared(*, compared: ComparedTicket, person: User, at: datetime | None = None) -> Look:
    row, _ = Look.objects.get_or_create(
        ticket=compared.ticket,
        person=person,
        comparison=compared.comparison,
        defaults={"snapshot": compared.comparison.snapshot, "started_at": at or timezone.now()},
    )
    return row


@transaction.atomic
def close_comparison(*, comparison: Comparison, by: User, at: datetime | None = None) -> None:
    """Nobody rates any more; whoever has not, reads nothing of it."""
    at = at or timezone.now()
    Comparison.objects.filter(pk=comparison.pk, closed_at=None).update(closed_at=at)
    audit(by=by, verb="comparison closed", subject=comparison, at=at)


@transaction.atomic
def agree(
    *,
    compared: ComparedTicket,
    ratings: Mapping[str, int | None],
    note: str,
    by: User,
    at: datetime | None = None,
) -> ComparedTicket:
    """What they settled on after talking; the last one written stands."""
    lines = lines_of(compared.comparison.snapshot.body)
    compared.agreed, compared.note = kept_ratings(lines, ratings), note.strip()[:2000]
    compared.agreed_by, compared.agreed_at = by, at or timezone.now()
    compared.save(update_fields=["agreed", "note", "agreed_by", "agreed_at"])
    audit(by=by, verb="comparison agreed", subject=compared, at=at)
    return compared
