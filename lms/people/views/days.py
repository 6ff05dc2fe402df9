"""Rosters, leave and swaps of one person: entered by whoever leads them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.people import access, actions, queries
from lms.people.access import SignedIn, administrators_only, managers_only
from lms.people.forms import LeaveForm, RosterPlaceForm, SwapForm
from lms.people.models import User
from lms.ui.toasts import say

from .pages import bound, form_page, next_or
from .person import home_of


@managers_only
def take_leave(request: SignedIn, uid: UUID) -> HttpResponse:
    shown = access.person_led(request.user, uid)

    def save(form: LeaveForm) -> str:
        leave = actions.take_leave(person=shown, by=request.user, **form.cleaned_data)
        undo = reverse("cancel_leave", args=[shown.uid, leave.pk])
        say(request, _("The leave is noted. Nothing falls due on those days."), undo=undo)
        return ""

    today = queries.today_of(shown)
    form = bound(LeaveForm, request, initial={"first": today, "last": today})
    return form_page(
        request,
        form,
        save,
        title=_("Leave"),
        lead=_("Both days count. %(name)s gets no letters and nothing falls due then.")
        % {"name": shown.get_short_name()},
        back=home_of(shown),
        submit=_("Note the leave"),
    )


@managers_only
@require_POST
def cancel_leave(request: SignedIn, uid: UUID, pk: int) -> HttpResponse:
    shown = access.person_led(request.user, uid)
    actions.cancel_leave(leave=access.leave_of(shown, pk), by=request.user)
    say(request, _("The leave is cancelled."))
    return redirect(next_or(request, home_of(shown)))


@managers_only
def swap_day(request: SignedIn, uid: UUID) -> HttpResponse:
    shown = access.person_led(request.user, uid)

    def save(form: SwapForm) -> str:
        swap = actions.swap_day(person=shown, by=request.user, **form.cleaned_data)
        say(request, _("The day is changed."), undo=reverse("unswap_day", args=[shown.uid, swap.pk]))
        return ""

    form = bound(SwapForm, request, initial={"day": queries.today_of(shown)})
    return form_page(
        request,
        form,
        save,
        title=_("Change one day"),
        lead=_("Other hours than the roster says, or none."),
        back=home_of(shown),
        submit=_("Change the day"),
    )


@managers_only
@require_POST
def unswap_day(request: SignedIn, uid: UUID, pk: int) -> HttpResponse:
    shown = access.person_led(request.user, uid)
    actions.unswap_day(swap=access.swap_of(shown, pk), by=request.user)
    say(request, _("The day follows the roster again."))
    return redirect(next_or(request, home_of(shown)))


@administrators_only
def assign_roster(request: SignedIn, uid: UUID) -> HttpResponse:
    shown: User = access.any_person(uid)

    def save(form: RosterPlaceForm) -> str:
        actions.assign_roster(person=shown, by=request.user, **form.cleaned_data)
        return _("The roster is noted.")

    form = bound(RosterPlaceForm, request, initial={"since": queries.today_of(shown)})
    return form_page(
        request,
        form,
        save,
        title=_("Own roster"),
        lead=_("Takes the place of the team's roster from that day on."),
        back=home_of(shown),
        submit=_("Save"),
    )
