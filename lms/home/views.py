from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from lms.people import queries as people
from lms.people.access import managers_only, signed_in, team_for_manager
from lms.people.working import calendars_of

from . import queries
from .panels import Panel, TeamDay, Today, one_of, shown, team_panels, today_panels


@require_safe
@signed_in
def today(request: HttpRequest) -> HttpResponse:
    subject = _today(request)
    slots = shown(today_panels(), subject)
    return render(
        request, "home/today.html", {"day": subject.day, "now": subject.now, "slots": slots, "today": subject}
    )


@require_safe
@signed_in
def today_panel(request: HttpRequest, name: str) -> HttpResponse:
    """A panel that comes after the page; without a script, a page of its own."""
    return _one(request, today_panels(), name, _today(request), {"back": reverse("today"), "title": gettext("Today")})


def _one(request: HttpRequest, panels: list[Panel], name: str, subject: Today | TeamDay, place: dict) -> HttpResponse:
    try:
        panel = one_of(panels, name, subject)
    except LookupError as error:
        raise Http404 from error
    return render(request, "home/_panel.html" if request.htmx else "home/panel.html", {"panel": panel, **place})


def _today(request: HttpRequest) -> Today:
    now = timezone.now()
    return Today(request.user, people.today_of(request.user, now), now, (get_language() or "en")[:2])


@require_safe
@managers_only
def teams(request: HttpRequest) -> HttpResponse:
    """The lead's team; a choice where there are several."""
    found = queries.teams_to_choose(request.user)
    if len(found) == 1:
        return HttpResponseRedirect(reverse("team", args=[found[0].pk]))
    return render(request, "home/teams.html", {"teams": found})


@require_safe
@managers_only
def team(request: HttpRequest, pk: int) -> HttpResponse:
    subject = _team_day(request, pk)
    slots = shown(team_panels(), subject)
    context = {"team": subject.team, "day": subject.day, "members": subject.people, "slots": slots}
    context |= {"on_shift": subject.on_shift, "teams": queries.teams_to_choose(request.user)}
    return render(request, "home/team.html", context)


@require_safe
@managers_only
def team_panel(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A panel that comes after the page; without a script, a page of its own."""
    subject = _team_day(request, pk)
    place = {"back": reverse("team", args=[pk]), "title": gettext("Team %(name)s") % {"name": subject.team.name}}
    return _one(request, team_panels(), name, subject, place)


def _team_day(request: HttpRequest, pk: int) -> TeamDay:
    team = team_for_manager(request.user, pk)
    now = timezone.now()
    day = people.today_of(request.user, now)
    members = list(people.members_on([team], day))
    return TeamDay(request.user, team, day, now, (get_language() or "en")[:2], members, calendars_of(members))
