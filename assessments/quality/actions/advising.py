"""The loop: what was low twice in a row is practised, and the reviews after that are told on the same card."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.quality import queries
from assessments.quality.models import Advice, Review
from assessments.quality.queries.advice import COOL_DOWN, assigns_itself, last_percents, later_percents, recent_advice
from assessments.quality.scorecards import Line, lines_of
from assessments.quality.scoring import CRITICAL_PASS
from lms.learning.actions import assign
from lms.learning.models import Assignment
from lms.ops.actions import audit
from lms.people.models import User

DUE = timedelta(days=14)


@transaction.atomic
def follow_review(*, review: Review) -> list[Advice]:
    """What a review given (or corrected) means for practice: new advice, and news on the cards there are."""
    recent = list(recent_advice(review.person, review.reviewed_on - COOL_DOWN if review.reviewed_on else None))
    for row in recent:
        _tell(row)
    known = {row.category for row in recent}
    low = [line for line in lines_of(review.snapshot.body) if _low(review.percents.get(line.uid))]
    lines = [line for line in low if line.skills and line.uid not in known]
    return [made for line in _twice(review, lines) if (made := _advise(review, line)) is not None]


def _low(percent: float | None) -> bool:
    return percent is not None and percent < CRITICAL_PASS


def _twice(review: Review, lines: list[Line]) -> Iterable[Line]:
    """Those whose two latest reviews were both low."""
    if not lines:
        return []
    rated = last_percents(review.person, [line.uid for line in lines])
    return [line for line in lines if len(rated[line.uid]) == 2 and all(map(_low, rated[line.uid]))]


def _advise(review: Review, line: Line) -> Advice | None:
    """None when nothing trains the skill."""
    skills = {skill.slug: skill for skill in queries.skills_named(line.skills)}
    skill = next((skills[slug] for slug in line.skills if slug in skills), None)
    practice = queries.practice_for([skill.slug], most=1) if skill else []
    if skill is None or not practice or review.reviewed_on is None or review.submitted_at is None:
        return None
    row = Advice.objects.create(
        person=review.person,
        category=line.uid,
        title=line.title,
        skill=skill,
        activity=practice[0],
        review=review,
        at=review.submitted_at,
        on=review.reviewed_on,
        due_on=review.reviewed_on + DUE,
    )
    if assigns_itself(review.person, review.reviewed_on):
        ask_practice(advice=row, by=None, at=review.submitted_at)
    return row


def _tell(row: Advice) -> None:
    percents = later_percents(row)
    later, good = len(percents), sum(not _low(percent) for percent in percents)
    if (later, good) != (row.later, row.later_good):
        row.later, row.later_good = later, good
        row.save(update_fields=["later", "later_good"])


@transaction.atomic
def ask_practice(*, advice: Advice, by: User | None, at: datetime | None = None) -> Assignment:
    """The lead asks for it with one press (`by` None: the team's rule did). Twice is once."""
    advice = Advice.objects.select_for_update(of=("self",)).select_related("person", "activity").get(pk=advice.pk)
    if advice.assignment:
        return advice.assignment
    reason = _("“%(category)s” was low in two ticket reviews in a row.") % {"category": advice.title}
    given = assign(
        activity=advice.activity, person=advice.person, due_on=advice.due_on, reason=reason[:200], by=by, at=at
    )
    advice.assignment = given
    advice.save(update_fields=["assignment"])
    return given


@transaction.atomic
def close_advice(*, advice: Advice, by: User, at: datetime | None = None) -> None:
    """Not needed: it goes from the lead's page, and does not come back for four weeks."""
    at = at or timezone.now()
    if Advice.objects.filter(pk=advice.pk, closed_at__isnull=True).update(closed_at=at):
        audit(by=by, verb="practice advice set aside", subject=advice, at=at)
