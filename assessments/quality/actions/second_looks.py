"""A review answered by the agent: a reply, a second look asked for, decided by somebody else."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from assessments.quality import disputes, queries, review_queries
from assessments.quality.disputes import NotPossible
from assessments.quality.models import Dispute, Reply, Review
from assessments.quality.scorecards import Line, lines_of
from lms.ops.actions import audit, notify
from lms.people.models import User

from .reviewing import submit_review

ASKED, DECIDED, REPLIED = "quality.second_look", "quality.second_look_decided", "quality.replied"


@transaction.atomic
def reply(*, review: Review, by: User, text: str, at: datetime | None = None) -> Reply:
    """The other side hears of it quietly, once a day."""
    at = at or timezone.now()
    row = Reply.objects.create(review=review, by=by, text=text.strip(), at=at)
    other = review.reviewer if by.pk == review.person_id else review.person
    key = f"{REPLIED}:{review.pk}:{other.pk}:{at:%Y-%m-%d}"
    notify(person=other, kind=REPLIED, key=key, reason="yours", args={"review": str(review.uid)}, at=at)
    audit(by=by, verb="review replied to", subject=review, at=at)
    return row


@transaction.atomic
def ask_again(
    *, review: Review, category: UUID, suggested: int | None, reason: str, by: User, at: datetime | None = None
) -> Dispute:
    """By the agent, within 14 days, once a category whatever the version. Raises NotPossible.

    A correction the reviewer had begun and not given is dropped: from now on somebody else decides.
    """
    at = at or timezone.now()
    review = Review.objects.select_for_update(of=("self",)).select_related("snapshot").get(pk=review.pk)
    line = _line(review, category)
    if by.pk != review.person_id or not review.submitted_at or review.superseded_at:
        raise NotPossible("only the agent asks, of the review that counts")
    if not disputes.in_time(review.reviewed_on, queries.company_today(at)):
        raise NotPossible("the days for it are over")
    if not line.fits(suggested) or suggested == review.ratings.get(line.uid):
        raise NotPossible("another rating of the scale is suggested")
    first = review_queries.first_version(review)
    if Dispute.objects.filter(first=first, category=category).exists():
        raise NotPossible("it was asked already")
    Review.objects.filter(corrects=review, submitted_at=None).delete()
    row = Dispute.objects.create(
        review=review, first=first, category=category, suggested=suggested, reason=reason.strip(), at=at
    )
    for person in review_queries.deciders(review):
        args = {"dispute": row.pk}
        notify(person=person, kind=ASKED, key=f"{ASKED}:{row.pk}:{person.pk}", reason="decides", args=args, at=at)
    audit(by=by, verb="second look asked for", subject=row, at=at)
    return row


def _line(review: Review, category: UUID) -> Line:
    found = next((line for line in lines_of(review.snapshot.body) if line.uid == str(category)), None)
    if found is None:
        raise NotPossible("no such category")
    return found


@transaction.atomic
def withdraw_dispute(*, dispute: Dispute, by: User, at: datetime | None = None) -> Dispute:
    dispute = _held(dispute)
    if by.pk != dispute.review.person_id:
        raise NotPossible("whoever asked takes it back")
    dispute.state = disputes.after(dispute.state, "withdraw")
    dispute.save(update_fields=["state"])
    audit(by=by, verb="second look taken back", subject=dispute, at=at)
    return dispute


def _held(dispute: Dispute) -> Dispute:
    rows = Dispute.objects.select_for_update(of=("self",)).select_related("review__snapshot", "review__person")
    return rows.get(pk=dispute.pk)


@transaction.atomic
def decide(*, dispute: Dispute, by: User, rating: int | None, answer: str, at: datetime | None = None) -> Dispute:
    """The rating as it is keeps the review; another one gives a corrected review. Raises NotPossible.

    Never by the first reviewer or the agent. The correction stays the first reviewer's review with one rating changed.
    """
    at = at or timezone.now()
    dispute = _held(dispute)
    line, standing = _line(dispute.review, dispute.category), review_queries.standing_version(dispute.review)
    if by.pk in (dispute.review.person_id, dispute.review.reviewer_id):
        raise NotPossible("somebody else decides")
    if not line.fits(rating) or not answer.strip():
        raise NotPossible("a rating of the scale, and a sentence")
    same = rating == standing.ratings.get(line.uid)
    dispute.state = disputes.after(dispute.state, "keep" if same else "change")
    dispute.rating, dispute.answer = rating, answer.strip()
    dispute.decided_by, dispute.decided_at = by, at
    dispute.save(update_fields=["state", "rating", "answer", "decided_by", "decided_at"])
    if not same:
        _correct(standing, line, rating, by, at)
    audit(by=by, verb="second look decided", subject=dispute, at=at, changed=not same)
    for person, reason in ((dispute.review.person, "yours"), (dispute.review.reviewer, "gave")):
        key = f"{DECIDED}:{dispute.pk}:{person.pk}"
        notify(person=person, kind=DECIDED, key=key, reason=reason, args={"dispute": dispute.pk}, at=at)
    return dispute


def _correct(standing: Review, line: Line, rating: int | None, by: User, at: datetime) -> None:
    Review.objects.filter(corrects=standing, submitted_at=None).delete()
    row = Review.objects.create(
        ticket=standing.ticket,
        person=standing.person,
        reviewer=standing.reviewer,
        snapshot=standing.snapshot,
        ratings={**standing.ratings, line.uid: rating},
        comment=standing.comment,
        details=standing.details,
        pins=standing.pins,
        corrects=standing,
        started_at=at,
    )
    submit_review(review=row, by=by, at=at, quietly=True)
