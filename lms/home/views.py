from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lms.people import queries as people
from lms.people.access import managers_only, signed_in, team_for_manager
from lms.people.working import calendars_of

from . import queries
from .panels import TeamDay, Today, shown, team_panels, today_panels


@require_safe
@signed_in
def today(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    day = people.today_of(request.user, now)
    subject = Today(request.user, day, now, (get_language() or "en")[:2])
    slots = shown(today_panels(), subject)
    return render(request, "home/today.html", {"day": day, "now": now, "slots": slots, "today": subject})


@require_safe
@managers_only
def teams(request: HttpRequest) -> HttpResponse:
    """The lead's team; a choice where there are several."""
    found = list(queries.teams_to_choose(request.user))
    if len(found) == 1:
        return HttpResponseRedirect(reverse("team", args=[found[0].pk]))
    return render(request, "home/teams.html", {"teams": found})


@require_safe
@managers_only
def team(request: HttpRequest, pk: int) -> HttpResponse:
    team = team_for_manager(request.user, pk)
    now = timezone.now()
    day = people.today_of(request.user, now)
    members = list(people.members_on([team], day))
    subject = TeamDay(request.user, team, day, now, (get_language() or "en")[:2], members, calendars_of(members))
    slots = shown(team_panels(), subject)
    context = {"team": team, "day": day, "members": members, "slots": slots, "on_shift": subject.on_shift}
    context["teams"] = list(queries.teams_to_choose(request.user))
    return render(request, "home/team.html", context)
