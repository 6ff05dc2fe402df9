from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.people import access, actions, queries
from lms.people.access import SignedIn, administrators_only
from lms.people.forms import RosterForm, TeamForm
from lms.people.models import Roster

from .pages import bound, form_page


@administrators_only
@require_safe
def teams(request: SignedIn) -> HttpResponse:
    context = {"teams": queries.teams_counted(), "rosters": Roster.objects.all()}
    return render(request, "people/teams.html", context)


@administrators_only
def add_team(request: SignedIn) -> HttpResponse:
    def save(form: TeamForm) -> str:
        actions.create_team(by=request.user, **form.cleaned_data)
        return _("The team is added. Put people into it from their pages or with a list.")

    return form_page(
        request, bound(TeamForm, request), save, title=_("Add a team"), back=reverse("people_teams"), submit=_("Add")
    )


@administrators_only
def team(request: SignedIn, pk: int) -> HttpResponse:
    shown = access.open_team(pk)

    def save(form: TeamForm) -> str:
        actions.change_team(team=access.open_team(pk), by=request.user, **form.cleaned_data)
        return _("Saved.")

    form = bound(TeamForm, request, instance=shown)
    return form_page(request, form, save, title=_("Team"), back=reverse("people_teams"), submit=_("Save"))


@administrators_only
def add_roster(request: SignedIn) -> HttpResponse:
    def save(form: RosterForm) -> str:
        names = ("name_en", "name_ru", "kind", "observes_holidays")
        actions.create_roster(
            by=request.user, data=form.data_of_pattern, **{name: form.cleaned_data[name] for name in names}
        )
        return _("The roster is added. Choose it for a team or a person.")

    return form_page(
        request,
        bound(RosterForm, request),
        save,
        title=_("Add a roster"),
        lead=_("Fill in the week for a weekly roster, or the days of the cycle for shifts such as 2/2."),
        back=reverse("people_teams"),
        submit=_("Add"),
        template="people/roster.html",
    )
