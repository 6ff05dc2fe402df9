"""How quality is counted: norms, weights, what is in time, working hours of teams. Each from a day on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.quality import access, actions, queries
from assessments.quality.queries.hours import HOURS
from assessments.quality.rule_forms import HoursForm, RulesForm
from lms.people import queries as people
from lms.people.access import administrators_only
from lms.people.models import Team
from lms.ui.toasts import say

from .common import tabs


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    today = queries.company_today()
    values = people.settings_on(today)
    form = RulesForm(request.POST if request.method == "POST" else None, values=values, today=today)
    if request.method == "POST" and form.is_valid():
        changed = actions.set_rules(
            values=form.changed_values, by=request.user, valid_from=form.cleaned_data["valid_from"]
        )
        say(request, _("Saved.") if changed else _("Everything stays as it was."))
        return redirect("quality_rules")
    hours = values[HOURS]
    teams = [(team, hours.get(str(team.pk))) for team in Team.objects.filter(closed_on__isnull=True)]
    context = {"form": form, "teams": teams, "tabs": tabs(request, "rules")}
    return render(request, "quality/rules.html", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest, pk: int) -> HttpResponse:
    team, today = access.any_team(pk), queries.company_today()
    held = people.settings_on(today)[HOURS].get(str(team.pk))
    form = HoursForm(request.POST if request.method == "POST" else None, hours=held, today=today)
    if request.method == "POST" and form.is_valid():
        actions.set_hours(team=team, hours=form.hours, by=request.user, valid_from=form.cleaned_data["valid_from"])
        say(request, _("Saved. Tickets from that day on are timed anew."))
        return redirect("quality_rules")
    return render(request, "quality/hours.html", {"team": team, "form": form, "tabs": tabs(request, "rules")})
