from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.quality import access, pages, queries, review_queries
from assessments.quality.queries.advice import LOOP
from assessments.quality.queries.repeats import THREE_DAYS, WEEK, repeats_by_topic
from assessments.quality.scoring import NORMS, metric_score
from lms.people import queries as people
from lms.people.access import signed_in
from lms.people.models import User

from .common import language, learns, months, tabs, teams_of


@require_safe
@signed_in
def quality(request: HttpRequest) -> HttpResponse:
    """One's own quality; for whoever has no tickets of their own the first page they need."""
    if not learns(request.user) and (instead := _instead(request)):
        return HttpResponseRedirect(instead)
    return _person(request, request.user)


def _instead(request: HttpRequest) -> str:
    if access.reviews(request.user):
        return reverse("quality_reviews")
    teams = teams_of(request)
    if len(teams) == 1:
        return reverse("quality_team", args=[teams[0].pk])
    return reverse("quality_teams") if teams else ""


@require_safe
@signed_in
def person(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Somebody else's, with numbers and their usual range."""
    shown = access.person_seen(request.user, uid)
    return HttpResponseRedirect(reverse("quality")) if shown == request.user else _person(request, shown)


def _person(request: HttpRequest, shown: User) -> HttpResponse:
    own = shown == request.user
    page = pages.person_page(shown, queries.company_today(), language())
    context = {"page": page, "shown": shown, "own": own, "tabs": tabs(request, "own" if own else "team")}
    if own:
        context["to_look_at"] = list(review_queries.to_look_at(shown))
    return render(request, "quality/person.html", context)


@require_safe
@signed_in
def teams(request: HttpRequest) -> HttpResponse:
    found = teams_of(request)
    if not found:
        raise Http404
    return render(request, "quality/teams.html", {"teams": found, "tabs": tabs(request, "team")})


@require_safe
@signed_in
def team(request: HttpRequest, pk: int) -> HttpResponse:
    team = access.team(teams_of(request), pk)
    today = queries.company_today()
    month, choice = months(request)
    members = list(people.members_on([team], today))
    context: dict[str, Any] = {"team": team, "month": month, "months": choice, "tabs": tabs(request, "team")}
    rule = people.settings_on(today)[LOOP].get(str(team.pk))
    context |= {"itself": rule == "assign", "may_rule": access.may_rule(request.user, team)}
    context |= pages.team_page(team, members, month[0], language(), today)
    return render(request, "quality/team.html", context)


@require_safe
@signed_in
def repeats(request: HttpRequest, pk: int) -> HttpResponse:
    """How often customers of a team had to ask again, by topic."""
    team = access.team(teams_of(request), pk)
    month, choice = months(request)
    hours = THREE_DAYS if request.GET.get("hours") == str(THREE_DAYS) else WEEK
    rows = repeats_by_topic(team, month[0], hours)
    again, total = sum(row.again for row in rows), sum(row.tickets for row in rows)
    share = again / total if total else 0.0
    context = {"team": team, "month": month, "months": choice, "hours": hours, "rows": rows, "again": again}
    context |= {"total": total, "percent": f"{round(100 * share)}\N{NO-BREAK SPACE}%"}
    context |= {"score": metric_score(share, NORMS["repeat_contact"]), "tabs": tabs(request, "team")}
    return render(request, "quality/repeats.html", context)
