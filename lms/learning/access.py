"""Who may see and change what in this room. Gatekeepers return the object or raise 404."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from lms.people import queries as people
from lms.people.access import is_administrator
from lms.people.models import Membership, RoleGrant, Team, User

from .models import Assignment, Certificate

WHO_WRITE_AND_REVIEW = frozenset({RoleGrant.Role.ADMINISTRATOR, RoleGrant.Role.EDITOR, RoleGrant.Role.QA})
WHO_SEE_EVERYBODY = frozenset({RoleGrant.Role.ADMINISTRATOR, RoleGrant.Role.QA})


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


def looked_at(person: User) -> "QuerySet[User] | None":
    """Whose practice counts where it is looked at as a whole: for an administrator, an editor or a quality reviewer
    everybody's (None), for a lead their people's. For others there is no such page."""
    if people.company_roles(person) & WHO_WRITE_AND_REVIEW:
        return None
    if not people.is_manager(person):
        raise Http404
    return people_led_by(person)


def may_look(person: User) -> bool:
    return bool(people.company_roles(person) & WHO_WRITE_AND_REVIEW) or people.is_manager(person)


def may_know_who(person: User) -> bool:
    """Of those `looked_at`: an editor sees how it goes, not whose it is."""
    everybody = people.company_roles(person)
    return bool(everybody & WHO_SEE_EVERYBODY) or not everybody & WHO_WRITE_AND_REVIEW


def may_open_people(person: User) -> bool:
    """Of those `looked_at`: whether each of them may be opened too (`may_see`)."""
    return is_administrator(person) or not people.company_roles(person) & WHO_WRITE_AND_REVIEW


def teams_looked_at(person: User) -> list[Team]:
    """The teams one may narrow such a page to."""
    if people.company_roles(person) & WHO_WRITE_AND_REVIEW:
        return list(Team.objects.filter(closed_on__isnull=True).order_by("name"))
    return people.teams_led_now(person)


def people_led_by(person: User) -> "QuerySet[User]":
    day = people.today_of(person)
    rows = Membership.objects.filter(people.on(day), team__in=people.teams_led_by(person, day)).exclude(person=person)
    return User.objects.filter(pk__in=rows.values("person"))
