from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.quality import queries, review_queries
from assessments.quality.models import Review, Ticket
from assessments.quality.pins import kept_pins
from assessments.quality.places import SOURCE
from assessments.quality.scorecards import Line, kept_details, kept_ratings, lines_of, score
from assessments.quality.scoring import Scored, missing
from lms.learning.actions import record
from lms.learning.models import ContentSnapshot, Skill
from lms.learning.verbs import REVIEWED
from lms.ops.actions import audit, notify
from lms.people.models import User
from lms.people.queries import company_zone

GIVEN = "quality.review_given"
LONGEST = 4000


class NotAnswered(Exception):
    """Some categories have no answer yet: their uids in `waiting`."""

    def __init__(self, waiting: list[str]) -> None:
        super().__init__(waiting)
        self.waiting = waiting


@transaction.atomic
def start_review(*, ticket: Ticket, reviewer: User, snapshot: ContentSnapshot, at: datetime | None = None) -> Review:
    """A draft. Once a ticket and reviewer: the same again is the one there is.

    Raises ValueError without an agent, and while the ticket is compared: the others could read it here.
    """
    if ticket.agent is None or ticket.agent == reviewer:
        raise ValueError("somebody else's ticket is reviewed, once it is known whose it is")
    if review_queries.being_compared(ticket):
        raise ValueError("the ticket is being compared")
    review, _ = Review.objects.get_or_create(
        ticket=ticket,
        reviewer=reviewer,
        corrects=None,
        defaults={"person": ticket.agent, "snapshot": snapshot, "started_at": at or timezone.now()},
    )
    return review


@transaction.atomic
def save_draft(
    *,
    review: Review,
    ratings: Mapping[str, int | None],
    comment: str,
    details: Mapping[str, Mapping[str, Any]] | None = None,
    pins: Sequence[Mapping[str, Any]] | None = None,
) -> Review:
    """As far as it is answered. Ratings off the scale and of other categories are dropped; a submitted one stays.

    `details`, `pins`: as `Review` keeps them; None leaves what is there.
    """
    review = (
        Review.objects.select_for_update(of=("self",)).select_related("snapshot", "person", "ticket").get(pk=review.pk)
    )
    if review.submitted_at:
        return review
    lines = lines_of(review.snapshot.body)
    review.ratings = kept_ratings(lines, ratings)
    review.comment = comment.strip()[:LONGEST]
    if details is not None:
        review.details = kept_details(lines, details)
    if pins is not None:
        review.pins = kept_pins(pins, len(review.ticket.messages))
    review.save(update_fields=["ratings", "comment", "details", "pins"])
    return review


@transaction.atomic
def submit_review(*, review: Review, by: User, at: datetime | None = None, quietly: bool = False) -> Review:
    """It counts from now on: the learning record is written, an earlier version steps back. Twice is once.

    The agent hears of it, one letter a day; `quietly`: they hear of it otherwise. Raises NotAnswered. Nothing but
    left-out categories makes no review: that raises NotAnswered too.
    """
    at = at or timezone.now()
    review = (
        Review.objects.select_for_update(of=("self",))
        .select_related("snapshot__activity", "person", "corrects")
        .get(pk=review.pk)
    )
    if review.submitted_at:
        return review
    lines = lines_of(review.snapshot.body)
    scored = score(review.snapshot.body, review.ratings)
    waiting = missing([line.category for line in lines], review.ratings)
    if waiting or scored.total is None:
        raise NotAnswered(waiting or [line.uid for line in lines])
    _store(review, scored, at)
    _record(review, lines, scored, at)
    audit(by=by, verb="review submitted", subject=review, at=at)
    if not quietly:
        key = f"{GIVEN}:{review.person.pk}:{review.reviewed_on}"
        notify(person=review.person, kind=GIVEN, key=key, reason="yours", args={"review": str(review.uid)}, at=at)
    return review


def _store(review: Review, scored: Scored, at: datetime) -> None:
    review.total, review.percents, review.failed = scored.total, dict(scored.percents), list(scored.failed)
    review.submitted_at, review.reviewed_on = at, at.astimezone(company_zone()).date()
    review.save(update_fields=["total", "percents", "failed", "submitted_at", "reviewed_on"])
    if review.corrects:
        Review.objects.filter(pk=review.corrects.pk).update(superseded_at=at)


def _record(review: Review, lines: Iterable[Line], scored: Scored, at: datetime) -> None:
    record(
        person=review.person,
        verb=REVIEWED,
        activity=review.snapshot.activity,
        key=review.key,
        source=SOURCE,
        score=min(1.0, (scored.total or 0.0) / 100),
        evidence=_evidence(lines, scored),
        context={"review": review.pk, "snapshot": review.snapshot.hash},
        replaces=review.corrects.key if review.corrects else "",
        at=at,
    )


def _evidence(lines: Iterable[Line], scored: Scored) -> dict[Skill, float]:
    """0–1 per skill: the mean of the categories that show it. A bonus nobody earned says nothing."""
    found: dict[str, list[float]] = {}
    for line in lines:
        if line.uid in scored.percents and not (line.bonus and not scored.percents[line.uid]):
            for slug in line.skills:
                found.setdefault(slug, []).append(scored.percents[line.uid] / 100)
    skills = queries.skills_named(found)
    return {skill: sum(found[skill.slug]) / len(found[skill.slug]) for skill in skills}


@transaction.atomic
def correct_review(*, review: Review, by: User, at: datetime | None = None) -> Review:
    """A new draft with the old answers; the old review counts until this one is submitted.

    The review itself while the agent waits for a second look: somebody else decides that.
    """
    draft = Review.objects.filter(corrects=review).first()
    if draft or not review.submitted_at or review.superseded_at or review_queries.waits_for_second_look(review):
        return draft or review
    return Review.objects.create(
        ticket=review.ticket,
        person=review.person,
        reviewer=by,
        snapshot=review.snapshot,
        ratings=review.ratings,
        comment=review.comment,
        details=review.details,
        pins=review.pins,
        corrects=review,
        started_at=at or timezone.now(),
    )
