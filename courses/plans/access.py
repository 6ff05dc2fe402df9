"""Who may see and change what of plans. Gatekeepers return the object or raise 404."""

from uuid import UUID

from django.http import Http404

from lms.people import queries as people
from lms.people.access import is_administrator, person_led
from lms.people.models import User

from . import queries
from .models import PersonPlan, PersonStep


def guides(person: User, other: User) -> bool:
    """The lead of the other's team, a mentor in it, or an administrator; never of oneself."""
    if person == other:
        return False
    day = people.today_of(person)
    return is_administrator(person) or people.leads(person, other, day) or queries.mentors(person, other, day)


def leads(person: User, other: User) -> bool:
    """May give and take away plans."""
    return person != other and (is_administrator(person) or people.leads(person, other, people.today_of(person)))


def person_with_plan(person: User, uid: UUID) -> User:
    """Oneself, or somebody the person guides."""
    other = User.objects.filter(uid=uid, is_active=True).first()
    if other is None or not (other == person or guides(person, other)):
        raise Http404
    return other


def person_to_give(lead: User, uid: UUID) -> User:
    other = person_led(lead, uid)
    if not leads(lead, other) or not other.is_active:
        raise Http404
    return other


def plan_to_change(lead: User, pk: int) -> PersonPlan:
    plan = PersonPlan.objects.filter(pk=pk).select_related("person", "activity").first()
    if plan is None or not leads(lead, plan.person):
        raise Http404
    return plan


def step_to_change(person: User, pk: int) -> PersonStep:
    """A step of a plan that was not taken away, of somebody the person guides."""
    rows = PersonStep.objects.filter(pk=pk, plan__withdrawn_at__isnull=True)
    step = rows.select_related("plan__person", "activity").first()
    if step is None or not guides(person, step.plan.person):
        raise Http404
    return step


def step_to_sign(person: User, pk: int) -> PersonStep:
    step = step_to_change(person, pk)
    if not step.signed:
        raise Http404
    return step
