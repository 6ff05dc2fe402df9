from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.learning import pages
from lms.people import access as people_access
from lms.people import queries as people
from lms.people.access import managers_only, signed_in
from lms.people.models import User


@require_safe
@signed_in
def skills(request: HttpRequest) -> HttpResponse:
    return _skills(request, request.user)


@require_safe
@signed_in
def skills_of(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Somebody else's, for their lead: with numbers and their usual range."""
    return _skills(request, people_access.person_for_lead(request.user, uid))


def _skills(request: HttpRequest, person: User) -> HttpResponse:
    day = people.today_of(person)
    context = {
        "shown": person,
        "own": person == request.user,
        "groups": pages.skill_groups(person, day),
        "columns": pages.counted_columns(),
    }
    return render(request, "learning/skills.html", context)


@require_safe
@managers_only
def team_skills(request: HttpRequest, pk: int) -> HttpResponse:
    team = people_access.team_for_manager(request.user, pk)
    day = people.today_of(request.user)
    members = people.members_on([team], day)
    return render(request, "learning/team_skills.html", {"team": team, "heat": pages.heat(members, day)})
