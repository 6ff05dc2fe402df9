"""What people said in their own words, for the author: each becomes another way to say a reply, or is dropped."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from . import actions, queries
from .models import OwnWords, Scenario
from .own_words_panel import spoken_at


def edit_url(scenario: Scenario) -> str:
    return reverse("wagtailsnippets_roleplays_scenario:edit", args=[scenario.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def own_words(request: HttpRequest, pk: int) -> HttpResponse:
    """All of a scenario that are not settled; one at a time is settled by a POST."""
    if not request.user.has_perm("roleplays.change_scenario"):
        raise PermissionDenied
    scenario = get_object_or_404(Scenario.objects.select_related("locale"), pk=pk)
    if request.method == "POST":
        _settle(request, scenario)
        return HttpResponseRedirect(reverse("roleplay_own_words", args=[pk]))
    context = {"scenario": scenario, "heard": spoken_at(scenario), "edit_url": edit_url(scenario)}
    return render(request, "roleplays/cms/own_words.html", context)


def _settle(request: HttpRequest, scenario: Scenario) -> None:
    number = request.POST.get("words", "")
    rows: Any = queries.unsettled(scenario).filter(pk=int(number) if number.isdecimal() else 0)
    words: OwnWords | None = rows.first()
    if words is None:
        raise Http404
    if "drop" in request.POST:
        actions.drop_words(words=words)
        messages.success(request, _("Dropped. The same words are not kept again here."))
        return
    by, choice = request.user, request.POST.get("choice", "")
    try:
        actions.take_up_words(words=words, scenario=scenario, choice_uid=choice, by=by)  # type: ignore[arg-type]
    except ValueError:
        messages.error(request, _("That reply is not there any more. Choose another one."))
    else:
        messages.success(request, _("Added to the draft as another way to say it. Publish it when you are done."))
