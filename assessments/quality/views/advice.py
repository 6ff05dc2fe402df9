from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.quality import access, actions
from lms.people.access import signed_in
from lms.ui.toasts import say


@require_POST
@signed_in
def advice(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the practice, or say that it is not needed."""
    found = access.advice_for_lead(request.user, pk)
    if "close" in request.POST:
        actions.close_advice(advice=found, by=request.user)
        say(request, _("Set aside for four weeks."))
    else:
        actions.ask_practice(advice=found, by=request.user)
        say(request, _("%(name)s sees it on Today.") % {"name": found.person.get_short_name()})
    after = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(after, allowed_hosts=None)
    return redirect(after if safe and after else reverse("quality_person", args=[found.person.uid]))


@require_POST
@signed_in
def loop(request: HttpRequest, pk: int) -> HttpResponse:
    """The rule of a team: practice is proposed to the lead, or asked for by itself."""
    team = access.team_led(request.user, pk)
    actions.set_loop(team=team, itself=request.POST.get("itself") == "yes", by=request.user)
    say(request, _("Saved."))
    return redirect("quality_team", team.pk)
