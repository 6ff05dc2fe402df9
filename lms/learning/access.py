"""Who may see and change what in this room. Gatekeepers return the object or raise 404."""

from uuid import UUID

from django.http import Http404

from lms.people import queries as people
from lms.people.access import is_administrator
from lms.people.models import User

from .models import Assignment, Certificate


def may_see(person: User, other: User) -> bool:
    """Oneself, people of teams one leads today, everybody for an administrator."""
    return other == person or is_administrator(person) or people.leads(person, other, people.today_of(person))


def certificate(person: User, uid: UUID) -> Certificate:
    found = Certificate.objects.filter(uid=uid).select_related("person", "file", "job").first()
    if found is None or not may_see(person, found.person):
        raise Http404
    return found


def learner_for_lead(person: User, uid: UUID) -> User:
    """Somebody the person leads today, or anybody for an administrator."""
    other = User.objects.filter(uid=uid, is_active=True).first()
    if other is None or not (is_administrator(person) or people.leads(person, other, people.today_of(person))):
        raise Http404
    return other


def assignment_for_lead(person: User, pk: int) -> Assignment:
    """One given to a team the person leads, or to somebody in it; any for an administrator."""
    found = Assignment.objects.filter(pk=pk).select_related("person", "team", "activity").first()
    if found is None or not (is_administrator(person) or _leads(person, found)):
        raise Http404
    return found


def _leads(person: User, assignment: Assignment) -> bool:
    day = people.today_of(person)
    if assignment.team:
        return people.teams_led_by(person, day).filter(pk=assignment.team.pk).exists()
    return bool(assignment.person and people.leads(person, assignment.person, day))
