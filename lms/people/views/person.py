"""One person's page, for administrators and for whoever leads them, and what is done from it."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.people import access, actions, queries, working
from lms.people.access import SignedIn, administrators_only, signed_in
from lms.people.forms import LastDayForm, PersonForm, RoleForm, TeamPlaceForm
from lms.people.models import Membership, RoleGrant, User
from lms.ui.toasts import say

from .pages import bound, form_page, tried

AHEAD = 7


def home_of(person: User) -> str:
    return reverse("person", args=[person.uid])


@signed_in
@require_safe
def person(request: SignedIn, uid: UUID) -> HttpResponse:
    shown = access.person_for_lead(request.user, uid)
    administrator = access.is_administrator(request.user)
    if shown == request.user and not administrator:
        return redirect("me")
    today = queries.today_of(shown)
    context = {
        "person": shown,
        "administrator": administrator,
        "may_invite": access.may_invite(request.user, shown),
        "today": today,
        "grants": shown.role_grants.filter(until__isnull=True),
        "outlook": working.outlook(shown, today, AHEAD),
        "invitation": shown.invitations.first(),
        "zone": queries.zone_of(shown).key,
    }
    return render(request, "people/person.html", context)


@administrators_only
def edit_person(request: SignedIn, uid: UUID) -> HttpResponse:
    shown = access.any_person(uid)

    def save(form: PersonForm) -> str:
        fresh = access.any_person(uid)
        actions.change_person(person=fresh, by=request.user, **form.cleaned_data)
        return _("Saved.")

    form = bound(PersonForm, request, instance=shown)
    return form_page(request, form, save, title=_("Data of the person"), back=home_of(shown), submit=_("Save"))


@administrators_only
def end_employment(request: SignedIn, uid: UUID) -> HttpResponse:
    shown = access.any_person(uid)

    def save(form: LastDayForm) -> str:
        actions.leave_company(person=shown, last_day=form.cleaned_data["last_day"], by=request.user)
        return _("The last day is noted. Teams end with it; what was learned stays.")

    form = bound(LastDayForm, request, person=shown, initial={"last_day": queries.today_of(shown)})
    return form_page(
        request,
        form,
        save,
        title=_("End employment"),
        lead=_("From the day after, the person cannot sign in. Company roles end at once."),
        back=home_of(shown),
        submit=_("Note the last day"),
        danger=True,
    )


@administrators_only
@require_POST
def let_return(request: SignedIn, uid: UUID) -> HttpResponse:
    shown = access.any_person(uid)
    actions.come_back(person=shown, by=request.user)
    say(request, _("The person may sign in again. Add them to a team."))
    return redirect(home_of(shown))


@administrators_only
def place_in_team(request: SignedIn, uid: UUID) -> HttpResponse:
    shown = access.any_person(uid)

    def save(form: TeamPlaceForm) -> str:
        values = form.cleaned_data
        others = shown.memberships.filter(until__isnull=True).exclude(team=values["team"])
        for row in others if values["move"] else ():
            last = max(values["since"] - timedelta(days=1), row.since)
            actions.leave_team(membership=row, until=last, by=request.user)
        actions.join_team(
            person=shown, team=values["team"], role=values["role"], since=values["since"], by=request.user
        )
        return _("The team is noted.")

    form = bound(TeamPlaceForm, request, initial={"since": queries.today_of(shown)})
    return form_page(request, form, save, title=_("Team and role"), back=home_of(shown), submit=_("Save"))


@administrators_only
@require_POST
def end_membership(request: SignedIn, uid: UUID, pk: int) -> HttpResponse:
    shown = access.any_person(uid)
    row: Membership = access.membership_of(shown, pk)
    actions.leave_team(membership=row, until=max(queries.today_of(shown), row.since), by=request.user)
    say(request, _("Today is the last day in the team."))
    return redirect(home_of(shown))


@administrators_only
def give_role(request: SignedIn, uid: UUID) -> HttpResponse:
    shown = access.any_person(uid)

    def save(form: RoleForm) -> str:
        actions.grant_role(person=shown, role=form.cleaned_data["role"], by=request.user)
        return _("The role is given.")

    return form_page(
        request,
        bound(RoleForm, request),
        save,
        title=_("Give a company role"),
        lead=_("Roles show other people's data, so a second step at sign-in is asked for."),
        back=home_of(shown),
        submit=_("Give the role"),
    )


@administrators_only
@require_POST
def take_role(request: SignedIn, uid: UUID, pk: int) -> HttpResponse:
    shown = access.any_person(uid)
    grant: RoleGrant = access.grant_of(shown, pk)
    return tried(
        request,
        lambda: actions.end_role(grant=grant, by=request.user),
        _("The role has ended."),
        back=home_of(shown),
    )


@administrators_only
def forget(request: SignedIn, uid: UUID) -> HttpResponse:
    """Asks once, in plain words; the box is the answer."""
    shown = access.any_person(uid)
    if request.method != "POST":
        return render(request, "people/forget.html", {"person": shown, "back": home_of(shown)})
    return tried(
        request,
        lambda: actions.forget_person(person=shown, by=request.user),
        _("The person is forgotten."),
        back=home_of(shown),
        then=reverse("people"),
    )
