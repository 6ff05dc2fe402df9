"""Our own rating page: links for customers, and what they answer."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from assessments.quality.asking import fits
from assessments.quality.imports import AgentRow, TicketRow
from assessments.quality.masking import mask
from assessments.quality.models import Answer, RatingLink
from assessments.quality.sources import OWN
from lms.ops.actions import audit
from lms.people.models import User
from lms.people.queries import company_zone

from .importing import take_rows

LONGEST, LONGEST_NUMBER = 1000, 64
TOP = 5


@transaction.atomic
def make_rating_link(
    *, kind: str, name: str, by: User, channel: str = "", person: User | None = None, at: datetime | None = None
) -> RatingLink:
    at = at or timezone.now()
    link = RatingLink.objects.create(
        token=secrets.token_urlsafe(12),
        kind=kind,
        name=name.strip()[:80],
        channel=channel,
        person=person,
        made_by=by,
        made_at=at,
    )
    audit(by=by, verb="rating link made", subject=link, at=at)
    return link


@transaction.atomic
def end_rating_link(*, link: RatingLink, by: User, at: datetime | None = None) -> None:
    """It opens no longer; what was answered stays."""
    at = at or timezone.now()
    if RatingLink.objects.filter(pk=link.pk, ended_at__isnull=True).update(ended_at=at):
        audit(by=by, verb="rating link ended", subject=link, at=at)


@transaction.atomic
def answer(
    *, link: RatingLink, score: int, mark: str, comment: str = "", number: str = "", at: datetime | None = None
) -> Answer:
    """The same `mark` again replaces what it said before. A CSAT answer also stands among the tickets.

    Raises ValueError for a score off the scale.
    """
    if not fits(link.kind, score):
        raise ValueError("off the scale")
    at = at or timezone.now()
    said = {"score": score, "comment": mask(comment.strip())[:LONGEST], "at": at}
    first = {
        "person": link.person,
        "ticket_number": mask(number)[:LONGEST_NUMBER],
        "first_at": at,
        "day": at.astimezone(company_zone()).date(),
    }
    row, created = Answer.objects.get_or_create(link=link, mark=mark, defaults={**said, **first})
    if not created:
        Answer.objects.filter(pk=row.pk).update(**said)
        row.refresh_from_db()
    if link.kind == RatingLink.Kind.CSAT:
        agents = [agent] if (agent := _agent(link)) else []
        take_rows(source=OWN, rows=[_ticket(row, link, agent)], agents=agents, at=at)
    return row


def _agent(link: RatingLink) -> AgentRow | None:
    person = link.person
    return AgentRow(f"person:{person.uid.hex}", person.get_full_name(), login=person.username) if person else None


def _ticket(row: Answer, link: RatingLink, agent: AgentRow | None) -> TicketRow:
    """Solved when it was rated first: that is all there is to know. No minutes."""
    return TicketRow(
        external_id=row.ticket_number or f"answer-{row.uid.hex[:12]}",
        place=0,
        created_at=row.first_at,
        updated_at=row.at,
        channel=link.channel,
        agent=agent,
        solved_at=row.first_at,
        csat=(row.score - 1) / (TOP - 1),
        csat_raw=str(row.score),
        csat_at=row.at,
        csat_comment=row.comment,
    )
