from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.interviews import queries
from assessments.interviews.kit import NOTES, SCORES, Question
from assessments.interviews.models import Candidate, Interviewing, Rating, Scorecard
from lms.ops.actions import audit


@transaction.atomic
def begin(*, interviewing: Interviewing, at: datetime | None = None) -> Scorecard:
    """The draft to write in: the one there is, else a new one; after a submit a copy, which is the next version."""
    _refuse_when_over(interviewing)
    draft = queries.draft_of(interviewing)
    if draft:
        return draft
    last, at = queries.submitted_of(interviewing), at or timezone.now()
    version = last.version + 1 if last else 1
    draft = Scorecard.objects.create(interviewing=interviewing, version=version, started_at=at)
    Rating.objects.bulk_create(_copy(row, draft) for row in (last.ratings.all() if last else ()))
    audit(by=interviewing.interviewer, verb="interview begun", subject=draft, at=at)
    return draft


def _copy(row: Rating, draft: Scorecard) -> Rating:
    return Rating(scorecard=draft, question=row.question, score=row.score, saved_at=row.saved_at, **row.notes)


@transaction.atomic
def save_rating(
    *,
    interviewing: Interviewing,
    question: Question,
    score: int | None,
    notes: Mapping[str, str],
    at: datetime | None = None,
) -> Rating:
    """One question of the draft, as it is now. Raises ValidationError for a rating outside 1–5 and when it is over."""
    if score is not None and score not in SCORES:
        raise ValidationError(_("Choose a rating from 1 to 5."))
    draft, at = begin(interviewing=interviewing, at=at), at or timezone.now()
    values: dict[str, Any] = {name: notes.get(name, "").strip() for name in NOTES}
    values |= {"score": score, "saved_at": at}
    row, _created = Rating.objects.update_or_create(scorecard=draft, question=question.uid, defaults=values)
    return row


@transaction.atomic
def submit(*, interviewing: Interviewing, incomplete: bool = False, at: datetime | None = None) -> Scorecard:
    """The draft becomes the version that counts; without a draft nothing happens to the one there is.

    Raises ValidationError while questions have no rating, unless `incomplete` says that they were not asked.
    """
    _refuse_when_over(interviewing)
    draft, at = queries.draft_of(interviewing), at or timezone.now()
    if draft is None:
        return _submitted_or_refuse(interviewing)
    missing = unrated(interviewing, draft)
    if missing and (not incomplete or len(missing) == len(interviewing.candidate.opening.kit.questions)):
        raise ValidationError(_missing(missing))
    draft.submitted_at = at
    draft.save(update_fields=["submitted_at"])
    audit(by=interviewing.interviewer, verb="ratings submitted", subject=draft, at=at, version=draft.version)
    return draft


def unrated(interviewing: Interviewing, draft: Scorecard | None) -> list[Question]:
    rated = {uid for uid, row in queries.by_question(draft).items() if row.score is not None}
    return [question for question in interviewing.candidate.opening.kit.questions if question.uid not in rated]


def _missing(questions: list[Question]) -> str:
    numbers = ", ".join(str(question.number) for question in questions)
    return ngettext(
        "Question %(numbers)s has no rating yet. Rate it, or say that it was not asked.",
        "Questions %(numbers)s have no rating yet. Rate them, or say that they were not asked.",
        len(questions),
    ) % {"numbers": numbers}


def _submitted_or_refuse(interviewing: Interviewing) -> Scorecard:
    found = queries.submitted_of(interviewing)
    if found is None:
        raise ValidationError(_("There is nothing to submit yet. Begin with the first question."))
    return found


def _refuse_when_over(interviewing: Interviewing) -> None:
    """Locks the candidate, so that a panel is not closed between the question and the answer."""
    candidate = Candidate.objects.select_for_update().get(pk=interviewing.candidate_id)
    interviewing.refresh_from_db(fields=["released_at"])
    if interviewing.released_at or candidate.panel_closed_at or not candidate.is_open:
        raise ValidationError(_("Rating is over for this candidate. Your notes stay as they were."))
