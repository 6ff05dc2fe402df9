from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.learning.views.common import back
from lms.people import queries as people
from lms.people.access import managers_only, signed_in
from lms.people.calendar import Calendar
from lms.people.models import User
from lms.people.working import calendar_of
from lms.ui import dates
from lms.ui.toasts import say

from . import access, actions, queries
from .forms import GiveForm, MoreForm
from .models import PersonPlan, PersonStep
from .reading import Reading, readings


def _readings(person: User, calendar: Calendar, day: date) -> list[Reading]:
    """Running plans, then finished ones. As many queries for thirty steps as for one."""
    rows = queries.steps_in(queries.plans_of(person).order_by())
    found = readings(rows, calendar, day)
    return sorted(found, key=lambda reading: reading.finished)


@require_safe
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    day = people.today_of(request.user)
    return render(request, "plans/own.html", {"plans": _readings(request.user, calendar_of(request.user), day)})


@require_safe
@signed_in
def of_person(request: HttpRequest, uid: UUID) -> HttpResponse:
    """For whoever guides them: signing off, a day more."""
    shown = access.person_with_plan(request.user, uid)
    if shown == request.user:
        return HttpResponseRedirect(reverse("plan"))
    day = people.today_of(shown)
    calendar = calendar_of(shown)
    away = next((leave for leave in calendar.leaves if leave.first <= day <= leave.last), None)
    context = {
        "shown": shown,
        "plans": _readings(shown, calendar, day),
        "away": away,
        "leads": access.leads(request.user, shown),
    }
    return render(request, "plans/of_person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def give(request: HttpRequest, uid: UUID) -> HttpResponse:
    shown = access.person_to_give(request.user, uid)
    offered = list(queries.offered())
    day = people.today_of(shown)
    initial = {"started_on": max(day, shown.started_on), "plan": offered[0].uid if offered else None}
    form = GiveForm(request.POST if request.method == "POST" else None, plans=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        _give(request, shown, form)
        return HttpResponseRedirect(reverse("plan_of", args=[shown.uid]))
    others = queries.colleagues(shown, request.user, people.today_of(request.user))
    return render(request, "plans/give.html", {"shown": shown, "form": form, "offered": offered, "others": others})


def _give(request: HttpRequest, shown: User, form: GiveForm) -> None:
    try:
        plan = actions.give_plan(person=shown, activity=form.chosen, started_on=form.first_day, by=request.user)
    except actions.PlanGone:
        messages.error(request, _("This plan is no longer published. Choose another."))
        return
    text = _("%(who)s now has the plan “%(what)s”.") % {"who": shown.get_full_name(), "what": form.chosen.title}
    say(request, text, undo=reverse("plan_withdraw", args=[plan.pk]))


@require_POST
@managers_only
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    plan = access.plan_to_change(request.user, pk)
    actions.withdraw_plan(plan=plan, by=request.user)
    say(request, _("The plan is taken away. What was done stays."), undo=reverse("plan_restore", args=[plan.pk]))
    return back(request, _page(plan))


@require_POST
@managers_only
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    plan = access.plan_to_change(request.user, pk)
    actions.restore_plan(plan=plan, by=request.user)
    say(request, _("Taken back."))
    return back(request, _page(plan))


@require_POST
@signed_in
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    step = access.step_to_sign(request.user, pk)
    actions.sign_off(step=step, by=request.user)
    text = _("“%(what)s” is signed off for %(who)s.") % _words(step)
    say(request, text, undo=reverse("plan_unsign", args=[step.pk]))
    return back(request, _page(step.plan))


@require_POST
@signed_in
def unsign(request: HttpRequest, pk: int) -> HttpResponse:
    step = access.step_to_sign(request.user, pk)
    actions.take_back_sign_off(step=step, by=request.user)
    say(request, _("Taken back."))
    return back(request, _page(step.plan))


@require_POST
@signed_in
def more(request: HttpRequest, pk: int) -> HttpResponse:
    """A working day more, with a word on why."""
    step, form = access.step_to_change(request.user, pk), MoreForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The note is too long: 200 characters at most. Shorten it and send it again."))
        return back(request, _page(step.plan))
    step = actions.give_a_day(step=step, by=request.user, note=form.cleaned_data["note"])
    if step.due_on is None:
        messages.info(request, _("There is no working day in sight to move it to."))
        return back(request, _page(step.plan))
    text = _("“%(what)s” is now due %(day)s.") % {**_words(step), "day": dates.day(step.due_on)}
    say(request, text, undo=reverse("plan_less", args=[step.pk]))
    return back(request, _page(step.plan))


@require_POST
@signed_in
def less(request: HttpRequest, pk: int) -> HttpResponse:
    step = access.step_to_change(request.user, pk)
    actions.take_a_day_back(step=step, by=request.user)
    say(request, _("Taken back."))
    return back(request, _page(step.plan))


def _words(step: PersonStep) -> dict[str, Any]:
    return {"what": step.title, "who": step.plan.person.get_short_name()}


def _page(plan: PersonPlan) -> str:
    return reverse("plan_of", args=[plan.person.uid])
