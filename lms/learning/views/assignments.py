from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lms.learning import access, actions, queries, undo
from lms.learning.forms import AssignForm, MoveForm
from lms.learning.models import Activity, Assignment
from lms.people import queries as people
from lms.people.access import is_administrator, managers_only
from lms.people.calendar import NoWorkingDay
from lms.people.models import Team, User
from lms.people.working import calendar_of
from lms.ui import dates
from lms.ui.toasts import say

from .common import back

SHOWN = 8
WORKING_DAYS = 3


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    """Choose what, for whom and by when. Searching sends the same form by GET, so nothing typed is lost."""
    sent = request.POST if request.method == "POST" else request.GET
    found = queries.assignable(sent.get("q", "").strip()[:100])
    if request.htmx and request.method == "GET":
        return render(request, "learning/_activities.html", _choice(found, sent.get("activity", "")))
    today = people.today_of(request.user)
    teams = queries.learners_in(_teams(request.user, today), today)
    form = _form(request, queries.assignable() if sent.get("q") else found, teams, today)
    if request.method == "POST" and form.is_valid():
        _give(request, form)
        return back(request, reverse("assign"))
    context = _choice(found, sent.get("activity", "")) | {
        "form": form,
        "teams": teams,
        "chosen": sent.getlist("whom"),
        "open": queries.open_in([team for team, _people in teams], [p for _team, some in teams for p in some]),
        "query": sent.get("q", ""),
        "next": sent.get("next", ""),
        "today": today,
    }
    return render(request, "learning/assign.html", context)


def _teams(person: User, today: date) -> QuerySet[Team]:
    if is_administrator(person):
        return Team.objects.filter(closed_on__isnull=True)
    return people.teams_led_by(person, today)


def _form(request: HttpRequest, activities: list[Activity], teams: Any, today: date) -> AssignForm:
    options = {"activities": activities, "teams": teams, "today": today}
    if request.method == "POST":
        return AssignForm(request.POST, **options)
    due = request.GET.get("due_on") or _usual_due(request.user, today)
    return AssignForm(initial={"due_on": due, "reason": request.GET.get("reason", "")}, **options)


def _usual_due(person: User, today: date) -> date:
    try:
        return calendar_of(person).add_working_days(today, WORKING_DAYS)
    except NoWorkingDay:
        return today + timedelta(days=WORKING_DAYS)


def _choice(found: list[Activity], chosen: str) -> dict[str, Any]:
    """The first few, the chosen one among them."""
    rows = sorted(found, key=lambda row: str(row.uid) != chosen)[:SHOWN]
    return {"activities": rows, "chosen_activity": chosen, "more": len(found) - len(rows)}


def _give(request: HttpRequest, form: AssignForm) -> None:
    given = actions.assign_many(
        activity=form.chosen_activity,
        people=form.chosen_people,
        teams=form.chosen_teams,
        due_on=form.cleaned_data["due_on"],
        reason=form.cleaned_data["reason"],
        by=request.user,
    )
    text = ngettext("“%(what)s” is asked for.", "“%(what)s” is asked for %(n)s times.", len(given))
    say(request, text % {"what": form.chosen_activity.title, "n": len(given)}, undo=undo.of_given(given))


@managers_only
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """To another day. What a whole team was asked for moves for one person when the form names one."""
    assignment = access.assignment_for_lead(request.user, pk)
    form = MoveForm(request.POST, today=people.today_of(request.user))
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return back(request, reverse("assign"))
    day, uid = form.cleaned_data["due_on"], form.cleaned_data["person"]
    if assignment.team and uid:
        step = _move_for_one(request, assignment, access.learner_for_lead(request.user, uid), day)
    else:
        step = undo.url([undo.back_to(assignment.pk, assignment.due_on, assignment.reason)])
        actions.move_due(assignment=assignment, due_on=day, by=request.user)
    say(request, _moved(assignment.activity.title, day), undo=step)
    return back(request, reverse("assign"))


def _move_for_one(request: HttpRequest, assignment: Assignment, person: User, day: date | None) -> str:
    """A person's own day for what the team was asked; it counts before the team's."""
    given = actions.assign_many(
        activity=assignment.activity,
        people=[person],
        teams=[],
        due_on=day,
        reason=assignment.reason,
        by=request.user,
        at=timezone.now(),
    )
    return undo.of_given(given)


def _moved(title: str, day: date | None) -> str:
    if day is None:
        return _("“%(what)s” no longer has a day.") % {"what": title}
    return _("“%(what)s” is now due %(day)s.") % {"what": title, "day": dates.day(day)}


@managers_only
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = access.assignment_for_lead(request.user, pk)
    actions.withdraw(assignment=assignment, by=request.user)
    text = _("“%(what)s” is no longer asked for. What was done with it stays.")
    say(request, text % {"what": assignment.activity.title}, undo=undo.of_withdrawn(assignment.pk))
    return back(request, reverse("assign"))


@managers_only
@require_POST
def take_back(request: HttpRequest, token: str) -> HttpResponse:
    undo.take_back(token, request.user)
    say(request, _("Taken back."))
    return back(request, reverse("assign"))
