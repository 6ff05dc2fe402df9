"""One review: to fill in, for its reviewer; to read, answer and build on, for everybody it concerns."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from assessments.quality import access, actions, queries, review_pages, review_queries
from assessments.quality.forms import (
    CoachForm,
    RecordingForm,
    details_from,
    pins_from,
    ratings_from,
    sound_type,
)
from assessments.quality.models import Review
from assessments.quality.scorecards import lines_of
from assessments.quality.talk import talk
from lms.people.access import signed_in, with_role
from lms.ui.toasts import say

from . import marking
from .common import tabs

reviewers_only = with_role("qa")
office_only = with_role("qa", "administrator")
DUE_DAYS = 7


@signed_in
def review(request: HttpRequest, uid: UUID) -> HttpResponse:
    """To fill in, for its reviewer; to read, for everybody it concerns once it is submitted."""
    if request.method == "POST":
        return _answer(request, access.own_draft(request.user, uid))
    found = access.review(request.user, uid)
    return _form(request, found) if found.submitted_at is None else page(request, found)


def page(request: HttpRequest, found: Review, **forms: Any) -> HttpResponse:
    """`forms`: what was typed and is not right yet."""
    own, reviewer = found.person_id == request.user.pk, access.reviews(request.user)
    shown = review_pages.review_page(found, access.own_look_beside(request.user, found))
    help_for = [] if own or found.superseded_at else review_queries.help_for(found)
    context = {
        "review": found,
        "page": shown,
        "talk": talk(found.ticket, found.pins),
        "moments": marking.moments(found.pins, 0),
        "own": own,
        "may_correct": found.reviewer_id == request.user.pk and reviewer and not shown.waiting,
        "newer": getattr(found, "corrected_by", None),
        "may_decide": bool(shown.waiting) and access.may_decide(request.user, found),
        "help": help_for,
        "due": queries.company_today() + timedelta(days=DUE_DAYS),
        "next": _next(request) if reviewer else "",
        "tabs": tabs(request, "reviews" if reviewer else "own"),
        **forms,
    }
    return render(request, "quality/review.html", context)


def _answer(request: HttpRequest, found: Review) -> HttpResponse:
    """Every answer is saved as it is given; «submit» makes it count and goes on to what would help, or the next."""
    lines = lines_of(found.snapshot.body)
    found = actions.save_draft(
        review=found,
        ratings=ratings_from(request.POST, lines),
        comment=request.POST.get("comment", ""),
        details=details_from(request.POST, lines),
        pins=pins_from(request.POST, len(found.ticket.messages)),
    )
    if "submit" not in request.POST:
        return HttpResponse(status=204) if request.htmx else redirect("quality_review", found.uid)
    try:
        found = actions.submit_review(review=found, by=request.user)
    except actions.NotAnswered as waiting:
        return _form(request, found, waiting.waiting)
    say(request, _("The review is given. %(name)s sees it now.") % {"name": found.person.get_short_name()})
    if review_queries.help_for(found):
        return HttpResponseRedirect(reverse("quality_review", args=[found.uid]) + "#help")
    return HttpResponseRedirect(_next(request))


def _next(request: HttpRequest) -> str:
    """The next ticket of the list, to begin with one press."""
    pick = queries.queue_of(request.user).first()
    return reverse("quality_ticket", args=[pick.ticket.uid]) if pick else reverse("quality_reviews")


def _form(request: HttpRequest, found: Review, waiting: list[str] | None = None) -> HttpResponse:
    lines = lines_of(found.snapshot.body)
    recording = review_queries.recording_of(found.ticket)
    context = {
        "review": found,
        "rows": marking.rows(lines, found.ratings, waiting or (), found.details),
        "waiting": [line for line in lines if line.uid in (waiting or [])],
        "talk": talk(found.ticket, found.pins),
        "moments": marking.moments(found.pins) if recording else [],
        "recording": recording,
        "recording_form": RecordingForm(),
        "left": queries.queue_of(request.user).exclude(ticket=found.ticket).count(),
        "tabs": tabs(request, "reviews"),
    }
    return render(request, "quality/reviewing.html", context)


@require_POST
@reviewers_only
def correct(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.own_draft(request.user, uid)
    return redirect("quality_review", actions.correct_review(review=found, by=request.user).uid)


@require_POST
@signed_in
def coach(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What would help becomes something the agent is asked for."""
    found = access.review_to_coach(request.user, uid)
    offers = {
        f"{one.line.uid}:{activity.uid}": (one.line, activity)
        for one in review_queries.help_for(found)
        for activity in one.offers
    }
    form = CoachForm(request.POST, offers=offers, today=queries.company_today())
    if not form.is_valid():
        return page(request, found, coach_form=form)
    for line, activity in form.chosen:
        due = form.cleaned_data["due_on"]
        actions.coach(review=found, category=UUID(line.uid), activity=activity, due_on=due, by=request.user)
    name = found.person.get_short_name()
    text = ngettext("%(name)s finds it on Today.", "%(name)s finds them on Today.", len(form.chosen))
    say(request, text % {"name": name})
    return redirect(_next(request) if access.reviews(request.user) else reverse("quality_review", args=[uid]))


@require_POST
@office_only
def record(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The sound of a call is put beside its ticket, or taken away."""
    ticket = access.ticket_with_sound(request.user, uid)
    back = redirect(request.POST["back"]) if _is_ours(request.POST.get("back", "")) else redirect("quality_ticket", uid)
    if "remove" in request.POST:
        actions.remove_recording(ticket=ticket, by=request.user)
        return back
    form = RecordingForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return back
    content = form.cleaned_data["file"].read() if form.cleaned_data["file"] else b""
    kind = sound_type(content[:16]) or ""
    actions.attach_recording(
        ticket=ticket, by=request.user, url=form.cleaned_data["url"], content=content, content_type=kind
    )
    return back


def _is_ours(path: str) -> bool:
    return path.startswith("/quality/") and "\\" not in path
