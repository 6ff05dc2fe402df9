"""Who may see what about people, in one place. Gatekeepers return the object or raise 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from . import queries
from .models import DayOff, Membership, RoleGrant, Swap, Team, User

View = Callable[..., HttpResponse]
Found = TypeVar("Found")


class SignedIn(HttpRequest):
    """For annotations: a request that has passed one of these gatekeepers."""

    user: User
    htmx: HtmxDetails


def signed_in(view: View) -> View:
    return login_required(view)


def with_role(*roles: str) -> Callable[[View], View]:
    """Only for people with one of these company roles; for others the page does not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
            if not queries.company_roles(request.user).intersection(roles):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


administrators_only = with_role(RoleGrant.Role.ADMINISTRATOR)


def managers_only(view: View) -> View:
    @wraps(view)
    @login_required
    def guarded(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (queries.is_manager(request.user) or is_administrator(request.user)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def is_administrator(person: User) -> bool:
    return RoleGrant.Role.ADMINISTRATOR in queries.company_roles(person)


def team_for_manager(person: User, pk: int) -> Team:
    """A team the person leads; any team for an administrator."""
    if is_administrator(person):
        return _or_404(Team.objects.filter(closed_on__isnull=True, pk=pk).first())
    return _or_404(next((team for team in queries.teams_led_now(person) if team.pk == pk), None))


def person_for_lead(person: User, uid: UUID) -> User:
    """Somebody in a team the person leads, or anybody for an administrator; oneself too."""
    other = User.objects.filter(uid=uid, forgotten_at__isnull=True).first()
    if other is None:
        raise Http404
    if other == person or is_administrator(person) or queries.leads(person, other, queries.today_of(person)):
        return other
    raise Http404


def person_led(lead: User, uid: UUID) -> User:
    """Somebody the person may act for: led by them, or anybody for an administrator. Not oneself as a manager."""
    other = person_for_lead(lead, uid)
    if other == lead and not is_administrator(lead):
        raise Http404
    return other


def person_to_invite(lead: User, uid: UUID) -> User:
    """A way in for somebody who sees other people's data is an administrator's to give, and nobody invites
    themselves: a second one could be passed on."""
    other = person_led(lead, uid)
    if not may_invite(lead, other):
        raise Http404
    return other


def may_invite(lead: User, other: User) -> bool:
    """Of somebody the lead may act for."""
    return other != lead and other.is_active and (is_administrator(lead) or not queries.is_privileged(other))


def any_person(uid: UUID) -> User:
    """For pages only administrators reach."""
    return _or_404(User.objects.filter(uid=uid, forgotten_at__isnull=True).first())


def membership_of(person: User, pk: int) -> Membership:
    return _or_404(person.memberships.filter(pk=pk, until__isnull=True).first())


def grant_of(person: User, pk: int) -> RoleGrant:
    return _or_404(person.role_grants.filter(pk=pk, until__isnull=True).first())


def leave_of(person: User, pk: int) -> DayOff:
    return _or_404(person.days_off.filter(pk=pk).first())


def swap_of(person: User, pk: int) -> Swap:
    return _or_404(person.swaps.filter(pk=pk).first())


def open_team(pk: int) -> Team:
    return _or_404(Team.objects.filter(pk=pk, closed_on__isnull=True).first())


def _or_404(found: Found | None) -> Found:
    if found is None:
        raise Http404
    return found
