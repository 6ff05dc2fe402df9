from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.interviews import queries
from assessments.interviews.models import Candidate
from assessments.interviews.signals import candidate_hired
from lms.ops.actions import audit
from lms.people.actions import create_person, join_team
from lms.people.models import Membership, Team, User

from .candidates import erase_on
from .talks import close_talks


@transaction.atomic
def close_panel(*, candidate: Candidate, by: User | None, at: datetime | None = None) -> int:
    """Rating is over: who has not submitted takes no part, now or later. Returns how many those are. Twice is once."""
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk)
    if candidate.panel_closed_at:
        return 0
    at = at or timezone.now()
    late = list(queries.still_to_submit(candidate).values_list("pk", flat=True))
    candidate.interviews.filter(pk__in=late).update(released_at=at)
    candidate.panel_closed_at = at
    candidate.save(update_fields=["panel_closed_at"])
    audit(by=by, verb="panel closed", subject=candidate, at=at, without=late)
    return len(late)


@transaction.atomic
def refuse(*, candidate: Candidate, reason: str, by: User, at: datetime | None = None) -> Candidate:
    """Raises ValidationError without a reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Write the reason: it is what you can tell the candidate.")})
    return _end(candidate, Candidate.State.REFUSED, by, at, reason.strip())


@transaction.atomic
def withdraw(*, candidate: Candidate, by: User, at: datetime | None = None) -> Candidate:
    """The candidate does not want the place any more."""
    return _end(candidate, Candidate.State.WITHDRAWN, by, at)


@transaction.atomic
def hire(
    *,
    candidate: Candidate,
    username: str,
    started_on: date,
    team: Team,
    by: User,
    at: datetime | None = None,
) -> User:
    """The candidate becomes a person of the company, in the team from `started_on`; `candidate_hired` is announced.

    Raises ValidationError when the ratings are not in yet, when a decision stands, or for a taken name or address.
    """
    at = at or timezone.now()
    if not queries.panel_is_open(candidate):
        raise ValidationError(_("Not all ratings are in. Wait for them, or close the panel first."))
    result = queries.result_of(candidate.opening.kit, queries.counted_scorecards(candidate))
    skills = queries.skills_to_start_with(candidate.opening.kit, result)
    hired = _end(candidate, Candidate.State.HIRED, by, at)
    person = create_person(
        username=username,
        family_name=hired.family_name,
        given_name=hired.given_name,
        patronymic=hired.patronymic,
        email=hired.email,
        phone=hired.phone,
        started_on=started_on,
        by=by,
        at=at,
    )
    join_team(person=person, team=team, role=Membership.Role.MEMBER, since=started_on, by=by, at=at)
    hired.person = person
    hired.save(update_fields=["person"])
    candidate_hired.send(sender=Candidate, person=person, team=team, skills=skills, by=by, at=at)
    return person


def _end(candidate: Candidate, state: str, by: User, at: datetime | None, reason: str = "") -> Candidate:
    at = at or timezone.now()
    close_panel(candidate=candidate, by=by, at=at)
    found = Candidate.objects.select_related("opening__snapshot", "opening__team").get(pk=candidate.pk)
    if not found.is_open:
        raise ValidationError(_("A decision about this candidate stands already."))
    found.state, found.reason, found.decided_by, found.decided_at = state, reason, by, at
    found.delete_on = erase_on(found)
    found.save(update_fields=["state", "reason", "decided_by", "decided_at", "delete_on"])
    close_talks(candidate=found, by=by, at=at)
    audit(by=by, verb="candidate decided", subject=found, at=at, state=str(state))
    return found
