"""Beside the form of a scenario: the drawing of what is in the form, and a trial of the draft. Neither writes."""

from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from wagtail.admin.views.generic.preview import PreviewOnCreate, PreviewOnEdit
from wagtail.snippets.views.snippets import CopyView

from .copying import copy_of
from .editing import proof_context
from .importing_views import FilesView
from .models import Scenario
from .trying import asked_for, trial_page

MOST_NODES = 300
MOST_STATES = 200_000  # while one types; saved, a talk is held against the checker's own bound


class RedrawView(PreviewOnEdit):
    """What the checker says of the form as it is now, and the talk as a drawing. The form comes as for a preview;
    without one, of what was saved."""

    http_method_names = ("get", "post")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return JsonResponse(drawn(self.object.variables, self.object.body))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form(request.POST)
        try:
            self.validate_form(form)
        except (KeyError, ValueError, TypeError):  # not what an editor's page sends
            form.is_bound = False
        if not form.is_bound:
            return HttpResponseBadRequest(gettext("This is not the form of a scenario."), content_type="text/plain")
        typed = form.cleaned_data
        if not {"variables", "body"} <= set(typed):
            told = gettext("Something in the talk cannot be saved as it stands, so the drawing waits.")
            return JsonResponse({"told": told})
        return JsonResponse(drawn(typed["variables"], typed["body"]))


def drawn(variables: Any, body: Any) -> dict[str, str]:
    if len(body) > MOST_NODES:
        return {"told": gettext("So many parts are drawn only when the page is opened anew.")}
    context = proof_context(SimpleNamespace(variables=variables, body=body), MOST_STATES)
    return {"html": render_to_string("roleplays/cms/_proof.html", context)}


class RedrawNewView(PreviewOnCreate, RedrawView):
    """The same before the scenario has been saved at all."""


class TryView(FilesView):
    """The draft as it was last saved, played without a run, a record or a figure. All steps are in the address."""

    permission_required = "change"
    page_title = gettext_lazy("Try it out")
    template_name = "roleplays/cms/try.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(Scenario.objects.select_related("locale", "latest_revision"), pk=pk)
        draft: Any = row.get_latest_revision_as_object()
        spoken = {True: gettext("yes"), False: gettext("no")}
        return self.page(
            scenario=draft,
            language=row.locale.language_code,
            saved_at=row.latest_revision.created_at if row.latest_revision else None,
            shown=trial_page(draft, asked_for(request.GET.dict()), spoken),
            edit_url=reverse(self.url("edit"), args=[pk]),
        )


class ScenarioCopyView(CopyView):
    """A new scenario with the words of this one as they were last edited. It is saved as any new one is."""

    def get_initial_form_instance(self) -> Scenario:
        original: Any = self.get_object()
        return copy_of(original.get_latest_revision_as_object())
