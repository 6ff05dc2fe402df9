"""Who may open what in hiring, in one place. Gatekeepers return the object or raise 404.

HR runs openings. An interviewer sees their own interviews and nothing else. **Nobody, administrators included, reads
another's ratings or notes before submitting their own**; who does not rate reads them once all who do have submitted,
or HR has closed the panel. What a candidate's roleplay came to is read by whoever rates after submitting, too, and by
HR who does not rate. Administrators are not HR: without that role they see nothing here.
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpResponse

from lms.learning.models import GuestPass
from lms.people import access as people_access
from lms.people import queries as people
from lms.people.access import SignedIn, signed_in
from lms.people.models import RoleGrant, User

from . import queries
from .models import Candidate, Interviewing, Opening, Scorecard
from .room import ROOM

View = Callable[..., HttpResponse]


def is_hr(person: User) -> bool:
    return RoleGrant.Role.HR in people.company_roles(person)


hr_only = people_access.with_role(RoleGrant.Role.HR)


def takes_part(view: View) -> View:
    """For HR and for whoever has interviews; for others the page does not exist."""

    @wraps(view)
    @signed_in
    def guarded(request: SignedIn, *args: object, **kwargs: object) -> HttpResponse:
        if not (is_hr(request.user) or Interviewing.objects.filter(interviewer=request.user).exists()):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def opening(uid: UUID) -> Opening:
    """For pages only HR reaches."""
    found = Opening.objects.filter(uid=uid).select_related("team", "snapshot").first()
    if found is None:
        raise Http404
    return found


def opening_for_kit(person: User, uid: UUID) -> Opening:
    """Whose kit the person may print: HR any, an interviewer that of the openings they have interviews of."""
    found = opening(uid)
    own = Interviewing.objects.filter(interviewer=person, released_at__isnull=True, candidate__opening=found)
    if not (is_hr(person) or own.exists()):
        raise Http404
    return found


def candidate(uid: UUID) -> Candidate:
    """For pages only HR reaches."""
    found = _candidates().filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def interview_for_hr(uid: UUID) -> Interviewing:
    """Planning one; for pages only HR reaches. Ratings are not read from it."""
    found = Interviewing.objects.filter(uid=uid, released_at__isnull=True)
    row = found.select_related("candidate__opening", "interviewer").first()
    if row is None:
        raise Http404
    return row


def own_interview(person: User, uid: UUID) -> Interviewing:
    """The person's own, also after it was released: their notes stay theirs."""
    rows = Interviewing.objects.filter(uid=uid, interviewer=person)
    found = rows.select_related("candidate__opening__snapshot", "candidate__opening__team").first()
    if found is None:
        raise Http404
    return found


def candidate_for_panel(person: User, uid: UUID) -> Candidate:
    found = _candidates().filter(uid=uid).first()
    if found is None or not may_read_panel(person, found):
        raise Http404
    return found


def scorecard_to_read(person: User, uid: UUID) -> Scorecard:
    """One interviewer's submitted ratings: for themselves, and for whoever may read the panel."""
    row = Interviewing.objects.filter(uid=uid).select_related("candidate__opening__snapshot", "interviewer").first()
    found = queries.submitted_of(row) if row else None
    if row is None or found is None:
        raise Http404
    if row.interviewer_id != person.pk and (row.released_at or not may_read_panel(person, row.candidate)):
        raise Http404
    found.interviewing = row
    return found


def may_read_panel(person: User, candidate: Candidate) -> bool:
    """The rule of independence. A released interviewer never rates, so is as one who does not."""
    return may_read_both(person, candidate)[0]


def may_read_talks(person: User, candidate: Candidate) -> bool:
    """What the candidate's roleplays came to: it must sway no rating."""
    return may_read_both(person, candidate)[1]


def may_read_both(person: User, candidate: Candidate) -> tuple[bool, bool]:
    """The panel, and the roleplays: whoever rates both after submitting; HR who does not, the roleplays at once."""
    own = Interviewing.objects.filter(candidate=candidate, interviewer=person, released_at__isnull=True)
    rated = own.annotate(submitted=queries.has_submitted()).values_list("submitted", flat=True).first()
    if rated is not None:
        return rated, rated
    return is_hr(person) and queries.panel_is_open(candidate), is_hr(person)


def candidate_of(guest: GuestPass) -> Candidate | None:
    """Whom a link was made for."""
    return _candidates().filter(uid=guest.subject).first() if guest.room == ROOM else None


def talk_for_hr(uid: UUID) -> tuple[GuestPass, Candidate]:
    """For pages only HR reaches. What came of it is not read from it."""
    guest = GuestPass.objects.filter(uid=uid, room=ROOM).select_related("activity").first()
    found = candidate_of(guest) if guest else None
    if guest is None or found is None:
        raise Http404
    return guest, found


def may_invite(person: User, hired: User) -> bool:
    """Whether the invitation page of the new colleague opens to this person."""
    leads = people_access.is_administrator(person) or people.leads(person, hired, people.today_of(person))
    return leads and people_access.may_invite(person, hired)


def _candidates():  # type: ignore[no-untyped-def]
    return Candidate.objects.select_related("opening__snapshot", "opening__team", "person")
