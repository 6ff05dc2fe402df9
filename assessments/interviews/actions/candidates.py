from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.interviews import queries
from assessments.interviews.models import Candidate, ErasureAct, Interviewing, Opening
from assessments.interviews.retention import delete_by
from lms.ops.actions import audit
from lms.people import queries as people
from lms.people.models import User


@transaction.atomic
def add_candidate(
    *,
    opening: Opening,
    given_name: str,
    consent_on: date,
    by: User,
    at: datetime | None = None,
    **fields: Any,
) -> Candidate:
    """With an interview for each interviewer of the opening. Raises ValidationError for a closed opening."""
    if opening.closed_at:
        raise ValidationError(_("This opening is closed. Open a new one first."))
    at = at or timezone.now()
    candidate = Candidate(opening=opening, given_name=given_name, consent_on=consent_on, added_by=by, added_at=at)
    for name, value in fields.items():
        setattr(candidate, name, value)
    candidate.full_clean()
    candidate.save()
    Interviewing.objects.bulk_create(
        Interviewing(candidate=candidate, interviewer=person) for person in opening.interviewers.order_by("pk")
    )
    audit(by=by, verb="candidate added", subject=candidate, at=at)
    return candidate


@transaction.atomic
def change_candidate(*, candidate: Candidate, by: User, at: datetime | None = None, **fields: Any) -> Candidate:
    """Their data and consents; the day of erasure follows from these."""
    for name, value in fields.items():
        setattr(candidate, name, value)
    candidate.full_clean()
    candidate.delete_on = erase_on(candidate)
    candidate.save(update_fields=[*fields, "delete_on"])
    audit(by=by, verb="candidate changed", subject=candidate, at=at, fields=sorted(fields))
    return candidate


def erase_on(candidate: Candidate) -> date | None:
    """By the company's country, from the day they were refused or withdrew; None in process and for who was hired."""
    if candidate.state not in (Candidate.State.REFUSED, Candidate.State.WITHDRAWN) or candidate.decided_at is None:
        return None
    ended = candidate.decided_at.astimezone(people.company_zone()).date()
    return delete_by(people.setting("company.country"), ended, in_pool=candidate.pool_consent_on is not None)


@transaction.atomic
def ask_interviewer(
    *,
    candidate: Candidate,
    interviewer: User,
    by: User,
    scheduled_at: datetime | None = None,
    at: datetime | None = None,
) -> Interviewing:
    """One more talks with the candidate. Raises ValidationError when that would not be independent any more."""
    if not candidate.is_open or candidate.panel_closed_at:
        raise ValidationError(_("Rating is over for this candidate, so nobody can be added."))
    row = Interviewing.objects.filter(candidate=candidate, interviewer=interviewer).first()
    if row and row.released_at:
        raise ValidationError(_("They were taken off this candidate, so they can no longer rate."))
    if row is None and queries.runs_hiring(interviewer) and queries.panel_is_open(candidate):
        raise ValidationError(_("They could already read the ratings of others. Ask somebody outside HR."))
    if row is None and queries.runs_hiring(interviewer) and queries.talk_is_done(candidate):
        raise ValidationError(_("They could already read how the candidate talked. Ask somebody outside HR."))
    row = row or Interviewing(candidate=candidate, interviewer=interviewer)
    row.scheduled_at = scheduled_at
    row.save()
    audit(by=by, verb="interviewer asked", subject=row, at=at)
    return row


@transaction.atomic
def plan_interview(
    *, interviewing: Interviewing, scheduled_at: datetime | None, by: User, at: datetime | None = None
) -> None:
    interviewing.scheduled_at = scheduled_at
    interviewing.save(update_fields=["scheduled_at"])
    audit(by=by, verb="interview planned", subject=interviewing, at=at)


@transaction.atomic
def release_interviewer(*, interviewing: Interviewing, by: User, at: datetime | None = None) -> None:
    """Takes no part any more and cannot come back. Raises ValidationError once they submitted: ratings stay."""
    if queries.submitted_of(interviewing):
        raise ValidationError(_("Their ratings are submitted and stay on the panel."))
    interviewing.released_at = at or timezone.now()
    interviewing.save(update_fields=["released_at"])
    audit(by=by, verb="interviewer released", subject=interviewing, at=at)


@transaction.atomic
def erase_candidate(
    *, candidate: Candidate, by: User | None, reason: str = ErasureAct.Reason.ASKED, at: datetime | None = None
) -> ErasureAct:
    """The row and everything said about them go; an act with a code and no name stays.

    Raises ValidationError for who was hired: they are a person of the company, to be forgotten as one.
    """
    if candidate.person_id:
        raise ValidationError(_("This candidate was hired. Forget the person instead; this goes with it."))
    act = note_erasure(candidate=candidate, reason=reason, at=at)
    audit(by=by, verb="candidate erased", subject=act, at=at, reason=reason)
    candidate.delete()
    return act


def note_erasure(*, candidate: models.Model, reason: str, at: datetime | None = None) -> ErasureAct:
    """The act alone, for when a hired person is forgotten."""
    assert isinstance(candidate, Candidate)  # noqa: S101  the registry of personal data knows models only
    return ErasureAct.objects.create(code=candidate.code, reason=reason, erased_at=at or timezone.now())


def erase_due(*, at: datetime | None = None) -> int:
    """Everybody whose term is over where the company is; how many. Beat runs it every hour."""
    at = at or timezone.now()
    due = list(queries.due_for_erasure(at.astimezone(people.company_zone()).date()))
    for candidate in due:
        erase_candidate(candidate=candidate, by=None, reason=ErasureAct.Reason.TERM, at=at)
    return len(due)
